"""Draw a planned map: ground and scenery, ways, markers, names; and the same with the way marked."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from PIL import Image

from curation.draw.canvas import Canvas
from curation.draw.fonts import font
from curation.draw.palette import INK, PAPER, RGB
from curation.models import Box
from curation.puzzles.map_route.labels import EM, HIGH, Rect
from curation.puzzles.map_route.network import FINE, HEIGHT, WIDTH, Edge
from curation.puzzles.map_route.plan import Plan
from curation.puzzles.map_route.scenery import scenery
from curation.puzzles.map_route.style import LINE, LINES, MARKER, RIM, STATION, STYLES, WAY

_SCALE: Final = 3
_CURVED: Final = 8
"""From so many points on a way is a curve."""
_WHITE: Final[RGB] = (255, 255, 255)
_BLACK: Final[RGB] = (0, 0, 0)

Stamp = tuple[Image.Image, Image.Image]


def _ribbon(canvas: Canvas, points: Sequence[tuple[float, float]], width: float, fill: RGB) -> None:
    """Draw a smooth way of even width as one polygon, with round ends."""
    # Pillow fills both outlines of a polygon, which would make it a fine pixel too wide: half of one is taken off
    # on either side, and all is moved by as much, so that what runs along the axes ends at whole pixels.
    fine = 0.5 / canvas.scale
    half = width / 2 - fine
    left, right = [], []
    for place, (x, y) in enumerate(points):
        (x0, y0), (x1, y1) = points[max(place - 1, 0)], points[min(place + 1, len(points) - 1)]
        size = math.hypot(x1 - x0, y1 - y0) / half
        left.append((x - fine - (y1 - y0) / size, y - fine + (x1 - x0) / size))
        right.append((x - fine + (y1 - y0) / size, y - fine - (x1 - x0) / size))
    canvas.polygon(left + right[::-1], fill)
    for end in (points[0], points[-1]):
        canvas.disc(end, half, fill)


def _line(canvas: Canvas, edge: Edge, width: float, fill: RGB) -> None:
    """Draw a way: a curve as one ribbon, what has corners as one for each straight stretch."""
    points = [(x / FINE, y / FINE) for x, y in edge.points]
    for stretch in [points] if len(points) >= _CURVED else pairwise(points):
        _ribbon(canvas, stretch, width, fill)


@lru_cache(maxsize=64)
def _disc(outer: int, outer_fill: RGB, inner: int, inner_fill: RGB) -> Stamp:
    """A disc within a ring, and its mask."""
    side = 2 * (outer + 1)
    colours, mask = Canvas(side, side, outer_fill), Canvas(side, side, _BLACK)
    colours.disc((side / 2, side / 2), inner, inner_fill)
    mask.disc((side / 2, side / 2), outer, _WHITE)
    return colours.image(), mask.image().getchannel("R")


@lru_cache(maxsize=512)
def _plate(name: str, wide: int, outline: RGB) -> Stamp:
    """A name on its plate, and the plate's mask."""
    colours, mask = Canvas(wide, HIGH, outline), Canvas(wide, HIGH, _BLACK)
    colours.rectangle(1.5, 1.5, wide - 3, HIGH - 3, PAPER, 6)
    left, _, right, _ = font(EM * colours.scale).getbbox(name, anchor="ls")
    _, top, _, bottom = font(EM * colours.scale).getbbox("H", anchor="ls")
    at = (wide / 2 - (left + right) / 2 / colours.scale, HIGH / 2 - 0.5 - (top + bottom) / 2 / colours.scale)
    colours.text(at, name, EM, INK, anchor="ls")
    mask.rectangle(0, 0, wide, HIGH, _WHITE, 7)
    return colours.image(), mask.image().getchannel("R")


class Sheet:
    """The pictures of a plan.

    Args:
        plan: What to draw.
        rng: The draw's generator, for the scenery.
    """

    def __init__(self, plan: Plan, rng: random.Random) -> None:
        self.plan = plan
        self.style = STYLES[plan.network.look]
        self._metro = plan.network.look == "metro"
        self._base = Canvas(WIDTH, HEIGHT, self.style.ground, _SCALE)
        scenery(self._base, rng, plan, self.style)
        if not self._metro:
            self._ways()

    def _ways(self) -> None:
        edges, nodes = self.plan.network.edges, enumerate(self.plan.network.nodes)
        junctions = [node.at for number, node in nodes if number not in self.plan.names]
        for edge in edges:
            _line(self._base, edge, WAY + 2 * RIM, self.style.rim)
        for at in junctions:
            self._base.disc(at, MARKER + 4, self.style.rim)
        for edge in edges:
            _line(self._base, edge, WAY, self.style.way)
        for at in junctions:
            self._base.disc(at, MARKER + 1, self.style.way)

    def _lines(self) -> None:
        for edge in self.plan.network.edges:
            _line(self._base, edge, LINE, LINES[edge.line])

    def _finish(self, marked: bool = False) -> Image.Image:
        """Reduce the picture so far, and put markers and names on it; a marked way has no dots on its junctions."""
        image = self._base.image()
        for number, node in enumerate(self.plan.network.nodes):
            if self._metro:
                stamp = _disc(STATION + 4, INK, STATION, PAPER)
            elif number in self.plan.names:
                stamp = _disc(MARKER + 3, PAPER, MARKER, self.style.marker)
            elif marked and number in self.plan.route.nodes:
                continue
            else:
                stamp = _disc(5, self.style.dot, 5, self.style.dot)
            half = stamp[0].width // 2
            image.paste(stamp[0], (node.at[0] - half, node.at[1] - half), stamp[1])
        for number, (left, top, right, _) in self.plan.labels.items():
            plate = _plate(self.plan.names[number], right - left, self.style.plate)
            image.paste(plate[0], (left, top), plate[1])
        return image

    def images(self) -> tuple[Image.Image, Image.Image]:
        """The input image, and the same with the shortest way marked."""
        if self._metro:
            # The mark lies under the lines: they are drawn for the first picture, and again over the mark.
            self._lines()
        image = self._finish()
        for edge in self.plan.route.edges:
            _line(
                self._base, self.plan.network.edges[edge], LINE + 16 if self._metro else WAY - 3, self.style.route
            )
        if self._metro:
            self._lines()
        return image, self._finish(marked=True)


def box_of(plan: Plan, node: int) -> Box:
    """The box around a place's marker and name."""
    (x, y), plate = plan.network.nodes[node].at, plan.labels[node]
    reach = MARKER + 3
    whole: Rect = (
        min(x - reach, plate[0]),
        min(y - reach, plate[1]),
        max(x + reach, plate[2]),
        max(y + reach, plate[3]),
    )
    return Box(
        x=whole[0], y=whole[1], width=whole[2] - whole[0], height=whole[3] - whole[1], label=plan.names[node]
    )
