"""Pictures that are nearly a picture already there: re-encoded, mirrored, turned, or with their tiles shuffled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image

from curation.checks.context import Context, lineage
from curation.checks.pictures import Picture
from curation.checks.signature import GRIDS, THUMB, TILE, TURNS, Signature, turned
from curation.findings import Finding

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS = 10
BLOCK = 64
MEAN = 8
MEANS = 4
TILES = 12
CHUNK = 512


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that is compared.

    Attributes:
        uid: Whose it is.
        pixels: Its digest: what is equal to the pixel is another check's business.
        family: Pictures of one family are not compared with each other, unless it is empty.
        signature: What it looks like.
    """

    uid: str
    pixels: str
    family: str
    signature: Signature


def check(context: Context) -> Iterator[Finding]:
    """Compare input images and photos."""
    shown = []
    for source in context.sources:
        picture = context.pictures[source.image.pixels]
        if isinstance(picture, Picture) and picture.signature is not None:
            shown.append(Shown(source.uid, source.image.pixels, "", picture.signature))
    for puzzle in context.puzzles:
        picture = context.pictures[puzzle.image.pixels]
        if not puzzle.sources and isinstance(picture, Picture) and picture.signature is not None:
            shown.append(Shown(puzzle.uid, puzzle.image.pixels, lineage(puzzle), picture.signature))
    shown.sort(key=lambda one: one.uid)
    yield from compare(shown)


def compare(shown: Sequence[Shown]) -> Iterator[Finding]:
    """Compare pictures with each other.

    Args:
        shown: In the order of their uids: findings are about the later of two.
    """
    if len(shown) < 2:
        return
    told: set[tuple[int, int]] = set()
    for first, second, turn in turned_copies(shown):
        if (first, second) not in told:
            told.add((first, second))
            code = "DUP003" if turn else "DUP002"
            yield Finding(code, shown[second].uid, f"is {shown[first].uid}, {TURNS[turn][0]}")
    for first, second, grid in shuffled_copies(shown):
        if (first, second) not in told:
            told.add((first, second))
            message = f"is {shown[first].uid} with its {grid} x {grid} tiles in another order"
            yield Finding("DUP003", shown[second].uid, message)


def turned_copies(shown: Sequence[Shown]) -> Iterator[tuple[int, int, int]]:
    """Find pictures that are others, as they are or in another of the `TURNS`.

    Yields:
        Places of the two, and which turn makes the second of the first.
    """
    import numpy as np

    allowed = _Allowed(shown)
    bits = np.array(
        [[np.unpackbits(np.frombuffer(turn, np.uint8)) for turn in one.signature.hashes] for one in shown]
    )
    signs = bits.astype(np.float32) * 2 - 1
    thumbs = [Image.frombytes("RGB", (THUMB, THUMB), one.signature.thumb) for one in shown]
    for turn, (_, how) in enumerate(TURNS):
        # The product of two vectors of signs is 64 less twice the bits that differ: whole numbers, so exact.
        for start in range(0, len(shown), CHUNK):
            near = signs[start : start + CHUNK, turn] @ signs[:, 0].T >= 64 - 2 * BITS
            for first, second in allowed.pairs(near, start):
                if same_thumb(turned(thumbs[first], how), thumbs[second]):
                    yield first, second, turn


def same_thumb(one: Image.Image, other: Image.Image) -> bool:
    """Whether two thumbnails differ by less than `BLOCK` in every pixel and channel, and by `MEAN` on average."""
    from PIL import ImageChops, ImageStat

    difference = ImageStat.Stat(ImageChops.difference(one, other))
    return max(top for _, top in difference.extrema) < BLOCK and sum(difference.sum) < MEAN * THUMB * THUMB * 3


def shuffled_copies(shown: Sequence[Shown]) -> Iterator[tuple[int, int, int]]:
    """Find pictures that hold the tiles of others in another order.

    Yields:
        Places of the two, and how many tiles there are to a side.
    """
    import numpy as np

    allowed = _Allowed(shown)
    for place, grid in enumerate(GRIDS):
        tiles = np.stack([_tiles(one.signature.tiles[place], grid) for one in shown])
        # The tiles' mean colours, sorted, are the same in whatever order the tiles lie.
        means = np.sort(tiles.mean(axis=2).round(), axis=1).reshape(len(shown), -1).astype(np.float32)
        squares = (means * means).sum(axis=1)
        bound = MEANS * MEANS * means.shape[1]
        for start in range(0, len(shown), CHUNK):
            some = means[start : start + CHUNK]
            near = squares[start : start + CHUNK, None] + squares - 2 * (some @ means.T) <= bound
            for first, second in allowed.pairs(near, start):
                if same_tiles(tiles[first], tiles[second]):
                    yield first, second, grid


def _tiles(data: bytes, grid: int) -> NDArray[Any]:
    """Cut a picture in small into its tiles: array of grid * grid tiles, TILE * TILE pixels, 3 channels."""
    import numpy as np

    pixels = np.frombuffer(data, np.uint8).reshape(grid, TILE, grid, TILE, 3)
    return pixels.transpose(0, 2, 1, 3, 4).reshape(grid * grid, TILE * TILE, 3).astype(np.int16)


def same_tiles(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Whether each tile of one picture is a tile of the other, in another order, and not because all look alike."""
    import numpy as np

    count = len(one)
    most = TILES * TILE * TILE * 3
    across = np.abs(one[:, None] - other[None]).sum(axis=(2, 3))
    within = np.abs(one[:, None] - one[None]).sum(axis=(2, 3))
    np.fill_diagonal(within, 255 * TILE * TILE * 3)
    distinct = within.min(axis=1) >= 2 * most
    match = across.argmin(axis=1)
    moved = distinct & (match != np.arange(count))
    return (
        bool((across.min(axis=1) < most).all())
        and 2 * int(distinct.sum()) >= count
        and len(set(match[distinct].tolist())) == int(distinct.sum())
        and int(moved.sum()) >= 2
    )


class _Allowed:
    """Which pairs are compared: not two of one family, and not two that are equal to the pixel."""

    def __init__(self, shown: Sequence[Shown]) -> None:
        import numpy as np

        families = {"": 0}
        self._families = np.array([families.setdefault(one.family, len(families)) for one in shown])
        self._pixels = [one.pixels for one in shown]

    def pairs(self, near: NDArray[Any], start: int) -> Iterator[tuple[int, int]]:
        """Yield the allowed pairs of a block of rows, the smaller place first."""
        import numpy as np

        rows = np.arange(start, start + len(near))
        theirs = self._families[start : start + len(near), None]
        near &= (theirs == 0) | (theirs != self._families)
        near &= rows[:, None] < np.arange(near.shape[1])
        for row, column in np.argwhere(near).tolist():
            if self._pixels[start + row] != self._pixels[column]:
                yield start + row, column
