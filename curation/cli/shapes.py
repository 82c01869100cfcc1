"""`curate schemas`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli.common import named, say
from curation.errors import FINDINGS


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("schemas", rich_help_panel="Project")(schemas)


def schemas(
    folder: Annotated[Path, typer.Argument(metavar="DIR", parser=named, help="Where the schemas are.")] = Path(
        "schemas"
    ),
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail where a file differs.")] = False,
) -> None:
    """Write the JSON Schemas of every record, generated from the models."""
    from curation.schemas import drift, write

    if not check:
        say(f"{write(folder)} schemas written to {folder}.")
        return
    differing = drift(folder)
    for name in differing:
        say(f"{folder / name}: differs from the models; run `curate schemas` and commit what it writes")
    if differing:
        raise typer.Exit(FINDINGS)
    say(f"{folder}: as the models say.")
