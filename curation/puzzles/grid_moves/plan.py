"""Plans a puzzle: steps first, then four places that are equally good answers to them, then which one is right."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Final

from pydantic import JsonValue

from curation.models import Difficulty
from curation.puzzles.base import Discard
from curation.puzzles.grid_moves.steps import Place, Step, back, inside, mistakes, passed, walk

COLOURS: Final = ("red", "orange", "yellow", "green", "blue", "purple", "pink")
SHAPES: Final = ("circle", "square", "triangle", "star", "cross")


@dataclass(frozen=True, slots=True)
class Level:
    """Parameters of a difficulty: cells in a row, shapes, steps, and how many steps are for the whole grid."""

    size: int
    shapes: int
    steps: int
    whole: tuple[int, ...]


LEVELS: Final[dict[Difficulty, Level]] = {
    "easy": Level(4, 4, 3, (1,)),
    "medium": Level(5, 6, 4, (1, 2)),
    "hard": Level(6, 8, 6, (2, 3)),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to draw and to ask.

    Attributes:
        size: Cells in a row.
        names: Colour and shape of each shape; the first one is asked for.
        places: Where each is in the picture.
        steps: The instructions.
        wrong: Three wrong places and the mistakes that lead there.
    """

    size: int
    names: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]
    steps: tuple[Step, ...]
    wrong: tuple[tuple[Place, str], ...]

    def ends(self) -> list[Place]:
        """Where each shape is in the end."""
        return [walk(self.steps, shape, place, self.size)[-1] for shape, place in enumerate(self.places)]

    def canonical(self) -> JsonValue:
        """Equal for puzzles that differ by colours, shapes, turning or mirroring of the whole picture."""
        forms = []
        for swap, flip_down, flip_right in product((False, True), repeat=3):
            signs = (-1 if flip_down else 1, -1 if flip_right else 1)

            def at(place: Place, swap: bool = swap, signs: tuple[int, int] = signs) -> list[int]:
                pair = place[::-1] if swap else place
                return [
                    value if sign > 0 else self.size - 1 - value for value, sign in zip(pair, signs, strict=True)
                ]

            places = [at(place) for place in self.places]
            rest = sorted(range(1, len(places)), key=places.__getitem__)
            number = {-1: -1, 0: 0} | {shape: place for place, shape in enumerate(rest, 1)}
            steps: list[list[int]] = []
            for step in self.steps:
                down, right = (step.right, step.down) if swap else (step.down, step.right)
                if step.kind == "move":
                    steps.append([0, number[step.shape], down * signs[0], right * signs[1]])
                elif step.kind == "turn":
                    steps.append([1, -1, step.down * signs[0] * signs[1] * (-1 if swap else 1), 0])
                else:
                    steps.append([2, -1, down, right])
            forms.append([[places[0], *(places[shape] for shape in rest)], steps])
        return [self.size, json.dumps(min(forms))]


def _steps(level: Level, rng: random.Random) -> list[Step]:
    whole = rng.choice(level.whole)
    kinds = ["whole"] * whole + ["own"] * (level.steps - whole)
    rng.shuffle(kinds)
    if kinds.count("own") > 2:
        kinds[rng.choice([at for at, kind in enumerate(kinds) if kind == "own"])] = "other"
    steps = []
    for kind in kinds:
        if kind == "whole":
            turn = Step("turn", -1, rng.choice((-1, 1)), 0)
            axis = rng.randrange(2)
            steps.append(rng.choice((turn, Step("mirror", -1, axis, 1 - axis))))
        else:
            length = rng.choice((1, 2, 2, 3)[: level.size - 2]) * rng.choice((-1, 1))
            down = rng.randrange(2)
            shape = 0 if kind == "own" else rng.randrange(1, level.shapes)
            steps.append(Step("move", shape, length * down, length * (1 - down)))
    if any(a.kind == b.kind and a.shape == b.shape for a, b in pairwise(steps)):
        raise Discard("two steps of one kind follow each other")
    return steps


def _places(steps: Sequence[Step], level: Level, rng: random.Random) -> tuple[Place, list[tuple[Place, str]]]:
    """Choose where the asked shape is, and three wrong places where it may end."""
    size = level.size
    start = rng.randrange(size), rng.randrange(size)
    row, column = walk(steps, 0, start, size)[-1]
    slips = [(name, walk(slip, 0, start, size)[-1]) for name, slip in mistakes(steps, 0)]
    (in_row, (other_row, _)), (in_column, (_, other_column)) = rng.choice(slips), rng.choice(slips)
    if other_row == row or other_column == column:
        raise Discard("a mistake makes no difference")
    if start in ((row, column), (other_row, column), (row, other_column), (other_row, other_column)):
        raise Discard("the shape may end where it began")
    both = in_row if in_row == in_column else f"{in_row}, {in_column}"
    wrong = [((other_row, column), in_row), ((row, other_column), in_column), ((other_row, other_column), both)]
    # Each of the four could be the right one, for otherwise the text alone would rule it out.
    ends: list[Place] = [(row, column), *(place for place, _ in wrong)]
    for end in ends:
        trail = walk(steps, 0, back(steps, 0, end, size), size)
        if not all(inside(place, size) for place in trail):
            raise Discard("a place is off the grid")
    return start, wrong


def _clear(steps: Sequence[Step], trails: Sequence[Sequence[Place]]) -> bool:
    """Whether no shape stands in the way of a move."""
    for at, step in enumerate(steps):
        if step.kind == "move" and step.shape < len(trails):
            over = passed(step, trails[step.shape][at])
            if any(trail[at] in over for trail in trails):
                return False
    return True


def _others(steps: Sequence[Step], first: Place, level: Level, rng: random.Random) -> list[Place]:
    """Place the other shapes so that all stay on the grid, and no two ever share a cell or pass over each other."""
    trails = [walk(steps, 0, first, level.size)]
    cells: list[Place] = [(row, column) for row in range(level.size) for column in range(level.size)]
    rng.shuffle(cells)
    for shape in range(1, level.shapes):
        for cell in cells:
            trail = walk(steps, shape, cell, level.size)
            apart = all(own != other for there in trails for own, other in zip(trail, there, strict=True))
            if apart and _clear(steps, [*trails, trail]) and all(inside(place, level.size) for place in trail):
                trails.append(trail)
                break
        else:
            raise Discard("the shapes have no room")
    return [trail[0] for trail in trails]


def plan(rng: random.Random, difficulty: Difficulty) -> Plan:
    """Plan a puzzle.

    Raises:
        Discard: No steps and places were found that suit each other.
    """
    level = LEVELS[difficulty]
    for _ in range(2000):
        try:
            steps = _steps(level, rng)
            first, wrong = _places(steps, level, rng)
            places = _others(steps, first, level, rng)
        except Discard:
            continue
        names = rng.sample(list(product(COLOURS, SHAPES)), level.shapes)
        # A shape of the asked one's colour and one of its form, so that both words are needed.
        colour, shape = names[0]
        names[1] = (colour, rng.choice([other for other in SHAPES if other != shape]))
        names[2] = (rng.choice([other for other in COLOURS if other != colour]), shape)
        if len(set(names)) == len(names):
            return Plan(level.size, tuple(names), tuple(places), tuple(steps), tuple(wrong))
    raise Discard("no steps and places suit each other")


_DOWN = {-1: "up", 1: "down"}
_RIGHT = {-1: "to the left", 1: "to the right"}


def _clause(step: Step, names: Sequence[tuple[str, str]], verb: str) -> str:
    if step.kind == "turn":
        return f"turn the whole grid a quarter turn {'clockwise' if step.down > 0 else 'anticlockwise'}"
    if step.kind == "mirror":
        return f"mirror the whole grid so that {'top and bottom' if step.down else 'left and right'} change places"
    length = abs(step.down + step.right)
    way = _DOWN[step.down // length] if step.down else _RIGHT[step.right // length]
    colour, shape = names[step.shape]
    return f"{verb} the {colour} {shape} {length} {'cell' if length == 1 else 'cells'} {way}"


def question(drawn: Plan, rng: random.Random) -> str:
    """Word the question, without options."""
    verb = rng.choice(("move", "shift"))
    clauses = [_clause(step, drawn.names, verb) for step in drawn.steps]
    style = rng.randrange(3)
    if style == 0:
        steps = "; ".join(f"({number}) {clause}" for number, clause in enumerate(clauses, 1))
        told = f"Follow these steps in the given order: {steps}."
    elif style == 1:
        told = " ".join(f"Step {number}: {clause}." for number, clause in enumerate(clauses, 1))
    else:
        first, *middle, last = clauses
        told = f"First, {first}.{''.join(f' Then, {clause}.' for clause in middle)} Finally, {last}."
    colour, shape = drawn.names[0]
    return (
        "Rows are counted from the top, columns from the left, and all directions are as seen in the picture. "
        f"{told} In which cell is the {colour} {shape} in the end?"
    )


def option(place: Place) -> str:
    """Write a place as an option."""
    return f"row {place[0] + 1}, column {place[1] + 1}"
