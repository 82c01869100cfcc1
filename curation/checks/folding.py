"""Texts folded, so that those that say the same in the same words compare equal."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_COMPOUND = re.compile(rf"\b({'|'.join(_TENS)})[- ]({'|'.join(_UNITS[1:10])})\b")
_NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d*)(?:,\d{3})*(?:\.\d+)?(?:/[1-9]\d*)?")
_TOKEN = re.compile(r"[-+]?\d[\d.,/]*\d|\w+(?:['’]\w+)*|[^\w\s]")

NEGATIONS = frozenset({"no", "not", "without", "never", "none", "isn't", "aren't", "doesn't", "don't"})
_FRAME = frozenset(
    {
        *("a", "an", "the", "that", "this", "which", "there", "any", "some", "in", "of"),
        *("is", "are", "was", "were", "be", "do", "does", "did", "can", "has", "have", "present"),
        *("image", "picture", "photo", "drawing", "illustration", "scene", "show", "shows", "shown", "showing"),
        *("depict", "depicts", "depicted", "contain", "contains", "see", "seen", "visible", "appear", "appears"),
    }
)
"""Words that a checklist question can be asked with or without."""


def fold(text: str) -> str:
    """Fold compatibility forms, case, white space, and the punctuation at the end."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("⁄", "/")
    return " ".join(plain.split()).rstrip(" .!?;:,")


def fold_numbers(text: str) -> str:
    """Fold, and write every number the same way: `three`, `3` and `3.0` compare equal, `007` stays as it is."""
    plain = _COMPOUND.sub(lambda found: str(_WORDS[found[1]] + _WORDS[found[2]]), fold(text))
    return " ".join(_plain_number(token) for token in _TOKEN.findall(plain))


def _plain_number(token: str) -> str:
    if token in _WORDS:
        return str(_WORDS[token])
    if _NUMBER.fullmatch(token) and token.isascii():
        whole, _, below = token.replace(",", "").partition("/")
        return str(Fraction(whole) / int(below or 1))
    return token


def content(question: str) -> tuple[str, ...]:
    """The words that a yes/no question is about, in order: without its frame, negations and punctuation."""
    words = fold_numbers(question).split()
    return tuple(word for word in words if word[0].isalnum() and word not in _FRAME and word not in NEGATIONS)


def negated(question: str) -> bool:
    """Whether a question holds an odd number of negations."""
    return sum(word in NEGATIONS for word in fold_numbers(question).split()) % 2 == 1
