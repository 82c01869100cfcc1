"""Seven-segment displays whose segments are recoloured by rules: which digits does one colour form in the end?"""

from __future__ import annotations

from curation.puzzles.base import Family, Space

FAMILY = Family(
    name="seven_segment",
    version=2,
    category="mental_tracking",
    subtasks=("sequential_rules", "simultaneous_rules"),
    title="Seven-segment displays recoloured by rules, one after another or all at once",
    levels={
        "easy": "two or three digits in one row, 2 or 3 rules, 5 colours",
        "medium": "three digits in one row or two rows of two, 3 to 5 rules, 6 colours",
        "hard": "two rows of two or three digits, 5 to 7 rules, 7 or 8 colours",
    },
    palettes=("standard", "deuteranopia"),
    spaces={
        ("sequential_rules", "easy"): Space(90_000, counted=False),
        ("simultaneous_rules", "easy"): Space(30_000, counted=False),
    },
)
