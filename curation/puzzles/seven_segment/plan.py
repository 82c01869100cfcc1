"""What one puzzle asks: a display, rules, the colour asked for, and four readings of which one is right.

The wrong readings come from two mistakes that tell in different places of the display: one option makes the first,
one the second, one both. So each option shares as many digits with the others as the right one does. Each mistake
reads either fewer segments than there are or more: a coin decides that before anything else, and the pairs of right
and wrong digits are drawn without regard to it. Hence the options alone say nothing about which of them is right.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from curation.models import Difficulty
from curation.puzzles.base import Discard
from curation.puzzles.seven_segment.display import PAIRED, SEGMENTS, SHAPES, SLIPS, Place, digit_of, nested
from curation.puzzles.seven_segment.rules import WAYS, Rule, in_turn, mistakes, right

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "black")

_TRIES = 6000
"""Sets of rules that are tried for one puzzle; about 50 are needed."""

_CHOOSY = 150
"""How many of these tries hold out for rules where one of the mistakes is the one that the subtask is about."""


@dataclass(frozen=True, slots=True)
class Level:
    """What a level draws from: (rows, columns), numbers of rules, numbers of colours in the picture."""

    layouts: tuple[tuple[int, int], ...]
    rules: tuple[int, ...]
    colours: tuple[int, ...]


LEVELS: Mapping[Difficulty, Level] = {
    "easy": Level(((1, 2), (1, 3)), (2, 3), (5,)),
    "medium": Level(((1, 3), (2, 2)), (3, 4, 5), (6,)),
    "hard": Level(((2, 2), (2, 3)), (5, 6, 7), (7, 8)),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """One puzzle without its picture and wording.

    Attributes:
        subtask: `sequential_rules` or `simultaneous_rules`.
        rows: Rows of digits.
        columns: Digits in a row.
        rules: In the order of the question.
        asked: The colour whose digits are asked for.
        places: The digits of the display, row by row, as shown.
        after: The same after the rules.
        answer: The right digits, row by row.
        wrong: Three wrong readings of the same length, each with the mistakes that lead to it.
    """

    subtask: str
    rows: int
    columns: int
    rules: tuple[Rule, ...]
    asked: str
    places: tuple[Place, ...]
    after: tuple[Place, ...]
    answer: str
    wrong: tuple[tuple[str, str], ...]

    def canonical(self) -> JsonValue:
        """The puzzle with its colours numbered by first appearance; rules at once have no order."""
        numbers: dict[str, int] = {}

        def number(colour: str) -> int:
            return numbers.setdefault(colour, len(numbers))

        shown: list[JsonValue] = [[number(colour) for colour in place] for place in self.places]
        pairs = [(number(rule.source), number(rule.target)) for rule in self.rules]
        ordered = pairs if self.subtask == "sequential_rules" else sorted(pairs)
        rules: list[JsonValue] = [list(pair) for pair in ordered]
        return [self.subtask, self.rows, self.columns, shown, rules, number(self.asked)]


@dataclass(frozen=True, slots=True)
class _Digit:
    """One place before it is coloured: `few` lies within `many`; where they are equal no mistake tells.

    Attributes:
        side: Which of the two mistakes tells here.
        few: Digit with fewer segments.
        many: Digit with more.
    """

    side: int
    few: str
    many: str

    def reading(self, lost: Sequence[bool], wrong: bool) -> str:
        """What is read here, rightly or wrongly, where the mistakes lose segments or gain them."""
        return self.many if lost[self.side] != wrong else self.few


@dataclass(frozen=True, slots=True)
class _Found:
    """Rules that suit a display: sets of colours as bits, in the order of the picture's colours."""

    rules: tuple[Rule, ...]
    asked: str
    meant: int
    telling: tuple[int, ...]
    names: tuple[str, ...]


def plan(rng: random.Random, subtask: str, difficulty: Difficulty) -> Plan:
    """Draw a puzzle of a subtask and level.

    Raises:
        Discard: None of the rules that were tried suits the display.
    """
    level = LEVELS[difficulty]
    rows, columns = rng.choice(level.layouts)
    count = rng.choice(level.rules)
    shown = rng.sample(COLOURS, rng.choice(level.colours))
    lost = (rng.random() < 0.5, rng.random() < 0.5)
    slip = count == 2
    digits = _digits(rng, rows * columns, slip, len(shown))
    found = _rules(rng, subtask, shown, count, lost[: 1 if slip else 2], digits)
    places = _coloured(rng, shown, digits, lost, found)
    ends = right(subtask, found.rules, shown)
    names = (*found.names, "one segment of one digit misread") if slip else found.names
    made = [(True, False), (False, True), (True, True)]
    readings = ["".join(digit.reading(lost, wrong[digit.side]) for digit in digits) for wrong in made]
    sources = [colour for colour in shown if ends[colour] == found.asked]
    return Plan(
        subtask=subtask,
        rows=rows,
        columns=columns,
        rules=found.rules,
        asked=found.asked,
        places=places,
        after=tuple(tuple(ends[colour] for colour in place) for place in places),
        answer="".join(digit_of(place, sources) or "?" for place in places),
        wrong=tuple(zip(readings, (*names, "; ".join(names)), strict=True)),
    )


def _digits(rng: random.Random, count: int, slip: bool, colours: int) -> list[_Digit]:
    """Draw pairs of digits: each mistake tells somewhere, and there are segments for enough colours."""
    while True:
        sides = [1, *[0] * (count - 1)] if slip else [0, 1, *rng.choices((0, 1), k=count - 2)]
        rng.shuffle(sides)
        digits = []
        for side in sides:
            if slip and side == 1:
                digits.append(_Digit(side, *rng.choice(SLIPS)))
            elif rng.random() < 0.8:
                first = rng.choice(list(SHAPES))
                digits.append(_Digit(side, *nested(first, rng.choice(PAIRED[first]))))
            else:
                digits.append(_Digit(side, *[rng.choice([d for d in SHAPES if d != "8"])] * 2))
        room = _room(digits, slip)
        if min(room) > 1 and room[1] >= (colours + 1) // 2:
            return digits


def _room(digits: Sequence[_Digit], slip: bool) -> list[int]:
    """Count the segments that are always lit, those that never are, and those that tell of each mistake."""
    lit = sum(len(SHAPES[d.few]) for d in digits)
    dark = sum(len(SEGMENTS) - len(SHAPES[d.many]) for d in digits)
    telling = [sum(len(SHAPES[d.many]) - len(SHAPES[d.few]) for d in digits if d.side == side) for side in (0, 1)]
    return [lit, dark, telling[0]] if slip else [lit, dark, *telling]


def _rules(
    rng: random.Random, subtask: str, shown: list[str], count: int, lost: Sequence[bool], digits: Sequence[_Digit]
) -> _Found:
    """Try rules until one or two mistakes with them lose or gain colours as wanted, independently of each other."""
    lit, dark, *room = _room(digits, len(lost) == 1)
    for attempt in range(_TRIES):
        least = 2 if attempt < _CHOOSY else 1
        rules = (_sequence if subtask == "sequential_rules" else _assignment)(rng, shown, count)
        meant = right(subtask, rules, shown)
        made = list(mistakes(subtask, rules, shown))
        about = made[0][0]
        for asked in rng.sample(shown, len(shown)):
            own = _bits(meant, shown, asked)
            if own in (0, 1 << shown.index(asked)):
                continue
            changes = [(name, own ^ _bits(ends, shown, asked)) for name, ends in made]
            if not _matters(dict(changes), len(rules), attempt):
                continue
            changed: dict[int, str] = {}
            for name, change in changes:
                changed.setdefault(change, name)
            changed.pop(0, None)
            first = [c for c in changed if _suits(c, own, lost[0], room[0])]
            second = [c for c in changed if _suits(c, own, lost[1], room[1])] if len(lost) == 2 else [0]
            pairs = [
                (a, b)
                for a in first
                for b in second
                if not a & b
                and least <= (own & ~a & ~b).bit_count() <= lit
                and 0 < len(shown) - (own | a | b).bit_count() <= dark
            ]
            apt = [pair for pair in pairs if any(changed.get(change) == about for change in pair)]
            if apt or (pairs and attempt >= _CHOOSY):
                telling = rng.choice(apt or pairs)[: len(lost)]
                return _Found(rules, asked, own, telling, tuple(changed[c] for c in telling))
    raise Discard("no rules found under which right and wrong readings are all digits")


def _bits(ends: Mapping[str, str], shown: Sequence[str], asked: str) -> int:
    return sum(1 << place for place, colour in enumerate(shown) if ends[colour] == asked)


def _suits(changed: int, own: int, lost: bool, room: int) -> bool:
    """Whether a mistake only loses, or only gains, colours, and there are segments for these."""
    return (changed & ~own == 0 if lost else changed & own == 0) and changed.bit_count() <= room


def _matters(changes: Mapping[str, int], count: int, attempt: int) -> bool:
    """Whether the digits depend on how the rules are taken, and on enough of them."""
    ways = [change != 0 for name, change in changes.items() if name in WAYS]
    needed = sum(change != 0 for name, change in changes.items() if name.endswith("skipped"))
    return (any(ways) if attempt >= _CHOOSY else all(ways)) and needed >= (count + 1) // 2


def _sequence(rng: random.Random, shown: list[str], count: int) -> tuple[Rule, ...]:
    """Rules each of which changes the picture that the ones before it left."""
    rules: list[Rule] = []
    while len(rules) < count:
        now = in_turn(rules, shown)
        source = rng.choice([now[colour] for colour in shown])
        rules.append(Rule(source, rng.choice([colour for colour in shown if colour != source])))
    return tuple(rules)


def _assignment(rng: random.Random, shown: list[str], count: int) -> tuple[Rule, ...]:
    """Rules for different colours of the picture."""
    sources = rng.sample(shown, count)
    return tuple(Rule(source, rng.choice([c for c in shown if c != source])) for source in sources)


def _coloured(
    rng: random.Random, shown: list[str], digits: Sequence[_Digit], lost: Sequence[bool], found: _Found
) -> tuple[Place, ...]:
    """Colour every segment so that the rules light it or not as the digits want; every colour is used."""
    changed = 0
    for telling in found.telling:
        changed |= telling
    classes = {
        "lit": _colours(found.meant & ~changed, shown),
        "dark": _colours(~found.meant & ~changed, shown),
        **{f"side {side}": _colours(telling, shown) for side, telling in enumerate(found.telling)},
    }
    wanted = [_class_of(digit, name, lost, len(found.telling)) for digit in digits for name in SEGMENTS]
    colours = [""] * len(wanted)
    for kind, members in classes.items():
        spots = [spot for spot, want in enumerate(wanted) if want == kind]
        dealt = [*members, *rng.choices(members, k=max(0, len(spots) - len(members)))]
        if len(dealt) > len(spots):
            raise Discard("a colour has no segment")
        rng.shuffle(dealt)
        for spot, colour in zip(spots, dealt, strict=True):
            colours[spot] = colour
    return tuple(tuple(colours[at : at + len(SEGMENTS)]) for at in range(0, len(colours), len(SEGMENTS)))


def _class_of(digit: _Digit, name: str, lost: Sequence[bool], telling: int) -> str:
    if digit.side >= telling:
        return "lit" if name in SHAPES[digit.reading(lost, wrong=False)] else "dark"
    if name in SHAPES[digit.few]:
        return "lit"
    return f"side {digit.side}" if name in SHAPES[digit.many] else "dark"


def _colours(bits: int, shown: Sequence[str]) -> list[str]:
    return [colour for place, colour in enumerate(shown) if bits >> place & 1]
