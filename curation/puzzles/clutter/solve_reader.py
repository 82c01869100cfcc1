"""Counts things by looking: colour segmentation and silhouettes, without the saved scene."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from curation.puzzles.clutter.solve_pixels import HAND, NAMES, TABLES, WRITING, Bytes, codes, tones
from curation.puzzles.clutter.solve_raster import FIXED, Floats, raster, shapes

_GRID: Final = 20
_ANGLES: Final = (-24, -16, -8, 0, 8, 16, 24)
_FACES_RIGHT: Final = ("fish", "bird", "duck")


@dataclass(frozen=True, slots=True)
class Templates:
    """What the coloured part of each sprite looks like, turned and mirrored.

    Attributes:
        names: Of each template, its sprite.
        mirrored: Of each template, whether it is mirrored.
        grids: (n, grid * grid): coverage, without mean and of length one.
        aspects: (n,): width over height of what is coloured.
        fills: (n,): share of its bounding box that is coloured.
    """

    names: tuple[str, ...]
    mirrored: NDArray[np.bool_]
    grids: Floats
    aspects: Floats
    fills: Floats


def _grid(mask: NDArray[np.bool_]) -> tuple[Floats, float, float]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    cut = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    small = Image.fromarray(cut.astype(np.uint8) * 255).resize((_GRID, _GRID), Image.Resampling.BOX)
    values = np.asarray(small, np.float64).ravel()
    values = values - values.mean()
    return values / max(1e-9, float(np.linalg.norm(values))), cut.shape[1] / cut.shape[0], float(cut.mean())


def _pieces(mask: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """The connected pieces of a mask at half its size; gaps of a few pixels do not part them."""
    rows, columns = mask.shape[0] // 2, mask.shape[1] // 2
    bits = mask[: rows * 2, : columns * 2].astype(np.uint8)
    pairs = bits[::2] + bits[1::2]
    half = pairs[:, ::2] + pairs[:, 1::2] >= 2
    labels, _ = ndimage.label(ndimage.maximum_filter(half, size=5))
    labels = labels * half
    found = enumerate(ndimage.find_objects(labels), start=1)
    return [labels[window] == number for number, window in found if window is not None]


@cache
def templates() -> Templates:
    """Make the templates of every sprite that lies about: bears no writing, and is no paw."""
    names, mirrored, grids, aspects, fills = [], [], [], [], []
    for name, shape in shapes().items():
        if name in (*WRITING, HAND) or not (shape.roles == 0).any():
            continue
        coloured = np.concatenate([[False], shape.roles != FIXED])
        for angle in _ANGLES:
            for mirror in (False, True):
                patch = raster(shape, 0.0, 0.0, 64.0, angle, mirror)[2]
                grid, aspect, fill = _grid(max(_pieces(coloured[patch]), key=np.count_nonzero))
                names.append(name)
                mirrored.append(mirror)
                grids.append(grid)
                aspects.append(aspect)
                fills.append(fill)
    return Templates(tuple(names), np.array(mirrored), np.stack(grids), np.array(aspects), np.array(fills))


@cache
def _segments(palette: str, colour: str) -> NDArray[np.bool_]:
    """Which colours of 5 bits a channel are a tone of `colour`: (32768,)."""
    every = np.arange(1 << 15)
    middle = np.stack([every >> 10, every >> 5 & 31, every & 31], axis=1) * 8 + 4
    table = tones(TABLES[palette]).reshape(-1, 3).astype(int)
    apart = np.abs(middle[:, None, :] - table[None]).max(axis=2)
    own = NAMES.index(colour)
    return np.asarray((apart.min(axis=1) <= 16) & (apart.argmin(axis=1) // 3 == own))


def _palette(code: NDArray[np.uint16]) -> str:
    """Which palette a picture is drawn in: the one more of whose exact colours it shows."""
    seen = np.bincount(code.ravel(), minlength=1 << 15)
    return max(TABLES, key=lambda name: int(seen[codes(TABLES[name])].sum()))


def count(pixels: Bytes, colour: str, noun: str) -> Counter[str]:
    """Count the things of one kind and colour in a picture, by the side that they face: `left` or `right`.

    Args:
        pixels: (height, width, 3).
        colour: Name of the colour.
        noun: Name of the sprite.
    """
    code = codes(pixels)
    mask = _segments(_palette(code), colour)[code]
    least = mask.size * 0.00018 / 4
    known, found = templates(), Counter[str]()
    for part in _pieces(mask):
        if np.count_nonzero(part) < least:
            continue
        grid, aspect, fill = _grid(part)
        score = known.grids @ grid
        score -= np.abs(np.log(known.aspects / aspect)) + 0.5 * np.abs(known.fills - fill)
        best = int(score.argmax())
        if known.names[best] == noun:
            found["right" if known.mirrored[best] != (noun in _FACES_RIGHT) else "left"] += 1
    return found
