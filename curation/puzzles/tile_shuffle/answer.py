"""Read a question and answer it from where things are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")


class Unclear(Exception):
    """The question cannot be read, or what is seen does not decide it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing in the picture.

    Attributes:
        noun: Its class.
        word: What tells it from the others of its class.
        label: How it is named alone.
        left: Of what is seen of it, in pixels; so the others.
        top: See `left`.
        right: See `left`.
        bottom: See `left`.
    """

    noun: str
    word: str
    label: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def x(self) -> float:
        """Its middle."""
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        """How tall it is seen to be."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and what it rests on."""

    text: str
    about: tuple[Seen, ...]


def _plural(noun: str) -> str:
    return {"person": "people", "fish": "fish"}.get(
        noun, noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
    )


def _line(things: Sequence[Seen], side: str = "left") -> list[Seen]:
    """From one side to the other; their middles must be plainly apart."""
    line = sorted(things, key=lambda thing: thing.x)
    if any(b.x - a.x < 12 for a, b in pairwise(line)):
        raise Unclear("two things stand one above the other")
    return line if side == "left" else line[::-1]


def _named(things: Sequence[Seen], label: str) -> Seen:
    found = [thing for thing in things if thing.label == label]
    if len(found) != 1:
        raise Unclear(f"the picture has {len(found)} things called {label}")
    return found[0]


def _place(things: Sequence[Seen], match: re.Match[str]) -> Answer:
    line = _line(things, match["side"])
    rank = ORDINALS.index(match["rank"])
    if rank >= len(line):
        raise Unclear("there are not so many")
    return Answer(line[rank].label, (line[rank], *things))


def _beside(things: Sequence[Seen], match: re.Match[str]) -> Answer:
    line = _line(things)
    asked = _named(things, match["label"])
    place = line.index(asked) + (1 if match["side"] == "right" else -1)
    if not 0 <= place < len(line):
        raise Unclear(f"nothing is to the {match['side']} of {asked.label}")
    return Answer(line[place].label, (asked, line[place]))


def _between(things: Sequence[Seen], match: re.Match[str]) -> Answer:
    line = _line(things)
    ends = sorted(line.index(_named(things, match[name])) for name in ("first", "second"))
    if ends[1] - ends[0] != 2:
        raise Unclear("not one thing is between them")
    return Answer(line[ends[0] + 1].label, tuple(line[ends[0] : ends[1] + 1]))


def _sequence(things: Sequence[Seen], match: re.Match[str]) -> Answer:
    first = _line(things, match["side"])[:4]
    return Answer(", ".join(thing.word for thing in first), tuple(first))


def _reach(things: Sequence[Seen], match: re.Match[str]) -> Answer:
    """The tallest by height from foot to top; the highest by its top alone."""
    tall = match["word"] in ("tallest", "shortest")
    if tall and max(thing.bottom for thing in things) - min(thing.bottom for thing in things) > 6:
        raise Unclear("the things do not stand on one line")
    size: Callable[[Seen], float] = (lambda thing: thing.height) if tall else (lambda thing: -thing.top)
    order = sorted(things, key=size, reverse=match["word"] in ("tallest", "highest"))
    rank = 1 if match["second"] else 0
    sizes = [size(thing) for thing in order]
    if any(abs(a - b) < 8 for a, b in pairwise(sizes[: rank + 2])):
        raise Unclear("two things are about equally tall")
    return Answer(order[rank].label, tuple(things))


def _count(things: Sequence[Seen], _: re.Match[str]) -> Answer:
    return Answer(str(len(things)), tuple(things))


def _count_side(things: Sequence[Seen], match: re.Match[str], landmark: Seen) -> Answer:
    if any(abs(thing.x - landmark.x) < 12 for thing in things):
        raise Unclear("something stands right above or below the landmark")
    there = [thing for thing in things if (thing.x < landmark.x) == (match["side"] == "left")]
    return Answer(str(len(there)), (landmark, *there))


def _vertical(things: Sequence[Seen], match: re.Match[str]) -> Answer:
    asked = _named(things, match["label"])
    column = sorted(
        (
            thing
            for thing in things
            if min(thing.right, asked.right) - max(thing.left, asked.left)
            > min(thing.right - thing.left, asked.right - asked.left) / 2
        ),
        key=lambda thing: (thing.top + thing.bottom) / 2,
    )
    place = column.index(asked) + (1 if match["word"] == "below" else -1)
    if not 0 <= place < len(column):
        raise Unclear(f"nothing is {match['word']} {asked.label}")
    return Answer(column[place].label, (asked, column[place]))


_SIDE = "(?P<side>left|right)"
_READERS: Mapping[str, Callable[[Sequence[Seen], re.Match[str]], Answer]] = {
    rf"which (?P<noun>.+) is the (?P<rank>{'|'.join(ORDINALS)}) from the {_SIDE}\?": _place,
    rf"which (?P<noun>.+?) is directly to the {_SIDE} of (?P<label>.+)\?": _beside,
    r"which (?P<noun>.+?) is directly between (?P<first>.+) and (?P<second>.+)\?": _between,
    r"which (?P<noun>.+?) is directly (?P<word>above|below) (?P<label>.+)\?": _vertical,
    r"which (?P<noun>.+?) is the (?P<second>second )?(?P<word>tallest|shortest|highest|lowest)\?": _reach,
    rf"what is the order of the first four (?P<many>.+), counting from the {_SIDE}\?": _sequence,
    r"how many (?P<many>.+) are there in all\?": _count,
}
_BESIDE = re.compile(rf"how many (?P<many>.+) are to the {_SIDE} of (?P<label>.+)\?")
_LEAD = "In the original picture, with its tiles back in place, "


def answer(question: str, seen: Sequence[Seen]) -> Answer:
    """Answer the question from the things seen.

    Raises:
        Unclear: It cannot be read or decided.
    """
    text = question.removeprefix(_LEAD)
    if text == question:
        raise Unclear("the question is of no known form")
    if match := _BESIDE.fullmatch(text):
        return _count_side(_meant(seen, match), match, _named(seen, match["label"]))
    for pattern, reader in _READERS.items():
        if match := re.fullmatch(pattern, text):
            return reader(_meant(seen, match), match)
    raise Unclear("the question is of no known form")


def _meant(seen: Sequence[Seen], match: re.Match[str]) -> list[Seen]:
    """The things that the question's noun means."""
    groups = match.groupdict()
    named = [
        thing for thing in seen if groups.get("noun") == thing.noun or groups.get("many") == _plural(thing.noun)
    ]
    if not named:
        raise Unclear("the picture has no such thing")
    return named
