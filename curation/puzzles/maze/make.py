"""Make maze puzzles: a plan, its drawing, and the drawing with the path marked."""

from __future__ import annotations

import random

from curation.models import Difficulty, Letter
from curation.puzzles.base import Puzzle, place
from curation.puzzles.maze.plan import plan
from curation.puzzles.maze.render import DISCS, Sheet


def make(rng: random.Random, *, subtask: str, difficulty: Difficulty, key: Letter) -> Puzzle:  # noqa: ARG001 - one subtask
    """Draw a maze puzzle.

    Raises:
        Discard: The maze has no path of the level's length, or no room for the points.
    """
    drawn = plan(rng, difficulty)
    sheet = Sheet(drawn, rng.choice(DISCS))
    letters = {cell: letter for letter, cell in drawn.points}
    turns = sum(
        second - first != third - second
        for first, second, third in zip(drawn.path, drawn.path[1:], drawn.path[2:], strict=False)
    )
    return Puzzle(
        image=sheet.image(),
        oracle=sheet.oracle(),
        question=drawn.question,
        options=place(drawn.right, drawn.wrong, key, rng),
        key=key,
        canonical=drawn.canonical(),
        parameters={
            "kind": drawn.kind,
            "ordinal": drawn.ordinal,
            "cells": drawn.tree.size,
            "steps": len(drawn.path) - 1,
            "turns": turns,
            "points_on_path": drawn.on,
            "points": len(drawn.points),
        },
        regions=tuple(sheet.box(cell, f"point {letters[cell]}") for cell in drawn.relevant),
    )
