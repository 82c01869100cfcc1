"""Networks of drawn ways, and shortest ways in them. All lengths are whole sixteenths of a pixel."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

Look = Literal["park", "zoo", "town", "metro"]
LOOKS: Final[tuple[Look, ...]] = ("park", "zoo", "town", "metro")
FINE: Final = 4
"""Points of a way are in quarters of a pixel."""
WIDTH: Final = 1280
HEIGHT: Final = 960
Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """A place or a junction.

    Attributes:
        at: Pixels from the top left corner.
        site: Column and row of the lattice that the map grew on.
    """

    at: Spot
    site: Spot


@dataclass(frozen=True, slots=True)
class Edge:
    """A stretch of way between two nodes.

    Attributes:
        ends: The nodes' numbers.
        points: From the first to the second end, in quarters of a pixel.
        line: Number of the metro line; 0 on other maps.
    """

    ends: tuple[int, int]
    points: tuple[Spot, ...]
    line: int = 0

    @property
    def length(self) -> int:
        """Length as drawn, in sixteenths of a pixel."""
        return sum(
            math.isqrt(((x1 - x0) ** 2 + (y1 - y0) ** 2) * 16) for (x0, y0), (x1, y1) in pairwise(self.points)
        )


@dataclass(frozen=True, slots=True)
class Network:
    """A map's nodes and ways."""

    look: Look
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def degrees(self) -> list[int]:
        """How many ways leave each node."""
        return [sum(number in edge.ends for edge in self.edges) for number in range(len(self.nodes))]


@dataclass(frozen=True, slots=True)
class Route:
    """A way through the network.

    Attributes:
        nodes: From start to goal.
        edges: The stretches between them.
        length: In sixteenths of a pixel.
    """

    nodes: tuple[int, ...]
    edges: tuple[int, ...]
    length: int


class Roads:
    """Shortest ways in one network.

    Args:
        network: The network; its lengths are measured once.
    """

    def __init__(self, network: Network) -> None:
        self._leaving: list[list[tuple[int, int, int]]] = [[] for _ in network.nodes]
        for number, edge in enumerate(network.edges):
            first, second = edge.ends
            length = edge.length
            self._leaving[first].append((second, number, length))
            self._leaving[second].append((first, number, length))

    def shortest(self, start: int, goal: int, closed: int = -1) -> Route | None:
        """The shortest way that does not use the edge `closed`; `None` where there is none."""
        best = {start: 0}
        before: dict[int, tuple[int, int]] = {}
        queue = [(0, start)]
        while queue:
            length, node = heapq.heappop(queue)
            if node == goal:
                break
            if length > best[node]:
                continue
            for other, edge, more in self._leaving[node]:
                if edge != closed and (other not in best or length + more < best[other]):
                    best[other] = length + more
                    before[other] = (node, edge)
                    heapq.heappush(queue, (length + more, other))
        if goal not in best:
            return None
        nodes, edges = [goal], []
        while nodes[-1] != start:
            node, edge = before[nodes[-1]]
            nodes.append(node)
            edges.append(edge)
        return Route(tuple(reversed(nodes)), tuple(reversed(edges)), best[goal])

    def second(self, route: Route) -> Route | None:
        """The shortest way that differs from the shortest one, `route`, by an edge at least."""
        others = [self.shortest(route.nodes[0], route.nodes[-1], edge) for edge in route.edges]
        found = [other for other in others if other is not None]
        return min(found, key=lambda other: (other.length, other.nodes)) if found else None


def connected(count: int, pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether `count` nodes hang together by the pairs."""
    root = list(range(count))

    def top(node: int) -> int:
        while root[node] != node:
            node = root[node]
        return node

    for first, second in pairs:
        root[top(first)] = top(second)
    return len({top(node) for node in range(count)}) == 1
