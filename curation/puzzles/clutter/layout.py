"""Where things go: darts are thrown until one finds room; what a question is about keeps clear of all else."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from curation.draw.sprites import sheet
from curation.puzzles.base import Discard
from curation.puzzles.clutter.backdrop import boards
from curation.puzzles.clutter.scene import QUARTER, SHEET, Thing, radius_of

Barred = Callable[[int, int], bool]

_CELL = 256 * QUARTER
_TRIES = 400
_POST = 24 * QUARTER
"""Width of the posts at both ends of a shelf wall, and a little more."""
_APART = 10 * QUARTER
"""Room between things that stand side by side on a board."""


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
        self._stood: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)

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

    def _spot(self, radius: int) -> tuple[int, int]:
        """A place for a circle."""
        margin = radius + 10 * QUARTER
        x = self._rng.randint(margin, self._width - margin)
        return x, self._rng.randint(margin, self._height - margin)

    def _claim(self, x: int, y: int, radius: int, *, clear: bool) -> None:
        self._cells[x // _CELL, y // _CELL].append((x, y, radius, clear))

    def _on_board(self, wide: int, foot: int, above: int, barred: Barred | None) -> tuple[int, int] | None:
        """A place on a board, beside all that stands there; `None` where the dart hits something.

        Args:
            wide: How far the things reach to either side of their middle.
            foot: How far below their middle they stand.
            above: How far they reach above it.
            barred: As for `add_group`.
        """
        board = self._rng.choice([board for board in self._boards if board - foot - above > 0])
        margin = wide + _POST
        x = self._rng.randint(margin, self._width - margin)
        if (barred is not None and barred(x, board - foot)) or not self._stand(board, x, wide):
            return None
        return x, board - foot

    def _stand(self, board: int, x: int, wide: int) -> bool:
        """Claim the stretch of a board about `x`, unless something stands there."""
        left, right = x - wide - _APART, x + wide + _APART
        if any(left < other_right and other_left < right for other_left, other_right in self._stood[board]):
            return False
        self._stood[board].append((x - wide, x + wide))
        return True

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
        barred: Barred | None = None,
    ) -> tuple[Thing, ...] | None:
        """Find room for things that keep their places relative to each other.

        Args:
            things: In the order of drawing; their places are relative to the middle of the group.
            radius: Of a circle about the middle that holds them, in quarter pixels.
            clear: Whether nothing may overlap them.
            tries: Darts to throw.
            barred: Tells of a place, in quarter pixels, whether the group's middle must not be there.
        """
        for _ in range(tries):
            spot = self._free(things, radius, clear=clear, barred=barred)
            if spot is not None:
                placed = tuple(replace(thing, x=spot[0] + thing.x, y=spot[1] + thing.y) for thing in things)
                self._placed.append(placed)
                return placed
        return None

    def _free(
        self, things: tuple[Thing, ...], radius: int, *, clear: bool, barred: Barred | None
    ) -> tuple[int, int] | None:
        """Throw one dart for things whose places are relative to their middle, and claim what it hits."""
        if self._boards:
            wide = max(abs(thing.x) + half_width(thing) for thing in things)
            foot = max(thing.y + thing.height // 2 for thing in things)
            return self._on_board(wide, foot, radius, barred)
        x, y = self._spot(radius)
        if (barred is not None and barred(x, y)) or not self._room(x, y, radius, clear=clear):
            return None
        self._claim(x, y, radius, clear=clear)
        return x, y

    def beside(self, landmark: Thing, thing: Thing, tries: int = 24) -> Thing | None:
        """Put a thing right beside another one, clear of all else; `None` where there is no room."""
        radius = radius_of(thing)
        apart = (radius_of(landmark) + radius) * 104 // 100
        for _ in range(tries):
            if self._boards:
                x = landmark.x + self._rng.choice((-1, 1)) * (half_width(landmark) + half_width(thing) + 2 * _APART)
                foot = landmark.y + landmark.height // 2
                y = foot - thing.height // 2
                free = self._inside(x, y, half_width(thing) + _POST) and self._stand(foot, x, half_width(thing))
            else:
                turn = math.radians(self._rng.randrange(360))
                x, y = landmark.x + round(apart * math.cos(turn)), landmark.y + round(apart * math.sin(turn))
                free = self._inside(x, y, radius + 10 * QUARTER) and self._room(x, y, radius, clear=True)
                if free:
                    self._claim(x, y, radius, clear=True)
            if free:
                placed = replace(thing, x=x, y=y)
                self._placed.append((placed,))
                return placed
        return None

    def _inside(self, x: int, y: int, margin: int) -> bool:
        return margin < x < self._width - margin and margin < y < self._height - margin

    def must(self, *things: Thing, barred: Barred | None = None) -> tuple[Thing, ...]:
        """Place what the question is about, clear of all else: one thing, or a group; `barred` as for `add_group`.

        Raises:
            Discard: There is no room.
        """
        group, radius = (things, radius_of(things[0])) if len(things) == 1 else centred(things)
        placed = self.add_group(group, radius, clear=True, barred=barred)
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
