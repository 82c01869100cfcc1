"""Scenes where things stand in a line under the sky: street, square, harbour, beach, garden, market."""

from __future__ import annotations

import random
from typing import Final

from curation.draw.palette import mix
from curation.draw.scenery import backdrop as back
from curation.draw.scenery.graph import Item, Prop, Shape
from curation.draw.scenery.kinds import Asked, Kind, coloured_line, floor_of
from curation.draw.scenery.themes import Theme

_LINE: Final[tuple[Asked, ...]] = ("count", "count_side", "order", "neighbour", "between", "sequence", "tallest")
_ALIKE: Final[tuple[Asked, ...]] = ("count", "count_side", "order", "neighbour", "between", "sequence")
_MUTED: Final = ((208, 132, 112), (222, 190, 124), (128, 164, 150), (122, 146, 178), (238, 226, 208))


def _street(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = floor_of(cast)
    behind = [
        *back.sky(rng, theme, floor),
        *back.clouds(rng, theme, 10, 250),
        *back.gulls(rng, mix(theme.sky[0], (40, 50, 70), 0.5), 3, 60, 260),
        # No skyline: houses are counted and compared here.
        *back.peaks(rng, theme, floor, 400),
        *back.hills(rng, theme, floor - 24),
        *back.strewn(
            rng, theme, ("tree_round", "tree_poplar"), theme.foliage, 6, (floor - 6, floor - 2), (90, 150)
        ),
    ]
    pavement = [back.ridge(rng, theme.path[0], floor - 10, 2, 200)]
    asphalt = [mix(theme.path[1], (70, 74, 90), share) for share in (0.45, 0.6)]
    road = back.waves(rng, asphalt, floor + 34, 44, 9)
    green = back.strewn(rng, theme, ("bush", "blossom", "tuft"), _MUTED, 9, (floor + 34, floor + 44), (24, 40))
    dashes = [
        Shape("rect", (x, floor + 84 + rng.randint(-3, 3), 64, 9), mix(theme.path[0], (255, 255, 255), 0.4), size=4)
        for x in back.spread(rng, 6, 0, back.WIDTH)
    ]
    cars = back.strewn(rng, theme, ("car",), _MUTED, 2, (floor + 104, 768), (58, 66))
    return [*behind, *pavement, *cast, *road, *dashes, *green, *cars]


def _square(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = floor_of(cast)
    horizon = floor - 90
    behind = [
        *back.sky(rng, theme, horizon),
        *back.clouds(rng, theme, 10, 250),
        *back.skyline(rng, theme, horizon, 330),
        *back.waves(rng, theme.ground, horizon, 30, 6),
        *back.strewn(
            rng,
            theme,
            ("bush", "tree_round", "tree_poplar"),
            theme.foliage,
            8,
            (horizon + 4, horizon + 18),
            (80, 150),
        ),
        *back.waves(rng, theme.path, floor - 44, 36, 8),
    ]
    tints = (*_MUTED, theme.path[1], mix(theme.path[1], (90, 90, 100), 0.4))
    before = back.strewn(rng, theme, ("tuft", "pebble", "blossom"), tints, 14, (floor + 42, 772), (22, 44))
    return [*behind, *cast, *before]


def _harbour(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = floor_of(cast)
    horizon = floor - 150
    behind = [
        *back.sky(rng, theme, horizon),
        *back.clouds(rng, theme, 10, 260),
        *back.gulls(rng, (250, 250, 250), 5, 50, 300),
        *back.peaks(rng, theme, horizon, 230),
        back.ridge(rng, theme.hills[1], horizon - 14, 12, 110, horizon),
        *back.waves(rng, theme.water, horizon, 30, 8),
    ]
    foam = mix(theme.water[0], (255, 255, 255), 0.55)
    wakes: list[Item] = []
    for prop in cast:
        wakes += [prop, Prop("ripple", prop.x, prop.y + 8, 18, foam, rng.random() < 0.5)]
    before = [
        *back.strewn(rng, theme, ("ripple",), (foam,), 6, (floor + 34, 772), (16, 24)),
        *back.strewn(rng, theme, ("buoy",), (theme.sun, (208, 132, 112)), 4, (floor + 40, 768), (24, 36)),
    ]
    return [*behind, *wakes, *before]


def _beach(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = floor_of(cast)
    horizon, shore = floor - 190, floor - 84
    sand = (mix(theme.path[0], (250, 226, 170), 0.55), mix(theme.path[1], (240, 208, 146), 0.55))
    behind = [
        *back.sky(rng, theme, horizon),
        *back.clouds(rng, theme, 10, 280),
        *back.gulls(rng, (252, 252, 252), 4, 60, 320),
        *back.peaks(rng, theme, horizon + 8, 150),
        *back.waves(rng, theme.water, horizon, 26, 6),
        *back.strewn(rng, theme, ("boat_sloop",), ((248, 244, 236),), 3, (horizon + 26, horizon + 40), (44, 62)),
        *back.waves(rng, sand, shore, 40, 9),
    ]
    toys = back.strewn(rng, theme, ("starfish", "ball", "pebble", "tuft"), _MUTED, 12, (floor + 42, 772), (24, 42))
    return [*behind, *cast, *toys]


def _garden(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = floor_of(cast)
    soil = [mix(tint, (110, 84, 62), 0.55) for tint in theme.ground]
    behind = [
        *back.sky(rng, theme, floor - 60),
        *back.clouds(rng, theme, 10, 260),
        *back.hills(rng, theme, floor - 60),
        *back.waves(rng, theme.ground, floor - 64, 34, 7),
        *back.strewn(rng, theme, ("fence",), (theme.cloud, theme.wood[0]), 5, (floor - 34, floor - 22), (66, 76)),
        *back.waves(rng, soil, floor - 16, 38, 8),
    ]
    # No blossoms: they would be flowers, which are counted here.
    before = back.strewn(rng, theme, ("tuft", "bush", "pebble"), _MUTED, 16, (floor + 46, 776), (24, 48))
    return [*behind, *cast, *before]


def _market(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = floor_of(cast)
    stones = [mix(tint, (150, 140, 140), 0.25) for tint in theme.path]
    behind = [
        *back.sky(rng, theme, floor - 40),
        *back.clouds(rng, theme, 10, 200),
        *back.skyline(rng, theme, floor - 40, 360),
        *back.bunting(rng, _MUTED, rng.randint(140, 190)),
        *back.strewn(rng, theme, ("tree_round",), theme.foliage, 4, (floor - 38, floor - 34), (150, 230)),
        # Taller than any stall, so that one that stands before it leaves the lamp itself to be seen.
        *back.strewn(rng, theme, ("lamp_post",), ((84, 92, 108),), 4, (floor - 33, floor - 30), (300, 340)),
        *back.waves(rng, stones, floor - 44, 36, 6),
    ]
    tints = (*_MUTED, mix(stones[1], (80, 80, 90), 0.3))
    before = back.strewn(rng, theme, ("pebble", "tuft", "blossom", "bush"), tints, 12, (floor + 42, 772), (22, 44))
    return [*behind, *cast, *before]


_HOUSES = ("house_gable", "house_flat", "house_step", "house_steep")
_PEOPLE = ("person_coat", "person_dress", "person_jumper", "person_elder")
_BOATS = ("boat_sloop", "boat_lugger")
_FLOWERS = ("flower_tulip", "flower_daisy", "flower_bell")
_STALLS = ("stall_striped", "stall_domed", "stall_peaked")

KINDS: Final = (
    Kind(
        name="street",
        noun="house",
        plural="houses",
        asks=_LINE,
        most=8,
        cast=coloured_line("house", "the {} house", _HOUSES, (230, 400), (610, 650), ("church", "church", 430)),
        stage=_street,
    ),
    Kind(
        name="square",
        noun="person",
        plural="people",
        asks=_LINE,
        most=8,
        cast=coloured_line(
            "person", "the person in {}", _PEOPLE, (270, 410), (650, 690), ("windmill", "windmill", 420)
        ),
        stage=_square,
    ),
    Kind(
        name="harbour",
        noun="sailing boat",
        plural="sailing boats",
        asks=_LINE,
        most=7,
        cast=coloured_line(
            "sailing boat",
            "the boat with the {} sail",
            _BOATS,
            (190, 340),
            (620, 660),
            ("lighthouse", "lighthouse", 420),
            sway=26,
        ),
        stage=_harbour,
    ),
    Kind(
        name="beach",
        noun="parasol",
        plural="parasols",
        asks=_LINE,
        most=7,
        cast=coloured_line(
            "parasol",
            "the {} parasol",
            ("parasol", "parasol_peaked"),
            (190, 310),
            (640, 690),
            ("palm", "palm", 400),
        ),
        stage=_beach,
    ),
    Kind(
        name="garden",
        noun="flower",
        plural="flowers",
        asks=_LINE,
        most=8,
        cast=coloured_line(
            "flower", "the {} flower", _FLOWERS, (240, 420), (650, 690), ("windmill", "windmill", 440)
        ),
        stage=_garden,
    ),
    Kind(
        name="market",
        noun="stall",
        plural="stalls",
        asks=_ALIKE,
        most=7,
        cast=coloured_line(
            "stall",
            "the stall with the {} roof",
            _STALLS,
            (230, 270),
            (640, 680),
            ("fountain", "fountain", 330),
            sway=12,
        ),
        stage=_market,
    ),
)
"""Kinds of scenes where things stand in a line under the sky."""
