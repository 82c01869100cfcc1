"""Cluttered scenes: counting, reading and naming small things among many."""

from curation.puzzles.base import Family

FAMILY = Family(
    name="clutter",
    version=3,
    category="attentional_focusing",
    subtasks=("quantity", "ocr", "attribute_recognition"),
    title="Cluttered scenes: count small things, read a small sign, name an attribute of one small thing",
    levels={
        "easy": (
            "1,536 px, about 95 to 120 things; 2 to 8 to count; one covers 0.09 to 0.12 % of the picture; "
            "2 to 4 more near-misses than the options need; 5 signs, capitals 21 px high, unlike texts"
        ),
        "medium": (
            "1,792 px, about 140 to 195 things; 3 to 11 to count; one covers 0.07 to 0.09 %; "
            "5 to 8 more near-misses; 7 signs, capitals 18 px high, half of the texts alike"
        ),
        "hard": (
            "2,048 px, about 190 to 275 things; 4 to 14 to count; one covers 0.06 to 0.07 %; "
            "9 to 14 more near-misses; 9 signs, capitals 15 px high, texts that differ in one character"
        ),
    },
    palettes=("standard", "deuteranopia"),
)
