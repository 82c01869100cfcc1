"""What stands behind: skies, hills, ground, water, walls. Every stretch differs from its neighbours.

A flat sky would make tiles that nobody could tell apart; so the light spreads in rings, and ground and water in
waves. The rings' edges cross every tile.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from curation.draw.palette import RGB, mix
from curation.draw.scenery.graph import Item, Prop, Shape, pairs
from curation.draw.scenery.themes import Theme

WIDTH = 960
HEIGHT = 780
_BEYOND = 90
_RING = 56


def rings(rng: random.Random, far: RGB, near: RGB, centre: tuple[int, int], bottom: int) -> list[Shape]:
    """Light spreading in rings around `centre`, over the whole width, down to `bottom`.

    The rings are round near the light and waver farther away: a true circle would run along some cuts instead of
    crossing them.
    """
    reach = max(math.hypot(x - centre[0], y - centre[1]) for x in (0, WIDTH) for y in (0, bottom))
    radii = [rng.randint(90, 110)]
    while radii[-1] < reach:
        radii.append(radii[-1] + rng.randint(_RING - 10, _RING + 10))
    shapes = [Shape("rect", (0, 0, WIDTH, bottom), far)]
    for place in reversed(range(len(radii))):
        shapes.append(_blob(rng, centre, radii[place], min(30, 5 * place), mix(near, far, place / len(radii))))
    return shapes


def _blob(rng: random.Random, centre: tuple[int, int], radius: int, waver: int, fill: RGB) -> Shape:
    """A disc whose rim wavers by up to `waver` pixels."""
    count = max(12, radius // 20)
    points = []
    for place in range(count):
        turn, away = 2 * math.pi * place / count, radius + rng.randint(-waver, waver)
        points.append((round(centre[0] + away * math.cos(turn)), round(centre[1] + away * math.sin(turn))))
    return Shape("polygon", pairs(points), fill, smooth=True)


def sky(rng: random.Random, theme: Theme, bottom: int) -> list[Item]:
    """Sky with a sun low or high, and clouds."""
    centre = (rng.randint(120, WIDTH - 120), rng.randint(70, max(80, bottom - 130)))
    items: list[Item] = [*rings(rng, *theme.sky, centre, bottom)]
    items.append(Shape("ellipse", (*centre, 46, 46), theme.sun))
    return items


def clouds(rng: random.Random, theme: Theme, number: int, top: int, bottom: int) -> list[Item]:
    """Clouds spread over the width, none beside another at one height."""
    items: list[Item] = []
    for place in spread(rng, number, 0, WIDTH):
        height = rng.randint(40, 74)
        share = rng.randint(0, 30) / 100
        colour = mix(theme.cloud, theme.sky[0], share)
        y = rng.randint(top + height, max(bottom, top + height))
        items.append(Prop(rng.choice(("cloud_long", "cloud_puff")), place, y, height, colour, rng.random() < 0.5))
    return items


def gulls(rng: random.Random, colour: RGB, number: int, top: int, bottom: int) -> list[Item]:
    """Birds in the sky."""
    return [
        Prop("gull", place, rng.randint(top, bottom), rng.randint(12, 20), colour)
        for place in spread(rng, number, 40, WIDTH - 40)
    ]


def spread(rng: random.Random, number: int, left: int, right: int) -> list[int]:
    """Places along a line, one in each of `number` equal pieces, in random order."""
    step = (right - left) / number
    places = [round(left + step * (index + rng.randint(12, 88) / 100)) for index in range(number)]
    rng.shuffle(places)
    return places


def ridge(rng: random.Random, colour: RGB, top: int, rise: int, step: int, bottom: int = HEIGHT) -> Shape:
    """A wavy edge over the whole width, filled down to `bottom`.

    Args:
        rng: Source of chance.
        colour: Fill.
        top: Middle height of the edge.
        rise: How far the edge leaves it.
        step: Distance of the bends.
        bottom: Where the filling may end.
    """
    points = [(x, top + rng.randint(-rise, rise)) for x in range(-_BEYOND, WIDTH + _BEYOND + step, step)]
    right = points[-1][0]
    low = bottom + _BEYOND
    return Shape("polygon", pairs([*points, (right + _BEYOND, low), (-2 * _BEYOND, low)]), colour, smooth=True)


def waves(rng: random.Random, tints: Sequence[RGB], top: int, step: int, rise: int) -> list[Item]:
    """Ground or water: bands with wavy upper edges, from `top` down."""
    items: list[Item] = []
    y, place = top, 0
    while y < HEIGHT + rise:
        items.append(
            ridge(rng, tints[place % len(tints)], y, rise if place else min(rise, 5), rng.randint(90, 150))
        )
        y += rng.randint(step - 8, step + 8)
        place += 1
    return items


def hills(rng: random.Random, theme: Theme, horizon: int) -> list[Item]:
    """Two ranges of hills above the horizon, with trees on the near one."""
    items: list[Item] = [ridge(rng, theme.hills[0], horizon - 84, 44, 170, horizon)]
    for place in spread(rng, 5, 0, WIDTH):
        colour = mix(theme.hills[1], theme.foliage[2], 0.35)
        items.append(
            Prop(
                rng.choice(("tree_poplar", "tree_round", "tree_pine")), place, horizon, rng.randint(70, 120), colour
            )
        )
    items.append(ridge(rng, theme.hills[1], horizon - 22, 16, 120, horizon))
    return items


def strewn(
    rng: random.Random,
    names: Sequence[str],
    colours: Sequence[RGB],
    number: int,
    rows: tuple[int, int],
    size: tuple[int, int],
) -> list[Item]:
    """Small things strewn over the ground, the far ones first."""
    items = [
        Prop(rng.choice(names), x, rng.randint(*rows), rng.randint(*size), rng.choice(colours), rng.random() < 0.5)
        for x in spread(rng, number, 0, WIDTH)
    ]
    return [*sorted(items, key=lambda prop: prop.y)]
