"""Derives the key of a puzzle of shapes on a grid from the pixels and the question's text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import JsonValue

from curation.puzzles.base import Solution, letter_of
from curation.puzzles.grid_moves.read import NotReadable, read_grid

if TYPE_CHECKING:
    from PIL import Image

_THING = r"the ([a-z]+ [a-z]+)"
_CLAUSES = {
    "move": re.compile(rf"(?:move|shift) {_THING} (\d) cells? (up|down|to the left|to the right)"),
    "turn": re.compile(r"turn the whole grid a quarter turn (clockwise|anticlockwise)"),
    "mirror": re.compile(
        r"mirror the whole grid so that (top and bottom|left and right) change places",
    ),
}
_INTRO = (
    "rows are counted from the top, columns from the left, and all directions are as seen in the picture. ",
    "follow these steps in the given order: ",
)
_ASKED = re.compile(rf" in which cell is {_THING} in the end\?$")
_SEPARATOR = re.compile(r"(?:[.;] ?)?(?:\((\d)\) |step (\d): |(?<!\w)(?:first|then|finally), )")
_WAYS = {"up": (-1, 0), "down": (1, 0), "to the left": (0, -1), "to the right": (0, 1)}


class _NotUnderstood(Exception):
    """The text says something that the grammar does not know."""


def _understand(question: str) -> tuple[list[tuple[str, ...]], str]:
    """Parse a question into its steps (kind, then what the clause says) and the asked shape."""
    plain = " ".join(question.lower().split())
    if not plain.startswith(_INTRO[0]):
        raise _NotUnderstood("the question does not say how rows and columns are counted")
    plain = plain.removeprefix(_INTRO[0]).removeprefix(_INTRO[1])
    asked = _ASKED.search(plain)
    if asked is None:
        raise _NotUnderstood("the question asks for no cell")
    told = plain[: asked.start()]
    marks = list(_SEPARATOR.finditer(told))
    if not marks or marks[0].start() != 0:
        raise _NotUnderstood("the question has no steps")
    numbers = [int(mark[1] or mark[2]) for mark in marks if mark[1] or mark[2]]
    if numbers and numbers != list(range(1, len(marks) + 1)):
        raise _NotUnderstood("the steps are not in order")
    stops = [mark.start() for mark in marks[1:]] + [len(told)]
    steps = []
    for mark, stop in zip(marks, stops, strict=True):
        clause = told[mark.end() : stop].strip(" .;")
        found = [(kind, match) for kind, known in _CLAUSES.items() if (match := known.fullmatch(clause))]
        if not found:
            raise _NotUnderstood(f"the step {clause!r} is unknown")
        steps.append((found[0][0], *found[0][1].groups()))
    return steps, asked[1]


def _rotated(board: list[list[str]], clockwise: bool) -> list[list[str]]:
    if clockwise:
        return [list(column) for column in zip(*board[::-1], strict=True)]
    return [list(column) for column in zip(*board, strict=True)][::-1]


def _moved(board: list[list[str]], thing: str, length: int, way: str) -> None:
    row, column = _find(board, thing)
    down, right = _WAYS[way]
    board[row][column] = ""
    for _ in range(length):
        row, column = row + down, column + right
        if not (0 <= row < len(board) and 0 <= column < len(board)) or board[row][column]:
            raise _NotUnderstood(f"the {thing} cannot move {length} {way}")
    board[row][column] = thing


def _find(board: list[list[str]], thing: str) -> tuple[int, int]:
    places = [(r, c) for r, cells in enumerate(board) for c, cell in enumerate(cells) if cell == thing]
    if len(places) != 1:
        raise _NotUnderstood(f"the grid has {len(places)} of {thing}")
    return places[0]


def solve(
    image: Image.Image,
    question: str,
    options: tuple[str, str, str, str],
    scene: Mapping[str, JsonValue] | None,  # noqa: ARG001 - everything is in the picture and the question
) -> Solution:
    """Read the grid, follow the steps on it as a whole, find the asked shape."""
    try:
        steps, asked = _understand(question)
        board = read_grid(image)
        shown: JsonValue = [list(row) for row in board]
        for step in steps:
            if step[0] == "move":
                _moved(board, step[1], int(step[2]), step[3])
            elif step[0] == "turn":
                board = _rotated(board, step[1] == "clockwise")
            elif step[1] == "top and bottom":
                board = board[::-1]
            else:
                board = [row[::-1] for row in board]
        row, column = _find(board, asked)
    except (_NotUnderstood, NotReadable) as reason:
        return Solution(None, str(reason), "pixels")
    answer = f"row {row + 1}, column {column + 1}"
    letter = letter_of(answer, options)
    evidence: dict[str, JsonValue] = {"grid": shown, "steps": len(steps)}
    if letter is None:
        return Solution(None, f"it is in {answer}, which no one option says", "pixels", evidence)
    return Solution(letter, answer, "pixels", evidence)
