"""`curate studio`: the server and the people who work there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from curation.cli import exchanging
from curation.cli.common import JsonOption, WorkspaceOption, opened, progress, say, say_json

if TYPE_CHECKING:
    from curation.studio.server.process import StudioStatus

PANEL = "Review"


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Label Studio, where people write and review instances.", no_args_is_help=True)
    group.command("up")(up)
    group.command("down")(down)
    group.command("status")(status)
    exchanging.register(group)
    app.add_typer(group, name="studio", rich_help_panel=PANEL)


def up(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, metavar="P", help="Where to; by default where it was last, or a free one."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Start the workspace's own Label Studio on this machine; the first time it is installed."""
    from curation.studio.server.process import up as start

    root = opened(workspace).root
    with progress("installing Label Studio") as bar:
        report = start(root, port=port, progress=bar)
    if as_json:
        say_json(report)
        return
    _say_status(report)
    say(f"Enter as curator with what {root / '.studio' / 'secrets.json'} says.")


def down(workspace: WorkspaceOption = None) -> None:
    """Stop the workspace's own Label Studio; nothing is lost."""
    from curation.studio.server.process import down as stop

    say("Label Studio is stopped." if stop(opened(workspace).root) else "Label Studio did not run.")


def status(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Say whether Label Studio runs, where, and what it takes."""
    from curation.studio.connection import studio_status

    report = studio_status(opened(workspace))
    if as_json:
        say_json(report)
    else:
        _say_status(report)


def _say_status(report: StudioStatus) -> None:
    words = {
        "running": f"runs at {report.url}",
        "starting": "is starting",
        "silent": f"lives at {report.url} and does not answer; `curate studio down` stops it",
        "stopped": "does not run; `curate studio up` starts it",
        "away": f"at {report.url} cannot be reached, or does not accept the token",
    }
    version = f" {report.version}" if report.version else ""
    memory = f" It takes {report.memory / 1e6:,.0f} MB of memory." if report.memory is not None else ""
    say(f"Label Studio{version} {words[report.state]}.{memory}")
