"""Two questions of one checklist: whether they ask the same thing, contradict or exclude each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from curation.checks.counting import about, count_of
from curation.checks.english import COLOURS, words
from curation.checks.folding import content, fold_numbers, negated
from curation.models import ChecklistItem

_GROUPS = (
    COLOURS,
    frozenset({"open", "closed", "shut"}),
    frozenset({"full", "empty"}),
    frozenset({"wet", "dry"}),
    frozenset({"day", "night"}),
    frozenset({"standing", "sitting", "lying", "hanging"}),
    frozenset({"asleep", "awake"}),
    frozenset({"lit", "dark"}),
    frozenset({"left", "right"}),
    frozenset({"above", "below", "under", "over"}),
    frozenset({"inside", "outside"}),
    frozenset({"tallest", "shortest"}),
    frozenset({"larger", "smaller"}),
    frozenset({"higher", "lower"}),
    frozenset({"taller", "shorter"}),
    frozenset({"round", "square", "triangular"}),
)
"""Words that cannot both be said of one thing in one place."""

_SAME_WORDS = (
    (r"\bat least 1\b|\b1 or more\b", "any"),
    (
        r"\b(?:is|are) (?:there )?(?:an?|any|some) (.+?) (?:there|depicted|visible|to be seen|present|in sight)$",
        r"\1",
    ),
    (r"\b(?:exactly|precisely|a total of|in total)\b", ""),
    (r"\b(?:can be seen|be found|be seen|included|featured|displayed|pictured|exist|exists|include|feature)\b", ""),
    (r"\b(?:does|do|is|are) (?:the|this) (?:image|picture|photo|drawing|scene|illustration)\b", ""),
    (r"\bthe number of (.+?) (?:is |be |equal to )?(\d+)\b", r"\2 \1"),
)


def compare(one: ChecklistItem, other: ChecklistItem) -> tuple[str, str] | None:
    """Say what is wrong with two questions together, as code and message.

    Words in another order may ask another thing (is the cat left of the dog, is the dog left of the cat), but then
    the answers differ; and so they may where a word is negated.
    """
    mine, yours = _read(one.question), _read(other.question)
    same_answer = one.answer == other.answer
    if mine.folded == yours.folded:
        return ("CHK002", "are the same") if same_answer else ("CHK006", "are the same with different answers")
    same_sense = mine.negated == yours.negated
    for words_of_one, words_of_other in ((mine.content, yours.content), (mine.said, yours.said)):
        if not words_of_one:
            return None
        if words_of_one == words_of_other:
            return _same(same_sense == same_answer)
        if sorted(words_of_one) == sorted(words_of_other) and same_answer and same_sense:
            return "CHK002", "ask with the same words"
    return _counts(one, other) or _exclude(one, other)


@dataclass(frozen=True, slots=True)
class _Question:
    """A question in the forms in which it is compared."""

    folded: str
    content: tuple[str, ...]
    said: tuple[str, ...]
    negated: bool


@lru_cache(maxsize=1000)
def _read(question: str) -> _Question:
    return _Question(fold_numbers(question), content(question), _said(question), negated(question))


def _same(agree: bool) -> tuple[str, str]:
    return ("CHK002", "ask the same thing") if agree else ("CHK006", "contradict each other")


def _said(question: str) -> tuple[str, ...]:
    """What a question is about, in one form: without frames, plurals and other words for the same frame."""
    text = fold_numbers(question).rstrip(" ?")
    for pattern, plain in _SAME_WORDS:
        text = re.sub(pattern, plain, text)
    kept = [word for word in words(text) if not word.isdigit()]
    return (*re.findall(r"\b\d+\b", text), *about(kept))


def _counts(one: ChecklistItem, other: ChecklistItem) -> tuple[str, str] | None:
    mine, yours = count_of(one.question), count_of(other.question)
    if mine is None or yours is None or mine.about != yours.about or not mine.about:
        return None
    first, second = mine.expects(one.answer), yours.expects(other.answer)
    if first == second:
        return "CHK002", "ask for the same number"
    return None if first & second else ("CHK006", "leave no number that fits both")


def _exclude(one: ChecklistItem, other: ChecklistItem) -> tuple[str, str] | None:
    """Whether both say yes to what cannot be together of the same definite thing."""
    if (one.answer, other.answer) != ("yes", "yes"):
        return None
    mine, yours = words(one.question), words(other.question)
    if len(mine) != len(yours) or mine[:2] != yours[:2] or mine[1:2] != ["the"]:
        return None
    apart = [place for place, (word, said) in enumerate(zip(mine, yours, strict=True)) if word != said]
    if len(apart) != 1 or not _predicate(mine, apart[0]):
        return None
    pair = {mine[apart[0]], yours[apart[0]]}
    if any(pair <= group for group in _GROUPS):
        return "CHK009", f"exclude each other ({' and '.join(sorted(pair))})"
    return None


def _predicate(said: list[str], place: int) -> bool:
    """Whether a word says something of the subject, and does not name it (`the red cup`)."""
    return (
        place == len(said) - 1 or (place > 2 and said[place - 1] != "the") or said[place - 2] in ("on", "to", "at")
    )
