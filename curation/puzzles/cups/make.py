"""Draws a puzzle of cups: the row before the steps and after them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Final

from PIL import Image

from curation.draw.canvas import Canvas
from curation.draw.palette import INK, PALETTES, RGB, mix
from curation.models import LETTERS, Box, Difficulty, Letter
from curation.puzzles.base import Palette, Puzzle
from curation.puzzles.base import place as arrange
from curation.puzzles.cups.plan import Plan, option, plan, question, row_after

_PITCH: Final = {4: 220, 5: 184, 6: 156}
"""From cup to cup in pixels, by how many there are."""
_MARGIN: Final = 60
_TABLE: Final[RGB] = (236, 231, 222)
_EDGE: Final[RGB] = (203, 194, 180)
_BALL: Final[RGB] = (250, 250, 250)


def _cup(canvas: Canvas, x: float, bottom: float, pitch: int, colour: RGB) -> None:
    """A cup upside down: a foot, a body that widens downwards, a rim with a band above it."""
    high, wide = 0.92 * pitch, 0.37 * pitch
    slim = 0.25 * pitch
    top = bottom - high
    dark = mix(colour, (0, 0, 0), 0.22)
    canvas.rectangle(x - 0.17 * pitch, top - 0.05 * pitch, 0.34 * pitch, 0.1 * pitch, dark, 0.03 * pitch)
    canvas.polygon([(x - slim, top), (x + slim, top), (x + wide, bottom), (x - wide, bottom)], colour)
    shine = mix(colour, (255, 255, 255), 0.3)
    left = [(x - slim + 0.06 * pitch, top + 0.12 * pitch), (x - slim + 0.11 * pitch, top + 0.12 * pitch)]
    right = [(x - wide + 0.19 * pitch, bottom - 0.22 * pitch), (x - wide + 0.12 * pitch, bottom - 0.22 * pitch)]
    canvas.polygon([*left, *right], shine)
    rim = 0.1 * pitch
    canvas.rectangle(x - wide - 0.03 * pitch, bottom - rim, 2 * wide + 0.06 * pitch, rim, dark, 0.03 * pitch)


def _measures(drawn: Plan) -> tuple[int, int, int]:
    """Distance from cup to cup, height of the table's edge and of the picture."""
    pitch = _PITCH[len(drawn.colours)]
    ground = _MARGIN + round(1.62 * pitch)
    return pitch, ground, ground + 108 + _MARGIN // 2


def _picture(drawn: Plan, row: Sequence[int], colours: Mapping[str, RGB]) -> Image.Image:
    pitch, ground, height = _measures(drawn)
    width = 2 * _MARGIN + pitch * len(row)
    canvas = Canvas(width, height)
    canvas.rectangle(0, ground - 18, width, height - ground + 18, _TABLE)
    canvas.rectangle(0, ground - 18, width, 4, _EDGE)
    for at, cup in enumerate(row):
        x = _MARGIN + pitch * (at + 0.5)
        lift = 0.5 * pitch if cup == drawn.ball else 0.0
        if lift:
            canvas.disc((x, ground - 0.155 * pitch), 0.17 * pitch, INK)
            canvas.disc((x, ground - 0.155 * pitch), 0.17 * pitch - 5, _BALL)
        _cup(canvas, x, ground - lift, pitch, colours[drawn.colours[cup]])
        canvas.text((x, ground + 52), str(at + 1), 42, INK)
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
        Discard: No steps were found that lead astray.
    """
    drawn = plan(rng, difficulty)
    said = {option(place): name for place, name in drawn.wrong}
    options = arrange(option(drawn.end), list(said), key, rng)
    text = question(drawn, rng)
    pitch, ground, _ = _measures(drawn)
    cups = len(drawn.colours)
    box = Box(
        x=_MARGIN + drawn.ball * pitch,
        y=_MARGIN // 2,
        width=pitch,
        height=ground - _MARGIN // 2 + 8,
        label=f"the {drawn.colours[drawn.ball]} cup and the ball",
    )
    return Puzzle(
        image=_picture(drawn, range(cups), PALETTES[palette]),
        oracle=_picture(drawn, row_after(drawn.steps, cups), PALETTES[palette]),
        question=text,
        options=options,
        key=key,
        canonical=drawn.canonical(),
        parameters={
            "cups": list(drawn.colours),
            "ball": drawn.colours[drawn.ball],
            "steps": [f"{step.kind} {step.first} {step.second}" for step in drawn.steps],
            "answer": option(drawn.end),
            "mistakes": {letter: said[text] for letter, text in zip(LETTERS, options, strict=True) if text in said},
        },
        regions=(box,),
    )
