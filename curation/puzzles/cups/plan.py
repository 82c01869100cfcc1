"""Plans a puzzle: steps first, then four places that may be the end, then which of them is right."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from pydantic import JsonValue

from curation.models import Difficulty
from curation.puzzles.base import Discard

COLOURS: Final = ("red", "yellow", "green", "blue", "purple", "pink")

Kind = Literal["places", "colours", "shift"]


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction.

    Attributes:
        kind: A swap of two places, a swap of two cups by name, or a shift of all cups.
        first: The lower place or cup; for a shift its direction, 1 to the right or -1 to the left.
        second: The other place or cup; 0 for a shift.
    """

    kind: Kind
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Level:
    """Parameters of a difficulty: cups, steps, and the kinds of steps with their weights."""

    cups: int
    steps: tuple[int, ...]
    kinds: tuple[Kind, ...]


LEVELS: Final[dict[Difficulty, Level]] = {
    "easy": Level(4, (4, 5), ("places", "colours")),
    "medium": Level(5, (5, 6), ("places", "places", "colours", "colours", "shift")),
    "hard": Level(6, (7, 8), ("places", "places", "colours", "colours", "shift")),
}
MOST_SHIFTS: Final = 2
FEWEST_MOVES: Final = 2
"""How often the ball changes its place at least."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to draw and to ask. Places and cups are numbered from 0; cup i stands in place i in the picture.

    Attributes:
        colours: Of the cups.
        ball: The cup with the ball.
        steps: The instructions.
        end: The place of the ball in the end.
        wrong: Three other places, and the mistakes that lead there.
    """

    colours: tuple[str, ...]
    ball: int
    steps: tuple[Step, ...]
    end: int
    wrong: tuple[tuple[int, str], ...]

    def canonical(self) -> JsonValue:
        """Equal for puzzles that differ by the cups' colours or by looking into a mirror."""
        return min(json.dumps(form) for form in (self._form(mirrored=False), self._form(mirrored=True)))

    def _form(self, mirrored: bool) -> list[JsonValue]:
        last = len(self.colours) - 1
        steps: list[JsonValue] = []
        for step in self.steps:
            if step.kind == "shift":
                steps.append(["shift", -step.first if mirrored else step.first])
            else:
                pair = [last - step.second, last - step.first] if mirrored else [step.first, step.second]
                steps.append([step.kind, *pair])
        return [len(self.colours), last - self.ball if mirrored else self.ball, steps]


def row_after(steps: Sequence[Step], cups: int) -> list[int]:
    """The cups from left to right after the steps."""
    row = list(range(cups))
    for step in steps:
        if step.kind == "shift":
            row = row[-step.first :] + row[: -step.first]
            continue
        pair = (step.first, step.second)
        first, second = pair if step.kind == "places" else (row.index(pair[0]), row.index(pair[1]))
        row[first], row[second] = row[second], row[first]
    return row


def mistakes(steps: Sequence[Step]) -> Iterator[tuple[str, Sequence[Step]]]:
    """Yield each mistake's name and the steps that it comes to."""
    for at, step in enumerate(steps):
        rest = steps[at + 1 :]
        yield f"step {at + 1} skipped", [*steps[:at], *rest]
        if step.kind == "shift":
            yield f"step {at + 1} to the other side", [*steps[:at], replace(step, first=-step.first), *rest]
        elif step.kind == "colours":
            yield (
                f"step {at + 1} at the first places of the cups",
                [*steps[:at], replace(step, kind="places"), *rest],
            )
    yield "no step done", ()
    for at, (first, second) in enumerate(pairwise(steps)):
        yield f"steps {at + 1} and {at + 2} exchanged", [*steps[:at], second, first, *steps[at + 2 :]]


def _steps(level: Level, rng: random.Random) -> list[Step]:
    steps: list[Step] = []
    for _ in range(rng.choice(level.steps)):
        kind = rng.choice(level.kinds)
        if kind == "shift":
            steps.append(Step(kind, rng.choice((-1, 1)), 0))
        else:
            first, second = sorted(rng.sample(range(level.cups), 2))
            steps.append(Step(kind, first, second))
    shifts = sum(step.kind == "shift" for step in steps)
    if shifts > MOST_SHIFTS or any(a == b or a.kind == b.kind == "shift" for a, b in pairwise(steps)):
        raise Discard("two steps undo each other")
    return steps


def slips(steps: Sequence[Step], end: int, cups: int) -> dict[int, str]:
    """Where mistakes lead if `end` is right, with the first mistake for each place.

    None for a ball that rests and for a row that ends as it began, whose oracle would show nothing.
    """
    row = row_after(steps, cups)
    if row == list(range(cups)):
        return {}
    ball = row[end]
    trail = [row_after(steps[:at], cups).index(ball) for at in range(len(steps) + 1)]
    if sum(a != b for a, b in pairwise(trail)) < FEWEST_MOVES:
        return {}
    found: dict[int, str] = {}
    for name, slip in mistakes(steps):
        found.setdefault(row_after(slip, cups).index(ball), name)
    return found


def plan(rng: random.Random, difficulty: Difficulty) -> Plan:
    """Plan a puzzle.

    Raises:
        Discard: No steps were found that move the ball and lead astray.
    """
    level = LEVELS[difficulty]
    for _ in range(1000):
        try:
            steps = _steps(level, rng)
        except Discard:
            continue
        options = rng.sample(range(level.cups), 4)
        # Each of the four could be the right one, for otherwise the text alone would rule it out.
        astray = {end: slips(steps, end, level.cups) for end in options}
        if not all(other in astray[end] for end in options for other in options if other != end):
            continue
        end, *others = options
        colours = rng.sample(COLOURS, level.cups)
        ball = row_after(steps, level.cups)[end]
        wrong = tuple((place, astray[end][place]) for place in others)
        return Plan(tuple(colours), ball, tuple(steps), end, wrong)
    raise Discard("no steps were found that lead astray")


def _clause(step: Step, colours: Sequence[str]) -> str:
    if step.kind == "shift":
        way, ends = ("right", ("last", "first")) if step.first > 0 else ("left", ("first", "last"))
        return f"all cups move one place to the {way}, and the {ends[0]} cup goes to the {ends[1]} place"
    if step.kind == "places":
        return f"the cups in places {step.first + 1} and {step.second + 1} change places"
    return f"the {colours[step.first]} cup and the {colours[step.second]} cup change places"


def question(drawn: Plan, rng: random.Random) -> str:
    """Word the question, without options."""
    clauses = [_clause(step, drawn.colours) for step in drawn.steps]
    if rng.random() < 0.5:
        told = "; ".join(f"({number}) {clause}" for number, clause in enumerate(clauses, 1))
        told = f"Then, one after another: {told}."
    else:
        first, *middle, last = clauses
        told = f"First, {first}.{''.join(f' Then, {clause}.' for clause in middle)} Finally, {last}."
    return (
        "The places are numbered from left to right. The ball is under the lifted cup, which is put down over it; "
        f"from then on the ball stays under that cup. {told} In which place is the ball in the end?"
    )


def option(place: int) -> str:
    """Write a place as an option."""
    return f"place {place + 1}"
