"""Sprites: small drawings kept as data, so that a maker and a separate prover can render them independently.

A sprite is a list of parts in a unit box (x to the right, y down, both 0 to 1, the sprite filling the box's height
or width). Files `*.toml` in this folder hold them:

    [apple]
    aspect = 1.0                      # width of the box over its height
    parts = [
        { fill = "body", ellipse = [0.5, 0.56, 0.42, 0.40] },            # centre x, y, radius x, y
        { fill = "shade", polygon = [0.2, 0.4, 0.8, 0.4, 0.5, 0.9], smooth = true },
        { fill = "#5b3a1e", line = [0.5, 0.2, 0.55, 0.02], width = 0.05 },  # open stroke, round caps
        { fill = "light", rect = [0.3, 0.3, 0.1, 0.2], radius = 0.03 },  # left, top, width, height
    ]

`fill` is a role (`body`: the colour that a question names; `shade` and `light`: the body darker and lighter) or a
fixed colour. `smooth` rounds a polygon or line by Catmull-Rom. Parts are drawn in order. The union of all parts is
the sprite's silhouette.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from curation.draw.palette import RGB, mix

Point = tuple[float, float]
_SCALE = 4
_ARC = 40
_COVER = [0, *[255] * 255]


@dataclass(frozen=True, slots=True)
class Part:
    """One filled outline or stroke.

    Attributes:
        fill: Role or `#rrggbb`.
        points: In the unit box.
        width: Stroke width for an open line, in units of the box's height; `None` for a filled outline.
    """

    fill: str
    points: tuple[Point, ...]
    width: float | None


@dataclass(frozen=True)
class Sprite:
    """A drawing in a unit box.

    Attributes:
        name: Its name.
        aspect: Width of the box over its height.
        parts: In drawing order.
    """

    name: str
    aspect: float
    parts: tuple[Part, ...]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """For each part, where its points begin and end among those of all parts."""
        ends = [0, *accumulate(len(part.points) for part in self.parts)]
        return [*pairwise(ends)]

    @cached_property
    def x(self) -> NDArray[np.float64]:
        """Of the points of all parts, one after another."""
        return np.array([x for part in self.parts for x, _ in part.points])

    @cached_property
    def y(self) -> NDArray[np.float64]:
        """See `x`."""
        return np.array([y for part in self.parts for _, y in part.points])

    @cached_property
    def thickest(self) -> float:
        """Width of the widest stroke, in units of the box's height; 0 without one."""
        return max((part.width or 0.0 for part in self.parts), default=0.0)


def _pairs(values: Sequence[float]) -> list[Point]:
    return list(zip(values[::2], values[1::2], strict=True))


def _rounded(left: float, top: float, width: float, height: float, radius: float) -> list[Point]:
    radius = min(radius, width / 2, height / 2)
    if radius <= 0:
        return [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    corners = (
        (left + width - radius, top + radius, -math.pi / 2),
        (left + width - radius, top + height - radius, 0.0),
        (left + radius, top + height - radius, math.pi / 2),
        (left + radius, top + radius, math.pi),
    )
    steps = [step / 8 * math.pi / 2 for step in range(9)]
    return [
        (x + radius * math.cos(start + step), y + radius * math.sin(start + step))
        for x, y, start in corners
        for step in steps
    ]


def _smooth(points: list[Point], *, closed: bool) -> list[Point]:
    """Catmull-Rom through the points, eight pieces to a span."""
    count = len(points)
    if count < 3:
        return points
    knots = np.array([points[-1], *points, *points[:2]] if closed else [points[0], *points, points[-1]])
    a, b, c, d = (knots[k : len(knots) - 3 + k, None] for k in range(4))
    t = (np.arange(8) / 8)[None, :, None]
    spans = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    result = [(x, y) for x, y in spans.reshape(-1, 2).tolist()]
    return result if closed else [*result, points[-1]]


def read_part(table: Mapping[str, Any], arc: int = _ARC) -> Part:
    """Read one part as the files write it; an ellipse becomes a polygon with `arc` corners."""
    width: float | None = None
    if "ellipse" in table:
        x, y, rx, ry = table["ellipse"]
        turns = [step / arc * 2 * math.pi for step in range(arc)]
        points = [(x + rx * math.cos(turn), y + ry * math.sin(turn)) for turn in turns]
    elif "rect" in table:
        left, top, wide, high = table["rect"]
        points = _rounded(left, top, wide, high, table.get("radius", 0.0))
    elif "polygon" in table:
        points = _pairs(table["polygon"])
        if table.get("smooth"):
            points = _smooth(points, closed=True)
    else:
        width = table["width"]
        points = _pairs(table["line"])
        if table.get("smooth"):
            points = _smooth(points, closed=False)
    return Part(fill=table["fill"], points=tuple(points), width=width)


@cache
def sheet(name: str) -> dict[str, Sprite]:
    """Read the sprites of one file, `<name>.toml`, in its order."""
    tables = tomllib.loads((resources.files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))
    return {
        sprite: Sprite(sprite, table["aspect"], tuple(read_part(part) for part in table["parts"]))
        for sprite, table in tables.items()
    }


@cache
def sprites() -> dict[str, Sprite]:
    """Read every sprite, in the order of file names and then of the files."""
    folder = resources.files(__package__)
    found: dict[str, Sprite] = {}
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if item.name.endswith(".toml"):
            found |= sheet(item.name.removesuffix(".toml"))
    return found


def colour_of(fill: str, body: RGB) -> RGB:
    """Turn a part's `fill` into a colour."""
    if fill == "body":
        return body
    if fill == "shade":
        return mix(body, (0, 0, 0), 0.28)
    if fill == "light":
        return mix(body, (255, 255, 255), 0.42)
    return int(fill[1:3], 16), int(fill[3:5], 16), int(fill[5:7], 16)


def stamp(
    image: Image.Image,
    sprite: Sprite,
    centre: Point,
    height: float,
    body: RGB,
    *,
    angle: float = 0.0,
    mirror: bool = False,
) -> None:
    """Draw a sprite onto an RGB image, antialiased.

    Args:
        image: Drawn upon in place; parts outside of it are cut off.
        sprite: What to draw.
        centre: Where the middle of its box goes, in pixels.
        height: Height of its box in pixels.
        body: Colour of the role `body`.
        angle: Turn in degrees, clockwise.
        mirror: Whether left and right are exchanged.
    """
    width = height * sprite.aspect
    reach = math.hypot(width, height) / 2 + 2
    corner = math.floor(centre[0] - reach), math.floor(centre[1] - reach)
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    x = (sprite.x - 0.5) * width * (-1 if mirror else 1)
    y = (sprite.y - 0.5) * height
    across = np.rint((centre[0] + x * cos - y * sin - corner[0]) * _SCALE).astype(np.intp)
    down = np.rint((centre[1] + x * sin + y * cos - corner[1]) * _SCALE).astype(np.intp)
    thickest = max(1, round(sprite.thickest * height * _SCALE))
    left, right = _around(across, thickest)
    top, bottom = _around(down, thickest)
    placed = np.stack([across, down], axis=1).ravel().tolist()

    # Numbers of fills, 0 for nothing: what is covered follows from the same drawing as the colours. The corner lies
    # where it lies whatever is drawn, because Pillow fills one polygon differently at different places.
    side = (math.ceil(2 * reach) + 1) * _SCALE
    fills = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(fills)
    tones = bytearray(body)
    for part, (start, end) in zip(sprite.parts, sprite.spans, strict=True):
        number = len(tones) // 3
        tones += bytes(colour_of(part.fill, body))
        flat = placed[2 * start : 2 * end]
        if part.width is None:
            pen.polygon(flat, fill=number)
            continue
        thick = max(1, round(part.width * height * _SCALE))
        pen.line(flat, fill=number, width=thick)
        for at, low in zip(flat[::2], flat[1::2], strict=True):
            pen.ellipse([at - thick // 2, low - thick // 2, at + thick // 2, low + thick // 2], fill=number)
    fills = fills.crop((left * _SCALE, top * _SCALE, right * _SCALE, bottom * _SCALE))
    cover = fills.point(_COVER).reduce(_SCALE)
    fills.putpalette(bytes(tones))
    image.paste(fills.convert("RGB").reduce(_SCALE), (corner[0] + left, corner[1] + top), cover)


def _around(places: NDArray[np.intp], thick: int) -> tuple[int, int]:
    """First and last (excluded) pixel of the final picture that strokes so thick through the places can touch."""
    return (int(places.min()) - thick) // _SCALE - 1, (int(places.max()) + thick) // _SCALE + 2
