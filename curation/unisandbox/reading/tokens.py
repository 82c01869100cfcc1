"""The marks and words of arithmetic in a sentence, each with its place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from curation.unisandbox.reading.verdict import Unreadable
from curation.unisandbox.reading.words import NUMBERS, plain

LONGEST = 2000
MOST_DIGITS = 15

_SIGNS = {
    **{"−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-", "+": "+", "-": "-", "±": "±"},
    **{"×": "*", "·": "*", "∙": "*", "⋅": "*", "•": "*", "✕": "*", "✖": "*", "⨉": "*", "∗": "*", "**": "^"},
    **{"*": "*", "÷": "/", "∕": "/", "⁄": "/", "/": "/", "//": "//", "➗": "/", "➕": "+", "➖": "-"},
    **{
        "^": "^",
        "√": "√",
        "∛": "∛",
        "%": "%",
        "(": "(",
        ")": ")",
        "[": "(",
        "]": ")",
        "{": "(",
        "}": ")",
        "!": "!",
    },
    **{"=": "=", "<": "<", ">": ">", "≤": "<", "≥": ">", "≈": "=", "|": "|", "∜": "∜", "∑": "∑", "π": "π"},
}
# The longer phrases come first: the first that fits is taken.
_PHRASES = (
    *(
        ("to the power of", "^"),
        ("raised to the power", "^"),
        ("raised to", "^"),
        ("per cent", "%"),
        ("percent", "%"),
    ),
    *(("sqrt", "√"), ("the remainder of dividing", "remainder"), ("remainder of dividing", "remainder")),
    *(("the remainder when dividing", "remainder"), ("remainder when dividing", "remainder")),
    *(("the square root of", "√"), ("square root of", "√"), ("the cube root of", "∛"), ("cube root of", "∛")),
    *(("multiplied by", "*"), ("divided by", "/"), ("modulo", "mod"), ("modulus", "mod"), ("mod", "mod")),
    *(("squared", "squared"), ("cubed", "cubed"), ("plus", "+"), ("minus", "-"), ("times", "*")),
    *(("the remainder of", "remainder"), ("the remainder when", "remainder"), ("remainder of", "remainder")),
    *(("remainder when", "remainder"), ("is divided by", "/"), ("the sum of", "sum"), ("sum of", "sum")),
    *(
        ("the difference between", "difference"),
        ("the difference of", "difference"),
        ("difference of", "difference"),
    ),
    *(("difference between", "difference"), ("the product of", "product"), ("product of", "product")),
    *(("the quotient of", "quotient"), ("quotient of", "quotient"), ("half of", "half"), ("twice", "twice")),
    *(
        ("double", "twice"),
        ("more than", "more"),
        ("less than", "less"),
        ("of", "of"),
        ("and", "and"),
        ("by", "by"),
    ),
    *(("x", "x"), ("the", "the"), ("a", "the")),
)
_BY_FIRST: dict[str, list[tuple[list[str], str]]] = {}
for _phrase, _kind in _PHRASES:
    _BY_FIRST.setdefault(_phrase.split()[0], []).append((_phrase.split(), _kind))
# Words that reckon in a way which is not understood here: a sentence with one of them is not verified.
_FOREIGN_WORDS = """
add adding added subtract subtracting subtracted subtraction multiply multiplying divide dividing root roots
square cube power remainder sum difference product quotient half third quarter thirds quarters fifth fraction
average mean median factorial log ln sin cos tan dozen hundred thousand million increased decreased reduced
fewer greater smaller more less except without additional extra another remaining left rounded round up
nearest absolute negative positive thrice triple doubled tripled halved solve equation over maximum minimum
max min largest smallest ceil ceiling floor gcd lcm factor factors divisor multiple prime primes digit digits
decimal binary squares cubes cbrt abs total altogether each per every ratio hex base
"""
_FOREIGN = frozenset(_FOREIGN_WORDS.split())
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+\.\d+|\d+|(?<![\w.])\.\d+)"
    r"|(?P<word>[A-Za-zÀ-ÖØ-öø-ɏ]+(?:['-][A-Za-z]+)*)"
    r"|(?P<sign>\*\*|//|[^\w\s])|(?P<other>\S)"
)
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TENS = frozenset(word for word, value in NUMBERS.items() if value >= 20)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence.

    Attributes:
        kind: `number`, an operator or word of arithmetic, `foreign` (reckoning not understood), or `other`.
        text: As written, or a number's digits.
    """

    kind: str
    text: str

    @property
    def reckons(self) -> bool:
        """Whether the token means arithmetic, so that a reading which leaves it out is none."""
        return self.kind not in {"other", "of", "and", "by", "x", "the", "(", ")", "!", "="}


def tokens(text: str) -> list[Token]:
    """Cut a text into tokens.

    Raises:
        Unreadable: It is too long, or holds a number that is.
    """
    if len(text) > LONGEST:
        raise Unreadable(f"the text has more than {LONGEST:,} characters")
    if any(unicodedata.category(character) in {"No", "Nl"} and character not in _RAISED for character in text):
        raise Unreadable("it has a number that is written as one sign")
    if re.search(r"\b0[xob][0-9a-f]", text, re.IGNORECASE):
        raise Unreadable("it has a number of another base")
    pieces = [(found.lastgroup or "", found[0]) for found in _TOKEN.finditer(plain(text))]
    found: list[Token] = []
    place = 0
    while place < len(pieces):
        group, piece = pieces[place]
        taken, token = 1, Token("other", piece)
        if group == "number":
            token = Token("number", piece.replace(",", ""))
            if len(token.text) > MOST_DIGITS:
                raise Unreadable(f"the number {piece[:20]}… is too long")
            if len(piece) > 1 and re.fullmatch("0[0-9]+", piece):
                raise Unreadable(f"the number {piece[:20]} begins with a zero")
        elif group == "sign" and piece in _SIGNS:
            token = Token(_SIGNS[piece], piece)
        elif group == "sign" and piece == ":":
            token = Token(":", piece)
        elif group == "word":
            taken, token = _word(pieces, place)
        elif group == "other":
            token = Token("foreign", piece)
        found.append(token)
        place += taken
    return _colons(found)


def _word(pieces: list[tuple[str, str]], place: int) -> tuple[int, Token]:
    word = pieces[place][1].lower()
    if "-" in word and any(part in NUMBERS or part in _FOREIGN for part in word.split("-")):
        tens, units = NUMBERS.get(word.split("-")[0], 0), NUMBERS.get(word.split("-")[1], 0)
        joined = word.count("-") == 1 and word.split("-")[0] in _TENS and 0 < units < 10
        return 1, Token("number", str(tens + units)) if joined else Token("foreign", word)
    if word in NUMBERS:
        after = pieces[place + 1][1].lower() if place + 1 < len(pieces) else ""
        if word in _TENS and 0 < NUMBERS.get(after, 0) < 10:
            return 2, Token("number", str(NUMBERS[word] + NUMBERS[after]))
        return 1, Token("number", str(NUMBERS[word]))
    for parts, kind in _BY_FIRST.get(word, ()):
        if [piece[1].lower() for piece in pieces[place : place + len(parts)]] == parts:
            return len(parts), Token(kind, " ".join(parts))
    return 1, Token("foreign" if word in _FOREIGN else "other", word)


def _colons(found: list[Token]) -> list[Token]:
    """A colon divides between numbers; elsewhere it is punctuation."""
    return [
        Token("/" if _between(found, place) else "other", token.text) if token.kind == ":" else token
        for place, token in enumerate(found)
    ]


def _between(found: list[Token], place: int) -> bool:
    return (
        0 < place < len(found) - 1
        and found[place - 1].kind in {"number", ")"}
        and found[place + 1].kind in {"number", "("}
    )
