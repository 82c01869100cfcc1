"""Counting the things of one kind and colour among near-misses."""

from __future__ import annotations

import random

from curation.models import Difficulty
from curation.puzzles.clutter.plan import COLOURS, Desk, Plan, spread
from curation.puzzles.clutter.scene import Thing, box_around
from curation.puzzles.clutter.words import ALIKE, CLUTTER, COUNTED, FACING, KINDS, plural, without

_SHAPES = ((0, 1, 2, 3), (0, 1, 2, 4), (0, 1, 3, 4), (0, 2, 3, 4), (0, 1, 2, 5), (0, 1, 3, 5), (0, 2, 4, 5))


def _numbers(rng: random.Random, least: int, most: int) -> tuple[tuple[int, ...], int]:
    """Draw four numbers between `least` and `most`, and then which of them is right.

    All four are drawn before the right one is, each with the same chance: neither their order
    nor their distances nor their range says anything about it.
    """
    shape = rng.choice([shape for shape in _SHAPES if least + shape[3] <= most])
    low = rng.randint(least, most - shape[3])
    return tuple(low + step for step in shape), rng.randrange(4)


def plan(rng: random.Random, difficulty: Difficulty) -> Plan:
    """Plan a counting puzzle.

    Raises:
        Discard: There is no room for what it needs.
    """
    desk = Desk(rng, difficulty)
    numbers, rank = _numbers(rng, *desk.level.counts)
    count = numbers[rank]
    surplus = [number - count for number in numbers if number > count]
    facing = difficulty != "easy" and rng.randrange(4) == 0
    kind = rng.choice(desk.suited(FACING if facing else COUNTED))
    colour = rng.choice(COLOURS)
    to_left = rng.randrange(2) == 0

    placed: list[Thing] = []

    def put(sprite: str, hue: str, mirror: bool) -> None:
        angle = desk.layout.turned(10 if facing else 24)
        placed.extend(desk.layout.must(desk.thing(sprite, hue, angle=angle, mirror=mirror)))

    for _ in range(count):
        put(kind, colour, to_left if facing else rng.randrange(2) == 0)
    targets = tuple(placed)
    errors: list[str] = []
    hues = [*ALIKE[colour], *(hue for hue in COLOURS if hue != colour and hue not in ALIKE[colour])]
    if facing:
        others = surplus.pop(rng.randrange(len(surplus))) if surplus else rng.randint(1, 3)
        errors.append(f"{others} that face the other way")
        for _ in range(others):
            put(kind, colour, not to_left)
    for number in surplus:
        hue = hues.pop(0)
        errors.append(f"{number} {hue}")
        for _ in range(number):
            put(kind, hue, rng.randrange(2) == 0)
    for _ in range(rng.randint(*desk.level.rivals)):
        if rng.randrange(2):
            put(kind, rng.choice(hues), rng.randrange(2) == 0)
        else:
            put(rng.choice(without(desk.suited(KINDS), kind)), colour, rng.randrange(2) == 0)
    desk.fill(without(CLUTTER, kind), len(placed))

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
            "confused_with": list(errors),
        },
    )
