"""What a prompt family is: a maker, and a solver that reads the text alone and shares no code with it.

A family lives in a package of its own, `prompts/<name>/`: `__init__.py` declares it, `make.py` writes, `solve.py`
derives the answer again from the prompt's text, and judges the checklist by it. Neither imports the other.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, cast

from pydantic import JsonValue

from curation.models import ChecklistItem, Difficulty
from curation.puzzles.base import Draw, Family


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a maker writes.

    Attributes:
        prompt: What the model gets; does not name its answer.
        refined_prompt: The same with the answer named, holding all that the checklist demands.
        checklist: Two to five questions, at least one whose right answer is "no".
        rationale: How the answer follows, for reviewers.
        answer: The answer as JSON (a number, an arrangement, a program's output), as the maker has it.
        canonical: JSON value that is equal for two prompts that a person would call the same.
        parameters: What was drawn, as JSON, for people and for analysis.
    """

    prompt: str
    refined_prompt: str
    checklist: tuple[ChecklistItem, ...]
    rationale: str
    answer: JsonValue
    canonical: JsonValue
    parameters: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Derivation:
    """What a solver derives.

    Attributes:
        answer: The answer in the maker's form; `None` where the text does not determine it or cannot be read.
        words: The answer in words, or why there is none.
        evidence: What was found on the way, as JSON.
    """

    answer: JsonValue
    words: str
    evidence: Mapping[str, JsonValue] = field(default_factory=dict)


class PromptMaker(Protocol):
    """Writes one prompt; raises `curation.puzzles.base.Discard` where the draw makes none."""

    def __call__(self, rng: random.Random, *, subtask: str, difficulty: Difficulty) -> Prompt:
        """Write with `rng` alone."""
        ...


class PromptSolver(Protocol):
    """Derives the answer from the text and judges the checklist by it; never raises for a text it cannot read."""

    def __call__(self, prompt: str, checklist: tuple[ChecklistItem, ...]) -> Derivation:
        """Answer `None` where the text leaves it open, or where a checklist answer contradicts it."""
        ...


Asked = tuple[str, tuple[ChecklistItem, ...]]


@dataclass(frozen=True, slots=True)
class PromptFamily(Family):
    """A prompt family, declared without importing what writes and solves it.

    Attributes:
        together: Whether `solve.py` also has `solve_all`, which derives the same for many prompts at once.
    """

    home: str = "curation.prompts"
    together: bool = False

    def write(self, draw: Draw) -> Prompt:
        """Write the prompt of one draw.

        Raises:
            Discard: The draw makes no good prompt.
        """
        maker = cast("PromptMaker", self.load("make"))
        return maker(draw.rng(), subtask=draw.subtask, difficulty=draw.difficulty)

    def derive(self, prompt: str, checklist: tuple[ChecklistItem, ...]) -> Derivation:
        """Derive the answer with the family's solver."""
        return cast("PromptSolver", self.load("solve"))(prompt, checklist)

    def derive_all(self, asked: Sequence[Asked]) -> list[Derivation]:
        """Derive the answers of many prompts that this family made; each is as if it were derived alone."""
        if not self.together:
            return [self.derive(*one) for one in asked]
        solve_all = import_module(f"{self.home}.{self.name}.solve").solve_all
        return cast("Callable[[Sequence[Asked]], list[Derivation]]", solve_all)(asked)
