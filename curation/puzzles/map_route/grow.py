"""Grow networks: winding paths of parks and zoos, and the streets of towns, on a shaken or a straight lattice."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from curation.models import Difficulty
from curation.puzzles.base import Discard
from curation.puzzles.map_route.network import FINE, HEIGHT, WIDTH, Edge, Look, Network, Node, Spot

_CLEAR: Final = 36
"""Least distance between ways that do not meet, in pixels."""
_NEAR: Final = 58
"""Within this distance of a shared node, two ways may be closer."""
_FORK: Final = 28
"""How far from a node the directions of its ways are compared, in pixels."""


_RIM: Final = 30
"""Least distance of a way from the map's edge, in pixels."""
_LOOPS: Final = 0.5
"""Share of the ways that close a loop, of those that could."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """Where nodes may be.

    Attributes:
        columns: Sites from left to right.
        rows: Sites from top to bottom.
        missing: Fewest and most sites without a node.
    """

    columns: int
    rows: int
    missing: tuple[int, int]


LATTICES: Final[dict[Difficulty, Lattice]] = {
    "easy": Lattice(4, 3, (0, 2)),
    "medium": Lattice(5, 4, (2, 4)),
    "hard": Lattice(6, 5, (5, 7)),
}


def _stops(rng: random.Random, count: int, low: int, high: int, shake: int) -> list[int]:
    """Places of the lattice's lines along an axis; the inner ones are shaken by up to `shake` percent of a step."""
    step = (high - low) // (count - 1)
    reach = step * shake // 100
    inner = [low + step * number + rng.randint(-reach, reach) for number in range(1, count - 1)]
    return [low, *inner, high]


def _curve(first: Spot, second: Spot, bulge: int) -> tuple[Spot, ...]:
    """A quadratic Bezier curve that leaves the straight line by `bulge` percent of its length, sideways."""
    (x0, y0), (x1, y1) = ((at[0] * FINE, at[1] * FINE) for at in (first, second))
    if not bulge:
        return (x0, y0), (x1, y1)
    middle = ((x0 + x1) // 2 - (y1 - y0) * bulge // 50, (y0 + y1) // 2 + (x1 - x0) * bulge // 50)
    count = max(8, math.isqrt((x1 - x0) ** 2 + (y1 - y0) ** 2) // (14 * FINE))
    points = []
    for step in range(count + 1):
        back = count - step
        points.append(
            (
                (back * back * x0 + 2 * back * step * middle[0] + step * step * x1) // (count * count),
                (back * back * y0 + 2 * back * step * middle[1] + step * step * y1) // (count * count),
            )
        )
    return tuple(points)


def sampled(points: Sequence[Spot], every: int = 8) -> list[Spot]:
    """Points along a way, at most `every` pixels apart, in pixels."""
    result = []
    for (x0, y0), (x1, y1) in pairwise(points):
        pieces = math.isqrt((x1 - x0) ** 2 + (y1 - y0) ** 2) // (every * FINE) + 1
        result += [
            ((x0 + (x1 - x0) * piece // pieces) // FINE, (y0 + (y1 - y0) * piece // pieces) // FINE)
            for piece in range(pieces)
        ]
    return [*result, (points[-1][0] // FINE, points[-1][1] // FINE)]


def _heading(points: Sequence[Spot], node: Spot) -> Spot:
    """From a node to where its way has left its surroundings."""
    far = [point for point in points if (point[0] - node[0]) ** 2 + (point[1] - node[1]) ** 2 >= _FORK**2]
    nearest = min(far, key=lambda point: ((point[0] - node[0]) ** 2 + (point[1] - node[1]) ** 2, point))
    return nearest[0] - node[0], nearest[1] - node[1]


def _apart(one: Spot, other: Spot) -> bool:
    """Whether two directions differ by 48 degrees or more."""
    dot = one[0] * other[0] + one[1] * other[1]
    size = (one[0] ** 2 + one[1] ** 2) * (other[0] ** 2 + other[1] ** 2)
    return dot <= 0 or dot * dot * 100 <= size * 45


def _squares(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Squares of the distances between all spots of two arrays (n, 2) and (m, 2), as (n, m)."""
    dx = one[:, 0, None] - other[None, :, 0]
    dy = one[:, 1, None] - other[None, :, 1]
    squares: NDArray[np.int64] = dx * dx + dy * dy
    return squares


class Ground:
    """Ways laid one after another, none too close to what is there.

    Args:
        places: The nodes' places in pixels.
    """

    def __init__(self, places: Sequence[Spot]) -> None:
        self.places = places
        self.edges: list[Edge] = []
        self._nodes = np.array(places, dtype=np.int64)
        self._spots: NDArray[np.int64] = np.empty((0, 2), dtype=np.int64)
        self._owners: NDArray[np.int64] = np.empty((0, 2), dtype=np.int64)
        self._headings: list[list[Spot]] = [[] for _ in places]

    def lay(self, ends: tuple[int, int], points: tuple[Spot, ...], line: int = 0) -> bool:
        """Add a way, unless it comes too close to another or to a node that is not its own."""
        samples = sampled(points)
        mine = np.array(samples, dtype=np.int64)
        if mine.min() < _RIM or (mine > (WIDTH - _RIM, HEIGHT - _RIM)).any():
            return False
        heads = [_heading(samples, self.places[end]) for end in ends]
        for end, head in zip(ends, heads, strict=True):
            if not all(_apart(head, other) for other in self._headings[end]):
                return False
        to_nodes = _squares(mine, self._nodes)
        beside = to_nodes.min(axis=0) < (_CLEAR + 14) ** 2
        beside[list(ends)] = False
        close = _squares(mine, self._spots) < _CLEAR**2
        for end in ends:
            leaving = (self._owners == end).any(axis=1)
            close &= ~((to_nodes[:, end] < _NEAR**2)[:, None] & leaving[None, :])
        if beside.any() or close.any():
            return False
        self.edges.append(Edge(ends, points, line))
        self._spots = np.concatenate((self._spots, mine))
        self._owners = np.concatenate((self._owners, np.full((len(mine), 2), ends, dtype=np.int64)))
        for end, head in zip(ends, heads, strict=True):
            self._headings[end].append(head)
        return True


def _candidates(rng: random.Random, sites: Sequence[Spot], slanted: bool) -> list[tuple[int, int]]:
    """Pairs of neighbouring nodes, shuffled; with `slanted`, some diagonal ones too."""
    number = {site: place for place, site in enumerate(sites)}
    pairs = []
    for (column, row), place in number.items():
        steps = [(1, 0), (0, 1)]
        if slanted and rng.random() < 0.35:
            steps.append(rng.choice(((1, 1), (-1, 1))))
        for right, down in steps:
            other = number.get((column + right, row + down))
            if other is not None:
                pairs.append((place, other))
    rng.shuffle(pairs)
    return pairs


def grow(rng: random.Random, look: Look, difficulty: Difficulty) -> Network:
    """Grow a park, a zoo or a town.

    Raises:
        Discard: The nodes do not hang together.
    """
    lattice, straight = LATTICES[difficulty], look == "town"
    xs = _stops(rng, lattice.columns, 110, WIDTH - 110, 26 if straight else 0)
    ys = _stops(rng, lattice.rows, 84, HEIGHT - 84, 22 if straight else 0)
    sites = [(column, row) for row in range(lattice.rows) for column in range(lattice.columns)]
    gone = rng.sample(sites, rng.randint(*lattice.missing))
    sites = [site for site in sites if site not in gone]
    across, down = (xs[-1] - xs[0]) // (len(xs) - 1), (ys[-1] - ys[0]) // (len(ys) - 1)
    shake = (0, 0) if straight else (across * 22 // 100, down * 22 // 100)
    nodes = tuple(
        Node(
            (
                min(max(xs[column] + rng.randint(-shake[0], shake[0]), 84), WIDTH - 84),
                min(max(ys[row] + rng.randint(-shake[1], shake[1]), 64), HEIGHT - 64),
            ),
            (column, row),
        )
        for column, row in sites
    )
    pairs = _candidates(rng, sites, slanted=not straight)
    ground, group, rest = Ground([node.at for node in nodes]), list(range(len(nodes))), []

    def lay(first: int, second: int) -> bool:
        bulge = 0 if straight else rng.choice((-1, 1)) * rng.randint(6, 16)
        shapes = dict.fromkeys((bulge, -bulge, 0))
        return any(
            ground.lay((first, second), _curve(nodes[first].at, nodes[second].at, shape)) for shape in shapes
        )

    for first, second in pairs:
        old, new = group[first], group[second]
        if old != new and lay(first, second):
            group = [new if mark == old else mark for mark in group]
        else:
            rest.append((first, second))
    for first, second in rest:
        if rng.random() < _LOOPS:
            lay(first, second)
    if len(set(group)) > 1:
        raise Discard("the ways do not hang together")
    return Network(look, nodes, tuple(ground.edges))
