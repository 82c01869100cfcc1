"""Steps on a grid, what they do to a place, and the mistakes that people make with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Place = tuple[int, int]
"""Row and column, from 0, from the top left."""

Kind = Literal["move", "turn", "mirror"]


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction.

    Attributes:
        kind: `move` is for one shape, the others for the whole grid.
        shape: Which shape moves; -1 for the whole grid.
        down: A move's rows downwards; a turn's direction, 1 for clockwise; 1 for a mirror of top and bottom.
        right: A move's columns to the right; 1 for a mirror of left and right.
    """

    kind: Kind
    shape: int
    down: int
    right: int


def apply(step: Step, shape: int, place: Place, size: int) -> Place:
    """Where a step takes a shape; may lie outside the grid."""
    row, column = place
    if step.kind == "move":
        return (row + step.down, column + step.right) if step.shape == shape else place
    if step.kind == "turn":
        return (column, size - 1 - row) if step.down > 0 else (size - 1 - column, row)
    return (size - 1 - row if step.down else row, size - 1 - column if step.right else column)


def passed(step: Step, place: Place) -> list[Place]:
    """The places that a move from `place` passes over, between its first and its last one."""
    length = abs(step.down + step.right)
    return [(place[0] + step.down * by // length, place[1] + step.right * by // length) for by in range(1, length)]


def inside(place: Place, size: int) -> bool:
    """Whether a place is on the grid."""
    return 0 <= place[0] < size and 0 <= place[1] < size


def walk(steps: Sequence[Step], shape: int, place: Place, size: int) -> list[Place]:
    """The places of a shape from the first to the last, one more than there are steps."""
    places = [place]
    for step in steps:
        places.append(apply(step, shape, places[-1], size))
    return places


def back(steps: Sequence[Step], shape: int, place: Place, size: int) -> Place:
    """Where a shape must have been to end at `place`."""
    for step in reversed(steps):
        sign = 1 if step.kind == "mirror" else -1
        undone = replace(step, down=sign * step.down, right=sign * step.right)
        place = apply(undone, shape, place, size)
    return place


def mistakes(steps: Sequence[Step], shape: int) -> Iterator[tuple[str, list[Step]]]:
    """Yield each mistake's name and the steps that it comes to.

    Each has a counterpart that errs as far to the other side (skipped and done twice, too short and too far; a
    wrong turn and a wrong mirror are their own), so the wrong places lie around the right one and do not betray it.
    """
    for at, step in enumerate(steps):
        before, after, name = steps[:at], steps[at + 1 :], f"step {at + 1}"
        if step.kind == "turn":
            yield f"{name} turned the other way", [*before, replace(step, down=-step.down), *after]
        elif step.kind == "mirror":
            yield f"{name} skipped", [*before, *after]
            other = replace(step, down=1 - step.down, right=1 - step.right)
            yield f"{name} mirrored the other way", [*before, other, *after]
        elif step.shape == shape:
            yield f"{name} skipped", [*before, *after]
            yield f"{name} done twice", [*before, step, step, *after]
            length = abs(step.down + step.right)
            if length > 1:
                for name_of, sign in (("one cell short", -1), ("one cell too far", 1)):
                    more = (length + sign) / length
                    far = replace(step, down=round(step.down * more), right=round(step.right * more))
                    yield f"{name} {name_of}", [*before, far, *after]
