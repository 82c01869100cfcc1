"""English words as readers take them: numbers, singulars, and what an answer is about."""

from __future__ import annotations

import re
import unicodedata

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
NUMBERS = {word: value for value, word in enumerate(_SMALL)} | {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_SINGULARS = {
    **{"mice": "mouse", "geese": "goose", "children": "child", "people": "person", "men": "man", "women": "woman"},
    **{"feet": "foot", "teeth": "tooth", "dice": "die", "cacti": "cactus", "oxen": "ox", "fungi": "fungus"},
    **{"leaves": "leaf", "loaves": "loaf", "knives": "knife", "shelves": "shelf", "scarves": "scarf"},
    **{"wolves": "wolf", "calves": "calf", "halves": "half", "wives": "wife", "lives": "life", "thieves": "thief"},
    **{"shoes": "shoe", "canoes": "canoe", "movies": "movie", "pies": "pie", "ties": "tie", "cookies": "cookie"},
    **{"axes": "axe", "buses": "bus", "gases": "gas", "irises": "iris", "lenses": "lens", "octopuses": "octopus"},
    **{"cactuses": "cactus", "hippopotamuses": "hippopotamus", "brownies": "brownie", "zombies": "zombie"},
    **{
        "pianos": "piano",
        "quizzes": "quiz",
        "vases": "vase",
        "horses": "horse",
        "houses": "house",
        "roses": "rose",
    },
    **{"noses": "nose", "nurses": "nurse", "suitcases": "suitcase", "purses": "purse", "cases": "case"},
}
_SAME_WORDS = """
glass bus cactus dress grass lens canvas iris octopus compass walrus moss gas chess cypress lotus crocus atlas
abacus
"""
_SAME = frozenset(_SAME_WORDS.split())
# Words that tie things together, deny, compare, count or order: none of them is part of a thing's plain name.
_TYING_WORDS = """
a about above after again against all almost also although always am among an and another any anybody anyone
anything apart approximately are around as at away back be because been before behind being below beneath beside
between beyond both but by can could despite did different do does doing done down during each either else
enough equal equivalent even ever every everybody everyone everything everywhere except exclude excluding exactly
extra false few fewer first following for former from further had half has have he hence her here hers him his how
however i if in include including inside instead into inverse inverted is isn't it its itself just last latter
least less letter letters like likewise little many may me meaning means might mine more most much must my
myself nearly neither never next no nobody none nor not nothing now number numbers of off often on once one only
onto opposite or other others otherwise our ours out outside over own per perhaps previous quite rather reverse
reversed same second seldom several shall she should sign since so some somebody someone something sometimes still
such swap swapped symbol symbols than that the their theirs them then there therefore these they third this those
though through thus to together too toward true twice undefined under unless unlike until up upon us use used
using usually very via was we were what whatever when whenever where whereas whether which while who whoever whole
whom whose why will with within without would wrong yet you your yours
"""
TYING = frozenset(_TYING_WORDS.split())
_VOID = frozenset({"", "undefined", "nan", "null", "none", "n/a", "na", "error", "infinity", "inf", "unknown"})
UNDEFINED = re.compile(r"\b(?:undefined|nan|not defined|no answer)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def plain(text: str) -> str:
    """The text in one compatible form, one kind of quotation mark and space; powers keep their mark."""
    text = re.sub(r"[⁰¹²³⁴-⁹]+", lambda found: f"^{unicodedata.normalize('NFKC', found[0])} ", text)
    text = unicodedata.normalize("NFKC", text)
    return " ".join(text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').split())


def is_void(answer: str) -> bool:
    """Whether an answer says that there is none, as a template does whose value was missing."""
    return answer.strip().strip(".").lower() in _VOID or UNDEFINED.search(answer) is not None


def is_thing(text: str, most: int = 4) -> bool:
    """Whether a text is the plain name of a thing: a few words, none of which ties, denies, compares or counts.

    `pairs of socks` is one, too: what follows `of` is.
    """
    name = re.sub(r"^(?:an?|the|some) ", "", text.strip().lower())
    parts = name.split(" of ")
    found = [word for part in parts for word in part.split()]
    plainly = re.fullmatch(r"[^\W\d_]+(?:[ -][^\W\d_]+)*", name) is not None
    return (
        plainly
        and len(parts) <= 2
        and 0 < len(found) <= most
        and not any(word in TYING or word in NUMBERS for word in found)
    )


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return _WORD.findall(plain(text).lower())


def singular(word: str) -> str:
    """The singular of a word in lower case, by rule where it is no known exception."""
    if word in _SINGULARS:
        return _SINGULARS[word]
    if word in _SAME or len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses", "zzes", "toes", "goes")):
        return word[:-2]
    return word[:-1]


def alike(one: str, other: str) -> bool | None:
    """Whether two words name one thing, whatever their number; None where that cannot be told.

    Two that begin alike may be forms of one word that no rule here knows.
    """
    if singular(one) == singular(other):
        return True
    return None if one[:3] == other[:3] else False
