"""Put a shuffled picture together again, from its pixels alone, and say by what margin no other way fits.

Every tile's right edge is compared with every left edge, and every bottom with every top. The cheapest way to give
each tile at most one neighbour is an assignment problem, solved exactly and apart for the two directions. Where both
solutions make one and the same grid, that grid is the best of all arrangements; and solving again with one seam
forbidden bounds from below what any arrangement without that seam must cost. The least such rise is the margin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Pixels = NDArray[np.uint8]
Costs = NDArray[np.float64]

GRIDS = (3, 4, 5)
_WHITE = 250
_THICK = range(4, 33)
_CLIP = 48
_FORBIDDEN = 1e6


@dataclass(frozen=True, slots=True)
class Restored:
    """A shuffled picture, put together.

    Attributes:
        grid: Tiles on a side.
        permutation: At place `slot` of the input, row by row, lies the tile that belongs at `permutation[slot]`.
        picture: RGB pixels without gutters, shape (height, width, 3).
        margin: By how much the best arrangement is better than any other, at least: grey levels of one seam, averaged
            over its length.
        fit: What the seams of the arrangement cost, at most, in the same unit.
    """

    grid: int
    permutation: tuple[int, ...]
    picture: Pixels
    margin: float
    fit: float


def restore(pixels: Pixels) -> Restored | str:
    """Put the picture together.

    Args:
        pixels: Shape (height, width, 3), RGB.

    Returns:
        The restored picture, or in words why it cannot be told.
    """
    found = _gutters(pixels)
    if found is None:
        return "no regular white gutters"
    grid, thick = found
    tiles = _cut(pixels, grid, thick)
    across = _costs(tiles[:, :, -1], tiles[:, :, 0])
    down = _costs(tiles[:, -1], tiles[:, 0])
    right, right_margin = _neighbours(across, grid)
    below, below_margin = _neighbours(down, grid)
    arranged = _arrange(right, below, grid)
    if arranged is None:
        return "the tiles' edges do not fit into one grid"
    places = {tile: place for place, tile in enumerate(arranged)}
    seams = [float(across[a, b]) for a, b in right.items()] + [float(down[a, b]) for a, b in below.items()]
    rows = [np.concatenate(tiles[arranged[row * grid : (row + 1) * grid]], axis=1) for row in range(grid)]
    return Restored(
        grid=grid,
        permutation=tuple(places[slot] for slot in range(grid * grid)),
        picture=np.concatenate(rows, axis=0),
        margin=min(right_margin, below_margin),
        fit=max(seams),
    )


def _gutters(pixels: Pixels) -> tuple[int, int] | None:
    """Tiles on a side and width of the gutters: the one grid whose gutters are all white, as wide as they can be."""
    white: NDArray[np.bool_] = np.all(pixels >= _WHITE, axis=2)
    lines: tuple[NDArray[np.bool_], ...] = (np.all(white, axis=1), np.all(white, axis=0))
    fitting = [
        (grid, max(widths))
        for grid in GRIDS
        if (widths := [thick for thick in _THICK if all(_fits(line, grid, thick) for line in lines)])
    ]
    return fitting[0] if len(fitting) == 1 else None


def _fits(white: NDArray[np.bool_], grid: int, thick: int) -> bool:
    side, rest = divmod(len(white) - (grid - 1) * thick, grid)
    if rest or side < 8:
        return False
    return all(white[place * side + (place - 1) * thick : place * (side + thick)].all() for place in range(1, grid))


def _cut(pixels: Pixels, grid: int, thick: int) -> Pixels:
    high = (pixels.shape[0] - (grid - 1) * thick) // grid
    wide = (pixels.shape[1] - (grid - 1) * thick) // grid
    return np.stack(
        [
            pixels[row * (high + thick) :, column * (wide + thick) :][:high, :wide]
            for row in range(grid)
            for column in range(grid)
        ]
    )


def _costs(last: Pixels, first: Pixels) -> Costs:
    """How badly tile `b` follows tile `a`, for every pair: mean absolute difference over the seam, each pixel clipped.

    The clip keeps one hard edge that happens to lie on the cut from outweighing all that fits.

    Args:
        last: The tiles' last lines of pixels, shape (tiles, length, 3).
        first: Their first lines.
    """
    differences = np.abs(last[:, None].astype(np.int16) - first[None].astype(np.int16)).max(axis=3)
    costs: Costs = np.minimum(differences, _CLIP).mean(axis=2)
    np.fill_diagonal(costs, _FORBIDDEN)
    return costs


def _neighbours(costs: Costs, grid: int) -> tuple[dict[int, int], float]:
    """The cheapest neighbours in one direction, and how much dearer it gets at least without any one of them."""
    count = len(costs)
    # One tile in each line has nobody after it, one nobody before it: `grid` free partners on either side.
    padded = np.zeros((count + grid, count + grid))
    padded[:count, :count] = costs
    padded[count:, count:] = _FORBIDDEN
    best, chosen = _assign(padded)
    pairs = {a: int(b) for a, b in enumerate(chosen[:count]) if b < count}
    margin = _FORBIDDEN
    for a, b in pairs.items():
        kept = padded[a, b]
        padded[a, b] = _FORBIDDEN
        margin = min(margin, _assign(padded)[0] - best)
        padded[a, b] = kept
    return pairs, float(margin)


def _assign(costs: Costs) -> tuple[float, NDArray[np.intp]]:
    rows, columns = linear_sum_assignment(costs)
    return float(costs[rows, columns].sum()), columns


def _arrange(right: dict[int, int], below: dict[int, int], grid: int) -> list[int] | None:
    """Read the tiles row by row; `None` where the two directions do not make one grid."""
    tiles = range(grid * grid)
    corners = [tile for tile in tiles if tile not in right.values() and tile not in below.values()]
    if len(corners) != 1:
        return None
    arranged: list[int] = []
    first: int | None = corners[0]
    for _ in range(grid):
        tile = first
        for _ in range(grid):
            if tile is None:
                return None
            arranged.append(tile)
            tile = right.get(tile)
        if tile is not None:
            return None
        first = below.get(first) if first is not None else None
    whole = len(set(arranged)) == grid * grid
    columns = all(below.get(a) == b for a, b in zip(arranged, arranged[grid:], strict=False))
    return arranged if whole and columns and first is None else None
