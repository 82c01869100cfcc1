"""Draw a scene graph."""

from __future__ import annotations

import numpy as np
from PIL import Image

from curation.draw.canvas import Canvas
from curation.draw.scenery.graph import SHEET, Prop, Scene
from curation.draw.sprites import colour_of, sheet

_SCALE = 3


def render(scene: Scene) -> Image.Image:
    """Draw the scene, antialiased.

    Returns:
        RGB image of the scene's size.
    """
    canvas = Canvas(scene.width, scene.height, scale=_SCALE)
    for item in scene.items:
        if isinstance(item, Prop):
            _prop(canvas, item)
            continue
        part = item.part()
        if part.width is None:
            canvas.polygon(part.points, item.fill)
        else:
            canvas.line(part.points, part.width, item.fill)
    return canvas.image()


def _prop(canvas: Canvas, prop: Prop) -> None:
    left, top, _, _ = prop.box
    sprite = sheet(SHEET)[prop.sprite]
    across = left + ((1 - sprite.x) if prop.mirror else sprite.x) * prop.width
    points = np.stack([across, top + sprite.y * prop.height], axis=1)
    for part, (start, end) in zip(sprite.parts, sprite.spans, strict=True):
        colour = colour_of(part.fill, prop.colour)
        if part.width is None:
            canvas.polygon(points[start:end], colour)
        else:
            canvas.line(points[start:end], part.width * prop.height, colour)
