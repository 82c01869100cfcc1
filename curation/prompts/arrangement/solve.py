"""Solve an arrangement from its text alone: read things and conditions, try every order, judge the checklist."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from curation.models import ChecklistItem
from curation.prompts.arrangement.grammar import Order, demand
from curation.prompts.base import Derivation

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight")
_WORD = r"(?!(?:in|on|at|an?|the|and)\b)[a-z'-]+"
_STOPS = (
    *(
        "are",
        "is",
        "stand",
        "sit",
        "lie",
        "hang",
        "go",
        "make",
        "share",
        "meet",
        "form",
        "fill",
        "come",
        "pose",
        "burn",
    ),
    *("grow", "drink", "differ", "on", "in", "into", "at", "to", "with", "round"),
)
_END = rf"(?= (?:{'|'.join(_STOPS)})\b|[.,;:]|$)"
_ITEM = rf"an? {_WORD}(?: {_WORD}){{0,3}}?"
_LIST = re.compile(rf"((?:{_ITEM}, )+{_ITEM} and {_ITEM}){_END}")
_LAYOUTS = (
    ("boxes", r"in this order from the viewer's left to right"),
    ("heights", r"\b(?:another height|differ in height|equally tall|different heights)\b"),
    ("shelves", r"\b(?:one (?:row )?above the other|two above two|three above three)\b"),
    ("table", r"\bround (?:a|the edge of a|the) (?:round table|campfire)\b|\ba round table\b|\bround its edge\b"),
    ("pile", r"\b(?:pile[ds]?|piled up|stacked up|stacks up|tower)\b"),
    (
        "row",
        r"\b(?:in(?:to)? (?:one|a) (?:single )?(?:long )?(?:row|line)|on one line|side by side|share one branch"
        r"|on one branch|washing line)\b",
    ),
)
_BOXES = {"doorway": "box", "doorways": "boxes", "bowl": "box", "bowls": "boxes"}
_BOX = re.compile(rf"\b({'|'.join(_BOXES)})\b")
_COLOUR = r"(?:red|blue|green|yellow|white|black|brown|turquoise|orange|purple|grey|pink)"
_COLOURS = re.compile(rf"((?:{_COLOUR}, )+{_COLOUR} and {_COLOUR}|{_COLOUR} and {_COLOUR})\b(?=[^.]*in this order)")
_VIEW = re.compile(
    r"(?:left and right are meant as the viewer sees them|take left and right as they appear in the picture"
    r"|all directions are the viewer's|left is the viewer's left, right the viewer's right"
    r"|the (?:table|fire) is seen from straight above)"
)
_ASK = re.compile(r"(?:draw|show|paint|picture|sketch)\b[^@]*")
_SPLIT = re.compile(r"; |, while |, and ")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a prompt says: its layout, things as written, colours of its boxes, and conditions one by one."""

    layout: str
    things: tuple[str, ...]
    colours: tuple[str, ...]
    conditions: tuple[str, ...]


def solve(prompt: str, checklist: tuple[ChecklistItem, ...]) -> Derivation:
    """Derive the one arrangement that the prompt allows, and check that the checklist is true of it alone."""
    reading = read(prompt)
    if isinstance(reading, str):
        return Derivation(None, reading)
    n = len(reading.things)
    allowed: list[int] = []
    for sentence in reading.conditions:
        bits = _allowed(sentence, reading.layout, reading.colours, n)
        if bits is None:
            return Derivation(None, f"a condition is not understood: {sentence!r}")
        allowed.append(bits)
    left = _all(allowed, n)
    if left.bit_count() != 1:
        return Derivation(None, f"the conditions leave {left.bit_count()} arrangements")
    for place, sentence in enumerate(reading.conditions):
        if _all(allowed[:place] + allowed[place + 1 :], n).bit_count() == 1:
            return Derivation(None, f"a condition is not needed: {sentence!r}")
    wrong = _judge(reading, left, checklist)
    if wrong is not None:
        return Derivation(None, wrong)
    order = _orders(n)[left.bit_length() - 1]
    answer = [reading.things[one] for one in order]
    return Derivation(
        list(answer),
        ", ".join(answer),
        {"layout": reading.layout, "arrangements": len(_orders(n)), "conditions": len(allowed)},
    )


def read(prompt: str) -> Reading | str:
    """Read a prompt; a text says why it could not be read."""
    text = " ".join(prompt.lower().split())
    lists = [found for found in _LIST.finditer(text) if not _COLOURS.match(found[1])]
    if len(lists) != 1:
        return f"{len(lists)} lists of things are found, not one"
    things = tuple(re.sub(r"^an? ", "", one) for one in re.split(r", | and ", lists[0][1]))
    if len(set(things)) != len(things) or not 3 <= len(things) <= 6:
        return "the list does not name three to six different things"
    sentences = re.split(r"(?<=[.!?]) ", text)
    opening = [one for one in sentences if lists[0][1] in one]
    layout = next((name for name, sign in _LAYOUTS if re.search(sign, opening[0])), None)
    if layout is None:
        return "it is not said how the things are arranged"
    colours: tuple[str, ...] = ()
    if layout == "boxes":
        found = _COLOURS.search(opening[0])
        colours = tuple(re.split(r", | and ", found[1])) if found else ()
        if len(colours) != len(things):
            return "there are not as many boxes as things"
    conditions: list[str] = []
    for sentence in sentences[sentences.index(opening[0]) + 1 :]:
        normal = _normal(sentence.rstrip(".!?"), things, layout)
        if _VIEW.fullmatch(normal) or _ASK.fullmatch(normal):
            continue
        conditions += _SPLIT.split(normal)
    return Reading(layout, things, colours, tuple(conditions)) if conditions else "there are no conditions"


def _normal(sentence: str, things: tuple[str, ...], layout: str) -> str:
    """The sentence with its things as `@0`, `@1`, ... and boxes of any name as boxes."""
    for thing in sorted(things, key=len, reverse=True):
        sentence = _naming(thing).sub(f"@{things.index(thing)}", sentence)
    if layout == "boxes":
        sentence = _BOX.sub(lambda found: _BOXES[found[1]], sentence)
    return sentence


@lru_cache(maxsize=2_000)
def _naming(thing: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:the|an?) {re.escape(thing)}\b")


@lru_cache(maxsize=8)
def _orders(n: int) -> tuple[Order, ...]:
    return tuple(permutations(range(n)))


@lru_cache(maxsize=50_000)
def _allowed(sentence: str, layout: str, colours: tuple[str, ...], n: int) -> int | None:
    """The orders that a sentence allows, one bit each; `None` where it is not understood."""
    meaning = demand(sentence, layout, colours)
    if meaning is None:
        return None
    return sum(1 << number for number, order in enumerate(_orders(n)) if meaning(order))


def _all(allowed: Sequence[int], n: int) -> int:
    left = (1 << len(_orders(n))) - 1
    for bits in allowed:
        left &= bits
    return left


def _judge(reading: Reading, answer: int, checklist: Sequence[ChecklistItem]) -> str | None:
    """Why the checklist does not fit the arrangement, or `None`."""
    n = len(reading.things)
    pinned = (1 << len(_orders(n))) - 1
    named = ""
    noes = 0
    for item in checklist:
        question = _normal(item.question.lower().rstrip("?"), reading.things, reading.layout)
        count = re.search(r"\bexactly (\w+)\b", question)
        if count is not None and "@" not in question:
            if (count[1] == _NUMBERS[n]) != (item.answer == "yes"):
                return f"the number asked for is wrong: {item.question!r}"
            continue
        bits = _asked(question, reading)
        if bits is None:
            return f"a question is not understood: {item.question!r}"
        if (bits & answer != 0) != (item.answer == "yes"):
            return f"the arrangement contradicts the expected answer: {item.question!r}"
        if item.answer == "yes":
            pinned &= bits
            named += question
        else:
            noes += 1
    if pinned != answer:
        return f"the questions to be answered with yes leave {pinned.bit_count()} arrangements"
    if any(f"@{place}" not in named for place in range(n)):
        return "no question names one of the things"
    return None if noes else "no question is to be answered with no"


def _asked(question: str, reading: Reading) -> int | None:
    """The orders in which a question is to be answered with yes."""
    n = len(reading.things)
    named = [int(one) for one in re.findall(r"@(\d)", question)]
    whole = r"is the (?:clockwise )?order from (?:the )?(?:left to right|bottom to top|top|tallest to shortest) @.*"
    if re.fullmatch(whole, question) or re.fullmatch(r"do the boxes from left to right hold @.*", question):
        return 1 << _orders(n).index(tuple(named)) if sorted(named) == list(range(n)) else None
    row = re.fullmatch(r"is the (upper|lower) row from left to right @.*", question)
    if row is not None:
        half = slice(0, n // 2) if row[1] == "upper" else slice(n // 2, n)
        return sum(1 << number for number, order in enumerate(_orders(n)) if list(order[half]) == named)
    clockwise = re.fullmatch(r"going clockwise, does (@\d) come (.*)", question)
    if clockwise is not None:
        return _allowed(f"going clockwise, {clockwise[1]} comes {clockwise[2]}", reading.layout, reading.colours, n)
    if question.startswith("do @"):
        return _allowed(question[3:], reading.layout, reading.colours, n)
    inverted = re.fullmatch(r"is (@\d) (.*)", question)
    if inverted is None:
        return None
    return _allowed(f"{inverted[1]} is {inverted[2]}", reading.layout, reading.colours, n)
