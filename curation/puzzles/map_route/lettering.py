"""Read the names on a map: each plate's ink is compared with the names that it could be, drawn anew."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

_HIGH: Final = 24
_SAME_WIDTH: Final = 0.06
_LEAST_SCORE: Final = 0.9
_LEAST_LEAD: Final = 0.1

Ink = NDArray[np.float64]


def _extent(profile: Ink) -> tuple[float, float]:
    """Where ink begins and ends along an axis, in fractions of a pixel; `profile` is the most ink at each place."""
    inked = np.flatnonzero(profile > 0.15)
    first, last = int(inked[0]), int(inked[-1])
    return first + 1 - float(profile[first]), last + float(profile[last])


def _box(ink: Ink) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is inked."""
    (top, bottom), (left, right) = _extent(ink.max(axis=1)), _extent(ink.max(axis=0))
    return left, top, right, bottom


def _normal(ink: Ink, wide: int) -> Ink:
    """Scale ink to `wide` x 24, with mean 0 and length 1."""
    picture = Image.fromarray(np.round(ink * 255).astype(np.uint8))
    scaled = np.asarray(picture.resize((wide, _HIGH), Image.Resampling.BILINEAR, _box(ink)), dtype=np.float64)
    scaled = scaled - scaled.mean()
    result: Ink = scaled / max(float(np.sqrt((scaled * scaled).sum())), 1e-9)
    return result


def _aspect(ink: Ink) -> float:
    """Width over height of what is inked."""
    left, top, right, bottom = _box(ink)
    return (right - left) / (bottom - top)


@lru_cache(maxsize=512)
def _drawn(name: str) -> tuple[Ink, float]:
    """A name in its normal form, and its width over its height."""
    with resources.as_file(resources.files("curation").joinpath("draw", "fonts", "B612-Bold.otf")) as path:
        face = ImageFont.truetype(str(path), 80, layout_engine=ImageFont.Layout.BASIC)
    picture = Image.new("L", (int(face.getlength(name)) + 80, 160), 0)
    ImageDraw.Draw(picture).text((40, 110), name, 255, face, "ls")
    fine = np.asarray(picture.reduce(4), dtype=np.float64) / 255
    aspect = _aspect(fine)
    return _normal(fine, round(_HIGH * aspect)), aspect


def compare(ink: Ink, name: str) -> float:
    """How far the ink of a plate looks like a name: 1 is equal, 0 is not at all.

    Args:
        ink: Share of ink in each pixel, (height, width), 0 to 1; some of it above one half.
        name: What it could say.
    """
    drawn, aspect = _drawn(name)
    if abs(_aspect(ink) - aspect) > _SAME_WIDTH * aspect + 0.12:
        return 0.0
    return float((_normal(ink, drawn.shape[1]) * drawn).sum())


def find(names: list[str], plates: list[Ink]) -> tuple[dict[str, int], float]:
    """Find the plate of each name.

    Returns:
        The plates by name (a name without a plate that is clearly its own is missing), and the least of their
        scores.
    """
    found: dict[str, int] = {}
    least = 1.0
    for name in names:
        scores = sorted(((compare(ink, name), number) for number, ink in enumerate(plates)), reverse=True)
        lead = scores[0][0] - (scores[1][0] if len(scores) > 1 else 0.0)
        if scores[0][0] >= _LEAST_SCORE and lead >= _LEAST_LEAD:
            found[name], least = scores[0][1], min(least, scores[0][0])
    return found, least
