"""Every arithmetic expression of one, two and three operations with a given result, counted and numbered.

An expression is a frame, such as `{} - 4`, whose hole takes an expression of fewer operations with the value that
the frame needs. No list of the larger expressions is ever made: they are counted, and one is written from its
number. Each text has one reading, so that no two numbers give one text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from curation.unisandbox.layout import RESULTS

MOST = 100
"""The largest number inside an expression."""
MOST_SIMPLE = 200
"""The largest number in an expression of one operation, which has few others."""
_PERCENT, _SUM, _PRODUCT, _POWER, _NUMBER = range(5)
_OPERATIONS = ("+", "-", "*", "/", "%", "^", "√", "percent")


@dataclass(frozen=True, slots=True)
class Term:
    """A text with how firmly it holds together, which says where it needs brackets."""

    text: str
    firm: int

    def within(self, least: int) -> str:
        """The text, in brackets where it is not firm enough."""
        return self.text if self.firm >= least else f"({self.text})"


@dataclass(frozen=True, slots=True)
class Frame:
    """An operation with one number given and a hole.

    Attributes:
        before: Text before the hole.
        after: Text behind it.
        value: What the hole must come to.
        least: How firm a term must be to stand in the hole without brackets.
        firm: How firm the whole is.
    """

    before: str
    after: str
    value: int
    least: int
    firm: int

    def fill(self, term: Term) -> Term:
        """Put a term into the hole."""
        return Term(f"{self.before}{term.within(self.least)}{self.after}", self.firm)


def frames(operation: str, result: int, most: int = MOST) -> Iterator[Frame]:
    """Yield the frames of an operation that come to a result, with whole numbers from 0 to `most` throughout."""
    if operation == "+":
        for number in range(1, result + 1):
            yield Frame("", f" + {number}", result - number, _SUM, _SUM)
            yield Frame(f"{number} + ", "", result - number, _PRODUCT, _SUM)
    elif operation == "-":
        for number in range(1, most - result + 1):
            yield Frame("", f" - {number}", result + number, _SUM, _SUM)
            yield Frame(f"{result + number} - ", "", number, _PRODUCT, _SUM)
    elif operation == "*":
        for number in range(1, result + 1):
            if result % number == 0:
                yield Frame("", f" * {number}", result // number, _POWER, _PRODUCT)
                yield Frame(f"{number} * ", "", result // number, _POWER, _PRODUCT)
    elif operation == "/":
        for number in range(1, most // max(result, 1) + 1):
            yield Frame("", f" / {number}", result * number, _POWER, _PRODUCT)
            yield Frame(f"{result * number} / ", "", number, _POWER, _PRODUCT)
    elif operation == "%":
        for divisor in range(max(result + 1, 2), 13):
            for whole in range(divisor + result, most + 1, divisor):
                yield Frame("", f" % {divisor}", whole, _POWER, _PRODUCT)
                yield Frame(f"{whole} % ", "", divisor, _POWER, _PRODUCT)
    elif operation == "^":
        for base in range(1, 10):
            for power in range(4):
                if base**power == result:
                    yield Frame("", f"^{power}", base, _NUMBER, _POWER)
                    yield Frame(f"{base}^", "", power, _NUMBER, _POWER)
    elif operation == "√":
        if result**2 <= most:
            yield Frame("√", "", result**2, _NUMBER, _POWER)
    else:
        for percent in (5, 10, 20, 25, 30, 40, 50, 60, 75, 80, 100):
            if result and result * 100 % percent == 0 and result * 100 // percent <= most:
                yield Frame(f"{percent}% of ", "", result * 100 // percent, _NUMBER, _PERCENT)


def _all(result: int) -> list[Frame]:
    return [frame for operation in _OPERATIONS for frame in frames(operation, result)]


@cache
def _single(result: int) -> tuple[Term, ...]:
    terms = (frame.fill(Term(str(frame.value), _NUMBER)) for frame in _all(result))
    return tuple(dict.fromkeys(terms))


class Numbered:
    """Parts, each with a number of expressions, as one range."""

    def __init__(self, sizes: list[int]) -> None:
        self._ends = list(accumulate(sizes))
        self.size = self._ends[-1] if self._ends else 0

    def find(self, number: int) -> tuple[int, int]:
        """The part of an expression and its number there."""
        part = bisect_right(self._ends, number)
        return part, number - (self._ends[part - 1] if part else 0)


class _Framed:
    """Frames whose holes take terms of one operation, or of two."""

    def __init__(self, found: list[Frame], inner: int) -> None:
        self._frames, self._inner = found, inner
        self._numbered = Numbered([_inner_size(frame.value, inner) for frame in found])
        self.size = self._numbered.size

    def term(self, number: int) -> Term:
        part, rest = self._numbered.find(number)
        frame = self._frames[part]
        if self._inner == 1:
            return frame.fill(_single(frame.value)[rest])
        return frame.fill(_double(frame.value).term(rest))


@cache
def _double(result: int) -> _Framed:
    return _Framed(_all(result), 1)


def _inner_size(value: int, operations: int) -> int:
    return len(_single(value)) if operations == 1 else _double(value).size


class Stratum:
    """The expressions with a number of operations, one of them outermost, that come to one result.

    Attributes:
        size: How many there are.
        result: What they come to.
    """

    def __init__(self, level: int, operation: str, result: int) -> None:
        self.result = result
        self._terms: tuple[Term, ...] = ()
        self._framed: _Framed | None = None
        if level == 1:
            found = frames(operation, result, MOST_SIMPLE)
            terms = (frame.fill(Term(str(frame.value), _NUMBER)) for frame in found if frame.value)
            self._terms = tuple(dict.fromkeys(terms))
            self.size = len(self._terms)
        else:
            self._framed = _Framed(list(frames(operation, result)), level - 1)
            self.size = self._framed.size

    def text(self, number: int) -> str:
        """The expression with a number from 0 to size - 1."""
        return (self._terms[number] if self._framed is None else self._framed.term(number)).text


@cache
def strata(level: int) -> tuple[Stratum, ...]:
    """The strata of a level; the first level has the four basic operations."""
    operations = _OPERATIONS[:4] if level == 1 else _OPERATIONS
    found = [Stratum(level, operation, result) for operation in operations for result in RESULTS]
    return tuple(stratum for stratum in found if stratum.size)
