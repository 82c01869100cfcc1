"""The canvas draws what Pillow draws on a large RGB picture, whatever the number of colours."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from curation.draw.canvas import Canvas
from curation.draw.fonts import font

WIDE, HIGH = 150, 90


def pictures(scale: int, colours: int) -> tuple[Image.Image, Image.Image]:
    """The same shapes and words drawn on a canvas, and by Pillow alone."""
    rng = random.Random(scale * 1000 + colours)
    canvas = Canvas(WIDE, HIGH, (250, 251, 252), scale=scale)
    large = Image.new("RGB", (WIDE * scale, HIGH * scale), (250, 251, 252))
    pen = ImageDraw.Draw(large)
    for number in range(colours):
        fill = (number % 256, number // 256, rng.randrange(256))
        x, y, reach = rng.randrange(WIDE), rng.randrange(HIGH), rng.randrange(3, 30)
        points = [(x + rng.randint(-reach, reach), y + rng.randint(-reach, reach)) for _ in range(5)]
        canvas.polygon(points, fill)
        pen.polygon([(scale * across, scale * down) for across, down in points], fill=fill)
        canvas.disc((x, y), reach / 3, fill)
        box = [round((x - reach / 3) * scale), round((y - reach / 3) * scale)]
        pen.ellipse([*box, round((x + reach / 3) * scale), round((y + reach / 3) * scale)], fill=fill)
    for word in ("Wgj", "Q7"):
        at, size = (rng.randrange(WIDE), rng.randrange(HIGH)), rng.randrange(10, 40)
        canvas.text(at, word, size, (1, 2, 3))
        pen.text((at[0] * scale, at[1] * scale), word, fill=(1, 2, 3), font=font(size * scale), anchor="mm")
    return canvas.image(), large.reduce(scale)


@pytest.mark.parametrize("scale", [1, 2, 3, 4])
@pytest.mark.parametrize("colours", [5, 254, 255, 256, 300])
def test_a_canvas_is_a_large_picture_reduced(scale: int, colours: int) -> None:
    drawn, expected = pictures(scale, colours)
    assert np.array_equal(np.asarray(drawn), np.asarray(expected))


def test_a_canvas_can_be_looked_at_and_drawn_on_further() -> None:
    canvas = Canvas(20, 20)
    canvas.disc((10, 10), 6, (10, 20, 30))
    first = canvas.image()
    canvas.rectangle(0, 0, 5, 5, (200, 20, 30))
    assert first.getpixel((2, 2)) == (255, 255, 255)
    assert canvas.image().getpixel((2, 2)) == (200, 20, 30)
