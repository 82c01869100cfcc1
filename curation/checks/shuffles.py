"""Pictures that hold the tiles of others in another order, with gutters between them or without.

Measured on the pictures that `turns` names, with 2 x 2 to 5 x 5 tiles, with gutters of 8 pixels and without, as
PNG, JPEG of quality 60, half and 1.37 times the size, and with noise. In shuffled copies of photos and scenes
the sorted mean colours of the tiles differ by 2 grey levels (root of the mean square) at most, and the tiles
differ from their likes by 1 to 16 percent of what they differ from the nearest other tile of their own picture.
In unrelated pictures of one kind whose mean colours agree within 6 levels it is 19 percent or more for seven-
segment displays, 42 for photos and scenes, 56 for mazes; so none is reported. Where a picture's own tiles
differ by less than 10 levels on average (thin lines on white: most mazes) nothing is said. Found are all 80
shuffled scenes beside their originals, and of 84 pictures with 3 x 3 tiles and gutters 83, with 4 x 4 tiles
without gutters 84, with 5 x 5 tiles and gutters as JPEG 80. A picture with plain white along a whole side of a
tile may be missed when its gutters are white, and one that was made brighter besides is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from curation.checks.likeness import CHUNK, Pairs, Shown
from curation.checks.signature import GRIDS, TILE

if TYPE_CHECKING:
    from numpy.typing import NDArray

MEANS = 3
"""Grey levels, root of the mean square, by which the sorted mean colours of copies' tiles differ at most."""

NEAR = 15
"""Percent of the distance to the next tile of its own picture within which a tile's like must be."""

OWN = 10
"""Grey levels by which a picture's tiles must differ from each other on average, so that they can be told apart."""

_CHANNELS = 3


def shuffled_copies(shown: Sequence[Shown]) -> Iterator[tuple[int, int, int]]:
    """Find the pairs.

    Yields:
        Places of the two, the smaller one first, and how many tiles there are to a side.
    """
    import numpy as np

    pairs = Pairs(shown)
    for place, grid in enumerate(GRIDS):
        tiles = [tiles_of(one.signature.tiles[place], grid) for one in shown]
        means = np.stack([_means(some) for some in tiles]).astype(np.float32)
        squares = (means * means).sum(axis=1)
        bound = MEANS * MEANS * means.shape[1]
        own: dict[int, int] = {}
        for start in range(0, len(shown), CHUNK):
            # Squared distances of whole numbers below 2 ** 24, so exact.
            some = slice(start, start + CHUNK)
            near = squares[some, None] + squares - 2 * (means[some] @ means.T) <= bound
            for first, second in pairs.near(near, start):
                if first not in own:
                    own[first] = own_distance(tiles[first])
                if own[first] >= OWN * tiles[first].size and same_tiles(tiles[first], tiles[second], own[first]):
                    yield first, second, grid


def tiles_of(data: bytes, grid: int) -> NDArray[Any]:
    """Cut a picture in small into its tiles: bytes, grid * grid tiles by the values of each."""
    import numpy as np

    pixels = np.frombuffer(data, np.uint8).reshape(grid, TILE, grid, TILE, _CHANNELS)
    return pixels.transpose(0, 2, 1, 3, 4).reshape(grid * grid, TILE * TILE * _CHANNELS)


def _means(tiles: NDArray[Any]) -> NDArray[Any]:
    """The tiles' mean colours, sorted: the same in whatever order the tiles lie."""
    import numpy as np

    colours = tiles.reshape(len(tiles), TILE * TILE, _CHANNELS).sum(axis=1, dtype=np.int64) // (TILE * TILE)
    return np.sort(colours, axis=0).reshape(-1)


def own_distance(tiles: NDArray[Any]) -> int:
    """Sum over the tiles of the distance to the nearest other one, in grey levels over all values."""
    import numpy as np

    within = _distances(tiles, tiles)
    np.fill_diagonal(within, within.max() + 1)
    return int(within.min(axis=1).sum())


def _distances(one: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
    """Sum of absolute differences of each tile with each."""
    import numpy as np

    differences = one[:, None].astype(np.int16) - other[None].astype(np.int16)
    distances: NDArray[Any] = np.abs(differences).sum(axis=2, dtype=np.int64)
    return distances


def same_tiles(one: NDArray[Any], other: NDArray[Any], own: int) -> bool:
    """Whether the tiles of one picture are those of another in another order.

    Args:
        one: Its tiles.
        other: The other's.
        own: `own_distance` of the one.
    """
    import numpy as np

    across = _distances(one, other)
    if 100 * int(across.min(axis=1).sum()) >= NEAR * own:
        return False
    return int((across.argmin(axis=1) != np.arange(len(one))).sum()) >= 2
