"""`curate studio push`, `pull` and `sync`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from curation.cli import tell
from curation.cli.common import (
    ActorOption,
    JsonOption,
    WorkspaceOption,
    actor_name,
    opened,
    progress,
    say,
    say_json,
    table,
)
from curation.errors import one_line

if TYPE_CHECKING:
    from curation.studio.push import PushReport
    from curation.studio.sync import Round

StageOption = Annotated[
    Literal["author", "review", "adjudicate"] | None,
    typer.Option("--stage", help="Only this stage; by default all."),
]


def register(group: typer.Typer) -> None:
    """Add the commands to the `studio` group."""
    group.command("push")(push)
    group.command("pull")(pull)
    group.command("sync")(sync)


def push(
    stage: StageOption = None,
    annotator: Annotated[
        list[str] | None,
        typer.Option("--annotator", metavar="NAME", help="Only for this person; may be repeated."),
    ] = None,
    workspace: WorkspaceOption = None,
    actor: ActorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask people for what is needed: assign instances and bring their tasks to Label Studio, each once."""
    from curation.studio.push import STAGES
    from curation.studio.push import push as run

    stages = STAGES if stage is None else (stage,)
    with progress("pushing") as bar:
        report = run(
            opened(workspace), stages=stages, annotators=annotator or (), actor=actor_name(actor), progress=bar
        )
    if as_json:
        say_json(report)
        return
    _say_push(report)


def _say_push(report: PushReport) -> None:
    if report.projects:
        rows = [
            (item.stage, item.axis, item.annotator, item.tasks, item.open, item.new, item.updated, item.address)
            for item in report.projects
        ]
        say(table(("stage", "axis", "annotator", "tasks", "open", "new", "updated", "address"), rows))
    for line in report.lines:
        tell(f"curate: note: {one_line(line)}")
    if report.held:
        say(f"{report.held:,} adjudications wait until every blind task of their instance is answered.")
    if not report.projects:
        say("Nobody is asked for anything.")


def pull(
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
    actor: ActorOption = None,
) -> None:
    """Bring annotations home and draw the conclusions; exit code 1 where something on the server does not hold."""
    from curation.studio.pull import pull as run

    with progress("pulling") as bar:
        pulled = run(opened(workspace), actor=actor_name(actor), progress=bar)
    report = pulled.report
    if as_json:
        say_json(report)
    else:
        for line in report.lines:
            tell(f"curate: note: {one_line(line)}")
        if pulled.findings.findings:
            say(pulled.findings.render("text"))
        say(
            f"{report.new:,} new and {report.changed:,} changed annotations ({report.skipped:,} skips), "
            f"{report.refused:,} that do not count; {report.decisions:,} decisions, "
            f"{report.edited:,} new revisions."
        )
    raise typer.Exit(pulled.findings.exit_code)


def sync(
    watch: Annotated[bool, typer.Option("--watch", help="Go on until Ctrl-C; without it, once.")] = False,
    every: Annotated[float, typer.Option(min=1, max=86_400, metavar="SECONDS", help="Between rounds.")] = 60,
    workspace: WorkspaceOption = None,
    actor: ActorOption = None,
) -> None:
    """Pull, then push; with --watch again and again, waiting for a server that is away."""
    from curation.errors import CurationError
    from curation.studio.sync import once, stopped_by_signals
    from curation.studio.sync import watch as run

    place, who = opened(workspace), actor_name(actor)
    if not watch:
        done = once(place, actor=who)
        if done.problem:
            raise CurationError(done.problem)
        say(done.line())
        raise typer.Exit(done.findings.exit_code if done.findings is not None else 0)
    with stopped_by_signals() as stop:
        run(place, actor=who, every=every, tell=_tell, stop=stop)
    if sys.stderr.isatty():
        tell("")


def _tell(done: Round) -> None:
    """Show a status line: on a terminal in its place, else a line each."""
    from datetime import datetime

    line = f"{datetime.now().astimezone():%H:%M:%S} {one_line(done.line())}"
    if sys.stderr.isatty():
        tell(f"\r\x1b[2K{line[:200]}", end="")
    else:
        tell(line)
