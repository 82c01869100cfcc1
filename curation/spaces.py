"""Spaces of families that are small: what is refused at once, and what is said when one is used up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from curation.errors import UsageError
from curation.families import family
from curation.models import Generated
from curation.puzzles.base import Draw
from curation.puzzles.trial import MOST_ATTEMPTS
from curation.store import Store

_REMEDY = "ask for a smaller --count, another --difficulty or another --family"


def refuse_too_many(draws: Iterable[Draw]) -> None:
    """Refuse places that are more than there are puzzles for.

    Raises:
        UsageError: A family's space is smaller than what is asked of it.
    """
    asked = Counter((draw.family, draw.subtask, draw.difficulty) for draw in draws)
    for (name, subtask, difficulty), number in asked.items():
        space = family(name).space(subtask, difficulty)
        if space is not None and number > space.size:
            counts = f"{number:,} are asked for, and there are {space} in all"
            raise UsageError(f"{name} ({subtask}, {difficulty}): {counts}; {_REMEDY}")


def used_up(draw: Draw, store: Store) -> UsageError:
    """Say that no new puzzle was found: how many there are, and how many of them are in the workspace."""
    found = family(draw.family)
    origins = (
        (stored.instance.provenance, stored.instance)
        for stored in store.instances(found.category)
        if stored.instance.subtask == draw.subtask and stored.instance.difficulty == draw.difficulty
    )
    there = sum(isinstance(origin, Generated) and origin.family == draw.family for origin, _ in origins)
    space = found.space(draw.subtask, draw.difficulty)
    of = "how many there are in all is not known" if space is None else f"there are {space} in all"
    return UsageError(
        f"{draw.family} ({draw.subtask}, {draw.difficulty}): the space seems used up, for {MOST_ATTEMPTS} draws in "
        f"a row gave no new one; {of}, and {there:,} are here already and kept; {_REMEDY}"
    )
