"""An antialiased canvas: shapes are drawn several times too large and reduced by a box filter.

All arithmetic ends in whole pixels before Pillow draws, so equal calls give equal pixels on every version.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from curation.draw.fonts import Weight, font
from curation.draw.palette import INK, PAPER, RGB

Point = tuple[float, float]


class Canvas:
    """A picture in the making. Coordinates and widths are in final pixels, from the top left corner.

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
        self._image = Image.new("RGB", (width * scale, height * scale), background)
        self._draw = ImageDraw.Draw(self._image)

    def _at(self, point: Point) -> tuple[int, int]:
        return round(point[0] * self.scale), round(point[1] * self.scale)

    def polygon(self, points: Sequence[Point], fill: RGB) -> None:
        """Fill a polygon."""
        self._draw.polygon([self._at(point) for point in points], fill=fill)

    def disc(self, centre: Point, radius: float, fill: RGB) -> None:
        """Fill a circle."""
        (x, y), (left, top) = centre, (centre[0] - radius, centre[1] - radius)
        self._draw.ellipse([self._at((left, top)), self._at((x + radius, y + radius))], fill=fill)

    def rectangle(self, left: float, top: float, width: float, height: float, fill: RGB, radius: float = 0) -> None:
        """Fill a rectangle, its corners rounded by `radius`."""
        (x0, y0), (x1, y1) = self._at((left, top)), self._at((left + width, top + height))
        self._draw.rounded_rectangle([x0, y0, x1 - 1, y1 - 1], round(radius * self.scale), fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: RGB) -> None:
        """Draw a line through the points, with round joints and caps."""
        thick = max(1, round(width * self.scale))
        placed = [self._at(point) for point in points]
        self._draw.line(placed, fill=fill, width=thick)
        for x, y in placed:
            self._draw.ellipse([x - thick // 2, y - thick // 2, x + thick // 2, y + thick // 2], fill=fill)

    def text(
        self, at: Point, text: str, size: float, fill: RGB = INK, weight: Weight = "Bold", anchor: str = "mm"
    ) -> None:
        """Write `text` with an em of `size` pixels; `anchor` as Pillow has it, by default the middle."""
        self._draw.text(self._at(at), text, fill=fill, font=font(round(size * self.scale), weight), anchor=anchor)

    def text_box(self, text: str, size: float, weight: Weight = "Bold") -> tuple[float, float]:
        """Width and height of the text's ink, in final pixels."""
        left, top, right, bottom = font(round(size * self.scale), weight).getbbox(text)
        return (right - left) / self.scale, (bottom - top) / self.scale

    def image(self) -> Image.Image:
        """Reduce to the final size; mode RGB."""
        return self._image.reduce(self.scale)
