"""Arithmetic as it stands in a text: `4 + 2 * 3`, with brackets, read by recursive descent."""

from __future__ import annotations

import re
from fractions import Fraction

from curation.prompts.word_problem.reading.world import Unclear

MOST_BRACKETS = 20


def compute(text: str) -> Fraction:
    """Compute an expression of whole numbers.

    Raises:
        Unclear: It is not well formed, or divides by zero.
    """
    if text.count("(") > MOST_BRACKETS:
        raise Unclear("too many brackets")
    tokens = re.findall(r"\d+|[-+*/()]", text)
    if "".join(tokens) != text.replace(" ", ""):
        raise Unclear(f"{text!r} is no expression")
    value, rest = _sum(tokens)
    if rest:
        raise Unclear(f"{text!r} is no expression")
    return value


def _sum(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        sign = 1 if rest[0] == "+" else -1
        term, rest = _product(rest[1:])
        value += sign * term
    return value, rest


def _product(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _factor(tokens)
    while rest and rest[0] in "*/":
        operation = rest[0]
        factor, rest = _factor(rest[1:])
        if operation == "/" and factor == 0:
            raise Unclear("division by zero")
        value = value * factor if operation == "*" else value / factor
    return value, rest


def _factor(tokens: list[str]) -> tuple[Fraction, list[str]]:
    if not tokens:
        raise Unclear("an expression ends too early")
    if tokens[0] == "(":
        value, rest = _sum(tokens[1:])
        if not rest or rest[0] != ")":
            raise Unclear("a bracket is not closed")
        return value, rest[1:]
    if tokens[0] == "-":
        value, rest = _factor(tokens[1:])
        return -value, rest
    if not tokens[0].isdigit():
        raise Unclear(f"{tokens[0]!r} where a number should be")
    return Fraction(tokens[0]), tokens[1:]
