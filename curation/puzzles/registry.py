"""Every puzzle family, by name."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from curation.errors import UsageError
from curation.puzzles.base import Family

FAMILIES = (
    *("tile_shuffle", "seven_segment", "clutter", "maze", "map_route"),
    *("grid_moves", "cups", "paper_fold", "die_roll"),
)


@cache
def families() -> dict[str, Family]:
    """Return every family in the order of the profile's categories."""
    return {name: import_module(f"curation.puzzles.{name}").FAMILY for name in FAMILIES}


def family(name: str) -> Family:
    """Find a family by name.

    Raises:
        UsageError: There is none of that name.
    """
    found = families().get(name)
    if found is None:
        raise UsageError(f"unknown puzzle family {name!r}; there is: {', '.join(FAMILIES)}")
    return found
