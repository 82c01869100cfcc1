"""Colours with names: what pictures are drawn in and questions speak of."""

from __future__ import annotations

from typing import Final

RGB = tuple[int, int, int]

PALETTE: Final[dict[str, RGB]] = {
    "red": (214, 40, 40),
    "orange": (247, 127, 0),
    "yellow": (250, 204, 21),
    "green": (34, 139, 60),
    "blue": (29, 110, 216),
    "purple": (122, 40, 170),
    "pink": (244, 143, 187),
    "black": (28, 28, 30),
}
"""The colours that questions name."""

INK: Final[RGB] = (38, 43, 51)
"""Text and outlines."""

PAPER: Final[RGB] = (255, 255, 255)
"""Blank canvas."""


def mix(first: RGB, second: RGB, share: float) -> RGB:
    """Blend two colours; `share` in [0, 1] is how much of the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
