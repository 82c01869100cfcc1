"""Answer a map question from the pixels and the question's text."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PIL import Image
from pydantic import JsonValue

from curation.puzzles.base import Solution, letter_of
from curation.puzzles.map_route.geodesic import distances
from curation.puzzles.map_route.lettering import find
from curation.puzzles.map_route.read import Map, Piece, Unreadable, read

Options = tuple[str, str, str, str]

_OPENING: Final = re.compile(
    r"On this map of a (park|zoo|town|metro), take the shortest route from (.+) to (.+) along the drawn "
    r"(paths|streets|lines), measured as drawn\. (.+)"
)
_NTH: Final = re.compile(r"Which named (?:place|station) is the (\w+) that one passes after leaving (.+)\?")
_FIRST: Final = re.compile(r"Which named (?:place|station) does one pass first after leaving (.+)\?")
_LAST: Final = re.compile(r"Which named (?:place|station) does one pass last before reaching (.+)\?")
_COUNT: Final = re.compile(
    r"How many named (?:place|station)s does one pass on the way, not counting (.+) and (.+)\?"
)
_PASSED: Final = re.compile(r"Which of these (?:place|station)s does one (not )?pass on the way\?")
_TURNS: Final = "How many times does one turn a corner on the way?"
_CHANGES: Final = "How many times does one change from one line to another on the way?"
_NUMERALS: Final = {"second": 2, "third": 3, "fourth": 4}
_MARGIN: Final = 1.10
_DETOUR: Final = 60
"""Pixels that the corner at a node may add to a walk by its middle; a node beside the way adds far more."""
_READERS: Final = (0.03, 16)
"""How far the two readers of a length may differ: a share of it, and pixels for each bend that one of them cuts."""


@dataclass(frozen=True, slots=True)
class _Walk:
    """A way without repetitions: its nodes, its pieces, its length in pixels."""

    nodes: tuple[int, ...]
    pieces: tuple[Piece, ...]
    length: float


def _walks(found: Map, start: int, goal: int) -> list[_Walk]:
    """The shortest way and, where there is one at most twice as long, the second-shortest.

    Every way without repetitions is followed; a branch ends where even the shortest rest makes it too long.
    """
    leaving: dict[int, list[tuple[int, Piece]]] = {}
    for piece in found.pieces:
        for end, other in (piece.ends, piece.ends[::-1]):
            leaving.setdefault(end, []).append((other, piece))
    rest = _to_goal(leaving, goal)
    if start not in rest:
        raise Unreadable("no way leads from start to goal")
    most = rest[start] * 2.0
    walks: list[_Walk] = []
    stack: list[_Walk] = [_Walk((start,), (), 0.0)]
    while stack:
        walk = stack.pop()
        if walk.nodes[-1] == goal:
            walks = sorted([*walks, walk], key=lambda one: one.length)[:2]
            most = walks[-1].length if len(walks) > 1 else most
            continue
        for other, piece in leaving[walk.nodes[-1]]:
            length = walk.length + piece.length
            if other not in walk.nodes and length + rest.get(other, math.inf) <= most:
                stack.append(_Walk((*walk.nodes, other), (*walk.pieces, piece), length))
    return walks


def _to_goal(leaving: dict[int, list[tuple[int, Piece]]], goal: int) -> dict[int, float]:
    """Least length from every node to the goal, by relaxing until nothing changes."""
    rest = {goal: 0.0}
    changed = True
    while changed:
        changed = False
        for node in list(rest):
            for other, piece in leaving.get(node, []):
                if rest[node] + piece.length < rest.get(other, math.inf) - 1e-9:
                    rest[other] = rest[node] + piece.length
                    changed = True
    return rest


def _heading(piece: Piece, node: int) -> float:
    return piece.headings[piece.ends.index(node)]


def _turns(walk: _Walk) -> int:
    """Corners on a way; a bend that is neither straight nor a corner cannot be told."""
    count = 0
    for node, before, after in zip(walk.nodes[1:], walk.pieces, walk.pieces[1:], strict=False):
        bend = abs((_heading(after, node) - _heading(before, node)) % 360 - 180)
        if 15 < bend < 40:
            raise Unreadable("a bend is neither straight nor a corner")
        count += bend >= 40
    return count


def _changes(walk: _Walk) -> int:
    """Changes of line on a way: neighbouring stretches of different colours."""
    colours = [piece.colour for piece in walk.pieces]
    return sum(first != second for first, second in pairwise(colours))


def _names(text: str, options: Options) -> tuple[str, str, list[str], str, str]:
    """Start, goal, all names that question and options hold, the kind of map, and the question's last sentence."""
    asked = _OPENING.fullmatch(text)
    if asked is None:
        raise Unreadable("unknown question")
    start, goal = asked[2], asked[3]
    named = [] if all(option.isdigit() for option in options) else list(options)
    return start, goal, list(dict.fromkeys([start, goal, *named])), asked[1], asked[5]


def _one(fitting: list[str], what: str) -> str:
    if len(fitting) != 1:
        raise Unreadable(f"{len(fitting)} of the options are {what}")
    return fitting[0]


def _answer(tail: str, start: str, goal: str, options: Options, passed: list[str | None], walk: _Walk) -> str:
    """The answer in the words of an option; `passed` holds `None` for places that no option names."""
    place: int | None = None
    if match := _FIRST.fullmatch(tail):
        place, anchors = 0, [match[1] == start]
    elif match := _LAST.fullmatch(tail):
        place, anchors = -1, [match[1] == goal]
    elif (match := _NTH.fullmatch(tail)) and match[1] in _NUMERALS:
        place, anchors = _NUMERALS[match[1]] - 1, [match[2] == start]
    elif match := _COUNT.fullmatch(tail):
        anchors = [match[1] == start, match[2] == goal]
    elif tail in (_TURNS, _CHANGES) or _PASSED.fullmatch(tail):
        anchors = []
    else:
        raise Unreadable(f"unknown question: {tail}")
    if not all(anchors):
        raise Unreadable("the question names other ends at its end")
    if place is not None:
        if len(passed) <= place or not passed:
            raise Unreadable(f"the way passes {len(passed)} places only")
        name = passed[place]
        if name is None:
            raise Unreadable("the place asked for is none of the options")
        return name
    if match := _PASSED.fullmatch(tail):
        on = [option for option in options if option in passed]
        if match[1]:
            return _one([option for option in options if option not in on], "off the way")
        return _one(on, "on the way")
    if tail == _TURNS:
        return str(_turns(walk))
    return str(_changes(walk)) if tail == _CHANGES else str(len(passed))


def _second_reader(found: Map, walk: _Walk) -> float:
    """The way's length by steps over pixels, after making sure that it passes the same nodes.

    Raises:
        Unreadable: The readers disagree.
    """
    spots = list(found.nodes)
    lengths = distances(found.walkable, [spots[walk.nodes[0]], spots[walk.nodes[-1]]], spots)
    whole = float(lengths[0][walk.nodes[-1]])
    if not abs(whole - walk.length) <= _READERS[0] * walk.length + _READERS[1] * len(walk.pieces):
        raise Unreadable(f"two readers measure {walk.length:.0f} and {whole:.0f} pixels")
    detours = lengths[0] + lengths[1] - whole
    near = [number for number in range(len(spots)) if detours[number] < _DETOUR]
    if sorted(near, key=lambda number: float(lengths[0][number])) != list(walk.nodes):
        raise Unreadable("two readers find different ways")
    return whole


def solve(
    image: Image.Image,
    question: str,
    options: Options,
    scene: Mapping[str, JsonValue] | None,  # noqa: ARG001 - the picture says everything
) -> Solution:
    """Answer the question from the picture; no letter where the picture or the question is not understood."""
    evidence: dict[str, JsonValue] = {}
    try:
        start, goal, names, look, tail = _names(question, options)
        found = read(image, look)
        places, score = find(names, list(found.plates))
        missing = [name for name in names if name not in places]
        if missing:
            raise Unreadable(f"there is no {missing[0]} on the map")
        if len(set(places.values())) != len(places):
            raise Unreadable("two names are read on one plate")
        walks = _walks(found, places[start], places[goal])
        walk = walks[0]
        margin = walks[1].length / walk.length if len(walks) > 1 else None
        if margin is not None and margin < _MARGIN:
            raise Unreadable(f"the second way is only {100 * margin - 100:.1f} percent longer")
        whole = _second_reader(found, walk)
        at = {number: name for name, number in places.items()}
        passed = [at.get(node) for node in walk.nodes[1:-1] if node < len(found.plates)]
        evidence |= {
            "places": len(found.plates),
            "junctions": len(found.nodes) - len(found.plates),
            "ways": len(found.pieces),
            "pixels": round(walk.length),
            "pixels_by_second_reader": round(whole),
            "margin_percent": None if margin is None else round(100 * margin - 100, 1),
            "passed": len(passed),
            "least_name_score": round(score, 3),
        }
        answer = _answer(tail, start, goal, options, passed, walk)
    except Unreadable as problem:
        return Solution(None, str(problem), "pixels", evidence)
    return Solution(letter_of(answer, options), answer, "pixels", evidence)
