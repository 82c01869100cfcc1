"""Cluttered scenes: counting, reading and naming small things among many."""

from curation.puzzles.base import Family

FAMILY = Family(
    name="clutter",
    version=1,
    category="attentional_focusing",
    subtasks=("quantity", "ocr", "attribute_recognition"),
    title="Cluttered scenes: count small things, read a small sign, name an attribute of one small thing",
    levels={
        "easy": "1,536 px",
        "medium": "1,792 px",
        "hard": "2,048 px",
    },
)
