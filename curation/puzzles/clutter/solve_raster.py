"""The solver's own reading of sprite files and its own scan-line rasteriser, from a saved scene to an id buffer."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]

ROLES: Final = ("body", "shade", "light")
MOST: Final = 1000
"""Objects that a scene may have."""

FIXED: Final = 3
"""Index of the role of parts that have a colour of their own."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A sprite as edges about the middle of its box, in heights of the box.

    Attributes:
        aspect: Width of the box over its height.
        edges: (2, 2, n): both ends of each edge, of each x and y.
        part: (n,): which part each edge belongs to.
        roles: For each part `body`, `shade`, `light` (0, 1, 2) or `FIXED`.
        fixed: For each part its own colour; black where it has a role.
    """

    aspect: float
    edges: Floats
    part: Ints
    roles: Ints
    fixed: Bytes


@dataclass(frozen=True, slots=True)
class Item:
    """An object as the saved scene describes it; places in pixels."""

    number: int
    sprite: str
    x: float
    y: float
    height: float
    colour: str
    angle: int
    mirror: bool


@dataclass(frozen=True, slots=True)
class Buffer:
    """What is where.

    Attributes:
        ids: (height, width): number of the object plus one, 0 for the ground; at most `MOST`.
        parts: (height, width): part of that object's sprite.
        full: For each object the pixels of its whole silhouette.
        seen: For each object the pixels of it that nothing covers.
    """

    ids: NDArray[np.uint16]
    parts: Bytes
    full: Ints
    seen: Ints


def _curve(points: Floats, closed: bool) -> Floats:
    """Catmull-Rom spline with six pieces to a span."""
    if len(points) < 3:
        return points
    if closed:
        around = np.concatenate([points[-1:], points, points[:2]])
    else:
        around = np.concatenate([points[:1], points, points[-1:]])
    t = np.arange(6)[None, :, None] / 6
    before, start, end, after = (around[k : len(around) - 3 + k, None, :] for k in range(4))
    tension = np.asarray(0.5)
    tangent0, tangent1 = tension * (end - before), tension * (after - start)
    spline = (
        (2 * t**3 - 3 * t**2 + 1) * start
        + (t**3 - 2 * t**2 + t) * tangent0
        + (3 * t**2 - 2 * t**3) * end
        + (t**3 - t**2) * tangent1
    ).reshape(-1, 2)
    return spline if closed else np.concatenate([spline, points[-1:]])


def _ring(x: float, y: float, rx: float, ry: float, corners: int = 48) -> Floats:
    turns = np.arange(corners) * (2 * math.pi / corners)
    return np.stack([x + rx * np.cos(turns), y + ry * np.sin(turns)], axis=1)


def _box(left: float, top: float, width: float, height: float, radius: float) -> Floats:
    radius = min(radius, width / 2, height / 2)
    right, bottom = left + width, top + height
    if radius <= 0:
        return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    disc = _ring(0, 0, radius, radius, 32)
    inner = np.array([(right - radius, bottom - radius), (left + radius, bottom - radius)])
    inner = np.concatenate([inner, np.array([(left + radius, top + radius), (right - radius, top + radius)])])
    return np.concatenate([inner[k] + np.roll(disc, -8 * k, axis=0)[:9] for k in range(4)])


def _wound(loop: Floats) -> Floats:
    """The loop's edges, all loops turning the same way round."""
    following = np.roll(loop, -1, axis=0)
    doubled = float(np.sum(loop[:, 0] * following[:, 1] - following[:, 0] * loop[:, 1]))
    if doubled < 0:
        loop, following = following[::-1], loop[::-1]
    return np.concatenate([loop, following], axis=1)


def _stroke(points: Floats, width: float) -> list[Floats]:
    """A thick line as overlapping loops: a box for each piece, a disc for each joint."""
    loops = [_ring(x, y, width / 2, width / 2, 12) for x, y in points]
    for first, second in pairwise(points):
        along = second - first
        length = math.hypot(*along)
        if length > 0:
            across = np.array([-along[1], along[0]]) * (width / 2 / length)
            loops.append(np.array([first + across, second + across, second - across, first - across]))
    return loops


def _loops(table: Mapping[str, Any], aspect: float) -> list[Floats]:
    """The outlines of a part, about the middle of the box, in heights of the box."""
    middle, unit = np.array([0.5, 0.5]), np.array([aspect, 1.0])
    if "ellipse" in table:
        return [(_ring(*table["ellipse"]) - middle) * unit]
    if "rect" in table:
        left, top, width, height = table["rect"]
        return [(_box(left, top, width, height, table.get("radius", 0.0)) - middle) * unit]
    kind = "polygon" if "polygon" in table else "line"
    points: Floats = np.array(table[kind], dtype=np.float64).reshape(-1, 2)
    if table.get("smooth"):
        points = _curve(points, closed=kind == "polygon")
    points = (points - middle) * unit
    return [points] if kind == "polygon" else _stroke(points, table["width"])


@cache
def shapes() -> dict[str, Shape]:
    """Every sprite of cluttered scenes, by name."""
    text = (resources.files("curation") / "draw" / "sprites" / "things.toml").read_text(encoding="utf-8")
    found = {}
    for name, table in tomllib.loads(text).items():
        edges, owner, roles, fixed = [], [], [], []
        for number, part in enumerate(table["parts"]):
            outline = np.concatenate([_wound(loop) for loop in _loops(part, table["aspect"])])
            edges.append(outline)
            owner.append(np.full(len(outline), number, np.int32))
            fill = part["fill"]
            roles.append(ROLES.index(fill) if fill in ROLES else FIXED)
            fixed.append(bytes.fromhex(fill[1:]) if fill.startswith("#") else bytes(3))
        found[name] = Shape(
            aspect=table["aspect"],
            edges=np.ascontiguousarray(np.concatenate(edges).reshape(-1, 2, 2).transpose(1, 2, 0)),
            part=np.concatenate(owner),
            roles=np.array(roles, np.int32),
            fixed=np.frombuffer(b"".join(fixed), np.uint8).reshape(-1, 3),
        )
    return found


def raster(shape: Shape, x: float, y: float, height: float, angle: int, mirror: bool) -> tuple[int, int, Bytes]:
    """Scan-convert one sprite by winding numbers at the middles of pixels.

    Returns:
        Left and top of a patch of the picture, and the patch: part plus one, 0 outside of the silhouette.
    """
    turn = math.radians(angle)
    cos, sin = math.cos(turn) * height, math.sin(turn) * height
    across, down = shape.edges[:, 0] * (-1 if mirror else 1), shape.edges[:, 1]
    columns, rows = x + across * cos - down * sin, y + across * sin + down * cos
    left, top = math.floor(columns.min()), math.floor(rows.min())
    wide, high = math.ceil(columns.max()) - left + 1, math.ceil(rows.max()) - top + 1
    (x0, x1), (y0, y1) = columns - left, rows - top
    first = np.ceil(np.minimum(y0, y1) - 0.5).astype(np.int64)
    count = np.ceil(np.maximum(y0, y1) - 0.5).astype(np.int64) - first
    edge = np.repeat(np.arange(len(count)), count)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + first[edge]
    slope = (x1 - x0)[edge] / (y1 - y0)[edge]
    column = np.ceil(x0[edge] + (row + 0.5 - y0[edge]) * slope - 0.5).astype(np.int64)
    side = np.where(y1 > y0, 1, -1)[edge]
    parts = len(shape.roles)
    # Columns before rows, so that whole columns are summed at once, by doubling: a third of the time of `cumsum`.
    turns = np.zeros((wide, parts, high), np.int8)
    flat = (np.clip(column, 0, wide - 1) * parts + shape.part[edge]) * high + row
    np.add.at(turns.ravel(), flat, side.astype(np.int8))
    for step in (1 << power for power in range((wide - 1).bit_length())):
        turns[step:] += turns[:-step]
    order = np.arange(1, parts + 1, dtype=np.uint8)[:, None]
    return left, top, ((turns != 0) * order).max(axis=1).T


def render(items: tuple[Item, ...], width: int, height: int) -> Buffer:
    """Render the id buffer of a scene; what reaches over the edge is cut off, but counts as covered."""
    ids = np.zeros((height, width), np.uint16)
    parts = np.zeros((height, width), np.uint8)
    full = np.zeros(len(items), np.int32)
    drawings = shapes()
    for item in items:
        left, top, patch = raster(drawings[item.sprite], item.x, item.y, item.height, item.angle, item.mirror)
        full[item.number] = np.count_nonzero(patch)
        x0, y0 = max(left, 0), max(top, 0)
        patch = patch[y0 - top : height - top, x0 - left : width - left]
        inside = patch > 0
        window = np.s_[y0 : y0 + patch.shape[0], x0 : x0 + patch.shape[1]]
        ids[window][inside] = item.number + 1
        parts[window][inside] = patch[inside] - 1
    seen = np.bincount(ids.ravel(), minlength=len(items) + 1)[1:].astype(np.int32)
    return Buffer(ids, parts, full, seen)


def covering(item: Item, buffer: Buffer) -> Ints:
    """What is seen where an object's silhouette is: entries of the id buffer."""
    drawing = shapes()[item.sprite]
    left, top, patch = raster(drawing, item.x, item.y, item.height, item.angle, item.mirror)
    high, wide = buffer.ids.shape
    x0, y0 = max(left, 0), max(top, 0)
    patch = patch[y0 - top : high - top, x0 - left : wide - left]
    window = buffer.ids[y0 : y0 + patch.shape[0], x0 : x0 + patch.shape[1]]
    return window[patch > 0].astype(np.int32)
