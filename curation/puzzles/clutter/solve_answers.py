"""What each kind of question asks of an id buffer that agrees with the picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from curation.puzzles.clutter import solve_reader
from curation.puzzles.clutter.solve_glyphs import Illegible, read
from curation.puzzles.clutter.solve_grammar import Query
from curation.puzzles.clutter.solve_pixels import HAND, Bytes
from curation.puzzles.clutter.solve_raster import Buffer, Item, covering, shapes
from curation.puzzles.clutter.solve_reader import Seen

VISIBLE: Final = 0.8
"""Least share of an asked-about object that nothing covers."""

_CLOCKWISE: Final = ("right", "down", "left", "up")
_FACES_RIGHT: Final = ("fish", "bird", "duck")
_STYLES: Final[dict[str, Callable[[str], bool]]] = {
    "word": str.isalpha,
    "number": str.isdigit,
    "code": lambda text: text[:1].isalpha() and text[1:].isdigit(),
}
_PATTERNS: Final = {"striped": "stripes", "dotted": "dots", "checked": "checks", "zigzag": "zigzags"}


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
    """An answer.

    Attributes:
        answer: Its words.
        asked: The objects that it rests on.
        evidence: What was measured on the way.
    """

    answer: str
    asked: tuple[Item, ...]
    evidence: dict[str, JsonValue] = field(default_factory=dict)


def clear(view: View, item: Item) -> None:
    """Make sure that an object is seen well.

    Raises:
        Unanswerable: More than a fifth of it is hidden.
    """
    if view.visible(item) < VISIBLE:
        raise Unanswerable(f"object {item.number} ({item.colour} {item.sprite}) is hidden")


def _count(view: View, query: Query) -> Finding:
    """Count the objects of a kind and colour; all of the kind must be seen well."""
    kind = [item for item in view.items if item.sprite == query.noun]
    for item in kind:
        clear(view, item)
    asked = [item for item in kind if item.colour == query.colour]
    found = solve_reader.count(view.pixels, str(query.colour), str(query.noun))
    if found.total() > len(asked):
        found = solve_reader.count(view.pixels, str(query.colour), str(query.noun), closely=True)
    if found.total() > len(asked):
        # Fewer it may well read: things that touch are one to it.
        raise Unanswerable(f"the pixels look like {found.total()} {query.colour} {query.noun}, not {len(asked)}")
    if query.other is not None:
        if query.noun not in _FACES_RIGHT or any(abs(item.angle) > 30 for item in asked):
            raise Unanswerable(f"which way the {query.noun} face is not clear")
        asked = [item for item in asked if ("left" if item.mirror else "right") == query.other]
    seen = found.total() if query.other is None else found[query.other]
    return Finding(str(len(asked)), tuple(asked), {"reader": str(seen), "reader_agrees": seen == len(asked)})


def _single(items: Sequence[Item], what: str) -> Item:
    if len(items) != 1:
        raise Unanswerable(f"there are {len(items)} of {what}, not one")
    return items[0]


def _named(view: View, query: Query) -> Item:
    """The one object of the colour and kind that the question names; it must be seen well."""
    found = [item for item in view.items if item.sprite == query.noun and item.colour == query.colour]
    item = _single(found, f"the {query.colour} {query.noun}")
    clear(view, item)
    return item


def _look(view: View, item: Item) -> Seen | None:
    """What the pixels alone look like where an object is."""
    high, turn = item.height / 2, math.radians(item.angle)
    wide, cos, sin = high * shapes()[item.sprite].aspect, abs(math.cos(turn)), abs(math.sin(turn))
    box = (wide * cos + high * sin, wide * sin + high * cos)
    return solve_reader.recognise(view.pixels, item.x, item.y, _reach(item), box)


def _coloured(seen: Seen | None) -> str:
    return "nothing" if seen is None else f"{seen.colour} {seen.sprite}"


def _witness(told: str, read: str) -> dict[str, JsonValue]:
    """Evidence of what the reader of the pixels says beside the proof."""
    return {"reader": read, "reader_agrees": read == told}


def _only(view: View, query: Query) -> Finding:
    """The colour of the only object of its kind."""
    item = _single([item for item in view.items if item.sprite == query.noun], f"the {query.noun}")
    told = f"{item.colour} {query.noun}"
    return Finding(item.colour, (item,), _witness(told, _coloured(_look(view, item))))


def _beside(view: View, query: Query) -> Finding:
    """The colour of the object of a kind that is clearly nearest to the only one of another kind."""
    mark = _single([item for item in view.items if item.sprite == query.other], f"the {query.other}")
    clear(view, mark)

    def distance(item: Item) -> float:
        return math.hypot(item.x - mark.x, item.y - mark.y)

    kind = sorted((item for item in view.items if item.sprite == query.noun), key=distance)
    if not kind or distance(kind[0]) > _reach(kind[0]) + _reach(mark):
        raise Unanswerable(f"no {query.noun} is beside the {query.other}")
    if len(kind) > 1 and distance(kind[1]) < 2 * distance(kind[0]):
        raise Unanswerable(f"two {query.noun} are beside the {query.other}")
    told = f"{kind[0].colour} {query.noun}"
    return Finding(kind[0].colour, (kind[0],), _witness(told, _coloured(_look(view, kind[0]))))


def _reach(item: Item) -> float:
    """Half the diagonal of an object's box, in pixels."""
    return item.height * math.hypot(1.0, shapes()[item.sprite].aspect) / 2


def _direction(view: View, query: Query) -> Finding:
    """Where an object's front points: to the right (a fish) or up (the others) before it is mirrored and turned."""
    item = _named(view, query)
    front = (-1.0 if item.mirror else 1.0, 0.0) if item.sprite in _FACES_RIGHT else (0.0, -1.0)
    turn = math.radians(item.angle)
    x = front[0] * math.cos(turn) - front[1] * math.sin(turn)
    y = front[0] * math.sin(turn) + front[1] * math.cos(turn)
    if max(abs(x), abs(y)) < 0.9:
        raise Unanswerable(f"where the {query.noun} points is not clear")
    way = ("right" if x > 0 else "left") if abs(x) > abs(y) else ("down" if y > 0 else "up")
    seen = _look(view, item)
    told = f"{query.colour} {query.noun} {way}"
    return Finding(way, (item,), _witness(told, _coloured(seen) + (f" {_front(seen)}" if seen else "")))


def _front(seen: Seen) -> str:
    """Where the front of what is seen points."""
    first = (2 if seen.mirrored else 0) if seen.sprite in _FACES_RIGHT else 3
    return _CLOCKWISE[(first + seen.quarters) % 4]


def _hidden_by(view: View, item: Item) -> NDArray[np.intp]:
    """How much of an object's silhouette each object hides, in pixels: (objects,)."""
    hidden = np.bincount(covering(item, view.buffer), minlength=len(view.items) + 1)[1:]
    hidden[item.number] = 0
    return hidden


def _grip(view: View, figure: Item, candidates: Sequence[Item]) -> Item:
    """The one of the candidates that lies under a paw of the figure's colour, which itself lies on the figure."""
    over = _hidden_by(view, figure)
    paws = [item for item in view.items if item.sprite == HAND and over[item.number] > 0]
    paw = _single(paws, f"the paw of the {figure.colour} {figure.sprite}")
    if paw.colour != figure.colour:
        raise Unanswerable(f"the paw on the {figure.colour} {figure.sprite} is {paw.colour}")
    least = 0.1 * view.buffer.full[paw.number]
    held = [item for item in candidates if item is not paw and _hidden_by(view, item)[paw.number] > least]
    return _single(held, f"what the {figure.colour} {figure.sprite} holds")


def _held(view: View, query: Query) -> Finding:
    """The one object that hides some of a figure and is in its paw."""
    figure = _named(view, query)
    over = _hidden_by(view, figure)
    least = 0.01 * view.buffer.full[figure.number]
    held = _grip(view, figure, [item for item in view.items if over[item.number] > least])
    article = "an" if held.sprite.startswith(("a", "e", "i", "o", "u")) else "a"
    told = f"{held.colour} {held.sprite}"
    return Finding(f"{article} {held.sprite}", (held,), _witness(told, _coloured(_look(view, held))))


def _pattern(view: View, query: Query) -> Finding:
    """The pattern of an object: the second half of its sprite's name."""
    kind = [item for item in view.items if item.sprite.startswith(f"{query.noun}_")]
    item = _single([item for item in kind if item.colour == query.colour], f"the {query.colour} {query.noun}")
    pattern = _PATTERNS[item.sprite.removeprefix(f"{query.noun}_")]
    told = f"{item.colour} {item.sprite}"
    return Finding(pattern, (item,), _witness(told, _coloured(_look(view, item))))


def _written(view: View, query: Query) -> Finding:
    """The text, read from the pixels, of the one board right above or below the named object."""
    figure = _named(view, query)

    def belongs(board: Item) -> bool:
        room = (board.y - figure.y) * (-1 if query.ask == "sign" else 1) - (board.height + figure.height) / 2
        across = abs(board.x - figure.x)
        return -0.2 * board.height < room < 0.5 * board.height and across < 0.5 * board.height and not board.angle

    boards = [item for item in view.items if item.sprite == query.ask and belongs(item)]
    board = _single(boards, f"the {query.ask} of the {query.colour} {query.noun}")
    if query.ask == "sign":
        pole = _grip(view, figure, [item for item in view.items if item.sprite == "stick"])
        if not _hidden_by(view, pole)[board.number]:
            raise Unanswerable(f"the pole that the {query.noun} holds does not bear the sign")
    wide, high = board.height * shapes()[board.sprite].aspect * 0.42, board.height * 0.3
    left, top = round(board.x - wide), round(board.y - high)
    inside = view.pixels[top : round(board.y + high), left : round(board.x + wide)]
    em = round(board.height * 4) * 2 // 3
    try:
        reading = read(inside, em, round((board.y - top) * 4))
    except Illegible as problem:
        raise Unanswerable(str(problem)) from problem
    if not _STYLES[str(query.other)](reading.text):
        raise Unanswerable(f"{reading.text} is no {query.other}")
    bearer = _look(view, figure)
    evidence = _witness(f"{query.colour} {query.noun}", _coloured(bearer)) | {
        "text_from": "pixels",
        "match": round(reading.match, 4),
        "lead": round(reading.lead, 1),
    }
    return Finding(reading.text, (board,), evidence)


ANSWERS: Final[dict[str, Callable[[View, Query], Finding]]] = {
    "count": _count,
    "count_facing": _count,
    "only": _only,
    "beside": _beside,
    "direction": _direction,
    "held": _held,
    "pattern": _pattern,
    "sign": _written,
    "plate": _written,
}
"""Who answers each kind of question."""
