"""`curate check`, `explain` and `validate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from curation.cli.common import JsonOption, WorkspaceOption, named, opened, progress, say, say_raw, table

PANEL = "Check"


Form = Literal["text", "json", "sarif", "github"]


FormOption = Annotated[Form, typer.Option("--format", help="For people, programs, code scanning or a workflow.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("check", rich_help_panel=PANEL)(check)
    app.command("explain", rich_help_panel=PANEL)(explain)
    app.command("validate", rich_help_panel="Release")(validate)


def check(
    form: FormOption = "text",
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="NAME", help="Only this check; may be repeated.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Run every check over the workspace."""
    from curation.checks import run

    with progress("checking") as bar:
        report = run(opened(workspace), only=only or (), progress=bar)
    (say if form == "text" else say_raw)(report.render(form))
    raise typer.Exit(report.exit_code)


def explain(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="Such as KEY001.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Explain a finding's code; without one, list them all."""
    import json
    from dataclasses import asdict

    from curation.findings import codes
    from curation.findings import explain as explained

    if as_json:
        chosen = codes().values() if code is None else [explained(code)]
        say_raw(json.dumps([asdict(one) for one in chosen], indent=2))
        return
    if code is None:
        say(table(("code", "severity", "meaning"), [(c.code, c.severity, c.title) for c in codes().values()]))
        return
    found = explained(code)
    say(f"{found.code} ({found.severity}): {found.title}")
    say(f"Why it matters: {found.why}")
    say(f"What to do: {found.remedy}")


def validate(
    path: Annotated[Path, typer.Argument(metavar="PATH", parser=named, help="A release: its folder.")],
    form: FormOption = "text",
    profile: Annotated[
        str | None, typer.Option(help="What shape it must have; by default what its files look like.")
    ] = None,
) -> None:
    """Check a release alone, without workspace or database."""
    from curation.release.validate import check_path
    from curation.release.validate import validate as validated

    check_path(path)
    from curation.unisandbox.shape import is_suites

    if profile == "unisandbox" or (profile is None and is_suites(path)):
        from curation.unisandbox.validate import validate as validated_suites

        report = validated_suites(path)
    else:
        report = validated(path, profile or "realunify")
    (say if form == "text" else say_raw)(report.render(form))
    raise typer.Exit(report.exit_code)
