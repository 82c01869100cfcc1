"""Errors that people may see: one line that says what is wrong and what to do, and an exit code."""

from __future__ import annotations

from collections.abc import Sequence

CLEAN = 0
FINDINGS = 1
USAGE = 2
COULD_NOT_RUN = 3
STOPPED = 130


def one_line(text: str) -> str:
    """Write a text so that it is one line and leaves a terminal alone, whatever names of files are in it."""
    return "".join(
        character
        if character.isprintable()
        else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text
    )


def harmless(text: str) -> str:
    """Write a text so that it leaves a terminal alone, in as many lines as it has."""
    return "\n".join(map(one_line, text.split("\n")))


class CurationError(Exception):
    """Something expected went wrong.

    Attributes:
        exit_code: What `curate` exits with: 2 for a mistake in what it was given, 3 when it could not run.
    """

    exit_code = COULD_NOT_RUN

    def lines(self) -> tuple[str, ...]:
        """The message as the lines that people should see: one, but for a table."""
        return (str(self),)


class UsageError(CurationError):
    """The command or one of its inputs is wrong, and the person who gave it can mend it."""

    exit_code = USAGE


class ShortageError(UsageError):
    """There are not enough instances for a release.

    Args:
        problem: What is short, in one line.
        counts: How many there are of how many, a line for each category.
        remedy: What to do, in one line.
    """

    def __init__(self, problem: str, counts: Sequence[str], remedy: str) -> None:
        super().__init__("\n".join([f"{problem}:", *(f"  {line}" for line in counts), remedy]))

    def lines(self) -> tuple[str, ...]:
        """The message's lines: what is short, the counts, the remedy."""
        return tuple(str(self).split("\n"))


class InputError(UsageError):
    """A file, or one row of it, cannot be used.

    Args:
        path: The file as the user named it.
        problem: What is wrong, without a full stop.
        remedy: What to do, without a full stop.
        row: Where in the file (a line number, a row number or an id).
    """

    def __init__(self, path: object, problem: str, remedy: str, *, row: object | None = None) -> None:
        self.path = str(path)
        self.problem = problem
        self.remedy = remedy
        self.row = None if row is None else str(row)
        place = self.path if row is None else f"{self.path}:{row}"
        super().__init__(f"{place}: {problem}; {remedy}")


class WorkspaceError(CurationError):
    """The workspace is not there, is locked, is damaged, or is of a newer version."""
