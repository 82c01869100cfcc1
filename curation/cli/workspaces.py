"""`curate init`, `status` and `show`."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from curation.cli.common import MOST_SEED, JsonOption, WorkspaceOption, named, opened, say, say_json, table

if TYPE_CHECKING:
    from curation.status import ShowReport, StatusReport

PANEL = "Workspace"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("init", rich_help_panel=PANEL)(init)
    app.command("status", rich_help_panel=PANEL)(status)
    app.command("show", rich_help_panel=PANEL)(show)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", parser=named, help="A new or empty folder.")],
    # Without defaults: what was given must agree with a workspace that is there, and what was not need not.
    profile: Annotated[str | None, typer.Option(help="Which benchmark is made.", show_default="realunify")] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, max=MOST_SEED, help="Seed of generated puzzles.", show_default="0"),
    ] = None,
) -> None:
    """Make a workspace: configuration, database and image store.

    A workspace that is there already stays as it is.
    """
    from curation.workspace import CONFIG, create

    workspace = create(folder, profile=profile, seed=seed)
    say(f"{folder} is a workspace for {workspace.profile.title}; its rules are in {folder / CONFIG}.")


def status(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Say what there is, per category and state, and what is missing for a release."""
    from curation.status import status as status_of

    report = status_of(opened(workspace))
    if as_json:
        say_json(report)
        return
    if report.categories:
        _say_status(report)
    if report.suites:
        say(table(("file of suites", "rows"), list(report.suites.items())))
    elif not report.categories:
        say("There are no suites yet; make them with `curate generate`, or bring others' in with `curate import`.")


def _say_status(report: StatusReport) -> None:
    say(f"{report.instances:,} instances; {report.approved:,} of {report.wanted:,} approved by people.")
    say()
    headers = ("category", "wanted", "unreviewed", "approved", "needs fix", "rejected", "no question", "to make")
    rows = [
        (
            found.category,
            found.wanted,
            found.states["unreviewed"],
            found.states["approved"],
            found.states["needs_fix"],
            found.states["rejected"],
            found.states["waiting"],
            found.to_make,
        )
        for found in report.categories
    ]
    say(table(headers, rows))
    for title, counts in (("origin", report.origins), ("refused draws of", report.refused_draws)):
        if counts:
            say()
            say(table((title, "instances" if title == "origin" else "number"), list(counts.items())))
    if any(found.method for found in report.proofs):
        say()
        proofs = [
            (
                found.method or "none",
                found.instances,
                f"{found.agreed:,} of {found.read:,}" if found.read else "-",
            )
            for found in report.proofs
        ]
        say(table(("proof", "instances", "pixel reader agrees"), proofs))
    waiting = sum(found.states["waiting"] for found in report.categories)
    say()
    say(f"{report.sources:,} photos, {report.assets:,} images stored.")
    if waiting:
        say(f"{waiting:,} photo puzzles wait for an author to write their question in review.")
    lacking = [found for found in report.categories if found.to_approve]
    if lacking:
        missing = sum(found.to_approve for found in lacking)
        say(f"A full release lacks {missing:,} approvals in {len(lacking)} categories.")
    else:
        say("A full release can be built: `curate build-release --version 1.0.0`.")


def show(
    uid: Annotated[str, typer.Argument(metavar="ID", help="An instance.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show everything about one instance, its history included."""
    from curation.status import show as show_of

    report = show_of(opened(workspace), uid)
    if as_json:
        say_json(report)
    else:
        _say_instance(report)


def _say_instance(report: ShowReport) -> None:
    from curation.errors import one_line

    instance = report.instance
    say(f"{instance.uid}  {instance.category} / {instance.subtask or 'no subtask'}")
    say(f"revision {report.revision}, {report.state}, {instance.provenance.kind}")
    say()
    if instance.axis == "UEG":
        say(f"Prompt:   {instance.prompt}")
        say(f"Refined:  {instance.refined_prompt or '-'}")
        for item in instance.checklist:
            say(f"  [{item.answer:3}] {item.question}")
        if instance.rationale:
            say(f"Because:  {instance.rationale}")
    else:
        say(f"Question: {instance.question or 'to be written by an author'}")
        for letter, option in zip("ABCD", instance.options or (), strict=False):
            say(f"  {'*' if letter == instance.key else ' '} {letter}. {option}")
        for name, path in report.files.items():
            say(f"{name.capitalize() + ':':9} {path}")
    proof = instance.proof
    say(f"Proof:    {f'{proof.solver} by {proof.method}: {proof.answer}' if proof else 'none'}")
    for name, value in (proof.evidence if proof else {}).items():
        say(f"  {one_line(name).replace('_', ' ')}: {shorten(json.dumps(value), 90, placeholder=' ...')}")
    if report.decision is not None:
        decision = report.decision
        say(f"Decision: {decision.outcome} ({decision.rule}) by {', '.join(decision.people)}")
    say()
    say("History:")
    for event in report.history:
        say(f"  {event.seq:5}  {event.at}  {event.actor}: {event.action} ({event.reason})")
