"""English as the checks on checklists read it: words in one form, without a tagger or a dictionary.

Content words are what is left without function words and the frames of questions. They are compared by `root`,
which makes one form of plurals and of the common endings of verbs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

from curation.checks.folding import fold_numbers

_TABLE = tomllib.loads((resources.files("curation.checks") / "english.toml").read_text(encoding="utf-8"))

PREPOSITIONS = frozenset(_TABLE["prepositions"].split())
FUNCTION = PREPOSITIONS | frozenset(_TABLE["function"].split())
FRAME = frozenset(_TABLE["frame"].split())
"""Words that a question or a direction to the painter can be put with or without."""
COLOURS = frozenset(_TABLE["colours"].split())
_IRREGULAR: dict[str, str] = dict(pair.split() for pair in _TABLE["irregular"].split(","))
_UNCHANGED = frozenset(_TABLE["unchanged"].split())


def words(text: str) -> list[str]:
    """The words and numbers of a text in order; numbers in digits, possessives without their ending."""
    return [
        word.removesuffix("'s").removesuffix("'")
        for token in fold_numbers(text).split()
        for word in token.split("-")
        if word and word[0].isalnum()
    ]


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """One form for a plural and the common endings of verbs: `leaves` is `leaf`, `running` is `run`.

    A final `e` is left out, since `striped` does not tell whether it comes from `stripe`.
    """
    found = _stem(word)
    return found[:-1] if len(found) > 3 and found.endswith("e") else found


def _stem(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _UNCHANGED or len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes", "oes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 2 and re.search("[aeiouy]", base):
            if base[-1] == base[-2] and base[-1] not in "lsz":
                return base[:-1]
            return f"{base[:-1]}y" if base.endswith("i") else base
    return word


def is_content(word: str) -> bool:
    """Whether a word is about something: no function word, no frame of a question, no number."""
    return word[0].isalpha() and len(word) > 1 and word not in FUNCTION and word not in FRAME


@lru_cache(maxsize=20_000)
def content_roots(text: str) -> tuple[str, ...]:
    """The content words of a text by their roots, in order."""
    return tuple(root(word) for word in words(text) if is_content(word))


@lru_cache(maxsize=20_000)
def numbers(text: str) -> tuple[int, ...]:
    """The whole numbers of a text, in order."""
    return tuple(int(word) for word in words(text) if is_number(word))


def is_number(word: str) -> bool:
    """Whether a word of `words` is a whole number of at most six digits."""
    return word.isascii() and word.isdigit() and len(word) <= 6


def akin(word: str, others: Iterable[str]) -> bool:
    """Whether one of the other roots is the same, or one is the beginning or end of the other (`keeper`, `bee`)."""
    return any(
        word == other
        or (min(len(word), len(other)) > 3 and (word.startswith(other) or other.startswith(word)))
        or (min(len(word), len(other)) > 3 and (word.endswith(other) or other.endswith(word)))
        for other in others
    )


PLAIN = COLOURS | frozenset(root(word) for word in _TABLE["plain"].split())
"""Roots that name no object, but how or in what form something is drawn."""
PLACES = frozenset(root(word) for word in _TABLE["places"].split())
"""Roots of what holds other things, and is no object of its own where `with` follows."""
GENERAL = frozenset(root(word) for word in _TABLE["general"].split())
"""Roots that a question may use for what a text names by a narrower word."""
