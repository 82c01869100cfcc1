"""Draw a scene graph."""

from __future__ import annotations

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
    width = prop.width
    for part in sheet(SHEET)[prop.sprite].parts:
        points = [(left + ((1 - x) if prop.mirror else x) * width, top + y * prop.height) for x, y in part.points]
        colour = colour_of(part.fill, prop.colour)
        if part.width is None:
            canvas.polygon(points, colour)
        else:
            canvas.line(points, part.width * prop.height, colour)
