"""`curate stream`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli.common import MOST_SEED, JsonOption, named, progress, say, say_json, table
from curation.cli.filling import PANEL, FamilyOption, Level


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("stream", rich_help_panel=PANEL)(stream)


def stream(
    file: Annotated[Path, typer.Argument(metavar="FILE", parser=named, help="A new file, one JSON record a line.")],
    category: Annotated[
        list[str] | None, typer.Option("--category", "-c", metavar="NAME", help="Only this one; may be repeated.")
    ] = None,
    family: FamilyOption = None,
    count: Annotated[
        int, typer.Option("--count", "-n", min=1, max=1_000_000, help="Prompts for each category.")
    ] = 100,
    seed: Annotated[int, typer.Option(min=0, max=MOST_SEED, help="Which sequence.")] = 0,
    difficulty: Annotated[Level | None, typer.Option(help="One level; by default all in turn.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes; by default one for each processor.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write generated prompts to a file, proved and no two alike, in constant memory; no workspace is needed."""
    from curation.stream import stream as write

    with progress("writing prompts") as bar:
        report = write(
            file,
            categories=category or (),
            names=family or (),
            count=count,
            seed=seed,
            difficulty=difficulty,
            workers=workers,
            progress=bar,
        )
    if as_json:
        say_json(report)
        return
    rows = [(row.category, row.subtask, row.made, row.refused) for row in report.subtasks]
    say(table(("category", "subtask", "written", "draws refused"), rows))
    say(f"{file} is written: {report.made:,} prompts, every answer proved, no two with the same words.")
