"""Write a word problem: a template, numbers that fit it, and a checklist of what follows from them."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from pydantic import JsonValue

from curation.models import Aspect, ChecklistItem, Difficulty
from curation.prompts import english
from curation.prompts.base import Prompt
from curation.prompts.word_problem.formula import evaluate
from curation.prompts.word_problem.template import Shown, Template, fill, templates
from curation.puzzles.base import Discard

MOST = 12
"""The largest number that a picture must show."""
TRIES = 60
NAMES = (
    *("Amina", "Kofi", "Mei", "Diego", "Leila", "Tariq", "Yuki", "Priya", "Nils", "Ama", "Sofia", "Ravi", "Lina"),
    *("Omar", "Ingrid", "Tomás", "Hana", "Zuri", "Mateo", "Anh", "Noor", "Pavel", "Chidi", "Marama", "Aylin"),
    *("Esther", "Kwame", "Malika", "Elena", "Jin", "Sina", "Bilal", "Greta", "Luan", "Oksana", "Tane"),
)


def make(rng: random.Random, *, subtask: str, difficulty: Difficulty) -> Prompt:
    """Write the prompt of one draw.

    Raises:
        Discard: No numbers fit the template, or the text happens to name the answer.
    """
    template = rng.choice([one for one in templates(subtask) if one.level == difficulty])
    drawn, values = _numbers(template, rng)
    words = {name: rng.choice(choices) for name, choices in template.picks.items()}
    words |= dict(zip(("name", "name2", "name3"), rng.sample(NAMES, 3), strict=True))
    prompt = fill(template.text, values, words)
    counts = {_label(shown, words): int(values[shown.name]) for shown in template.shown}
    for count in counts.values():
        if _names(prompt, count):
            raise Discard("the prompt happens to name its answer")
    answer: dict[str, JsonValue] = dict(counts)
    return Prompt(
        prompt=prompt,
        refined_prompt=fill(template.refined, values, words),
        checklist=_checklist(template, values, words, rng),
        rationale=fill(template.why, values, words),
        answer=answer,
        canonical=[template.name, *(f"{name}={value}" for name, value in sorted(drawn.items()))],
        parameters={"template": template.name, **{name: int(value) for name, value in drawn.items()}},
    )


def _label(shown: Shown, words: Mapping[str, str]) -> str:
    """What the answer calls a number: the head of the thing's name, or the word that tells it from the others."""
    return fill(shown.label, {}, words).split()[-1]


def _numbers(template: Template, rng: random.Random) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    for _ in range(TRIES):
        drawn = {name: Fraction(rng.randrange(low, high + 1, step)) for name, low, high, step in template.ranges}
        values = dict(drawn)
        for shown in template.shown:
            values[shown.name] = evaluate(shown.formula, values)
        results = [values[shown.name] for shown in template.shown]
        if any(result.denominator != 1 or not 1 <= result <= MOST for result in results):
            continue
        if template.where and not evaluate(template.where, values):
            continue
        return drawn, values
    raise Discard("no numbers fit the template")


def _names(prompt: str, count: int) -> bool:
    """Whether a text holds a number as a word or in digits; 2/5 and 12 do not hold 2, nor "the red one" 1."""
    word = english.number(count) if count > 1 else "exactly one"
    return re.search(rf"(?<![\d/,.-])\b(?:{count}|{word})\b(?![/\d-])", prompt, re.IGNORECASE) is not None


def _checklist(
    template: Template, values: Mapping[str, Fraction], words: Mapping[str, str], rng: random.Random
) -> tuple[ChecklistItem, ...]:
    items = [_counting(shown, values, words) for shown in template.shown]
    for aspect, answer, question in template.asked:
        asked = fill(question, values, words)
        items.append(ChecklistItem.model_validate({"question": asked, "answer": answer, "aspect": aspect}))
    noes = [
        ChecklistItem(question=fill(question, values, words), answer="no", aspect=cast("Aspect", aspect))
        for aspect, condition, question in template.no
        if evaluate(condition, values)
    ]
    mistaken = _mistaken(template, values, words, rng)
    if mistaken is not None:
        noes.append(mistaken)
    if not noes:
        raise Discard("the likely mistake gives the right answer or none")
    items.insert(rng.randint(1, len(items)), rng.choice(noes))
    return tuple(items)


def _counting(shown: Shown, values: Mapping[str, Fraction], words: Mapping[str, str]) -> ChecklistItem:
    count = int(values[shown.name])
    if shown.question:
        question = fill(shown.question, values, words)
    else:
        noun = _named(shown.noun, words)
        verb = "Is there" if count == 1 else "Are there"
        where = _named(shown.where, words)
        question = f"{verb} exactly {english.counted(count, noun)} {where}".strip() + "?"
    return ChecklistItem(question=question, answer="yes", aspect="count")


def _named(text: str, words: Mapping[str, str]) -> str:
    """A text with the words that were picked in place of `$word`."""
    return re.sub(r"\$(\w+)", lambda named: words[named[1]], text)


def _mistaken(
    template: Template, values: Mapping[str, Fraction], words: Mapping[str, str], rng: random.Random
) -> ChecklistItem | None:
    """Ask for the number that a likely mistake gives."""
    shown = template.shown[0]
    right = values[shown.name]
    mistakes = [evaluate(formula, values) for formula in template.wrong.split(";") if formula]
    likely = [one for one in mistakes if one.denominator == 1 and 1 <= one <= 2 * MOST and one != right]
    if not likely:
        return None
    wrong = likely[0]
    noun, where = _named(shown.noun, words), _named(shown.where, words)
    counted = english.counted(int(wrong), noun)
    verb = "Is" if wrong == 1 else "Are"
    if wrong > right:
        many = english.number(int(wrong))
        forms = (f"Are there as many as {counted}", f"Are there {many} or more {english.plural(noun)}")
    else:
        forms = (f"{verb} there only {counted}", f"{verb} there no more than {counted}")
    question = f"{rng.choice(forms)} {where}".strip() + "?"
    return ChecklistItem(question=question, answer="no", aspect="count")
