"""Algebra as it stands in a text: `4(x + 1)`, read by recursive descent into a linear expression."""

from __future__ import annotations

import re

from curation.prompts.word_problem.reading.arithmetic import MOST_BRACKETS
from curation.prompts.word_problem.reading.world import Amount, Unclear, known, unknown


def side(text: str) -> Amount:
    """Read one side of an equation: `2x - 3`, `4(x + 1)`, `x/3 + 2`, `3 * □ + 2`."""
    if text.count("(") > MOST_BRACKETS:
        raise Unclear("too many brackets")
    tokens = re.findall(r"\d+|[-+*/()xy□]", text)
    if "".join(tokens) != text.replace(" ", ""):
        raise Unclear(f"{text!r} is no side of an equation")
    amount, rest = _sum(tokens)
    if rest:
        raise Unclear(f"{text!r} is no side of an equation")
    return amount


def _sum(tokens: list[str]) -> tuple[Amount, list[str]]:
    amount, rest = _product(tokens)
    while rest and rest[0] in "+-":
        term, after = _product(rest[1:])
        amount, rest = (amount + term if rest[0] == "+" else amount - term), after
    return amount, rest


def _product(tokens: list[str]) -> tuple[Amount, list[str]]:
    amount, rest = _atom(tokens)
    while rest and (rest[0] in "*/" or rest[0] in "(xy□"):
        operation = rest[0] if rest[0] in "*/" else "*"
        factor, after = _atom(rest[1:] if rest[0] in "*/" else rest)
        if operation == "/":
            if factor.factors or not factor.number:
                raise Unclear("division by an unknown or by zero")
            amount = amount.times(1 / factor.number)
        elif not factor.factors:
            amount = amount.times(factor.number)
        elif not amount.factors:
            amount = factor.times(amount.number)
        else:
            raise Unclear("the equation is not linear")
        rest = after
    return amount, rest


def _atom(tokens: list[str]) -> tuple[Amount, list[str]]:
    if not tokens:
        raise Unclear("an equation ends too early")
    first, rest = tokens[0], tokens[1:]
    if first == "(":
        amount, rest = _sum(rest)
        if rest[:1] != [")"]:
            raise Unclear("a bracket is not closed")
        return amount, rest[1:]
    if first in "xy□":
        return unknown(first), rest
    if first.isdigit():
        return known(int(first)), rest
    raise Unclear(f"{first!r} where a number should be")
