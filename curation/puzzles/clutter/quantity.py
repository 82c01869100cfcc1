"""Counting the things of one kind and colour among near-misses."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from pydantic import JsonValue

from curation.models import Difficulty
from curation.puzzles.clutter.layout import Barred
from curation.puzzles.clutter.plan import COLOURS, Desk, Plan, spread
from curation.puzzles.clutter.scene import QUARTER, Thing, box_around
from curation.puzzles.clutter.words import ALIKE, CLUTTER, COUNTED, FACING, KINDS, plural, without

_RIM: Final = 7
"""What lies within this part of the picture's height from an edge lies near the edge."""

_SHAPES = ((0, 1, 2, 3), (0, 1, 2, 4), (0, 1, 3, 4), (0, 2, 3, 4), (0, 1, 2, 5), (0, 1, 3, 5), (0, 2, 4, 5))


def _numbers(rng: random.Random, least: int, most: int) -> tuple[tuple[int, ...], int]:
    """Draw four numbers between `least` and `most`, and then which of them is right.

    All four are drawn before the right one is, each with the same chance: neither their order
    nor their distances nor their range says anything about it.
    """
    shape = rng.choice([shape for shape in _SHAPES if least + shape[3] <= most])
    low = rng.randint(least, most - shape[3])
    return tuple(low + step for step in shape), rng.randrange(4)


@dataclass(frozen=True, slots=True)
class _Group:
    """Near-misses that are taken for what is counted, as many as a wrong number needs."""

    size: int
    sprite: str
    colour: str
    mirror: bool | None = None


@dataclass(slots=True)
class _Mistakes:
    """What leads to the wrong numbers, and what must lie about so that it does.

    Attributes:
        desk: The planner's.
        count: The right number.
        kind: What is counted.
        colour: Of what is counted.
        mirror: Whether what is counted is mirrored; `None` where that does not matter.
        named: For each wrong number, its mistake.
        groups: The near-misses that it takes.
        hues: Other colours, the likeliest to be taken for the right one first, that no group has yet.
        inside: How many of what is counted lie away from the edges; `None` where that does not matter.
    """

    desk: Desk
    count: int
    kind: str
    colour: str
    mirror: bool | None
    named: dict[str, JsonValue] = field(default_factory=dict)
    groups: list[_Group] = field(default_factory=list)
    hues: list[str] = field(default_factory=list)
    inside: int | None = None

    def __post_init__(self) -> None:
        near = ALIKE[self.colour]
        self.hues = [*near, *(hue for hue in COLOURS if hue != self.colour and hue not in near)]

    def others(self) -> list[str]:
        """Other kinds than what is counted and what the groups are of."""
        return without(self.desk.suited(KINDS), self.kind, *(group.sprite for group in self.groups))

    def turned(self, number: int) -> None:
        """Let those that face the other way lead to a number."""
        above = number > self.count
        size = number - self.count if above else number
        self.groups.append(_Group(size, self.kind, self.colour, not self.mirror))
        self.named[str(number)] = f"the {size} that face the other way counted {'as well' if above else 'instead'}"

    def lead_to(self, number: int) -> None:
        """Let some mistake lead to a number."""
        ways = [self._colour, self._kind] if number > self.count else [self._colour]
        if number < self.count and self.inside is None:
            ways.append(self._edge)
        if abs(number - self.count) == 1:
            ways.append(self._slip)
        self.named[str(number)] = self.desk.rng.choice(ways)(number)

    def _slip(self, number: int) -> str:
        return "one counted twice" if number > self.count else "one overlooked"

    def _edge(self, number: int) -> str:
        self.inside = number
        return f"the {self.count - number} near the edges overlooked"

    def _colour(self, number: int) -> str:
        return self._group(number, self.kind, self.hues.pop(0))

    def _kind(self, number: int) -> str:
        return self._group(number, self.desk.rng.choice(self.others()), self.colour)

    def _group(self, number: int, sprite: str, colour: str) -> str:
        above = number > self.count
        size = number - self.count if above else number
        self.groups.append(_Group(size, sprite, colour, self.mirror))
        noun = sprite if size == 1 else plural(sprite)
        return f"the {size} {colour} {noun} counted {'as well' if above else 'instead'}"


def _near_edge(desk: Desk, x: int, y: int) -> bool:
    wide, high = desk.width * QUARTER, desk.height * QUARTER
    return min(x, y, wide - x, high - y) < high // _RIM


def _off_edge(desk: Desk, x: int, y: int) -> bool:
    return not _near_edge(desk, x, y)


def _put(desk: Desk, mistakes: _Mistakes) -> list[Thing]:
    """Place what is counted, and then the near-misses."""
    rng = desk.rng
    kind, colour, mirror = mistakes.kind, mistakes.colour, mistakes.mirror
    placed: list[Thing] = []

    def put(sprite: str, hue: str, mirrored: bool | None = None, barred: Barred | None = None) -> None:
        angle = desk.layout.turned(24 if mirror is None else 10)
        thing = desk.thing(sprite, hue, angle=angle, mirror=rng.randrange(2) == 0 if mirrored is None else mirrored)
        placed.extend(desk.layout.must(thing, barred=barred))

    for number in range(mistakes.count):
        barred = None
        if mistakes.inside is not None:
            barred = partial(_near_edge if number < mistakes.inside else _off_edge, desk)
        put(kind, colour, mirror, barred)
    for group in mistakes.groups:
        for _ in range(group.size):
            put(group.sprite, group.colour, group.mirror)
    others = mistakes.others()
    for _ in range(rng.randint(*desk.level.rivals)):
        if rng.randrange(2):
            put(kind, rng.choice(mistakes.hues))
        else:
            put(rng.choice(others), colour)
    desk.fill(without(CLUTTER, kind, *(group.sprite for group in mistakes.groups)), len(placed))
    return placed


def plan(rng: random.Random, difficulty: Difficulty) -> Plan:
    """Plan a counting puzzle.

    Raises:
        Discard: There is no room for what it needs.
    """
    desk = Desk(rng, difficulty)
    numbers, rank = _numbers(rng, *desk.level.counts)
    count = numbers[rank]
    facing = difficulty != "easy" and rng.randrange(4) == 0
    kind = rng.choice(desk.suited(FACING if facing else COUNTED))
    colour = rng.choice(COLOURS)
    to_left = rng.randrange(2) == 0
    mistakes = _Mistakes(desk, count, kind, colour, to_left if facing else None)
    wrong = [number for number in numbers if number != count]
    if facing:
        mistakes.turned(wrong.pop(rng.randrange(3)))
    for number in wrong:
        mistakes.lead_to(number)
    placed = _put(desk, mistakes)
    targets = placed[:count]

    scene = desk.scene()
    if facing:
        side = "left" if to_left else "right"
        question = f"How many of the {colour} {plural(kind)} in the picture face {side}?"
    else:
        question = f"How many {colour} {plural(kind)} are there in the picture?"
    first, second, third = (str(number) for number in numbers if number != count)
    return Plan(
        scene=scene,
        question=question,
        right=str(count),
        wrong=(first, second, third),
        regions=tuple(box_around((thing,), f"{colour} {kind}", scene) for thing in targets),
        canonical=["facing" if facing else "count", kind, count, spread([(t.x, t.y) for t in targets], scene)],
        parameters={
            **desk.parameters(scene),
            "asked": "facing" if facing else "count",
            "kind": kind,
            "colour": colour,
            "count": count,
            "near_misses": len(placed) - count,
            "mistakes": mistakes.named,
        },
    )
