"""`curate demo`: every step from an empty folder to a validated draft, as commands that a person could type."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from curation.cli.common import say
from curation.errors import CLEAN, CurationError

SMALL = 10
"""Instances for each category while the packs cannot fill a release of full size."""


def register(app: typer.Typer) -> None:
    """Add the command."""

    def demo(
        folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to; run again, it goes on.")] = Path(
            "demo"
        ),
    ) -> None:
        """Show all of it: a workspace, the starter packs, puzzles, checks, a draft release, its validation."""
        _demonstrate(app, folder)

    app.command("demo", rich_help_panel="Project")(demo)


def _run(app: typer.Typer, *words: str) -> None:
    say()
    say(f"$ curate {shlex.join(words)}")
    code = app(list(words), standalone_mode=False)
    if code not in {None, CLEAN}:
        raise CurationError(f"the demo stops: `curate {shlex.join(words)}` ended with exit code {code}")


def _demonstrate(app: typer.Typer, folder: Path) -> None:
    from curation.status import status
    from curation.workspace import open_workspace

    inside = ("--workspace", str(folder))
    _run(app, "init", str(folder))
    _run(app, "import", "--starter", *inside)
    report = status(open_workspace(folder))
    full = not any(found.to_make for found in report.categories if found.axis == "UEG")
    size = () if full else ("--per-category", str(SMALL))
    count = min(found.wanted for found in report.categories) if full else SMALL
    version = "1.0.0-draft.1"
    _run(app, "generate", "--count", str(count), *inside)
    _run(app, "status", *inside)
    _run(app, "check", *inside)
    _run(app, "build-release", "--draft", "--version", version, *size, *inside)
    release = open_workspace(folder).exports / f"{report.profile}-{version}"
    _run(app, "validate", str(release))
    say()
    say(f"Look at {release / 'README.md'} first; the puzzles are in {release / 'image'}.")
