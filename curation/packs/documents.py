"""Files from outside, read as rows: JSON, JSON Lines and CSV (YAML: `yaml_rows`).

Whoever wrote the file, a reader bounds what it takes, keeps every scalar as it was written, and tells a row that
cannot be read (a `Refusal`, after which the others are still read) from a file that cannot (an `InputError`).
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curation.assets import read_bounded
from curation.errors import InputError
from curation.models import Record

MOST_BYTES = 16 * 1024 * 1024
"""Bound on a document: some thirty times the size of all packs for a full release together."""

MOST_DEPTH = 16
"""Bound on nesting: the deepest field of any format is at 4."""

MOST_CELL = 20_000
"""Bound on a cell of a table, in characters."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_NUMBER = re.compile(r"[+-]\d+([.,]\d+)*%?")
_SPACE = re.compile(r"[ \t\r\n]*")


class Refusal(Record):
    """A row that is not taken, or something about a row or file that its author should know.

    Attributes:
        file: The file as the user named it.
        row: Line of the file; `None` where the whole file is meant.
        problem: What is wrong, without a full stop.
        remedy: What to do, without a full stop.
    """

    file: str
    row: str | None
    problem: str
    remedy: str

    def line(self) -> str:
        """All of it in one line, in the form of an `InputError`."""
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        return f"{place}: {self.problem}; {self.remedy}"

    def __str__(self) -> str:
        return self.line()


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read.

    Attributes:
        place: Line that it begins on, from 1.
        data: Plain values: mappings, lists, text, and from JSON also numbers, booleans and `None`.
    """

    place: str
    data: Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, and what to do, before it is known where the row is."""

    problem: str
    remedy: str

    def at(self, path: Path, place: str | None) -> Refusal:
        """Say where."""
        return Refusal(file=shown(path), row=place, problem=self.problem, remedy=self.remedy)


def shown(path: Path) -> str:
    """Write a path so that it is one line of plain text, whatever bytes are in it."""
    text = str(path)
    return text if text.isprintable() else text.encode("unicode_escape", "surrogatepass").decode("ascii")


def quote(value: object) -> str:
    """Quote a value of a row, bounded and without characters that could disturb a terminal."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:40]}...{text[-16:]}"


def kind_of(value: object) -> str:
    """Name the kind of a plain value in words."""
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, dict):
        return "a group of fields"
    return "empty" if value is None else "a list"


def read_text(path: Path, *, lenient: bool = False) -> str:
    """Read a bounded UTF-8 file, without the byte order mark that Windows programs write.

    Args:
        path: A regular file.
        lenient: Keep bytes that are no UTF-8 as surrogates, for a reader that refuses them row by row.

    Raises:
        InputError: It cannot be read, is too large, or is no UTF-8.
    """
    data = read_bounded(path, MOST_BYTES)
    for mark, name in _MARKS:
        if data.startswith(mark):
            raise InputError(path, f"is {name}, not UTF-8", "save it as UTF-8 (in Excel: CSV UTF-8)")
    try:
        return data.decode("utf-8-sig", errors="surrogateescape" if lenient else "strict")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            path, f"is not UTF-8 (byte 0x{data[error.start]:02x})", "save it as UTF-8", row=row
        ) from None


# JSON


def _decoder(faults: list[Fault]) -> json.JSONDecoder:
    """A decoder that notes what JSON forbids instead of raising, so that one row does not cost the others."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        table: dict[str, Any] = {}
        for name, value in items:
            if name in table:
                faults.append(Fault(f"has the field {quote(name)} twice", "keep one of them"))
            table[name] = value
        return table

    def constant(name: str) -> None:
        faults.append(Fault(f"holds {name}, which is no JSON", "write a number or null"))

    def real(text: str) -> float:
        number = float(text)
        if not math.isfinite(number):
            faults.append(Fault(f"holds the number {quote(text)}, which is too large", "correct it"))
        return number

    def whole(text: str) -> int:
        if len(text) > 20:
            faults.append(Fault(f"holds a number of {len(text)} digits", "correct it"))
            return 0
        return int(text)

    return json.JSONDecoder(object_pairs_hook=pairs, parse_constant=constant, parse_float=real, parse_int=whole)


def _too_deep(value: object) -> bool:
    level = [value]
    for _ in range(MOST_DEPTH):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
    return bool(level)


_DEEP = Fault(f"is nested more than {MOST_DEPTH} deep", "correct the brackets")


def read_jsonl(path: Path) -> Iterator[Row | Refusal]:
    """Read JSON Lines: one JSON value a line; empty lines are skipped.

    Raises:
        InputError: The file cannot be read or is too large.
    """
    data = read_bounded(path, MOST_BYTES).removeprefix(codecs.BOM_UTF8)
    for number, raw in enumerate(data.split(b"\n"), start=1):
        if raw.strip():
            found = _json_line(raw)
            yield found.at(path, str(number)) if isinstance(found, Fault) else Row(str(number), found[0])


def _json_line(raw: bytes) -> Fault | tuple[Any]:
    faults: list[Fault] = []
    try:
        line = raw.decode("utf-8").strip(" \t\r\n")
    except UnicodeDecodeError as error:
        return Fault(f"is not UTF-8 (byte 0x{raw[error.start]:02x})", "save the file as UTF-8")
    if line.startswith("\ufeff"):
        return Fault("begins with a byte order mark", "remove the mark from the beginning of the line")
    whole = "write the whole row as JSON on one line"
    try:
        value, end = _decoder(faults).raw_decode(line)
    except json.JSONDecodeError as error:
        if error.pos >= len(line) or error.msg.startswith("Unterminated string"):
            return Fault("is cut in the middle", whole)
        return Fault(f"is not valid JSON at character {error.pos + 1}", whole)
    except RecursionError:
        return _DEEP
    if end < len(line):
        return Fault(f"is not valid JSON at character {end + 1}", whole)
    if _too_deep(value):
        return _DEEP
    return faults[0] if faults else (value,)


def read_json_list(path: Path) -> Iterator[Row | Refusal]:
    """Read a file that is one JSON list; each of its values is a row.

    Raises:
        InputError: The file cannot be read, is too large, or is no JSON list.
    """
    text = read_text(path)
    faults: list[Fault] = []
    decoder = _decoder(faults)
    broken = "restore it from a copy, or mend it in an editor that checks JSON"

    def skip(position: int) -> int:
        match = _SPACE.match(text, position)
        return match.end() if match else position

    def error_at(position: int) -> InputError:
        cut = position >= len(text.rstrip())
        problem = "is cut in the middle" if cut else f"is not valid JSON at {quote(text[position : position + 20])}"
        return InputError(path, problem, broken, row=text.count("\n", 0, position) + 1)

    position = skip(0)
    if text[position : position + 1] != "[":
        raise InputError(path, "is no JSON list", "give a file that holds a list of rows: [{...}, {...}]")
    position = skip(position + 1)
    row, counted = 1, 0
    while text[position : position + 1] != "]":
        row, counted = row + text.count("\n", counted, position), position
        faults.clear()
        try:
            value, end = decoder.raw_decode(text, position)
        except json.JSONDecodeError as error:
            unterminated = error.msg.startswith("Unterminated string")
            raise error_at(len(text) if unterminated else error.pos) from None
        except RecursionError:
            raise InputError(path, _DEEP.problem, _DEEP.remedy, row=row) from None
        fault = faults[0] if faults else _DEEP if _too_deep(value) else None
        yield fault.at(path, str(row)) if fault else Row(str(row), value)
        position = skip(end)
        follows = text[position : position + 1]
        if follows == ",":
            position = skip(position + 1)
        if follows not in {",", "]"} or (follows == "," and text[position : position + 1] == "]"):
            raise error_at(position)
    position = skip(position + 1)
    if position < len(text):
        raise error_at(position)


# CSV


def read_csv(path: Path) -> tuple[list[str], Iterator[Row | Refusal]]:
    """Read a table whose first row names the columns, separated by commas or, as some countries do, semicolons.

    Returns:
        The column names in lower case, and the rows: for each filled cell, column name to text. Empty rows are
        skipped.

    Raises:
        InputError: The file cannot be read, is too large, has no or doubtful column names, or leaves a quote open
            (the last while the rows are read).
    """
    text = read_text(path, lenient=True)
    first = text.split("\n", 1)[0]
    delimiter = ";" if ";" in first and "," not in first else ","
    cells = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in next(cells, [])]
    except csv.Error:
        names = []
    if not any(names):
        raise InputError(path, "has no column names", "name the columns in the first row", row=1)
    while not names[-1]:
        names.pop()
    for name in names:
        if not name or names.count(name) > 1:
            what = f"the column {quote(name)} occurs twice" if name else "a column has no name"
            raise InputError(path, what, "give each column one name of its own", row=1)
    return names, _csv_rows(path, names, cells)


def _csv_rows(path: Path, names: list[str], cells: Any) -> Iterator[Row | Refusal]:  # noqa: ANN401 - csv's reader
    while True:
        place = str(cells.line_num + 1)
        try:
            row = next(cells)
        except StopIteration:
            return
        except csv.Error as error:
            if "expected after" not in str(error):
                problem = "a quote is left open, or a cell is far too long"
                raise InputError(
                    path, problem, "close the quote; write a quote in text as two", row=place
                ) from None
            fault = Fault("has text after a closing quote", "write a quote inside a cell as two quotes")
            yield fault.at(path, place)
            continue
        if any(cell.strip() for cell in row):
            wrong = _wrong_cell(names, row)
            yield wrong.at(path, place) if wrong else Row(place, _filled(names, row))


def _filled(names: list[str], row: list[str]) -> dict[str, str]:
    return {name: cell.replace("\r\n", "\n") for name, cell in zip(names, row, strict=False) if cell.strip() != ""}


def _wrong_cell(names: list[str], row: list[str]) -> Fault | None:
    if any(row[len(names) :]):
        return Fault(f"has {len(row)} cells for {len(names)} columns", "put text that holds a comma in quotes")
    for name, cell in zip(names, row, strict=False):
        if any("\udc80" <= character <= "\udcff" for character in cell):
            return Fault(f"{name} is not UTF-8", "save the file as UTF-8 (in Excel: CSV UTF-8)")
        if len(cell) > MOST_CELL:
            return Fault(f"{name} has {len(cell):,} characters, more than {MOST_CELL:,}", "shorten it")
        if cell[:1] in {"=", "@", "\t", "\r"} or (cell[:1] in {"+", "-"} and not _NUMBER.fullmatch(cell)):
            return Fault(
                f"{name} begins with {quote(cell[0])}, which a spreadsheet may run as a formula",
                "begin the cell with another character",
            )
    return None
