"""Plans a puzzle: four sheets that differ by two slips, all equally good, and which one of them is drawn."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

from pydantic import JsonValue

from curation.models import Difficulty
from curation.puzzles.base import Discard

SIZE: Final = 6
MOST_HOLES: Final = 12
LEVELS: Final[dict[Difficulty, tuple[int, int]]] = {"easy": (1, 3), "medium": (2, 3), "hard": (3, 3)}
"""Folds, and holes that are punched."""

Side = Literal["left", "right", "top", "bottom"]
Cell = tuple[int, int]
"""Row and column, from 0."""
Area = tuple[int, int, int, int]
"""First row, row after the last, first column, column after the last."""


@dataclass(frozen=True, slots=True)
class Fold:
    """The outer `width` rows or columns of one side are folded onto the rest."""

    side: Side
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Folds in their order, and where the folded sheet is punched."""

    folds: tuple[Fold, ...]
    punched: tuple[Cell, ...]

    def areas(self) -> list[Area]:
        """What the sheet covers before the folds and after each.

        Raises:
            Discard: A flap would reach beyond the rest, or a hole lies beside the paper.
        """
        areas = [(0, SIZE, 0, SIZE)]
        for fold in self.folds:
            top, bottom, left, right = areas[-1]
            whole = bottom - top if fold.side in ("top", "bottom") else right - left
            if not 1 <= fold.width <= whole - fold.width:
                raise Discard("a flap reaches beyond the rest")
            shift = {"top": (1, 0, 0, 0), "bottom": (0, -1, 0, 0), "left": (0, 0, 1, 0), "right": (0, 0, 0, -1)}
            by = [part * fold.width for part in shift[fold.side]]
            areas.append((top + by[0], bottom + by[1], left + by[2], right + by[3]))
        top, bottom, left, right = areas[-1]
        if not all(top <= row < bottom and left <= column < right for row, column in self.punched):
            raise Discard("a hole lies beside the paper")
        return areas

    def holes(self) -> list[Cell]:
        """Where the unfolded sheet has holes, by column and row."""
        areas, holes = self.areas(), set(self.punched)
        for fold, before, after in zip(self.folds[::-1], areas[-2::-1], areas[:0:-1], strict=True):
            edge = {"top": after[0], "bottom": after[1], "left": after[2], "right": after[3]}[fold.side]
            for row, column in sorted(holes):
                if fold.side in ("top", "bottom"):
                    row = 2 * edge - 1 - row
                else:
                    column = 2 * edge - 1 - column
                if before[0] <= row < before[1] and before[2] <= column < before[3]:
                    holes.add((row, column))
        return sorted(holes, key=lambda cell: (cell[1], cell[0]))

    def canonical(self) -> JsonValue:
        """Equal for sheets that differ by turning or mirroring."""
        names = ("top", "bottom", "left", "right")
        forms = []
        for swap, flip_row, flip_column in product((False, True), repeat=3):
            folds = []
            for fold in self.folds:
                at = names.index(fold.side)
                at ^= flip_row if at < 2 else flip_column
                folds.append([at ^ 2 if swap else at, fold.width])
            cells = []
            for row, column in self.punched:
                cell = [SIZE - 1 - row if flip_row else row, SIZE - 1 - column if flip_column else column]
                cells.append(cell[::-1] if swap else cell)
            forms.append(json.dumps([folds, sorted(cells)]))
        return min(forms)


@dataclass(frozen=True, slots=True)
class Plan:
    """The sheet, and three that are got by slips, each with the name of the slip."""

    sheet: Sheet
    wrong: tuple[tuple[Sheet, str], ...]


def slip(at: int, by: int, sheet: Sheet) -> tuple[Sheet, str]:
    """Take a fold's line or a hole one cell off; `at` counts the folds, then rows and columns of the holes."""
    folds, punched = list(sheet.folds), list(sheet.punched)
    if at < len(folds):
        folds[at] = Fold(folds[at].side, folds[at].width + by)
        name = f"fold {at + 1} one cell off"
    else:
        hole, across = divmod(at - len(folds), 2)
        row, column = punched[hole]
        punched[hole] = (row, column + by) if across else (row + by, column)
        name = "a hole one cell off"
    return Sheet(tuple(folds), tuple(punched)), name


def _four(difficulty: Difficulty, rng: random.Random) -> Plan:
    count, holes_punched = LEVELS[difficulty]
    sides: Sequence[Side] = ("left", "right", "top", "bottom")
    folds = tuple(Fold(rng.choice(sides), rng.randint(1, 3)) for _ in range(count))
    top, bottom, left, right_end = Sheet(folds, ()).areas()[-1]
    cells = [(row, column) for row in range(top, bottom) for column in range(left, right_end)]
    if len(cells) < holes_punched:
        raise Discard("the folded sheet is too small")
    base = Sheet(folds, tuple(sorted(rng.sample(cells, holes_punched))))
    first = rng.randrange(count)
    second = rng.choice([at for at in range(count + 2 * holes_punched) if at != first])
    one, name = slip(first, rng.choice((-1, 1)), base)
    by = rng.choice((-1, 1))
    other, other_name = slip(second, by, base)
    both, _ = slip(second, by, one)
    sheets = [base, one, other, both]
    unfolded = [tuple(sheet.holes()) for sheet in sheets]
    if any(len(set(sheet.punched)) != holes_punched for sheet in sheets) or len(set(unfolded)) != 4:
        raise Discard("a slip makes no difference")
    fewest = holes_punched + count
    if any(not fewest <= len(holes) <= MOST_HOLES for holes in unfolded):
        raise Discard("too few or too many holes")
    # Any of the four may be the one that is drawn: seen from it the others are the same slips, and no text tells.
    names = ["", name, other_name, f"{name}, {other_name}"]
    right = rng.randrange(4)
    return Plan(sheets[right], tuple((sheets[at], names[at ^ right]) for at in range(4) if at != right))


def plan(rng: random.Random, difficulty: Difficulty) -> Plan:
    """Plan a puzzle.

    Raises:
        Discard: No four sheets were found.
    """
    for _ in range(5000):
        try:
            return _four(difficulty, rng)
        except Discard:
            continue
    raise Discard("no four sheets were found")


def option(sheet: Sheet) -> str:
    """Write the holes as an option."""
    return ", ".join(f"{'ABCDEF'[column]}{row + 1}" for row, column in sheet.holes())


QUESTION: Final = (
    "A sheet of paper with lettered columns and numbered rows is folded as shown from left to right, each time "
    "along the blue line in the direction of the arrow. Finally, the folded sheet is punched through all its "
    "layers at the black dots; the grey frame shows where the unfolded sheet lay. Which cells have holes when the "
    "sheet is completely unfolded?"
)
