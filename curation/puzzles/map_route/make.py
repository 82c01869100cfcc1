"""Make map puzzles: a plan, its drawing, and the drawing with the shortest way marked."""

from __future__ import annotations

import random

from curation.models import Difficulty, Letter
from curation.puzzles.base import Puzzle, place
from curation.puzzles.map_route.plan import plan
from curation.puzzles.map_route.render import Sheet, box_of


def make(rng: random.Random, *, subtask: str, difficulty: Difficulty, key: Letter) -> Puzzle:  # noqa: ARG001 - one subtask
    """Draw a map puzzle.

    Raises:
        Discard: No map in many suits the look and the question that were drawn.
    """
    drawn = plan(rng, difficulty)
    image, oracle = Sheet(drawn, rng).images()
    return Puzzle(
        image=image,
        oracle=oracle,
        question=drawn.question,
        options=place(drawn.right, drawn.wrong, key, rng),
        key=key,
        canonical=drawn.canonical(),
        parameters={
            "kind": drawn.kind,
            "ordinal": drawn.ordinal,
            "look": drawn.network.look,
            "places": len(drawn.names),
            "junctions": len(drawn.network.nodes) - len(drawn.names),
            "ways": len(drawn.network.edges),
            "passed": sum(node in drawn.names for node in drawn.route.nodes[1:-1]),
            "pixels": drawn.route.length // 16,
            "margin_percent": 100 * drawn.second.length // drawn.route.length - 100,
        },
        regions=tuple(box_of(drawn, node) for node in drawn.relevant),
    )
