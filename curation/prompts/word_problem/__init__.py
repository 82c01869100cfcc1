"""Everyday situations with numbers, whose result is what the picture must show."""

from curation.prompts.base import PromptFamily
from curation.puzzles.base import Space

FAMILY = PromptFamily(
    name="word_problem",
    version=2,
    category="mathematical_reasoning",
    subtasks=("numerical_calculation", "probability_estimation", "proportional_reasoning", "equation_solving"),
    title="Word problems about small numbers of things",
    levels={
        "easy": "one step of calculation, one result",
        "medium": "two steps, or two results",
        "hard": "three or more steps, or unknowns that depend on each other",
    },
    spaces={
        ("numerical_calculation", "easy"): Space(296),
        ("numerical_calculation", "medium"): Space(850),
        ("numerical_calculation", "hard"): Space(525),
        ("probability_estimation", "easy"): Space(199),
        ("probability_estimation", "medium"): Space(174),
        ("probability_estimation", "hard"): Space(304),
        ("proportional_reasoning", "easy"): Space(733),
        ("proportional_reasoning", "medium"): Space(641),
        ("proportional_reasoning", "hard"): Space(823),
        ("equation_solving", "easy"): Space(1_199),
        ("equation_solving", "medium"): Space(578),
        ("equation_solving", "hard"): Space(722),
    },
)
