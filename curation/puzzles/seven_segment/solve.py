"""Derives the key of a seven-segment puzzle from the pixels and the question's text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import JsonValue

from curation.models import LETTERS
from curation.puzzles.base import Solution
from curation.puzzles.seven_segment.grammar import NotUnderstood, Question, rows_of, understand
from curation.puzzles.seven_segment.read import Digit, NotReadable, read_display

if TYPE_CHECKING:
    from PIL import Image

_GLYPHS = {
    "0": " _ | ||_|",
    "1": "     |  |",
    "2": " _  _||_ ",
    "3": " _  _| _|",
    "4": "   |_|  |",
    "5": " _ |_  _|",
    "6": " _ |_ |_|",
    "7": " _   |  |",
    "8": " _ |_||_|",
    "9": " _ |_| _|",
}
"""Each digit as three lines of three characters."""

_SPOTS = {
    "top": 1,
    "top left": 3,
    "middle": 4,
    "top right": 5,
    "bottom left": 6,
    "bottom": 7,
    "bottom right": 8,
}
"""Where each segment is in a glyph."""


def solve(
    image: Image.Image,
    question: str,
    options: tuple[str, str, str, str],
    scene: Mapping[str, JsonValue] | None,  # noqa: ARG001 - everything is in the picture and the question
) -> Solution:
    """Read the display, apply the rules, read the asked colour's digits and find them among the options."""
    try:
        asked = understand(question)
        shown = read_display(image)
        if asked.rows != (len(shown) > 1):
            raise NotUnderstood(f"the display has {len(shown)} rows, and the question asks otherwise")
        answer = tuple("".join(_digit(digit, asked) for digit in row) for row in shown)
        said = [rows_of(option, question) for option in options]
    except (NotUnderstood, NotReadable) as reason:
        return Solution(None, str(reason), "pixels")
    evidence: dict[str, JsonValue] = {
        "display": [[dict[str, JsonValue](digit) for digit in row] for row in shown],
        "rules": len(asked.rules),
        "together": asked.together,
    }
    text = " / ".join(answer)
    matches = [letter for letter, rows in zip(LETTERS, said, strict=True) if rows == answer]
    if len(matches) != 1:
        return Solution(None, f"the digits are {text}, which {len(matches)} options say", "pixels", evidence)
    return Solution(matches[0], text, "pixels", evidence)


def _digit(digit: Digit, asked: Question) -> str:
    """Recolour one digit and read it."""
    glyph = [" "] * 9
    for name, colour in digit.items():
        if _recoloured(colour, asked) == asked.asked:
            glyph[_SPOTS[name]] = "_" if _SPOTS[name] in (1, 4, 7) else "|"
    for value, shape in _GLYPHS.items():
        if shape == "".join(glyph):
            return value
    raise NotReadable(f"the {asked.asked} segments form no digit")


def _recoloured(colour: str, asked: Question) -> str:
    if asked.together:
        return dict(asked.rules).get(colour, colour)
    for source, target in asked.rules:
        if colour == source:
            colour = target
    return colour
