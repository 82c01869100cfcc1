"""A picture described for comparison: perceptual hashes of its eight turns, a thumbnail, and its tiles in small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

THUMB = 32
"""Side of the thumbnail in pixels; a perceptual hash is taken from one of this size."""

GRIDS = (2, 3, 4, 5)
"""Tiles to a side that are looked for."""

TILE = 6
"""Side of a tile in small, in pixels."""

_MOSAIC = 360
"""A multiple of `TILE * grid` for every grid, so that tiles share no pixel."""

_T = Image.Transpose
TURNS: tuple[tuple[str, Image.Transpose | None], ...] = (
    ("the same way up", None),
    ("mirrored left to right", _T.FLIP_LEFT_RIGHT),
    ("mirrored top to bottom", _T.FLIP_TOP_BOTTOM),
    ("turned by 180 degrees", _T.ROTATE_180),
    ("turned by 90 degrees", _T.ROTATE_90),
    ("turned by 270 degrees", _T.ROTATE_270),
    ("mirrored along a diagonal", _T.TRANSPOSE),
    ("mirrored along the other diagonal", _T.TRANSVERSE),
)
"""The eight ways to lay down a rectangle: what each is called, and how Pillow does it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A picture in small.

    Attributes:
        hashes: 64-bit perceptual hash of each of the eight `TURNS`, 8 bytes each.
        thumb: RGB bytes of the thumbnail, `THUMB` x `THUMB`.
        tiles: RGB bytes of the picture without gutters at `TILE * grid` pixels a side, for each of `GRIDS`.
    """

    hashes: tuple[bytes, ...]
    thumb: bytes
    tiles: tuple[bytes, ...]


def sign(image: Image.Image) -> Signature:
    """Describe a picture: a few milliseconds."""
    flat = _opaque(image)
    thumb = flat.resize((THUMB, THUMB), Image.Resampling.BOX)
    mosaic = without_gutters(flat).resize((_MOSAIC, _MOSAIC), Image.Resampling.BOX)
    return Signature(
        hashes=tuple(_hash(turned(thumb, turn)) for _, turn in TURNS),
        thumb=thumb.tobytes(),
        tiles=tuple(mosaic.resize((TILE * grid, TILE * grid), Image.Resampling.BOX).tobytes() for grid in GRIDS),
    )


def turned(image: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    """Lay a picture down in one of the `TURNS`."""
    return image if turn is None else image.transpose(turn)


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, image).convert("RGB")


def _hash(thumb: Image.Image) -> bytes:
    import imagehash
    import numpy as np

    return np.packbits(imagehash.phash(thumb).hash).tobytes()


def without_gutters(image: Image.Image) -> Image.Image:
    """Take the white or black lines out between the tiles of a shuffled picture.

    Args:
        image: RGB.

    Returns:
        The tiles side by side where plain lines part the picture into a grid of 2 to 6 tiles of one size (within 3
        percent and 2 pixels); else the picture as it is.
    """
    import numpy as np

    grey = np.asarray(image.convert("L"))
    for ground in (grey, ~grey):
        columns, rows = (_runs(_filled(ground, axis)) for axis in (0, 1))
        if len(columns) == len(rows) and 2 <= len(columns) <= 6 and _alike(columns) and _alike(rows):
            # Where a picture was made smaller, the outermost line of a tile is half gutter.
            pixels: NDArray[Any] = np.asarray(image)
            pixels = np.concatenate([pixels[:, start + 1 : stop - 1] for start, stop in columns], axis=1)
            pixels = np.concatenate([pixels[start + 1 : stop - 1] for start, stop in rows], axis=0)
            return Image.fromarray(np.ascontiguousarray(pixels))
    return image


def _filled(grey: NDArray[Any], axis: int) -> NDArray[Any]:
    """Which lines along an axis are not plain white, allowing for noise and what JPEG leaves beside an edge."""
    total = grey.sum(axis=axis, dtype="int64")
    darkest = grey.min(axis=axis)
    filled: NDArray[Any] = (total < 244 * grey.shape[axis]) | (darkest < 160)
    return filled


def _runs(filled: NDArray[Any]) -> list[tuple[int, int]]:
    """Find the stretches of a line that are filled: start and end of each."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], filled, [False])).astype(np.int8)))
    return [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def _alike(runs: list[tuple[int, int]]) -> bool:
    lengths = [stop - start for start, stop in runs]
    return max(lengths) - min(lengths) <= 2 + max(lengths) * 3 // 100
