"""An antialiased canvas: shapes are drawn several times too large and reduced by a box filter.

All arithmetic ends in whole pixels before Pillow draws, so equal calls give equal pixels on every version.

The large picture holds numbers of colours, a byte to a pixel, and gets its colours a band at a time: filling is
several times as fast, and a quarter of the memory is enough.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from curation.draw.fonts import Weight, font
from curation.draw.palette import INK, PAPER, RGB

Point = tuple[float, float]
Points = Sequence[Point] | NDArray[np.float64]
"""Points one after another; as an array, shape (points, 2)."""

_BYTE = 256
_BAND = 32
"""Rows of the final picture that are coloured and reduced at once; they fit into a processor's cache."""


class Canvas:
    """A picture in the making. Coordinates and widths are in final pixels, from the top left corner.

    Writing lies above all shapes, whichever is put there first.

    Args:
        width: Final width in pixels.
        height: Final height in pixels.
        background: Colour of the blank canvas.
        scale: How many times larger it is drawn; 4 gives 17 shades to an edge.
    """

    def __init__(self, width: int, height: int, background: RGB = PAPER, scale: int = 4) -> None:
        self.width = width
        self.height = height
        self.scale = scale
        self._numbers: dict[RGB, int] = {background: 0}
        self._image = Image.new("L", (width * scale, height * scale), 0)
        self._draw = ImageDraw.Draw(self._image)
        self._texts: list[tuple[tuple[int, int], str, RGB, int, Weight, str]] = []

    def _at(self, point: Point) -> tuple[int, int]:
        return round(point[0] * self.scale), round(point[1] * self.scale)

    def _flat(self, points: Points) -> list[int]:
        """Pixels of the large picture: x, y, x, y and so on."""
        placed: list[int] = np.rint(np.asarray(points, np.float64) * self.scale).astype(np.intp).ravel().tolist()
        return placed

    def _number(self, colour: RGB) -> int:
        """The number that stands for a colour; to be called before `_draw`, which the 257th colour makes anew."""
        number = self._numbers.setdefault(colour, len(self._numbers))
        if number == _BYTE and self._image.mode == "L":
            self._image = self._image.convert("I")
            self._draw = ImageDraw.Draw(self._image)
        return number

    def polygon(self, points: Points, fill: RGB) -> None:
        """Fill a polygon."""
        number = self._number(fill)
        self._draw.polygon(self._flat(points), fill=number)

    def disc(self, centre: Point, radius: float, fill: RGB) -> None:
        """Fill a circle."""
        (x, y), (left, top) = centre, (centre[0] - radius, centre[1] - radius)
        number = self._number(fill)
        self._draw.ellipse([self._at((left, top)), self._at((x + radius, y + radius))], fill=number)

    def rectangle(self, left: float, top: float, width: float, height: float, fill: RGB, radius: float = 0) -> None:
        """Fill a rectangle, its corners rounded by `radius`."""
        (x0, y0), (x1, y1) = self._at((left, top)), self._at((left + width, top + height))
        number = self._number(fill)
        self._draw.rounded_rectangle([x0, y0, x1 - 1, y1 - 1], round(radius * self.scale), fill=number)

    def line(self, points: Points, width: float, fill: RGB) -> None:
        """Draw a line through the points, with round joints and caps."""
        thick = max(1, round(width * self.scale))
        placed = self._flat(points)
        number = self._number(fill)
        self._draw.line(placed, fill=number, width=thick)
        for x, y in zip(placed[::2], placed[1::2], strict=True):
            self._draw.ellipse([x - thick // 2, y - thick // 2, x + thick // 2, y + thick // 2], fill=number)

    def text(
        self, at: Point, text: str, size: float, fill: RGB = INK, weight: Weight = "Bold", anchor: str = "mm"
    ) -> None:
        """Write `text` with an em of `size` pixels; `anchor` as Pillow has it, by default the middle."""
        self._texts.append((self._at(at), text, fill, round(size * self.scale), weight, anchor))

    def text_box(self, text: str, size: float, weight: Weight = "Bold") -> tuple[float, float]:
        """Width and height of the text's ink, in final pixels."""
        left, top, right, bottom = font(round(size * self.scale), weight).getbbox(text)
        return (right - left) / self.scale, (bottom - top) / self.scale

    def image(self) -> Image.Image:
        """Reduce to the final size; mode RGB."""
        colours = np.array(list(self._numbers), dtype=np.uint8)
        picture = Image.new("RGB", (self.width, self.height))
        for top in range(0, self.height, _BAND):
            bottom = min(self.height, top + _BAND)
            band = self._image.crop((0, top * self.scale, self._image.width, bottom * self.scale))
            large = _coloured(band, colours)
            if self._texts:
                self._write(large, top * self.scale)
            picture.paste(large.reduce(self.scale), (0, top))
        return picture

    def _write(self, band: Image.Image, top: int) -> None:
        """Put what is written on a band of the large picture that begins `top` pixels down."""
        pen = ImageDraw.Draw(band)
        for (x, y), text, fill, size, weight, anchor in self._texts:
            face = font(size, weight)
            _, above, _, below = face.getbbox(text, anchor=anchor)
            if y + above - 2 < top + band.height and y + below + 2 > top:
                pen.text((x, y - top), text, fill=fill, font=face, anchor=anchor)


def _coloured(numbers: Image.Image, colours: NDArray[np.uint8]) -> Image.Image:
    """Turn numbers of colours into the colours."""
    if numbers.mode != "L":
        return Image.fromarray(colours[np.asarray(numbers)])
    numbers.putpalette(colours.tobytes())
    return numbers.convert("RGB")
