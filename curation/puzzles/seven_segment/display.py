"""The shapes of the digits, and pairs of them that lie within each other."""

from __future__ import annotations

from collections.abc import Collection

SEGMENTS = "abcdefg"
"""Segments of one digit: a top, b upper right, c lower right, d bottom, e lower left, f upper left, g middle."""

SHAPES = {
    "0": "abcdef",
    "1": "bc",
    "2": "abdeg",
    "3": "abcdg",
    "4": "bcfg",
    "5": "acdfg",
    "6": "acdefg",
    "7": "abc",
    "8": "abcdefg",
    "9": "abcdfg",
}
"""6 and 9 have their tails, 7 has three segments, 1 is the right side."""

Place = tuple[str, ...]
"""The colours of one digit's segments, in the order of `SEGMENTS`."""

_DIGITS = {frozenset(shape): digit for digit, shape in SHAPES.items()}


def digit_of(place: Place, colours: Collection[str]) -> str | None:
    """The digit that the segments in one of `colours` form; `None` where they form none."""
    lit = frozenset(name for name, colour in zip(SEGMENTS, place, strict=True) if colour in colours)
    return _DIGITS.get(lit)


def _within(small: str, big: str) -> bool:
    return set(SHAPES[small]) < set(SHAPES[big])


PAIRED = {d: [o for o in SHAPES if _within(d, o) or _within(o, d)] for d in SHAPES}
"""For each digit those whose segments it lacks some of, or has all of."""

SLIPS = [("1", "7"), ("3", "9"), ("5", "6"), ("5", "9")]
"""Digits that are taken for each other when one segment is overlooked or imagined; 8 is none, for it lights all."""


def nested(first: str, second: str) -> tuple[str, str]:
    """The two digits of a pair, the one with fewer segments first."""
    return (first, second) if len(SHAPES[first]) < len(SHAPES[second]) else (second, first)
