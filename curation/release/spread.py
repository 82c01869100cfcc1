"""Two small exact methods behind the selection: spreading over columns, and matching groups to places.

Both work on counts and positions alone and visit everything in the order given, so that one input has one answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence


def spread(wanted: Sequence[int], supply: Sequence[Sequence[int]]) -> list[list[int]]:
    """Take `wanted[row]` of each row so that the columns' totals are as even as they can be.

    Units are placed one by one on the shortest chain of exchanges to the emptiest column that can be reached,
    which is the successive-shortest-path method for a convex cost (Ahuja, Magnanti and Orlin 1993, ch. 14).

    Args:
        wanted: How many to take of each row, at most what it has.
        supply: How many there are, by row and column.

    Returns:
        How many to take, by row and column.
    """
    taken = [[0] * len(row) for row in supply]
    for row, number in enumerate(wanted):
        for _ in range(number):
            _place(row, taken, supply)
    return taken


def _place(row: int, taken: list[list[int]], supply: Sequence[Sequence[int]]) -> None:
    columns = range(len(supply[row]))
    came: dict[int, tuple[int, int | None]] = {}
    queue: deque[tuple[int, int | None]] = deque([(row, None)])
    while queue:
        at, source = queue.popleft()
        for column in columns:
            if column in came or taken[at][column] >= supply[at][column]:
                continue
            came[column] = (at, source)
            queue.extend((other, column) for other in range(len(taken)) if taken[other][column])
    totals = [sum(line[column] for line in taken) for column in columns]
    column = min(came, key=lambda place: (totals[place], place))
    target: int | None = column
    while target is not None:
        at, source = came[target]
        taken[at][target] += 1
        if source is not None:
            taken[at][source] -= 1
        target = source


def match(places: Sequence[Sequence[int]], groups: int, held: list[int | None] | None = None) -> list[int | None]:
    """Give as many places as possible a group of their own, by augmenting paths; earlier places go first.

    Args:
        places: For each place, the groups that may fill it, the favourite first; places alike share one list.
        groups: How many groups there are.
        held: What an earlier call returned for the first of these places; those stay filled.

    Returns:
        For each place, the group that fills it, or `None`.
    """
    filled: list[int | None] = [*(held or []), *([None] * (len(places) - len(held or [])))]
    holder: list[int | None] = [None] * groups
    for place, group in enumerate(filled):
        if group is not None:
            holder[group] = place
    for place in range(len(places)):
        if filled[place] is None:
            _augment(place, places, filled, holder)
    return filled


def _augment(
    start: int, places: Sequence[Sequence[int]], filled: list[int | None], holder: list[int | None]
) -> None:
    came: dict[int, int] = {}
    # Places of one kind share one list; its groups need to be looked at once.
    looked: set[int] = set()
    queue = deque([start])
    while queue:
        place = queue.popleft()
        if id(places[place]) in looked:
            continue
        looked.add(id(places[place]))
        for group in places[place]:
            if group in came:
                continue
            came[group] = place
            other = holder[group]
            if other is None:
                _shift(group, start, came, filled, holder)
                return
            queue.append(other)


def _shift(free: int, start: int, came: dict[int, int], filled: list[int | None], holder: list[int | None]) -> None:
    group: int | None = free
    while group is not None:
        place = came[group]
        before = filled[place]
        filled[place], holder[group] = group, place
        if place == start:
            return
        group = before
