"""Many draws of a family, and what came of them: the measurements that every family is held to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from curation.models import Difficulty
from curation.puzzles.base import Draw, Family
from curation.puzzles.trial import Kept, Refused, sequence
from tests.puzzles.shortcuts import Row


def draws(
    family: Family,
    subtask: str,
    difficulty: Difficulty,
    count: int,
    seed: int,
    taken: set[str] | None = None,
) -> Iterator[Kept | Refused]:
    """Try `count` places of a sequence and yield every outcome, one picture in memory at a time.

    Args:
        family: The family to draw from.
        subtask: One of its subtasks.
        difficulty: Level.
        count: Places, each with as many attempts as it needs.
        seed: The curator's seed.
        taken: Canonical keys that are taken; those of the kept puzzles are added.
    """
    used = set() if taken is None else taken
    for index in range(count):
        place = Draw(family.name, family.version, subtask, difficulty, seed, index)
        yield from sequence(family, place, used)


@dataclass
class Tally:
    """What came of the draws of one subtask and level.

    Attributes:
        kept: Puzzles that were kept.
        reasons: How many draws were refused, for each reason.
        unconfirmed: Puzzles with a question whose key the solver did not confirm.
        collisions: Confirmed puzzles that were there already.
        letters: How often each letter is the key.
        rows: Question, options and key of each kept puzzle that has them.
        keys: Canonical keys of the kept puzzles.
    """

    kept: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    unconfirmed: int = 0
    collisions: int = 0
    letters: Counter[str] = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many draws were refused in all."""
        return self.reasons.total()

    def add(self, tried: Kept | Refused) -> None:
        """Count one outcome."""
        if isinstance(tried, Refused):
            disagreed = tried.reason.startswith("the solver says")
            self.unconfirmed += disagreed
            self.collisions += tried.reason.startswith("the same puzzle")
            self.reasons["the solver disagrees" if disagreed else tried.reason] += 1
            return
        self.kept += 1
        self.keys.append(tried.canonical_key)
        puzzle = tried.puzzle
        if puzzle.question is not None and puzzle.options is not None and puzzle.key is not None:
            self.letters[puzzle.key] += 1
            self.rows.append((puzzle.question, puzzle.options, puzzle.key))


def tally(family: Family, subtask: str, difficulty: Difficulty, count: int, seed: int) -> Tally:
    """Draw `count` puzzles and count what came of it."""
    counted = Tally()
    for tried in draws(family, subtask, difficulty, count, seed):
        counted.add(tried)
    return counted
