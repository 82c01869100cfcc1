"""Every question that a cast can be asked, with its answer and the mistakes that lead to the wrong options.

A question is asked only where it needs more than one tile: no tile shows a part of each thing that the answer
rests on. Which of the four options is right must not show in their text, so the things' colours and kinds are
drawn regardless of their places, counts are offered as four neighbouring numbers of which each is right equally
often, and the four orders of a sequence lead to one another by the same steps.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

from curation.draw.scenery import HEIGHT, WIDTH, Kind, Prop
from curation.puzzles.tile_shuffle.levels import Level

LEAD: Final = "In the original picture, with its tiles back in place, "
ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
_CLEAR = 3
_WHOLE = 0.85
"""Share of a thing's box from which on a tile shows it whole."""

_ROW = 60
"""Pixels within which the feet of things are in one row."""

_SEEN = 0.06
"""Share of a thing's box from which on a tile counts as showing it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a cast.

    Attributes:
        text: Without options.
        right: The answer.
        wrong: Mistaken answers, the likeliest mistakes first.
        about: Places in the cast of what the answer rests on.
        target: Those of them that the answer names, from left to right; none for a number.
        rank: Place in an order of heights; 0 for other questions and for the shortest.
    """

    text: str
    right: str
    wrong: tuple[str, ...]
    about: tuple[int, ...]
    target: tuple[int, ...] = ()
    rank: int = 0


@dataclass(frozen=True)
class Setting:
    """What questions are made from.

    Attributes:
        kind: The kind of scene.
        level: The level.
        cast: Props with roles, landmark included.
        permutation: How the tiles will lie.
    """

    kind: Kind
    level: Level
    cast: Sequence[Prop]
    permutation: Sequence[int]

    @property
    def members(self) -> list[int]:
        """Places in the cast of those that the kind's noun names, from left to right."""
        places = [place for place, prop in enumerate(self.cast) if _noun(prop) == self.kind.noun]
        return sorted(places, key=lambda place: self.cast[place].x)

    @property
    def named_by_kind(self) -> bool:
        """Whether questions tell the members apart by what they are, not by their colours."""
        roles = [(self.cast[place].role, self.cast[place].sprite) for place in self.members]
        return all(role is not None and role.word == sprite for role, sprite in roles)

    def label(self, place: int) -> str:
        """How a question names it."""
        role = self.cast[place].role
        return role.label if role else ""

    def shares(self, place: int) -> list[float]:
        """How much of its box lies in each tile."""
        return self._shares[place]

    @cached_property
    def _shares(self) -> list[list[float]]:
        grid = self.level.grid
        wide, high = WIDTH / grid, HEIGHT / grid
        found = []
        for prop in self.cast:
            left, top, right, bottom = prop.box
            area = (right - left) * (bottom - top)
            across = [max(0.0, min(right, (at + 1) * wide) - max(left, at * wide)) for at in range(grid)]
            down = [max(0.0, min(bottom, (at + 1) * high) - max(top, at * high)) for at in range(grid)]
            found.append([x * y / area for y in down for x in across])
        return found

    def spans_tiles(self, about: Sequence[int]) -> bool:
        """Whether no tile shows all of what the answer rests on, and half of it at least is cut to pieces."""
        shares = [self.shares(place) for place in about]
        pieces = sum(max(share) < _WHOLE for share in shares)
        return 2 * pieces >= len(shares) and all(min(seen) < _SEEN for seen in zip(*shares, strict=True))

    def clear_of_cuts(self) -> bool:
        """Whether no side of a thing runs along a cut, where nothing would tell which tiles belong together."""
        wide = WIDTH // self.level.grid
        sides = [side for prop in self.cast for side in (prop.box[0], prop.box[2]) if 0 < side < WIDTH]
        return all(_CLEAR <= side % wide <= wide - _CLEAR for side in sides)

    def apart(self) -> bool:
        """Whether every thing is wholly in the picture and none hides another."""
        boxes = [prop.box for prop in self.cast]
        inside = all(left >= 0 and top >= 0 and right <= WIDTH for left, top, right, _ in boxes)
        return inside and not any(
            min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])
            for a, b in combinations(boxes, 2)
        )

    def muddled(self) -> list[int]:
        """The members as they follow one another in the shuffled picture, by their largest pieces."""
        grid = self.level.grid
        slots = {tile: slot for slot, tile in enumerate(self.permutation)}

        def apparent(place: int) -> tuple[int, int]:
            shares = self.shares(place)
            slot = slots[shares.index(max(shares))]
            return slot % grid, slot // grid

        return sorted(self.members, key=apparent)


def _noun(prop: Prop) -> str:
    return prop.role.noun if prop.role else ""


def _rest(setting: Setting, rng: random.Random, likely: Sequence[int], but: Sequence[int]) -> tuple[str, ...]:
    """Labels of mistaken answers: the likely mistakes first, then the others in random order."""
    others = [place for place in setting.members if place not in but]
    rng.shuffle(others)
    ordered = [place for place in likely if place in others]
    return tuple(dict.fromkeys(setting.label(place) for place in (*ordered, *others)))


def _order(setting: Setting, rng: random.Random) -> Iterator[Question]:
    members, muddled = setting.members, setting.muddled()
    last = len(members) if setting.level.deep else min(3, len(members))
    for side in ("left", "right"):
        line = members if side == "left" else members[::-1]
        seen = muddled if side == "left" else muddled[::-1]
        for rank in range(last):
            near = [line[place] for place in (rank - 1, rank + 1) if 0 <= place < len(line)]
            likely = [seen[rank], line[-1 - rank], *near]
            where = f"the {ORDINALS[rank]} from the {side}"
            yield Question(
                f"{LEAD}which {setting.kind.noun} is {where}?",
                setting.label(line[rank]),
                _rest(setting, rng, likely, [line[rank]]),
                (line[rank], *(place for place in line if place != line[rank])),
                (line[rank],),
            )


def _neighbour(setting: Setting, rng: random.Random) -> Iterator[Question]:
    members, muddled = setting.members, setting.muddled()
    for side, step in (("right", 1), ("left", -1)):
        for place, asked in enumerate(members):
            if not 0 <= place + step < len(members):
                continue
            target = members[place + step]
            beside = muddled.index(asked) + step
            likely = [muddled[beside]] if 0 <= beside < len(muddled) else []
            likely += [members[other] for other in (place - step, place + 2 * step) if 0 <= other < len(members)]
            yield Question(
                f"{LEAD}which {setting.kind.noun} is directly to the {side} of {setting.label(asked)}?",
                setting.label(target),
                _rest(setting, rng, likely, [asked, target]),
                (asked, target),
                (target,),
            )


def _between(setting: Setting, rng: random.Random) -> Iterator[Question]:
    members = setting.members
    for place in range(len(members) - 2):
        before, target, after = members[place : place + 3]
        first, second = rng.sample([before, after], 2)
        likely = [members[other] for other in (place - 1, place + 3) if 0 <= other < len(members)]
        ends = f"{setting.label(first)} and {setting.label(second)}"
        yield Question(
            f"{LEAD}which {setting.kind.noun} is directly between {ends}?",
            setting.label(target),
            _rest(setting, rng, likely, [before, target, after]),
            (before, after, target),
            (target,),
        )


def _sequence(setting: Setting, rng: random.Random) -> Iterator[Question]:
    for side in rng.sample(["left", "right"], 2):
        line = setting.members if side == "left" else setting.members[::-1]
        first = line[:4]
        names = [role.word for role in (setting.cast[place].role for place in first) if role]
        # Reversed, neighbours swapped, halves swapped: with the right one a group, so that none stands out.
        orders = ((3, 2, 1, 0), (1, 0, 3, 2), (2, 3, 0, 1))
        yield Question(
            f"{LEAD}what is the order of the first four {setting.kind.plural}, counting from the {side}?",
            ", ".join(names),
            tuple(", ".join(names[place] for place in order) for order in orders),
            tuple(first),
            tuple(first),
        )


def _tallest(setting: Setting, rng: random.Random) -> Iterator[Question]:
    most, least = setting.kind.reach
    cast = setting.cast
    line = sorted(setting.members, key=lambda place: -cast[place].height if least else cast[place].box[1])
    for rank in setting.level.ranks:
        place = rank - 1 if rank else len(line) - 1
        words = {0: least, 1: most, 2: f"second {most}"}[rank]
        if words is None:
            continue
        near = sorted(range(len(line)), key=lambda other: abs(other - place))
        yield Question(
            f"{LEAD}which {setting.kind.noun} is the {words}?",
            setting.label(line[place]),
            _rest(setting, rng, [line[other] for other in near[1:3]], [line[place]]),
            (line[place], *(other for other in line if other != line[place])),
            (line[place],),
            rank,
        )


def _count(setting: Setting, _: random.Random) -> Iterator[Question]:
    yield Question(
        f"{LEAD}how many {setting.kind.plural} are there in all?",
        str(len(setting.members)),
        (),
        tuple(setting.members),
    )


def _count_side(setting: Setting, _: random.Random) -> Iterator[Question]:
    landmark = next(place for place, prop in enumerate(setting.cast) if _noun(prop) != setting.kind.noun)
    middle = setting.cast[landmark].x
    for side in ("left", "right"):
        there = [place for place in setting.members if (setting.cast[place].x < middle) == (side == "left")]
        yield Question(
            f"{LEAD}how many {setting.kind.plural} are to the {side} of {setting.label(landmark)}?",
            str(len(there)),
            (),
            (landmark, *there),
        )


def _vertical(setting: Setting, rng: random.Random) -> Iterator[Question]:
    """Ask what is above or below; where a row has four, they are the options: a sofa never hangs above a plant."""
    for asked in setting.members:
        mine = setting.cast[asked]
        column = sorted(
            (place for place in setting.members if abs(setting.cast[place].x - mine.x) < 40),
            key=lambda place: setting.cast[place].y,
        )
        place = column.index(asked)
        beside = [
            other
            for other in setting.members
            if other not in column and abs(setting.cast[other].x - mine.x) < WIDTH // 3
        ]
        rng.shuffle(beside)
        for word, step in (("above", -1), ("below", 1)):
            if 0 <= place + step < len(column):
                target = column[place + step]
                opposite = [column[place - step]] if 0 <= place - step < len(column) else []
                row = [
                    other
                    for other in setting.members
                    if other != target and abs(setting.cast[other].y - setting.cast[target].y) < _ROW
                ]
                rng.shuffle(row)
                likely = row if len(row) >= 3 else [*opposite, *beside]
                yield Question(
                    f"{LEAD}which {setting.kind.noun} is directly {word} {setting.label(asked)}?",
                    setting.label(target),
                    _rest(setting, rng, likely, [asked, target]),
                    (asked, target),
                    (target,),
                )


MAKERS: Final = {
    "order": _order,
    "neighbour": _neighbour,
    "between": _between,
    "sequence": _sequence,
    "tallest": _tallest,
    "count": _count,
    "count_side": _count_side,
    "vertical": _vertical,
}
"""For what is asked, all such questions about a setting."""
