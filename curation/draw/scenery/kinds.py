"""What a kind of scene is, and the line-up that most of them share.

A scene is made in two steps: the cast (what a question may speak of, and where it stands), and the stage around it.
A cast costs little, so that many can be tried until one makes a good question; the stage is set once.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from curation.draw.scenery.backdrop import WIDTH
from curation.draw.scenery.graph import SHEET, Item, Prop, Role
from curation.draw.scenery.themes import NAMED, Theme
from curation.draw.sprites import sheet

Asked = Literal["count", "count_side", "order", "neighbour", "between", "sequence", "tallest", "vertical"]
"""What a question may ask of a scene."""

MARGIN = 22
_GAP = 12

PLAIN = (240, 240, 240)
"""Body colour of what has none."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a cast must offer.

    Attributes:
        asked: What the question will ask.
        number: How many actors, without the landmark.
        left: How many of them stand to the left of the landmark; `None` where there is no landmark.
    """

    asked: Asked
    number: int
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of scene.

    Attributes:
        name: Lower-case name.
        noun: What a question calls one actor.
        plural: What it calls many.
        asks: What may be asked of it.
        most: How many actors have room.
        cast: Places the actors.
        stage: Puts everything else behind and before them.
        reach: How a question calls the actor that is greatest in height, and the least; a kind without the latter
            is compared by how high its actors are, not by how tall.
    """

    name: str
    noun: str
    plural: str
    asks: tuple[Asked, ...]
    most: int
    cast: Callable[[random.Random, Ask], list[Prop]]
    stage: Callable[[random.Random, Theme, list[Prop]], list[Item]]
    reach: tuple[str, str | None] = ("tallest", "shortest")


def words(rng: random.Random, ask: Ask) -> list[str]:
    """Colours for the actors: no two alike, unless they are only counted."""
    if ask.asked in ("count", "count_side"):
        return rng.choices(list(NAMED), k=ask.number)
    return rng.sample(list(NAMED), ask.number)


def assorted(rng: random.Random, names: Sequence[str], number: int) -> list[str]:
    """Draw `number` names, none much more often than another."""
    found: list[str] = []
    while len(found) < number:
        found += rng.sample(list(names), len(names))
    return found[:number]


def heights(rng: random.Random, number: int, low: int, high: int) -> list[int]:
    """Heights between `low` and `high`, evenly apart and in random order, so that the tallest is plain to see."""
    step = (high - low) / max(1, number - 1)
    found = [round(low + step * place) for place in range(number)]
    rng.shuffle(found)
    return found


def line_up(
    rng: random.Random, sprites: Sequence[str], tall: Sequence[int], left: int = MARGIN, right: int = WIDTH - MARGIN
) -> tuple[list[int], list[int]]:
    """Stand sprites in a line, with uneven gaps between them; all shrink alike where they have no room.

    Returns:
        The middle and the height of each, in pixels.
    """
    aspects = [sheet(SHEET)[sprite].aspect for sprite in sprites]
    room = right - left - _GAP * (len(sprites) - 1)
    wanted = sum(round(aspect * height) for aspect, height in zip(aspects, tall, strict=True))
    share = rng.randint(84, 100)
    if wanted * 100 > room * share:
        tall = [height * room * share // (wanted * 100) for height in tall]
    widths = [round(aspect * height) for aspect, height in zip(aspects, tall, strict=True)]
    free = max(0, room - sum(widths))
    cuts = sorted(rng.randint(0, free) for _ in sprites)
    middles: list[int] = []
    x, before = left, 0
    for width, cut in zip(widths, cuts, strict=True):
        # Half of the free room is shared evenly: chance alone would push some together and leave holes.
        x += (cut - before) // 2 + free // 2 // (len(sprites) + 1)
        before = cut
        middles.append(x + width // 2)
        x += width + _GAP
    return middles, list(tall)


def coloured_line(
    noun: str,
    label: str,
    sprites: Sequence[str],
    size: tuple[int, int],
    base: tuple[int, int],
    landmark: tuple[str, str, int],
    sway: int = 0,
) -> Callable[[random.Random, Ask], list[Prop]]:
    """A cast that stands in a line and is told apart by colour.

    Args:
        noun: What one is called.
        label: How one is named, with `{}` for its colour.
        sprites: What they may look like.
        size: Least and greatest height in pixels.
        base: Least and greatest height of the line on which they stand.
        landmark: Sprite, noun and height of what some questions count beside; it has colours of its own.
        sway: How far each may stand above or below that line, where heights are not compared.
    """

    def cast(rng: random.Random, ask: Ask) -> list[Prop]:
        roles = [Role(noun, word, label.format(word)) for word in words(rng, ask)]
        drawn = assorted(rng, sprites, ask.number)
        tall = heights(rng, ask.number, *size)
        colours = [NAMED[role.word] for role in roles]
        if ask.left is not None:
            sprite, name, height = landmark
            roles.insert(ask.left, Role(name, name, f"the {name}"))
            drawn.insert(ask.left, sprite)
            tall.insert(ask.left, height)
            colours.insert(ask.left, PLAIN)
        middles, tall = line_up(rng, drawn, tall)
        line = rng.randint(*base)
        swing = 0 if ask.asked == "tallest" else sway
        return [
            Prop(sprite, x, line + rng.randint(-swing, swing), height, colour, rng.random() < 0.5, role)
            for sprite, x, height, colour, role in zip(drawn, middles, tall, colours, roles, strict=True)
        ]

    return cast


def afloat(
    noun: str, label: str, sprites: Sequence[str], size: tuple[int, int], levels: tuple[int, int]
) -> Callable[[random.Random, Ask], list[Prop]]:
    """A cast that floats at various levels and is told apart by colour.

    Args:
        noun: What one is called.
        label: How one is named, with `{}` for its colour.
        sprites: What they may look like.
        size: Least and greatest height in pixels.
        levels: Where the upper end of the highest and of the lowest may be.
    """

    def cast(rng: random.Random, ask: Ask) -> list[Prop]:
        roles = [Role(noun, word, label.format(word)) for word in words(rng, ask)]
        drawn = assorted(rng, sprites, ask.number)
        middles, tall = line_up(rng, drawn, [rng.randint(*size) for _ in roles])
        tops = heights(rng, ask.number, levels[0], levels[1])
        return [
            Prop(sprite, x, top + height, height, NAMED[role.word], rng.random() < 0.5, role)
            for sprite, x, top, height, role in zip(drawn, middles, tops, tall, roles, strict=True)
        ]

    return cast


def kinds_line(
    noun: str, widths: Mapping[str, int], base: tuple[int, int], landmark: tuple[str, str, int], sway: int
) -> Callable[[random.Random, Ask], list[Prop]]:
    """A cast that stands in a line and is told apart by what it is.

    Args:
        noun: What one is called.
        widths: For each sprite, whose name is its word, its width in pixels.
        base: Least and greatest height of the line on which they stand.
        landmark: Sprite, noun and height of what some questions count beside.
        sway: How far each may stand above or below that line.
    """

    def cast(rng: random.Random, ask: Ask) -> list[Prop]:
        counted = ask.asked in ("count", "count_side")
        drawn = rng.choices(list(widths), k=ask.number) if counted else rng.sample(list(widths), ask.number)
        roles = [Role(noun, sprite, f"the {sprite}") for sprite in drawn]
        tall = [
            round(widths[sprite] * rng.randint(90, 110) / 100 / sheet(SHEET)[sprite].aspect) for sprite in drawn
        ]
        if ask.left is not None:
            sprite, name, height = landmark
            roles.insert(ask.left, Role(name, name, f"the {name}"))
            drawn.insert(ask.left, sprite)
            tall.insert(ask.left, height)
        middles, tall = line_up(rng, drawn, tall)
        line = rng.randint(*base)
        return [
            Prop(sprite, x, line + rng.randint(-sway, sway), height, PLAIN, rng.random() < 0.5, role)
            for sprite, x, height, role in zip(drawn, middles, tall, roles, strict=True)
        ]

    return cast


def floor_of(cast: Sequence[Prop]) -> int:
    """Where the nearest actor stands."""
    return max(prop.y for prop in cast)
