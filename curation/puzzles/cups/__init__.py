"""Cups that change places: where is the ball in the end?"""

from __future__ import annotations

from curation.puzzles.base import Family, Space

FAMILY = Family(
    name="cups",
    version=3,
    category="mental_tracking",
    subtasks=("cups",),
    title="Coloured cups swapped and shifted, with a ball under one of them",
    levels={
        "easy": "4 cups, 4 or 5 swaps, of numbered places and of cups named by colour",
        "medium": "5 cups, 5 or 6 steps: swaps of both kinds, up to two shifts of all cups",
        "hard": "6 cups, 7 or 8 steps: swaps of both kinds, up to two shifts of all cups",
    },
    quota=False,
    spaces={("cups", "easy"): Space(27_216), ("cups", "medium"): Space(2_000_000, counted=False)},
    palettes=("standard", "deuteranopia"),
)
