"""JSON from outside: bounded in size and depth, strict, and never a traceback."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from pydantic import ValidationError

from curation.assets import read_bounded
from curation.errors import InputError
from curation.findings import Finding
from curation.release.validate.tree import Tree, show

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 100_000
MOST_TOLD = 1_000
"""Bounds: bytes of a file, rows that are looked at, and findings of one kind that are told of one file."""


@dataclass(slots=True)
class Document:
    """A parsed JSON text.

    Attributes:
        value: What it says; meaningless where `broken`.
        broken: Why it is no JSON.
        repeated: Keys that an object holds twice, of which the last was taken.
    """

    value: Any = None
    broken: str | None = None
    repeated: list[str] = field(default_factory=list)


def parse(data: bytes) -> Document:
    """Parse one JSON text."""
    document = Document()
    if data.startswith(b"\xef\xbb\xbf"):
        document.broken = "begins with a byte order mark"
        return document

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(found)
        if len(table) < len(found):
            keys = Counter(key for key, _ in found)
            document.repeated += sorted(show(key) for key, number in keys.items() if number > 1)
        return table

    try:
        text = data.decode("utf-8")
        document.value = json.loads(text, object_pairs_hook=pairs, parse_constant=_refuse, parse_float=_finite)
    except UnicodeDecodeError as error:
        document.broken = f"is no UTF-8 at byte {error.start + 1:,}"
    except json.JSONDecodeError as error:
        document.broken = f"is no JSON: {error.msg} (line {error.lineno:,}, column {error.colno:,})"
    except RecursionError:
        document.broken = "is nested too deeply"
    except ValueError as error:
        document.broken = f"is no JSON: {show(error)}"
    return document


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]} is too large a number")
    return number


def load(tree: Tree, path: str) -> tuple[Document, list[Finding]]:
    """Read and parse a JSON file of a release, and say what is wrong with it."""
    try:
        data = read_bounded(tree.root / path, MOST_BYTES)
    except InputError as error:
        return Document(broken=error.problem), [tree.finding("REL007", path, error.problem)]
    document = parse(data)
    return document, list(told(tree, path, document))


def told(tree: Tree, path: str, document: Document, row: int | None = None) -> Iterator[Finding]:
    """Yield what is wrong with a document as such."""
    if document.broken is not None:
        yield tree.finding("REL010", path, document.broken, row)
    for key in document.repeated[:MOST_TOLD]:
        yield tree.finding("REL011", path, f"an object holds the key {key} twice", row)


def faults(error: ValidationError, most: int = 5) -> Iterator[str]:
    """Put into words, one line each, why a value does not fit its model."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    for problem in problems[:most]:
        place = ".".join(show(part, 40) for part in problem["loc"]) or "it"
        yield f"{place}: {show(problem['msg'], 200)}"
    if len(problems) > most:
        yield f"and {len(problems) - most:,} more faults"
