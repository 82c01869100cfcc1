"""Words of a problem in a normal form: numbers in digits, fractions as 1/3, one kind of dash, sentences apart."""

from __future__ import annotations

import re

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {
    **{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50},
    **{"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
}
_CARDINAL = {word: value for value, word in enumerate(_UNITS)} | _TENS
_PARTS = {
    **{"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5},
    **{"sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9},
    **{"tenth": 10, "tenths": 10, "twelfth": 12, "twelfths": 12},
}
_SINGULAR = {
    **{"people": "person", "geese": "goose", "mice": "mouse", "children": "child", "leaves": "leaf"},
    **{
        "loaves": "loaf",
        "knives": "knife",
        "shelves": "shelf",
        "scarves": "scarf",
        "wolves": "wolf",
        "feet": "foot",
    },
    **{
        "potatoes": "potato",
        "tomatoes": "tomato",
        "mangoes": "mango",
        "irises": "iris",
        "dice": "die",
        "cacti": "cactus",
        "men": "man",
        "women": "woman",
    },
    **{"boxes": "box", "foxes": "fox", "dishes": "dish", "buses": "bus", "glasses": "glass", "halves": "half"},
    **{"bunches": "bunch", "peaches": "peach", "torches": "torch", "brushes": "brush", "churches": "church"},
    **{"branches": "branch", "radishes": "radish", "watches": "watch", "matches": "match", "lenses": "lens"},
    **{
        "sandwiches": "sandwich",
        "ostriches": "ostrich",
        "walruses": "walrus",
        "dresses": "dress",
        "canvases": "canvas",
    },
}
_UNCHANGED = (
    "glass",
    "bus",
    "cactus",
    "dress",
    "moss",
    "grass",
    "its",
    "this",
    "walrus",
    "lens",
    "canvas",
    "always",
)
_PRONOUN = (
    *("this", "that", "each", "every", "other", "another", "which", "any", "no", "the", "first", "second", "last"),
)


_TENS_UNITS = re.compile(rf"\b({'|'.join(_TENS)})-({'|'.join(_UNITS[1:10])})\b")
_FRACTION = re.compile(rf"\b(one|an?|{'|'.join(_CARDINAL)})[ -]({'|'.join(_PARTS)})\b(?! place)")
_ANY = re.compile(r"\bone (?=of (?:these|them|the|those)\b)")
_IT = re.compile(rf"\b(?:{'|'.join(_PRONOUN)}) one\b(?!-)")
_NUMBER = re.compile(rf"\b({'|'.join(_CARDINAL)})\b")
_SIGNS = str.maketrans({"−": "-", "–": "-", "’": "'", "×": "*", "·": "*", "÷": "/"})
_HALF = re.compile(r"\bhalf (?=(?:of|the|as|are|were|their|its)\b)")
_DOUBLE = re.compile(r"\bdouble (?=the number|as)")
_TWICE = re.compile(r"\btwice\b")


def normal(text: str) -> str:
    """Put a text into its normal form."""
    text = " ".join(text.split()).lower().translate(_SIGNS)
    text = text.replace(" percent", "%").replace(" per cent", "%")
    text = _TENS_UNITS.sub(lambda found: str(_TENS[found[1]] + _CARDINAL[found[2]]), text)
    if "dozen" in text:
        text = re.sub(r"\ba dozen\b", "12", re.sub(r"\bhalf a dozen\b", "6", text))
    text = _FRACTION.sub(lambda found: f"{_CARDINAL.get(found[1], 1)}/{_PARTS[found[2]]}", text)
    text = _HALF.sub("1/2 ", text)
    text = _DOUBLE.sub("2 times ", _TWICE.sub("2 times", text))
    text = _IT.sub(lambda found: found[0].replace("one", "it"), _ANY.sub("any ", text))
    return _NUMBER.sub(lambda found: str(_CARDINAL[found[1]]), text)


def sentences(text: str) -> list[str]:
    """Cut a normal text into sentences without their end marks."""
    return [one.rstrip(".!?:").strip() for one in re.split(r"(?<=[.!?]) ", text) if one.strip(".!? ")]


def lemma(word: str) -> str:
    """The singular of one word."""
    if word in _SINGULAR:
        return _SINGULAR[word]
    if word in _UNCHANGED or len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]


def head(phrase: str) -> str:
    """What a noun phrase is about: the singular of the last word before `of`, `with` and the like."""
    core = re.split(r" (?:of|with|in|on|at|from|for|to|that|which|without|who)\b", phrase.strip())[0]
    return lemma(core.split()[-1]) if core.split() else ""
