"""Rows of the mapping suites: two chains of symbols, each of which ends at a thing to draw.

An id stands for two letters at the heads of the chains and two things at their ends, by a permutation of all such
choices: so no two ids have the same rules, and training begins where the test ends.
"""

from __future__ import annotations

from functools import cache
from string import ascii_uppercase

from curation.canonical import rng_of, seed_of
from curation.errors import UsageError
from curation.unisandbox.layout import TEST_ROWS, Row
from curation.unisandbox.making.nouns import NOUNS
from curation.unisandbox.making.order import permuted

_HEADS = [(a, b) for number, a in enumerate(ascii_uppercase) for b in ascii_uppercase[number + 1 :]]
_ENDS = len(NOUNS) * (len(NOUNS) - 1)
_IDS = len(_HEADS) * _ENDS


@cache
def _key(seed: int, level: int) -> int:
    return seed_of(seed, f"mapping{level}", "ids")


def capacity() -> int:
    """How many training rows a level has."""
    return 2 * (_IDS - TEST_ROWS)


def test_row(seed: int, level: int, index: int) -> Row:
    """Make a test row; rows 2k and 2k + 1 are the two questions of one id.

    Args:
        seed: The release's seed.
        level: 1 to 3, the number of hops.
        index: From 0 to 199.
    """
    if not 0 <= index < 2 * TEST_ROWS:
        raise UsageError(f"a mapping suite has rows 0 to {2 * TEST_ROWS - 1}, none at {index}")
    return _row(seed, level, index // 2, index // 2, index % 2)


def training_row(seed: int, level: int, index: int) -> Row:
    """Make a training row; see `test_row`.

    Raises:
        UsageError: The level has not so many.
    """
    if not 0 <= index < capacity():
        raise UsageError(f"level {level} has {capacity():,} training rows, none at {index:,}")
    return {**_row(seed, level, TEST_ROWS + index // 2, index // 2, index % 2), "level": level}


def _row(seed: int, level: int, place: int, shown: int, asked: int) -> Row:
    number = permuted(place, _IDS, _key(seed, level))
    number, heads = divmod(number, len(_HEADS))
    one, other = divmod(number, len(NOUNS) - 1)
    ends = (NOUNS[one][1], NOUNS[other + (other >= one)][1])
    rng = rng_of(seed, f"mapping{level}", place)
    free = [letter for letter in ascii_uppercase if letter not in _HEADS[heads]]
    inner = rng.sample(free, 2 * (level - 1))
    chains = []
    for which in range(2):
        links = [_HEADS[heads][which], *inner[which * (level - 1) : (which + 1) * (level - 1)]]
        targets = [*(f"the symbol {link}" for link in links[1:]), ends[which]]
        chains.append(
            [f"The symbol {link} represents {target}." for link, target in zip(links, targets, strict=True)]
        )
    rules = [rule for chain in chains for rule in chain]
    rng.shuffle(rules)
    which = asked ^ rng.randrange(2)
    question = f"{' '.join(rules)} Generate a picture of what the symbol {_HEADS[heads][which]} represents."
    return {"ID": str(shown + 1), f"Question_{'AB'[asked]}": question, "Answer": ends[which]}
