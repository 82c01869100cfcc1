"""The scene graph: what stands where, in which colour and order, as data that another program can draw again.

A scene is a list of items, drawn in order: `Shape` (an outline of its own, in pixels) and `Prop` (a sprite of
`sprites/scenery.toml`, standing on a point). A prop that a question may speak of has a `Role`. All numbers are
whole pixels, so that the JSON says exactly what was drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import JsonValue

from curation.draw.palette import RGB
from curation.draw.sprites import Part, read_part, sheet

Form = Literal["polygon", "ellipse", "rect", "line"]
SHEET = "scenery"


def hexadecimal(colour: RGB) -> str:
    """Write a colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


@dataclass(frozen=True)
class Shape:
    """An outline in pixels, in the grammar of the sprite files.

    Attributes:
        form: What the numbers mean: x, y pairs (`polygon`, `line`); centre and radii (`ellipse`); left, top, width
            and height (`rect`).
        numbers: In pixels.
        fill: Colour.
        smooth: Whether a polygon or line is rounded by Catmull-Rom.
        size: Corner radius of a `rect`, width of a `line`.
    """

    form: Form
    numbers: tuple[int, ...]
    fill: RGB
    smooth: bool = False
    size: int = 0

    def part(self) -> Part:
        """The outline as the sprite module reads it."""
        return read_part(self.plain(), arc=120)

    def plain(self) -> dict[str, JsonValue]:
        """Return JSON values."""
        table: dict[str, JsonValue] = {"fill": hexadecimal(self.fill), self.form: list(self.numbers)}
        if self.smooth:
            table["smooth"] = True
        if self.size:
            table["radius" if self.form == "rect" else "width"] = self.size
        return table


@dataclass(frozen=True)
class Role:
    """What a question calls a prop.

    Attributes:
        noun: Its class, such as `house`; what is counted and put in order.
        word: What tells it from the others of its class: a colour's name or a kind, such as `red` or `cow`.
        label: How a question names it alone, such as `the red house`.
    """

    noun: str
    word: str
    label: str


@dataclass(frozen=True)
class Prop:
    """A sprite standing on a point.

    Attributes:
        sprite: Name in `sprites/scenery.toml`.
        x: Middle of its box, in pixels.
        y: Bottom of its box, in pixels.
        height: Of its box, in pixels.
        colour: Of its body.
        mirror: Whether left and right are exchanged.
        role: What a question calls it; `None` for decoration.
    """

    sprite: str
    x: int
    y: int
    height: int
    colour: RGB
    mirror: bool = False
    role: Role | None = None

    @cached_property
    def width(self) -> float:
        """Width of its box in pixels."""
        return self.height * sheet(SHEET)[self.sprite].aspect

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in pixels."""
        return self.x - self.width / 2, self.y - self.height, self.x + self.width / 2, float(self.y)

    def plain(self) -> dict[str, JsonValue]:
        """Return JSON values."""
        table: dict[str, JsonValue] = {
            "sprite": self.sprite,
            "x": self.x,
            "y": self.y,
            "height": self.height,
            "colour": hexadecimal(self.colour),
        }
        if self.mirror:
            table["mirror"] = True
        if self.role:
            table |= {"noun": self.role.noun, "word": self.role.word, "label": self.role.label}
        return table


Item = Shape | Prop


@dataclass(frozen=True)
class Scene:
    """A drawn scene.

    Attributes:
        kind: Which kind of scene.
        width: In pixels.
        height: In pixels.
        items: In drawing order.
    """

    kind: str
    width: int
    height: int
    items: tuple[Item, ...]

    @property
    def actors(self) -> tuple[Prop, ...]:
        """The props that a question may speak of, in drawing order."""
        return tuple(item for item in self.items if isinstance(item, Prop) and item.role)

    def plain(self) -> dict[str, JsonValue]:
        """Return JSON values: what a prover needs to draw the scene again."""
        return {
            "kind": self.kind,
            "width": self.width,
            "height": self.height,
            "items": [item.plain() for item in self.items],
        }


def pairs(points: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Flatten points to the numbers of a shape."""
    return tuple(number for point in points for number in point)
