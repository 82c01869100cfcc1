"""A sheet that is folded and punched: where are the holes when it is unfolded?"""

from __future__ import annotations

from curation.puzzles.base import Family, Space

FAMILY = Family(
    name="paper_fold",
    version=2,
    category="mental_tracking",
    subtasks=("paper_fold",),
    title="A sheet with lettered cells that is folded, punched and unfolded",
    levels={
        "easy": "a sheet of 6 x 6, one fold, 3 holes punched, 4 to 6 in the end",
        "medium": "a sheet of 6 x 6, two folds, 3 holes punched, 5 to 12 in the end",
        "hard": "a sheet of 6 x 6, three folds, 3 holes punched, 6 to 12 in the end",
    },
    quota=False,
    spaces={
        ("paper_fold", "easy"): Space(596),
        ("paper_fold", "medium"): Space(4_011),
        ("paper_fold", "hard"): Space(10_941),
    },
)
