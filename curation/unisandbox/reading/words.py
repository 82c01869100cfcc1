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
