"""Derives the answer again: an id buffer of the saved scene, checked against the pixels, answers the question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from PIL import Image
from pydantic import JsonValue

from curation.models import Letter, ProofMethod
from curation.puzzles.base import Solution, letter_of
from curation.puzzles.clutter import solve_reader
from curation.puzzles.clutter.solve_grammar import Query, UnknownQuestion, parse
from curation.puzzles.clutter.solve_pixels import TABLES, Bytes, Damaged, compare
from curation.puzzles.clutter.solve_raster import Buffer, Item, render, shapes

VISIBLE: Final = 0.8
"""Least share of an asked-about object that nothing covers."""

_AREA = (0.0005, 0.01)
_FACES_RIGHT: Final = ("fish", "bird", "duck")


class Unanswerable(Exception):
    """The picture does not answer the question; the message says why."""


@dataclass(frozen=True, slots=True)
class View:
    """A scene that was found in the pixels.

    Attributes:
        pixels: (height, width, 3).
        items: The objects.
        buffer: What is where.
    """

    pixels: Bytes
    items: tuple[Item, ...]
    buffer: Buffer

    def visible(self, item: Item) -> float:
        """Share of an object's silhouette that nothing covers."""
        return float(self.buffer.seen[item.number] / max(1, self.buffer.full[item.number]))


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer: its words, the objects that it rests on, what it was derived from."""

    answer: str
    asked: tuple[Item, ...]
    method: ProofMethod = "id_buffer"
    reader: str | None = None


def _items(scene: Mapping[str, Any]) -> tuple[Item, ...]:
    items = []
    for number, entry in enumerate(scene["objects"]):
        if entry["id"] != number or entry["sprite"] not in shapes():
            raise Damaged(f"the saved scene's object {number} is none")
        items.append(
            Item(
                number=number,
                sprite=entry["sprite"],
                x=entry["x"] / 4,
                y=entry["y"] / 4,
                height=entry["height"] / 4,
                colour=entry["colour"],
                angle=entry["angle"],
                mirror=entry["mirror"],
            )
        )
    return tuple(items)


def _clear(view: View, item: Item) -> None:
    if view.visible(item) < VISIBLE:
        raise Unanswerable(f"object {item.number} ({item.colour} {item.sprite}) is hidden")


def _count(view: View, query: Query) -> Finding:
    """Count the objects of a kind and colour; all of the kind must be seen well."""
    kind = [item for item in view.items if item.sprite == query.noun]
    for item in kind:
        _clear(view, item)
    asked = [item for item in kind if item.colour == query.colour]
    if query.other is not None:
        if query.noun not in _FACES_RIGHT or any(abs(item.angle) > 30 for item in asked):
            raise Unanswerable(f"which way the {query.noun} face is not clear")
        asked = [item for item in asked if ("left" if item.mirror else "right") == query.other]
    read = solve_reader.count(view.pixels, str(query.colour), str(query.noun), query.other)
    return Finding(str(len(asked)), tuple(asked), reader=str(read))


_ANSWERS: Final[dict[str, Callable[[View, Query], Finding]]] = {
    "count": _count,
    "count_facing": _count,
}


def _refusal(reason: str) -> Solution:
    return Solution(letter=None, answer=reason, method="id_buffer")


def solve(
    image: Image.Image,
    question: str,
    options: tuple[str, str, str, str],
    scene: Mapping[str, JsonValue] | None,
) -> Solution:
    """Answer the question; where picture, scene and question do not fit together there is no letter, but a reason."""
    if scene is None:
        return _refusal("there is no saved scene")
    try:
        query = parse(question)
        plain: Mapping[str, Any] = scene
        if list(image.size) != plain["canvas"] or plain["palette"] not in TABLES:
            raise Damaged("picture and saved scene differ in size or palette")
        items = _items(plain)
        pixels = np.asarray(image.convert("RGB"))
        buffer = render(items, image.width, image.height)
        agreement = compare(pixels, items, buffer, plain["palette"])
        view = View(pixels, items, buffer)
        found = _ANSWERS[query.ask](view, query)
        for item in found.asked:
            _clear(view, item)
        shares = [float(buffer.seen[item.number]) / pixels[..., 0].size for item in found.asked]
        if min(shares) < _AREA[0] or sum(shares) > _AREA[1]:
            raise Unanswerable(f"what is asked about covers {min(shares):.3%} to {sum(shares):.3%} of the picture")
    except (Damaged, Unanswerable, UnknownQuestion) as problem:
        return _refusal(str(problem))
    letter: Letter | None = letter_of(found.answer, options)
    evidence: dict[str, JsonValue] = {
        "objects": len(items),
        "asked": [item.number for item in found.asked],
        "visible": round(min(view.visible(item) for item in found.asked), 3),
        "area": round(sum(shares), 5),
        "agreement": round(agreement.objects, 3),
        "body_agreement": round(agreement.bodies, 3),
    }
    if found.reader is not None:
        evidence |= {"reader": found.reader, "reader_agrees": found.reader == found.answer}
    return Solution(letter, found.answer, found.method, evidence)
