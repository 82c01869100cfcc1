"""Reads the steps of a folded sheet from pixels alone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from curation.puzzles.planes import Bits, Planes, all_above, all_below, near, planes

if TYPE_CHECKING:
    from PIL import Image

_FRAME = (205, 208, 214)
_PAPER = (253, 241, 208)
_CELLS = 6
_NEAR = 3
"""Levels that a channel may be off its colour."""

Cells = set[tuple[int, int]]
"""Rows and columns, from 0."""


class NotReadable(Exception):
    """The picture is no undamaged row of sheets."""


def read_sheets(image: Image.Image) -> tuple[list[Cells], Cells]:
    """Read which cells the paper covers at each step, and which are punched at last.

    Raises:
        NotReadable: A sheet is not whole, or the paper does not shrink on one side at each step.
    """
    from scipy import ndimage

    pixels = planes(image)
    labels, _ = ndimage.label(near(pixels, _FRAME, _NEAR))
    papers: list[Cells] = []
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
        paper, punched = _cells(pixels[:, place[0], place[1]][:, thick:-thick, thick:-thick])
        papers.append(paper)
    if len(papers) < 2 or len(papers[0]) != _CELLS * _CELLS or not punched:
        raise NotReadable(f"there are {len(papers)} sheets, the first is not whole, or the last has no holes")
    for before, after in pairwise(papers):
        sides = [a != b for a, b in zip(_extent(before), _extent(after), strict=True)]
        if not after < before or sum(sides) != 1:
            raise NotReadable("a fold is not on one side")
    return papers, punched


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
