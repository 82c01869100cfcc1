"""Grow metro networks: lines on a square lattice that run straight or at 45 degrees and meet only in stations."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from curation.models import Difficulty
from curation.puzzles.base import Discard
from curation.puzzles.map_route.network import FINE, HEIGHT, WIDTH, Edge, Network, Node, Spot, connected

_COMPASS: Final = ((1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))


@dataclass(frozen=True, slots=True)
class Grid:
    """What metro lines run on.

    Attributes:
        columns: Sites from left to right.
        rows: Sites from top to bottom.
        step: Pixels from site to site.
        lines: Fewest and most lines.
        stations: Fewest and most stations.
    """

    columns: int
    rows: int
    step: int
    lines: tuple[int, int]
    stations: tuple[int, int]


GRIDS: Final[dict[Difficulty, Grid]] = {
    "easy": Grid(6, 4, 208, (3, 3), (8, 12)),
    "medium": Grid(7, 5, 180, (4, 4), (11, 16)),
    "hard": Grid(8, 6, 154, (4, 5), (15, 21)),
}
_LEAST_SITES: Final = 4


def _run(rng: random.Random, grid: Grid, used: set[frozenset[Spot]]) -> list[Spot]:
    """Sites of one line: from a rim inwards, bending by 45 degrees at most."""
    site, heading = rng.choice(
        [((0, row), 0) for row in range(grid.rows)]
        + [((column, 0), 2) for column in range(grid.columns)]
        + [((column, grid.rows - 1), 6) for column in range(grid.columns)]
    )
    run, own = [site], set[frozenset[Spot]]()
    while True:
        ways = []
        for turn in (0, 0, 0, 0, -1, 1):
            right, down = _COMPASS[(heading + turn) % 8]
            other = (site[0] + right, site[1] + down)
            inside = 0 <= other[0] < grid.columns and 0 <= other[1] < grid.rows
            crossing = frozenset(((site[0] + right, site[1]), (site[0], site[1] + down)))
            free = not {frozenset((site, other)), crossing} & (used | own)
            if inside and other not in run and free:
                ways.append((other, (heading + turn) % 8))
        if not ways:
            return run
        other, heading = rng.choice(ways)
        own.add(frozenset((site, other)))
        run.append(other)
        site = other


def _bends(before: Spot, site: Spot, after: Spot) -> bool:
    return (site[0] - before[0], site[1] - before[1]) != (after[0] - site[0], after[1] - site[1])


def grow_metro(rng: random.Random, difficulty: Difficulty) -> Network:
    """Grow a metro.

    Raises:
        Discard: The lines do not hang together, or have too few or too many stations.
    """
    grid = GRIDS[difficulty]
    used: set[frozenset[Spot]] = set()
    runs: list[list[Spot]] = []
    for _ in range(12 * grid.lines[1]):
        run = _run(rng, grid, used)
        met = sum(site in other for site in run for other in runs)
        crowded = any(sum(site in other for other in runs) > 1 for site in run)
        if len(run) >= _LEAST_SITES and not crowded and (not runs or met >= 2 - (len(runs) == 1)):
            runs.append(run)
            used.update(frozenset(pair) for pair in pairwise(run))
        if len(runs) == grid.lines[1]:
            break
    if len(runs) < grid.lines[0]:
        raise Discard("too few metro lines")
    needed = [site for run in runs for site in (run[0], run[-1])]
    needed += [
        site for number, run in enumerate(runs) for site in run if any(site in other for other in runs[:number])
    ]
    stations: list[Spot] = []
    for run in runs:
        for place, site in enumerate(run):
            bent = 0 < place < len(run) - 1 and _bends(run[place - 1], site, run[place + 1])
            if site not in stations and (site in needed or rng.random() < (0.25 if bent else 0.6)):
                stations.append(site)
    if not grid.stations[0] <= len(stations) <= grid.stations[1]:
        raise Discard("too few or too many stations")
    left = (WIDTH - (grid.columns - 1) * grid.step) // 2
    top = (HEIGHT - (grid.rows - 1) * grid.step) // 2

    def at(site: Spot) -> Spot:
        return left + site[0] * grid.step, top + site[1] * grid.step

    edges = []
    for line, run in enumerate(runs):
        begin = 0
        for place in range(1, len(run)):
            if run[place] in stations:
                corners = [
                    run[spot]
                    for spot in range(begin, place + 1)
                    if spot in (begin, place) or _bends(run[spot - 1], run[spot], run[spot + 1])
                ]
                points = tuple((x * FINE, y * FINE) for x, y in map(at, corners))
                edges.append(Edge((stations.index(run[begin]), stations.index(run[place])), points, line))
                begin = place
    if not connected(len(stations), [edge.ends for edge in edges]):
        raise Discard("the metro lines do not hang together")
    pairs = [tuple(sorted(edge.ends)) for edge in edges]
    if len(set(pairs)) < len(pairs):
        raise Discard("two lines run between the same stations")
    return Network("metro", tuple(Node(at(site), site) for site in stations), tuple(edges))
