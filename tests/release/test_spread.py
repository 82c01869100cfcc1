"""The two methods against exhaustive search."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from curation.release.spread import match, spread


def _ways(wanted: int, supply: list[int]) -> list[tuple[int, ...]]:
    return [way for way in itertools.product(*(range(n + 1) for n in supply)) if sum(way) == wanted]


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_spread_is_as_even_as_can_be(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 4))
    supply = data.draw(st.lists(st.lists(st.integers(0, 3), min_size=width, max_size=width), max_size=3))
    wanted = [data.draw(st.integers(0, sum(row))) for row in supply]
    taken = spread(wanted, supply)
    assert [sum(row) for row in taken] == wanted
    assert all(
        0 <= n <= most for row, line in zip(taken, supply, strict=True) for n, most in zip(row, line, strict=True)
    )

    def cost(rows: list[list[int]] | tuple[tuple[int, ...], ...]) -> int:
        return sum(sum(column) ** 2 for column in zip(*rows, strict=True))

    ways = [_ways(number, row) for number, row in zip(wanted, supply, strict=True)]
    assert cost(taken) == min(cost(rows) for rows in itertools.product(*ways))


def _most(places: list[list[int]], used: frozenset[int] = frozenset()) -> int:
    if not places:
        return 0
    without = _most(places[1:], used)
    return max([without, *(1 + _most(places[1:], used | {group}) for group in places[0] if group not in used)])


@given(st.lists(st.lists(st.integers(0, 4), unique=True, max_size=4), max_size=6), st.integers(0, 6))
@settings(deadline=None, max_examples=150)
def test_match_fills_as_many_places_as_can_be(places: list[list[int]], cut: int) -> None:
    held = match(places, 5)
    filled = [group for group in held if group is not None]
    assert len(set(filled)) == len(filled) == _most(places)
    assert all(group in able for group, able in zip(held, places, strict=True) if group is not None)
    first = match(places[:cut], 5)
    more = match(places, 5, first)
    assert sum(group is not None for group in more) == len(filled)
    assert all(more[place] is not None for place, group in enumerate(first) if group is not None)
