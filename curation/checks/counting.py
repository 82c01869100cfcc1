"""Numbers of things in questions: which counts an answer allows, and what follows from other numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from curation.checks.english import is_content, is_number, root, words

MOST = 200
"""Counts beyond this are not compared."""

_ALL = frozenset(range(MOST + 1))
_FORMS = (
    (r"exactly #", lambda n: {n}),
    (r"(?:no|not) more than #|at most #|# or (?:fewer|less)", lambda n: range(n + 1)),
    (r"(?:no|not) (?:fewer|less) than #|at least #|# or more|as many as #", lambda n: range(n, MOST + 1)),
    (r"more than #", lambda n: range(n + 1, MOST + 1)),
    (r"(?:fewer|less) than #", lambda n: range(n)),
    (r"only #", lambda n: range(n + 1)),
    (r"#", lambda n: {n}),
)


@dataclass(frozen=True, slots=True)
class Count:
    """A question for a number of things.

    Attributes:
        number: The number that it names.
        exact: Whether it asks for that number and no other.
        allowed: The counts for which it is to be answered with yes, up to `MOST`.
        about: The rest of the question: roots of its content words and its prepositions.
    """

    number: int
    exact: bool
    allowed: frozenset[int]
    about: tuple[str, ...]

    def expects(self, answer: str) -> frozenset[int]:
        """The counts that fit an answer."""
        return self.allowed if answer == "yes" else _ALL - self.allowed


@lru_cache(maxsize=20_000)
def count_of(question: str) -> Count | None:
    """Read a question for one number of things; `None` for any other."""
    found = words(question)
    places = [place for place, word in enumerate(found) if is_number(word)]
    if len(places) != 1 or int(found[places[0]]) > MOST:
        return None
    number = int(found[places[0]])
    marked = " ".join("#" if place == places[0] else word for place, word in enumerate(found))
    # "One of the cups", "one end" and "the three cups" tell which, not how many.
    if (number == 1 and "exactly #" not in marked) or re.search(r"\bthe #", marked):
        return None
    for form, allowed in _FORMS:
        hit = re.search(rf"(?<!\S)(?:{form})(?!\S)", marked)
        if hit is not None:
            rest = f"{marked[: hit.start()]} {marked[hit.end() :]}".split()
            return Count(number, form in ("exactly #", "#"), frozenset(allowed(number)), about(rest))
    return None


def about(found: Sequence[str]) -> tuple[str, ...]:
    """What words are about: roots of content words, and the prepositions that tell places apart."""
    return tuple(root(word) if is_content(word) else word for word in found if is_content(word) or word in _PLACES)


_PLACES = frozenset(
    {"without", "over", "under", "above", "below", "between", "behind", "beside", "beneath", "before", "after"}
) | {"inside", "outside", "on", "no", "not"}


def follows(number: int, given: Iterable[int]) -> bool:
    """Whether a number is the sum of some of the given ones, or the difference, product or quotient of two."""
    known = sorted(given)[:8]
    for size in range(1, len(known) + 1):
        if any(sum(some) == number for some in combinations(known, size)):
            return True
    return any(
        number in (larger - smaller, larger * smaller) or number * smaller == larger
        for smaller, larger in combinations(known, 2)
    ) or any(one * one == number for one in known)
