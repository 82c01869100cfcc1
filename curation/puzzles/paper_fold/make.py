"""Draws a puzzle of folded paper: the sheet at each step, and unfolded."""

from __future__ import annotations

import random
from typing import Final

from PIL import Image

from curation.draw.canvas import Canvas, Point
from curation.draw.palette import INK, PALETTE, RGB
from curation.models import LETTERS, Box, Difficulty, Letter
from curation.puzzles.base import Puzzle
from curation.puzzles.base import place as arrange
from curation.puzzles.paper_fold.plan import QUESTION, SIZE, Area, Cell, Fold, option, plan

_CELL: Final = 50
_WIDE: Final = SIZE * _CELL
_MARGIN: Final = 60
_GAP: Final = 64
_LINE: Final = 2
_RIM: Final = 2
"""Width of the paper's outline, which lies within its cells."""
_GREY: Final[RGB] = (205, 208, 214)
_WORD: Final[RGB] = (110, 116, 126)
_PAPER: Final[RGB] = (253, 241, 208)
_EDGE: Final[RGB] = (176, 152, 100)
_CREASE: Final[RGB] = (226, 211, 172)


def _at(left: int, cell: Cell) -> Point:
    return left + (cell[1] + 0.5) * _CELL, _MARGIN + (cell[0] + 0.5) * _CELL


def _sheet(canvas: Canvas, left: int, area: Area) -> None:
    """The outline of the whole sheet, and the paper as it lies, with its cells."""
    canvas.rectangle(left - 4, _MARGIN - 4, _WIDE + 8, _WIDE + 8, _GREY)
    canvas.rectangle(left, _MARGIN, _WIDE, _WIDE, (255, 255, 255))
    top, bottom, first, last = (value * _CELL for value in area)
    canvas.rectangle(left + first, _MARGIN + top, last - first, bottom - top, _EDGE)
    wide, high = last - first - 2 * _RIM, bottom - top - 2 * _RIM
    canvas.rectangle(left + first + _RIM, _MARGIN + top + _RIM, wide, high, _PAPER)
    for along in range(first + _CELL, last, _CELL):
        canvas.rectangle(left + along - _LINE // 2, _MARGIN + top + _RIM, _LINE, high, _CREASE)
    for along in range(top + _CELL, bottom, _CELL):
        canvas.rectangle(left + first + _RIM, _MARGIN + along - _LINE // 2, wide, _LINE, _CREASE)


def _letters(canvas: Canvas, left: int) -> None:
    for number in range(SIZE):
        along = (number + 0.5) * _CELL
        canvas.text((left + along, _MARGIN - 26), "ABCDEF"[number], 24, _WORD, "Regular")
        canvas.text((left - 26, _MARGIN + along), str(number + 1), 24, _WORD, "Regular")


def _fold(canvas: Canvas, left: int, before: Area, after: Area, fold: Fold) -> None:
    """The line of a fold, and an arrow from the flap over the line."""
    blue = PALETTE["blue"]
    edge = {"top": after[0], "bottom": after[1], "left": after[2], "right": after[3]}[fold.side] * _CELL
    lies = fold.side in ("top", "bottom")
    start, stop = (value * _CELL for value in (before[2:] if lies else before[:2]))
    away = 1 if fold.side in ("top", "left") else -1
    middle = (start + stop) / 2

    def point(along: float, across: float) -> Point:
        x, y = (along, edge + away * across) if lies else (edge + away * across, along)
        return left + x, _MARGIN + y

    canvas.line([point(start + 4, 0), point(stop - 4, 0)], 5, blue)
    canvas.line([point(middle, -0.5 * _CELL), point(middle, 0.45 * _CELL)], 6, blue)
    tip = [point(middle, 0.8 * _CELL), point(middle - 14, 0.4 * _CELL), point(middle + 14, 0.4 * _CELL)]
    canvas.polygon(tip, blue)


def make(rng: random.Random, *, subtask: str, difficulty: Difficulty, key: Letter) -> Puzzle:  # noqa: ARG001 - one subtask
    """Draw one puzzle.

    Raises:
        Discard: No four sheets were found.
    """
    drawn = plan(rng, difficulty)
    sheet = drawn.sheet
    said = {option(other): name for other, name in drawn.wrong}
    options = arrange(option(sheet), list(said), key, rng)
    lefts = [_MARGIN + number * (_WIDE + _GAP) for number in range(len(sheet.folds) + 1)]
    box = Box(x=lefts[-1], y=_MARGIN, width=_WIDE, height=_WIDE, label="the punched sheet")
    image, oracle = _pictures(drawn.sheet.areas(), sheet.folds, sheet.punched, sheet.holes(), lefts)
    return Puzzle(
        image=image,
        oracle=oracle,
        question=QUESTION,
        options=options,
        key=key,
        canonical=sheet.canonical(),
        parameters={
            "folds": [f"{fold.side} {fold.width}" for fold in sheet.folds],
            "punched": [[*cell] for cell in sheet.punched],
            "answer": option(sheet),
            "mistakes": {letter: said[text] for letter, text in zip(LETTERS, options, strict=True) if text in said},
        },
        regions=(box,),
    )


def _pictures(
    areas: list[Area], folds: tuple[Fold, ...], punched: tuple[Cell, ...], holes: list[Cell], lefts: list[int]
) -> tuple[Image.Image, Image.Image]:
    """The steps side by side, and the unfolded sheet alone."""
    canvas = Canvas(lefts[-1] + _WIDE + _MARGIN, _WIDE + 2 * _MARGIN)
    for left, area in zip(lefts, areas, strict=True):
        _sheet(canvas, left, area)
    _letters(canvas, lefts[0])
    for number, fold in enumerate(folds):
        _fold(canvas, lefts[number], areas[number], areas[number + 1], fold)
    for cell in punched:
        canvas.disc(_at(lefts[-1], cell), 0.3 * _CELL, INK)
    oracle = Canvas(_WIDE + 2 * _MARGIN, _WIDE + 2 * _MARGIN)
    _sheet(oracle, _MARGIN, areas[0])
    _letters(oracle, _MARGIN)
    for cell in holes:
        oracle.disc(_at(_MARGIN, cell), 0.3 * _CELL, INK)
    return canvas.image(), oracle.image()
