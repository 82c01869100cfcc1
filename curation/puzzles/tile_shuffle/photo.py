"""Shuffle a photo: the same cutting, without a question, which an author will write in review."""

from __future__ import annotations

import random
from typing import Final

import numpy as np
from PIL import Image
from pydantic import JsonValue

from curation.models import Difficulty
from curation.puzzles.base import Discard, Puzzle
from curation.puzzles.tile_shuffle.levels import level_of
from curation.puzzles.tile_shuffle.make import ALIKE, ALIKE_RIM
from curation.puzzles.tile_shuffle.shuffle import cut, lay, most_alike, scatter
from curation.puzzles.tile_shuffle.solve import solve_permutation

LEAST_TILE: Final = 96
"""Pixels that a tile must have on its shorter side in the photo itself; nothing is enlarged."""

_LONG_SIDE: Final = 960
_WIDEST: Final = (4, 3)
_STEP: Final = 60
"""Both sides become multiples of this, which 3, 4 and 5 divide."""

_PLAIN: Final = 2.0
_FEWEST: Final = 3
_FEWER: Final = ", or cut it into fewer tiles: --subtask coarse_grid"


def make_photo(image: Image.Image, rng: random.Random, *, subtask: str, difficulty: Difficulty) -> Puzzle:
    """Crop, reduce, cut and shuffle a photo.

    Args:
        image: The photo, upright; any mode.
        rng: Source of chance; only the permutation depends on it.
        subtask: `coarse_grid` or `fine_grid`.
        difficulty: Level; with the subtask it says how many tiles.

    Returns:
        A puzzle without question, options and key.

    Raises:
        Discard: The photo is too small for its grid, of one colour, or has tiles that look alike or cannot be put
            together again in one way only. The message says which.
    """
    grid = level_of(subtask, difficulty).grid
    fewer = _FEWER if grid > _FEWEST else ""
    if min(image.size) < grid * LEAST_TILE:
        least = grid * LEAST_TILE
        raise Discard(
            f"the photo is too small for {grid} x {grid} tiles: {image.width} x {image.height} pixels, "
            f"and its shorter side needs {least}; take a larger one{fewer}"
        )
    oracle = _framed(image.convert("RGB"))
    if float(np.asarray(oracle.reduce(4), dtype=np.float64).std(axis=(0, 1)).max()) < _PLAIN:
        raise Discard("the photo is of one colour, so that all tiles look alike; take another one")
    tiles = cut(oracle, grid)
    alike, alike_rim = most_alike(tiles)
    if alike < ALIKE or alike_rim < ALIKE_RIM:
        differ = f"they differ by {min(alike, alike_rim):.1f} grey levels"
        raise Discard(f"two tiles of the photo look alike ({differ}); crop it differently{fewer}")
    permutation = scatter(rng, grid)
    shuffled = lay(tiles, permutation, grid)
    if solve_permutation(shuffled) != list(permutation):
        why = "the photo's tiles cannot be put together again from their edges in one way only"
        raise Discard(f"{why}; crop it differently{fewer}")
    order: list[JsonValue] = [*permutation]
    return Puzzle(
        image=shuffled,
        oracle=oracle,
        question=None,
        options=None,
        key=None,
        canonical=["photo", _gist(oracle)],
        parameters={
            "grid": grid,
            "permutation": order,
            "scene": "photo",
            "least_tile_difference": round(alike, 2),
            "restored_from_pixels": True,
        },
    )


def frame(width: int, height: int) -> tuple[tuple[int, int], tuple[float, float, float, float]]:
    """Say what becomes of a photo: its new size in pixels, and the box of the photo that fills it.

    The box is the middle, at most 4:3 or 3:4, of the new size's shape, and never reaches beyond the photo: where it
    takes all of a side, what is left beside it can come out as a hair less than nothing.
    """
    wide, high = _WIDEST
    across = min(width, height * wide // high)
    down = min(height, width * wide // high)
    scale = min(1.0, _LONG_SIDE / max(across, down))
    target = (max(_STEP, int(across * scale) // _STEP * _STEP), max(_STEP, int(down * scale) // _STEP * _STEP))
    share = min(across / target[0], down / target[1])
    left, top = max(0.0, (width - target[0] * share) / 2), max(0.0, (height - target[1] * share) / 2)
    return target, (left, top, width - left, height - top)


def _framed(image: Image.Image) -> Image.Image:
    """The middle of the photo, reduced to a long side of 960 pixels at most."""
    target, box = frame(*image.size)
    return image.resize(target, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _gist(image: Image.Image) -> str:
    """Which of neighbouring patches of the photo is lighter, in 64 bits; equal for its mirror image."""
    small = np.asarray(image.convert("L").resize((9, 8), Image.Resampling.BOX), dtype=np.int16)
    seen = [np.packbits(grey[:, 1:] > grey[:, :-1]).tobytes().hex() for grey in (small, small[:, ::-1])]
    return min(seen)
