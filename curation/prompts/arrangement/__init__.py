"""Arrangements that conditions leave no choice about: rows, piles, tables, shelves, heights and coloured boxes."""

from curation.prompts.base import PromptFamily
from curation.puzzles.base import Space

FAMILY = PromptFamily(
    name="arrangement",
    version=2,
    category="logical_reasoning",
    subtasks=("explicit_conditions", "implicit_conditions"),
    title="Objects in a row, a pile, round a table, on shelves, by height or in boxes, under conditions",
    levels={
        "easy": "3 or 4 objects, 2 or 3 conditions",
        "medium": "4 or 5 objects, 2 to 4 conditions",
        "hard": "5 or 6 objects, 3 to 6 conditions",
    },
    spaces={
        ("explicit_conditions", "easy"): Space(1_700, counted=False),
        ("implicit_conditions", "easy"): Space(1_060, counted=False),
    },
)
