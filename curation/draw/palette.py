"""Colours with names: what pictures are drawn in and questions speak of."""

from __future__ import annotations

from typing import Final

RGB = tuple[int, int, int]

PALETTE: Final[dict[str, RGB]] = {
    "red": (212, 43, 54),
    "orange": (240, 130, 40),
    "yellow": (248, 210, 60),
    "green": (46, 150, 98),
    "blue": (46, 116, 206),
    "purple": (108, 56, 160),
    "pink": (240, 152, 190),
    "black": (32, 34, 40),
}
"""The colours that questions name: every two at least 25 apart in CIEDE2000 under normal vision."""

PALETTE_DEUTERANOPIA: Final[dict[str, RGB]] = {
    "red": (180, 26, 26),
    "orange": (218, 124, 24),
    "yellow": (254, 236, 20),
    "green": (12, 106, 86),
    "blue": (34, 124, 236),
    "purple": (86, 26, 138),
    "pink": (224, 140, 175),
    "black": (18, 18, 22),
}
"""The same names in tones that stay apart without green cones.

Every two are at least 20 apart in CIEDE2000 under normal vision and as deuteranopes see them, by the models of
Machado et al. (2009) and of Viénot et al. (1999). Where hue is lost, lightness tells: red is dark and orange light,
green dark and bluish, purple far darker than blue.
"""

PALETTES: Final[dict[str, dict[str, RGB]]] = {"standard": PALETTE, "deuteranopia": PALETTE_DEUTERANOPIA}
"""Both, by name."""

INK: Final[RGB] = (38, 43, 51)
"""Text and outlines."""

PAPER: Final[RGB] = (255, 255, 255)
"""Blank canvas."""


def mix(first: RGB, second: RGB, share: float) -> RGB:
    """Blend two colours; `share` in [0, 1] is how much of the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
