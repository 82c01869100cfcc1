"""Reads the steps of a folded sheet from pixels alone: paper, fold lines and arrows, letters and numbers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from curation.puzzles.labels import Illegible, Point, Print, check, check_blank, window
from curation.puzzles.planes import Bits, Planes, all_above, all_below, near, planes

if TYPE_CHECKING:
    from PIL import Image

_FRAME = (205, 208, 214)
_PAPER = (253, 241, 208)
_BLUE = (46, 116, 206)
_LETTERS = Print(tuple("ABCDEF"), 24, "Regular", (110, 116, 126), (255, 255, 255))
_NUMBERS = Print(tuple("123456"), 24, "Regular", (110, 116, 126), (255, 255, 255))
_BESIDE = 26
"""From the inner side of the first sheet's outline out to the middles of letters and numbers."""
_CELLS = 6
_NEAR = 3
"""Levels that a channel may be off its colour."""

_WITHIN, _BEYOND = 1.2, 2.0
"""Pixels by which a blue edge may lie within what is to be drawn, and beyond it."""

Place = tuple[slice, slice]
"""Rows and columns."""
Cells = set[tuple[int, int]]
"""Rows and columns, from 0."""


class NotReadable(Exception):
    """The picture is no undamaged row of sheets."""


def read_sheets(image: Image.Image) -> tuple[list[Cells], Cells]:
    """Read which cells the paper covers at each step, and which are punched at last.

    Raises:
        NotReadable: A sheet is not whole, the paper does not shrink on one side at each step, the line and arrow of
            a fold do not say so, a letter or number is not in its place, or there is something else.
    """
    from scipy import ndimage

    pixels = planes(image)
    labels, _ = ndimage.label(near(pixels, _FRAME, _NEAR))
    papers: list[Cells] = []
    sheets: list[Place] = []
    inked: list[Bits] = []
    punched: Cells = set()
    found = sorted((place[1].start, number, place) for number, place in enumerate(ndimage.find_objects(labels), 1))
    for _, number, place in found:
        frame = labels[place] == number
        if min(frame.shape) < 60:
            continue
        thick = int(np.argmin(frame[frame.shape[0] // 2]))
        hollow = frame[thick:-thick, thick:-thick]
        if frame.shape[0] != frame.shape[1] or hollow.any() or int(frame.sum()) != frame.size - hollow.size:
            raise NotReadable("a sheet's outline is not whole")
        if punched:
            raise NotReadable("the sheet is punched before the last step")
        inside = pixels[:, place[0], place[1]][:, thick:-thick, thick:-thick]
        paper, punched = _cells(inside)
        papers.append(paper)
        sheets.append(place)
        inked.append(near(inside, _BLUE, _NEAR))
    if len(papers) < 2 or len(papers[0]) != _CELLS * _CELLS or not punched:
        raise NotReadable(f"there are {len(papers)} sheets, the first is not whole, or the last has no holes")
    for before, after in pairwise(papers):
        sides = [a != b for a, b in zip(_extent(before), _extent(after), strict=True)]
        if not after < before or sum(sides) != 1:
            raise NotReadable("a fold is not on one side")
    for blue, (before, after) in zip(inked[:-1], pairwise(papers), strict=True):
        _check_fold(blue, _extent(before), _extent(after))
    if inked[-1].any():
        raise NotReadable("a fold is shown on the last sheet")
    _check_around(pixels, sheets, inked[0].shape[0])
    return papers, punched


def _check_fold(blue: Bits, before: tuple[int, ...], after: tuple[int, ...]) -> None:
    """Refuse a sheet whose blue line is not where it is folded next, or whose arrow does not point from the flap.

    Args:
        blue: The inside of the sheet.
        before: First and last row, first and last column that the paper covers there.
        after: The same on the next sheet.
    """
    side = blue.shape[0] / _CELLS
    moved = next(at for at, (was, now) in enumerate(zip(before, after, strict=True)) if was != now)
    # The first and the last row or column move by turns; cells are counted from 0 and end one further.
    line, away = ((after[moved] + moved % 2) * side, -1 if moved % 2 else 1)
    start, stop = before[2 - moved // 2 * 2] * side, (before[3 - moved // 2 * 2] + 1) * side
    at = np.arange(blue.shape[0]) + 0.5
    across, along = away * (at - line)[:, None], at[None]
    if moved > 1:
        blue = blue.T
    # The shapes are compared near the line alone, for that is most of the work.
    close = np.abs(across[:, 0]) < side
    if blue[~close].any():
        raise NotReadable("there is something blue beside a fold")
    blue, across = blue[close], across[close]
    aside = np.abs(along - (start + stop) / 2)

    def shape(by: float) -> tuple[Bits, Bits]:
        """The line and the arrow, made broader by so many pixels on every side."""
        folded = (np.abs(across) < 2.5 + by) & (along > start + 2 - by) & (along < stop - 2 + by)
        shaft = (aside < 3 + by) & (across > -0.5 * side - 3 - by) & (across < 0.6 * side)
        slope = 14 / (0.4 * side)
        room = slope * (0.8 * side - across) + by * (1 + slope * slope) ** 0.5
        return folded, shaft | ((across > 0.4 * side - by) & (aside < room))

    (line_least, arrow_least), (line_most, arrow_most) = shape(-_WITHIN), shape(_BEYOND)
    if not blue[line_least].all():
        raise NotReadable("a fold's line is not where the sheet is folded")
    if not blue[arrow_least].all() or (blue & ~(line_most | arrow_most)).any():
        raise NotReadable("a fold's arrow does not point from the flap over the line, or is not alone")


def _check_around(pixels: Planes, sheets: list[Place], inside: int) -> None:
    """Refuse sheets in no row, a first one without letters above it and numbers to its left, and anything else."""
    rows, columns = sheets[0]
    if any(place[0] != rows for place in sheets):
        raise NotReadable("the sheets are not in a row")
    thick = (rows.stop - rows.start - inside) // 2
    top, left, side = rows.start + thick, columns.start + thick, inside / _CELLS
    along = [(number + 0.5) * side for number in range(_CELLS)]
    letters: list[tuple[str, Point]] = [
        (text, (left + by, top - _BESIDE)) for text, by in zip(_LETTERS.texts, along, strict=True)
    ]
    numbers: list[tuple[str, Point]] = [
        (text, (left - _BESIDE, top + by)) for text, by in zip(_NUMBERS.texts, along, strict=True)
    ]
    try:
        check(pixels, letters, _LETTERS, "the letter of the column")
        check(pixels, numbers, _NUMBERS, "the number of the row")
        windows = [
            window(kind, at) for kind, found in ((_LETTERS, letters), (_NUMBERS, numbers)) for _, at in found
        ]
        check_blank(pixels, [*sheets, *windows])
    except Illegible as reason:
        raise NotReadable(str(reason)) from None


def _extent(cells: Cells) -> tuple[int, int, int, int]:
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    return min(rows), max(rows), min(columns), max(columns)


def _shares(mask: Bits, side: int) -> NDArray[np.float64]:
    """How much of each cell a mask fills: shape (`_CELLS`, `_CELLS`)."""
    cells = mask[: _CELLS * side, : _CELLS * side].reshape(_CELLS, side, _CELLS, side)
    return np.asarray(cells.sum(axis=1).sum(axis=2) / side**2)


def _cells(sheet: Planes) -> tuple[Cells, Cells]:
    """Which cells of a sheet the paper covers, and which have a dark dot in the middle."""
    paper: Cells = set()
    punched: Cells = set()
    side = sheet.shape[1] // _CELLS
    inked = all_below(sheet, 80)
    bare, covered = _shares(all_above(sheet, 253), side), _shares(near(sheet, _PAPER, _NEAR), side)
    for row in range(_CELLS):
        for column in range(_CELLS):
            dark = inked[row * side : (row + 1) * side, column * side : (column + 1) * side]
            if bare[row, column] > 0.85 and not dark.any():
                continue
            if bare[row, column] > 0.02 or covered[row, column] < 0.45:
                raise NotReadable("a cell is neither paper nor bare")
            paper.add((row, column))
            if dark.any():
                rows, columns = np.nonzero(dark)
                off = max(abs(float(values.mean()) - (side - 1) / 2) for values in (rows, columns))
                if abs(float(dark.mean()) - 0.283) > 0.03 or off > side / 24:
                    raise NotReadable("a dot is not round or not in the middle of its cell")
                punched.add((row, column))
    if not paper:
        raise NotReadable("a sheet has no paper")
    top, bottom, left, right = _extent(paper)
    if len(paper) != (bottom - top + 1) * (right - left + 1):
        raise NotReadable("the paper is not a rectangle")
    return paper, punched
