"""Draw a scene, cut it into tiles and shuffle them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from pydantic import JsonValue

from curation.draw.scenery import HEIGHT, WIDTH, Prop, render
from curation.models import Box, Difficulty, Letter
from curation.puzzles.base import Discard, Palette, Puzzle
from curation.puzzles.tile_shuffle.plan import Plan, plan
from curation.puzzles.tile_shuffle.shuffle import corner, cut, lay, most_alike

ALIKE = 4.0
"""Mean absolute difference, in grey levels, below which two tiles look alike."""

ALIKE_RIM = 4.0
"""The same for their borders, by which tiles are put together."""


def make(
    rng: random.Random, *, subtask: str, difficulty: Difficulty, key: Letter, palette: Palette = "standard"
) -> Puzzle:
    """Make the puzzle of one draw.

    Raises:
        Discard: No question needs more than one tile, or two tiles look alike.
    """
    planned = plan(rng, subtask=subtask, difficulty=difficulty, key=key, palette=palette)
    grid = planned.level.grid
    oracle = render(planned.scene)
    tiles = cut(oracle, grid)
    alike, alike_rim = most_alike(tiles)
    if alike < ALIKE or alike_rim < ALIKE_RIM:
        raise Discard(f"two tiles of {planned.scene.kind} look alike")
    permutation: list[JsonValue] = [*planned.permutation]
    return Puzzle(
        image=lay(tiles, planned.permutation, grid),
        oracle=oracle,
        question=planned.question.text,
        options=planned.options,
        key=key,
        canonical=planned.canonical,
        parameters={
            "grid": grid,
            "permutation": permutation,
            "scene": planned.scene.kind,
            "mood": planned.theme,
            "asked": planned.asked,
            "things": len(planned.scene.actors),
            "least_tile_difference": round(alike, 2),
        },
        regions=tuple(_regions(planned)),
        scene=planned.scene.plain(),
    )


def _regions(planned: Plan) -> Iterator[Box]:
    """Where in the shuffled picture the pieces lie of what the answer rests on."""
    grid = planned.level.grid
    wide, high = WIDTH // grid, HEIGHT // grid
    for prop in planned.about:
        for slot, tile in enumerate(planned.permutation):
            box = _piece(prop, tile % grid * wide, tile // grid * high, wide, high)
            if box:
                left, top = corner(slot, grid, wide, high)
                x, y, width, height = box
                yield Box(x=left + x, y=top + y, width=width, height=height, label=prop.role and prop.role.label)


def _piece(prop: Prop, left: int, top: int, wide: int, high: int) -> tuple[int, int, int, int] | None:
    """The part of the prop's box in a tile, counted from the tile's corner; nothing where it is a sliver."""
    x0, y0 = max(round(prop.box[0]) - left, 0), max(round(prop.box[1]) - top, 0)
    x1, y1 = min(round(prop.box[2]) - left, wide), min(round(prop.box[3]) - top, high)
    return (x0, y0, x1 - x0, y1 - y0) if x1 - x0 >= 4 and y1 - y0 >= 4 else None
