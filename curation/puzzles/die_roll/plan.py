"""Plans a puzzle: a path, four numbers, which of them is right, and a die that makes it so."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from pydantic import JsonValue

from curation.models import Difficulty
from curation.puzzles.base import Discard

Side = Literal["top", "front", "right"]
Die = tuple[int, int, int]
"""The numbers on top, in front and on the right; those opposite make seven with them."""

STEPS: Final = {"N": (-1, 0), "E": (0, 1), "S": (1, 0), "W": (0, -1)}
"""Rolls as rows down and columns to the right; S is towards the front."""
_OTHER_WAY: Final = {"N": "S", "S": "N", "E": "W", "W": "E"}
SIDES: Final[tuple[Side, ...]] = ("top", "front", "right")


@dataclass(frozen=True, slots=True)
class Level:
    """Parameters of a difficulty: cells in a row and rolls."""

    size: int
    rolls: tuple[int, ...]


LEVELS: Final[dict[Difficulty, Level]] = {
    "easy": Level(4, (4, 5)),
    "medium": Level(5, (6, 7)),
    "hard": Level(6, (8, 9, 10)),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to draw and to ask.

    Attributes:
        size: Cells in a row of the board.
        cells: Row and column of each cell of the path.
        rolls: Their directions, one fewer.
        die: As it stands on the first cell.
        asked: Which side is asked for.
        answer: The number there in the end.
        wrong: Three other numbers, and the mistakes that lead to them.
    """

    size: int
    cells: tuple[tuple[int, int], ...]
    rolls: str
    die: Die
    asked: Side
    answer: int
    wrong: tuple[tuple[int, str], ...]

    def canonical(self) -> JsonValue:
        """Equal for puzzles that differ by the place on the board or by turning the whole board with the die."""
        top, front, right = self.die
        rolls, asked = self.rolls, {"top": "top", "front": "S", "right": "E"}[self.asked]
        turn = dict(zip("NESW", "ESWN", strict=True))
        while rolls[0] != "N":
            # Clockwise: what was on the right comes to the front, and what was at the back to the right.
            rolls, asked = "".join(turn[roll] for roll in rolls), turn.get(asked, asked)
            front, right = right, 7 - front
        return [rolls, top, front, right, asked]


def rolled(die: Die, rolls: str) -> Die:
    """Roll a die."""
    top, front, right = die
    for roll in rolls:
        if roll == "E":
            top, right = 7 - right, top
        elif roll == "W":
            top, right = right, 7 - top
        elif roll == "S":
            top, front = 7 - front, top
        else:
            top, front = front, 7 - top
    return top, front, right


@cache
def dice() -> tuple[Die, ...]:
    """The 24 ways in which a die stands; 1, 2 and 3 run anticlockwise around their corner."""
    found: list[Die] = [(1, 2, 3)]
    for die in found:
        found.extend(other for roll in "NE" if (other := rolled(die, roll)) not in found)
    return tuple(sorted(found))


def mistakes(drawn_rolls: str, die: Die, asked: Side) -> Iterator[tuple[str, int]]:
    """Yield each mistake's name and the number that it leads to."""
    at_side = SIDES.index(asked)
    for at in reversed(range(len(drawn_rolls))):
        before, after = drawn_rolls[:at], drawn_rolls[at + 1 :]
        yield f"roll {at + 1} skipped", rolled(die, before + after)[at_side]
        turned = before + _OTHER_WAY[drawn_rolls[at]] + after
        yield f"roll {at + 1} the other way", rolled(die, turned)[at_side]
    yield "no roll done", die[at_side]
    last = rolled(die, drawn_rolls)
    for side, number in zip(SIDES, last, strict=True):
        if side != asked:
            yield f"the number of the {side} side", number


def _path(level: Level, rng: random.Random) -> tuple[list[tuple[int, int]], str]:
    """A path that never comes to a cell twice and turns at least twice."""
    cells, rolls = [(rng.randrange(level.size), rng.randrange(level.size))], ""
    for _ in range(rng.choice(level.rolls)):
        row, column = cells[-1]
        free = [
            (roll, (row + down, column + right))
            for roll, (down, right) in STEPS.items()
            if 0 <= row + down < level.size
            and 0 <= column + right < level.size
            and (row + down, column + right) not in cells
        ]
        if not free:
            raise Discard("the path has no way on")
        roll, cell = rng.choice(free)
        cells.append(cell)
        rolls += roll
    if len(set(rolls)) < 2:
        raise Discard("the path does not turn")
    return cells, rolls


def plan(rng: random.Random, difficulty: Difficulty) -> Plan:
    """Plan a puzzle.

    Raises:
        Discard: No path was found that leads astray.
    """
    level = LEVELS[difficulty]
    for _ in range(1000):
        try:
            cells, rolls = _path(level, rng)
        except Discard:
            continue
        asked = rng.choice(SIDES)
        # Numbers first, then the right one among them, then the die: no number is likelier than another.
        answer, *others = rng.sample(range(1, 7), 4)
        die = rng.choice([die for die in dice() if rolled(die, rolls)[SIDES.index(asked)] == answer])
        if rolled(die, rolls) == die:
            continue
        slips: dict[int, str] = {}
        for name, number in mistakes(rolls, die, asked):
            slips.setdefault(number, name)
        if all(number in slips for number in others):
            wrong = tuple((number, slips[number]) for number in others)
            return Plan(level.size, tuple(cells), rolls, die, asked, answer, wrong)
    raise Discard("no path was found that leads astray")


_ASKED: Final[dict[Side, Sequence[str]]] = {
    "top": ("which number is on top", "which number shows on the top face"),
    "front": ("which number is on the front face", "which number faces the front edge of the board"),
    "right": ("which number is on the right face", "which number faces the right edge of the board"),
}


def question(drawn: Plan, rng: random.Random) -> str:
    """Word the question, without options."""
    rule = rng.choice(
        (
            "The die rolls along the blue path, tipping over one edge onto the next cell at each step, and does "
            "not turn otherwise.",
            "Along the blue path the die tips over an edge from each cell onto the next one, without sliding or "
            "turning otherwise.",
        )
    )
    asked = rng.choice(_ASKED[drawn.asked])
    return (
        "The die on the left stands on the green cell of the board on the right. Its front face (drawn as a "
        "square) faces the board's front edge (the lower one in the picture), and its right face faces the right "
        f"edge. The numbers on opposite faces add up to seven. {rule} At the end of the path, {asked}?"
    )
