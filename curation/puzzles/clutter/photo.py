"""Photos to be searched: what they need, and the oracle from the boxes that an author draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from PIL import Image

from curation.models import Box
from curation.puzzles.base import Discard
from curation.puzzles.clutter.render import highlight

LEAST_SIDE: Final = 640
"""Pixels of the longer side: what takes a thousandth of a smaller photo is under 16 pixels wide."""

_PLAIN: Final = 2.0
_AROUND: Final = 12
"""Pixels left around a box, so that the ring hides nothing of what is asked about."""


def need_detail(image: Image.Image) -> None:
    """Refuse a photo in which there is nothing to search.

    Args:
        image: The photo, upright, RGB.

    Raises:
        Discard: It is too small, or of one colour. The message says which.
    """
    if max(image.size) < LEAST_SIDE:
        raise Discard(
            f"the photo is too small to be searched: {image.width} x {image.height} pixels, "
            f"and its longer side needs {LEAST_SIDE}; take a larger one"
        )
    if float(np.asarray(image.reduce(4), dtype=np.float64).std(axis=(0, 1)).max()) < _PLAIN:
        raise Discard("the photo is of one colour, so that there is nothing to find; take another one")


def highlighted(photo: Image.Image, regions: Sequence[Box]) -> Image.Image:
    """Draw the oracle: the photo dimmed but for the boxes, each with a margin as far as the photo reaches.

    Args:
        photo: The photo, RGB.
        regions: The boxes, in its pixels.
    """
    return highlight(photo, [_grown(box, photo.size) for box in regions])


def _grown(box: Box, size: tuple[int, int]) -> Box:
    left, top = max(0, box.x - _AROUND), max(0, box.y - _AROUND)
    right, bottom = min(size[0], box.x + box.width + _AROUND), min(size[1], box.y + box.height + _AROUND)
    return Box(x=left, y=top, width=right - left, height=bottom - top)
