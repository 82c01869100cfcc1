"""Looking at pixels: masks of what is near a colour, darker or lighter. For solvers; no maker comes here.

A picture is held as three planes, one a channel, because comparing whole planes of bytes is ten times as fast as
comparing triples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL import Image

Planes = NDArray[np.uint8]
"""Red, green and blue of a picture or of a part of it: shape (3, height, width), or (3, pixels)."""
Bits = NDArray[np.bool_]
Tone = tuple[int, int, int]


def planes(image: Image.Image) -> Planes:
    """Take a picture apart; shape (3, height, width)."""
    return np.stack([np.asarray(channel) for channel in image.convert("RGB").split()])


def near(picture: Planes, tone: Tone, within: int) -> Bits:
    """Where no channel is more than `within` levels off its colour."""
    found = np.ones(picture.shape[1:], dtype=np.bool_)
    for plane, level in zip(picture, tone, strict=True):
        low, high = max(0, level - within), min(255, level + within)
        # Bytes below `low` wrap round and become large.
        found &= (plane - np.uint8(low)) <= np.uint8(high - low)
    return found


def all_below(picture: Planes, level: int) -> Bits:
    """Where every channel is less than `level`."""
    return np.asarray((picture[0] < level) & (picture[1] < level) & (picture[2] < level))


def any_below(picture: Planes, level: int) -> Bits:
    """Where some channel is less than `level`."""
    return np.asarray((picture[0] < level) | (picture[1] < level) | (picture[2] < level))


def all_above(picture: Planes, level: int) -> Bits:
    """Where every channel is more than `level`."""
    return np.asarray((picture[0] > level) & (picture[1] > level) & (picture[2] > level))
