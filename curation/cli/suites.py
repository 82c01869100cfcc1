"""`curate suites build` and `curate suites check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli.checking import FormOption
from curation.cli.common import progress, say


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="The synthetic suites of UniSandBox.")
    group.command("build")(build)
    group.command("check")(check)
    app.add_typer(group, name="suites", rich_help_panel="Release")


def build(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.")],
    seed: Annotated[int, typer.Option(min=0, help="Which rows.")] = 0,
    train: Annotated[
        int, typer.Option(min=0, metavar="N", help="Training rows of math, and as many of mapping; an even number.")
    ] = 0,
    pairs: Annotated[int, typer.Option(min=0, metavar="N", help="Pairs of invented people.")] = 10,
) -> None:
    """Write the suites in their published layout; every answer is proved by a second program."""
    from curation.unisandbox.build import build as built

    with progress("writing rows") as bar:
        found = built(folder, seed=seed, train=train, pairs=pairs, progress=bar)
    say(f"{found.path} is written: {found.total:,} rows in {len(found.rows):,} files, every answer proved.")


def check(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Files of rows, whoever made them, or one folder of suites."),
    ],
    form: FormOption = "text",
) -> None:
    """Recompute every answer from its question, and hold training rows against test rows."""
    from curation.unisandbox.validate import check as checked

    report = checked(paths)
    say(report.render(form))
    raise typer.Exit(report.exit_code)
