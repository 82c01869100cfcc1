"""Read a map from its pixels: places with their plates, junctions, and the ways between them with their lengths.

Ways are told by their colour. A disc is cut out around each place and junction, so that each stretch of way is a
piece by itself that touches two discs; its length is its area divided by its width. Nothing is guessed: a piece
that touches one disc only, a marker without a plate or a plate without ink makes the map unreadable.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Bits = NDArray[np.bool_]
Codes = NDArray[np.uint32]
"""Colours of pixels, red in the lowest byte."""
Colour = tuple[int, int, int]

CUT: Final = 22
"""Radius of the disc that is cut out around a node, in pixels."""
_DOT: Final = 5
"""Radius of a junction's dot."""
_NARROW: Final = 0.96
"""A way that measures less than this share of the straight line between its ends has lost some of its width."""
_FULL: Final = np.ones((3, 3), dtype=np.bool_)
_INK: Final = 41.0
"""Lightness of the text."""


class Unreadable(Exception):
    """The picture shows something that no map of this family does; the message says what."""


@dataclass(frozen=True, slots=True)
class Legend:
    """What a kind of map is drawn in.

    Attributes:
        way: Inside of a way; `None` for metros, whose lines have colours of their own.
        rim: Edge of a way; for metros the ground.
        marker: Inside of a place's marker.
        dot: Middle of a junction; `None` where there are none.
        width: Of a way without rims, in pixels.
        radius: Of the inside of a marker, in pixels.
        hub: Radius within which a marker covers its ways, in pixels.
    """

    way: Colour | None
    rim: Colour
    marker: Colour
    dot: Colour | None
    width: int
    radius: int
    hub: int


LEGENDS: Final = {
    "park": Legend((250, 236, 200), (205, 182, 132), (196, 62, 58), (150, 112, 66), 14, 11, 15),
    "zoo": Legend((233, 178, 122), (194, 133, 80), (20, 112, 108), (132, 78, 36), 14, 11, 15),
    "town": Legend((255, 231, 150), (222, 190, 106), (38, 84, 158), (160, 122, 36), 14, 11, 15),
    "metro": Legend(None, (247, 246, 242), (255, 255, 255), None, 10, 8, 13),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of way.

    Attributes:
        ends: Numbers of the nodes that it joins.
        length: In pixels, from node to node.
        headings: For each end, the direction in which it leaves, in degrees.
        colour: Of its inside.
    """

    ends: tuple[int, int]
    length: float
    headings: tuple[float, float]
    colour: Colour


@dataclass(frozen=True, slots=True)
class Map:
    """What the picture shows.

    Attributes:
        nodes: Middle of every node (x, y) in pixels: places first, then junctions.
        plates: Ink of every place's plate (height, width), 0 to 1, in the order of the places.
        pieces: The ways.
        walkable: Bool array (height, width): ways and nodes.
    """

    nodes: tuple[tuple[float, float], ...]
    plates: tuple[NDArray[np.float64], ...]
    pieces: tuple[Piece, ...]
    walkable: Bits


def _packed(colour: Colour) -> int:
    return colour[0] | colour[1] << 8 | colour[2] << 16


def _unpacked(code: int) -> Colour:
    return code & 255, code >> 8 & 255, code >> 16 & 255


def _blobs(mask: Bits) -> list[tuple[tuple[slice, slice], int, int]]:
    """Connected pieces of a mask: their boxes, numbers of pixels, and 1-based numbers."""
    labels, count = ndimage.label(mask, _FULL)
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    return [(box, int(sizes[number]), number) for number, box in enumerate(ndimage.find_objects(labels), 1)]


def _middle(box: tuple[slice, slice]) -> tuple[float, float]:
    return (box[1].start + box[1].stop - 1) / 2, (box[0].start + box[0].stop - 1) / 2


def _is_disc(box: tuple[slice, slice], size: int, radius: int) -> bool:
    high, wide = box[0].stop - box[0].start, box[1].stop - box[1].start
    least = (radius - 1) * (radius - 1) * 2.6
    return abs(high - 2 * radius) <= 2 and abs(wide - 2 * radius) <= 2 and least <= size <= radius * radius * 3.3


def _places(codes: Codes, legend: Legend) -> list[tuple[float, float]]:
    """Middles of the places' markers."""
    found = []
    for box, size, _ in _blobs(codes == _packed(legend.marker)):
        if _is_disc(box, size, legend.radius):
            found.append(_middle(box))
        elif legend.dot is not None:
            raise Unreadable("a marker is damaged")
    return found


def _plates(codes: Codes, pixels: NDArray[np.uint8]) -> list[tuple[tuple[int, int, int, int], NDArray[np.float64]]]:
    """Boxes (left, top, right, bottom) of the plates, and their ink."""
    found = []
    for box, size, _ in _blobs(codes == 0xFFFFFF):
        high, wide = box[0].stop - box[0].start, box[1].stop - box[1].start
        if not (25 <= high <= 29 and wide > 1.3 * high):
            if size > 500:
                raise Unreadable("something white is no plate")
            continue
        ink = np.clip((255 - pixels[box].mean(axis=2)) / (255 - _INK), 0, 1)
        # The plate's round corners are not ink.
        ink[:1] = ink[-1:] = 0
        ink[:, :4] = ink[:, -4:] = 0
        if not 0.04 * ink.size < ink.sum() < 0.6 * ink.size or ink.max() < 0.9:
            raise Unreadable("a plate has no name")
        found.append(((box[1].start, box[0].start, box[1].stop, box[0].stop), ink))
    return found


def _owned(
    places: list[tuple[float, float]], plates: list[tuple[tuple[int, int, int, int], NDArray[np.float64]]]
) -> list[NDArray[np.float64]]:
    """The plates in the order of the places that they stand beside."""
    if len(places) != len(plates):
        raise Unreadable(f"{len(places)} places, but {len(plates)} names")
    if len(places) < 2:
        raise Unreadable("fewer than two places")
    owned: dict[int, NDArray[np.float64]] = {}
    for (left, top, right, bottom), ink in plates:
        gaps = sorted(
            (math.hypot(max(left - x, x - right, 0), max(top - y, y - bottom, 0)), number)
            for number, (x, y) in enumerate(places)
        )
        if gaps[0][0] > 36 or gaps[1][0] < 1.3 * gaps[0][0] or gaps[0][1] in owned:
            raise Unreadable("a name belongs to no one place")
        owned[gaps[0][1]] = ink
    return [owned[number] for number in range(len(places))]


def _is_broad(mask: Bits) -> bool:
    """Whether a mask holds a square of four by four pixels."""
    across = mask[:, :-3] & mask[:, 1:-2] & mask[:, 2:-1] & mask[:, 3:]
    return bool((across[:-3] & across[1:-2] & across[2:-1] & across[3:]).any())


def _core(codes: Codes, legend: Legend) -> Bits:
    """Pixels that a way covers wholly: those of the legend's colour, or of the vivid colours of broad lines."""
    if legend.way is not None:
        return np.asarray(codes == _packed(legend.way))
    values, counts = np.unique(codes[::2, ::2], return_counts=True)
    core = np.zeros(codes.shape, dtype=np.bool_)
    for value in values[counts > 100]:
        colour = _unpacked(int(value))
        if max(colour) - min(colour) > 80:
            line = codes == value
            # The antialiased edge of a long line has one colour too, but is one pixel wide.
            if _is_broad(line):
                core |= line
    return core


def _ring(
    shape: tuple[int, ...], at: tuple[float, float], radius: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the pixels on a circle, all within the picture."""
    turns = np.arange(0, 2 * math.pi, 0.5 / radius)
    rows = np.clip(np.rint(at[1] + radius * np.sin(turns)), 0, shape[0] - 1).astype(np.intp)
    columns = np.clip(np.rint(at[0] + radius * np.cos(turns)), 0, shape[1] - 1).astype(np.intp)
    return rows, columns


def _disc_mask(shape: tuple[int, ...], nodes: list[tuple[float, float]], radius: float) -> Bits:
    """A mask of discs around the nodes."""
    mask = np.zeros(shape, dtype=np.bool_)
    reach = math.ceil(radius)
    for x, y in nodes:
        top, left = max(int(y) - reach, 0), max(int(x) - reach, 0)
        part = mask[top : int(y) + reach + 2, left : int(x) + reach + 2]
        rows, columns = np.ogrid[top : top + part.shape[0], left : left + part.shape[1]]
        part |= (rows - y) ** 2 + (columns - x) ** 2 <= radius * radius
    return mask


def _touching(core: Bits, labels: NDArray[np.int32], at: tuple[float, float], hub: int) -> list[tuple[int, float]]:
    """Pieces that leave a node, and their directions in degrees.

    Args:
        core: Where ways are.
        labels: Numbers of the pieces, outside of the nodes' discs.
        at: The node.
        hub: Radius of its marker.
    """
    (x, y), found = at, []
    rows, columns = _ring(core.shape, at, CUT + 2)
    met = labels[rows, columns]
    for label in np.unique(met[met > 0]):
        across, down = float(columns[met == label].mean()) - x, float(rows[met == label].mean()) - y
        size = math.hypot(across, down)
        for reach in range(hub + 1, CUT + 1):
            if not core[round(y + down / size * reach), round(x + across / size * reach)]:
                raise Unreadable("a way ends before its place")
        found.append((int(label), math.degrees(math.atan2(down, across))))
    return found


def _areas(
    pixels: NDArray[np.uint8], labels: NDArray[np.int32], away: Bits, colours: list[Colour], rim: Colour
) -> NDArray[np.float64]:
    """Area of every piece in pixels, its antialiased edges by the share that it covers of them."""
    areas = np.bincount(labels.ravel(), minlength=len(colours)).astype(np.float64)
    spread = labels.copy()
    for there, here in (
        (np.s_[1:], np.s_[:-1]),
        (np.s_[:-1], np.s_[1:]),
        (np.s_[:, 1:], np.s_[:, :-1]),
        (np.s_[:, :-1], np.s_[:, 1:]),
    ):
        np.maximum(spread[there], labels[here], out=spread[there])
    rows, columns = np.nonzero((spread > 0) & (labels == 0) & away)
    owner = spread[rows, columns]
    edge = np.array(rim, dtype=np.float64)
    way = np.array(colours, dtype=np.float64)[owner] - edge
    share = ((pixels[rows, columns] - edge) * way).sum(axis=1) / (way * way).sum(axis=1)
    areas += np.bincount(owner, weights=np.clip(share, 0, 1), minlength=len(colours))
    return areas


def _pieces(
    pixels: NDArray[np.uint8],
    codes: Codes,
    core: Bits,
    nodes: list[tuple[float, float]],
    places: int,
    legend: Legend,
) -> list[Piece]:
    """The ways between the nodes."""
    away = ~_disc_mask(core.shape, nodes, CUT)
    labels, count = ndimage.label(core & away, _FULL)
    touched: list[list[tuple[int, float]]] = [[] for _ in range(count + 1)]
    for number, at in enumerate(nodes):
        for label, heading in _touching(core, labels, at, legend.hub if number < places else _DOT + 3):
            touched[label].append((number, heading))
    colours = [(1, 1, 1)]
    for label, box in enumerate(ndimage.find_objects(labels), 1):
        if len(touched[label]) != 2:
            raise Unreadable(f"a piece of way joins {len(touched[label])} places or junctions instead of two")
        inside = codes[box][labels[box] == label]
        if (inside != inside[0]).any():
            raise Unreadable("a way changes its colour between two stations")
        colours.append(_unpacked(int(inside[0])))
    found = []
    for label, area in enumerate(_areas(pixels, labels, away, colours, legend.rim)[1:], 1):
        (first, leaving), (second, arriving) = touched[label]
        length = float(area) / legend.width + 2 * CUT
        if length < _NARROW * math.dist(nodes[first], nodes[second]):
            raise Unreadable("a way is narrower than it should be")
        found.append(Piece((first, second), length, (leaving, arriving), colours[label]))
    return found


def read(image: Image.Image, look: str) -> Map:
    """Read a map of the given kind.

    Raises:
        Unreadable: Something in it is not explained by places, names and ways.
    """
    legend = LEGENDS[look]
    pixels = np.asarray(image.convert("RGB"))
    quads = np.asarray(image.convert("RGB").convert("RGBA"))
    codes: Codes = (quads.view("<u4")[:, :, 0] & 0xFFFFFF).astype(np.uint32)
    places = _places(codes, legend)
    plates = _owned(places, _plates(codes, pixels))
    nodes = list(places)
    if legend.dot is not None:
        for box, size, _ in _blobs(codes == _packed(legend.dot)):
            if not _is_disc(box, size, _DOT):
                raise Unreadable("a junction is damaged")
            nodes.append(_middle(box))
    core = _core(codes, legend)
    pieces = _pieces(pixels, codes, core, nodes, len(places), legend)
    return Map(tuple(nodes), tuple(plates), tuple(pieces), core | _disc_mask(codes.shape, nodes, legend.hub + 1))
