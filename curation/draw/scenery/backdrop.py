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
_PLANTS = ("tuft", "bush", "tree_", "seaweed")


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


def clouds(rng: random.Random, theme: Theme, top: int, bottom: int) -> list[Item]:
    """Clouds, one in each stretch of sky about as large as a small tile; now and then one is left out."""
    items: list[Item] = []
    rows = max(1, (bottom - top) // 125)
    for row in range(rows):
        low = top + (bottom - top) * row // rows
        for place in spread(rng, 5, 0, WIDTH):
            if rng.random() < 0.12:
                continue
            height = rng.randint(36, 72)
            # Deeper in the sky than the light, so that it is seen against every ring.
            share = rng.choice((0, 8, 16, 30)) / 100
            y = low + rng.randint(height // 2, max(height // 2, (bottom - top) // rows))
            colour = mix(theme.cloud, theme.sky[0], share)
            items.append(
                Prop(rng.choice(("cloud_long", "cloud_puff")), place, y, height, colour, rng.random() < 0.5)
            )
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


def skyline(rng: random.Random, theme: Theme, base: int, tall: int) -> list[Item]:
    """A far town: pale blocks with a few lit windows, up to `tall` pixels above `base`."""
    items: list[Item] = []
    x = -rng.randint(0, 60)
    while x < WIDTH:
        width, height = rng.randint(64, 118), rng.randint(tall // 2, tall)
        tint = mix(theme.sky[0], theme.hills[0], rng.randint(20, 80) / 100)
        items.append(Shape("rect", (x, base - height, width, height), tint))
        roof = rng.randrange(3)
        if roof == 0:
            peak = (x + width // 2, base - height - rng.randint(26, 54))
            items.append(Shape("polygon", pairs([(x, base - height), peak, (x + width, base - height)]), tint))
        elif roof == 1:
            items.append(Shape("rect", (x + width // 4, base - height - 24, width // 2, 26), tint))
        lit = mix(tint, theme.sun, 0.45)
        for row in range(3):
            for column in range(2):
                if rng.random() < 0.6:
                    at = (x + width // 6 + column * width // 2, base - height + 18 + row * 44, width // 5, 24)
                    items.append(Shape("rect", at, lit))
        x += width + rng.randint(-6, 30)
    return items


def peaks(rng: random.Random, theme: Theme, base: int, tall: int) -> list[Item]:
    """Far mountains with snow on them, up to `tall` pixels above `base`."""
    items: list[Item] = []
    for place in spread(rng, 5, -40, WIDTH + 40):
        # In threes, so that the lower corners of the snow lie on the slopes.
        height, half = 3 * rng.randint(tall // 6, tall // 3), 3 * rng.randint(44, 66)
        tint = mix(theme.hills[0], theme.sky[0], rng.randint(10, 60) / 100)
        top = (place, base - height)
        items.append(Shape("polygon", pairs([top, (place + half, base), (place - half, base)]), tint))
        side = pairs([top, (place + half, base), (place + half // 4, base)])
        items.append(Shape("polygon", side, mix(tint, (40, 50, 80), 0.1)))
        down, out = height // 3, half // 3
        cap = [top, (place + out, top[1] + down), (place + out // 3, top[1] + down * 3 // 4)]
        cap += [(place, top[1] + down), (place - out // 2, top[1] + down * 3 // 4), (place - out, top[1] + down)]
        items.append(Shape("polygon", pairs(cap), mix(theme.cloud, tint, 0.12)))
    return items


def bunting(rng: random.Random, tints: Sequence[RGB], top: int) -> list[Item]:
    """A string of little flags across the whole width."""
    sag = rng.randint(26, 48)
    bends = [(x, top + (sag if place % 2 else 0)) for place, x in enumerate(range(-120, WIDTH + 241, 120))]
    items: list[Item] = [Shape("line", pairs(bends), (120, 108, 100), smooth=True, size=3)]
    for x in range(14, WIDTH, 40):
        y = top + round(sag * (1 - math.cos(math.pi * (x + 120) / 120)) / 2)
        flag = [(x - 13, y), (x + 13, y), (x, y + rng.randint(28, 36))]
        items.append(Shape("polygon", pairs(flag), rng.choice(tints)))
    return items


def strewn(
    rng: random.Random,
    theme: Theme,
    names: Sequence[str],
    tints: Sequence[RGB],
    number: int,
    rows: tuple[int, int],
    size: tuple[int, int],
) -> list[Item]:
    """Small things strewn over the ground, the far ones first.

    Args:
        rng: Source of chance.
        theme: Gives plants their colour.
        names: Sprites.
        tints: Colours of what is no plant.
        number: How many.
        rows: Least and greatest height of the ground they stand on.
        size: Least and greatest height in pixels.
    """
    items: list[Prop] = []
    for x in spread(rng, number, 0, WIDTH):
        name = rng.choice(names)
        colour = rng.choice(theme.foliage if name.startswith(_PLANTS) else tints)
        items.append(Prop(name, x, rng.randint(*rows), rng.randint(*size), colour, rng.random() < 0.5))
    return [*sorted(items, key=lambda prop: prop.y)]
