"""Reads a die and a path on a board from pixels alone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from curation.puzzles.planes import Bits, Planes, Tone, all_below, near, planes

if TYPE_CHECKING:
    from PIL import Image

Pip = tuple[int, int]
"""A spot's place on its face: -1, 0 or 1 to the left or right, and up or down (on top: to the back or front)."""

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
_WAYS = {(-1, 0): "up", (1, 0): "down", (0, -1): "left", (0, 1): "right"}


class NotReadable(Exception):
    """The picture is no undamaged die with a board beside it."""


def read_picture(image: Image.Image) -> tuple[dict[str, set[Pip]], list[str]]:
    """Read the spots on the die's top, front and right face, and the steps of the path.

    Raises:
        NotReadable: The die, the board or the path is not whole.
    """
    from scipy import ndimage

    pixels = planes(image)
    labels, _ = ndimage.label(all_below(pixels, 80), np.ones((3, 3)))
    places = ndimage.find_objects(labels)
    if not places:
        raise NotReadable("there is nothing dark in the picture")
    areas = [(rows.stop - rows.start) * (columns.stop - columns.start) for rows, columns in places]
    frame = int(np.argmax(areas))
    return _die(pixels, labels, places), _path(_inside(pixels, labels[places[frame]] == frame + 1, places[frame]))


def _die(pixels: Planes, labels: NDArray[np.int32], places: list[tuple[slice, slice]]) -> dict[str, set[Pip]]:
    """Find the dark spots that lie wholly within a face, and check that they lie as on a die, upright or turned."""
    faces = {name: near(pixels, tone, _NEAR) for name, tone in _FACES.items()}
    extents = {}
    for name, face in faces.items():
        high, wide = np.flatnonzero(face.any(axis=1)), np.flatnonzero(face.any(axis=0))
        if int(face.sum()) < 3000:
            raise NotReadable(f"the die has no {name} face")
        extents[name] = (high[0] + high[-1]) / 2, (wide[0] + wide[-1]) / 2, high[-1] - high[0], wide[-1] - wide[0]
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


def _inside(pixels: Planes, frame: Bits, place: tuple[slice, slice]) -> Planes:
    """Cut out what the board's frame holds."""
    thick = int(np.argmin(frame[:, frame.shape[1] // 5]))
    if abs(frame.shape[0] - frame.shape[1]) > 1 or not 3 <= thick <= 12:
        raise NotReadable("the board's frame is not a square")
    if int(frame.sum()) != frame.size - frame[thick:-thick, thick:-thick].size:
        raise NotReadable("the board's frame is not whole")
    return pixels[:, place[0], place[1]][:, thick:-thick, thick:-thick]


def _path(board: Planes) -> list[str]:
    """Follow the path from the green cell to its end."""
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
    return [_WAYS[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(trail)]
