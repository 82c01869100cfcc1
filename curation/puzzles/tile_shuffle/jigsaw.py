"""Put a shuffled picture together again, from its pixels alone, and say by what margin no other way fits.

Every tile's right edge is compared with every left edge, and every bottom with every top. The cheapest way to chain
the tiles into columns is found exactly: an assignment problem, solved again with one seam forbidden wherever its
solution makes other chains than columns (branch and bound). The columns are put side by side in the cheapest of all
orders. (The same is done with rows.) That this is the best of all arrangements, and by what margin, follows: any
other one either keeps every seam of the columns, and then it is another order of them, all of which were tried; or
it lacks one of those seams, and then it costs at least what columns without that seam cost, and rows across.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Pixels = NDArray[np.uint8]
Costs = NDArray[np.float64]

GRIDS = (3, 4, 5)
_WHITE = 250
_THICK = range(4, 33)
_CLIP = 24
_FORBIDDEN = 1e6
_TRIALS = 150

LEAST_MARGIN = 1.0
"""Margin below which it counts as unknown how the tiles belong together."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A shuffled picture, put together.

    Attributes:
        grid: Tiles on a side.
        permutation: At place `slot` of the input, row by row, lies the tile that belongs at `permutation[slot]`.
        picture: RGB pixels without gutters, shape (height, width, 3).
        margin: By how much the best arrangement is better than any other, at least, as the sum over all seams of
            the mean difference across a seam in grey levels.
    """

    grid: int
    permutation: tuple[int, ...]
    picture: Pixels
    margin: float


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
    by_columns = _strips(down, across, grid)
    by_rows = _strips(across, down, grid)
    found_ways = [way for way in (by_columns and _turned(by_columns, grid), by_rows) if way]
    if not found_ways:
        return "the tiles' edges do not fit into one grid"
    arranged, margin = max(found_ways, key=lambda way: way[1])
    if margin < LEAST_MARGIN:
        return f"the tiles fit together in more than one way (margin {margin:.2f})"
    places = {tile: place for place, tile in enumerate(arranged)}
    rows = [np.concatenate(tiles[arranged[row * grid : (row + 1) * grid]], axis=1) for row in range(grid)]
    return Restored(
        grid=grid,
        permutation=tuple(places[slot] for slot in range(grid * grid)),
        picture=np.concatenate(rows, axis=0),
        margin=margin,
    )


def _gutters(pixels: Pixels) -> tuple[int, int] | None:
    """Tiles on a side and width of the gutters: of the one grid that has white gutters, the widest."""
    height, width = pixels.shape[:2]
    white = (pixels >= _WHITE).reshape(height, width * 3)
    columns = white.all(axis=0).reshape(width, 3)
    lines: tuple[NDArray[np.bool_], ...] = (np.all(white, axis=1), np.all(columns, axis=1))
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
    """How badly tile `b` follows tile `a`, for every pair: mean difference over the seam, each pixel clipped.

    The clip keeps one hard edge that happens to lie on the cut from outweighing all that fits.

    Args:
        last: The tiles' last lines of pixels, shape (tiles, length, 3).
        first: Their first lines.
    """
    differences = np.abs(last[:, None].astype(np.int16) - first[None].astype(np.int16)).max(axis=3)
    costs: Costs = np.minimum(differences, _CLIP).mean(axis=2)
    np.fill_diagonal(costs, _FORBIDDEN)
    return costs


def _strips(along: Costs, aside: Costs, grid: int) -> tuple[list[int], float] | None:
    """Join tiles to strips by the costs `along`, and the strips side by side by the costs `aside`.

    Returns:
        The tiles strip by strip, and the margin; `None` where the cheapest strips were not found.
    """
    best, after = _cheapest(along, grid)
    strips = after and _chains(after, grid)
    if not after or not strips:
        return None
    joints = np.array([[aside[first, second].sum() for second in strips] for first in strips])
    orders = np.array(list(permutations(range(grid))))
    totals = joints[orders[:, :-1], orders[:, 1:]].sum(axis=1)
    least, second = np.partition(totals, 1)[:2]
    margin = float(second - least)
    over = float(least) - _cheapest(aside, grid)[0]
    for a, b in after.items():
        margin = min(margin, _cheapest(_without(along, a, b), grid, margin + best + over)[0] - best - over)
        if margin < 0:
            break
    return [tile for strip in orders[totals.argmin()] for tile in strips[strip]], margin


def _cheapest(costs: Costs, grid: int, enough: float = math.inf) -> tuple[float, dict[int, int] | None]:
    """The cheapest strips and what they cost.

    After too many trials, or once they cost `enough` at least: no strips, and a lower bound of their cost.
    """
    value, after = _assign(costs, grid)
    trials = [(value, 0, after, costs)]
    count = 0
    while True:
        value, _, after, allowed = heapq.heappop(trials)
        if value >= enough:
            return value, None
        excess = _excess(after, grid)
        if not excess:
            return value, after
        if count > _TRIALS:
            return value, None
        for a, b in excess:
            count += 1
            less = _without(allowed, a, b)
            heapq.heappush(trials, (*_numbered(_assign(less, grid), count), less))


def _numbered(solved: tuple[float, dict[int, int]], count: int) -> tuple[float, int, dict[int, int]]:
    return solved[0], count, solved[1]


def _without(costs: Costs, a: int, b: int) -> Costs:
    less = costs.copy()
    less[a, b] = _FORBIDDEN
    return less


def _excess(after: dict[int, int], grid: int) -> list[tuple[int, int]]:
    """Seams of which at least one must go: those of a ring, or of the head of a chain that is too long."""
    left = dict(after)
    for start in sorted(set(after) - set(after.values())):
        chain = [start]
        while chain[-1] in left:
            chain.append(left.pop(chain[-1]))
        if len(chain) > grid:
            return list(pairwise(chain[: grid + 1]))
    if not left:
        return []
    ring = [min(left)]
    while left[ring[-1]] != ring[0]:
        ring.append(left[ring[-1]])
    return list(pairwise([*ring, ring[0]]))


def _turned(way: tuple[list[int], float], grid: int) -> tuple[list[int], float]:
    """Read columns as rows."""
    tiles, margin = way
    return [tiles[column * grid + row] for row in range(grid) for column in range(grid)], margin


def _assign(costs: Costs, grid: int) -> tuple[float, dict[int, int]]:
    """The cheapest way to give every tile but `grid` of them a neighbour, and what it costs."""
    count = len(costs)
    padded = np.zeros((count + grid, count + grid))
    padded[:count, :count] = costs
    padded[count:, count:] = _FORBIDDEN
    rows, columns = linear_sum_assignment(padded)
    places: list[int] = columns[:count].tolist()
    return float(padded[rows, columns].sum()), {a: b for a, b in enumerate(places) if b < count}


def _chains(after: dict[int, int], grid: int) -> list[list[int]] | None:
    """Follow neighbours from every tile that is nobody's; `None` unless each chain has `grid` tiles."""
    followers = list(after.values())
    chains: list[list[int]] = []
    for start in range(grid * grid):
        if start not in followers:
            chain = [start]
            while chain[-1] in after:
                chain.append(after[chain[-1]])
            chains.append(chain)
    return chains if [len(chain) for chain in chains] == [grid] * grid else None
