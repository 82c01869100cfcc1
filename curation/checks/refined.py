"""The refined prompt beside the prompt and the checklist: it names the answer, the prompt does not.

A family's prompt may hold all words of its answer (the things to be put in order, every branch of a program), and
its solver derives the answer from it; so the words of proved prompts are not compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, takewhile

from curation.checks.context import Context, lineage
from curation.checks.counting import count_of, follows
from curation.checks.english import (
    FUNCTION,
    GENERAL,
    PLAIN,
    akin,
    content_roots,
    is_content,
    is_number,
    numbers,
    root,
    words,
)
from curation.findings import Finding
from curation.models import ChecklistItem

NEAR = 4
"""Words within which two that stand side by side in the refined prompt count as together in the prompt."""

TOGETHER = 50
"""Percent of such pairs from which on a prompt that has all words of the refined prompt says what it says."""

_ORDER = re.compile(r"\bfrom (?:the )?[\w' ]{1,40}? to (?:the )?", re.IGNORECASE)
_TWO = re.compile(r"\b(?:both|pair|twins?|couple|other|another|twice|each)\b", re.IGNORECASE)
_ROWS = re.compile(r"\b\d+ (?:rows|columns|groups|pairs|heaps|piles|towers)\b")
_LINKS = re.compile(r", (?:and )?| and ")
_CLAUSES = re.compile(r"[.;:]")


def check(context: Context) -> Iterator[Finding]:
    """Compare each refined prompt with its prompt and its checklist."""
    for prompt in context.prompts:
        if prompt.refined_prompt is None:
            continue
        if not lineage(prompt) and prompt.checklist and says_the_same(prompt.prompt, prompt.refined_prompt):
            yield Finding("CHK011", prompt.uid, "the refined prompt says nothing that the prompt does not say")
        for place, item in enumerate(prompt.checklist, start=1):
            missing = lacking(item, prompt.refined_prompt)
            if missing:
                yield Finding("CHK012", prompt.uid, f"question {place} asks for {missing}: {item.question!r}")


def says_the_same(prompt: str, refined: str) -> bool:
    """Whether a prompt holds every content word and number of its refined prompt.

    A program holds the words of every branch, so only what is said before it is read. Where a prompt computes with
    several numbers, or the refined prompt gives an order, the words of the answer stand in the prompt anyway: there
    most of them must stand side by side as well.
    """
    intro = prompt.partition("\n\n")[0] if "print(" in prompt else prompt
    given, said = _telling(intro), _telling(refined)
    if not said or not set(said) <= {*given, "1"}:
        return False
    if len(numbers(intro)) < 2 and _ORDER.search(refined) is None:
        return True
    near = {(word, other) for place, word in enumerate(given) for other in given[place + 1 : place + NEAR]}
    pairs = list(pairwise(said))
    return 100 * sum(pair in near for pair in pairs) >= TOGETHER * len(pairs)


def _telling(text: str) -> list[str]:
    return [root(word) for word in words(text) if is_number(word) or is_content(word)]


def lacking(item: ChecklistItem, refined: str) -> str:
    """Say what a question with the answer yes demands and the refined prompt lacks; empty for nothing."""
    if item.answer != "yes":
        return ""
    count = count_of(item.question)
    if (
        count is not None
        and count.exact
        and count.number > 1
        and not _counted(count.number, item.question, refined)
    ):
        return f"the number {count.number}, which the refined prompt does not give"
    named = _asked(item.question)
    given = content_roots(refined)
    if named and not any(akin(word, given) or word in GENERAL for word in named):
        return f"{' '.join(named)!r}, which the refined prompt does not name"
    return ""


def _counted(number: int, question: str, refined: str) -> bool:
    """Whether a text gives a number: as it is, as a sum or product, by naming the things, or in a list."""
    given = numbers(refined)
    if number in given:
        return True
    asked = content_roots(question)
    found = words(refined)
    places = [place for place, word in enumerate(found) if is_number(word)]
    same = [int(found[place]) for place in places if _noun_at(found, place) in asked]
    occurrences = Counter(content_roots(refined))
    named = any(occurrences[word] == number for word in asked) or number in _lists(refined)
    if same and max(same) > 1 and _ROWS.search(" ".join(found)) is None:
        # Some of them may be named one by one, but not more than there are.
        return follows(number, same) or (named and number < max(same))
    return named or follows(number, given) or (number == 2 and _TWO.search(refined) is not None)


def _lists(text: str) -> set[int]:
    """How long the lists of a text are: the parts of a clause, and words that commas and an `and` link."""
    links = re.finditer(r"\w+(?:, \w+)* and \w+", text)
    return {len(_LINKS.split(part)) for part in (*_CLAUSES.split(text), *(link[0] for link in links))}


def _noun_at(found: list[str], place: int) -> str:
    """The root of the last word of the noun phrase that a number opens; empty where it opens none."""
    phrase = list(takewhile(is_content, found[place + 1 : place + 5]))
    return root(phrase[-1]) if phrase else ""


def _asked(question: str) -> list[str]:
    """What a question asks for first, by the roots of its content words: all of it where it leaves a choice."""
    found = words(question)
    if "or" in found:
        return [root(word) for word in found if is_content(word)]
    start = found.index("there") + 1 if "there" in found[:2] else 0
    named: list[str] = []
    for word in found[start:]:
        if start and named and word in FUNCTION:
            break
        if is_content(word):
            named.append(root(word))
    telling = [word for word in named if word not in PLAIN]
    return telling or named
