"""Drawn scenes: a scene graph, kinds of scenes, and a renderer."""

from __future__ import annotations

from curation.draw.scenery.afield import KINDS as AFIELD
from curation.draw.scenery.backdrop import HEIGHT, WIDTH
from curation.draw.scenery.graph import Item, Prop, Role, Scene, Shape
from curation.draw.scenery.indoors import KINDS as INDOORS
from curation.draw.scenery.kinds import Ask, Asked, Kind
from curation.draw.scenery.outdoors import KINDS as OUTDOORS
from curation.draw.scenery.render import render
from curation.draw.scenery.themes import NAMED, THEMES, Theme

KINDS: dict[str, Kind] = {kind.name: kind for kind in (*OUTDOORS, *AFIELD, *INDOORS)}
"""Every kind of scene, by name."""

__all__ = [
    "HEIGHT",
    "KINDS",
    "NAMED",
    "THEMES",
    "WIDTH",
    "Ask",
    "Asked",
    "Item",
    "Kind",
    "Prop",
    "Role",
    "Scene",
    "Shape",
    "Theme",
    "render",
]
