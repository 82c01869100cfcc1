"""Scenes between walls: shelves and a room, where things stand above one another."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from curation.draw.palette import mix
from curation.draw.scenery import backdrop as back
from curation.draw.scenery.graph import SHEET, Item, Prop, Role, Shape
from curation.draw.scenery.kinds import PLAIN, Ask, Kind, floor_of, line_up
from curation.draw.scenery.themes import Theme
from curation.draw.sprites import sheet

_KEPT: Final = ("vase", "clock", "globe", "teapot", "cactus", "lamp", "radio", "camera", "candle", "books")
_HUNG: Final = ("picture", "mirror", "window", "guitar", "calendar")
_STOOD: Final = ("sofa", "armchair", "plant", "cupboard", "piano", "lamp")
_MUTED: Final = ((208, 132, 112), (222, 190, 124), (128, 164, 150), (122, 146, 178))


def _thing(sprite: str, x: int, y: int, height: int, mirror: bool) -> Prop:
    return Prop(sprite, x, y, height, PLAIN, mirror, Role("object", sprite, f"the {sprite}"))


def _fit(sprites: Sequence[str], height: int, width: int) -> int:
    """A height of at most `height`, at which none of the sprites is wider than `width`.

    All things of a picture that a question may confuse get one height: were it each its own, some would more often
    than others stand so that a cut runs above them, and be the answer more often.
    """
    return min(height, *(int(width / sheet(SHEET)[sprite].aspect) for sprite in sprites))


def _on_shelves(rng: random.Random, ask: Ask) -> list[Prop]:
    rows, columns = (2, 3) if ask.number < 6 else rng.choice(((2, 4), (3, 3)))
    boards = {
        2: (rng.randint(330, 400), rng.randint(670, 730)),
        3: (rng.randint(215, 275), rng.randint(430, 520), rng.randint(680, 735)),
    }[rows]
    tall = 240 if rows == 2 else 160
    things = iter(rng.sample(_KEPT, rows * columns))
    step = back.WIDTH // columns
    height = _fit(_KEPT, rng.randint(tall - 30, tall), step - 24)
    cast: list[Prop] = []
    middles = [step * place + step // 2 + rng.randint(-24, 24) for place in range(columns)]
    for board in boards:
        for middle in middles:
            sprite = next(things)
            cast.append(_thing(sprite, middle + rng.randint(-8, 8), board, height, rng.random() < 0.5))
    return cast


def _shelves(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    light = (rng.randint(150, back.WIDTH - 150), rng.randint(-60, 200))
    items: list[Item] = [*back.rings(rng, *theme.wall, light, back.HEIGHT)]
    items += back.bunting(rng, _MUTED, rng.randint(16, 40))
    for board in sorted({prop.y for prop in cast}):
        for place in back.spread(rng, 4, 30, back.WIDTH - 30):
            items.append(
                Shape("polygon", (place, board + 14, place + 16, board + 14, place + 4, board + 52), theme.wood[1])
            )
        items.append(Shape("rect", (-10, board, back.WIDTH + 20, 18), theme.wood[0]))
        items.append(Shape("rect", (-10, board + 13, back.WIDTH + 20, 6), theme.wood[1]))
        for place in back.spread(rng, 6, 0, back.WIDTH):
            items.append(Shape("rect", (place, board + 5, rng.randint(30, 80), 3), mix(*theme.wood, 0.4)))
    return [*items, *cast]


def _in_room(rng: random.Random, _: Ask) -> list[Prop]:
    columns = 4
    stood, hung = rng.sample(_STOOD, columns), rng.sample(_HUNG, columns)
    floor = rng.randint(620, 660)
    rail = rng.randint(235, 400)
    tall = floor - rail - rng.randint(26, 60)
    middles, heights = line_up(rng, stood, [tall] * columns, 40, back.WIDTH - 40)
    size = _fit(_HUNG, min(rail - 60, rng.randint(170, 220)), 210)
    cast: list[Prop] = []
    for sprite, above, x, height in zip(stood, hung, middles, heights, strict=True):
        cast.append(_thing(sprite, x, floor, height, rng.random() < 0.5))
        cast.append(_thing(above, x + rng.randint(-6, 6), rail + rng.randint(-14, 4), size, mirror=False))
    return cast


def _room(rng: random.Random, theme: Theme, cast: list[Prop]) -> list[Item]:
    floor = floor_of(cast)
    light = (rng.randint(150, back.WIDTH - 150), rng.randint(-40, 260))
    boards = [mix(theme.floor[0], theme.floor[1], share) for share in (0.0, 0.55, 1.0)]
    carpet = mix(theme.wall[0], rng.choice(_MUTED), 0.5)
    middle, half = rng.randint(360, 600), rng.randint(270, 340)
    rug = [
        Shape(
            "ellipse",
            (middle, floor + 62, half - 30 * ring, 50 - 9 * ring),
            mix(carpet, (255, 250, 240), 0.2 * (ring % 2)),
        )
        for ring in range(4)
    ]
    return [
        *back.rings(rng, *theme.wall, light, floor - 30),
        *back.bunting(rng, _MUTED, rng.randint(14, 30)),
        Shape("rect", (0, floor - 46, back.WIDTH, 18), mix(theme.wall[1], (255, 255, 255), 0.5)),
        *back.waves(rng, boards, floor - 30, 30, 3),
        *rug,
        *cast,
        *back.strewn(rng, theme, ("ball", "books", "car"), _MUTED, 6, (floor + 50, 774), (30, 48)),
    ]


KINDS: Final = (
    Kind(
        name="shelf",
        noun="object",
        plural="objects",
        asks=("vertical",),
        most=10,
        cast=_on_shelves,
        stage=_shelves,
    ),
    Kind(
        name="room",
        noun="object",
        plural="objects",
        asks=("vertical",),
        most=8,
        cast=_in_room,
        stage=_room,
    ),
)
"""Kinds of scenes between walls."""
