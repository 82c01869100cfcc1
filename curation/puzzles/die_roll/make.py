"""Draws a puzzle of a rolling die: the die beside its path, before the first roll and after the last one."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import Final

from PIL import Image

from curation.draw.canvas import Canvas, Point
from curation.draw.palette import INK, PALETTE, RGB
from curation.models import LETTERS, Box, Difficulty, Letter
from curation.puzzles.base import Puzzle
from curation.puzzles.base import place as arrange
from curation.puzzles.die_roll.plan import Die, Plan, plan, question, rolled

_PITCH: Final = {4: 144, 5: 116, 6: 96}
"""Cell width in pixels, by the number of cells in a row."""
_MARGIN: Final = 60
_LABEL: Final = 44
"""Room for the word below the board."""
_EDGE: Final = 210
"""Edge of the die in pixels."""
_DEPTH: Final = (92, -84)
"""How the edges that lead away from the viewer run."""
_GAP: Final = 84
_FRAME: Final = 6
_LINE: Final = 4
_GREY: Final[RGB] = (205, 208, 214)
_WORD: Final[RGB] = (110, 116, 126)
_GREEN: Final[RGB] = (168, 220, 180)
_FACES: Final[tuple[RGB, RGB, RGB]] = ((253, 249, 240), (240, 233, 218), (219, 209, 188))
"""Top, front and right face."""

_PIPS: Final[dict[int, list[tuple[int, int]]]] = {
    1: [(0, 0)],
    2: [(-1, -1), (1, 1)],
    3: [(-1, -1), (0, 0), (1, 1)],
    4: [(-1, -1), (1, -1), (-1, 1), (1, 1)],
    5: [(-1, -1), (1, -1), (0, 0), (-1, 1), (1, 1)],
    6: [(-1, -1), (-1, 0), (-1, 1), (1, -1), (1, 0), (1, 1)],
}
"""Places across and down; a quarter turn alters 2, 3 and 6."""


def _pips(number: int, across: int, down: int) -> list[tuple[int, int]]:
    """Where a face's pips are, if the faces that it meets at +1 across and at +1 down have those numbers.

    They are fixed to the die, and turn with it: those of 2 and 3 point to the corner where 1, 2 and 3 meet and to
    the one farthest from it, and those of 6 lie in two rows, along 3 and along 4.
    """
    turned = across not in (3, 4) if number == 6 else (across <= 3) != (down <= 3)
    return [(-y, x) for x, y in _PIPS[number]] if turned else _PIPS[number]


def _face(
    canvas: Canvas, corner: Point, across: Point, down: Point, tone: RGB, pips: list[tuple[int, int]]
) -> None:
    """A face as a parallelogram, its outline and its pips."""

    def at(u: float, v: float) -> Point:
        return corner[0] + u * across[0] + v * down[0], corner[1] + u * across[1] + v * down[1]

    outline = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)]
    canvas.polygon(outline, tone)
    canvas.line([*outline, outline[0]], 5, INK)
    for x, y in pips:
        u, v = 0.5 + 0.27 * x, 0.5 + 0.27 * y
        angles = [math.pi * step / 24 for step in range(48)]
        canvas.polygon([at(u + 0.09 * math.cos(angle), v + 0.09 * math.sin(angle)) for angle in angles], INK)


def _sides(drawn: Plan) -> tuple[int, int, int, int, int]:
    """Width and height of the picture, left and top of the board, top of the die's front face."""
    board = drawn.size * _PITCH[drawn.size]
    left = _MARGIN + _EDGE + _DEPTH[0] + _GAP
    height = board + 2 * _MARGIN + _LABEL
    return left + board + _MARGIN, height, left, _MARGIN, _MARGIN + (board - _EDGE - _DEPTH[1]) // 2


def _board(canvas: Canvas, drawn: Plan, stands: int) -> None:
    pitch, size = _PITCH[drawn.size], drawn.size
    _, _, left, top, _ = _sides(drawn)
    wide = size * pitch
    canvas.rectangle(left - _FRAME, top - _FRAME, wide + 2 * _FRAME, wide + 2 * _FRAME, INK)
    canvas.rectangle(left, top, wide, wide, (255, 255, 255))
    row, column = drawn.cells[stands]
    canvas.rectangle(left + column * pitch, top + row * pitch, pitch, pitch, _GREEN)
    for number in range(1, size):
        along = number * pitch - _LINE // 2
        canvas.rectangle(left + along, top, _LINE, wide, _GREY)
        canvas.rectangle(left, top + along, wide, _LINE, _GREY)
    blue = PALETTE["blue"]
    middles = [(left + (column + 0.5) * pitch, top + (row + 0.5) * pitch) for row, column in drawn.cells]
    turns = [at for at, (roll, after) in enumerate(pairwise(drawn.rolls), 1) if roll != after]
    canvas.line([middles[at] for at in (0, *turns, -1)], 0.1 * pitch, blue)
    canvas.disc(middles[0], 0.13 * pitch, blue)
    (x, y), (before_x, before_y) = middles[-1], middles[-2]
    over, down = (x - before_x) / pitch, (y - before_y) / pitch
    tip, half = 0.3 * pitch, 0.2 * pitch
    canvas.polygon(
        [(x + over * tip, y + down * tip), (x - down * half, y + over * half), (x + down * half, y - over * half)],
        blue,
    )
    canvas.text((left + wide / 2, top + wide + _FRAME + 34), "front", 30, _WORD, "Regular")


def _picture(drawn: Plan, die: Die, stands: int) -> Image.Image:
    width, height, _, _, y = _sides(drawn)
    canvas = Canvas(width, height)
    x, edge, (away, up) = _MARGIN, _EDGE, _DEPTH
    top, front, right = die
    _face(canvas, (x + away, y + up), (edge, 0), (-away, -up), _FACES[0], _pips(top, right, front))
    _face(canvas, (x + edge, y), (away, up), (0, edge), _FACES[2], _pips(right, 7 - front, 7 - top))
    _face(canvas, (x, y), (edge, 0), (0, edge), _FACES[1], _pips(front, right, 7 - top))
    canvas.text((x + edge / 2, y + edge + 40), "front", 30, _WORD, "Regular")
    _board(canvas, drawn, stands)
    return canvas.image()


def make(rng: random.Random, *, subtask: str, difficulty: Difficulty, key: Letter) -> Puzzle:  # noqa: ARG001 - one subtask
    """Draw one puzzle.

    Raises:
        Discard: No path was found that leads astray.
    """
    drawn = plan(rng, difficulty)
    said = {str(number): name for number, name in drawn.wrong}
    options = arrange(str(drawn.answer), list(said), key, rng)
    text = question(drawn, rng)
    _, _, left, top, y = _sides(drawn)
    wide = drawn.size * _PITCH[drawn.size]
    die = Box(x=_MARGIN, y=y + _DEPTH[1], width=_EDGE + _DEPTH[0], height=_EDGE - _DEPTH[1], label="the die")
    board = Box(x=left, y=top, width=wide, height=wide, label="the board")
    return Puzzle(
        image=_picture(drawn, drawn.die, 0),
        oracle=_picture(drawn, rolled(drawn.die, drawn.rolls), -1),
        question=text,
        options=options,
        key=key,
        canonical=drawn.canonical(),
        parameters={
            "size": drawn.size,
            "rolls": drawn.rolls,
            "die": list(drawn.die),
            "asked": drawn.asked,
            "answer": drawn.answer,
            "mistakes": {letter: said[text] for letter, text in zip(LETTERS, options, strict=True) if text in said},
        },
        regions=(die, board),
    )
