"""The grounds that clutter lies on: pale and soft, far from every colour that questions name."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Final

from PIL import Image

from curation.draw.canvas import Canvas, Point
from curation.draw.palette import RGB

_SHELF: Final = 150
"""Pixels from one board of the shelf wall to the next, at least."""


def _blob(rng: random.Random, x: float, y: float, radius: float) -> list[Point]:
    """A soft round shape: a circle whose radius swells three times."""
    phase, swell = rng.randrange(360), rng.randrange(8, 18) / 100
    points = []
    for step in range(72):
        turn = math.radians(step * 5)
        reach = radius * (1 + swell * math.sin(3 * turn + math.radians(phase)))
        points.append((x + 1.25 * reach * math.cos(turn), y + reach * math.sin(turn)))
    return points


def _wave(rng: random.Random, width: int, level: float, swing: float) -> list[Point]:
    """A wavy line from the left edge to the right."""
    length, phase = width / rng.randrange(2, 5), rng.randrange(360)
    return [
        (x, level + swing * math.sin(2 * math.pi * x / length + math.radians(phase)))
        for x in range(-16, width + 17, 16)
    ]


def _lawn(canvas: Canvas, rng: random.Random) -> None:
    wide, high = canvas.width, canvas.height
    band = high / rng.randrange(7, 11)
    for number in range(0, math.ceil(high / band) + 1, 2):
        top = _wave(rng, wide, number * band, band * 0.12)
        low = _wave(rng, wide, (number + 1) * band, band * 0.12)
        canvas.polygon(top + low[::-1], (214, 231, 198))
    for _ in range(5):
        shape = _blob(rng, rng.randrange(wide), rng.randrange(high), high * rng.randrange(9, 17) / 100)
        canvas.polygon(shape, (227, 239, 212))
    for _ in range(wide // 10):
        x, y = rng.randrange(wide), rng.randrange(high)
        for lean in (-5, 0, 5):
            canvas.line([(x, y), (x + lean, y - 11 + abs(lean))], 2.5, (190, 212, 172))


def _beach(canvas: Canvas, rng: random.Random) -> None:
    wide, high = canvas.width, canvas.height
    for _ in range(8):
        shape = _blob(rng, rng.randrange(wide), rng.randrange(high), high * rng.randrange(7, 14) / 100)
        canvas.polygon(shape, rng.choice(((248, 238, 214), (239, 225, 195))))
    for _ in range(wide // 4):
        canvas.disc((rng.randrange(wide), rng.randrange(high)), rng.randrange(3, 7) / 2, (226, 209, 175))
    level = high * rng.randrange(70, 80) / 100
    colours: tuple[RGB, ...] = ((230, 213, 180), (250, 252, 250), (208, 233, 236), (194, 225, 232), (181, 217, 228))
    for number, colour in enumerate(colours):
        edge = _wave(rng, wide, level + (0, 14, 28, high * 0.1, high * 0.18)[number], 13)
        canvas.polygon([*edge, (wide, high), (0, high)], colour)


def _table(canvas: Canvas, rng: random.Random) -> None:
    wide, high = canvas.width, canvas.height
    plank = high / 8
    for number in range(8):
        tone = rng.choice(((233, 215, 190), (238, 222, 199), (229, 210, 183)))
        canvas.rectangle(0, number * plank, wide, plank + 1, tone)
        canvas.line([(0, number * plank), (wide, number * plank)], 3, (214, 192, 163))
        x, y = rng.randrange(wide), number * plank + plank / 2
        for turn in (0.42, 0.25):
            canvas.polygon(
                [(x + 190 * turn * math.cos(a / 10), y + 66 * turn * math.sin(a / 10)) for a in range(63)],
                (222, 201, 173) if turn > 0.3 else (233, 215, 190),
            )
    inset = high * rng.randrange(9, 14) / 100
    left, top, w, h = inset * 1.3, inset, wide - 2.6 * inset, high - 2 * inset
    cloth = rng.choice(((221, 233, 238), (240, 224, 224), (226, 232, 214), (232, 226, 240)))
    stripe: RGB = (cloth[0] - 12, cloth[1] - 11, cloth[2] - 10)
    canvas.rectangle(left + 6, top + 8, w, h, (216, 196, 168), 28)
    canvas.rectangle(left, top, w, h, cloth, 28)
    step = 96
    for x in range(step // 2, int(w) - step // 2, step):
        canvas.rectangle(left + x, top, step / 3, h, stripe)
    for y in range(step // 2, int(h) - step // 2, step):
        canvas.rectangle(left, top + y, w, step / 3, (cloth[0] - 6, cloth[1] - 6, cloth[2] - 5))
    for x in range(step // 2, int(w) - step // 2, step):
        for y in range(step // 2, int(h) - step // 2, step):
            canvas.rectangle(left + x, top + y, step / 3, step / 3, (cloth[0] - 20, cloth[1] - 18, cloth[2] - 16))


def _square(canvas: Canvas, rng: random.Random) -> None:
    wide, high = canvas.width, canvas.height
    side = 64
    tones = ((231, 226, 218), (225, 220, 211), (236, 232, 225), (228, 224, 219))
    for row in range(math.ceil(high / side)):
        for column in range(-1, math.ceil(wide / side) + 1):
            left = column * side + (row % 2) * side / 2
            canvas.rectangle(left + 2, row * side + 2, side - 4, side - 4, rng.choice(tones), 6)
    x, y = wide * rng.randrange(32, 69) / 100, high * rng.randrange(38, 63) / 100
    ring = high * 0.40
    shades: tuple[RGB, ...] = ((214, 206, 194), (240, 235, 226), (221, 226, 226), (240, 235, 226), (206, 228, 234))
    for number, colour in enumerate(shades):
        canvas.disc((x, y), ring * (1, 0.94, 0.66, 0.6, 0.3)[number], colour)
    for spoke in range(0, 360, 30):
        cos, sin = math.cos(math.radians(spoke)), math.sin(math.radians(spoke))
        canvas.line(
            [(x + ring * 0.69 * cos, y + ring * 0.69 * sin), (x + ring * 0.91 * cos, y + ring * 0.91 * sin)],
            10,
            (222, 214, 202),
        )


def _rug(canvas: Canvas, rng: random.Random) -> None:
    wide, high = canvas.width, canvas.height
    for y in range(0, high, 48):
        canvas.line([(0, y), (wide, y)], 2, (226, 216, 203))
    sets: tuple[tuple[RGB, ...], ...] = (
        ((205, 216, 226), (232, 238, 242), (240, 231, 216), (219, 227, 233)),
        ((226, 210, 205), (245, 236, 229), (226, 234, 232), (238, 225, 219)),
        ((211, 222, 208), (237, 242, 231), (245, 234, 222), (225, 233, 220)),
    )
    tones = rng.choice(sets)
    inset = high // 22
    canvas.rectangle(inset, inset, wide - 2 * inset, high - 2 * inset, tones[0], 40)
    canvas.rectangle(inset + 26, inset + 26, wide - 2 * inset - 52, high - 2 * inset - 52, tones[1], 28)
    step = high / 5
    for row in range(1, 5):
        for column in range(1, int(wide / step) + 1):
            middle = (column * step + (row % 2 - 0.5) * step * 0.5, row * step)
            if not step * 0.55 < middle[0] < wide - step * 0.55:
                continue
            for share, tone in ((0.42, tones[3]), (0.3, tones[1]), (0.2, tones[2])):
                canvas.disc(middle, step * share, tone)


def _shelf(canvas: Canvas, rng: random.Random) -> None:
    wide, high = canvas.width, canvas.height
    paper = rng.choice(((228, 234, 232), (238, 230, 222), (230, 229, 238)))
    canvas.rectangle(0, 0, wide, high, paper)
    dot: RGB = (paper[0] - 12, paper[1] - 12, paper[2] - 12)
    for row in range(high // 40 + 1):
        for column in range(wide // 56 + 1):
            canvas.disc((column * 56 + (row % 2) * 28, row * 40), 4, dot)
    for board in boards(high):
        canvas.rectangle(0, board + 20, wide, 14, (paper[0] - 22, paper[1] - 22, paper[2] - 22))
        canvas.rectangle(0, board, wide, 22, (217, 195, 165))
        canvas.rectangle(0, board, wide, 5, (228, 209, 182))
    for x in (0, wide - 20):
        canvas.rectangle(x, 0, 20, high, (208, 185, 154))


def boards(height: int) -> list[int]:
    """Where the upper edges of the shelf wall's boards are, in pixels from the top."""
    count = height // _SHELF
    step = height // count
    return [step * (number + 1) - 30 for number in range(count)]


_GROUND: Final[dict[str, tuple[RGB, Callable[[Canvas, random.Random], None]]]] = {
    "lawn": ((206, 225, 188), _lawn),
    "beach": ((244, 232, 204), _beach),
    "table": ((233, 215, 190), _table),
    "square": ((216, 210, 200), _square),
    "rug": ((233, 224, 212), _rug),
    "shelf": ((228, 234, 232), _shelf),
}
KINDS: Final = tuple(_GROUND)
"""Every backdrop."""


def backdrop(width: int, height: int, kind: str, seed: int) -> Image.Image:
    """Draw a ground of `kind` whose details follow from `seed`; RGB, `width` x `height`."""
    colour, draw = _GROUND[kind]
    canvas = Canvas(width, height, colour, scale=2)
    draw(canvas, random.Random(seed))
    return canvas.image()
