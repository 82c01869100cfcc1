"""Read a maze from its pixels: the grid of walls, the coloured shapes, the lettered points.

Every pixel must be explained: walls dark from end to end, passages and margins white, all else inside a mark.
What cannot be explained makes the picture unreadable; nothing is guessed.
"""

from __future__ import annotations

import colorsys
import string
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from curation.puzzles.planes import Bits, all_above, all_below, planes

_DARK: Final = 110
_WHITE: Final = 240
_SATURATED: Final = 90
_GLYPH: Final = 24
_LEAST_SCORE: Final = 0.9
_LEAST_LEAD: Final = 0.02
_HUES: Final = (("red", 340, 375), ("orange", 15, 42), ("green", 95, 175), ("blue", 200, 232), ("purple", 255, 300))
"""Names of hues and where they lie on the colour circle, in degrees."""


class Unreadable(Exception):
    """The picture shows something that no maze of this family does; the message says what."""


@dataclass(frozen=True, slots=True)
class Maze:
    """What the picture shows.

    Attributes:
        size: Cells in a row and in a column.
        east: Bool array (size, size): open towards the right neighbour.
        south: Bool array (size, size): open towards the lower neighbour.
        shapes: Cell (row, column) of every coloured shape, by colour and shape.
        points: Cell (row, column) of every lettered point, by letter.
        score: The least correlation of a letter with its template; 1 is perfect.
    """

    size: int
    east: Bits
    south: Bits
    shapes: dict[tuple[str, str], tuple[int, int]]
    points: dict[str, tuple[int, int]]
    score: float


def _extent(profile: NDArray[np.float64]) -> tuple[float, float]:
    """Where ink begins and ends along an axis, in fractions of a pixel; `profile` is the most ink at each place."""
    inked = np.flatnonzero(profile > 0.1)
    first, last = int(inked[0]), int(inked[-1])
    return first + 1 - float(profile[first]), last + float(profile[last])


def _normal(ink: NDArray[np.float64]) -> tuple[NDArray[np.float64], float, float]:
    """Scale a glyph to a square of fixed size, with mean 0 and length 1.

    Returns:
        The square, the glyph's width over its height, and its height in pixels.
    """
    (top, bottom), (left, right) = _extent(ink.max(axis=1)), _extent(ink.max(axis=0))
    picture = Image.fromarray(np.round(np.clip(ink, 0, 1) * 255).astype(np.uint8))
    scaled = picture.resize((_GLYPH, _GLYPH), Image.Resampling.BILINEAR, (left, top, right, bottom))
    square = np.asarray(scaled, dtype=np.float64)
    square = square - square.mean()
    length = float(np.sqrt((square * square).sum()))
    return square / max(length, 1e-9), (right - left) / (bottom - top), bottom - top


@cache
def _templates() -> tuple[tuple[str, NDArray[np.float64], float], ...]:
    """Every capital with its normal form and its width over its height."""
    with resources.as_file(resources.files("curation").joinpath("draw", "fonts", "B612-Bold.otf")) as path:
        face = ImageFont.truetype(str(path), 120, layout_engine=ImageFont.Layout.BASIC)
    found = []
    for letter in string.ascii_uppercase:
        picture = Image.new("L", (240, 240), 0)
        ImageDraw.Draw(picture).text((60, 160), letter, fill=255, font=face, anchor="ls")
        # Reduced to the size of a letter in a picture, so that both are blurred alike by their pixels.
        square, aspect, _ = _normal(np.asarray(picture.reduce(4), dtype=np.float64) / 255)
        found.append((letter, square, aspect))
    return tuple(found)


def _letter(cell: NDArray[np.int16]) -> tuple[str, float]:
    """Read the letter on a pale disc; `cell` is the inside of a cell, (height, width, 3)."""
    light = cell.mean(axis=2)
    dark = light < _DARK
    paper = float(np.median(light[(light < _WHITE + 10) & (light > 190)])) if (light > 190).any() else 0.0
    if not dark.any() or not paper:
        raise Unreadable("a point has no letter")
    ink = np.clip((paper - light) / (paper - float(light.min())), 0, 1)
    ink[light > paper] = 0
    square, aspect, height = _normal(ink)
    if height < 10:
        raise Unreadable("a point has no letter")
    scored = sorted(
        (float((square * shape).sum()) - abs(aspect - wide), letter) for letter, shape, wide in _templates()
    )
    (second, _), (best, letter) = scored[-2:]
    if best < _LEAST_SCORE or best - second < _LEAST_LEAD:
        raise Unreadable(f"a letter cannot be told (like {letter}, {best:.2f})")
    return letter, best


def _shape(cell: NDArray[np.int16]) -> tuple[str, str]:
    """Name the colour and the shape in a cell."""
    strength = (cell.max(axis=2) - cell.min(axis=2)).astype(np.float64)
    cover = np.minimum(strength / np.percentile(strength[strength > _SATURATED], 50), 1)
    full = cover > 0.5
    rows, columns = np.flatnonzero(full.any(axis=1)), np.flatnonzero(full.any(axis=0))
    red, green, blue = (float(value) / 255 for value in np.median(cell[full], axis=0))
    hue = colorsys.rgb_to_hsv(red, green, blue)[0] * 360
    colours = [name for name, low, high in _HUES if low <= hue <= high or low <= hue + 360 <= high]
    share = float(cover.sum()) / ((rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1))
    shapes = (("star", 0.36, 0.46), ("diamond", 0.49, 0.56), ("circle", 0.74, 0.82), ("square", 0.94, 1.06))
    names = [name for name, low, high in shapes if low <= share <= high]
    if not colours or not names:
        raise Unreadable("a coloured shape cannot be told")
    return colours[0], names[0]


def _grid(dark: Bits) -> tuple[int, int, int, int, int]:
    """Find the grid: left, top, cells in a row, from wall to wall, width of a wall."""
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not rows.size:
        raise Unreadable("no walls")
    top, left = int(rows[0]), int(columns[0])
    frame = dark[top : rows[-1] + 1, left : columns[-1] + 1]
    side = frame.shape[0]
    thick = int(np.argmin(np.append(frame[:, : side // 4].all(axis=0), False)))
    if frame.shape[1] != side or not thick:
        raise Unreadable("the outer wall is not a whole square")
    for size in range(3, 64):
        pitch, rest = divmod(side - thick, size)
        if rest or pitch < 4 * thick:
            continue
        cells = frame[thick:, thick:].reshape(size, pitch, size, pitch)[:, : pitch - thick, :, : pitch - thick]
        rims = (cells[:, :2], cells[:, -2:], cells[:, :, :, :2], cells[:, :, :, -2:])
        if not any(rim.any() for rim in rims):
            return left, top, size, pitch, thick
    raise Unreadable("the walls lie on no grid")


def read(image: Image.Image) -> Maze:
    """Read the picture.

    Raises:
        Unreadable: Something in it is not explained by a maze with marks.
    """
    picture = planes(image)
    dark, white = all_below(picture, _DARK), all_above(picture, _WHITE)
    left, top, size, pitch, thick = _grid(dark)
    span, inside = size * pitch + thick, pitch - thick
    frame = np.zeros_like(white)
    frame[top : top + span, left : left + span] = True
    if not (white | frame).all():
        raise Unreadable("something is drawn outside of the maze")

    def cells(plane: Bits) -> Bits:
        return plane[top + thick : top + span, left + thick : left + span].reshape(size, pitch, size, pitch)

    black, blank = cells(dark), cells(white)
    # Columns before rows: (row, column, y, x) from here on.
    black, blank = black.transpose(0, 2, 1, 3), blank.transpose(0, 2, 1, 3)
    if not (
        dark[top : top + thick, left : left + span].all() and dark[top : top + span, left : left + thick].all()
    ):
        raise Unreadable("the outer wall has a gap")
    if not black[:, :, inside:, inside:].all():
        raise Unreadable("a corner of the walls is missing")
    passages: list[Bits] = []
    for wall, gap in (
        (black[:, :, :inside, inside:], blank[:, :, :inside, inside:]),
        (black[:, :, inside:, :inside], blank[:, :, inside:, :inside]),
    ):
        closed, opened = np.all(wall, axis=(2, 3)), np.asarray(np.all(gap, axis=(2, 3)))
        if not np.all(closed | opened):
            raise Unreadable("a wall is damaged")
        passages.append(opened)
    east, south = passages
    if east[:, -1].any() or south[-1].any():
        raise Unreadable("the outer wall has a gap")

    shapes: dict[tuple[str, str], tuple[int, int]] = {}
    points: dict[str, tuple[int, int]] = {}
    score = 1.0
    for row, column in np.argwhere(~blank[:, :, :inside, :inside].all(axis=(2, 3))):
        y, x = top + thick + int(row) * pitch, left + thick + int(column) * pitch
        cell = np.moveaxis(picture[:, y : y + inside, x : x + inside], 0, 2).astype(np.int16)
        place = (int(row), int(column))
        marked = (cell.min(axis=2) <= _WHITE).sum()
        if marked < inside * inside // 6:
            raise Unreadable("there is a spot that is no point")
        if (cell.max(axis=2) - cell.min(axis=2) > _SATURATED).sum() * 2 > marked:
            name = _shape(cell)
            if name in shapes:
                raise Unreadable("a coloured shape is there twice")
            shapes[name] = place
        else:
            letter, match = _letter(cell)
            if letter in points:
                raise Unreadable(f"the letter {letter} is there twice")
            points[letter], score = place, min(score, match)
    return Maze(size, east, south, shapes, points, score)
