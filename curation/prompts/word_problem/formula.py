"""Formulas of the templates: exact arithmetic and comparisons over named numbers."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache, partial

Number = int | Fraction
Formula = Callable[[Mapping[str, Fraction]], Number]


def _divided(one: Number, other: Number) -> Number:
    quotient = Fraction(one) / other
    return quotient.numerator if quotient.denominator == 1 else quotient


_OPERATIONS: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _divided,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Number, Number], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def evaluate(formula: str, values: Mapping[str, Fraction]) -> Fraction:
    """Evaluate a formula; a condition gives 1 where it holds and 0 where not.

    Raises:
        ValueError: The formula holds something else than numbers, names, arithmetic and comparisons.
        ZeroDivisionError: It divides by zero.
    """
    return Fraction(_compiled(formula)(values))


@cache
def _compiled(formula: str) -> Formula:
    """A formula as a function, made once: templates have few formulas and evaluate them for every draw.

    Whole numbers are computed with as such, for fractions cost ten times as much.
    """
    return _function(ast.parse(formula.strip(), mode="eval").body)


def _function(node: ast.expr) -> Formula:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        number = int(node.value)
        return lambda _values: number
    if isinstance(node, ast.Name):
        return partial(_named, node.id)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _function(node.operand)
        return lambda values: -inner(values)
    if isinstance(node, ast.BinOp):
        compute, left, right = _OPERATIONS[type(node.op)], _function(node.left), _function(node.right)
        return lambda values: compute(left(values), right(values))
    if isinstance(node, ast.BoolOp):
        join, parts = all if isinstance(node.op, ast.And) else any, [_function(one) for one in node.values]
        return lambda values: int(join(one(values) != 0 for one in parts))
    if isinstance(node, ast.Compare):
        terms = [_function(one) for one in (node.left, *node.comparators)]
        return partial(_compared, [_COMPARISONS[type(test)] for test in node.ops], terms)
    raise ValueError(f"not a formula of a template: {ast.unparse(node)}")


def _named(name: str, values: Mapping[str, Fraction]) -> Number:
    if name not in values:
        raise ValueError(f"not a formula of a template: {name} has no value")
    value = values[name]
    return value.numerator if value.denominator == 1 else value


def _compared(
    tests: Sequence[Callable[[Number, Number], bool]], terms: Sequence[Formula], values: Mapping[str, Fraction]
) -> int:
    found = [term(values) for term in terms]
    return int(all(test(one, other) for test, one, other in zip(tests, found, found[1:], strict=False)))
