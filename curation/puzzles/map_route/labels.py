"""Where the names of places go: beside their markers, on no way, near no other marker, over no other name."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from curation.draw.fonts import font
from curation.puzzles.map_route.grow import sampled
from curation.puzzles.map_route.network import HEIGHT, WIDTH, Network

EM: Final = 20
"""Em of the names in pixels; capitals are 15 pixels high."""
HIGH: Final = 30
_PAD: Final = 9
_GAP: Final = 18
"""From the middle of a marker to its name."""
_WAY: Final = 13
_OTHER: Final = 33
_RIM: Final = 10

Rect = tuple[int, int, int, int]
"""Left, top, right, bottom; the last two are outside."""


def width_of(name: str) -> int:
    """Width of a name's plate in pixels, even."""
    left, _, right, _ = font(EM * 4).getbbox(name)
    return (int(right - left) // 4 + 2 * _PAD + 2) // 2 * 2


def _candidates(at: tuple[int, int], wide: int) -> list[Rect]:
    """Plates around a marker, the best first."""
    x, y = at
    corners = [(x + _GAP, y - HIGH // 2), (x - _GAP - wide, y - HIGH // 2)]
    for shift in (0, wide // 4, -wide // 4, wide * 3 // 8, -wide * 3 // 8, wide // 2 - 4, 4 - wide // 2):
        corners += [(x - wide // 2 + shift, y - _GAP - HIGH), (x - wide // 2 + shift, y + _GAP)]
    for side in (x + _WAY + 1, x - _WAY - 1 - wide):
        corners += [(side, y - _WAY - 1 - HIGH), (side, y + _WAY + 1)]
    corners += [(x + 29, y - HIGH // 2), (x - 29 - wide, y - HIGH // 2)]
    return [(left, top, left + wide, top + HIGH) for left, top in corners]


def _away(rect: Rect, spots: NDArray[np.int64], least: int) -> bool:
    """Whether every spot, of spots from left to right, is at least `least` pixels from the rectangle."""
    left, top, right, bottom = rect
    first, end = spots[0].searchsorted((left - least, right + least + 1))
    x, y = spots[:, first:end]
    dx = np.maximum(np.maximum(left - x, x - right), 0)
    dy = np.maximum(np.maximum(top - y, y - bottom), 0)
    return bool((dx * dx + dy * dy >= least * least).all())


def _from_left(spots: NDArray[np.int64]) -> NDArray[np.int64]:
    """Spots from left to right: shape (2, spots), from shape (spots, 2)."""
    return np.ascontiguousarray(spots[np.argsort(spots[:, 0])].T)


def _distance(rect: Rect, at: tuple[int, int]) -> int:
    """Distance of a spot from a rectangle, in whole pixels."""
    dx, dy = max(rect[0] - at[0], at[0] - rect[2], 0), max(rect[1] - at[1], at[1] - rect[3], 0)
    return math.isqrt(dx * dx + dy * dy)


def _meet(one: Rect, other: Rect) -> bool:
    margin = 6
    return (
        one[0] < other[2] + margin
        and other[0] < one[2] + margin
        and one[1] < other[3] + margin
        and other[1] < one[3] + margin
    )


def place_labels(network: Network, names: Mapping[int, str]) -> dict[int, Rect] | None:
    """Find a plate for every named node; `None` where the greedy search ends without one.

    Args:
        network: The map.
        names: Names by node.
    """
    ways = _from_left(np.array([spot for edge in network.edges for spot in sampled(edge.points)], dtype=np.int64))
    nodes = np.array([node.at for node in network.nodes], dtype=np.int64)
    free: dict[int, list[Rect]] = {}
    for number, name in names.items():
        others = _from_left(np.delete(nodes, number, axis=0))
        free[number] = [
            rect
            for rect in _candidates(network.nodes[number].at, width_of(name))
            if rect[0] >= _RIM
            and rect[1] >= _RIM
            and rect[2] <= WIDTH - _RIM
            and rect[3] <= HEIGHT - _RIM
            and _away(rect, ways, _WAY)
            and _away(rect, others, max(_OTHER, _distance(rect, network.nodes[number].at) * 9 // 5))
        ]
    placed: dict[int, Rect] = {}
    while free:
        number = min(free, key=lambda node: (len(free[node]), node))
        if not free[number]:
            return None
        rect = placed[number] = free.pop(number)[0]
        free = {node: [other for other in rects if not _meet(rect, other)] for node, rects in free.items()}
    return placed
