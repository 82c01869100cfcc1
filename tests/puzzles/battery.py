"""Many draws of a family, and what came of them: the measurements that every family is held to."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import TypeVar

from PIL import Image, ImageOps

from curation.canonical import digest_pixels
from curation.models import LETTERS, Difficulty
from curation.puzzles.base import Discard, Draw, Family, Puzzle
from curation.puzzles.registry import family
from curation.puzzles.trial import REPEATED, Kept, Refused, sequence
from tests.puzzles.shortcuts import Row

P = TypeVar("P")


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
            self.collisions += tried.reason == REPEATED
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


# One puzzle of a family, and what can be done to it


@cache
def _made(name: str, difficulty: Difficulty, index: int, seed: int) -> Puzzle:
    found = family(name)
    place = Draw(name, found.version, found.subtasks[0], difficulty, seed, index)
    *_, last = sequence(found, place, set())
    assert isinstance(last, Kept), "no puzzle"
    return last.puzzle


@dataclass(frozen=True)
class Trials:
    """Puzzles of a family with one subtask, and their solver.

    Attributes:
        family: The family.
        seed: Which sequence the puzzles are from.
    """

    family: Family
    seed: int = 1

    def puzzle(self, difficulty: Difficulty, index: int = 0) -> Puzzle:
        """A puzzle that was kept; the same one however often it is asked for."""
        return _made(self.family.name, difficulty, index, self.seed)

    def solved(
        self, made: Puzzle, image: Image.Image | None = None, question: str | None = None
    ) -> tuple[str | None, str]:
        """What the solver says of a puzzle, or of another picture or question in its place: letter and answer."""
        assert made.question is not None
        assert made.options is not None
        shown = image or made.image
        solution = self.family.solve(shown, question or made.question, made.options, made.scene)
        return solution.letter, solution.answer

    def all_confirmed(self, difficulty: Difficulty) -> None:
        """A dozen draws are kept, none refused unless it is there already; each letter is the key of three."""
        counted = tally(self.family, self.family.subtasks[0], difficulty, 12, seed=11)
        assert (counted.kept, counted.unconfirmed, counted.refused - counted.collisions) == (12, 0, 0)
        assert counted.letters == dict.fromkeys(LETTERS, 3)

    def golden(self, difficulty: Difficulty) -> str:
        """Half of the pixel digests of a level's first puzzle and of its oracle."""
        made = self.puzzle(difficulty)
        return digest_pixels(made.image)[:16] + digest_pixels(made.oracle)[:16]

    def noticed(
        self,
        damage: Callable[[Puzzle], Image.Image],
        puzzles: int,
        difficulty: Difficulty = "medium",
    ) -> None:
        """The solver names no letter for a damaged picture, and says why."""
        self.noticed_each(lambda made, _: damage(made), puzzles, difficulty)

    def noticed_each(
        self,
        damage: Callable[[Puzzle, int], Image.Image],
        puzzles: int,
        difficulty: Difficulty,
        step: int = 1,
        told: str = ".{11,}",
    ) -> None:
        """The same where what is damaged goes by a number, which grows by `step` from puzzle to puzzle.

        The reason must have what the pattern `told` tells.
        """
        for index in range(puzzles):
            made = self.puzzle(difficulty, index)
            letter, reason = self.solved(made, damage(made, step * index))
            assert letter is None
            assert re.search(told, reason)

    def not_guessed(self, old: str, new: str, difficulty: Difficulty, puzzles: int) -> None:
        """The solver names no letter where a question says something else; one at least has the words."""
        asked = [self.puzzle(difficulty, index) for index in range(puzzles)]
        changed = [made for made in asked if made.question is not None and old in made.question]
        assert changed
        for made in changed:
            assert made.question is not None
            assert self.solved(made, question=made.question.replace(old, new))[0] is None


def planned(plan: Callable[[random.Random, Difficulty], P], difficulty: Difficulty, seed: int) -> P:
    """The first plan of a generator that makes a puzzle."""
    rng = random.Random(seed)
    for _ in count():
        try:
            return plan(rng, difficulty)
        except Discard:
            continue
    raise AssertionError


def half(made: Puzzle) -> Image.Image:
    """The left half of the picture."""
    return made.image.crop((0, 0, made.image.width // 2, made.image.height))


def blank(made: Puzzle) -> Image.Image:
    """Nothing but white."""
    return Image.new("RGB", made.image.size, "white")


def negative(made: Puzzle) -> Image.Image:
    """The picture's negative."""
    return ImageOps.invert(made.image)
