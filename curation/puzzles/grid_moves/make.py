"""Draws a puzzle of shapes on a grid: the grid before and after the steps."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import Final

from PIL import Image

from curation.draw.canvas import Canvas, Point
from curation.draw.palette import INK, PALETTES, RGB
from curation.models import LETTERS, Box, Difficulty, Letter
from curation.puzzles.base import Palette, Puzzle
from curation.puzzles.base import place as arrange
from curation.puzzles.grid_moves.plan import Plan, option, plan, question
from curation.puzzles.grid_moves.steps import Place

_PITCH: Final = {4: 188, 5: 156, 6: 136}
"""Cell width in pixels, by the number of cells in a row."""
_MARGIN: Final = 88
_LINE: Final = 4
_FRAME: Final = 6
_GREY: Final[RGB] = (205, 208, 214)
_NUMBER: Final[RGB] = (110, 116, 126)


def _outline(shape: str, radius: float) -> list[Point]:
    """Corners around the middle of the shape's bounding box."""
    if shape == "square":
        return [(x * radius, y * radius) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    if shape == "triangle":
        return [(0.0, -radius), (radius, radius), (-radius, radius)]
    if shape == "cross":
        thin = 0.38
        quarter = [(-thin, -1.0), (thin, -1.0), (thin, -thin)]
        turned = [quarter, *([] for _ in range(3))]
        for turn in range(1, 4):
            turned[turn] = [(-y, x) for x, y in turned[turn - 1]]
        return [(x * radius, y * radius) for part in turned for x, y in part]
    arms = [(1.1 if step % 2 == 0 else 0.46) * radius for step in range(10)]
    lift = 1.1 * radius * (1 - math.cos(math.pi / 5)) / 2
    angles = [math.pi * step / 5 for step in range(10)]
    return [(arm * math.sin(angle), lift - arm * math.cos(angle)) for angle, arm in zip(angles, arms, strict=True)]


def _turned(points: Sequence[Point], drawn: Plan) -> list[Point]:
    """Take a shape through the turns and mirrors of the whole grid."""
    placed = list(points)
    for step in drawn.steps:
        if step.kind == "turn":
            placed = [(-y * step.down, x * step.down) for x, y in placed]
        elif step.kind == "mirror":
            placed = [(-x, y) if step.right else (x, -y) for x, y in placed]
    return placed


def _picture(drawn: Plan, places: Sequence[Place], colours: Mapping[str, RGB], after: bool) -> Image.Image:
    pitch, size = _PITCH[drawn.size], drawn.size
    wide = size * pitch
    canvas = Canvas(wide + 2 * _MARGIN, wide + 2 * _MARGIN)
    outer = wide + 2 * _FRAME
    canvas.rectangle(_MARGIN - _FRAME, _MARGIN - _FRAME, outer, outer, INK)
    canvas.rectangle(_MARGIN, _MARGIN, wide, wide, (255, 255, 255))
    for number in range(1, size):
        at = _MARGIN + number * pitch - _LINE // 2
        canvas.rectangle(at, _MARGIN, _LINE, wide, _GREY)
        canvas.rectangle(_MARGIN, at, wide, _LINE, _GREY)
    for number in range(size):
        middle = _MARGIN + number * pitch + pitch / 2
        canvas.text((middle, _MARGIN / 2), str(number + 1), 34, _NUMBER, "Regular")
        canvas.text((_MARGIN / 2, middle), str(number + 1), 34, _NUMBER, "Regular")
    for (colour, shape), (row, column) in zip(drawn.names, places, strict=True):
        x, y = _MARGIN + column * pitch + pitch / 2, _MARGIN + row * pitch + pitch / 2
        radius = 0.29 * pitch
        if shape == "circle":
            canvas.disc((x, y), radius * 1.06, colours[colour])
            continue
        outline = _outline(shape, radius)
        corners = _turned(outline, drawn) if after else outline
        canvas.polygon([(x + dx, y + dy) for dx, dy in corners], colours[colour])
    return canvas.image()


def make(
    rng: random.Random,
    *,
    subtask: str,  # noqa: ARG001 - one subtask
    difficulty: Difficulty,
    key: Letter,
    palette: Palette = "standard",
) -> Puzzle:
    """Draw one puzzle.

    Raises:
        Discard: No steps and places were found that suit each other.
    """
    drawn = plan(rng, difficulty)
    ends = drawn.ends()
    said = {option(place): name for place, name in drawn.wrong}
    options = arrange(option(ends[0]), list(said), key, rng)
    text = question(drawn, rng)
    pitch = _PITCH[drawn.size]
    row, column = drawn.places[0]
    box = Box(
        x=_MARGIN + column * pitch,
        y=_MARGIN + row * pitch,
        width=pitch,
        height=pitch,
        label=f"the {' '.join(drawn.names[0])}",
    )
    return Puzzle(
        image=_picture(drawn, drawn.places, PALETTES[palette], after=False),
        oracle=_picture(drawn, ends, PALETTES[palette], after=True),
        question=text,
        options=options,
        key=key,
        canonical=drawn.canonical(),
        parameters={
            "size": drawn.size,
            "shapes": [" ".join(name) for name in drawn.names],
            "steps": [f"{step.kind} {step.shape} {step.down} {step.right}" for step in drawn.steps],
            "answer": option(ends[0]),
            "mistakes": {letter: said[text] for letter, text in zip(LETTERS, options, strict=True) if text in said},
        },
        regions=(box,),
    )
