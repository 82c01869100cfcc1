"""Draws a seven-segment puzzle: the display before and after the rules, the question and its options."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw
from pydantic import JsonValue

from curation.draw.palette import PALETTES, PAPER, RGB
from curation.models import LETTERS, Box, Difficulty, Letter
from curation.puzzles.base import Palette, Puzzle
from curation.puzzles.base import place as arrange
from curation.puzzles.seven_segment.display import Place
from curation.puzzles.seven_segment.plan import plan as draw_plan
from curation.puzzles.seven_segment.wording import option, question

_LONG = 1024
"""The longer side of the picture is no longer than this, in pixels."""

_SMOOTH = 4
"""How many times larger a segment is drawn before it is reduced."""


_LINES = {
    "a": (0, 0, True),
    "b": (1, 0, False),
    "c": (1, 1, False),
    "d": (0, 2, True),
    "e": (0, 1, False),
    "f": (0, 0, False),
    "g": (0, 1, True),
}
"""Where each segment begins, in digit widths and half heights, and whether it lies."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Whole pixels for everything, so that all segments are alike to the pixel.

    Attributes:
        rows: Rows of digits.
        columns: Digits in a row.
        unit: Width of a segment; even.
    """

    rows: int
    columns: int
    unit: int

    @classmethod
    def fitting(cls, rows: int, columns: int) -> _Grid:
        """The largest grid within the long side."""
        return max(
            (cls(rows, columns, unit) for unit in range(8, 128, 2) if max(cls(rows, columns, unit).size) <= _LONG),
            key=lambda grid: grid.unit,
        )

    @property
    def wide(self) -> int:
        """Width of a digit between the centre lines of its outer segments."""
        return 4 * self.unit

    @property
    def half(self) -> int:
        """Half its height, likewise."""
        return 15 * self.unit // 4

    @property
    def short(self) -> int:
        """How far a segment's centre line ends before the joint: round caps come near and do not touch."""
        return 21 * self.unit // 25

    @property
    def margin(self) -> int:
        """White around the display; between digits there is a little more."""
        return 3 * self.unit

    @property
    def pitch(self) -> tuple[int, int]:
        """From one digit to the next one, and from one row to the next one."""
        gap = 16 * self.unit // 5
        return self.wide + self.unit + gap, 2 * self.half + self.unit + gap

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture."""
        across, down = self.pitch
        return (
            2 * self.margin + (self.columns - 1) * across + self.wide + self.unit,
            2 * self.margin + (self.rows - 1) * down + 2 * self.half + self.unit,
        )

    def corner(self, at: int) -> tuple[int, int]:
        """Upper left corner of a digit, by its place row by row."""
        row, column = divmod(at, self.columns)
        return self.margin + column * self.pitch[0], self.margin + row * self.pitch[1]

    def box(self, at: int) -> Box:
        """The digit's region."""
        x, y = self.corner(at)
        label = f"digit {at % self.columns + 1} of row {at // self.columns + 1}"
        return Box(x=x, y=y, width=self.wide + self.unit, height=2 * self.half + self.unit, label=label)


def make(
    rng: random.Random,
    *,
    subtask: str,
    difficulty: Difficulty,
    key: Letter,
    palette: Palette = "standard",
) -> Puzzle:
    """Draw one puzzle.

    Args:
        rng: The only source of chance.
        subtask: `sequential_rules` or `simultaneous_rules`.
        difficulty: Level.
        key: Letter of the right option.
        palette: What it is drawn in.

    Raises:
        Discard: No rules were found for the display.
    """
    plan = draw_plan(rng, subtask, difficulty)
    text, in_words = question(plan, rng)
    said = {option(digits, plan, in_words): name for digits, name in plan.wrong}
    options = arrange(option(plan.answer, plan, in_words), list(said), key, rng)
    grid = _Grid.fitting(plan.rows, plan.columns)
    shown: list[JsonValue] = [*sorted({colour for place in plan.places for colour in place})]
    parameters: dict[str, JsonValue] = {
        "rows": plan.rows,
        "columns": plan.columns,
        "rules": [f"{rule.source} -> {rule.target}" for rule in plan.rules],
        "colours": shown,
        "asked": plan.asked,
        "answer": plan.answer,
        "mistakes": {letter: said[text] for letter, text in zip(LETTERS, options, strict=True) if text in said},
    }
    return Puzzle(
        image=_picture(grid, plan.places, PALETTES[palette]),
        oracle=_picture(grid, plan.after, PALETTES[palette]),
        question=text,
        options=options,
        key=key,
        canonical=plan.canonical(),
        parameters=parameters,
        regions=tuple(grid.box(at) for at in range(len(plan.places))),
    )


@cache
def _bar(width: int, height: int) -> Image.Image:
    """A segment as a mask: a bar with round caps."""
    large = Image.new("L", (width * _SMOOTH, height * _SMOOTH))
    end = (large.width - 1, large.height - 1)
    ImageDraw.Draw(large).rounded_rectangle([(0, 0), end], min(large.size) // 2, fill=255)
    return large.reduce(_SMOOTH)


def _picture(grid: _Grid, places: Sequence[Place], palette: Mapping[str, RGB]) -> Image.Image:
    image = Image.new("RGB", grid.size, PAPER)
    cut = 2 * grid.short - grid.unit
    lying, standing = _bar(grid.wide - cut, grid.unit), _bar(grid.unit, grid.half - cut)
    for at, place in enumerate(places):
        left, top = grid.corner(at)
        for (x, y, lies), colour in zip(_LINES.values(), place, strict=True):
            over, down = (grid.short, 0) if lies else (0, grid.short)
            spot = (left + x * grid.wide + over, top + y * grid.half + down)
            image.paste(palette[colour], spot, lying if lies else standing)
    return image
