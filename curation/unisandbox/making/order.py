"""Orders that need no memory: a keyed permutation, and even shares of classes of different sizes.

Both are bijections, so that rows drawn through them never repeat, at any count and without a list of what was
drawn before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

_ROUNDS = 4
_KEY = 48


def permuted(index: int, size: int, key: int) -> int:
    """Where a keyed permutation of range(size) sends an index.

    A Feistel network over the next even power of two, walked until it falls below `size` (Black and Rogaway,
    "Ciphers with arbitrary finite domains", 2002). It scatters; it keeps no secret.

    Args:
        index: From 0 to size - 1.
        size: How many there are, 1 or more.
        key: 192 bits or more that pick the permutation.
    """
    half = max(1, ((size - 1).bit_length() + 1) // 2)
    mask = (1 << half) - 1
    while True:
        left, right = index >> half, index & mask
        for number in range(_ROUNDS):
            mixed = (right + 1) * 0x9E3779B97F4A7C15 ^ (key >> (_KEY * number)) & ((1 << _KEY) - 1)
            mixed = (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9
            left, right = right, left ^ (mixed >> 32) & mask
        index = left << half | right
        if index < size:
            return index


class Shares:
    """Takes from classes in turn, each until it is used up.

    Args:
        sizes: How many each class has.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.total = sum(sizes)
        self._starts: list[int] = []
        self._stages: list[tuple[int, tuple[int, ...]]] = []
        start = taken = 0
        for level in sorted({size for size in sizes if size}):
            active = tuple(number for number, size in enumerate(sizes) if size >= level)
            self._starts.append(start)
            self._stages.append((taken, active))
            start += (level - taken) * len(active)
            taken = level

    def place(self, index: int, key: int) -> tuple[int, int]:
        """The class of an index and the place in that class; each place of each class comes up once.

        Args:
            index: From 0 to total - 1.
            key: Picks the order of the classes within a turn.
        """
        stage = bisect_right(self._starts, index) - 1
        taken, active = self._stages[stage]
        turn, place = divmod(index - self._starts[stage], len(active))
        turn += taken
        # Another order in each turn, so that the place in the file says nothing about the answer.
        return active[permuted(place, len(active), key ^ turn * 0x9E3779B97F4A7C15F39CC0605CEDC835)], turn
