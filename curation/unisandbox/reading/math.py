"""Math rows: the number that a question's own text comes to, and whether the answer says it."""

from __future__ import annotations

import re
from fractions import Fraction

from curation.unisandbox.layout import RESULTS
from curation.unisandbox.reading.formula import Reader, Undefined, Value
from curation.unisandbox.reading.tokens import Token, tokens
from curation.unisandbox.reading.verdict import Unreadable, Verdict
from curation.unisandbox.reading.words import NUMBERS, alike, is_void, singular, words

_COMMON_WORDS = """
a an the of as many much result results generate draw create paint show make produce render give image picture
photo photograph illustration that which is are there be in on at with and to by from equal equals number
amount answer so it its you your please exactly only for calculation expression value plus minus times divided
percent mod modulo squared cubed square cube root remainder sum difference product quotient when what how half
twice double power raised multiplied whose containing contains has have featuring
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def calculation(text: str) -> Value:
    """Find the one calculation in a text and work it out.

    Raises:
        Unreadable: There is none or more than one, or something of the text's reckoning is left over.
        Undefined: It has no result.
    """
    # One picture is no number of things.
    found = tokens(re.sub(r"\b(?:one|1|single) (?=image|picture|photo)", "", text, flags=re.IGNORECASE))
    whole: list[Value] = []
    place = 0
    while place < len(found):
        reader = Reader(found, place)
        if not _may_start(found, place):
            if found[place].reckons:
                raise Unreadable(f"{found[place].text!r} is not understood")
            place += 1
            continue
        whole.append(reader.sum())
        place = reader.place
    if len(whole) != 1:
        raise Unreadable("it holds no calculation" if not whole else "it holds more than one calculation")
    return whole[0]


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
        value = calculation(question)
    except Undefined as error:
        return verdict.fault("USB004", f"the calculation is undefined: {error}")
    except Unreadable as error:
        if is_void(answer):
            return verdict.fault("USB004", f"the answer is {answer!r}")
        return verdict.fault("USB008", f"the question was not understood: {error}")
    nouns = [word for word in words(question) if word not in _COMMON and word not in NUMBERS and len(word) > 1]
    verdict.essence = value.text
    verdict.key = f"{value.text} {' '.join(sorted(singular(noun) for noun in nouns))}"
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
    _compare(verdict, int(value.number), answer, nouns)
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
    things = [word for word in words(answer) if word not in _COMMON and word not in NUMBERS]
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
