"""Derives the key of a puzzle of cups from the pixels and the question's text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import JsonValue

from curation.puzzles.base import Solution, letter_of
from curation.puzzles.cups.read import NotReadable, read_cups

if TYPE_CHECKING:
    from PIL import Image

_QUESTION = re.compile(
    r"the places are numbered from left to right\. the ball is under the lifted cup, which is put down over it; "
    r"from then on the ball stays under that cup\. (?P<steps>.+) in which place is the ball in the end\?"
)
_LISTED = re.compile(r"then, one after another: (.+)\.")
_TOLD = re.compile(r"first, (.+?)\.((?: then, .+?\.)*) finally, (.+)\.")
_PLACES = re.compile(r"the cups in places (\d) and (\d) change places")
_NAMED = re.compile(r"the ([a-z]+) cup and the ([a-z]+) cup change places")
_SHIFTS = {
    "all cups move one place to the right, and the last cup goes to the first place": 1,
    "all cups move one place to the left, and the first cup goes to the last place": -1,
}


class _NotUnderstood(Exception):
    """The text says something that the grammar does not know."""


def _clauses(question: str) -> list[str]:
    """Split a question into its steps, in order."""
    asked = _QUESTION.fullmatch(" ".join(question.lower().split()))
    if asked is None:
        raise _NotUnderstood("the question is not about a ball under cups")
    if listed := _LISTED.fullmatch(asked["steps"]):
        parts = [re.fullmatch(r"\((\d)\) (.+)", part) for part in listed[1].split("; ")]
        clauses = [part[2] for number, part in enumerate(parts, 1) if part and int(part[1]) == number]
        if len(clauses) != len(parts):
            raise _NotUnderstood("the steps are not in order")
        return clauses
    told = _TOLD.fullmatch(asked["steps"])
    if told is None:
        raise _NotUnderstood("the question has no steps")
    return [told[1], *(part.removesuffix(".") for part in told[2].split(" then, ")[1:]), told[3]]


def _follow(where: dict[str, int], clause: str) -> None:
    """Move the cups; `where` is the place of each cup by its colour, from 1."""
    if clause in _SHIFTS:
        for cup, place in where.items():
            where[cup] = (place - 1 + _SHIFTS[clause]) % len(where) + 1
        return
    if places := _PLACES.fullmatch(clause):
        at = [cup for number in places.groups() for cup, place in where.items() if place == int(number)]
    elif named := _NAMED.fullmatch(clause):
        at = [cup for cup in named.groups() if cup in where]
    else:
        raise _NotUnderstood(f"the step {clause!r} is unknown")
    if len(set(at)) != 2:
        raise _NotUnderstood(f"the step {clause!r} does not name two of the cups")
    where[at[0]], where[at[1]] = where[at[1]], where[at[0]]


def solve(
    image: Image.Image,
    question: str,
    options: tuple[str, str, str, str],
    scene: Mapping[str, JsonValue] | None,  # noqa: ARG001 - everything is in the picture and the question
) -> Solution:
    """Read the cups, follow the steps, find the cup with the ball."""
    try:
        clauses = _clauses(question)
        cups, lifted = read_cups(image)
        where = {cup: place for place, cup in enumerate(cups, 1)}
        for clause in clauses:
            _follow(where, clause)
    except (_NotUnderstood, NotReadable) as reason:
        return Solution(None, str(reason), "pixels")
    answer = f"place {where[cups[lifted]]}"
    evidence: dict[str, JsonValue] = {"cups": [*cups], "ball": cups[lifted], "steps": len(clauses)}
    letter = letter_of(answer, options)
    if letter is None:
        return Solution(None, f"it is in {answer}, which no one option says", "pixels", evidence)
    return Solution(letter, answer, "pixels", evidence)
