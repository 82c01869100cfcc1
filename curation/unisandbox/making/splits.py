"""Training splits: as many rows as asked for, the easier levels first."""

from __future__ import annotations

from collections.abc import Iterator

from curation.errors import UsageError
from curation.unisandbox.layout import LEVELS, Row
from curation.unisandbox.making import mapping, math


def shares(rows: int, capacities: list[int]) -> list[int]:
    """Share rows out evenly; what a level cannot give, the levels above it give.

    Raises:
        UsageError: There are not so many.
    """
    if rows > sum(capacities):
        raise UsageError(
            f"{rows:,} training rows are more than the {sum(capacities):,} that there are; ask for fewer"
        )
    found: list[int] = []
    for number, capacity in enumerate(capacities):
        even = (rows - sum(found)) // (len(capacities) - number)
        # The last levels must be able to take the rest.
        found.append(min(capacity, max(even, rows - sum(found) - sum(capacities[number + 1 :]))))
    return found


def check_size(rows: int) -> None:
    """Refuse a number of training rows that the suites do not have.

    Raises:
        UsageError: It is odd, so that an id of the mapping suite would have one row; or there are not so many.
    """
    if rows % 2:
        raise UsageError(f"{rows:,} training rows are an odd number, and an id has two; ask for an even number")
    shares(rows, [math.capacity(level) for level in LEVELS])
    shares(rows, [mapping.capacity()] * len(LEVELS))


def math_split(seed: int, rows: int) -> Iterator[Row]:
    """Yield training rows of the math suite, level by level."""
    for level, share in zip(LEVELS, shares(rows, [math.capacity(level) for level in LEVELS]), strict=True):
        yield from (_numbered(math.training_row(seed, level, index)) for index in range(share))


def mapping_split(seed: int, rows: int) -> Iterator[Row]:
    """Yield an even number of training rows of the mapping suite, level by level; an id's two are neighbours."""
    pairs = shares(rows // 2, [mapping.capacity() // 2] * len(LEVELS))
    for level, share in zip(LEVELS, pairs, strict=True):
        yield from (_numbered(mapping.training_row(seed, level, index)) for index in range(2 * share))


def _numbered(row: Row) -> Row:
    """Name the level in the id, which is then unique in the file."""
    field = "id" if "id" in row else "ID"
    return {**row, field: f"{row['level']}-{row[field]}"}
