"""One draw put on trial: made, then solved by code that shares nothing with the maker, and kept or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, TypeVar

from curation.models import Proof
from curation.puzzles.base import Discard, Draw, Family, Puzzle, canonical_digest

MOST_ATTEMPTS = 200
"""Refusals in a row at one place of a sequence after which a family's space counts as used up."""

REPEATED = "the same is there already"


@dataclass(frozen=True, slots=True)
class Kept:
    """A puzzle whose key the solver confirmed, or a photo puzzle, which has no key yet."""

    draw: Draw
    puzzle: Puzzle
    proof: Proof | None
    canonical_key: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A draw that is not kept, and why."""

    draw: Draw
    reason: str


def attempt(family: Family, draw: Draw) -> Kept | Refused:
    """Make one draw and prove its key."""
    try:
        puzzle = family.make(draw)
    except Discard as discard:
        return Refused(draw, str(discard))
    proof = None
    if puzzle.question is not None and puzzle.options is not None:
        solution = family.solve(puzzle.image, puzzle.question, puzzle.options, puzzle.scene)
        if solution.letter != puzzle.key:
            found = solution.letter or "no letter"
            return Refused(draw, f"the solver says {found} ({solution.answer}), the maker {puzzle.key}")
        proof = Proof(
            method=solution.method,
            solver=family.solver,
            answer=solution.answer,
            evidence=dict(solution.evidence),
        )
    return Kept(draw, puzzle, proof, canonical_digest(family, puzzle))


class _Keyed(Protocol):
    @property
    def canonical_key(self) -> str: ...


K = TypeVar("K", bound=_Keyed)


def tries(attempt_at: Callable[[Draw], K | Refused], draw: Draw, taken: set[str]) -> Iterator[K | Refused]:
    """Try one place of a sequence until something is kept that is not `taken`; the last item is the outcome.

    Args:
        attempt_at: Makes and proves one draw.
        draw: The place; its attempt is where to begin.
        taken: Canonical keys of what there is; the kept one's is added.
    """
    for number in range(draw.attempt, draw.attempt + MOST_ATTEMPTS):
        tried = attempt_at(replace(draw, attempt=number))
        if isinstance(tried, Refused):
            yield tried
        elif tried.canonical_key in taken:
            yield Refused(replace(draw, attempt=number), REPEATED)
        else:
            taken.add(tried.canonical_key)
            yield tried
            return


def sequence(family: Family, draw: Draw, taken: set[str]) -> Iterator[Kept | Refused]:
    """Try one place of a puzzle family; see `tries`."""
    return tries(partial(attempt, family), draw, taken)
