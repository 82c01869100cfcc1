"""Pictures cut into tiles and shuffled: what was where can be said only once they are put together again.

The oracle is the restored picture without gutters: they belong to the cutting, not to the picture, and the stepwise
protocol asks for the picture "without adding extra content". It is smaller than the input by the gutters alone.
"""

from __future__ import annotations

from curation.puzzles.base import Family

FAMILY = Family(
    name="tile_shuffle",
    version=3,
    category="mental_reconstruction",
    subtasks=("coarse_grid", "fine_grid"),
    title="A drawn scene or a photo, cut into tiles that all lie elsewhere",
    levels={
        "easy": "coarse 3x3, fine 4x4; 4 or 5 things; how many, beside, above, below, first to third, tallest",
        "medium": "coarse 3x3, fine 4x4; 5 or 6 things; also between two, beside a landmark, order of four",
        "hard": "coarse 3x3, fine 5x5; 6 or 7 things, up to 8 to count; also second tallest, any place in line",
    },
    palettes=("standard", "deuteranopia"),
)
