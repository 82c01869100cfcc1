"""The command line: every command parses, calls one library function and renders what it returns.

Exit codes: 0 clean, 1 findings, 2 the command or its input is wrong, 3 could not run, 130 stopped by Ctrl-C (what
was finished is kept). An expected error is one line on stderr; being stopped is none. Nothing heavy is imported
before a command runs, so that `curate --help` answers at once.
"""

from __future__ import annotations

import io
import os
import sys

TYPE_CHECKING = False  # Ctrl-C cannot be caught while this module is imported, and typing takes a while.

if TYPE_CHECKING:
    from typing import TextIO

    from typer.exceptions import TyperException


def main() -> None:
    """Run `curate` and exit with its code."""
    try:
        _fill_streams()
        from curation.cli.interrupts import heed_interrupts, leave_interrupts

        heed_interrupts()
        code = _run()
        leave_interrupts()
    except KeyboardInterrupt:
        code = _stopped()
    sys.exit(code)


def _run() -> int | None:
    """Run the command that was given, and tell what went wrong."""
    from typer.exceptions import TyperException

    from curation.cli.app import app
    from curation.errors import CLEAN, COULD_NOT_RUN, CurationError, one_line

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # For names that are no UTF-8, and narrow terminals.
    try:
        try:
            code: int | None = app(standalone_mode=False)  # Typer tells a wrong option in a box of several lines.
        finally:
            sys.stdout.flush()
    except CurationError as error:
        for number, line in enumerate(error.lines()):
            said = one_line(line) if number else f"curate: {one_line(line)}"
            tell(said)
        return error.exit_code
    except TyperException as error:
        if error.format_message():  # Without one it has shown the help already.
            tell(one_line(_wrong_words(error)))
        return error.exit_code
    except BrokenPipeError:
        # The reader has gone, as `| head` does.
        _drop(sys.stdout)
        return CLEAN
    except OSError as error:
        _drop(sys.stdout)
        place = f"{error.filename}: " if error.filename else ""
        said = one_line(f"curate: {place}{error.strerror}; look to the path, its rights and the disk")
        tell(said)
        return COULD_NOT_RUN
    return code


def _stopped() -> int:
    """Get ready to exit after Ctrl-C."""
    from curation.cli.interrupts import leave_interrupts
    from curation.errors import STOPPED

    leave_interrupts()
    return STOPPED


def _wrong_words(error: TyperException) -> str:
    """Say in one line what is wrong with the words of a command, and where its help is."""
    message = error.format_message().replace("Value error, ", "").removesuffix(".")
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "curate"
    see = " See" if message.endswith("?") else "; see"
    return f"curate: {message[0].lower()}{message[1:]}{see} `{command} -h`"


def tell(text: str, end: str = "\n") -> None:
    """Print to stderr; where that cannot be, the exit code still says how it went."""
    try:
        print(text, end=end, file=sys.stderr, flush=True)  # noqa: T201 - the one place where errors are told
    except OSError:
        _drop(sys.stderr)


def _fill_streams() -> None:
    """Put the null device where a standard stream was closed, lest the next file that is opened take its place."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            stream = open(os.devnull, "r" if name == "stdin" else "w")  # noqa: PTH123, SIM115 - it stays open
            os.set_inheritable(stream.fileno(), True)
            setattr(sys, name, stream)


def _drop(stream: TextIO) -> None:
    """What is left in the buffer has nowhere to go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
