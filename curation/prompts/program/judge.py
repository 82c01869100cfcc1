"""Judge questions about a picture by what a program printed: numbers of things, sequences and rows of things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from curation.models import ChecklistItem

_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "twenty-one"),
    *("twenty-two", "twenty-three", "twenty-four"),
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
_PLURALS = {"mice": "mouse", "geese": "goose", "leaves": "leaf", "children": "child", "people": "person"}
_EMPTY = frozenset(
    {
        *(
            "a",
            "an",
            "the",
            "is",
            "are",
            "there",
            "of",
            "do",
            "does",
            "in",
            "on",
            "at",
            "with",
            "and",
            "from",
            "to",
        ),
        *("it", "its", "exactly", "many", "as", "only", "have", "has", "one", "all", "hold", "be"),
    }
)


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return _NUMBERS.index(word) if word in _NUMBERS else None


@lru_cache(maxsize=4_000)
def _base(word: str) -> str:
    """A word without its plural ending; the same rough cut for both sides of a comparison."""
    word = _PLURALS.get(word, word)
    if word.endswith(("xes", "zes", "oes", "ches", "shes", "sses")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        return word[:-1]
    return word


def _words(text: str) -> list[str]:
    found = [_base(word) for word in re.findall(r"[a-zà-ÿ]+(?:-[a-z]+)*", text.lower())]
    return [word for word in found if word not in _EMPTY and _number(word) is None]


class Judge:
    """What was printed, read as numbers with their things, or as a sequence of things.

    Args:
        intro: What stands before the program.
        literals: All text in the program: what it might print.
        printed: What it does print.
    """

    def __init__(self, intro: str, literals: str, printed: str) -> None:
        self.intro = intro.lower()
        self.vocabulary = set(_words(literals))
        self.printed = printed.lower()
        lines = [line.strip() for line in self.printed.splitlines() if line.strip()]
        self.rows: list[str] = lines
        self.numbers = [
            (int(found[1]), set(_words(found[2]))) for found in re.finditer(r"(\d+)([^\d\n]*)", self.printed)
        ]
        if len(lines) == 1:
            self.rows = [part.strip() for part in lines[0].rpartition(":")[2].split(",")]
        self.counted = len(lines) > 1 and len({word for line in lines for word in line.split()}) == 1
        self.asked: set[str] = set()

    def contradiction(self, checklist: Sequence[ChecklistItem]) -> str | None:
        """Why the checklist does not follow from what was printed, or `None`."""
        for item in checklist:
            true = self.answer(item.question.lower().rstrip("?"))
            if true is None and item.answer == "no":
                return f"what is printed does not answer {item.question!r}"
            if true is not None and true != (item.answer == "yes"):
                return f"what is printed contradicts the expected answer: {item.question!r}"
        wanted = (
            {f"number {value} {place}" for place, (value, _) in enumerate(self.numbers)}
            if self.numbers
            else {"order"}
        )
        if not wanted <= self.asked:
            return "the checklist leaves open something that is printed"
        return None if any(item.answer == "no" for item in checklist) else "no question is to be answered with no"

    def answer(self, question: str) -> bool | None:
        """Whether a question is to be answered with yes; `None` where it is about the scene alone."""
        direction = re.search(r"from (left to right|bottom to top|top to bottom)", question)
        if direction is not None:
            return self._order(question, direction[1])
        place = re.search(r"\bthe (\w+)(?: \w+)*? from the (left|bottom|top) (.*)", question)
        if place is not None and place[1] in _ORDINALS:
            return self._at(_ORDINALS.index(place[1]), place[3])
        count = re.search(r"\b(exactly|as many as|only) ([\w-]+)\b(.*)", question)
        if count is not None and (number := _number(count[2])) is not None:
            return self._count(count[1], number, question)
        return self._present(question)

    def _order(self, question: str, direction: str) -> bool | None:
        if f"from {direction}" not in self.intro:
            return None
        listed = re.search(r"(?: is the order| are the \w+| do the rows hold) (.*?)(?: of the \w+)?$", question)
        if listed is None:
            return None
        given = re.split(r", | and ", listed[1])
        self.asked.add("order")
        if self.counted:
            return [_number(word) for word in given] == [len(row.split()) for row in self.rows]
        return [re.sub(r"^an? ", "", one) for one in given] == self.rows

    def _at(self, place: int, what: str) -> bool | None:
        if self.numbers or place >= len(self.rows):
            return None
        return set(_words(what)) == set(_words(self.rows[place]))

    def _count(self, form: str, number: int, question: str) -> bool | None:
        value = self._value(question)
        if value is None:
            return None
        if form == "as many as":
            return value >= number
        if form == "only":
            return value <= number
        return value == number

    def _value(self, question: str) -> int | None:
        """The printed number of what a question names."""
        named = _words(question) or [""]
        words = set(named)
        if self.numbers:
            # The last word says most: "four of the lamps glowing" is about what glows, not about all lamps.
            shared = [len(words & things) + 2 * (named[-1] in things) for _, things in self.numbers]
            best = max(shared)
            if shared.count(best) > 1 or (not best and len(self.numbers) > 1):
                return None
            place = shared.index(best)
            if re.search(r"\bexactly\b", question):
                self.asked.add(f"number {self.numbers[place][0]} {place}")
            return self.numbers[place][0]
        if self.counted:
            return sum(len(row.split()) for row in self.rows)
        every = {word for row in self.rows for word in _words(row)}
        kinds = every & words
        if kinds == every or not kinds:
            return len(self.rows)
        return sum(kinds <= set(_words(row)) for row in self.rows)

    def _present(self, question: str) -> bool | None:
        """Whether what a question names is printed; `None` where the program could not have printed any of it."""
        named = set(_words(question)) & self.vocabulary
        if not named:
            return None
        printed = set(_words(self.printed))
        changing = named - set(_words(self.intro))
        if not changing <= printed:
            return False
        return named <= printed or None
