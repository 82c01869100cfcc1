"""What a prompt sets and no question asks for: its counts and its objects.

The refined prompt says in plain words what is to be drawn, so it is read; what of it stands in the prompt too is
what the prompt sets. Places ("in a garden") are left to the author: five questions do not reach for everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from curation.checks.context import Context
from curation.checks.counting import follows
from curation.checks.english import (
    PLACES,
    PLAIN,
    PREPOSITIONS,
    akin,
    content_roots,
    is_content,
    is_number,
    numbers,
    root,
    words,
)
from curation.findings import Finding
from curation.models import UEGInstance

_OPENERS = frozenset({"a", "an", "the", "some", "several", "each", "no", "single"})
_ASIDE = re.compile(r"\([^()]*\)")
_ENDS = frozenset(".;:!?()")
_TOKEN = re.compile(r"[.;:!?()]|,|[^\s.,;:!?()]+")


def check(context: Context) -> Iterator[Finding]:
    """Look for what the questions of each checklist leave out."""
    for prompt in context.prompts:
        if prompt.checklist:
            yield from _counts(prompt)
            yield from _objects(prompt)


def _plainly(prompt: UEGInstance) -> str:
    return prompt.refined_prompt or prompt.prompt


def _counts(prompt: UEGInstance) -> Iterator[Finding]:
    text = _plainly(prompt)
    found = words(text)
    asked = [number for item in prompt.checklist for number in numbers(item.question)]
    right = [number for item in prompt.checklist if item.answer == "yes" for number in numbers(item.question)]
    questions = [
        (content_roots(item.question), item.answer == "yes" and max(numbers(item.question), default=0) > 1)
        for item in prompt.checklist
    ]
    set_by_prompt = numbers(prompt.prompt)
    for place, word in enumerate(found):
        if not is_number(word) or (not (exact := place > 0 and found[place - 1] == "exactly") and int(word) < 2):
            continue
        number, noun = int(word), _noun(found, place)
        if not noun or (not exact and number not in set_by_prompt) or number in asked:
            continue
        if found[place + 2 : place + 3] == ["of"] and any(map(is_number, found[place + 3 : place + 4])):
            continue
        if (place > 0 and found[place - 1] in ("other", "first", "last")) or (
            number != 1 and follows(number, right)
        ):
            continue
        about = [numbered for roots, numbered in questions if akin(noun, roots)]
        # A question that gives another number of them, or asks for their rows, settles how many there are.
        if any(about) or (about and noun in ("row", "column", "lin")):
            continue
        yield Finding("CHK007", prompt.uid, f"no question checks the number {number} of {_shown(found, place)!r}")
        return


def _noun(found: list[str], place: int) -> str:
    """The root of the last content word of the noun phrase that a number opens; empty where there is none."""
    noun = ""
    for word in found[place + 1 : place + 4]:
        if not is_content(word):
            break
        noun = root(word)
    return "" if noun in ("o'clock", "percent", "minut", "hour", "tim") else noun


def _shown(found: list[str], place: int) -> str:
    return " ".join(found[place : place + 3])


def _objects(prompt: UEGInstance) -> Iterator[Finding]:
    asked = sorted({word for item in prompt.checklist for word in content_roots(item.question)})
    for phrase in named_objects(_plainly(prompt)):
        telling = [said for word in phrase if (said := root(word)) not in PLAIN]
        if telling and not any(akin(word, asked) for word in telling):
            yield Finding("CHK008", prompt.uid, f"no question mentions {' '.join(phrase)!r}")
            return


def named_objects(text: str) -> Iterator[tuple[str, ...]]:
    """The noun phrases that a text names in their own right, by their content words.

    Left out are those after a preposition (places, parts), places that hold the rest ("a harbour with six boats"),
    and a name that another noun phrase explains ("a trunk, a large chest"), which is asked for by either.
    """
    tokens = [
        part
        for token in _TOKEN.findall(_ASIDE.sub("", text))
        for part in (words(token) if token[0].isalnum() else [token])
        if part != "exactly"
    ]
    named = True
    phrase: list[str] | None = None
    previous = "."
    for place, token in enumerate([*tokens, "."]):
        if token in _OPENERS or is_number(token):
            # What stands right before the next noun phrase is its verb ("a boy holding a spoon").
            if phrase and named and len(phrase) > 1:
                yield tuple(phrase[:-1])
            named = _in_its_own_right(previous, named)
            phrase = []
        elif phrase is not None and token[0].isalpha() and is_content(token):
            phrase.append(token)
        else:
            if phrase and named and not _passed_over(tokens, place, phrase):
                yield tuple(phrase)
            phrase = None
            named = named and token not in PREPOSITIONS
        previous = token


def _in_its_own_right(previous: str, before: bool) -> bool:
    if previous in _ENDS:
        return True
    if previous in (",", "and", "or") or previous in _OPENERS or is_number(previous):
        return before
    return previous not in PREPOSITIONS and is_content(previous)


def _passed_over(tokens: list[str], place: int, phrase: list[str]) -> bool:
    """Whether what follows makes a noun phrase a place or part of a longer one, or another phrase explains it."""
    rest = tokens[place : place + 7]
    if not rest or rest[0] in ("of", "for", "seen", ":"):
        return bool(rest)
    if rest[0] == "with" and root(phrase[-1]) in PLACES:
        return True
    if any(word in ("with", "into") and is_number(after) for word, after in pairwise(rest)):
        return True
    sentence = tokens[place : tokens.index(".", place) if "." in tokens[place:] else None]
    if rest[0] == "," and tokens[max(0, place - len(phrase) - 2)] == "," and "and" not in sentence:
        return True
    return rest[0] == "," and rest[1:2] in (["a"], ["an"]) and not _listed(tokens[place + 2 :])


def _listed(rest: list[str]) -> bool:
    """Whether a noun phrase after a comma is one of a list: `and` or another one follows it."""
    end = next(
        (place for place, token in enumerate(rest) if not (token[0].isalpha() and is_content(token))), len(rest)
    )
    after = rest[end : end + 2]
    return after[:1] == ["and"] or (after[:1] == [","] and after[1:] != [] and after[1] in {*_OPENERS, "and"})
