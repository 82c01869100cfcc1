"""Draw a planned maze. Walls run along whole pixels; discs, shapes and letters are antialiased stamps."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from curation.draw.canvas import Canvas, Point
from curation.draw.fonts import font
from curation.draw.palette import INK, PALETTE, PAPER, RGB
from curation.models import Box
from curation.puzzles.maze.plan import Plan

WALL: Final[RGB] = PALETTE["black"]
MEASURES: Final = {9: (832, 84, 6), 15: (960, 58, 4), 21: (1024, 44, 4)}
"""For each number of cells in a row: side of the picture, from wall to wall, width of a wall, in pixels."""
DISCS: Final[tuple[RGB, ...]] = (
    (255, 236, 179),
    (209, 231, 252),
    (214, 240, 214),
    (250, 218, 226),
    (228, 222, 247),
)
"""What the letters stand on."""
_EM: Final = 0.64
"""Em of the letters in shares of the distance from wall to wall; a capital is three quarters of an em high."""


def _shape(name: str, middle: float, radius: float) -> list[Point]:
    if name == "square":
        low, high = middle - radius * 0.82, middle + radius * 0.82
        return [(low, low), (high, low), (high, high), (low, high)]
    if name == "diamond":
        low, high = middle - radius, middle + radius
        return [(middle, low), (high, middle), (middle, high), (low, middle)]
    turns = [math.pi * step / 5 for step in range(10)]
    arms = [radius * (1.06 if step % 2 == 0 else 0.48) for step in range(10)]
    return [
        (middle + arm * math.sin(turn), middle + radius * 0.06 - arm * math.cos(turn))
        for turn, arm in zip(turns, arms, strict=True)
    ]


def _silhouette(canvas: Canvas, shape: str, radius: float, fill: RGB) -> None:
    middle = canvas.width / 2
    if shape == "circle":
        canvas.disc((middle, middle), radius, fill)
    else:
        canvas.polygon(_shape(shape, middle, radius), fill)


@lru_cache(maxsize=512)
def _stamp(
    side: int, shape: str, radius: float, fill: RGB, letter: str, em: int
) -> tuple[Image.Image, Image.Image]:
    """A coloured shape with or without a letter on it, and its mask; both square."""
    colours = Canvas(side, side, fill)
    if letter:
        left, _, right, _ = font(em * colours.scale).getbbox(letter, anchor="ls")
        _, top, _, bottom = font(em * colours.scale).getbbox("H", anchor="ls")
        middle = side / 2
        at = (middle - (left + right) / 2 / colours.scale, middle - (top + bottom) / 2 / colours.scale)
        colours.text(at, letter, em, INK, anchor="ls")
    mask = Canvas(side, side, (0, 0, 0))
    _silhouette(mask, shape, radius, (255, 255, 255))
    return colours.image(), mask.image().getchannel("R")


class Sheet:
    """The picture of a plan, and its measures.

    Args:
        plan: What to draw.
        disc: What the letters stand on.
    """

    def __init__(self, plan: Plan, disc: RGB) -> None:
        self.plan = plan
        self.disc = disc
        self.side, self.pitch, self.wall = MEASURES[plan.tree.size]
        self.margin = (self.side - plan.tree.size * self.pitch - self.wall) // 2

    def centre(self, cell: int) -> tuple[int, int]:
        """Middle of a cell, in pixels."""
        row, column = divmod(cell, self.plan.tree.size)
        start = self.margin + (self.pitch + self.wall) // 2
        return start + column * self.pitch, start + row * self.pitch

    def box(self, cell: int, label: str) -> Box:
        """The inside of a cell, between its walls."""
        (x, y), inside = self.centre(cell), self.pitch - self.wall
        return Box(x=x - inside // 2, y=y - inside // 2, width=inside, height=inside, label=label)

    def _walls(self, image: Image.Image) -> None:
        draw, size = ImageDraw.Draw(image), self.plan.tree.size
        lines = [self.margin + number * self.pitch for number in range(size + 1)]
        end = lines[-1] + self.wall - 1
        thick = self.wall - 1
        for at in (lines[0], lines[-1]):
            draw.rectangle([lines[0], at, end, at + thick], WALL)
            draw.rectangle([at, lines[0], at + thick, end], WALL)
        for cell in range(size * size):
            row, column = divmod(cell, size)
            if column + 1 < size and not self.plan.tree.east[cell]:
                draw.rectangle(
                    [lines[column + 1], lines[row], lines[column + 1] + thick, lines[row + 1] + thick], WALL
                )
            if row + 1 < size and not self.plan.tree.south[cell]:
                draw.rectangle(
                    [lines[column], lines[row + 1], lines[column + 1] + thick, lines[row + 1] + thick], WALL
                )

    def _put(self, image: Image.Image, cell: int, stamp: tuple[Image.Image, Image.Image]) -> None:
        x, y = self.centre(cell)
        half = stamp[0].width // 2
        image.paste(stamp[0], (x - half, y - half), stamp[1])

    def _marks(self, image: Image.Image) -> None:
        # An even side puts the middle of a stamp between four pixels, as it is with the middle of a cell.
        side, radius = (self.pitch - self.wall) // 2 * 2, (self.pitch - self.wall) * 0.42
        for (colour, shape), cell in ((self.plan.start, self.plan.path[0]), (self.plan.goal, self.plan.path[-1])):
            self._put(image, cell, _stamp(side, shape, radius, PALETTE[colour], "", 0))
        em = round(self.pitch * _EM)
        for letter, cell in self.plan.points:
            self._put(image, cell, _stamp(side, "circle", radius, self.disc, letter, em))

    def image(self) -> Image.Image:
        """The input image."""
        image = Image.new("RGB", (self.side, self.side), PAPER)
        self._walls(image)
        self._marks(image)
        return image

    def oracle(self) -> Image.Image:
        """The input image with the path as a coloured line under the points."""
        image = Image.new("RGB", (self.side, self.side), PAPER)
        self._walls(image)
        used = (self.plan.start[0], self.plan.goal[0])
        colour = PALETTE[next(name for name in ("blue", "orange", "purple") if name not in used)]
        half = max(3, self.pitch // 10)
        draw = ImageDraw.Draw(image)
        bend = _stamp(2 * half, "circle", half, colour, "", 0)
        for cell, following in zip(self.plan.path, self.plan.path[1:], strict=False):
            (x0, x1), (y0, y1) = (
                sorted(pair) for pair in zip(self.centre(cell), self.centre(following), strict=True)
            )
            across = (half, 0) if x0 == x1 else (0, half)
            draw.rectangle(
                [x0 - across[0], y0 - across[1], x1 + max(across[0], 1) - 1, y1 + max(across[1], 1) - 1], colour
            )
            self._put(image, cell, bend)
        self._marks(image)
        return image
