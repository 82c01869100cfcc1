"""Reads a grid of shapes from pixels alone: frame, lines, the numbers beside it, and what is in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from curation.puzzles.labels import Illegible, Point, Print, check, check_blank, window
from curation.puzzles.planes import Bits, Planes, all_below, any_below, near, planes

if TYPE_CHECKING:
    from PIL import Image

_COLOURS = {
    "red": ((212, 43, 54), (180, 26, 26)),
    "orange": ((240, 130, 40), (218, 124, 24)),
    "yellow": ((248, 210, 60), (254, 236, 20)),
    "green": ((46, 150, 98), (12, 106, 86)),
    "blue": ((46, 116, 206), (34, 124, 236)),
    "purple": ((108, 56, 160), (86, 26, 138)),
    "pink": ((240, 152, 190), (224, 140, 175)),
}
"""Each colour in the two tones that pictures come in: for all eyes alike, and for deuteranopes."""
_LINE = (205, 208, 214)
_NEAR = 8
"""Levels that a channel may be off its colour."""
_NUMBERS = Print(tuple("123456"), 34, "Regular", (110, 116, 126), (255, 255, 255))
_BESIDE = 44
"""From the inner side of the frame out to the middles of the numbers."""

_FILLED = {"square": 1.0, "circle": 0.785, "cross": 0.616, "triangle": 0.5, "star": 0.357}
"""Share of its bounding box that a shape fills."""


class NotReadable(Exception):
    """The picture is no undamaged grid of shapes."""


def read_grid(image: Image.Image) -> list[list[str]]:
    """Read the cells row by row: a colour and a shape, or nothing.

    Raises:
        NotReadable: The frame, a line, a number or a shape is not whole or not in its place, or there is something
            else.
    """
    pixels = planes(image)
    frame, thick = _frame(pixels)
    board = pixels[:, frame[0], frame[1]][:, thick:-thick, thick:-thick]
    across, down = _lines(board, 1), _lines(board, 0)
    if len(across) != len(down) or not 4 <= len(across) <= 7:
        raise NotReadable(f"the grid has {len(down)} rows and {len(across)} columns")
    _check_numbers(pixels, frame, thick, len(across))
    return [[_cell(board[:, rows, columns]) for columns in across] for rows in down]


def _frame(pixels: Planes) -> tuple[tuple[slice, slice], int]:
    """Find the dark frame: its rows and columns, and how thick it is."""
    dark = all_below(pixels, 70)
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not len(rows):
        raise NotReadable("there is no frame")
    top, bottom, left, right = (int(v) for v in (rows[0], rows[-1], columns[0], columns[-1]))
    frame = dark[top : bottom + 1, left : right + 1]
    thick = int(np.argmin(frame[:, frame.shape[1] // 5]))
    if frame.shape[0] != frame.shape[1] or not 2 <= thick <= frame.shape[0] // 20:
        raise NotReadable("the frame is not a square")
    hollow = frame[thick:-thick, thick:-thick]
    if hollow.any() or int(frame.sum()) != frame.size - hollow.size:
        raise NotReadable("the frame is not whole")
    return (slice(top, bottom + 1), slice(left, right + 1)), thick


def _check_numbers(pixels: Planes, frame: tuple[slice, slice], thick: int, cells: int) -> None:
    """Refuse a picture whose columns are not numbered above them and whose rows not to their left, or with more."""
    top, left = frame[0].start + thick, frame[1].start + thick
    pitch = (frame[0].stop - thick - top) / cells
    along = [(str(number + 1), (number + 0.5) * pitch) for number in range(cells)]
    columns: list[tuple[str, Point]] = [(text, (left + by, top - _BESIDE)) for text, by in along]
    rows: list[tuple[str, Point]] = [(text, (left - _BESIDE, top + by)) for text, by in along]
    try:
        check(pixels, columns, _NUMBERS, "the number of the column")
        check(pixels, rows, _NUMBERS, "the number of the row")
        check_blank(pixels, [frame, *(window(_NUMBERS, middle) for _, middle in (*columns, *rows))])
    except Illegible as reason:
        raise NotReadable(str(reason)) from None


def _lines(board: Planes, axis: int) -> list[slice]:
    """The spans between the lines that cross the board, along an axis."""
    on_line = near(board, _LINE, _NEAR).all(axis=1 - axis)
    edges = np.flatnonzero(np.diff(np.concatenate([[True], on_line, [True]]).astype(np.int8)))
    spans = [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    widths = [span.stop - span.start for span in spans]
    if max(widths) - min(widths) > max(widths) // 16:
        raise NotReadable("the lines are not whole or not evenly apart")
    return spans


def _core(ink: Bits) -> Bits:
    """The pixels that have ink all around them, beyond the soft edge."""
    from scipy import ndimage

    core: Bits = ndimage.binary_erosion(ink, np.ones((3, 3)), iterations=2)
    return core


def _cell(cell: Planes) -> str:
    """Name what is in a cell."""
    ink = any_below(cell, 250)
    if not ink.any():
        return ""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    height, width = int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1
    side = ink.shape[0]
    off = max(abs(int(rows[0] + rows[-1]) + 1 - side), abs(int(columns[0] + columns[-1]) + 1 - ink.shape[1]))
    if off > side // 12 or not side // 2 <= min(width, height) <= max(width, height) <= 3 * side // 4:
        raise NotReadable("a mark is not in the middle of its cell or not of a shape's size")
    colours = [
        (int(near(cell, tone, _NEAR).sum()), name, tone) for name, tones in _COLOURS.items() for tone in tones
    ]
    count, colour, shown = max(colours)
    if not near(cell[:, _core(ink)], shown, _NEAR).all():
        raise NotReadable("a shape is not of one known colour")
    share = (count + int(ink.sum())) / (2 * height * width)
    shape = min(_FILLED, key=lambda name: abs(_FILLED[name] - share))
    tight = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    uneven = min(int((tight != tight[:, ::-1]).sum()), int((tight != tight[::-1]).sum()))
    if abs(_FILLED[shape] - share) > 0.05 or uneven > 0.06 * count:
        raise NotReadable(f"a mark that fills {share:.0%} of its box is no known shape")
    return f"{colour} {shape}"
