"""What Label Studio sends back, read against the controls of the page that it was made with.

Nothing is taken on trust: the server's API stores any result that anybody sends it. Here each result is held to the
page: its control, its kind, its choices, the bounds of its boxes. What the page does not know is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal
from xml.etree import ElementTree

from curation.errors import CurationError, one_line
from curation.models import Box

MOST_RESULTS = 300
MOST_TEXT = 8000
MOST_BOXES = 50

_INDEX = "{{idx}}"
_REPEATED = re.compile(r"(.+)_(0|[1-9]\d?)", re.ASCII)
_BREAKS = re.compile(r"[\t\n]+")
_HUGE = 1_000_000
_SLACK = 0.5
"""Percent by which a box may stick out of the picture: drawing to the edge overshoots a little."""


class PageError(CurationError):
    """What a person sent does not fit the page; the message is one line that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(one_line(reason)[:400])


@dataclass(frozen=True, slots=True)
class Control:
    """Something on a page that can be filled in.

    Attributes:
        name: Without the index, where it stands in a list.
        kind: What Label Studio calls it.
        target: What it is about; with the index left out, too.
        many: Whether it takes more than one value.
        values: What may be chosen; `None` where anything may be written.
        source: Where the task's data has the choices of each row, such as `answers`.
        each: Which list of the task's data it is repeated for; `None` where it stands once.
    """

    name: str
    kind: Literal["choices", "textarea", "rectanglelabels"]
    target: str
    many: bool
    values: frozenset[str] | None
    source: str | None
    each: str | None


@dataclass(frozen=True, slots=True)
class Answers:
    """What was filled in, by control and row; row 0 for a control that stands once.

    Attributes:
        chosen: Choices.
        texts: Texts, as typed but for white space at both ends.
        boxes: Regions in pixels, by label.
    """

    chosen: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    texts: dict[tuple[str, int], str] = field(default_factory=dict)
    boxes: dict[str, list[Box]] = field(default_factory=dict)

    def one(self, name: str, row: int = 0) -> str:
        """Return the choice of a control that has to be answered.

        Raises:
            PageError: It was not.
        """
        if (name, row) not in self.chosen:
            raise PageError(f"{_named(name, row)} is not answered")
        return self.chosen[name, row][0]

    def all(self, name: str) -> tuple[str, ...]:
        """Return the choices of a control, in the page's order where that matters to nobody: sorted."""
        return tuple(sorted(self.chosen.get((name, 0), ())))

    def text(self, name: str, row: int = 0) -> str | None:
        """Return what was written, or `None`."""
        return self.texts.get((name, row)) or None

    def line(self, name: str, row: int = 0) -> str | None:
        """Return what was written as one line, or `None`."""
        text = self.text(name, row)
        return None if text is None else _BREAKS.sub(" ", text)

    def needed_line(self, name: str) -> str:
        """Return what was written as one line in a control that may not be empty.

        Raises:
            PageError: It was.
        """
        return _BREAKS.sub(" ", self.needed(name))

    def needed(self, name: str, row: int = 0) -> str:
        """Return what was written in a control that may not be empty.

        Raises:
            PageError: It was.
        """
        text = self.text(name, row)
        if text is None:
            raise PageError(f"{_named(name, row)} is empty")
        return text


def _named(name: str, row: int) -> str:
    return f"{name} of question {row + 1}" if row else name


@lru_cache(maxsize=64)
def controls(xml: str) -> Mapping[str, Control]:
    """Find the controls of a page, by name.

    Raises:
        PageError: The page cannot be read.
    """
    try:
        root = ElementTree.fromstring(xml)  # noqa: S314 - our own page, from our own database
    except ElementTree.ParseError as error:
        raise PageError(f"the page cannot be read ({error})") from None
    found: dict[str, Control] = {}
    _collect(root, None, found)
    return found


def _collect(tag: ElementTree.Element, each: str | None, found: dict[str, Control]) -> None:
    if tag.tag == "Repeater":
        each = tag.get("on", "").removeprefix("$")
    kind: Any = tag.tag.lower()
    if kind in ("choices", "textarea", "rectanglelabels"):
        name = tag.get("name", "").removesuffix(f"_{_INDEX}")
        found[name] = Control(
            name=name,
            kind=kind,
            target=tag.get("toName", "").removesuffix(f"_{_INDEX}"),
            many=tag.get("choice") == "multiple",
            values=_values(tag, kind),
            source=_source(tag) if kind == "choices" else None,
            each=each,
        )
    for child in tag:
        _collect(child, each, found)


def _values(tag: ElementTree.Element, kind: str) -> frozenset[str] | None:
    if kind == "choices":
        return frozenset(choice.get("alias") or choice.get("value") or "" for choice in tag.iter("Choice"))
    if kind == "rectanglelabels":
        return frozenset(label.get("value", "") for label in tag.iter("Label"))
    return None


def _source(tag: ElementTree.Element) -> str | None:
    value = tag.get("value")
    return None if value is None else value.rpartition(".")[2].removeprefix("$")


def answers(xml: str, data: Mapping[str, Any], results: object, *, size: tuple[int, int] | None = None) -> Answers:
    """Read the results of one annotation.

    Args:
        xml: The page that it was made with.
        data: The data of its task.
        results: What the server has, as parsed JSON.
        size: Width and height of the task's image in pixels, where it has one.

    Raises:
        PageError: They do not fit the page.
    """
    if not isinstance(results, list):
        raise PageError("the results are not a list")
    if len(results) > MOST_RESULTS:
        raise PageError(f"there are {len(results)} results, more than {MOST_RESULTS}")
    known = controls(xml)
    read = Answers()
    for result in results:
        _one(known, data, result, read, size)
    return read


def _one(
    known: Mapping[str, Control],
    data: Mapping[str, Any],
    result: object,
    read: Answers,
    size: tuple[int, int] | None,
) -> None:
    if not isinstance(result, dict):
        raise PageError("a result is not an object")
    control, row = _control(known, data, result)
    value = result.get("value")
    if not isinstance(value, dict):
        raise PageError(f"{_named(control.name, row)} has no value")
    if control.kind == "rectanglelabels":
        label, box = _box(control, result, value, size)
        read.boxes.setdefault(label, []).append(box)
        if len(read.boxes[label]) > MOST_BOXES:
            raise PageError(f"there are more than {MOST_BOXES} boxes of one kind")
        return
    if (control.name, row) in read.chosen or (control.name, row) in read.texts:
        raise PageError(f"{_named(control.name, row)} is answered twice")
    if control.kind == "choices":
        read.chosen[control.name, row] = _choices(control, row, data, value)
    else:
        read.texts[control.name, row] = _text(control, row, value)


def _control(
    known: Mapping[str, Control], data: Mapping[str, Any], result: Mapping[str, Any]
) -> tuple[Control, int]:
    name = result.get("from_name")
    if not isinstance(name, str):
        raise PageError("a result names no control")
    control, row = known.get(name), 0
    if control is None and (found := _REPEATED.fullmatch(name)):
        control, row = known.get(found[1]), int(found[2])
        if control is not None and control.each is None:
            control = None
    elif control is not None and control.each is not None:
        control = None
    if control is None:
        raise PageError(f"the page has no control {name[:60]!r}")
    if control.each is not None and row >= len(_rows(data, control.each)):
        raise PageError(f"{name} is about question {row + 1}, and there are {len(_rows(data, control.each))}")
    target = f"{control.target}_{row}" if control.each is not None else control.target
    if result.get("type") != control.kind or result.get("to_name") not in (target, control.target):
        raise PageError(f"{name} is not of the kind that the page has")
    return control, row


def _rows(data: Mapping[str, Any], name: str) -> Sequence[Any]:
    rows = data.get(name)
    if not isinstance(rows, list):
        raise PageError(f"the task has no {name}")
    return rows


def _choices(control: Control, row: int, data: Mapping[str, Any], value: Mapping[str, Any]) -> tuple[str, ...]:
    chosen = value.get("choices")
    if not isinstance(chosen, list) or not chosen or not all(isinstance(item, str) for item in chosen):
        raise PageError(f"{_named(control.name, row)} has no choice")
    if len(set(chosen)) < len(chosen) or (len(chosen) > 1 and not control.many):
        raise PageError(f"{_named(control.name, row)} has {len(chosen)} answers")
    allowed = set(control.values or ()) | _offered(control, row, data)
    for item in chosen:
        if item not in allowed:
            raise PageError(f"{_named(control.name, row)} is answered {item[:60]!r}, which the page does not offer")
    return tuple(chosen)


def _offered(control: Control, row: int, data: Mapping[str, Any]) -> set[str]:
    if control.source is None:
        return set()
    holder: Any = data if control.each is None else _rows(data, control.each)[row]
    options = holder.get(control.source) if isinstance(holder, dict) else None
    if not isinstance(options, list):
        raise PageError(f"the task has no choices for {_named(control.name, row)}")
    said = (option.get("alias") or option.get("value") for option in options if isinstance(option, dict))
    return {text for text in said if isinstance(text, str)}


def _text(control: Control, row: int, value: Mapping[str, Any]) -> str:
    texts = value.get("text")
    if not isinstance(texts, list) or len(texts) != 1 or not isinstance(texts[0], str):
        raise PageError(f"{_named(control.name, row)} is not one text")
    text = texts[0].replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > MOST_TEXT:
        raise PageError(f"{_named(control.name, row)} has {len(text):,} characters, more than {MOST_TEXT:,}")
    return text


def _box(
    control: Control, result: Mapping[str, Any], value: Mapping[str, Any], size: tuple[int, int] | None
) -> tuple[str, Box]:
    labels = value.get("rectanglelabels")
    if not isinstance(labels, list) or len(labels) != 1 or not isinstance(labels[0], str):
        raise PageError("a box has not one label")
    if labels[0] not in (control.values or ()):
        raise PageError(f"a box has the label {labels[0][:60]!r}, which the page does not have")
    if size is None:
        raise PageError("a box is drawn, and the task has no picture")
    if (result.get("original_width"), result.get("original_height")) != size:
        raise PageError("a box is drawn on a picture of another size")
    x, y, width, height = (_number(value.get(name), name) for name in ("x", "y", "width", "height"))
    if (
        _number(value.get("rotation", 0), "rotation") != 0
        or _number(result.get("image_rotation", 0), "rotation") != 0
    ):
        raise PageError("a box is turned")
    if min(x, y) < -_SLACK or max(x + width, y + height) > 100 + _SLACK or min(width, height) <= 0:
        raise PageError("a box lies outside of the picture")
    left, right = _edges(x, width, size[0])
    top, bottom = _edges(y, height, size[1])
    return labels[0], Box(x=left, y=top, width=right - left, height=bottom - top)


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < _HUGE:
        raise PageError(f"the {name} of a box is no number")
    return float(value)


def _edges(start: float, length: float, pixels: int) -> tuple[int, int]:
    """Turn percent into pixels: both edges to the nearest pixel, inside of the picture, one apart at least."""
    first = min(max(round(start * pixels / 100), 0), pixels - 1)
    last = min(max(round((start + length) * pixels / 100), first + 1), pixels)
    return first, last
