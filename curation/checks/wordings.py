"""Prompts that ask for nearly the same in nearly the same words.

Measured on the 430 prompts of the shipped packs: no two prompts of a category have more than 21 percent of their
shingles in common. Prompts with one or two words changed or moved have 70 to 90, freely reworded ones about 55.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from curation.checks.context import Context, lineage
from curation.checks.folding import fold
from curation.findings import Finding

SHINGLE = 5
"""Characters that are compared together."""

ALIKE = 70
"""Percent of two prompts' shingles that both have (Jaccard similarity), from which on they are reported."""


def check(context: Context) -> Iterator[Finding]:
    """Compare prompts within each category.

    Prompts of one generating family share their wording by nature and differ in what is to be computed; their
    identity is the canonical key. Those are compared with the prompts of others only.
    """
    categories: dict[str, dict[str, tuple[str, str]]] = {}
    for prompt in context.prompts:
        categories.setdefault(prompt.category, {})[prompt.uid] = (lineage(prompt), fold(prompt.prompt))
    for texts in categories.values():
        for first, second, share in alike(texts):
            if texts[first][1] != texts[second][1]:
                message = f"has {share} percent of its wording in common with {first}"
                yield Finding("DUP005", second, message)


def alike(texts: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """Find texts that are like an earlier one, without comparing each with each.

    Two sets with Jaccard similarity t or more share one of the rarest (1 - t) n + 1 members of each (prefix
    filtering; Chaudhuri, Ganti and Kaushik 2006), so that only texts with a rare shingle in common are compared.

    Args:
        texts: By uid, which lineage a text is of (two of one that is not empty are not compared), and the text,
            folded.

    Yields:
        The earlier uid and the later one, and their similarity in percent; each later one once.
    """
    sets = {uid: shingles(text) for uid, (_, text) in sorted(texts.items())}
    counts = Counter(shingle for found in sets.values() for shingle in found)
    index: dict[str, dict[str, list[str]]] = {}
    for uid, mine in sets.items():
        of = texts[uid][0]
        rarest = sorted(mine, key=lambda shingle: (counts[shingle], shingle))
        # All but the last of those that two alike sets must have in common: one in common is before it.
        rarest = rarest[: len(mine) - (ALIKE * len(mine) + 99) // 100 + 1]
        least, most = ALIKE * len(mine), 100 * len(mine)
        for other in _candidates(index, rarest, of):
            yours = sets[other]
            # The smaller of two alike sets is not much smaller.
            if not least <= 100 * len(yours) <= most * 100 // ALIKE:
                continue
            common = len(mine & yours)
            share = 100 * common // (len(mine) + len(yours) - common)
            if share >= ALIKE:
                yield other, uid, share
                break
        for shingle in rarest:
            index.setdefault(shingle, {}).setdefault(of, []).append(uid)


def _candidates(index: Mapping[str, Mapping[str, Sequence[str]]], rarest: Sequence[str], of: str) -> Iterator[str]:
    seen: set[str] = set()
    for shingle in rarest:
        for whose, uids in index.get(shingle, {}).items():
            if whose != of or not of:
                for uid in uids:
                    if uid not in seen:
                        seen.add(uid)
                        yield uid


def shingles(text: str) -> frozenset[str]:
    """Cut a text into overlapping pieces; one that is shorter than a piece is a piece of its own."""
    return frozenset(text[start : start + SHINGLE] for start in range(max(1, len(text) - SHINGLE + 1)))
