"""Everyday situations with numbers, whose result is what the picture must show."""

from curation.prompts.base import PromptFamily

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
)
