"""Math rows: the number that a question's own text comes to, and whether the answer says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from curation.unisandbox.layout import RESULTS
from curation.unisandbox.reading.formula import Reader, Undefined, Value
from curation.unisandbox.reading.tokens import Token, tokens
from curation.unisandbox.reading.verdict import Unreadable, Verdict
from curation.unisandbox.reading.words import NUMBERS, alike, is_thing, is_void, singular, words

# What may stand around a calculation and the things to draw; any other word leaves the row unread.
_FRAME_WORDS = """
a an the generate draw create paint show produce make render depict illustrate sketch give provide picture visualize
visualise design please now can could you me us exactly only precisely as many much same equal equivalent number
numbers quantity amount count of to by that which is are be it its they them their there should matches matching
match equals equal result results outcome value answer calculated computed given calculation expression image
picture photo photograph illustration drawing with showing containing in for what how has have featuring
"""
_FRAME = frozenset(_FRAME_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_MARKS = frozenset(".,:?!\"';=()")


@dataclass(frozen=True, slots=True)
class Question:
    """What a question says.

    Attributes:
        value: What it comes to.
        things: What to draw, word by word; empty where it names nothing.
    """

    value: Value
    things: tuple[str, ...]


def calculation(text: str) -> Value:
    """Find the one calculation in a text and work it out.

    Raises:
        Unreadable: There is none or more than one, or something of the text's reckoning is left over.
        Undefined: It has no result.
    """
    return _calculation(text)[0]


def question_of(text: str) -> Question:
    """Read a question: one calculation, the name of what to draw, and nothing that is not understood.

    Raises:
        Unreadable: A word is left over, which might turn the meaning round.
        Undefined: The calculation has no result.
    """
    value, rest = _calculation(text)
    names: dict[tuple[str, ...], None] = {}
    name: list[str] = []
    for place, token in enumerate([*rest, None]):
        after = rest[place + 1] if place + 1 < len(rest) else None
        if token is not None and _WORD.fullmatch(token.text) and token.text not in _FRAME:
            name.append(token.text)
        elif name and token is not None and token.kind == "of" and after is not None and after.text not in _FRAME:
            name.append("of")
        elif name:
            names[tuple(name)] = None
            name = []
        if token is not None and not token.text[:1].isalnum() and token.text not in _MARKS:
            raise Unreadable(f"{token.text!r} is not understood")
    if len(names) > 1:
        raise Unreadable("it names more than one kind of thing")
    things = next(iter(names), ())
    if things and not is_thing(" ".join(things)):
        raise Unreadable(f"{' '.join(things)[:60]!r} is not understood")
    return Question(value, tuple(word for word in things if word != "of"))


def _calculation(text: str) -> tuple[Value, list[Token | None]]:
    """The one calculation of a text, and the other tokens; None stands where it was."""
    # One picture is no number of things.
    found = tokens(re.sub(r"\b(?:one|1|single) (?=image|picture|photo)", "", text, flags=re.IGNORECASE))
    whole: list[Value] = []
    rest: list[Token | None] = []
    place = 0
    while place < len(found):
        reader = Reader(found, place)
        if not _may_start(found, place):
            if found[place].reckons:
                raise Unreadable(f"{found[place].text!r} is not understood")
            rest.append(found[place])
            place += 1
            continue
        whole.append(reader.sum())
        rest.append(None)
        place = reader.place
    if len(whole) != 1:
        raise Unreadable("it holds no calculation" if not whole else "it holds more than one calculation")
    return whole[0], rest


def _may_start(found: list[Token], place: int) -> bool:
    kinds = [token.kind for token in found[place : place + 2]]
    if kinds[0] == "(":
        return _reckons_inside(found, place)
    if kinds[0] in {"-", "+"}:
        if place and (
            found[place - 1].kind in {")", "x"}
            or (len(found[place - 1].text) == 1 and found[place - 1].text.isalnum())
        ):
            raise Unreadable(f"what {found[place].text!r} takes off from or adds to is not understood")
        return len(kinds) == 2 and kinds[1] in {"number", "(", "√"}
    return kinds[0] in {
        "number",
        "√",
        "∛",
        "half",
        "twice",
        "sum",
        "difference",
        "product",
        "quotient",
        "remainder",
    }


def _reckons_inside(found: list[Token], place: int) -> bool:
    """Whether a bracket opens a calculation rather than a remark."""
    while place < len(found) and found[place].kind in {"(", "-", "+"}:
        place += 1
    return place < len(found) and found[place].kind != "other" and found[place].kind != ")"


def judge(question: str, answer: str, level: int | None = None) -> Verdict:
    """Recompute a math row.

    Args:
        question: Its `Question`.
        answer: Its `Answer`.
        level: How many operations it should have, if that is known.
    """
    verdict = Verdict()
    try:
        read = question_of(question)
    except Undefined as error:
        return verdict.fault("USB004", f"the calculation is undefined: {error}")
    except Unreadable as error:
        if is_void(answer):
            return verdict.fault("USB004", f"the answer is {answer!r}")
        return verdict.fault("USB008", f"the question was not understood: {error}")
    value = read.value
    verdict.essence = value.text
    verdict.key = f"{value.text} {' '.join(singular(word) for word in read.things)}"
    if level is not None and value.operations != level:
        verdict.fault("USB007", f"it takes {_operations(value.operations)}, and its level says {level}")
    if is_void(answer):
        return verdict.fault("USB004", f"the answer is {answer!r}")
    if value.number is None or value.number.denominator != 1:
        shown = "an irrational number" if value.number is None else str(value.number)
        return verdict.fault("USB003", f"the result is {shown}")
    verdict.answer = str(value.number)
    if value.number not in RESULTS:
        verdict.fault("USB015", f"the result is {value.number}")
    _compare(verdict, int(value.number), answer, list(read.things))
    return verdict


def _operations(number: int) -> str:
    return f"{number} operation{'' if number == 1 else 's'}"


def _compare(verdict: Verdict, result: int, answer: str, nouns: list[str]) -> None:
    try:
        stated = _stated(answer)
    except (Unreadable, Undefined) as error:
        verdict.fault("USB008", f"the answer {answer[:60]!r} was not understood: {error}")
        return
    if stated != result:
        verdict.fault("USB002", f"the answer says {stated}, and the question comes to {result}")
        return
    things = [word for word in words(answer) if word not in _FRAME and word not in NUMBERS]
    likeness = [(alike(thing, noun), thing, noun) for thing in things for noun in nouns]
    matching = [(thing, noun) for same, thing, noun in likeness if same]
    if things and not nouns:
        verdict.fault("USB008", "the question names nothing to draw that is understood")
    elif things and not matching:
        if any(same is None for same, _, _ in likeness):
            verdict.fault("USB008", f"whether {things[-1]!r} is what the question asks for was not understood")
        else:
            verdict.fault("USB002", f"the answer is of {things[-1]!r}, which the question does not ask for")
    unmatched = [thing for thing in things if thing not in {matched for matched, _ in matching}]
    if matching and unmatched:
        verdict.fault("USB008", f"what {unmatched[0]!r} adds to the answer was not understood")
    for thing, noun in matching:
        if singular(noun) != noun and (singular(thing) != thing) != (result != 1):
            verdict.fault(
                "USB014", f"{result} goes with {singular(noun) if result == 1 else noun!r}, not {thing!r}"
            )


def _stated(answer: str) -> Fraction:
    """The one number that an answer states."""
    value = calculation(answer)
    if value.operations:
        raise Unreadable("it is a calculation itself")
    return value.exact()
