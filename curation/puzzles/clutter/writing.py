"""Reading one small sign or plate among several."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from curation.models import Difficulty
from curation.puzzles.base import Discard
from curation.puzzles.clutter import backdrop
from curation.puzzles.clutter.layout import half_width
from curation.puzzles.clutter.plan import COLOURS, Desk, Plan, spread
from curation.puzzles.clutter.render import em_of, text_width
from curation.puzzles.clutter.scene import QUARTER, Thing, box_around, paw_of
from curation.puzzles.clutter.texts import STYLES, another, four
from curation.puzzles.clutter.words import CLUTTER, COUNTED, HOLDERS, without

_GROUNDS: Final = tuple(kind for kind in backdrop.KINDS if kind != "shelf")
_BEARERS: Final = {"sign": HOLDERS, "plate": COUNTED}
_GAP: Final = 4 * QUARTER
_BOARD_TO_EM: Final = (3, 2)


def _bearer(desk: Desk, board: str, sprite: str, colour: str, text: str) -> tuple[Thing, ...]:
    """A figure that holds up a sign, or a thing with a plate below it; the board comes last."""
    height = desk.level.em * QUARTER * _BOARD_TO_EM[0] // _BOARD_TO_EM[1]
    plaque = Thing(board, 0, 0, height, "black", text=text)
    if text_width(text, em_of(plaque)) > half_width(plaque) * 2 * 84 // 100:
        raise Discard("the text is too long for its board")
    figure = Thing(sprite, 0, 0, height * 3, colour, mirror=desk.rng.randrange(2) == 0)
    if board == "sign":
        plaque = replace(plaque, y=-(figure.height + height) // 2 - _GAP)
        side = 1 if figure.mirror else -1  # away from the cat's tail
        pole = figure.height // 2 - plaque.y
        stick = Thing("stick", side * half_width(figure), plaque.y + pole // 2, pole, "black")
        return stick, figure, paw_of(figure, stick.x, figure.height // 8), plaque
    figure = replace(figure, height=height * 5 // 2)
    return figure, replace(plaque, y=(figure.height + height) // 2 + _GAP)


def _bearers(rng: random.Random, sprites: Sequence[str], count: int) -> list[tuple[str, str]]:
    """Kinds and colours, all different: the asked-about one first, then those of its kind or of its colour."""
    kind = rng.choice(sprites)
    kinds = rng.sample(others := without(sprites, kind), len(others))
    colour, *colours = rng.sample(COLOURS, len(COLOURS))
    found = [(kind, colour), (kind, colours[0]), (kinds[0], colour), (kind, colours[1])]
    while len(found) < count:
        other = (rng.choice((kind, *kinds[:3])), rng.choice((colour, *colours)))
        if other not in found:
            found.append(other)
    return found[:count]


def plan(rng: random.Random, difficulty: Difficulty) -> Plan:
    """Plan a reading puzzle.

    Raises:
        Discard: There is no room for what it needs, or a text is too long.
    """
    desk = Desk(rng, difficulty, _GROUNDS)
    board, rest = rng.sample(("sign", "plate"), 2)
    style = rng.choice(STYLES)
    alike = difficulty == "hard" or (difficulty == "medium" and rng.randrange(2) == 0)
    texts = four(rng, style, alike=alike)
    right, *wrong = texts
    bearers = [(board, *pair) for pair in _bearers(rng, _BEARERS[board], desk.level.signs - 1)]
    _, sprite, colour = bearers[0]
    bearers += [(rest, *pair) for pair in _bearers(rng, without(_BEARERS[rest], sprite), 1)]
    while len(texts) < len(bearers):
        texts.append(another(rng, style, texts))
    placed = [
        desk.layout.must(*_bearer(desk, kind, sprite, colour, text))
        for (kind, sprite, colour), text in zip(bearers, texts, strict=True)
    ]
    boards = [group[-1] for group in placed]
    shunned = [kind for _, kind, _ in bearers]
    desk.fill(without(CLUTTER, *shunned), sum(len(group) for group in placed))
    scene = desk.scene()
    where = (
        f"the sign held up by the {colour} {sprite}"
        if board == "sign"
        else f"the plate below the {colour} {sprite}"
    )
    first, second, third = wrong
    return Plan(
        scene=scene,
        question=f"Which {style} is on {where}?",
        right=right,
        wrong=(first, second, third),
        regions=(box_around(placed[0], where.removeprefix("the "), scene),),
        canonical=[board, sprite, [*sorted((right, *wrong))], spread([(t.x, t.y) for t in boards], scene, 0)],
        parameters={
            **desk.parameters(scene),
            "asked": board,
            "style": style,
            "alike": alike,
            "signs": len(boards),
            "capital_height": em_of(boards[0]) * 77 // 100 // QUARTER,
        },
    )
