"""Short Python programs whose output describes a picture."""

from curation.prompts.base import PromptFamily
from curation.puzzles.base import Space

FAMILY = PromptFamily(
    name="program",
    version=2,
    category="code_to_image",
    subtasks=("branching", "loops", "data_structures"),
    title="Programs of 4 to 15 lines whose output describes a picture",
    levels={
        "easy": "one decision, loop or container",
        "medium": "two that depend on each other, or one with a special case",
        "hard": "nested or repeated ones, with values that change on the way",
    },
    spaces={
        ("branching", "easy"): Space(2_799),
        ("branching", "medium"): Space(3_746),
        ("branching", "hard"): Space(25_028),
        ("loops", "easy"): Space(1_080),
        ("loops", "medium"): Space(2_200),
        ("loops", "hard"): Space(3_463),
    },
    together=True,
)
