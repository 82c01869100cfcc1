"""What the levels of the family mean, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from curation.draw.scenery import Asked
from curation.models import Difficulty


@dataclass(frozen=True, slots=True)
class Level:
    """One level of one subtask.

    Attributes:
        grid: Tiles on a side.
        actors: Least and greatest number of things that are asked about, as far as the scene has room.
        least_count: Least and greatest first of the four neighbouring numbers that a count is offered as.
        ranks: Which places in the order of heights are asked for; 1 is the tallest, 0 the shortest.
        deep: Whether order is asked for beyond the third from an end.
        asks: What is asked.
    """

    grid: int
    actors: tuple[int, int]
    least_count: tuple[int, int]
    ranks: tuple[int, ...]
    deep: bool
    asks: tuple[Asked, ...]


_EASY: Final[tuple[Asked, ...]] = ("count", "order", "neighbour", "tallest", "vertical")
_FULL: Final[tuple[Asked, ...]] = (*_EASY, "between", "count_side", "sequence")

_ACTORS: Final[dict[Difficulty, tuple[int, int]]] = {"easy": (4, 5), "medium": (5, 6), "hard": (6, 7)}
_COUNTS: Final[dict[Difficulty, tuple[int, int]]] = {"easy": (2, 2), "medium": (3, 4), "hard": (4, 5)}
_RANKS: Final[dict[Difficulty, tuple[int, ...]]] = {"easy": (1,), "medium": (1, 0), "hard": (1, 2, 0)}
_GRIDS: Final[dict[str, dict[Difficulty, int]]] = {
    "coarse_grid": {"easy": 3, "medium": 3, "hard": 3},
    "fine_grid": {"easy": 4, "medium": 4, "hard": 5},
}


def level_of(subtask: str, difficulty: Difficulty) -> Level:
    """The level of a subtask."""
    return Level(
        grid=_GRIDS[subtask][difficulty],
        actors=_ACTORS[difficulty],
        least_count=_COUNTS[difficulty],
        ranks=_RANKS[difficulty],
        deep=difficulty == "hard",
        asks=_EASY if difficulty == "easy" else _FULL,
    )
