"""Draw a scene graph."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from curation.draw.canvas import Canvas
from curation.draw.palette import RGB
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
            _stroke(canvas, np.array(part.points), part.width, item.fill)
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
            _stroke(canvas, points[start:end], part.width * prop.height, colour)


def _stroke(canvas: Canvas, points: NDArray[np.float64], width: float, colour: RGB) -> None:
    """Draw a line through the points (shape (points, 2)) with round joints and caps.

    Its sides are corners of polygons, which the canvas places to a fraction of a pixel; Pillow's own thick lines
    have whole widths, and the many short pieces of a curve then show nicks.
    """
    for point in points:
        canvas.disc((float(point[0]), float(point[1])), width / 2, colour)
    for start, end in pairwise(points):
        along = end - start
        length = float(np.hypot(*along))
        if length:
            side = np.array([-along[1], along[0]]) * (width / 2 / length)
            canvas.polygon(np.stack([start + side, end + side, end - side, start - side]), colour)
