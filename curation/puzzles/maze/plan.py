"""A maze puzzle before it is drawn: tree, start, goal, lettered points, question and options."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import JsonValue

from curation.canonical import digest_json
from curation.models import Difficulty
from curation.puzzles.base import Discard
from curation.puzzles.maze.tree import Tree, grow, symmetries

Kind = Literal["on_path", "off_path", "nth", "last", "count", "nearest"]
KINDS: Final[tuple[Kind, ...]] = ("on_path", "off_path", "nth", "last", "count", "nearest")
POINT_LETTERS: Final = "EFGHJKLMNPRSTUVWXYZ"
"""Names of points: not A to D, which name options, and not I, O and Q, which look like other signs."""
ORDINALS: Final = ("first", "second", "third", "fourth")
COLOURS: Final = ("red", "orange", "green", "blue", "purple")
SHAPES: Final = ("circle", "square", "diamond", "star")
_TRIES = 40


@dataclass(frozen=True, slots=True)
class Level:
    """Parameters of a level.

    Attributes:
        size: Cells in a row.
        shortest: Fewest steps of the path.
        longest: Most steps of the path.
        points: Fewest and most lettered points.
        depth: How far from the path, in steps, a point that is not on it may lie; at least two.
    """

    size: int
    shortest: int
    longest: int
    points: tuple[int, int]
    depth: int


LEVELS: Final[dict[Difficulty, Level]] = {
    "easy": Level(9, 16, 36, (5, 7), 6),
    "medium": Level(15, 40, 84, (7, 9), 9),
    "hard": Level(21, 80, 170, (8, 10), 12),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the picture and the question say.

    Attributes:
        tree: The maze.
        path: Cells from start to goal, both included.
        points: Letter and cell of every point: those on the path in the order of the path, then the others.
        on: How many of the points lie on the path.
        start: Colour and shape of the start.
        goal: Colour and shape of the goal.
        kind: What is asked.
        ordinal: For `nth`, which one is asked for, from 0; else `None`.
        question: The question's text.
        right: The right option.
        wrong: Three wrong ones.
        relevant: Cells of the points that the answer is about.
    """

    tree: Tree
    path: tuple[int, ...]
    points: tuple[tuple[str, int], ...]
    on: int
    start: tuple[str, str]
    goal: tuple[str, str]
    kind: Kind
    ordinal: int | None
    question: str
    right: str
    wrong: tuple[str, str, str]
    relevant: tuple[int, ...]

    def canonical(self) -> JsonValue:
        """Equal for mazes that differ by a turn, a mirror image, letters, colours or options only."""
        least = min(
            passages
            + b"|"
            + bytes(
                part
                for cell in (
                    lies[self.path[0]],
                    lies[self.path[-1]],
                    *sorted(lies[cell] for _, cell in self.points),
                )
                for part in divmod(cell, 256)
            )
            for lies, passages in symmetries(self.tree)
        )
        return {"kind": self.kind, "ordinal": self.ordinal, "maze": digest_json(least.hex())}


def _route(rng: random.Random, tree: Tree, level: Level) -> tuple[int, ...]:
    """Choose start and goal so that the path between them has a length of the level."""
    cells = level.size * level.size
    for _ in range(_TRIES):
        start = rng.randrange(cells)
        steps, back = tree.walk([start])
        goals = [cell for cell in range(cells) if level.shortest <= steps[cell] <= level.longest]
        if goals:
            path = [rng.choice(goals)]
            while path[-1] != start:
                path.append(back[path[-1]])
            return tuple(reversed(path))
    raise Discard("no path of the level's length")


def _spread(rng: random.Random, length: int, count: int, gap: int) -> list[int] | None:
    """Choose `count` places on a path of `length` cells, apart from its ends and from each other."""
    slack = length - 4 - (count - 1) * (gap - 1)
    if slack < count:
        return None
    chosen = sorted(rng.sample(range(slack), count))
    return [2 + place + number * (gap - 1) for number, place in enumerate(chosen)]


def _amounts(rng: random.Random, kind: Kind, level: Level) -> tuple[int, int, int]:
    """How many points lie on the path and beside it, and for `count` the least option."""
    total = rng.randint(*level.points)
    if kind == "count":
        least = rng.randint(1, total - 4)
        on = least + rng.randrange(4)
        return on, max(total - on, 2), least
    if kind == "on_path":
        on = rng.randint(2, total - 3)
    elif kind == "off_path":
        on = rng.randint(3, total - 1)
    else:
        on = rng.randint(3, total - 2)
    return on, total - on, 0


def _points(
    rng: random.Random, tree: Tree, path: tuple[int, ...], on: int, off: int, level: Level
) -> list[int] | None:
    """Cells for the points on the path, in its order, and then for those beside it."""
    places = _spread(rng, len(path), on, 2 if level.size < 12 else 3)
    depths, _ = tree.walk(path)
    beside = [cell for cell in range(len(depths)) if 2 <= depths[cell] <= level.depth]
    if places is None or len(beside) < 2 * off:
        return None
    chosen: list[int] = []
    for cell in rng.sample(beside, len(beside)):
        if len(chosen) < off and all(cell not in tree.neighbours(other) for other in chosen):
            chosen.append(cell)
    return [path[place] for place in places] + chosen if len(chosen) == off else None


def _nearest(tree: Tree, path: tuple[int, ...], cells: list[int]) -> tuple[list[int], bool]:
    """Places in `cells` by their steps to the goal, and whether the first leads by two steps or more."""
    steps, _ = tree.walk([path[-1]])
    order = sorted(range(len(cells)), key=lambda place: (steps[cells[place]], place))
    return order, steps[cells[order[1]]] - steps[cells[order[0]]] >= 2


def _ask(
    rng: random.Random, kind: Kind, on: int, total: int, order: list[int]
) -> tuple[int, list[int], int | None, str]:
    """Place of the right point, places of the wrong ones (best first), ordinal, the question's last sentence."""
    inside, outside = list(range(on)), rng.sample(range(on, total), total - on)
    if kind == "on_path":
        return rng.choice(inside), outside, None, "Which of these lettered points lies on that path?"
    if kind == "off_path":
        return outside[0], rng.sample(inside, on), None, "Which of these lettered points does not lie on that path?"
    if kind == "nth":
        ordinal = rng.randrange(min(on, len(ORDINALS)))
        near = [place for place in (ordinal - 1, ordinal + 1) if 0 <= place < on]
        rest = [place for place in range(total) if place != ordinal and place not in near]
        rng.shuffle(rest)
        text = f"Going from start to goal, which lettered point is the {ORDINALS[ordinal]} that the path passes?"
        return ordinal, near + rest, ordinal, text
    if kind == "last":
        text = "Of the lettered points on that path, which is the closest to the goal along the path?"
        beside = next(place for place in order if place >= on)
        return on - 1, [on - 2, beside, on - 3], None, text
    text = (
        "Of all the lettered points, on that path or off it, which is nearest to the goal, walking through the "
        "maze?"
    )
    return order[0], order[1:], None, text


def plan(rng: random.Random, difficulty: Difficulty) -> Plan:
    """Draw a puzzle.

    Raises:
        Discard: No path of the level's length, or no room for the points.
    """
    level = LEVELS[difficulty]
    kind = rng.choice(KINDS)
    tree = grow(rng, level.size, rng.choice((0.7, 0.8, 0.9)))
    path = _route(rng, tree, level)
    for _ in range(_TRIES):
        on, off, least = _amounts(rng, kind, level)
        cells = _points(rng, tree, path, on, off, level)
        if cells is None:
            continue
        order, clear = _nearest(tree, path, cells)
        if clear or kind != "nearest":
            break
    else:
        raise Discard("no room for the lettered points")
    letters = rng.sample(POINT_LETTERS, len(cells))
    colours, shapes = rng.sample(COLOURS, 2), rng.sample(SHAPES, 2)
    opening = (
        f"Without turning back, exactly one path leads from the start, the {colours[0]} {shapes[0]}, "
        f"to the goal, the {colours[1]} {shapes[1]}. "
    )
    ordinal: int | None = None
    if kind == "count":
        text, right = "How many lettered points lie on that path?", str(on)
        wrong = [str(number) for number in range(least, least + 4) if number != on]
        relevant = cells[:on]
    else:
        answer, others, ordinal, text = _ask(rng, kind, on, len(cells), order)
        right, wrong = letters[answer], [letters[place] for place in others[:3]]
        relevant = [cells[answer]]
    return Plan(
        tree=tree,
        path=path,
        points=tuple(zip(letters, cells, strict=True)),
        on=on,
        start=(colours[0], shapes[0]),
        goal=(colours[1], shapes[1]),
        kind=kind,
        ordinal=ordinal,
        question=opening + text,
        right=right,
        wrong=(wrong[0], wrong[1], wrong[2]),
        relevant=tuple(relevant),
    )
