"""Invented names, by number: syllables that names of no language put together, and no common real name."""

from __future__ import annotations

from functools import cache

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

# No installed library ships a dictionary of names. These are among the most common ones of many languages.
_REAL = """
adam ahmed aisha alan alex ali alice amina amir amy ana andrea andrew anil anna anne anthony arjun arthur
barbara ben betty bob boris brian carla carlos carmen carol catherine charles chen chloe chris clara claire
daniel david deborah diego dmitri dorothy edward elena eliza elizabeth ella emily emma eric eva fatima felix
fiona fatou frank gabriel george giovanni grace hana hannah hans haruto hassan helen henry hiro hugo ian ibrahim
igor ines ingrid irina isabella ivan jack jacob james jane jason javier jean jennifer jessica jin john jonas
jorge jose joseph juan julia karen karl kate kenji kevin kim klaus kofi kumar lakshmi lars laura lee leila leo
li liam lily linda lucas lucy luis maria marie mario mark marta martin mary matthew maya mei michael miguel min
mohamed mohammed nadia nancy natalia neha nguyen nicole nina noah nora oleg oliver olivia omar oscar pablo
pamela patricia paul pavel pedro peter petra philip pierre priya rachel rahul raj ravi rebecca richard rita
robert rosa ruth ryan sakura sally samuel sandra sara sarah sergei simon sofia sonia sophia stefan steven susan
sven takeshi tanya tariq teresa thomas tom uma vera victor vijay vladimir walter wei william xavier yan yasmin
yuki yusuf zara zhang zoe smith johnson brown jones garcia miller davis martinez lopez gonzalez wilson anderson
taylor moore jackson thompson white harris clark lewis robinson walker young allen king wright scott torres hill
green adams baker hall rivera campbell mitchell carter silva santos ferrari rossi muller schmidt schneider
fischer weber wagner becker ivanov petrov novak kowalski nagy jansen devries andersson hansen nielsen virtanen
papadopoulos yilmaz kaya cohen levi hussain khan singh patel sharma gupta wang liu yang huang zhao wu zhou xu
sun tanaka suzuki sato watanabe yamamoto park choi tran pham okafor mensah diallo traore ndiaye dlamini abebe
tesfaye
"""


@cache
def _real() -> frozenset[str]:
    return frozenset(_REAL.split())


def is_real(name: str) -> bool:
    """Whether one of the name's words is a common real name."""
    return any(word in _real() for word in name.lower().split())


def person_name(seed: int, index: int) -> str:
    """Make the name of a person; no two people of a seed share their given name or their family name.

    Args:
        seed: The release's seed.
        index: From 0 to NAMES - 1.

    Raises:
        UsageError: There are no more names, or one turned out to be real.
    """
    if not 0 <= index < NAMES:
        raise UsageError(f"there are {NAMES:,} invented names; ask for fewer people")
    given = _compose(permuted(index, NAMES, seed_of(seed, "knowledge", "given")), _ENDS)
    family = _compose(permuted(index, NAMES, seed_of(seed, "knowledge", "family")), _FAMILY_ENDS)
    name = f"{given} {family}"
    if is_real(name):
        raise UsageError(f"the invented name {name} is a real one; use another seed")
    return name


def _compose(number: int, ends: tuple[str, ...]) -> str:
    number, start = divmod(number, len(_STARTS))
    number, vowel = divmod(number, len(_VOWELS))
    end, middle = divmod(number, len(_MIDDLES))
    return f"{_STARTS[start]}{_VOWELS[vowel]}{_MIDDLES[middle]}{ends[end]}"
