"""Rows of a file, one by one: JSON Lines, or a JSON list; what is no row is told, and the others still come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import blake2b
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
    suite: Suite = "mapping" if fields[0] != "Question" else "math"
    if suite == "math" and ("forward" in name or "inverse" in name or ("ID" in row and "math" not in name)):
        suite = "inverse" if "inverse" in name else "forward"
    return _identity_fault(row, suite) or suite


def _identity_fault(row: Row, suite: Suite) -> str:
    """What is wrong with a row's id: published rows of math and mapping have text, those of knowledge numbers."""
    field = "id" if "id" in row else "ID"
    if field not in row:
        return "its id is missing"
    fits = isinstance(row[field], str) or (type(row[field]) is int and suite in {"training", "forward", "inverse"})
    return "" if fits else f"{field} is no text"


def identity(row: Row) -> str:
    """What must be unique in a file: a row's id, and of a mapping row which of its two it is as well."""
    asked = next((field for field in ("Question_A", "Question_B") if field in row), "")
    return f"{asked} {row.get('id', row.get('ID', row.get('name')))}".lstrip()


def digest_of(text: str) -> bytes:
    """A digest of eight bytes: what is remembered of a million rows must be little."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _turns(row: Row) -> Suite | str:
    turns = row["conversations"]
    if fault := _identity_fault(row, "training"):
        return fault
    if not isinstance(turns, list) or not turns or len(turns) % 2:
        return "conversations are no questions with their answers"
    for place, turn in enumerate(turns):
        roles = ("gpt", "assistant") if place % 2 else ("human", "user")
        if not isinstance(turn, dict) or turn.get("from") not in roles or not isinstance(turn.get("value"), str):
            return f"turn {place + 1} of its conversations is no text from {' or '.join(roles)}"
    return "training"
