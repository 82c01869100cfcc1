"""Scenes under the sky: a street, a square full of people, a harbour."""

from __future__ import annotations

import random
from typing import Final

from curation.draw.palette import mix
from curation.draw.scenery import backdrop as back
from curation.draw.scenery.graph import Item, Prop, Shape
from curation.draw.scenery.kinds import Asked, Kind, coloured_line, floor_of
from curation.draw.scenery.themes import Theme

_LINE: Final[tuple[Asked, ...]] = ("count", "count_side", "order", "neighbour", "between", "sequence", "tallest")


def _street(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = floor_of(cast)
    behind = [
        *back.sky(rng, theme, floor),
        *back.clouds(rng, theme, 4, 20, 250),
        *back.gulls(rng, mix(theme.sky[0], (40, 50, 70), 0.5), 3, 60, 260),
        *back.hills(rng, theme, floor),
    ]
    pavement = [back.ridge(rng, theme.path[0], floor - 10, 2, 200)]
    kerb = back.waves(rng, [mix(theme.path[1], (70, 74, 90), share) for share in (0.45, 0.55)], floor + 34, 44, 7)
    before = back.strewn(rng, ("bush", "blossom", "tuft"), theme.foliage, 5, (floor + 22, floor + 34), (22, 34))
    dashes = [
        Shape("rect", (x, floor + 84 + rng.randint(-3, 3), 64, 9), mix(theme.path[0], (255, 255, 255), 0.4), size=4)
        for x in back.spread(rng, 6, 0, back.WIDTH)
    ]
    return [*behind, *pavement, *cast, *kerb, *dashes, *before]


def _square(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = floor_of(cast)
    horizon = floor - 90
    behind = [
        *back.sky(rng, theme, horizon),
        *back.clouds(rng, theme, 4, 16, 230),
        *back.hills(rng, theme, horizon),
        *back.waves(rng, theme.ground, horizon, 30, 6),
        *back.strewn(rng, ("bush", "tree_round"), theme.foliage, 5, (horizon + 4, horizon + 16), (70, 110)),
        *back.waves(rng, theme.path, floor - 44, 36, 8),
    ]
    before = back.strewn(
        rng, ("tuft", "pebble", "blossom"), (*theme.foliage[:2], theme.path[1]), 9, (floor + 24, 770), (18, 34)
    )
    return [*behind, *cast, *before]


def _harbour(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = floor_of(cast)
    horizon = floor - 150
    behind = [
        *back.sky(rng, theme, horizon),
        *back.clouds(rng, theme, 5, 16, 240),
        *back.gulls(rng, (250, 250, 250), 4, 50, 300),
        back.ridge(rng, theme.hills[0], horizon - 40, 30, 150, horizon),
        back.ridge(rng, theme.hills[1], horizon - 8, 10, 110, horizon),
        *back.waves(rng, theme.water, horizon, 34, 8),
    ]
    foam = mix(theme.water[0], (255, 255, 255), 0.55)
    wakes: list[Item] = []
    for prop in cast:
        wakes += [prop, Prop("ripple", prop.x, prop.y + 8, 18, foam, rng.random() < 0.5)]
    before = back.strewn(rng, ("ripple",), (foam, theme.water[0]), 8, (floor + 30, 772), (10, 16))
    return [*behind, *wakes, *before]


KINDS: Final = (
    Kind(
        "street",
        "house",
        "houses",
        _LINE,
        8,
        coloured_line(
            "house",
            "the {} house",
            ("house_gable", "house_flat", "house_step", "house_steep"),
            (230, 400),
            (610, 650),
            ("church", "church", 430),
        ),
        _street,
    ),
    Kind(
        "square",
        "person",
        "people",
        _LINE,
        8,
        coloured_line(
            "person",
            "the person in {}",
            ("person_coat", "person_dress", "person_jumper", "person_elder"),
            (270, 410),
            (650, 690),
            ("tree_round", "tree", 470),
        ),
        _square,
    ),
    Kind(
        "harbour",
        "sailing boat",
        "sailing boats",
        _LINE,
        7,
        coloured_line(
            "sailing boat",
            "the boat with the {} sail",
            ("boat_sloop", "boat_lugger"),
            (180, 320),
            (620, 660),
            ("lighthouse", "lighthouse", 420),
            sway=26,
        ),
        _harbour,
    ),
)
"""Kinds of scenes under the sky."""
