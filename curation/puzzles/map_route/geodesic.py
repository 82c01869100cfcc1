"""A second reader of distances: steps over the pixels of the ways, with no notion of nodes and edges."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

_STEPS: Final = ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (2, -1), (1, -2))
_COARSE: Final = 3


def distances(
    walkable: NDArray[np.bool_], sources: list[tuple[float, float]], targets: list[tuple[float, float]]
) -> NDArray[np.float64]:
    """Lengths of the shortest walks over the mask, in pixels, in steps of sixteen directions.

    Args:
        walkable: Bool array (height, width).
        sources: Points (x, y) on the mask.
        targets: Points (x, y) on the mask.

    Returns:
        Array (sources, targets); infinite where there is no walk. About 2 percent too long at worst.
    """
    mask = walkable[::_COARSE, ::_COARSE]
    numbers = np.full(mask.shape, -1, dtype=np.int32)
    numbers[mask] = np.arange(mask.sum(), dtype=np.int32)
    heads, tails, weights = [], [], []
    for down, across in _STEPS:
        here = numbers[: mask.shape[0] - down, max(-across, 0) : mask.shape[1] - max(across, 0)]
        there = numbers[down:, max(across, 0) : mask.shape[1] + min(across, 0)]
        both = (here >= 0) & (there >= 0)
        heads.append(here[both])
        tails.append(there[both])
        weights.append(np.full(len(heads[-1]), _COARSE * float(np.hypot(down, across))))
    count = int(mask.sum())
    graph = coo_matrix(
        (np.concatenate(weights), (np.concatenate(heads), np.concatenate(tails))), shape=(count, count)
    ).tocsr()

    def numbered(points: list[tuple[float, float]]) -> list[int]:
        return [int(numbers[round(y / _COARSE), round(x / _COARSE)]) for x, y in points]

    found: NDArray[np.float64] = dijkstra(graph, directed=False, indices=numbered(sources))[:, numbered(targets)]
    return found
