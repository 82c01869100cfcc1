"""Every family that generates instances: puzzles of the GEU axis, prompts of the UEG axis."""

from __future__ import annotations

from curation.errors import UsageError
from curation.prompts import registry as prompts
from curation.puzzles import registry as puzzles
from curation.puzzles.base import Family


def families() -> dict[str, Family]:
    """Return every family by name, puzzles first."""
    return {**puzzles.families(), **prompts.families()}


def family(name: str) -> Family:
    """Find a family by name.

    Raises:
        UsageError: There is none of that name.
    """
    found = families().get(name)
    if found is None:
        raise UsageError(f"unknown family {name!r}; there is: {', '.join(families())}")
    return found
