"""A cluttered scene as data: what the maker arranges, the renderer draws and the solver reads again.

Places and sizes are whole quarters of a pixel, so that the saved description is exact.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from PIL import Image
from pydantic import JsonValue

from curation.draw.sprites import sheet, stamp
from curation.models import Box

SHEET: Final = "things"
"""The file of sprites that scenes are drawn from."""

QUARTER: Final = 4
"""Units of a scene to a pixel."""

_PAW: Final = 11
"""Height of a paw in hundredths of its figure's."""

_PAW_REACH: Final = 85
"""From the middle of a paw's box to the middle of the paw, in hundredths of its height."""

_PAW_LIFT: Final = 14
"""How steeply an arm rises to its paw, in degrees."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One object of a scene.

    Attributes:
        sprite: Name of the drawing.
        x: Middle of its box from the left, in quarter pixels.
        y: Middle of its box from the top, in quarter pixels.
        height: Height of its box, in quarter pixels.
        colour: Name of the colour of its body.
        angle: Turn in whole degrees, clockwise.
        mirror: Whether left and right are exchanged (before it is turned).
        text: What is written on it.
    """

    sprite: str
    x: int
    y: int
    height: int
    colour: str
    angle: int = 0
    mirror: bool = False
    text: str | None = None

    def plain(self, number: int) -> dict[str, JsonValue]:
        """The object as JSON; `number` is its place in the order of drawing."""
        found: dict[str, JsonValue] = {
            "id": number,
            "sprite": self.sprite,
            "x": self.x,
            "y": self.y,
            "height": self.height,
            "colour": self.colour,
            "angle": self.angle,
            "mirror": self.mirror,
        }
        return found if self.text is None else {**found, "text": self.text}

    def extent(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of its turned box, in whole pixels, rounded outwards."""
        high = self.height / QUARTER / 2
        wide = high * sheet(SHEET)[self.sprite].aspect
        turn = math.radians(self.angle)
        cos, sin = abs(math.cos(turn)), abs(math.sin(turn))
        dx, dy = wide * cos + high * sin, wide * sin + high * cos
        x, y = self.x / QUARTER, self.y / QUARTER
        return math.floor(x - dx), math.floor(y - dy), math.ceil(x + dx), math.ceil(y + dy)


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole scene.

    Attributes:
        width: Of the picture, in pixels.
        height: Of the picture, in pixels.
        backdrop: Kind of the ground that the things lie on.
        seed: What the backdrop's details follow from.
        palette: `standard` or `deuteranopia`.
        things: In the order of drawing.
    """

    width: int
    height: int
    backdrop: str
    seed: int
    palette: str
    things: tuple[Thing, ...]

    def plain(self) -> dict[str, JsonValue]:
        """The scene as JSON."""
        return {
            "canvas": [self.width, self.height],
            "backdrop": {"kind": self.backdrop, "seed": self.seed},
            "palette": self.palette,
            "objects": [thing.plain(number) for number, thing in enumerate(self.things)],
        }


@cache
def fullness(name: str) -> int:
    """How much of a sprite's box its silhouette fills, in thousandths."""
    sprite = sheet(SHEET)[name]
    side = 64
    ground = (1, 2, 3)
    picture = Image.new("RGB", (side * 4, side * 4), ground)
    stamp(picture, sprite, (side * 2, side * 2), side, (200, 100, 50))
    covered = side * side * 16 - sum(
        count for count, colour in picture.getcolors(side * side * 16) or () if colour == ground
    )
    return round(1000 * covered / (side * side * sprite.aspect))


def height_for(name: str, area: int) -> int:
    """Height in quarter pixels at which a sprite's silhouette covers about `area` pixels."""
    aspect = round(sheet(SHEET)[name].aspect * 1000)
    return math.isqrt(area * QUARTER**2 * 1_000_000 // (fullness(name) * aspect)) + 1


def radius_of(thing: Thing) -> int:
    """Radius in quarter pixels of a circle that holds nearly all of a thing."""
    aspect = sheet(SHEET)[thing.sprite].aspect
    return round(thing.height * math.hypot(1.0, aspect) * 0.45)


def paw_of(figure: Thing, x: int, y: int) -> Thing:
    """A paw of a figure that takes hold of something at (x, y); its arm comes from the figure's flank."""
    side = 1 if x > figure.x else -1
    height = figure.height * _PAW // 100
    reach = height * _PAW_REACH // 100
    turn = math.radians(_PAW_LIFT)
    return Thing(
        "paw",
        x - side * round(reach * math.cos(turn)),
        y + round(reach * math.sin(turn)),
        height,
        figure.colour,
        -side * _PAW_LIFT,
        side < 0,
    )


def box_around(things: Sequence[Thing], label: str, scene: Scene, pad: int = 6) -> Box:
    """The region of the picture that holds the things, with some room around them."""
    extents = [thing.extent() for thing in things]
    left = max(0, min(extent[0] for extent in extents) - pad)
    top = max(0, min(extent[1] for extent in extents) - pad)
    right = min(scene.width, max(extent[2] for extent in extents) + pad)
    bottom = min(scene.height, max(extent[3] for extent in extents) + pad)
    return Box(x=left, y=top, width=right - left, height=bottom - top, label=label)
