"""Rows of a file, one by one: JSON Lines, or a JSON list; what is no row is told, and the others still come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from curation.errors import InputError
from curation.unisandbox.layout import Row, Suite

LONGEST_LINE = 1 << 20
LARGEST_LIST = 256 << 20
"""Bounds, in bytes, of a line and of a file that is one list."""


def rows(path: Path) -> Iterator[tuple[int, Row | str]]:
    """Yield row number and row, or what is wrong with it; a row is at most a megabyte long.

    Raises:
        InputError: The file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            if path.suffix == ".json":
                yield from _list(path, stream.read(LARGEST_LIST + 1))
                return
            number = 0
            while line := stream.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    yield number, "the line is longer than a megabyte"
                    while line and not line.endswith(b"\n"):
                        line = stream.readline(LONGEST_LINE)
                elif line.strip():
                    yield number, _row(line)
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})", "check the path and its rights") from None


def _list(path: Path, data: bytes) -> Iterator[tuple[int, Row | str]]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise InputError(path, "is no JSON", "mend it, or write one row to a line and name it .jsonl") from None
    if not isinstance(found, list):
        raise InputError(path, "is no list of rows", "write a list, or one row to a line in a .jsonl file")
    for number, row in enumerate(found, 1):
        yield number, row if isinstance(row, dict) else "the row is no object"


def _row(line: bytes) -> Row | str:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return "the line is no UTF-8"
    except RecursionError:
        return "the line is nested too deep"
    except ValueError as error:
        return f"the line is no JSON ({error})" if line.endswith(b"\n") else "the line is cut off"
    return found if isinstance(found, dict) else "the row is no object"


def suite_of(row: Row, name: str) -> Suite | str:
    """The suite that a row is of, by its fields and its file's name; or which field is missing or wrong."""
    if "conversations" in row:
        return _turns(row)
    if "name" in row and "Answer" not in row:
        return "profiles"
    fields = [field for field in ("Question", "Question_A", "Question_B") if field in row]
    if len(fields) != 1:
        return "the row has no question" if not fields else "the row has more than one question"
    for field in (fields[0], "Answer"):
        if not isinstance(row.get(field), str):
            return f"{field} is missing" if field not in row else f"{field} is no text"
    identity = "id" if "id" in row else "ID"
    if not isinstance(row.get(identity), str):
        return "its id is missing" if identity not in row else f"{identity} is no text"
    if fields[0] != "Question":
        return "mapping"
    return "forward" if "forward" in name else "inverse" if "inverse" in name else "math"


def _turns(row: Row) -> Suite | str:
    turns = row["conversations"]
    if not isinstance(row.get("id"), str):
        return "its id is missing or no text"
    if not isinstance(turns, list) or not turns or len(turns) % 2:
        return "conversations are no questions with their answers"
    for place, turn in enumerate(turns):
        roles = ("gpt", "assistant") if place % 2 else ("human", "user")
        if not isinstance(turn, dict) or turn.get("from") not in roles or not isinstance(turn.get("value"), str):
            return f"turn {place + 1} of its conversations is no text from {' or '.join(roles)}"
    return "training"
