"""Scenes that are neither a line of coloured things nor a room: balloons, the sea, a train, a farm."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Final

from curation.draw.palette import mix
from curation.draw.scenery import backdrop as back
from curation.draw.scenery.graph import SHEET, Item, Prop, Role, Shape
from curation.draw.scenery.kinds import MARGIN, PLAIN, Ask, Kind, afloat, assorted, floor_of, kinds_line, words
from curation.draw.scenery.themes import NAMED, Theme
from curation.draw.sprites import sheet

_MUTED: Final = ((222, 150, 128), (226, 198, 132), (150, 182, 168), (150, 170, 196))


def _balloons(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    horizon = rng.randint(650, 690)
    return [
        *back.sky(rng, theme, horizon),
        *back.clouds(rng, theme, 20, 560),
        *back.gulls(rng, mix(theme.sky[0], (40, 50, 70), 0.5), 6, 80, 520),
        *back.peaks(rng, theme, horizon, 200),
        *back.hills(rng, theme, horizon),
        *back.waves(rng, theme.ground, horizon, 34, 8),
        *back.strewn(rng, theme, ("bush", "tuft", "blossom", "pebble"), _MUTED, 14, (horizon + 20, 776), (28, 52)),
        *cast,
    ]


def _sea(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = rng.randint(660, 700)
    deep, light = mix(theme.water[2], (20, 60, 110), 0.35), mix(theme.water[0], (255, 255, 255), 0.35)
    glow = back.rings(rng, deep, light, (rng.randint(200, back.WIDTH - 200), -20), floor + 40)
    sand = [mix(tint, (216, 190, 150), 0.6) for tint in theme.path]
    rocks = [mix(deep, (90, 100, 130), 0.5), mix(deep, (120, 110, 140), 0.5)]
    return [
        *glow,
        *back.strewn(
            rng,
            theme,
            ("bubble",),
            (mix(light, deep, 0.25), mix(light, deep, 0.45)),
            16,
            (60, floor - 40),
            (16, 40),
        ),
        back.ridge(rng, mix(deep, theme.water[1], 0.3), floor - 70, 46, 130),
        *back.strewn(rng, theme, ("coral", "seaweed"), _MUTED, 7, (floor + 8, floor + 18), (100, 180)),
        *back.waves(rng, sand, floor, 34, 10),
        *back.strewn(
            rng,
            theme,
            ("seaweed", "coral", "shell", "pebble"),
            (*_MUTED, *rocks),
            13,
            (floor + 24, 774),
            (34, 66),
        ),
        *cast,
    ]


def _wagons(rng: random.Random, ask: Ask) -> list[Prop]:
    roles = [Role("wagon", word, f"the {word} wagon") for word in words(rng, ask)]
    drawn = assorted(rng, ("wagon_coach", "wagon_box", "wagon_tank", "wagon_mail"), ask.number)
    gap = rng.randint(9, 13)
    aspects = [sheet(SHEET)[name].aspect for name in drawn]
    engine = sheet(SHEET)["engine"].aspect
    room = back.WIDTH - 2 * MARGIN - gap * ask.number - rng.randint(0, 60)
    height = min(rng.randint(200, 230), int(room / (sum(aspects) + engine)))
    base = rng.randint(560, 640)
    free = room - int(height * (sum(aspects) + engine))
    x = MARGIN + rng.randint(0, max(0, free))
    cast: list[Prop] = []
    for place, (name, role, aspect) in enumerate(zip(drawn, roles, aspects, strict=True)):
        if place:
            x += gap
        width = round(height * aspect)
        cast.append(Prop(name, x + width // 2, base, height, NAMED[role.word], False, role))
        x += width
    return _turned(cast, rng)


def _turned(cast: list[Prop], rng: random.Random) -> list[Prop]:
    """Leave room for the engine: it stands before the right end, or all is moved to stand behind the left end."""
    if rng.random() < 0.5:
        return cast
    return [
        Prop(prop.sprite, back.WIDTH - prop.x, prop.y, prop.height, prop.colour, True, prop.role) for prop in cast
    ]


def _train(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = floor_of(cast)
    forward = not cast[0].mirror
    line = sorted(cast, key=lambda prop: prop.x)
    end = line[-1].box[2] if forward else line[0].box[0]
    reach = round(sheet(SHEET)["engine"].aspect * cast[0].height / 2) + 11
    engine = Prop("engine", round(end) + (reach if forward else -reach), floor, cast[0].height, PLAIN, not forward)
    couplings = [
        Shape(
            "rect", (round(a.box[2]) - 12, floor - a.height // 4, round(b.box[0] - a.box[2]) + 24, 6), (60, 64, 78)
        )
        for a, b in pairwise([*line, engine] if forward else [engine, *line])
    ]
    step = 1 if forward else -1
    smoke = [
        Shape(
            "ellipse",
            (
                engine.x + step * (engine.height // 3) - step * 46 * puff,
                floor - engine.height - 18 - 30 * puff,
                26 + 8 * puff,
                20 + 6 * puff,
            ),
            mix(theme.cloud, theme.sky[0], 0.1 * puff),
        )
        for puff in range(4)
    ]
    embankment = [mix(tint, (120, 104, 92), 0.45) for tint in theme.path]
    rails = [Shape("rect", (0, floor - 3, back.WIDTH, 7), (84, 84, 96))]
    sleepers = [
        Shape("rect", (x + rng.randint(-4, 4), floor + 4, 30, 9), (110, 84, 66)) for x in range(6, back.WIDTH, 52)
    ]
    return [
        *back.sky(rng, theme, floor),
        *back.clouds(rng, theme, 10, 260),
        *back.peaks(rng, theme, floor, 330),
        *back.hills(rng, theme, floor - 10),
        *back.waves(rng, theme.ground, floor - 40, 30, 7),
        back.ridge(rng, embankment[0], floor + 2, 2, 160),
        *sleepers,
        *rails,
        *couplings,
        engine,
        *smoke,
        *cast,
        *back.waves(rng, theme.ground, floor + 30, 36, 8),
        *back.strewn(
            rng,
            theme,
            ("tuft", "blossom", "bush", "pebble"),
            _MUTED,
            18,
            (floor + 50, 776),
            (28, 52),
        ),
    ]


def _farm(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = floor_of(cast)
    horizon = floor - 190
    near = [prop for prop in cast if prop.sprite != "barn"]
    return [
        *back.sky(rng, theme, horizon),
        *back.clouds(rng, theme, 10, 280),
        # No gulls: animals are counted here.
        *back.peaks(rng, theme, horizon, 180),
        *back.hills(rng, theme, horizon),
        *back.waves(rng, theme.ground, horizon, 34, 8),
        *back.strewn(
            rng,
            theme,
            ("fence", "tree_round", "tree_poplar", "bush"),
            theme.wood,
            8,
            (horizon + 20, horizon + 56),
            (60, 110),
        ),
        *(prop for prop in cast if prop.sprite == "barn"),
        *sorted(near, key=lambda prop: prop.y),
        *back.strewn(rng, theme, ("tuft", "blossom", "pebble", "bush"), _MUTED, 16, (floor + 44, 776), (24, 46)),
    ]


KINDS: Final = (
    Kind(
        name="sky",
        noun="balloon",
        plural="balloons",
        asks=("count", "order", "sequence", "tallest"),
        most=8,
        cast=afloat("balloon", "the {} balloon", ("balloon_plain", "balloon_banded"), (200, 270), (40, 330)),
        stage=_balloons,
        reach=("highest", None),
    ),
    Kind(
        name="sea",
        noun="fish",
        plural="fish",
        asks=("count", "order", "sequence", "tallest"),
        most=8,
        cast=afloat("fish", "the {} fish", ("fish_round", "fish_angel", "fish_long"), (120, 170), (90, 480)),
        stage=_sea,
        reach=("highest", None),
    ),
    Kind(
        name="train",
        noun="wagon",
        plural="wagons",
        asks=("count", "order", "neighbour", "between", "sequence"),
        most=8,
        cast=_wagons,
        stage=_train,
    ),
    Kind(
        name="farm",
        noun="animal",
        plural="animals",
        asks=("count", "count_side", "order", "neighbour", "between", "sequence"),
        most=7,
        cast=kinds_line(
            "animal",
            {"cow": 190, "pig": 165, "sheep": 165, "horse": 180, "hen": 130, "dog": 150, "cat": 130},
            (610, 660),
            ("barn", "barn", 330),
            sway=34,
        ),
        stage=_farm,
    ),
)
"""Kinds of scenes in the open that need a cast of their own."""
