"""Understands the question: which rules, whether in turn or at once, and which colour is asked for.

It knows a small language and no more: a word that it has not learnt, a colour that belongs to no rule, marks of
both orders at once, or a sentence that is not one of its own make it give up with a reason, for a guess would prove
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NAMES = frozenset({"red", "orange", "yellow", "green", "blue", "purple", "pink", "black"})

_WORDS = """
    according after afterwards all and another answers applied are as at becomes before bottom by changes
    colour colours digits display do done each end every finally first follow form from give given has in is
    it left more most no of on once one order picture previous recoloured refers result right row rule rules
    same segment segments shown so step steps than that the then these this time to top turn which
"""
_VOCABULARY = NAMES | frozenset(_WORDS.split())

_COLOUR = "(?:" + "|".join(sorted(NAMES)) + ")"
_CHANGE = r"(?:turns?|becomes?|changes? (?:in)?to|(?:is|are) recoloured|to)"
_RULE = re.compile(rf"\b({_COLOUR})(?: segments?)? {_CHANGE} ({_COLOUR})\b")
_ASKED = re.compile(rf"\bwhich digits do the ({_COLOUR}) segments form\b")
_IN_TURN = re.compile(r"\bin steps\b|\bone after another\b|\bin the given order\b")
_AT_ONCE = re.compile(
    r"\ball at once\b|\bat the same time\b"
    r"|\brecoloured at most once, according to the colour that it has in the picture\b"
)
_ROWS = re.compile(r"\brow by row and each row from left to right\b")
_COLUMNS = re.compile(r"\bfrom left to right\b")
_STEP_MARK = re.compile(r"\((\d+)\)|\bstep (\d+):")

_R = rf"(?:(?:all|every|each) )?{_COLOUR}(?: segments?)? {_CHANGE} {_COLOUR}"
_SENTENCES = (
    rf"the display is recoloured in steps\. first, {_R}\.(?: then, {_R}\.)* finally, {_R}\.",
    rf"these rules are applied one after another, each to the result of the rule before it: "
    rf"\(1\) {_R}(?:; \(\d\) {_R})*\.",
    rf"follow the steps in the given order, each on the display as the previous step left it\."
    rf"(?: step \d: {_R}\.)+",
    rf"all at once, {_R}(?:, {_R})* and {_R}\. each rule refers to the colours of the picture as shown\.",
    rf"at the same time, {_R}(?:, {_R})* and {_R}, so that no segment changes colour more than once\.",
    rf"each segment is recoloured at most once, according to the colour that it has in the picture: "
    rf"{_R}(?:; {_R})*\.",
)
_WHOLE = re.compile(
    rf"(?:{'|'.join(_SENTENCES)}) (?:after that|in the end|afterwards|once this is done), "
    rf"which digits do the {_COLOUR} segments form, (?:row by row and each row )?from left to right\?"
    r"(?: answers give the top row / the bottom row\.)?"
)


class NotUnderstood(Exception):
    """The text says something that the grammar does not know."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a text asks.

    Attributes:
        rules: Pairs of colours, from and to, in the order of the text.
        together: Whether all rules look at the colours of the picture as shown.
        asked: The colour whose digits are asked for.
        rows: Whether more than one row is asked for.
    """

    rules: tuple[tuple[str, str], ...]
    together: bool
    asked: str
    rows: bool


def understand(text: str) -> Question:
    """Parse a question.

    Raises:
        NotUnderstood: A word, a number or a colour has no place in the grammar, or what is needed is missing.
    """
    plain = " ".join(text.lower().split())
    strange = [word for word in re.findall(r"[^\W\d_]+", plain) if word not in _VOCABULARY]
    if strange:
        raise NotUnderstood(f"the question has the unknown word {strange[0]!r}")
    asked = _ASKED.findall(plain)
    if len(asked) != 1:
        raise NotUnderstood(f"the question asks for {len(asked)} colours")
    rules = tuple((source, target) for source, target in _RULE.findall(plain))
    if not rules:
        raise NotUnderstood("the question has no rules")
    if len(re.findall(rf"\b{_COLOUR}\b", plain)) != 2 * len(rules) + 1:
        raise NotUnderstood("the question names a colour outside its rules")
    marks = [int(first or second) for first, second in _STEP_MARK.findall(plain)]
    if len(re.findall(r"\d+", plain)) != len(marks) or (marks and marks != list(range(1, len(rules) + 1))):
        raise NotUnderstood("the numbers of the steps do not fit the rules")
    in_turn, at_once = bool(_IN_TURN.search(plain)), bool(_AT_ONCE.search(plain))
    if in_turn == at_once:
        raise NotUnderstood("the question does not say whether the rules apply in turn or at once")
    if at_once and len({source for source, _ in rules}) != len(rules):
        raise NotUnderstood("two rules at once begin with one colour")
    if not _COLUMNS.search(plain):
        raise NotUnderstood("the question does not say in which direction to read")
    if not _WHOLE.fullmatch(plain):
        # Every word is known, but some of them more, such as "after the first step", ask for another thing.
        raise NotUnderstood("the question's sentences are none that the grammar knows")
    return Question(rules, at_once, asked[0], bool(_ROWS.search(plain)))


_ROW_WORDS = re.compile(r"(\d+) in the top row, (\d+) in the bottom row")
_ROW_STROKE = re.compile(r"(\d+) / (\d+)")


def rows_of(option: str, question: str) -> tuple[str, ...]:
    """The digits that an option gives for each row.

    Raises:
        NotUnderstood: It is no such option, or the question does not explain the stroke.
    """
    if re.fullmatch(r"\d+", option):
        return (option,)
    if words := _ROW_WORDS.fullmatch(option):
        return words.groups()
    stroke = _ROW_STROKE.fullmatch(option)
    if stroke and "the top row / the bottom row" in question:
        return stroke.groups()
    raise NotUnderstood(f"the option {option!r} is no reading of a display")
