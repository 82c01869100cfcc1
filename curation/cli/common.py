"""What the commands share: options, the workspace at hand, tables and progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curation.errors import harmless, one_line

if TYPE_CHECKING:
    from curation.models import Record
    from curation.workspace import Workspace


def named(word: str | Path) -> Path:
    """Read a path that was typed; each parameter that is a path has this as its parser.

    An empty one would be the current folder, which nobody means who types a shell variable that is not set.

    Raises:
        ValueError: It is empty; Typer adds which parameter it is.
    """
    if not str(word):
        raise ValueError("is empty; name a file or folder (is a shell variable unset?)")
    return Path(word)


WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar="DIR",
        parser=named,
        envvar="CURATE_WORKSPACE",
        help="The workspace; by default this folder or the nearest one above that is one.",
    ),
]
ProfileOption = Annotated[
    str | None, typer.Option("--profile", metavar="NAME", help="Which benchmark; by default the workspace's.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
ActorOption = Annotated[
    str | None,
    typer.Option(
        "--actor",
        metavar="NAME",
        envvar="CURATE_ACTOR",
        help="Who does this, for the event log; by default your account's name.",
    ),
]

MOST_NAME = 200
MOST_SEED = 2**53 - 1
"""The largest whole number that every reader of JSON reads as it is written."""


def opened(folder: Path | None) -> Workspace:
    """Open the workspace that was named, or the nearest one from here upwards."""
    from curation.workspace import CONFIG, open_workspace

    if folder is not None:
        return open_workspace(folder)
    here = Path.cwd()
    found = next((place for place in (here, *here.parents) if (place / CONFIG).is_file()), here)
    return open_workspace(Path(os.path.relpath(found)))


def refuse_options(beside: str, given: Mapping[str, object]) -> None:
    """Refuse the options that mean nothing to a profile or beside another option.

    Args:
        beside: Its name.
        given: Option to what was given, which is false for nothing.

    Raises:
        UsageError: One was given.
    """
    from curation.errors import UsageError

    for option, value in given.items():
        if value:
            raise UsageError(f"{option} means nothing for {beside}; leave it out")


def actor_name(given: str | None) -> str:
    """Name whoever runs this.

    Raises:
        UsageError: The name is no line of text.
    """
    from curation.errors import UsageError

    if given:
        if not given.isprintable() or len(given) > MOST_NAME:
            raise UsageError(f"--actor is no name; write it in one line of up to {MOST_NAME} characters")
        return given
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def say(text: str = "") -> None:
    """Print to stdout for people, in as many lines as the text has; what is no text in it is shown escaped."""
    typer.echo(harmless(text))


def say_raw(text: str) -> None:
    """Print to stdout for programs, which take a text as it is."""
    typer.echo(text)


def say_json(record: Record) -> None:
    """Print a record as JSON."""
    say_raw(record.model_dump_json(indent=2))


def table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Lay out rows below their headers; numbers go to the right, texts to the left."""
    cells = [[f"{cell:,}" if isinstance(cell, int) else one_line(str(cell)) for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in [list(headers), *cells]) for place in range(len(headers))]
    right = [all(isinstance(row[place], int) for row in rows) for place in range(len(headers))]

    def line(row: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        )
        return "  ".join(padded).rstrip()

    return "\n".join([line(headers), *(line(row) for row in cells)])


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show a progress bar on a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
