"""Draws cluttered scenes with a question about something small in them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from pydantic import JsonValue

from curation.models import Difficulty, Letter
from curation.puzzles.base import Palette, Puzzle, place
from curation.puzzles.clutter import attributes, quantity, writing
from curation.puzzles.clutter.plan import Plan
from curation.puzzles.clutter.render import highlight, render

PLANNERS: Final[dict[str, Callable[[random.Random, Difficulty], Plan]]] = {
    "quantity": quantity.plan,
    "ocr": writing.plan,
    "attribute_recognition": attributes.plan,
}
"""Who plans the puzzles of each subtask."""


def make(
    rng: random.Random, *, subtask: str, difficulty: Difficulty, key: Letter, palette: Palette = "standard"
) -> Puzzle:
    """Draw one puzzle; of the standard palette a quarter are drawn in the other one.

    Raises:
        Discard: The draw makes no good puzzle.
    """
    plan = PLANNERS[subtask](rng, difficulty)
    if palette != "standard":
        told: dict[str, JsonValue] = plan.parameters | {"palette": palette}
        plan = replace(plan, scene=replace(plan.scene, palette=palette), parameters=told)
    options = place(plan.right, plan.wrong, key, rng)
    picture = render(plan.scene)
    return Puzzle(
        image=picture,
        oracle=highlight(picture, plan.regions),
        question=plan.question,
        options=options,
        key=key,
        canonical=[subtask, plan.canonical],
        parameters=plan.parameters,
        regions=plan.regions,
        scene=plan.scene.plain(),
    )
