"""YAML from outside, read as plain text values: no types are guessed, nothing is built, nothing repeats itself.

`yes` stays the text "yes" and `007` the text "007". Anchors, aliases and tags are refused: a pack needs none, and
with them ten lines grow to gigabytes or name a Python class. The parser's events are used one by one, so that
nesting is bounded before anything is built from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from curation.errors import InputError
from curation.packs.documents import MOST_DEPTH, Fault, Refusal, Row, quote, read_text

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class _Reader:
    """Builds plain values from events.

    Attributes:
        path: The file, for messages.
        rows: The top-level field whose entries are rows.
        events: What the parser yields.
        faults: What is wrong in the value that is being built.
        found: The rows of `rows`, once they have been read.
    """

    path: Path
    rows: str
    events: Iterator[Any]
    faults: list[Fault] = field(default_factory=list)
    found: list[Row | Refusal] | None = None

    def value(self, event: Any, depth: int) -> Any:  # noqa: ANN401 - plain values
        if depth > MOST_DEPTH:
            raise InputError(
                self.path,
                f"is nested more than {MOST_DEPTH} deep",
                "correct brackets and indentation",
                row=event.start_mark.line + 1,
            )
        if event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.faults.append(
                Fault(f"uses the YAML reference {quote(sign + event.anchor)}", "write the value out in full")
            )
        if isinstance(event, yaml.AliasEvent):
            return ""
        if event.tag is not None:
            self.faults.append(Fault(f"uses the YAML tag {quote(event.tag)}", "remove the tag"))
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if isinstance(event, yaml.SequenceStartEvent):
            entries = []
            while not isinstance(entry := next(self.events), yaml.SequenceEndEvent):
                entries.append(self.value(entry, depth + 1))
            return entries
        return self.mapping(depth)

    def mapping(self, depth: int) -> dict[str, Any]:
        table: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            name = self.value(event, depth + 1)
            if not isinstance(name, str):
                self.faults.append(Fault("has a field whose name is no text", "name the field in one word"))
                name = ""
            if name in table:
                self.faults.append(Fault(f"has the field {quote(name)} twice", "keep one of them"))
            content = next(self.events)
            top = depth == 0 and name == self.rows
            table[name] = self.instances(content) if top else self.value(content, depth + 1)
        return table

    def instances(self, event: Any) -> object:  # noqa: ANN401 - a PyYAML event
        if not isinstance(event, yaml.SequenceStartEvent) or self.found is not None:
            return self.value(event, 1)
        header, self.found = self.faults, []
        while not isinstance(entry := next(self.events), yaml.SequenceEndEvent):
            place = str(entry.start_mark.line + 1)
            self.faults = []
            data = self.value(entry, 2)
            self.found.append(self.faults[0].at(self.path, place) if self.faults else Row(place, data))
        self.faults = header
        return None

    def document(self) -> dict[str, Any]:
        wanted = f"a YAML mapping with the field {self.rows!r}"
        event = next(self.events)
        if isinstance(event, yaml.DocumentStartEvent):
            event = next(self.events)
        line = event.start_mark.line + 1
        if not isinstance(event, yaml.MappingStartEvent):
            raise InputError(self.path, f"is not {wanted}", "compare it with a pack that ships with curate")
        header = self.value(event, 0)
        if self.faults:
            raise InputError(self.path, self.faults[0].problem, self.faults[0].remedy, row=line)
        next(self.events)
        more = next(self.events)
        if not isinstance(more, yaml.StreamEndEvent):
            row = more.start_mark.line + 1
            raise InputError(self.path, "holds a second YAML document", "make it a file of its own", row=row)
        return dict(header)


def read_yaml(path: Path, rows: str) -> tuple[dict[str, Any], list[Row | Refusal] | None]:
    """Read a YAML mapping, one field of which is a list of rows.

    Args:
        path: The file.
        rows: Name of that field.

    Returns:
        The other fields, and the rows in order; `None` where the field is missing or no list.

    Raises:
        InputError: The file cannot be read, is too large, is no YAML mapping, or something is wrong outside rows.
    """
    text = read_text(path)
    try:
        events = yaml.parse(text, Loader=_LOADER)
        next(events)
        reader = _Reader(path, rows, events)
        header = reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row = None if mark is None else mark.line + 1
        raise InputError(
            path, f"is not valid YAML ({error.problem})", "correct quotes, colons and indentation", row=row
        ) from None
    except yaml.reader.ReaderError as error:
        character = error.character if isinstance(error.character, int) else ord(error.character)
        raise InputError(path, f"holds the control character U+{character:04X}", "remove it") from None
    header.pop(rows, None)
    return header, reader.found
