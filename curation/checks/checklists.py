"""Checklists: two to five different yes/no questions, which a picture can pass."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from curation.checks.context import Context
from curation.checks.pairs import compare
from curation.findings import Finding
from curation.models import UEGInstance

FEWEST, MOST = 2, 5
ENOUGH = 5
"""Instances of a category from which on it is held against them that all their answers are `yes`."""


def check(context: Context) -> Iterator[Finding]:
    """Look at every checklist that has a question, then at each category's together."""
    answers: dict[str, list[frozenset[str]]] = {}
    for prompt in context.prompts:
        if not prompt.checklist:
            continue
        answers.setdefault(prompt.category, []).append(frozenset(item.answer for item in prompt.checklist))
        yield from _one(prompt)
        for (first, one), (second, other) in combinations(enumerate(prompt.checklist, start=1), 2):
            said = compare(one, other)
            if said is not None:
                code, message = said
                yield Finding(code, prompt.uid, f"questions {first} and {second} {message}: {other.question!r}")
    for category, given in answers.items():
        if len(given) >= ENOUGH and all(answer == {"yes"} for answer in given):
            yield Finding("CHK004", category, f"all answers of its {len(given)} checklists are yes")


def _one(prompt: UEGInstance) -> Iterator[Finding]:
    number = len(prompt.checklist)
    if not FEWEST <= number <= MOST:
        questions = "1 question" if number == 1 else f"{number} questions"
        yield Finding("CHK001", prompt.uid, f"has {questions}, not {FEWEST} to {MOST}")
    for place, item in enumerate(prompt.checklist, start=1):
        if not item.question.endswith("?"):
            yield Finding(
                "CHK003", prompt.uid, f"question {place} does not end with a question mark: {item.question!r}"
            )
    if prompt.refined_prompt is None:
        yield Finding("CHK005", prompt.uid, "there is no refined prompt")
