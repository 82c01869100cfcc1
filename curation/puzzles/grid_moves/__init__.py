"""Shapes on a grid that are moved, turned and mirrored: where is one of them in the end?"""

from __future__ import annotations

from curation.puzzles.base import Family, Space

FAMILY = Family(
    name="grid_moves",
    version=2,
    category="mental_tracking",
    subtasks=("grid_moves",),
    title="Shapes on a grid moved one by one, and the grid turned and mirrored",
    levels={
        "easy": "a grid of 4 x 4, 4 shapes, 3 steps, one of them for the whole grid",
        "medium": "a grid of 5 x 5, 6 shapes, 4 steps, one or two of them for the whole grid",
        "hard": "a grid of 6 x 6, 8 shapes, 6 steps, two or three of them for the whole grid",
    },
    quota=False,
    spaces={("grid_moves", "easy"): Space(22_000, counted=False)},
    palettes=("standard", "deuteranopia"),
)
