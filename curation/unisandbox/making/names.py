"""Invented names, by number: syllables that names of no language put together.

No library that is installed with this one ships a dictionary of names; the tests hold every name that can come out
of here to the one that Faker has, of 86 languages and countries.
"""

from __future__ import annotations

from curation.canonical import seed_of
from curation.errors import UsageError
from curation.unisandbox.making.order import permuted

_STARTS = ("V", "Z", "Qu", "X", "Thr", "Zw", "Dw", "Gw", "Fj", "Vl", "Zhr", "Kv", "Bz", "Tsk", "Vr", "Gl")
_VOWELS = ("a", "e", "i", "o", "u")
_MIDDLES = ("lv", "zm", "xt", "dv", "rzl", "bz", "lzh", "nv", "rv", "gz", "mz", "xl")
_ENDS = ("ix", "avo", "ulm", "orn", "eth", "ux", "ovi", "yra", "asko", "umi", "ezo", "aqu")
_FAMILY_ENDS = (
    *(
        "aquell",
        "edrux",
        "ovash",
        "uzenth",
        "imorv",
        "aplyx",
        "othrek",
        "uwozz",
        "ijurn",
        "eskev",
        "oblor",
        "afyth",
    ),
)

NAMES = len(_STARTS) * len(_VOWELS) * len(_MIDDLES) * len(_ENDS)
"""How many given names there are, and as many family names."""


def person_name(seed: int, index: int) -> str:
    """Make the name of a person; no two people of a seed share their given name or their family name.

    Args:
        seed: The release's seed.
        index: From 0 to NAMES - 1.

    Raises:
        UsageError: There are no more names.
    """
    if not 0 <= index < NAMES:
        raise UsageError(f"there are {NAMES:,} invented names; ask for fewer people")
    given = _compose(permuted(index, NAMES, seed_of(seed, "knowledge", "given")), _ENDS)
    family = _compose(permuted(index, NAMES, seed_of(seed, "knowledge", "family")), _FAMILY_ENDS)
    return f"{given} {family}"


def _compose(number: int, ends: tuple[str, ...]) -> str:
    number, start = divmod(number, len(_STARTS))
    number, vowel = divmod(number, len(_VOWELS))
    end, middle = divmod(number, len(_MIDDLES))
    return f"{_STARTS[start]}{_VOWELS[vowel]}{_MIDDLES[middle]}{ends[end]}"
