"""Arithmetic, read from tokens and worked out exactly.

Rules of reading: powers bind first and to the right, then roots and signs, then times, divided by and remainder
from the left, then plus and minus. What people read in two ways is not read at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, isqrt

from curation.unisandbox.reading.tokens import Token
from curation.unisandbox.reading.verdict import Unreadable

MOST_POWER = 64
MOST_BITS = 512
DEEPEST = 60
MOST_STEPS = 3000


class Undefined(Exception):
    """The calculation has no result, such as a division by zero."""


@dataclass(frozen=True, slots=True)
class Value:
    """A part that is worked out.

    Attributes:
        number: Its value; None where it is irrational.
        operations: How many operations it took.
        text: A canonical form, equal for equal calculations up to spacing, brackets and words.
        atom: Whether it is one number as written, without an operation.
    """

    number: Fraction | None
    operations: int
    text: str
    atom: bool = False

    def exact(self) -> Fraction:
        """The value, where there is one to reckon with."""
        if self.number is None:
            raise Unreadable("it reckons with an irrational number")
        return self.number


def _starts(kind: str) -> bool:
    return kind in {
        "number",
        "(",
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


class Reader:
    """Reads an expression from a place in the tokens.

    Args:
        found: The tokens.
        place: Where to begin; afterwards, where the expression ended.
    """

    def __init__(self, found: list[Token], place: int = 0) -> None:
        self._found, self.place = found, place
        self._deep = self._steps = 0

    def _kind(self, ahead: int = 0) -> str:
        place = self.place + ahead
        return self._found[place].kind if place < len(self._found) else ""

    def sum(self) -> Value:
        """Read terms with plus and minus between them."""
        self._enter()
        left = self._product()
        while self._kind() in {"+", "-"} and self._operand(1):
            sign = self._kind()
            self.place += 1
            left = _binary(sign, left, self._product())
            if self._found[self.place - 1].kind == "%":
                raise Unreadable("it is open of what a percentage is added or taken off")
        self._deep -= 1
        return left

    def _enter(self) -> None:
        """Count a part that lies in another: hostile text must not exhaust the stack or the clock."""
        self._deep += 1
        self._steps += 1
        if self._deep > DEEPEST or self._steps > MOST_STEPS:
            raise Unreadable("its parts lie too deep in each other")

    def _operand(self, ahead: int) -> bool:
        """Whether an operand begins there, a signed one or one with an article included."""
        kind = self._kind(ahead)
        return _starts(kind) or (kind in {"-", "+"} and _starts(self._kind(ahead + 1)))

    def _product(self) -> Value:
        left = self._signed()
        divided = False
        while True:
            kind = self._kind()
            if kind == "x" and self._operand(1):
                kind = "*"
            if kind == "//":
                raise Unreadable("it has //, which rounds")
            if kind in {"*", "/", "mod"} and self._operand(1):
                self.place += 1
                divided = divided or kind != "*"
                left = _binary("%" if kind == "mod" else kind, left, self._signed())
            elif kind == "%" and _starts(self._kind(1)):
                self.place += 1
                divided = True
                left = _binary("%", left, self._signed())
            elif kind == "(" or (kind in {"√", "∛"} and left.atom):
                if divided:
                    raise Unreadable("it leaves out a times sign behind a division")
                left = _binary("*", left, self._signed())
            else:
                return left

    def _signed(self) -> Value:
        self._enter()
        value = self._sign_and_power()
        self._deep -= 1
        return value

    def _sign_and_power(self) -> Value:
        kind = self._kind()
        if kind in {"-", "+"}:
            self.place += 1
            inner = self._signed()
            if kind == "+":
                return inner
            number = None if inner.number is None else -inner.number
            return Value(number, inner.operations, f"-({inner.text})")
        return self._power()

    def _power(self) -> Value:
        left = self._postfixed()
        if self._kind() == "^":
            if not self._operand(1):
                raise Unreadable("a power without an exponent")
            self.place += 1
            if self._kind() == "the":
                self.place += 1
            return _power(left, self._signed())
        return left

    def _postfixed(self) -> Value:
        value = self._atom()
        while True:
            kind = self._kind()
            if kind in {"squared", "cubed"}:
                self.place += 1
                two_or_three = Fraction(2 if kind == "squared" else 3)
                value = _power(value, Value(two_or_three, 0, str(two_or_three), atom=True))
            elif kind == "!":
                if not self._reckoned_on():
                    raise Unreadable("it is open whether an exclamation mark is a factorial")
                self.place += 1
                value = _factorial(value)
            elif kind == "%" and not _starts(self._kind(1)):
                value = self._percent(value)
            else:
                return value

    def _reckoned_on(self) -> bool:
        """Whether an exclamation mark is no cry: reckoning goes on behind it, or the sentence has another end."""
        if self._kind(1) in {"+", "-", "*", "/", "%", "^", ")"} and self._operand(2):
            return True
        return "".join(token.text for token in self._found[self.place + 1 : self.place + 2]) in {".", ",", ";", "?"}

    def _percent(self, value: Value) -> Value:
        if self._kind(1) == "-":
            raise Unreadable("a percent sign before a minus sign may be a remainder")
        self.place += 1
        if self._kind() == "of":
            self.place += 1
            if self._kind() == "the":
                self.place += 1
            base = self._power()
            if self._kind() in {"*", "/", "%", "mod"} and self._operand(1):
                raise Unreadable("it is open how far a percentage reaches")
            return _percent_of(value, base)
        return Value(value.exact() / 100, value.operations, f"{value.text}%")

    def _atom(self) -> Value:
        kind = self._kind()
        if kind == "the" and (_starts(self._kind(1))):
            self.place += 1
            kind = self._kind()
        if kind == "number":
            text = self._found[self.place].text
            self.place += 1
            number = Fraction(text)
            return Value(number, 0, str(number), atom=True)
        if kind == "(":
            self.place += 1
            inner = self.sum()
            if self._kind() != ")":
                raise Unreadable("a bracket is not closed")
            self.place += 1
            return Value(inner.number, inner.operations, inner.text)
        if kind in {"√", "∛"}:
            return self._reaching(lambda inner: _root(inner, 2 if kind == "√" else 3))
        if kind in {"half", "twice"}:
            two = Value(Fraction(2), 0, "2")
            return self._reaching(lambda inner: _binary("/" if kind == "half" else "*", inner, two))
        return self._named(kind)

    def _reaching(self, work: Callable[[Value], Value]) -> Value:
        """Apply a sign or word to what follows; a word that may as well reach over a whole sum is open."""
        sign = not self._found[self.place].text.isascii()
        self.place += 1
        closed = sign or self._kind() == "("
        begun = self.place
        self._enter()
        value = work(self._power())
        if not closed and self._kind() in {"+", "-", "*", "/"} and self._operand(1):
            ended, self.place = self.place, begun
            wide = work(self.sum())
            self.place = ended
            if wide.number is not None and wide.number.denominator == 1:
                raise Unreadable("it is open how far a root, a half or a double reaches")
        self._deep -= 1
        return value

    def _named(self, kind: str) -> Value:
        """Read `the sum of 3 and 4` and its like."""
        signs = {"sum": "+", "difference": "-", "product": "*", "quotient": "/"}
        if kind in signs:
            self.place += 1
            left = self._product()
            if self._kind() != "and":
                raise Unreadable(f"a {kind} without its second part")
            self.place += 1
            value = _binary(signs[kind], left, self._signed())
            if value.exact() < 0 or (kind == "quotient" and value.exact().denominator != 1):
                raise Unreadable(f"a {kind} that people take in two ways")
            if self._kind() == "and":
                raise Unreadable(f"a {kind} of more than two")
            if self._kind() in {"+", "-", "*", "/", "%", "mod", "x", "^"} and self._operand(1):
                raise Unreadable(f"it is open how far a {kind} reaches")
            return value
        if kind == "remainder":
            self.place += 1
            left = self._power()
            if self._kind() not in {"/", "by"} or not self._operand(1):
                raise Unreadable("a remainder without its divisor")
            self.place += 1
            value = _binary("%", left, self._power())
            if self._kind() in {"+", "-", "*", "/", "%", "mod", "x"} and self._operand(1):
                raise Unreadable("it is open how far a remainder reaches")
            return value
        raise Unreadable("an operand is missing")


def _small(number: Fraction) -> Fraction:
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > MOST_BITS:
        raise Unreadable("its numbers grow too large")
    return number


def _binary(sign: str, left: Value, right: Value) -> Value:
    a, b = left.exact(), right.exact()
    if sign in {"/", "%"} and b == 0:
        raise Undefined("it divides by zero")
    if sign == "%" and (a.denominator != 1 or b.denominator != 1 or a < 0 or b < 0):
        raise Unreadable("a remainder of numbers that are not whole and positive")
    number = {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b, "%": lambda: a % b}[
        sign
    ]()
    return Value(_small(number), left.operations + right.operations + 1, f"({left.text}{sign}{right.text})")


def _percent_of(left: Value, right: Value) -> Value:
    number = _small(left.exact() * right.exact() / 100)
    return Value(number, left.operations + right.operations + 1, f"({left.text}%of{right.text})")


def _factorial(value: Value) -> Value:
    number = value.exact()
    if number.denominator != 1 or number < 0:
        raise Undefined("a factorial of what is no natural number")
    if number > 20:
        raise Unreadable("its numbers grow too large")
    return Value(Fraction(factorial(int(number))), value.operations + 1, f"({value.text}!)")


def _power(left: Value, right: Value) -> Value:
    base, exponent = left.exact(), right.exact()
    if base == 0 and exponent <= 0:
        raise Undefined("it raises zero to a power that is not positive")
    if abs(exponent) > MOST_POWER:
        raise Unreadable("its numbers grow too large")
    operations, text = left.operations + right.operations + 1, f"({left.text}^{right.text})"
    if exponent.denominator == 1:
        return Value(_small(base ** int(exponent)), operations, text)
    if base < 0:
        raise Undefined("it takes a root of a negative number")
    root = _exact_root(base**exponent.numerator, exponent.denominator)
    return Value(root, operations, text)


def _root(inner: Value, degree: int) -> Value:
    number = inner.exact()
    if number < 0 and degree == 2:
        raise Undefined("it takes the square root of a negative number")
    root = _exact_root(abs(number), degree)
    if root is not None and number < 0:
        root = -root
    return Value(root, inner.operations + 1, f"{'√' if degree == 2 else '∛'}({inner.text})")


def _exact_root(number: Fraction, degree: int) -> Fraction | None:
    parts = [_whole_root(part, degree) for part in (number.numerator, number.denominator)]
    return None if None in parts else Fraction(parts[0] or 0, parts[1] or 1)


def _whole_root(number: int, degree: int) -> int | None:
    _small(Fraction(number))
    if degree == 2:
        root = isqrt(number)
    else:
        low, high = 0, 1 << (number.bit_length() // degree + 1)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if middle**degree <= number else (low, middle - 1)
        root = low
    return root if root**degree == number else None
