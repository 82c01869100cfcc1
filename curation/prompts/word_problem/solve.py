"""Solve a word problem from its text alone, and judge its checklist by the result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from curation.models import ChecklistItem
from curation.prompts.base import Derivation
from curation.prompts.word_problem.reading import (
    calculation,
    chance,
    equations,
    expectation,
    proportions,
    rates,
    unknowns,
    written,
)
from curation.prompts.word_problem.reading.frames import Step, understand
from curation.prompts.word_problem.reading.words import lemma, normal, sentences
from curation.prompts.word_problem.reading.world import Amount, Unclear, World

_READERS = (calculation, chance, proportions, equations, expectation, rates, unknowns, written)
"""The modules that register sentence forms; the first that fits a sentence is taken."""
_ORDER = re.compile(
    r"(?:draw|show|paint|lay|hang|stack|set|build|plant|put|picture|illustrate|fill|bake|thread|colour|arrange|pile)\b"
)
_REFUSED = re.compile(
    r"\b(?:except|fewer|less|double|not|eaten|sold|lost|flown|burst|blown|knocked|carried|stolen|gone|broken|removed"
    r"|went|flew|sank|given|2 times|other)\b"
)
_BACKDROP = re.compile(r",? (?:on|against|before) a plain [a-z]+ (?:ground|background)$")
MOST = 99
LONGEST = 400
"""Characters of a sentence; a longer one is not read."""


def solve(prompt: str, checklist: tuple[ChecklistItem, ...]) -> Derivation:
    """Derive the numbers that the picture must show, and check the checklist's counts against them."""
    cut = _cut(prompt)
    try:
        found = _understood(cut)
    except Unclear as unclear:
        return Derivation(None, str(unclear))
    wrong = _judge(checklist, found)
    if wrong is not None:
        return Derivation(None, wrong)
    return Derivation({label: int(value) for label, value in found.items()}, _words(found), {"sentences": len(cut)})


def _cut(prompt: str) -> list[str]:
    return [_BACKDROP.sub("", sentence) for sentence in sentences(normal(prompt))]


def read(prompt: str) -> dict[str, Fraction]:
    """Read a prompt and compute what it asks for.

    Raises:
        Unclear: It cannot be read, or leaves the answer open.
    """
    return _understood(_cut(prompt))


def _understood(cut: list[str]) -> dict[str, Fraction]:
    world = World()
    asked: list[str] = []
    for sentence in cut:
        if len(sentence) > LONGEST:
            raise Unclear(f"a sentence is longer than {LONGEST} characters")
        if _ORDER.match(sentence):
            asked.append(sentence)
            continue
        steps = understand("say", sentence)
        if steps is None:
            raise Unclear(f"not read: {sentence!r}")
        _run(steps, world)
    for sentence in asked:
        steps = understand("ask", sentence)
        if steps is not None:
            _run(steps, world)
        elif re.search(r"\d", sentence) or _REFUSED.search(sentence):
            raise Unclear(f"not read: {sentence!r}")
    return _answer(world, " ".join(asked))


def _run(steps: tuple[Step, ...], world: World) -> None:
    for step in steps:
        try:
            step.run(world)
        except (KeyError, IndexError, ValueError, ZeroDivisionError) as error:
            raise Unclear(f"something is missing: {error}") from error


def _answer(world: World, asked: str) -> dict[str, Fraction]:
    """The numbers asked for: those that the request names, or all that follow."""
    named = [lemma(word) for word in re.findall(r"[\w'-]+", asked)]
    amounts: Mapping[str, Amount] = {}
    if re.search(r"\b(?:at the beginning|at first|before that)\b", asked):
        amounts = {label: one for label, one in world.first.items() if label in named}
    if not amounts:
        changed = {label: one for label, one in world.now.items() if label in named}
        amounts = {label: world.now.get(label, one) for label, one in world.results.items()} or changed
        named = list(amounts) if "all asked" in world.notes else named
        picked = {label: one for label, one in amounts.items() if label in named}
        amounts = picked or amounts
    if not amounts:
        raise Unclear("it is not clear what to count")
    found = {label: world.value(one) for label, one in amounts.items()}
    for label, value in found.items():
        if value.denominator != 1 or not 0 <= value <= MOST:
            raise Unclear(f"the number of {label!r} would be {value}")
    return found


def _judge(checklist: tuple[ChecklistItem, ...], found: Mapping[str, Fraction]) -> str | None:
    """Why the checklist does not fit the numbers, or `None`: each is asked for once, and rightly."""
    asked: dict[str, int] = {}
    for item in checklist:
        question = normal(item.question).rstrip("?")
        exact = re.search(r"\bexactly (?:the number )?(\d+)\b(?!/) ?([^\d]*)", question)
        if exact is None:
            continue
        noun = re.split(r" (?:of|on|in|at|with|from|to|above|below)\b", exact[2])[0]
        words = [lemma(word) for word in re.findall(r"[\w'-]+", noun)]
        about = [label for label in found if label in words or f"{label}-shaped" in words]
        about = words[-1:] if words and words[-1] in found else about
        about = about or [label for label in found if label in question.split()]
        if not about and len(found) == 1 and found[next(iter(found))] == int(exact[1]):
            about = list(found)
        if len(about) != 1 or (found[about[0]] == int(exact[1])) != (item.answer == "yes"):
            return f"the numbers {_words(found)} do not go with {item.question!r}"
        asked[about[0]] = 1
    missing = [label for label in found if label not in asked]
    if missing:
        return f"no question asks for the number of {missing[0]!r}"
    return None if any(item.answer == "no" for item in checklist) else "no question is to be answered with no"


def _words(found: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{label} {value}" for label, value in found.items())
