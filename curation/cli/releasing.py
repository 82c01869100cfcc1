"""`curate build-release`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli import suites
from curation.cli.common import (
    JsonOption,
    ProfileOption,
    WorkspaceOption,
    named,
    opened,
    progress,
    refuse_options,
    say,
    say_json,
    table,
)

SUITES_VERSION = "1.0.0-draft.1"
"""Suites are drafts: nobody approves rows one by one."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("build-release", rich_help_panel="Release")(build_release)


def build_release(
    version: Annotated[
        str | None,
        typer.Option(metavar="SEMVER", help="Such as 1.0.0, or 1.0.0-draft.1 with --draft."),
    ] = None,
    per_category: Annotated[
        int | None, typer.Option(min=1, help="Instances for each category; by default the profile's quota.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Take instances that nobody has approved.")] = False,
    exports: Annotated[
        Path | None,
        typer.Option(metavar="DIR", parser=named, help="Where to; by default the workspace's exports folder."),
    ] = None,
    profile: ProfileOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the release that the evaluator reads: approved instances, or the suites as they were generated."""
    from curation.errors import UsageError

    place = opened(workspace)
    if (meant := place.meant(profile)).suites:
        refuse_options(meant.name, {"--per-category": per_category})
        suites.build_release(place, version=version or SUITES_VERSION, exports=exports, as_json=as_json)
        return
    if version is None:
        raise UsageError("a release needs a --version, such as 1.0.0, or 1.0.0-draft.1 with --draft")
    from curation.release.assemble import assemble

    with progress("writing images") as bar:
        report = assemble(
            place,
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
