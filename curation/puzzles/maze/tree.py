"""Perfect mazes as spanning trees of a square grid, and walks in them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tree:
    """A spanning tree of a square grid; cells are numbered row by row.

    Attributes:
        size: Cells in a row and in a column.
        east: For each cell, whether it is open towards its right neighbour.
        south: For each cell, whether it is open towards its lower neighbour.
    """

    size: int
    east: tuple[bool, ...]
    south: tuple[bool, ...]

    def neighbours(self, cell: int) -> list[int]:
        """Cells that one step leads to."""
        found = []
        if self.east[cell]:
            found.append(cell + 1)
        if self.south[cell]:
            found.append(cell + self.size)
        if cell % self.size and self.east[cell - 1]:
            found.append(cell - 1)
        if cell >= self.size and self.south[cell - self.size]:
            found.append(cell - self.size)
        return found

    def walk(self, sources: Sequence[int]) -> tuple[list[int], list[int]]:
        """Walk outwards from `sources`.

        Returns:
            For each cell, its steps to the nearest source, and the next cell on the way there (for a source
            itself).
        """
        steps = [-1] * (self.size * self.size)
        back = list(range(self.size * self.size))
        queue = list(sources)
        for cell in queue:
            steps[cell] = 0
        for cell in queue:
            for neighbour in self.neighbours(cell):
                if steps[neighbour] < 0:
                    steps[neighbour] = steps[cell] + 1
                    back[neighbour] = cell
                    queue.append(neighbour)
        return steps, back


def grow(rng: random.Random, size: int, winding: float) -> Tree:
    """Grow a tree from a random cell (the "growing tree" algorithm).

    Args:
        rng: The draw's generator.
        size: Cells in a row and in a column.
        winding: Share of the steps that go on from the newest cell; the others go on from any. 1 gives long
            corridors, 0 many short dead ends.
    """
    east, south = [False] * (size * size), [False] * (size * size)
    seen = [False] * (size * size)
    first = rng.randrange(size * size)
    seen[first] = True
    active = [first]
    while active:
        at = len(active) - 1 if rng.random() < winding else rng.randrange(len(active))
        cell = active[at]
        row, column = divmod(cell, size)
        free = [
            neighbour
            for neighbour, inside in (
                (cell + 1, column + 1 < size),
                (cell - 1, column > 0),
                (cell + size, row + 1 < size),
                (cell - size, row > 0),
            )
            if inside and not seen[neighbour]
        ]
        if not free:
            active.pop(at)
            continue
        chosen = rng.choice(free)
        seen[chosen] = True
        active.append(chosen)
        (east if abs(chosen - cell) == 1 else south)[min(chosen, cell)] = True
    return Tree(size, tuple(east), tuple(south))


def symmetries(tree: Tree) -> list[tuple[list[int], bytes]]:
    """The eight ways to turn and mirror the maze.

    Returns:
        For each, where every cell comes to lie, and the bytes of the passages there (0 to 3: open to the right, and
        twice that downwards).
    """
    size = tree.size
    result = []
    for flip in (False, True):
        for turn in range(4):
            lies = []
            for cell in range(size * size):
                row, column = divmod(cell, size)
                if flip:
                    column = size - 1 - column
                for _ in range(turn):
                    row, column = column, size - 1 - row
                lies.append(row * size + column)
            code = bytearray(size * size)
            for cell in range(size * size):
                for is_open, other in ((tree.east[cell], cell + 1), (tree.south[cell], cell + size)):
                    if is_open:
                        low, high = sorted((lies[cell], lies[other]))
                        code[low] |= 1 if high - low == 1 else 2
            result.append((lies, bytes(code)))
    return result
