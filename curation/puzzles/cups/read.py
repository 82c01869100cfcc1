"""Reads a row of cups from pixels alone: their colours from left to right, which is lifted, and the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from curation.puzzles.labels import Illegible, Print, check, window
from curation.puzzles.planes import Planes, Tone, near, planes

if TYPE_CHECKING:
    from PIL import Image

_COLOURS = {
    "red": ((212, 43, 54), (180, 26, 26)),
    "yellow": ((248, 210, 60), (254, 236, 20)),
    "green": ((46, 150, 98), (12, 106, 86)),
    "blue": ((46, 116, 206), (34, 124, 236)),
    "purple": ((108, 56, 160), (86, 26, 138)),
    "pink": ((240, 152, 190), (224, 140, 175)),
}
"""Each colour in the two tones that pictures come in: for all eyes alike, and for deuteranopes."""
_BALL = (250, 250, 250)
_WALL, _TABLE, _EDGE, _INK = (255, 255, 255), (236, 231, 222), (203, 194, 180), (38, 43, 51)
_NUMBERS = Print(tuple("123456"), 42, "Bold", _INK, _TABLE)
_STANDS = 18
"""From the upper side of the table's edge down to where the cups stand."""
_BELOW = 52
"""From there down to the middles of the numbers."""
_MOST_BLENDS = 0.03
"""Share of the pixels that soft edges may take."""
_NEAR = 4
"""Levels that a channel may be off its colour."""

Span = tuple[int, int, int, int, int]
"""Top, bottom, left, right (ends excluded) and pixels of a mark."""


class NotReadable(Exception):
    """The picture is no undamaged row of cups."""


def read_cups(image: Image.Image) -> tuple[list[str], int]:
    """Read the cups' colours from left to right, and the place of the lifted one, from 0.

    Raises:
        NotReadable: A cup or the ball is not whole, or which cup is lifted cannot be told.
    """
    pixels = planes(image)
    cups = sorted(
        (span[2] + span[3], name, tone, span)
        for name, tones in _COLOURS.items()
        for tone in tones
        for span in _marks(pixels, tone)
    )
    if not 4 <= len(cups) <= 6 or len({name for _, name, _, _ in cups}) != len(cups):
        raise NotReadable(f"there are {len(cups)} cups, or two of one colour")
    spans = [span for _, _, _, span in cups]
    first = spans[0]
    for span in spans:
        alike = [abs((span[a] - span[b]) - (first[a] - first[b])) <= 2 for a, b in ((1, 0), (3, 2))]
        if not all(alike) or abs(span[4] - first[4]) > first[4] // 50:
            raise NotReadable("the cups are not of one size")
    middles = [middle for middle, _, _, _ in cups]
    gaps = [b - a for a, b in pairwise(middles)]
    if max(gaps) - min(gaps) > 6 or abs(middles[0] + middles[-1] - 2 * pixels.shape[2]) > 12:
        raise NotReadable("the cups do not stand evenly")
    bottoms = [span[1] for span in spans]
    ground = max(bottoms)
    lifted = [at for at, bottom in enumerate(bottoms) if ground - bottom > gaps[0] // 8]
    if len(lifted) != 1 or any(ground - bottom > 2 for at, bottom in enumerate(bottoms) if at != lifted[0]):
        raise NotReadable(f"{len(lifted)} cups are lifted")
    balls = _marks(pixels, _BALL)
    if len(balls) != 1:
        raise NotReadable(f"there are {len(balls)} balls")
    top, bottom, left, right, size = balls[0]
    round_size = 0.7854 * (bottom - top) * (right - left)
    if abs(bottom - top - right + left) > 2 or abs(size - round_size) > 0.06 * round_size:
        raise NotReadable("the ball is not round")
    if abs(left + right - middles[lifted[0]]) > gaps[0] // 8 or top < bottoms[lifted[0]]:
        raise NotReadable("the ball is not under the lifted cup")
    _check_rest(pixels, [tone for _, _, tone, _ in cups])
    _check_numbers(pixels, [middle / 2 for middle in middles])
    return [name for _, name, _, _ in cups], lifted[0]


def _check_rest(pixels: Planes, tones: Sequence[Tone]) -> None:
    """Refuse a picture with more in it than cups, their shades and lights, ball, numbers, table and wall."""
    dark = [(red * 78 // 100, green * 78 // 100, blue * 78 // 100) for red, green, blue in tones]
    light = [
        (red + (255 - red) * 3 // 10, green + (255 - green) * 3 // 10, blue + (255 - blue) * 3 // 10)
        for red, green, blue in tones
    ]
    known = np.zeros(pixels.shape[1:], dtype=np.bool_)
    for tone in (*tones, *dark, *light, _WALL, _TABLE, _EDGE, _INK, _BALL):
        known |= near(pixels, tone, _NEAR)
    if int((~known).sum()) > _MOST_BLENDS * known.size:
        raise NotReadable("there are things in the picture that are no cups")


def _check_numbers(pixels: Planes, middles: Sequence[float]) -> None:
    """Refuse a picture whose places are not numbered from left to right below the cups, with nothing else there."""
    edge = np.flatnonzero(near(pixels[:, :, :4], _EDGE, _NEAR).all(axis=1))
    if not len(edge) or edge[-1] - edge[0] + 1 != len(edge):
        raise NotReadable("the table has no edge")
    stand = int(edge[0]) + _STANDS
    numbers = [(str(place), (x, stand + _BELOW)) for place, x in enumerate(middles, 1)]
    try:
        check(pixels, numbers, _NUMBERS, "the number of the place")
    except Illegible as reason:
        raise NotReadable(str(reason)) from None
    # The cups' rims and the ball may reach a pixel or two below where they stand.
    other = ~near(pixels[:, stand + 4 :], _TABLE, _NEAR)
    for _, middle in numbers:
        rows, columns = window(_NUMBERS, middle)
        other[rows.start - stand - 4 : rows.stop - stand - 4, columns] = False
    if other.any():
        raise NotReadable("there is something on the table beside the numbers")


def _marks(pixels: Planes, tone: Tone) -> list[Span]:
    """The separate areas of a tone that are more than specks."""
    from scipy import ndimage

    mask = near(pixels, tone, _NEAR)
    high, wide = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(high):
        return []
    top, left = int(high[0]), int(wide[0])
    labels, _ = ndimage.label(mask[top : high[-1] + 1, left : wide[-1] + 1])
    found = []
    for number, (rows, columns) in enumerate(ndimage.find_objects(labels), 1):
        size = int((labels[rows, columns] == number).sum())
        if size > 24:
            found.append((top + rows.start, top + rows.stop, left + columns.start, left + columns.stop, size))
    return found
