"""A die rolled along a path: which number is on top, in front or on the right in the end?"""

from __future__ import annotations

from curation.puzzles.base import Family, Space

FAMILY = Family(
    name="die_roll",
    version=2,
    category="mental_tracking",
    subtasks=("die_roll",),
    title="A die that rolls from cell to cell along a path on a board",
    levels={
        "easy": "a board of 4 x 4, 4 or 5 rolls",
        "medium": "a board of 5 x 5, 6 or 7 rolls",
        "hard": "a board of 6 x 6, 8 to 10 rolls",
    },
    quota=False,
    spaces={
        ("die_roll", "easy"): Space(10_080),
        ("die_roll", "medium"): Space(74_160),
        ("die_roll", "hard"): Space(1_441_920),
    },
)
