"""Which pictures are compared with which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from curation.checks.signature import Signature

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 512
"""Pictures that are compared with all others at a time, which bounds the memory."""


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


class Pairs:
    """The pairs that may be compared: not two of one family, and not two that are equal to the pixel."""

    def __init__(self, shown: Sequence[Shown]) -> None:
        import numpy as np

        families = {"": 0}
        self._families = np.array([families.setdefault(one.family, len(families)) for one in shown])
        self._pixels = [one.pixels for one in shown]

    def near(self, table: NDArray[Any], start: int) -> Iterator[tuple[int, int]]:
        """Pick pairs from some rows of a table.

        Args:
            table: Booleans, some pictures by all pictures: which are near each other. It is changed.
            start: Place of the first row's picture.

        Yields:
            Places of two, the smaller one first.
        """
        import numpy as np

        rows = np.arange(start, start + len(table))
        theirs = self._families[start : start + len(table), None]
        table &= (theirs == 0) | (theirs != self._families)
        table &= rows[:, None] < np.arange(table.shape[1])
        for row, second in np.argwhere(table).tolist():
            if self._pixels[start + row] != self._pixels[second]:
                yield start + row, second
