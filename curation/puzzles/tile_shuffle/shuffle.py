"""Cut a picture into tiles, move every one of them, and say how alike they look.

A permutation is a tuple: at place `slot` (row by row) lies the tile that belongs at place `permutation[slot]`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from curation.draw.palette import PAPER

GUTTER = 12
"""Width of the white lines between tiles, in pixels."""


def scatter(rng: random.Random, grid: int) -> tuple[int, ...]:
    """Draw a permutation that moves every tile and leaves no two neighbours side by side as they were."""
    order = list(range(grid * grid))
    while True:
        rng.shuffle(order)
        if all(tile != slot for slot, tile in enumerate(order)) and not _kept(order, grid):
            return tuple(order)


def _kept(order: Sequence[int], grid: int) -> bool:
    """Whether two tiles that belong side by side still lie so."""
    for slot, tile in enumerate(order):
        if (slot + 1) % grid and (tile + 1) % grid and order[slot + 1] == tile + 1:
            return True
        if slot + grid < len(order) and order[slot + grid] == tile + grid:
            return True
    return False


def cut(image: Image.Image, grid: int) -> list[Image.Image]:
    """Cut into `grid` x `grid` tiles, row by row; the sides must be multiples of `grid`."""
    width, height = image.width // grid, image.height // grid
    return [
        image.crop((column * width, row * height, (column + 1) * width, (row + 1) * height))
        for row in range(grid)
        for column in range(grid)
    ]


def corner(slot: int, grid: int, width: int, height: int) -> tuple[int, int]:
    """Left and top of a place, for tiles of that size with gutters between them."""
    row, column = divmod(slot, grid)
    return column * (width + GUTTER), row * (height + GUTTER)


def lay(tiles: Sequence[Image.Image], permutation: Sequence[int], grid: int) -> Image.Image:
    """Lay the tiles out in the order of the permutation, with white gutters between them."""
    width, height = tiles[0].size
    around = (grid - 1) * GUTTER
    image = Image.new("RGB", (grid * width + around, grid * height + around), PAPER)
    for slot, tile in enumerate(permutation):
        image.paste(tiles[tile], corner(slot, grid, width, height))
    return image


def most_alike(tiles: Sequence[Image.Image]) -> tuple[float, float]:
    """How much the two most alike tiles differ.

    Returns:
        The least mean absolute difference of two tiles, over all their pixels (reduced four times) and over their
        four borders alone, in grey levels (0-255).
    """
    whole = np.stack([np.asarray(tile.reduce(4)) for tile in tiles])
    rims = np.stack([_rim(np.asarray(tile)) for tile in tiles])
    return _least(whole.reshape(len(tiles), -1)), _least(rims.reshape(len(tiles), -1))


def _least(looks: NDArray[np.uint8]) -> float:
    """The least mean absolute difference of two rows."""
    sums = []
    for place, own in enumerate(looks[:-1]):
        others = looks[place + 1 :]
        apart = np.maximum(others, own) - np.minimum(others, own)
        sums.append(int(apart.sum(axis=1, dtype=np.int64).min()))
    return min(sums) / looks.shape[1]


def _rim(tile: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.concatenate([tile[0], tile[-1], tile[:, 0], tile[:, -1]])
