"""Rows of the math suites: a number of things, given as the result of a calculation.

The first rows of a level are its test; training rows take up other expressions, with any object.
"""

from __future__ import annotations

from functools import cache

from curation.canonical import rng_of, seed_of
from curation.errors import UsageError
from curation.unisandbox.layout import TEST_ROWS, Row
from curation.unisandbox.making.expressions import strata
from curation.unisandbox.making.nouns import NOUNS
from curation.unisandbox.making.order import Shares, permuted


@cache
def _shares(level: int) -> Shares:
    return Shares([stratum.size for stratum in strata(level)])


@cache
def _key(seed: int, level: int, part: str) -> int:
    return seed_of(seed, f"math_{level}", part)


def capacity(level: int) -> int:
    """How many training rows a level has: each expression that is no test row's, with each object."""
    return (_shares(level).total - TEST_ROWS) * len(NOUNS)


def test_row(seed: int, level: int, index: int) -> Row:
    """Make a test row.

    Args:
        seed: The release's seed.
        level: 1 to 3, the number of operations.
        index: From 0 to 99.
    """
    if not 0 <= index < TEST_ROWS:
        raise UsageError(f"a math suite has rows 0 to {TEST_ROWS - 1}, none at {index}")
    return _row(seed, level, 0, index, index)


def training_row(seed: int, level: int, index: int) -> Row:
    """Make a training row, whose expression no test row of the same seed has.

    Args:
        seed: The release's seed.
        level: 1 to 3.
        index: From 0 to capacity(level) - 1.

    Raises:
        UsageError: The level has not so many.
    """
    if not 0 <= index < capacity(level):
        raise UsageError(f"level {level} has {capacity(level):,} training rows, none at {index:,}")
    turn, place = divmod(index, _shares(level).total - TEST_ROWS)
    return {**_row(seed, level, turn, TEST_ROWS + place, index), "level": level}


def _row(seed: int, level: int, turn: int, place: int, index: int) -> Row:
    number, position = _shares(level).place(place, _key(seed, level, "turns"))
    stratum = strata(level)[number]
    rank = permuted(position, stratum.size, _key(seed, level, f"expressions {number}"))
    # The object moves on by one each time that all expressions have been through: no pair comes twice.
    first = rng_of(seed, f"math_{level}", "object", number, rank).randrange(len(NOUNS))
    singular, plural = NOUNS[(first + turn) % len(NOUNS)]
    return {
        "Question": f"Generate as many {plural} as the result of {stratum.text(rank)}.",
        "Answer": f"{stratum.result} {singular if stratum.result == 1 else plural}.",
        "id": str(index + 1),
    }
