"""Reads a die and a path on a board from pixels alone, and holds them to lie as the words below them say."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from curation.puzzles.labels import Illegible, Print, check, check_blank, window
from curation.puzzles.planes import Bits, Planes, Tone, all_below, near, planes

if TYPE_CHECKING:
    from PIL import Image

Pip = tuple[int, int]
"""A spot's place on its face: -1, 0 or 1 to the left or right, and up or down (on top: to the back or front)."""

Extents = dict[str, tuple[float, float, int, int]]
"""Of each face the middle, down and across, and how many pixels lie between its first and its last, likewise."""

_FACES: dict[str, Tone] = {"top": (253, 249, 240), "front": (240, 233, 218), "right": (219, 209, 188)}
_LINE: Tone = (205, 208, 214)
_PATH: Tone = (46, 116, 206)
_START: Tone = (168, 220, 180)
_PITCH = 0.27
"""From the middle of a face to its outer spots, by the length of an edge."""
_NEAR = 3
"""Levels that a channel may be off its colour."""
_DICE: list[set[Pip]] = [
    {(0, 0)},
    {(-1, -1), (1, 1)},
    {(-1, 1), (1, -1)},
    {(-1, -1), (0, 0), (1, 1)},
    {(-1, 1), (0, 0), (1, -1)},
    {(-1, -1), (-1, 1), (1, -1), (1, 1)},
    {(-1, -1), (-1, 1), (0, 0), (1, -1), (1, 1)},
    {(-1, -1), (-1, 0), (-1, 1), (1, -1), (1, 0), (1, 1)},
    {(-1, -1), (0, -1), (1, -1), (-1, 1), (0, 1), (1, 1)},
]
"""The spots of a face: those of two, three and six stand one way or the other."""
_WORD = Print(("front", "back", "left", "right", "top"), 30, "Regular", (110, 116, 126), (255, 255, 255))
_BELOW_FACE = 145
"""From the middle of the die's front face down to the middle of its word."""
_BELOW_FRAME = 34
"""From the lower side of the board's frame down to the middle of its word."""
_OUTLINE = 10
"""Pixels that lie at most between two faces that meet, and between a face and what is beside the die."""
_WAYS = {(-1, 0): "up", (1, 0): "down", (0, -1): "left", (0, 1): "right"}


class NotReadable(Exception):
    """The picture is no undamaged die with a board beside it."""


def read_picture(image: Image.Image) -> tuple[dict[str, set[Pip]], list[str], str | None]:
    """Read the spots on the die's top, front and right face, and the steps of the path from the green cell.

    Returns:
        The spots, the steps, and the way that an arrow points at the end of the path; `None` where none is there.

    Raises:
        NotReadable: The die, the board, a word or the path is not whole or not in its place.
    """
    from scipy import ndimage

    pixels = planes(image)
    labels, _ = ndimage.label(all_below(pixels, 80), np.ones((3, 3)))
    places = ndimage.find_objects(labels)
    if not places:
        raise NotReadable("there is nothing dark in the picture")
    areas = [(rows.stop - rows.start) * (columns.stop - columns.start) for rows, columns in places]
    frame = int(np.argmax(areas))
    shown = {name: near(pixels, tone, _NEAR) for name, tone in _FACES.items()}
    extents = _extents(shown)
    _check_places(pixels, extents, places[frame])
    faces = _die(shown, extents, labels, places)
    _check_die(faces)
    steps, arrow = _path(_inside(pixels, labels[places[frame]] == frame + 1, places[frame]))
    return faces, steps, arrow


def _extents(faces: dict[str, Bits]) -> Extents:
    """Where the die's faces are."""
    extents: Extents = {}
    for name, face in faces.items():
        if int(face.sum()) < 3000:
            raise NotReadable(f"the die has no {name} face")
        rows, columns = np.flatnonzero(face.any(axis=1)), np.flatnonzero(face.any(axis=0))
        (top, bottom), (left, right) = ((int(span[0]), int(span[-1])) for span in (rows, columns))
        extents[name] = (top + bottom) / 2, (left + right) / 2, bottom - top, right - left
    return extents


def _die(
    faces: dict[str, Bits], extents: Extents, labels: NDArray[np.int32], places: list[tuple[slice, slice]]
) -> dict[str, set[Pip]]:
    """Find the dark spots that lie wholly within a face, and check that they lie as on a die."""
    spots: dict[str, list[tuple[float, float, int]]] = {name: [] for name in faces}
    for number, (rows, columns) in enumerate(places, 1):
        around = (slice(max(0, rows.start - 4), rows.stop + 4), slice(max(0, columns.start - 4), columns.stop + 4))
        size = int((labels[rows, columns] == number).sum())
        rim = np.ones(labels[around].shape, dtype=bool)
        rim[3:-3, 3:-3] = False
        for name, face in faces.items():
            if face[around][rim].all():
                middle = (rows.start + rows.stop - 1) / 2, (columns.start + columns.stop - 1) / 2
                spots[name].append((*middle, size))
    faces_read = {}
    for name, found in spots.items():
        sizes = [size for _, _, size in found]
        if not 1 <= len(found) <= 6 or max(sizes) - min(sizes) > max(sizes) // 8:
            raise NotReadable(f"the {name} face has {len(found)} spots, or spots of several sizes")
        y, x, high, wide = extents[name]
        # The front face is upright; edges of the top one lean to the left, those of the right one upwards.
        edge = extents["front"][2:]
        lean = edge[1] - wide if name == "top" else 0, high - edge[0] if name == "right" else 0
        pips = set()
        for row, column, _ in found:
            if name == "right":
                u = (column - x) / wide
                v = (row - y + u * lean[1]) / edge[0]
            else:
                v = (row - y) / high
                u = (column - x - v * lean[0]) / edge[1]
            pip = round(u / _PITCH), round(v / _PITCH)
            if max(abs(u - pip[0] * _PITCH), abs(v - pip[1] * _PITCH)) > _PITCH / 5:
                raise NotReadable(f"a spot of the {name} face lies where a die has none")
            pips.add(pip)
        if len(pips) != len(found) or pips not in _DICE:
            raise NotReadable(f"the spots of the {name} face do not lie as on a die")
        faces_read[name] = pips
    if len({min(len(pips), 7 - len(pips)) for pips in faces_read.values()}) != 3:
        raise NotReadable("faces that meet have numbers of opposite ones")
    return faces_read


def _check_places(pixels: Planes, extents: Extents, frame: tuple[slice, slice]) -> None:
    """Refuse a picture whose die is not on the left with each face in its place, or whose fronts are not marked."""
    sides = {
        name: (y - high / 2, y + high / 2, x - wide / 2, x + wide / 2)
        for name, (y, x, high, wide) in extents.items()
    }
    front, top, right = (sides[name] for name in ("front", "top", "right"))
    # Both ends of each pair lie on one edge of the die.
    meet = [(top[1], front[0]), (right[2], front[3]), (top[0], right[0]), (top[3], right[3])]
    if max(abs(a - b) for a, b in meet) > _OUTLINE or not (top[2] > front[2] and right[1] < front[1]):
        raise NotReadable("the die's faces are not the front one, the top one above it and the right one beside it")
    if right[3] + _OUTLINE >= frame[1].start:
        raise NotReadable("the die is not to the left of the board")
    words = [
        (extents["front"][1] + 0.5, extents["front"][0] + 0.5 + _BELOW_FACE),
        ((frame[1].start + frame[1].stop) / 2, frame[0].stop + _BELOW_FRAME),
    ]
    (y0, y1), (x0, x1) = (
        (round(least) - _OUTLINE, round(most) + 1 + _OUTLINE)
        for least, most in ((top[0], front[1]), (front[2], right[3]))
    )
    try:
        check(pixels, [("front", words[0])], _WORD, "the word below the die")
        check(pixels, [("front", words[1])], _WORD, "the word below the board")
        check_blank(pixels, [(slice(y0, y1), slice(x0, x1)), frame, *(window(_WORD, word) for word in words)])
    except Illegible as reason:
        raise NotReadable(str(reason)) from None


def _check_die(faces: dict[str, set[Pip]]) -> None:
    """Refuse faces that lie to each other as on no die of the usual kind.

    From where 1, 2 and 3 meet they run anticlockwise; the spots of 2 and 3 lie along a line to that corner, and
    those of 6 in rows along 3 and 4. A die whose face is turned or has been exchanged has no such neighbours.
    """
    top, front, right = (len(faces[name]) for name in ("top", "front", "right"))
    low = [min(number, 7 - number) for number in (top, front, right)]
    odd = (low[0] > low[1]) + (low[0] > low[2]) + (low[1] > low[2]) + sum(n > 3 for n in (top, front, right))
    if odd % 2:
        raise NotReadable("the die's faces are those of a mirrored die")
    # What each face meets to the right of it and below it.
    around = {"top": (right, front), "front": (right, 7 - top), "right": (7 - front, 7 - top)}
    for name, (across, down) in around.items():
        pips, number = faces[name], len(faces[name])
        if number in (2, 3):
            lies = ((1, 1) in pips) == ((across <= 3) == (down <= 3))
        else:
            lies = number != 6 or ((0, 1) not in pips) == (across in (3, 4))
        if not lies:
            raise NotReadable(f"the {name} face is turned")


def _inside(pixels: Planes, frame: Bits, place: tuple[slice, slice]) -> Planes:
    """Cut out what the board's frame holds."""
    thick = int(np.argmin(frame[:, frame.shape[1] // 5]))
    if abs(frame.shape[0] - frame.shape[1]) > 1 or not 3 <= thick <= 12:
        raise NotReadable("the board's frame is not a square")
    if int(frame.sum()) != frame.size - frame[thick:-thick, thick:-thick].size:
        raise NotReadable("the board's frame is not whole")
    return pixels[:, place[0], place[1]][:, thick:-thick, thick:-thick]


def _path(board: Planes) -> tuple[list[str], str | None]:
    """Follow the path from the green cell to its end, and see which way an arrow points there."""
    size = len(np.flatnonzero(np.diff(near(board[:, 4:8], _LINE, _NEAR).all(axis=0).astype(np.int8)) == 1)) + 1
    if not 4 <= size <= 6:
        raise NotReadable(f"the board has {size} columns")
    pitch = board.shape[1] / size
    ways, green = near(board, _PATH, _NEAR), near(board, _START, _NEAR)
    joined: dict[tuple[int, int], list[tuple[int, int]]] = {}
    starts, used = [], 0
    for row in range(size):
        for column in range(size):
            top, left = round(row * pitch), round(column * pitch)
            cell = (slice(top, round(top + pitch)), slice(left, round(left + pitch)))
            if int(green[cell].sum()) > pitch * pitch / 3:
                starts.append((row, column))
            used += bool(ways[cell].sum() > pitch)
            for down, right in ((0, 1), (1, 0)):
                y, x = round((row + (1 + down) / 2) * pitch), round((column + (1 + right) / 2) * pitch)
                if row + down < size and column + right < size and ways[y - 2 : y + 2, x - 2 : x + 2].all():
                    joined.setdefault((row, column), []).append((row + down, column + right))
                    joined.setdefault((row + down, column + right), []).append((row, column))
    if len(starts) != 1 or len(joined.get(starts[0], [])) != 1:
        raise NotReadable(f"there are {len(starts)} green cells, or the path does not begin there")
    trail = [starts[0]]
    while following := [cell for cell in joined[trail[-1]] if cell not in trail]:
        if len(following) > 1:
            raise NotReadable("the path forks")
        trail.append(following[0])
    if len(trail) != len(joined) or used != len(trail):
        raise NotReadable("the path is not in one piece")
    top, left = (round(at * pitch) for at in trail[-1])
    end = ways[top : round(top + pitch), left : round(left + pitch)]
    return [_WAYS[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(trail)], _arrow(end)


def _arrow(cell: Bits) -> str | None:
    """The way that an arrow in a cell points, its base in the middle; `None` where there is no whole one.

    Its head is as broad as 0.4 cells and 0.3 long, the path that leads to it as broad as 0.1.
    """
    pitch = cell.shape[0]
    down, right = (axis + 0.5 - pitch / 2 for axis in np.ogrid[:pitch, : cell.shape[1]])
    for (by_down, by_right), way in _WAYS.items():
        ahead, aside = down * by_down + right * by_right, np.abs(down * by_right - right * by_down)
        beyond = ahead + 1.5 * aside - 0.3 * pitch
        inner = (ahead > 2) & (beyond < -3)
        outer = ((ahead > -2) & (beyond < 4)) | ((ahead < 0) & (aside < 0.05 * pitch + 2))
        if cell[inner].all() and not cell[~outer].any():
            return way
    return None
