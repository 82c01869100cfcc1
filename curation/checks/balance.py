"""Whether each letter is the key about equally often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import comb

from curation.checks.context import Context
from curation.findings import Finding
from curation.models import LETTERS

MANY = 40
"""Keys of a category from which on each letter's share is bounded; for fewer, chance is allowed for."""

BOUND = 10
"""Points by which a share may differ from 25 percent: with it, a constant answer scores 15 to 35 percent."""

RARE = 1000
"""Fewer keys are reported when chance makes a letter as common, or as rare, less often than once in so many."""


def check(context: Context) -> Iterator[Finding]:
    """Count the letters of each category's keys."""
    keys: dict[str, list[str]] = {}
    for puzzle in context.puzzles:
        if puzzle.key is not None:
            keys.setdefault(puzzle.category, []).append(puzzle.key)
    for category, letters in keys.items():
        counts = Counter(letters)
        off = [letter for letter in LETTERS if not fair(counts[letter], len(letters))]
        if off:
            said = ", ".join(f"{letter} {counts[letter]}" for letter in LETTERS)
            yield Finding("BAL001", category, f"of {len(letters)} keys {said}; {' and '.join(off)} stand out")


def fair(count: int, total: int) -> bool:
    """Whether a letter may be the key `count` times of `total`."""
    if total >= MANY:
        return abs(100 * count - 25 * total) <= BOUND * total
    # Binomial tails with p = 1/4, in whole numbers: ways of 4 ** total.
    ways: list[int] = [comb(total, number) * 3 ** (total - number) for number in range(total + 1)]
    tail = min(sum(ways[: count + 1]), sum(ways[count:]))
    return bool(tail * RARE >= 4**total)
