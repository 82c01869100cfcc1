"""Formulas of the templates: exact arithmetic and comparisons over named numbers."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache

_OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction | int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Fraction, Fraction], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@cache
def _parsed(formula: str) -> ast.expr:
    return ast.parse(formula.strip(), mode="eval").body


def evaluate(formula: str, values: Mapping[str, Fraction]) -> Fraction:
    """Evaluate a formula; a condition gives 1 where it holds and 0 where not.

    Raises:
        ValueError: The formula holds something else than numbers, names, arithmetic and comparisons.
        ZeroDivisionError: It divides by zero.
    """
    return _value(_parsed(formula), values)


def _value(node: ast.expr, values: Mapping[str, Fraction]) -> Fraction:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return Fraction(node.value)
    if isinstance(node, ast.Name) and node.id in values:
        return values[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, values)
    if isinstance(node, ast.BinOp):
        return Fraction(_OPERATIONS[type(node.op)](_value(node.left, values), _value(node.right, values)))
    if isinstance(node, ast.BoolOp):
        join = all if isinstance(node.op, ast.And) else any
        return Fraction(join(_value(one, values) != 0 for one in node.values))
    if isinstance(node, ast.Compare):
        terms = [_value(one, values) for one in (node.left, *node.comparators)]
        tests = zip(node.ops, terms, terms[1:], strict=False)
        return Fraction(all(_COMPARISONS[type(test)](one, other) for test, one, other in tests))
    raise ValueError(f"not a formula of a template: {ast.unparse(node)}")
