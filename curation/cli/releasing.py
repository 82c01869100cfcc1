"""`curate build-release`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli.common import JsonOption, WorkspaceOption, opened, progress, say, say_json, table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("build-release", rich_help_panel="Release")(build_release)


def build_release(
    version: Annotated[str, typer.Option(metavar="SEMVER", help="Such as 1.0.0, or 1.0.0-draft.1 with --draft.")],
    per_category: Annotated[
        int | None, typer.Option(min=1, help="Instances for each category; by default the profile's quota.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Take instances that nobody has approved.")] = False,
    exports: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to; by default the workspace's exports folder.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Select approved instances and write the release that the evaluator reads."""
    from curation.release.assemble import assemble

    with progress("writing images") as bar:
        report = assemble(
            opened(workspace),
            version=version,
            per_category=per_category,
            draft=draft,
            exports=exports,
            progress=bar,
        )
    if as_json:
        say_json(report)
        return
    rows = [(found.category, found.instances, found.approved, found.proved) for found in report.categories]
    say(table(("category", "instances", "approved", "key proved"), rows))
    for shortfall in report.shortfalls:
        got = f"{shortfall.found} of {shortfall.wanted}"
        say(f"{shortfall.category}: {shortfall.subtask} has {got}; other subtasks fill in.")
    what = "is there already, with the same bytes" if report.existing else "is written"
    say(f"{report.path} {what}: {report.instances:,} instances. {report.review}")
