"""Reads a seven-segment display from its pixels: finds the bars, sorts them into digits, names their colours.

Nothing of the geometry is known beforehand: sizes and places are measured in the picture, and what does not fit
together makes it give up with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from curation.puzzles.planes import Planes, any_below, near, planes

if TYPE_CHECKING:
    from PIL import Image

_TINTS: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "red": ((212, 43, 54), (180, 26, 26)),
    "orange": ((240, 130, 40), (218, 124, 24)),
    "yellow": ((248, 210, 60), (254, 236, 20)),
    "green": ((46, 150, 98), (12, 106, 86)),
    "blue": ((46, 116, 206), (34, 124, 236)),
    "purple": ((108, 56, 160), (86, 26, 138)),
    "pink": ((240, 152, 190), (224, 140, 175)),
    "black": ((32, 34, 40), (18, 18, 22)),
}
"""Each colour in the two tones that pictures come in: for all eyes alike, and for deuteranopes."""

_NEAR = 10
"""Levels that a channel may be off its colour; the closest two tones of different names are 28 apart in one."""

_UPRIGHT = {"top left": (0, 0), "top right": (1, 0), "bottom left": (0, 1), "bottom right": (1, 1)}
"""Standing segments: side and half of the digit."""


class NotReadable(Exception):
    """The picture is no undamaged display."""


@dataclass(frozen=True, slots=True)
class _Bar:
    """One segment: its middle (in half pixels), its length and width, whether it lies, and its colour."""

    x: int
    y: int
    length: int
    width: int
    lies: bool
    colour: str


Digit = dict[str, str]
"""Colours by segment: top, middle, bottom, top left, top right, bottom left, bottom right."""


def read_display(image: Image.Image) -> list[list[Digit]]:
    """Read the rows of digits from top to bottom, each from left to right.

    Raises:
        NotReadable: Something in the picture is not part of a whole display in known colours on white.
    """
    bars = _bars(planes(image))
    if len(bars) < 7 or len(bars) % 7:
        raise NotReadable(f"there are {len(bars)} segments, which make no whole digits")
    lying, standing = [bar for bar in bars if bar.lies], [bar for bar in bars if not bar.lies]
    for kind, group in (("lying", lying), ("standing", standing)):
        if not group or any(max(v) - min(v) > 3 for v in ([b.length for b in group], [b.width for b in group])):
            raise NotReadable(f"the {kind} segments are not of one size")
    width = lying[0].width
    columns = _groups([bar.x for bar in lying], width)
    lines = _groups([bar.y for bar in lying], width)
    if len(lines) % 3 or len(lying) != len(columns) * len(lines) or 4 * len(lying) != 3 * len(standing):
        raise NotReadable("the segments do not lie in rows and columns")
    left = list(lying)
    display = []
    for at in range(0, len(lines), 3):
        levels = lines[at : at + 3]
        if abs(levels[0] + levels[2] - 2 * levels[1]) > 2 * width:
            raise NotReadable("the middle segment is not in the middle")
        row = []
        for column in columns:
            digit = {}
            for name, level in zip(("top", "middle", "bottom"), levels, strict=True):
                digit[name] = _take(left, column, level, width).colour
            for name, (side, half) in _UPRIGHT.items():
                reach = lying[0].length if side else -lying[0].length
                middle = (levels[half] + levels[half + 1]) // 2
                digit[name] = _take(standing, column + reach, middle, 2 * width).colour
            row.append(digit)
        display.append(row)
    if left or standing:
        raise NotReadable("there are segments outside the digits")
    return display


def _bars(pixels: Planes) -> list[_Bar]:
    from scipy import ndimage

    ink = any_below(pixels, 250)
    around = ndimage.binary_dilation(ink, iterations=2)
    if (any_below(pixels, 255) & ~around).any() or not ink.any():
        raise NotReadable("the canvas is not white, or it is empty")
    labels, count = ndimage.label(ink, structure=np.ones((3, 3)))
    if count > 98:
        raise NotReadable(f"there are {count} separate marks")
    return [_bar(pixels, labels, number, place) for number, place in enumerate(ndimage.find_objects(labels), 1)]


def _bar(pixels: Planes, labels: NDArray[np.int32], number: int, place: tuple[slice, slice]) -> _Bar:
    from scipy import ndimage

    mask = labels[place] == number
    height, width = mask.shape
    lies, (long, short) = width > height, (max(width, height), min(width, height))
    if short < 8 or long < 2 * short or min(place[0].start, place[1].start) < short:
        raise NotReadable(f"a mark of {width} x {height} pixels is no segment")
    expected = (long - short) * short + short * short * 0.7854
    if abs(float(mask.sum()) - expected) > 0.04 * expected:
        raise NotReadable(f"a segment of {width} x {height} pixels is not whole")
    inside = ndimage.binary_erosion(np.pad(mask, 1), iterations=max(3, short // 8))[1:-1, 1:-1]
    colour = _name(pixels[:, place[0], place[1]][:, inside])
    return _Bar(
        x=place[1].start + place[1].stop,
        y=place[0].start + place[0].stop,
        length=long,
        width=short,
        lies=lies,
        colour=colour,
    )


def _name(inside: Planes) -> str:
    """Name the colour that all pixels have."""
    for name, tones in _TINTS.items():
        for tone in tones:
            if near(inside, tone, _NEAR).all():
                return name
    middle = ", ".join(str(int(value)) for value in np.median(inside, axis=1))
    raise NotReadable(f"a segment is not of one known colour (about {middle})")


def _groups(values: list[int], width: int) -> list[int]:
    """The distinct positions among values that scatter by little, in order."""
    found: list[int] = []
    for value in sorted(values):
        if not found or value - found[-1] > width:
            found.append(value)
    return found


def _take(bars: list[_Bar], x: int, y: int, reach: int) -> _Bar:
    """Remove and return the one bar near a point."""
    near = [bar for bar in bars if abs(bar.x - x) <= reach and abs(bar.y - y) <= reach]
    if len(near) != 1:
        raise NotReadable("a segment is missing or out of its place")
    bars.remove(near[0])
    return near[0]
