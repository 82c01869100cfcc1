"""`curate demo`: every step from an empty folder to a validated draft, as commands that a person could type."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from curation.cli.common import named, say
from curation.errors import CLEAN, STOPPED, CurationError


def register(app: typer.Typer) -> None:
    """Add the command."""

    def demo(
        folder: Annotated[
            Path, typer.Argument(metavar="DIR", parser=named, help="Where to; run again, it goes on.")
        ] = Path("demo"),
        per_category: Annotated[
            int | None, typer.Option(min=1, help="Instances for each category; by default a full release.")
        ] = None,
    ) -> None:
        """Show all of it: a workspace, the starter packs, puzzles, checks, a draft release, its validation."""
        _demonstrate(app, folder, per_category)

    app.command("demo", rich_help_panel="Project")(demo)


def _run(app: typer.Typer, *words: str) -> None:
    say()
    say(f"$ curate {shlex.join(words)}")
    code = app(list(words), standalone_mode=False)
    if code == STOPPED:
        raise KeyboardInterrupt
    if code not in {None, CLEAN}:
        raise CurationError(f"the demo stops: `curate {shlex.join(words)}` ended with exit code {code}")


def _demonstrate(app: typer.Typer, folder: Path, per_category: int | None) -> None:
    from curation.workspace import open_workspace

    inside = ("--workspace", str(folder))
    _run(app, "init", str(folder))
    _run(app, "import", "--starter", *inside)
    profile = open_workspace(folder).profile
    # Twice as many as a small release takes, so that the selection can balance letters and levels.
    count = 2 * per_category if per_category else max(category.quota for category in profile.categories)
    size = () if per_category is None else ("--per-category", str(per_category))
    version = "1.0.0-draft.1"
    _run(app, "generate", "--count", str(count), *inside)
    _run(app, "status", *inside)
    _run(app, "check", *inside)
    _run(app, "build-release", "--draft", "--version", version, *size, *inside)
    release = open_workspace(folder).exports / f"{profile.name}-{version}"
    _run(app, "validate", str(release))
    say()
    say(f"Look at {release / 'README.md'} first; the puzzles are in {release / 'image'}.")
