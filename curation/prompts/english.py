"""English for the makers of prompts: numbers in words, plurals, articles, lists. Solvers have their own."""

from __future__ import annotations

from collections.abc import Sequence

_ONES = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_FRACTIONS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth"}
_IRREGULAR = {
    **{
        "mouse": "mice",
        "goose": "geese",
        "child": "children",
        "leaf": "leaves",
        "loaf": "loaves",
        "knife": "knives",
    },
    **{
        "shelf": "shelves",
        "person": "people",
        "fish": "fish",
        "sheep": "sheep",
        "half": "halves",
        "calf": "calves",
    },
    **{"scarf": "scarves", "wolf": "wolves", "foot": "feet", "potato": "potatoes", "tomato": "tomatoes"},
    **{"mango": "mangoes", "man": "men", "woman": "women", "salmon": "salmon", "deer": "deer", "trout": "trout"},
    **{
        "goldfish": "goldfish",
        "starfish": "starfish",
        "die": "dice",
        "cactus": "cacti",
        "box": "boxes",
        "bus": "buses",
        "thief": "thieves",
    },
}
_LINKS = (" of ", " with ", " in ", " on ", " without ", " at ", " from ")


def number(count: int) -> str:
    """A whole number from 0 to 99 in words; 0 is `no`, as before a noun. Larger ones in digits."""
    if count < len(_ONES):
        return _ONES[count]
    if count < 100:
        tens, ones = divmod(count, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    return str(count)


def ordinal(place: int) -> str:
    """`first` for 1, up to `tenth`."""
    return ORDINALS[place - 1]


def times(count: int) -> str:
    """`once`, `twice`, `three times`."""
    return {1: "once", 2: "twice"}.get(count, f"{number(count)} times")


def fraction(above: int, below: int) -> str:
    """`a third`, `half`, `two fifths`, in words."""
    part = _FRACTIONS[below]
    if above == 1:
        return part if below == 2 else article(part)
    return f"{number(above)} {plural(part)}"


def plural(noun: str) -> str:
    """The plural of a noun phrase in the singular, its head before the first `of`, `with`, `in` and the like."""
    cut = min((found for link in _LINKS if (found := noun.find(link)) >= 0), default=len(noun))
    head, rest = noun[:cut], noun[cut:]
    before, space, word = head.rpartition(" ")
    return f"{before}{space}{_plural_word(word)}{rest}"


def _plural_word(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith(("s", "x", "ch", "sh", "z")):
        return f"{word}es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def noun(count: int, phrase: str) -> str:
    """The phrase in the number that goes with `count`."""
    return phrase if count == 1 else plural(phrase)


def counted(count: int, phrase: str) -> str:
    """`seven glasses of tea`, `one glass of tea`, `no glasses of tea`."""
    return f"{number(count)} {noun(count, phrase)}"


def article(phrase: str) -> str:
    """The phrase with `a` or `an` before it, by its first sound."""
    silent = phrase.startswith(("hour", "honest", "heir"))
    you = phrase.startswith(("uni", "use", "eu", "one", "ukulele"))
    vowel = (phrase[0] in "aeiou" and not you) or silent
    return f"{'an' if vowel else 'a'} {phrase}"


def listed(items: Sequence[str], link: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {link} {items[-1]}"


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
