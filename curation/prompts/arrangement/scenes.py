"""Where the arrangements are: scenes of each layout, read from `scenes.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

VIEWS = (
    "Left and right are meant as the viewer sees them.",
    "Take left and right as they appear in the picture.",
    "All directions are the viewer's.",
    "Left is the viewer's left, right the viewer's right.",
)
"""From where left and right are meant, for the layouts that need it said."""
SIDEWAYS = ("row", "shelves")


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene.

    Attributes:
        layout: One of the layouts of `conditions.KINDS`.
        sizes: How many things it can hold.
        things: What can be arranged, without articles, alike in kind and different at a glance.
        intros: Beginnings that list the things; `{things}`, `{Things}` in upper case, `{n}` how many.
        view: From where left and right, up and down are meant.
        ask: The last sentence.
        count: The question about how many there are.
        refined: The scene in the refined prompt, with `{n}`.
        verb: What a thing does where it is, and what several do.
        box: What a coloured box is called, with its plural.
        colours: The boxes' colours from left to right.
    """

    layout: str
    sizes: tuple[int, ...]
    things: tuple[str, ...]
    intros: tuple[str, ...]
    view: tuple[str, ...]
    ask: tuple[str, ...]
    count: str
    refined: str
    verb: tuple[str, str] = ("is", "are")
    box: tuple[str, str] = ("box", "boxes")
    colours: tuple[str, ...] = ()


@cache
def scenes() -> tuple[Scene, ...]:
    """Read the scenes that ship with the project, in the order of the file."""
    text = (resources.files(__package__) / "scenes.toml").read_text(encoding="utf-8")
    return tuple(_scene(table) for table in tomllib.loads(text)["scene"])


def _scene(table: dict[str, Any]) -> Scene:
    lists = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    return Scene(**({"view": VIEWS if lists["layout"] in SIDEWAYS else ("",)} | lists))
