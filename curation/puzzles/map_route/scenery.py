"""What lies beside the ways: ponds, lawns, trees, houses, a river. It never touches ways, markers or names."""

from __future__ import annotations

import math
import random
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_cdt

from curation.draw.canvas import Canvas
from curation.draw.palette import RGB, mix
from curation.puzzles.map_route.grow import sampled
from curation.puzzles.map_route.network import HEIGHT, WIDTH
from curation.puzzles.map_route.plan import Plan
from curation.puzzles.map_route.style import ROOFS, Style

_CELL: Final = 8
_APART: Final = 12
"""Lawns of towns and metros stay this far from the picture's edge and from each other, houses from the edge."""
_BESIDE: Final = 22
"""Scenery stays this far from the middle of ways and markers, in pixels."""


class Land:
    """Which parts of a map are free, in cells of eight pixels.

    Args:
        plan: The map.
        margin: How many cells along the picture's edge are not free.
    """

    def __init__(self, plan: Plan, margin: int) -> None:
        self._taken: NDArray[np.bool_] = np.ones((HEIGHT // _CELL, WIDTH // _CELL), dtype=np.bool_)
        self._taken[margin : HEIGHT // _CELL - margin, margin : WIDTH // _CELL - margin] = False
        for edge in plan.network.edges:
            for x, y in sampled(edge.points, 12):
                self.take(x - _BESIDE, y - _BESIDE, x + _BESIDE, y + _BESIDE)
        for left, top, right, bottom in plan.labels.values():
            self.take(left - 6, top - 6, right + 6, bottom + 6)

    def take(self, left: int, top: int, right: int, bottom: int) -> None:
        """Mark a rectangle as taken."""
        rows = slice(max(top, 0) // _CELL, -(-max(bottom, 0) // _CELL))
        self._taken[rows, slice(max(left, 0) // _CELL, -(-max(right, 0) // _CELL))] = True

    def free(self, left: int, top: int, right: int, bottom: int) -> bool:
        """Whether a rectangle is inside the map and wholly free."""
        if left < 0 or top < 0 or right > WIDTH or bottom > HEIGHT:
            return False
        rows = slice(top // _CELL, -(-bottom // _CELL))
        return not self._taken[rows, left // _CELL : -(-right // _CELL)].any()

    def widest(self) -> tuple[int, int, int]:
        """Middle and half side of the largest free square, in pixels."""
        padded = np.pad(~self._taken, 1)
        room = distance_transform_cdt(padded, metric="chessboard")[1:-1, 1:-1]
        row, column = divmod(int(room.argmax()), room.shape[1])
        return column * _CELL + _CELL // 2, row * _CELL + _CELL // 2, int(room[row, column]) * _CELL - _CELL // 2


def _blob(rng: random.Random, x: int, y: int, wide: int, high: int) -> list[tuple[float, float]]:
    """A smooth closed outline within a box around (x, y)."""
    phases = [rng.randrange(360) for _ in range(3)]
    outline: list[tuple[float, float]] = []
    for step in range(72):
        turn = math.radians(step * 5)
        swell = 0.86 + sum(
            math.sin(turn * waves + math.radians(phase)) * size
            for waves, phase, size in zip((2, 3, 4), phases, (0.07, 0.05, 0.02), strict=True)
        )
        outline.append((x + round(wide * swell * math.cos(turn)), y + round(high * swell * math.sin(turn))))
    return outline


def _stretch(land: Land, x: int, y: int, half: int) -> tuple[int, int]:
    """Half width and half height of a free rectangle grown from a free square."""
    wide = high = half
    while wide < 2 * half and land.free(x - wide - _CELL, y - high, x + wide + _CELL, y + high):
        wide += _CELL
    while high < 2 * half and land.free(x - wide, y - high - _CELL, x + wide, y + high + _CELL):
        high += _CELL
    return wide, high


def tree(canvas: Canvas, x: int, y: int, radius: int, colours: tuple[RGB, RGB]) -> None:
    """Draw a tree as seen from above."""
    canvas.disc((x + 1.5, y + 2), radius, mix(colours[0], (0, 0, 0), 0.16))
    canvas.disc((x, y), radius, colours[0])
    canvas.disc((x - radius * 0.25, y - radius * 0.25), radius * 0.58, colours[1])


def _wood(canvas: Canvas, rng: random.Random, land: Land, style: Style, count: int) -> None:
    """Scatter trees, alone and in groups, over what is free."""
    for _ in range(count):
        x, y = rng.randrange(WIDTH), rng.randrange(HEIGHT)
        colours = rng.choice(style.trees)
        for _ in range(rng.randint(1, 4)):
            radius = rng.randint(9, 15)
            if land.free(x - radius, y - radius, x + radius + 2, y + radius + 2):
                tree(canvas, x, y, radius, colours)
                land.take(x - radius + 5, y - radius + 5, x + radius - 5, y + radius - 5)
            x, y = x + rng.randint(-30, 30), y + rng.randint(-26, 26)


def _ponds(canvas: Canvas, rng: random.Random, land: Land, style: Style, count: int) -> None:
    for _ in range(count):
        x, y, half = land.widest()
        if half < 34:
            return
        wide, high = _stretch(land, x, y, min(half, 110))
        outline = _blob(rng, x, y, wide, high)
        canvas.polygon(outline, style.shore)
        inner = [(x + (px - x) * 0.94, y + (py - y) * 0.94) for px, py in outline]
        canvas.polygon(inner, style.water)
        for across, down in ((-0.3, -0.2), (0.15, 0.1), (-0.1, 0.4)):
            left = x + wide * across
            canvas.line(
                [(left, y + high * down), (left + wide * 0.28, y + high * down)],
                2,
                mix(style.water, (255, 255, 255), 0.5),
            )
        land.take(x - wide, y - high, x + wide, y + high)


def _beds(canvas: Canvas, rng: random.Random, land: Land, count: int) -> None:
    """Beds of flowers."""
    for _ in range(count):
        x, y = rng.randrange(40, WIDTH - 40), rng.randrange(40, HEIGHT - 40)
        if not land.free(x - 30, y - 22, x + 30, y + 22):
            continue
        canvas.rectangle(x - 26, y - 18, 52, 36, (186, 214, 160), 16)
        tone = rng.choice(((232, 150, 170), (240, 190, 110), (196, 160, 214), (240, 240, 225)))
        for row in range(3):
            for column in range(5 - row % 2):
                canvas.disc((x - 18 + column * 9 + row % 2 * 4.5, y - 9 + row * 9), 3.2, tone)
        land.take(x - 30, y - 22, x + 30, y + 22)


def _furnish(canvas: Canvas, rng: random.Random, style: Style, within: tuple[int, int, int, int]) -> None:
    """Put up to four trees and rocks into an enclosure: apart, on the ground, away from its pool and its fence."""
    x, y, wide, high = within
    placed: list[tuple[int, int]] = []
    for _ in range(16):
        across, down = rng.uniform(-0.55, 0.55), rng.uniform(-0.55, 0.55)
        px, py = x + round(wide * across), y + round(high * down)
        wet = math.hypot(px - x - wide / 5, py - y - high / 6) < max(wide, high) / 3 + 11
        near = any(math.hypot(px - qx, py - qy) < 24 for qx, qy in placed)
        if wet or near or math.hypot(across, down) > 0.55 or len(placed) == 4:
            continue
        placed.append((px, py))
        if rng.random() < 0.5:
            tree(canvas, px, py, rng.randint(7, 11), rng.choice(style.trees))
        else:
            canvas.rectangle(px - 6, py - 4, 13, 9, (196, 190, 178), 4)


def _enclosures(canvas: Canvas, rng: random.Random, land: Land, style: Style, count: int) -> None:
    """Fenced areas with a pool or rocks."""
    for number in range(count):
        x, y, half = land.widest()
        if half < 26:
            return
        wide, high = _stretch(land, x, y, min(half, 90))
        outline, fill = _blob(rng, x, y, wide, high), style.lawns[number % len(style.lawns)]
        canvas.polygon(outline, fill)
        canvas.line([*outline, outline[0]], 2.5, mix(fill, (90, 70, 40), 0.35))
        if half > 40:
            canvas.polygon(_blob(rng, x + wide // 5, y + high // 6, wide // 3, high // 3), style.water)
            _furnish(canvas, rng, style, (x, y, wide, high))
        land.take(x - wide, y - high, x + wide, y + high)


def _houses(canvas: Canvas, rng: random.Random, land: Land, style: Style) -> None:
    """Blocks of houses, and a green here and there."""
    for _ in range(3):
        x, y, half = land.widest()
        if half < 60:
            break
        wide, high = _stretch(land, x, y, min(half, 84))
        wide, high = min(wide, x - _APART, WIDTH - _APART - x), min(high, y - _APART, HEIGHT - _APART - y)
        canvas.rectangle(x - wide, y - high, 2 * wide, 2 * high, rng.choice(style.lawns), 18)
        if rng.random() < 0.5:
            pool = _blob(rng, x, y, wide // 2, high // 2)
            canvas.polygon(pool, style.water)
        for _ in range(12):
            px, py = x + rng.randint(14 - wide, wide - 14), y + rng.randint(14 - high, high - 14)
            if abs(px - x) > wide * 0.6 or abs(py - y) > high * 0.6:
                tree(canvas, px, py, rng.randint(8, 12), rng.choice(style.trees))
        land.take(x - wide - _APART, y - high - _APART, x + wide + _APART, y + high + _APART)
    for top in range(12, HEIGHT - 40, 40):
        left = 12
        while left < WIDTH - 40:
            wide = rng.choice((24, 32, 40, 56))
            if left + wide <= WIDTH - _APART and land.free(left, top, left + wide, top + 32):
                roof = rng.choice(ROOFS)
                canvas.rectangle(left, top, wide, 32, mix(roof, (60, 50, 40), 0.18), 5)
                canvas.rectangle(left, top, wide - 2, 30, roof, 5)
                land.take(left, top, left + wide, top + 32)
                left += wide + 8
            else:
                left += 8


def _river(canvas: Canvas, rng: random.Random, style: Style) -> None:
    """A broad river in straight stretches, as metro maps have it, under everything else."""
    x, y = rng.randrange(150, 400), rng.randrange(200, HEIGHT - 200)
    course = [(-40, y)]
    while x < WIDTH + 40:
        rise = rng.choice((-1, 1)) * rng.randrange(80, 200)
        if not 120 < y + rise < HEIGHT - 120:
            rise = -rise
        course += [(x, y), (x + abs(rise), y + rise)]
        x, y = x + abs(rise) + rng.randrange(120, 320), y + rise
    canvas.line([*course, (WIDTH + 40, y)], 46, style.water)


def scenery(canvas: Canvas, rng: random.Random, plan: Plan, style: Style) -> None:
    """Draw what lies beside the ways of a map."""
    if plan.network.look == "metro":
        lawns: list[tuple[int, int, int, int]] = []
        for _ in range(3):
            x, y = rng.randrange(60, WIDTH - 260), rng.randrange(60, HEIGHT - 220)
            wide, high, colour = rng.randint(110, 240), rng.randint(90, 200), rng.choice(style.lawns)
            if all(
                x > right + _APART or x + wide + _APART < left or y > bottom + _APART or y + high + _APART < top
                for left, top, right, bottom in lawns
            ):
                canvas.rectangle(x, y, wide, high, colour, 26)
                lawns.append((x, y, x + wide, y + high))
        _river(canvas, rng, style)
        return
    land = Land(plan, 0 if plan.network.look == "town" else 2)  # Towns keep to `_APART`.
    if plan.network.look == "park":
        for _ in range(9):
            x, y = rng.randrange(WIDTH), rng.randrange(HEIGHT)
            canvas.polygon(_blob(rng, x, y, rng.randint(120, 260), rng.randint(90, 200)), rng.choice(style.lawns))
        _ponds(canvas, rng, land, style, 2)
        _beds(canvas, rng, land, 60)
        _wood(canvas, rng, land, style, 200)
    elif plan.network.look == "zoo":
        _enclosures(canvas, rng, land, style, 12)
        _wood(canvas, rng, land, style, 90)
    else:
        _houses(canvas, rng, land, style)
        _wood(canvas, rng, land, style, 40)
