"""The questions that the solver understands; another one is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from curation.puzzles.clutter.solve_pixels import NAMES
from curation.puzzles.clutter.solve_raster import shapes

_PLURALS: Final = {"fish": "fish", "leaf": "leaves", "butterfly": "butterflies"}


class UnknownQuestion(Exception):
    """The question is none that the solver understands."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a question asks.

    Attributes:
        ask: Which kind of question it is.
        colour: The colour that it names.
        noun: The sprite that it names.
        other: A second sprite, the side or the kind of text that it names.
    """

    ask: str
    colour: str | None = None
    noun: str | None = None
    other: str | None = None


_COLOUR = f"(?P<colour>{'|'.join(NAMES)})"
_NOUN = "(?P<noun>[a-z]+)"
_FORMS: Final = (
    ("count", rf"How many {_COLOUR} (?P<plural>[a-z]+) are there in the picture\?"),
    ("count_facing", rf"How many of the {_COLOUR} (?P<plural>[a-z]+) in the picture face (?P<other>left|right)\?"),
    ("only", rf"What colour is the only {_NOUN} in the picture\?"),
    ("beside", rf"What colour is the {_NOUN} right beside the only (?P<other>[a-z]+) in the picture\?"),
    ("direction", rf"In which direction does the {_COLOUR} {_NOUN} (swim|fly|point)\?"),
    ("held", rf"What is the {_COLOUR} {_NOUN} holding\?"),
    ("pattern", rf"What pattern does the {_COLOUR} {_NOUN} have\?"),
    ("sign", rf"Which (?P<other>word|number|code) is on the sign held up by the {_COLOUR} {_NOUN}\?"),
    ("plate", rf"Which (?P<other>word|number|code) is on the plate below the {_COLOUR} {_NOUN}\?"),
)


def _singular(word: str) -> str:
    for noun in shapes():
        if word == _PLURALS.get(noun, f"{noun}s"):
            return noun
    raise UnknownQuestion(f"no object is called {word!r}")


def parse(question: str) -> Query:
    """Understand a question.

    Raises:
        UnknownQuestion: It is of no known form, or names what no sprite is called.
    """
    for ask, form in _FORMS:
        match = re.fullmatch(form, question)
        if match is None:
            continue
        found = match.groupdict()
        noun = _singular(found["plural"]) if "plural" in found else found.get("noun")
        return Query(ask, found.get("colour"), noun, found.get("other"))
    raise UnknownQuestion(f"not understood: {question!r}")
