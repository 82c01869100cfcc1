"""Where things go: darts are thrown until one finds room; what a question is about keeps clear of all else."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from curation.draw.sprites import sheet
from curation.puzzles.base import Discard
from curation.puzzles.clutter.backdrop import boards
from curation.puzzles.clutter.scene import QUARTER, SHEET, Thing, radius_of

_CELL = 256 * QUARTER
_TRIES = 400


class Layout:
    """A scene in the making.

    Args:
        rng: The only source of chance.
        width: In pixels.
        height: In pixels.
        backdrop: On a shelf wall things stand on boards, elsewhere they lie anywhere.
    """

    def __init__(self, rng: random.Random, width: int, height: int, backdrop: str) -> None:
        self._rng = rng
        self._width = width * QUARTER
        self._height = height * QUARTER
        self._boards = [board * QUARTER for board in boards(height)] if backdrop == "shelf" else []
        self._placed: list[tuple[Thing, ...]] = []
        self._cells: defaultdict[tuple[int, int], list[tuple[int, int, int, bool]]] = defaultdict(list)

    @property
    def shelved(self) -> bool:
        """Whether things stand upright on boards."""
        return bool(self._boards)

    @property
    def tallest(self) -> int:
        """Height in quarter pixels that a thing of the clutter may have."""
        return self._boards[1] - self._boards[0] - 48 * QUARTER if self._boards else self._height

    def turned(self, most: int = 24) -> int:
        """An angle that suits the ground, in degrees."""
        return 0 if self.shelved else self._rng.randint(-most, most)

    def _room(self, x: int, y: int, radius: int, *, clear: bool) -> bool:
        for column in range(x // _CELL - 1, x // _CELL + 2):
            for row in range(y // _CELL - 1, y // _CELL + 2):
                for other_x, other_y, other_radius, other_clear in self._cells[column, row]:
                    share = 102 if clear or other_clear else 76
                    reach = (radius + other_radius) * share
                    if ((x - other_x) ** 2 + (y - other_y) ** 2) * 10_000 < reach * reach:
                        return False
        return True

    def _spot(self, radius: int, foot: int, above: int) -> tuple[int, int]:
        """A place for a circle; `foot` is how far below its middle the thing stands, `above` how far it reaches."""
        margin = radius + 10 * QUARTER
        x = self._rng.randint(margin, self._width - margin)
        if not self._boards:
            return x, self._rng.randint(margin, self._height - margin)
        return x, self._rng.choice([board for board in self._boards if board - foot - above > 0]) - foot

    def _claim(self, x: int, y: int, radius: int, *, clear: bool) -> None:
        self._cells[x // _CELL, y // _CELL].append((x, y, radius, clear))

    def add(self, thing: Thing, *, clear: bool, tries: int = _TRIES) -> Thing | None:
        """Find room for one thing, whose own place is ignored; `None` where there is none."""
        placed = self.add_group((thing,), radius_of(thing), clear=clear, tries=tries)
        return placed[0] if placed else None

    def add_group(
        self,
        things: tuple[Thing, ...],
        radius: int,
        *,
        clear: bool,
        tries: int = _TRIES,
        away: tuple[int, int, int] | None = None,
    ) -> tuple[Thing, ...] | None:
        """Find room for things that keep their places relative to each other.

        Args:
            things: In the order of drawing; their places are relative to the middle of the group.
            radius: Of a circle about the middle that holds them, in quarter pixels.
            clear: Whether nothing may overlap them.
            tries: Darts to throw.
            away: Middle and radius of a circle, in quarter pixels, that the group's middle must not be in.
        """
        foot = max(thing.y + thing.height // 2 for thing in things)
        for _ in range(tries):
            x, y = self._spot(radius, foot, radius)
            if away is not None and (x - away[0]) ** 2 + (y - away[1]) ** 2 < away[2] ** 2:
                continue
            if self._room(x, y, radius, clear=clear):
                self._claim(x, y, radius, clear=clear)
                placed = tuple(replace(thing, x=x + thing.x, y=y + thing.y) for thing in things)
                self._placed.append(placed)
                return placed
        return None

    def beside(self, landmark: Thing, thing: Thing, tries: int = 24) -> Thing | None:
        """Put a thing right beside another one, clear of all else; `None` where there is no room."""
        radius = radius_of(thing)
        apart = (radius_of(landmark) + radius) * 104 // 100
        margin = radius + 10 * QUARTER
        for _ in range(tries):
            turn = math.radians(self._rng.choice((0, 180)) if self._boards else self._rng.randrange(360))
            x, y = landmark.x + round(apart * math.cos(turn)), landmark.y + round(apart * math.sin(turn))
            if self._boards:
                y = landmark.y + (landmark.height - thing.height) // 2
            inside = margin < x < self._width - margin and margin < y < self._height - margin
            if inside and self._room(x, y, radius, clear=True):
                self._claim(x, y, radius, clear=True)
                placed = replace(thing, x=x, y=y)
                self._placed.append((placed,))
                return placed
        return None

    def must(self, *things: Thing, away: tuple[int, int, int] | None = None) -> tuple[Thing, ...]:
        """Place what the question is about, clear of all else: one thing, or a group.

        Raises:
            Discard: There is no room.
        """
        group, radius = (things, radius_of(things[0])) if len(things) == 1 else centred(things)
        placed = self.add_group(group, radius, clear=True, away=away)
        if placed is None:
            raise Discard("there is no room for what the question is about")
        return placed

    def things(self) -> tuple[Thing, ...]:
        """Everything placed, those further down in the picture drawn later; groups stay together."""

        def lowest(group: tuple[Thing, ...]) -> tuple[int, int]:
            return max(thing.y for thing in group), group[0].x

        return tuple(thing for group in sorted(self._placed, key=lowest) for thing in group)


def centred(things: Sequence[Thing]) -> tuple[tuple[Thing, ...], int]:
    """Move a group's middle to the origin; with the radius of a circle that holds all of it, in quarter pixels."""
    extents = [thing.extent() for thing in things]
    left, top = (min(extent[side] for extent in extents) * QUARTER for side in (0, 1))
    right, bottom = (max(extent[side] for extent in extents) * QUARTER for side in (2, 3))
    x, y = (left + right) // 2, (top + bottom) // 2
    radius = math.isqrt((right - left) ** 2 + (bottom - top) ** 2) // 2
    return tuple(replace(thing, x=thing.x - x, y=thing.y - y) for thing in things), radius


def half_width(thing: Thing) -> int:
    """Half the width of a thing's box, in quarter pixels."""
    return round(thing.height * sheet(SHEET)[thing.sprite].aspect / 2)
