"""Mazes with lettered points, one path from start to goal."""

from curation.puzzles.base import Family

FAMILY = Family(
    name="maze",
    version=2,
    category="cognitive_navigation",
    subtasks=("maze",),
    title="Perfect mazes: which lettered points does the only path from start to goal pass",
    levels={
        "easy": "9 x 9 cells, 832 px; a path of 16 to 36 steps; 5 to 7 lettered points",
        "medium": "15 x 15 cells, 960 px; a path of 40 to 84 steps; 7 to 9 lettered points",
        "hard": "21 x 21 cells, 1024 px; a path of 80 to 170 steps; 8 to 10 lettered points",
    },
)
