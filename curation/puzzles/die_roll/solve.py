"""Derives the key of a puzzle of a rolling die from the pixels and the question's text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import JsonValue

from curation.puzzles.base import Solution, letter_of
from curation.puzzles.die_roll.read import NotReadable, read_picture

if TYPE_CHECKING:
    from PIL import Image

_SET_UP = (
    "the die on the left stands on the green cell of the board on the right. its front face (drawn as a square) "
    "faces the board's front edge (the lower one in the picture), and its right face faces the right edge. "
    "the numbers on opposite faces add up to seven. "
)
_RULES = (
    "the die rolls along the blue path, tipping over one edge onto the next cell at each step, and does not turn "
    "otherwise. ",
    "along the blue path the die tips over an edge from each cell onto the next one, without sliding or turning "
    "otherwise. ",
)
_ASKED = re.compile(
    r"at the end of the path, which number (?:"
    r"(?P<top>is on top|shows on the top face)"
    r"|(?P<front>is on the front face|faces the front edge of the board)"
    r"|(?P<right>is on the right face|faces the right edge of the board))\?"
)
_CYCLES = {
    "right": ("top", "right", "bottom", "left"),
    "left": ("top", "left", "bottom", "right"),
    "up": ("top", "back", "bottom", "front"),
    "down": ("top", "front", "bottom", "back"),
}
"""For each step the faces that move, each to the place of the one after it."""


class _NotUnderstood(Exception):
    """The text says something that the grammar does not know."""


def _understand(question: str) -> str:
    """The side that a question asks for."""
    plain = " ".join(question.lower().split())
    if not plain.startswith(_SET_UP):
        raise _NotUnderstood("the question does not say how the die stands")
    plain = plain.removeprefix(_SET_UP)
    rule = next((rule for rule in _RULES if plain.startswith(rule)), None)
    asked = _ASKED.fullmatch(plain.removeprefix(rule)) if rule else None
    if asked is None or asked.lastgroup is None:
        raise _NotUnderstood("the question does not say how the die rolls or which number it asks for")
    return asked.lastgroup


def solve(
    image: Image.Image,
    question: str,
    options: tuple[str, str, str, str],
    scene: Mapping[str, JsonValue] | None,  # noqa: ARG001 - everything is in the picture and the question
) -> Solution:
    """Read die and path, roll all six faces, find the asked one."""
    try:
        asked = _understand(question)
        spots, steps, arrow = read_picture(image)
        if arrow != steps[-1]:
            raise NotReadable("the path does not end in an arrow that points along its last step")
    except (_NotUnderstood, NotReadable) as reason:
        return Solution(None, str(reason), "pixels")
    shown = {side: len(pips) for side, pips in spots.items()}
    faces = dict(shown)
    for seen, hidden in (("top", "bottom"), ("front", "back"), ("right", "left")):
        faces[hidden] = 7 - faces[seen]
    for step in steps:
        cycle = _CYCLES[step]
        numbers = [faces[side] for side in cycle]
        for side, number in zip(cycle[1:] + cycle[:1], numbers, strict=True):
            faces[side] = number
    answer = str(faces[asked])
    evidence: dict[str, JsonValue] = {"die": {**shown}, "steps": [*steps]}
    letter = letter_of(answer, options)
    if letter is None:
        return Solution(None, f"it is {answer}, which no one option says", "pixels", evidence)
    return Solution(letter, answer, "pixels", evidence)
