"""Naming an attribute of one small thing: its colour, its pattern, where it points, what it holds."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from curation.models import Difficulty
from curation.puzzles.clutter import backdrop
from curation.puzzles.clutter.layout import half_width
from curation.puzzles.clutter.plan import COLOURS, Desk, Plan, spread
from curation.puzzles.clutter.scene import Thing, box_around, height_for, paw_of
from curation.puzzles.clutter.words import (
    CLUTTER,
    COUNTED,
    HELD,
    HOLDERS,
    KINDS,
    PATTERNED,
    PATTERNS,
    POINTING,
    STEMMED,
    apart,
    noun_of,
    with_article,
    without,
)

_LYING: Final = tuple(kind for kind in backdrop.KINDS if kind != "shelf")
_GAP: Final = 24
"""Room between things that belong together, in quarter pixels."""

_WAYS: Final = ("right", "down", "left", "up")
"""Directions, a quarter turn clockwise from one to the next."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the question of one kind comes to, once its things are placed.

    Attributes:
        question: Without options.
        right: The right answer.
        wrong: Three wrong ones.
        regions: Labels of the regions, and the things in each.
        involved: All things that the question turns on, near-misses included.
        shunned: Kinds that may not lie about, nor what might be called by their names.
    """

    question: str
    right: str
    wrong: Sequence[str]
    regions: Sequence[tuple[str, tuple[Thing, ...]]]
    involved: Sequence[Thing]
    shunned: Sequence[str]


def _rivals(desk: Desk) -> int:
    return desk.rng.randint(*desk.level.rivals)


def _only(desk: Desk) -> Asked:
    """The colour of the only thing of its kind, with neighbours in the colours of the wrong options."""
    rng = desk.rng
    kind = rng.choice(desk.suited(COUNTED))
    right, *wrong = rng.sample(COLOURS, 4)
    placed = list(desk.layout.must(desk.thing(kind, right, angle=desk.layout.turned())))
    for hue in wrong:
        other = rng.choice(without(desk.suited(COUNTED), kind))
        thing = desk.thing(other, hue, angle=desk.layout.turned())
        near = desk.layout.beside(placed[0], thing)
        placed += [near] if near else desk.layout.must(thing)
    for _ in range(_rivals(desk)):
        other = rng.choice(without(desk.suited(KINDS), kind))
        placed += desk.layout.must(desk.thing(other, rng.choice((right, *wrong)), angle=desk.layout.turned()))
    return Asked(
        question=f"What colour is the only {kind} in the picture?",
        right=right,
        wrong=wrong,
        regions=[(f"{right} {kind}", (placed[0],))],
        involved=placed[:4],
        shunned=(kind,),
    )


def _next(desk: Desk) -> Asked:
    """The colour of the thing beside the only one of another kind, among others of its kind."""
    rng = desk.rng
    kind, landmark = apart(rng, desk.suited(COUNTED), 2)
    right, *wrong = rng.sample(COLOURS, 4)
    mark = desk.thing(landmark, rng.choice(COLOURS))
    target = desk.thing(kind, right, mirror=rng.randrange(2) == 0)
    side = rng.choice((-1, 1))
    across = side * (half_width(mark) + half_width(target) + _GAP)
    level = (mark.height - target.height) // 2
    pair = desk.layout.must(mark, replace(target, x=across, y=level))
    mark = pair[0]

    def near(x: int, y: int) -> bool:
        return math.hypot(x - mark.x, y - mark.y) < 2.5 * abs(across)

    placed = list(pair)
    for hue in [*wrong, *(rng.choice((right, *wrong)) for _ in range(_rivals(desk)))]:
        rival = desk.thing(kind, hue, angle=desk.layout.turned(), mirror=rng.randrange(2) == 0)
        placed += desk.layout.must(rival, barred=near)
    return Asked(
        question=f"What colour is the {kind} right beside the only {landmark} in the picture?",
        right=right,
        wrong=wrong,
        regions=[(f"{right} {kind} beside the {landmark}", pair)],
        involved=placed,
        shunned=(kind, landmark),
    )


def _pointed(thing: Thing, way: int, lean: int) -> Thing:
    """Turn a thing so that its front points to `_WAYS[way]`, give or take `lean` degrees."""
    if thing.sprite != "fish":
        return replace(thing, angle=90 + 90 * way + lean)
    mirror = way == _WAYS.index("left") or (way != 0 and thing.mirror)
    turn = {0: 0, 1: -90 if mirror else 90, 2: 0, 3: 90 if mirror else -90}[way]
    return replace(thing, angle=turn + lean, mirror=mirror)


def _points(desk: Desk) -> Asked:
    """Where the front of a thing points, the others of its kind pointing elsewhere."""
    rng = desk.rng
    kind = rng.choice(POINTING)
    colour, *hues = rng.sample(COLOURS, len(COLOURS))
    way, *ways = rng.sample(range(4), 4)
    turns = [(colour, way), *zip(hues, ways, strict=False)]
    turns += [(rng.choice(hues), rng.randrange(4)) for _ in range(_rivals(desk))]
    placed: list[Thing] = []
    for hue, turn in turns:
        thing = desk.thing(kind, hue, mirror=rng.randrange(2) == 0)
        placed += desk.layout.must(_pointed(thing, turn, rng.randint(-10, 10)))
    verb = {"fish": "swim", "rocket": "fly", "pencil": "point"}[kind]
    return Asked(
        question=f"In which direction does the {colour} {kind} {verb}?",
        right=_WAYS[way],
        wrong=[_WAYS[other] for other in ways],
        regions=[(f"{colour} {kind}", (placed[0],))],
        involved=placed,
        shunned=(kind,),
    )


def _holds(desk: Desk) -> Asked:
    """What a figure has in its paw, among figures of its kind and of its colour that hold other things."""
    rng = desk.rng
    holder, *kinds = rng.sample(HOLDERS, len(HOLDERS))
    colour, *hues = rng.sample(COLOURS, len(COLOURS))
    right, *wrong = apart(rng, HELD, 4)
    figures = [(holder, colour, right), (holder, hues[0], wrong[0]), (kinds[0], colour, wrong[1])]
    figures.append((holder, hues[1], wrong[2]))
    for _ in range(_rivals(desk) // 2):
        kind, hue = rng.choice(HOLDERS), rng.choice(COLOURS)
        if (kind, hue) != (holder, colour):
            figures.append((kind, hue, rng.choice((right, *wrong))))
    placed: list[Thing] = []
    for kind, hue, item in figures:
        figure = Thing(kind, 0, 0, height_for(kind, 5 * desk.area()), hue)
        # A seventh larger than other things asked about: the paw hides as much of it.
        size = height_for(item, desk.area() * 23 // 20)
        held = Thing(item, 0, 0, size, rng.choice([other for other in COLOURS if other != hue]))
        side = rng.choice((-1, 1))
        figure = replace(figure, mirror=side > 0)  # the cat's tail on the other side
        x = side * (half_width(figure) * 2 // 3 + half_width(held) // 6)
        y = min(figure.height // 6, (figure.height - held.height) // 2)
        # Not so far into a wide thing that the arm begins on it.
        inner = 0 if item in STEMMED else min(half_width(held) * 7 // 20, half_width(held) - figure.height // 7)
        paw = paw_of(figure, x - side * max(0, inner), y + held.height // 8)
        placed += desk.layout.must(figure, replace(held, x=x, y=y), paw)[:2]
    return Asked(
        question=f"What is the {colour} {holder} holding?",
        right=with_article(right),
        wrong=[with_article(other) for other in wrong],
        regions=[(f"{colour} {holder} holding {with_article(right)}", (placed[0], placed[1]))],
        involved=placed,
        shunned=(holder,),
    )


def _pattern(desk: Desk) -> Asked:
    """The pattern of one thing, among others of its kind and of its colour with other patterns."""
    rng = desk.rng
    base, *bases = rng.sample(PATTERNED, len(PATTERNED))
    colour, *hues = rng.sample(COLOURS, len(COLOURS))
    right, *wrong = rng.sample(tuple(PATTERNS), 4)
    rivals = [(base, hues[0], wrong[0]), (base, hues[1], wrong[1]), (bases[0], colour, wrong[2])]
    rivals += [
        (base, rng.choice(hues), rng.choice((right, *wrong)))
        if rng.randrange(2)
        else (rng.choice(bases), colour, rng.choice((right, *wrong)))
        for _ in range(_rivals(desk))
    ]
    placed: list[Thing] = []
    for kind, hue, pattern in [(base, colour, right), *rivals]:
        placed += desk.layout.must(desk.thing(f"{kind}_{pattern}", hue, angle=desk.layout.turned(16)))
    return Asked(
        question=f"What pattern does the {colour} {base} have?",
        right=PATTERNS[right],
        wrong=[PATTERNS[other] for other in wrong],
        regions=[(f"{colour} {base}", (placed[0],))],
        involved=placed,
        shunned=(base,),
    )


_ASKED: Final[dict[str, Callable[[Desk], Asked]]] = {
    "only": _only,
    "next": _next,
    "points": _points,
    "holds": _holds,
    "pattern": _pattern,
}


def plan(rng: random.Random, difficulty: Difficulty) -> Plan:
    """Plan a puzzle about an attribute.

    Raises:
        Discard: There is no room for what it needs.
    """
    ask = rng.choice(tuple(_ASKED))
    desk = Desk(rng, difficulty, _LYING if ask == "points" else backdrop.KINDS)
    asked = _ASKED[ask](desk)
    desk.fill(without(CLUTTER, *asked.shunned), len(asked.involved))
    scene = desk.scene()
    first, second, third = asked.wrong
    about = asked.involved.index(asked.regions[0][1][-1])
    places = spread([(thing.x, thing.y) for thing in asked.involved], scene, about)
    kinds = sorted(noun_of(thing.sprite) for thing in asked.involved)
    return Plan(
        scene=scene,
        question=asked.question,
        right=asked.right,
        wrong=(first, second, third),
        regions=tuple(box_around(things, label, scene) for label, things in asked.regions),
        canonical=[ask, [*kinds], places],
        parameters={**desk.parameters(scene), "asked": ask, "near_misses": len(asked.involved) - 1},
    )
