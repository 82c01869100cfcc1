"""`curate studio`: the server and the people who work there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from curation.cli import exchanging
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

if TYPE_CHECKING:
    from curation.studio.accounts import AddedAnnotator
    from curation.studio.server.process import StudioStatus

PANEL = "Review"


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Label Studio, where people write and review instances.", no_args_is_help=True)
    group.command("up")(up)
    group.command("down")(down)
    group.command("status")(status)
    group.command("add-annotator")(add_annotator)
    group.command("list-annotators")(list_annotators)
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
    with progress("starting Label Studio") as bar:
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


def add_annotator(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Short names, such as ann or reviewer_2.")],
    email: Annotated[
        str | None,
        typer.Option(
            metavar="EMAIL", help="What the account of a single NAME is entered with; else NAME@localhost."
        ),
    ] = None,
    adjudicator: Annotated[
        bool | None, typer.Option("--adjudicator/--no-adjudicator", help="Whether disagreements go to them.")
    ] = None,
    reset_password: Annotated[
        bool, typer.Option("--reset-password", help="Give those who have an account a new password.")
    ] = False,
    workspace: WorkspaceOption = None,
    actor: ActorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give people accounts in Label Studio; their passwords are shown once and kept nowhere."""
    from curation.studio.accounts import AddReport
    from curation.studio.accounts import add_annotators as add

    made: list[AddedAnnotator] = []
    login = None
    try:
        report = add(
            opened(workspace),
            names,
            email=email,
            adjudicates=adjudicator,
            reset_password=reset_password,
            actor=actor_name(actor),
            told=made.append if as_json else _say_added,
        )
        login, made = report.login, list(report.annotators)
    finally:
        if as_json and made:  # Even after an error: nobody else knows these passwords.
            say_json(AddReport(login=login, annotators=tuple(made)))
    if not as_json:
        say(f"They log in at {login}.")


def _say_added(added: AddedAnnotator) -> None:
    words = {
        "new": f"has an account; password, shown this once: {added.password}",
        "reset": f"has a new password, shown this once: {added.password}",
        "noted": "has an account, and is noted now; the password is as it was (--reset-password gives a new one)",
        "same": "has an account, as noted; nothing is changed",
    }
    role = ", adjudicator," if added.adjudicates else ""
    say(f"{added.name} ({added.email}){role} {words[added.outcome]}")


def list_annotators(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List the people of this workspace."""
    from curation.studio.accounts import list_annotators as listed

    report = listed(opened(workspace))
    if as_json:
        say_json(report)
        return
    rows = [
        (
            person.name,
            person.email,
            "adjudicator" if person.adjudicates else "annotator",
            person.assigned,
            person.annotated,
        )
        for person in report.annotators
    ]
    headers = ("name", "email", "role", "assigned", "annotated")
    say(table(headers, rows) if rows else "There are no annotators; add some with `curate studio add-annotator`.")
