"""Plan a puzzle without drawing it: scene, question, options and where each tile will lie."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import JsonValue

from curation.canonical import canonical_json
from curation.draw.palette import PALETTES
from curation.draw.scenery import HEIGHT, KINDS, NAMED, THEMES, WIDTH, Ask, Asked, Kind, Prop, Scene
from curation.models import Difficulty, Letter
from curation.puzzles.base import Discard, Palette, place
from curation.puzzles.tile_shuffle.levels import Level, level_of
from curation.puzzles.tile_shuffle.questions import MAKERS, Question, Setting
from curation.puzzles.tile_shuffle.shuffle import scatter

_CASTS = 1000
"""Casts tried for one question before the draw is given up."""

_LEAST = {"neighbour": 5, "between": 6, "vertical": 6}
"""Actors that a question needs to have four different answers, where the level would give fewer."""

_CELL = 12
"""Pixels by which places and heights must differ for two layouts to count as different."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A puzzle that has not been drawn yet.

    Attributes:
        scene: What will be drawn.
        question: What is asked about it.
        options: Four texts.
        permutation: Where the tiles will lie.
        level: Of which level it is.
        theme: Name of the scene's mood.
        asked: What kind of question it is.
        canonical: Equal for puzzles that a person would call the same.
        cast: The props that the question may speak of.
        about: Those of them that the answer rests on.
    """

    scene: Scene
    question: Question
    options: tuple[str, str, str, str]
    permutation: tuple[int, ...]
    level: Level
    theme: str
    asked: Asked
    canonical: JsonValue
    cast: tuple[Prop, ...]
    about: tuple[Prop, ...]


def plan(
    rng: random.Random, *, subtask: str, difficulty: Difficulty, key: Letter, palette: Palette = "standard"
) -> Plan:
    """Plan a puzzle.

    Raises:
        Discard: No cast made a question that needs more than one tile.
    """
    level = level_of(subtask, difficulty)
    kind = KINDS[rng.choice(sorted(KINDS))]
    asked = rng.choice([asked for asked in kind.asks if asked in level.asks])
    permutation = scatter(rng, level.grid)
    count, wrong = _numbers(rng, kind, asked, level)
    right = None if count is None else str(count)
    for _ in range(_CASTS):
        cast = kind.cast(rng, _ask(rng, kind, asked, level, count))
        setting = Setting(kind, level, cast, permutation)
        if right is None and setting.named_by_kind:
            # A large thing is cut more often than a small one; without this, it would be the answer more often.
            right = setting.label(rng.choice(setting.members))
        if not (setting.apart() and setting.clear_of_cuts()):
            continue
        questions = [
            question
            for question in MAKERS[asked](setting, rng)
            if (right is None or asked == "sequence" or question.right == right)
            and setting.spans_tiles(question.about)
        ]
        if questions:
            break
    else:
        raise Discard(f"no cast of {kind.name} made a question ({asked}) that needs more than one tile")
    question = rng.choice(questions)
    cast = [_toned(prop, palette) for prop in cast]
    theme = rng.choice(THEMES)
    return Plan(
        scene=Scene(kind.name, WIDTH, HEIGHT, tuple(kind.stage(rng, theme, cast))),
        question=question,
        options=place(question.right, (wrong or question.wrong)[:3], key, rng),
        permutation=permutation,
        level=level,
        theme=theme.name,
        asked=asked,
        canonical=layout_key(kind, cast, asked, question),
        cast=tuple(cast),
        about=tuple(cast[number] for number in question.about),
    )


def _toned(prop: Prop, palette: Palette) -> Prop:
    """Draw what is told apart by its colour in the palette's tone; the scenes' own are the standard ones."""
    tones = {} if palette == "standard" else PALETTES[palette]
    word = prop.role.word if prop.role else ""
    return replace(prop, colour=tones[word]) if word in tones and prop.colour == NAMED[word] else prop


def _numbers(rng: random.Random, kind: Kind, asked: Asked, level: Level) -> tuple[int | None, tuple[str, ...]]:
    """A number to be counted and the three wrong ones: four neighbours, of which each is right equally often."""
    if asked not in ("count", "count_side"):
        return None, ()
    least, most = level.least_count
    if asked == "count_side":
        least, most = 1, 2
    first = rng.randint(least, min(most, kind.most - 3))
    offered = list(range(first, first + 4))
    right = rng.choice(offered)
    return right, tuple(str(number) for number in offered if number != right)


def _ask(rng: random.Random, kind: Kind, asked: Asked, level: Level, count: int | None) -> Ask:
    if count is None:
        least = _LEAST.get(asked, 4)
        return Ask(asked, max(least, min(rng.randint(*level.actors), kind.most)))
    if asked == "count":
        return Ask(asked, count)
    other = rng.randint(1, max(1, min(3, kind.most - 1 - count)))
    return Ask(asked, count + other, rng.choice((count, other)))


def layout_key(kind: Kind, cast: Sequence[Prop], asked: Asked, question: Question) -> JsonValue:
    """What makes a puzzle its own: kind, layout up to mirror and colours, and what is asked of which thing."""
    return min((_seen(kind, cast, asked, question, mirror=mirror) for mirror in (False, True)), key=canonical_json)


def _seen(kind: Kind, cast: Sequence[Prop], asked: Asked, question: Question, *, mirror: bool) -> JsonValue:
    across = [WIDTH - prop.x if mirror else prop.x for prop in cast]
    order = sorted(range(len(cast)), key=lambda number: (across[number], cast[number].y))
    colours: dict[tuple[int, int, int], int] = {}
    layout: list[JsonValue] = []
    for number in order:
        prop = cast[number]
        colour = colours.setdefault(prop.colour, len(colours))
        layout.append(
            [prop.sprite, colour, round(across[number] / _CELL), round(prop.y / _CELL), round(prop.height / _CELL)]
        )
    about: list[JsonValue] = [*sorted(order.index(number) for number in question.about)]
    target: list[JsonValue] = [*sorted(order.index(number) for number in question.target)]
    return [kind.name, asked, question.rank, about, target, layout]
