"""Prompts that ask for nearly the same in nearly the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from curation.checks.context import Context, lineage
from curation.checks.folding import fold
from curation.findings import Finding

SHINGLE = 4
"""Characters that are compared together."""

ALIKE = Fraction(4, 5)
"""Jaccard similarity of two prompts' shingles from which on they are reported."""


def check(context: Context) -> Iterator[Finding]:
    """Compare prompts within each category.

    Prompts of one generating family share their wording by nature and differ in what is to be computed; their
    identity is the canonical key. Those are compared with the prompts of others only.
    """
    categories: dict[str, dict[str, tuple[str, str]]] = {}
    for prompt in context.prompts:
        categories.setdefault(prompt.category, {})[prompt.uid] = (lineage(prompt), fold(prompt.prompt))
    for texts in categories.values():
        for first, second, share in pairs(texts):
            if texts[first][1] != texts[second][1]:
                message = f"is in {share * 100 // 1} of 100 parts the wording of {first}"
                yield Finding("DUP005", second, message)


def pairs(texts: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str, Fraction]]:
    """Find texts that are alike, without comparing each with each.

    Two sets with Jaccard similarity t or more share one of the rarest (1 - t) n + 1 members of each (prefix
    filtering; Chaudhuri, Ganti and Kaushik 2006), so that only texts with a rare shingle in common are compared.

    Args:
        texts: By uid, which lineage a text is of (those of one that is not empty are not compared with each other),
            and the text, folded.

    Yields:
        The uids in order, and their similarity.
    """
    sets = {uid: shingles(text) for uid, (_, text) in sorted(texts.items())}
    counts = Counter(shingle for found in sets.values() for shingle in found)
    index: dict[str, dict[str, list[str]]] = {}
    for uid, mine in sets.items():
        of = texts[uid][0]
        rarest = sorted(mine, key=lambda shingle: (counts[shingle], shingle))
        rarest = rarest[: len(mine) - _ceil(ALIKE * len(mine)) + 1]
        for other in _candidates(index, rarest, of):
            yours = sets[other]
            if min(len(mine), len(yours)) < ALIKE * max(len(mine), len(yours)):
                continue
            common = len(mine & yours)
            share = Fraction(common, len(mine) + len(yours) - common)
            if share >= ALIKE:
                yield other, uid, share
        for shingle in rarest:
            index.setdefault(shingle, {}).setdefault(of, []).append(uid)


def _candidates(index: Mapping[str, Mapping[str, Sequence[str]]], shingles: Sequence[str], of: str) -> list[str]:
    found: dict[str, None] = {}
    for shingle in shingles:
        for whose, uids in index.get(shingle, {}).items():
            if whose != of or not of:
                found.update(dict.fromkeys(uids))
    return list(found)


def _ceil(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def shingles(text: str) -> frozenset[str]:
    """Cut a text into overlapping pieces; one that is shorter than a piece is a piece of its own."""
    return frozenset(text[start : start + SHINGLE] for start in range(max(1, len(text) - SHINGLE + 1)))
