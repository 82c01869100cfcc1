"""What a program may be made of: an allow-list over its syntax tree. What is not on the list is refused."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MOST_CHARACTERS = 4_000
MOST_NODES = 2_000
DEEPEST = 30
LARGEST = 10**12
BUILTINS = frozenset(
    {
        *("print", "range", "len", "sum", "min", "max", "sorted", "reversed", "enumerate", "zip", "list", "set"),
        *("dict", "tuple", "str", "int", "abs", "any", "all"),
    }
)
METHODS = frozenset(
    {
        *("append", "insert", "pop", "remove", "reverse", "sort", "extend", "index", "count", "copy", "clear"),
        *("items", "keys", "values", "get", "update", "setdefault", "add", "discard"),
        *("upper", "lower", "replace", "split", "join", "startswith", "endswith", "strip", "find"),
    }
)
_NODES: frozenset[type[ast.AST]] = frozenset(
    {
        *(ast.Module, ast.Expr, ast.Assign, ast.AugAssign, ast.If, ast.For, ast.While, ast.Break, ast.Continue),
        *(ast.Pass, ast.Name, ast.Load, ast.Store, ast.Constant, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare),
        *(ast.IfExp, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.Subscript, ast.Slice, ast.JoinedStr),
        *(ast.FormattedValue, ast.Call, ast.keyword, ast.Attribute, ast.ListComp, ast.comprehension),
        *(ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod, ast.Pow, ast.USub, ast.Not, ast.And, ast.Or),
        *(ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn),
    }
)
_LEAVES = frozenset(kind for kind in _NODES if not kind._fields)
"""Allowed, and with nothing in them to look at: operators and contexts."""
_NAMES: dict[type[ast.AST], str] = {
    **{ast.Import: "an import", ast.ImportFrom: "an import", ast.FunctionDef: "a function", ast.Lambda: "a lambda"},
    **{ast.ClassDef: "a class", ast.Try: "a try statement", ast.With: "a with statement", ast.Delete: "del"},
    **{ast.Global: "global", ast.Assert: "an assertion", ast.Raise: "raise", ast.LShift: "a shift"},
    **{ast.AsyncFunctionDef: "a function", ast.RShift: "a shift", ast.GeneratorExp: "a generator"},
    **{ast.DictComp: "a dict comprehension", ast.SetComp: "a set comprehension", ast.NamedExpr: "`:=`"},
    **{ast.Starred: "unpacking with `*`"},
}


_WITHOUT = frozenset(
    {
        *((ast.Name, "id"), (ast.Attribute, "attr"), (ast.Constant, "value"), (ast.Constant, "kind")),
        *((ast.keyword, "arg"), (ast.comprehension, "is_async"), (ast.FormattedValue, "conversion")),
    }
)
_INSIDE = {kind: tuple(name for name in kind._fields if (kind, name) not in _WITHOUT) for kind in _NODES}
"""The fields that may hold nodes: not looking into text and numbers saves a third of the time."""


class RefusedProgram(Exception):
    """A program that is not on the allow-list, or oversteps a bound; the message is the one reason."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that the allow-list has passed; only `allow` makes them.

    Attributes:
        source: Its text.
        tree: Its syntax tree.
        texts: Every text that it holds.
    """

    source: str
    tree: ast.Module
    texts: tuple[str, ...]


@lru_cache(maxsize=512)
def allow(source: str) -> Program:
    """Pass a program, or say why not.

    Raises:
        RefusedProgram: It is too long, no Python, or holds something that is not on the list.
    """
    if len(source) > MOST_CHARACTERS:
        raise RefusedProgram(f"the program is longer than {MOST_CHARACTERS} characters")
    tree = _parsed(source)
    level: list[ast.AST] = [tree]
    texts: list[str] = []
    seen = 0
    depth = 0
    while level:
        seen += len(level)
        depth += 1
        if depth > DEEPEST or seen > MOST_NODES:
            raise RefusedProgram(
                "the program is nested too deeply" if depth > DEEPEST else "the program is too large"
            )
        following: list[ast.AST] = []
        for node in level:
            if type(node) in _LEAVES:
                continue
            children = _children(node)
            _check(node, children)
            following += children
            if type(node) is ast.Constant and isinstance(node.value, str):
                texts.append(node.value)
        level = following
    return Program(source, tree, tuple(texts))


def _parsed(source: str) -> ast.Module:
    with warnings.catch_warnings():
        # What Python only warns about (`10and 3`, "\\d") is no program that one would show to anybody.
        warnings.simplefilter("error")
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, Warning) as error:
            raise RefusedProgram(f"the program is not Python: {type(error).__name__}") from error
        except (RecursionError, MemoryError) as error:
            raise RefusedProgram("the program is nested too deeply") from error


def _children(node: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    for name in _INSIDE.get(type(node), node._fields):
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            found.append(value)
        elif type(value) is list:
            found += [item for item in value if isinstance(item, ast.AST)]
    return found


def _line(node: ast.AST) -> str:
    return f" in line {node.lineno}" if hasattr(node, "lineno") else ""


def _check(node: ast.AST, children: list[ast.AST]) -> None:
    kind = type(node)
    if kind not in _NODES:
        raise RefusedProgram(f"{_NAMES.get(kind, kind.__name__)}{_line(node)} is not allowed")
    closer = _CLOSER.get(kind)
    if closer is not None:
        closer(node)
    if kind is ast.Call:
        return
    for child in children:
        if type(child) is ast.Attribute:
            raise RefusedProgram(f"the attribute {child.attr!r}{_line(child)} is not called")
        if type(child) is ast.Name and child.id in BUILTINS:
            raise RefusedProgram(f"{child.id!r}{_line(child)} is not called")


def _check_name(node: ast.Name) -> None:
    if node.id.startswith("_"):
        raise RefusedProgram(f"the name {node.id!r}{_line(node)} is not allowed")
    if isinstance(node.ctx, ast.Store) and node.id in BUILTINS:
        raise RefusedProgram(f"a new meaning for {node.id!r}{_line(node)} is not allowed")


def _check_attribute(node: ast.Attribute) -> None:
    if node.attr not in METHODS or not isinstance(node.ctx, ast.Load):
        raise RefusedProgram(f"the attribute {node.attr!r}{_line(node)} is not allowed")


def _check_format(node: ast.FormattedValue) -> None:
    if node.conversion != -1 or node.format_spec is not None:
        raise RefusedProgram(f"a format{_line(node)} is not allowed")


def _check_loop(node: ast.For | ast.While) -> None:
    if node.orelse:
        raise RefusedProgram(f"an else branch of a loop{_line(node)} is not allowed")


def _check_list(node: ast.ListComp) -> None:
    if len(node.generators) > 2:
        raise RefusedProgram(f"a comprehension with more than two loops{_line(node)} is not allowed")


def _check_comprehension(node: ast.comprehension) -> None:
    if node.is_async:
        raise RefusedProgram("an asynchronous comprehension is not allowed")


def _check_constant(node: ast.Constant) -> None:
    value = node.value
    if value is not None and not isinstance(value, (bool, int, float, str)):
        raise RefusedProgram(f"a constant of type {type(value).__name__}{_line(node)} is not allowed")
    if isinstance(value, (int, float)) and not abs(value) <= LARGEST:
        raise RefusedProgram(f"a number{_line(node)} is too large")


def _check_call(node: ast.Call) -> None:
    if isinstance(node.func, ast.Name):
        if node.func.id not in BUILTINS:
            raise RefusedProgram(f"a call of {node.func.id!r}{_line(node)} is not allowed")
    elif not isinstance(node.func, ast.Attribute):
        raise RefusedProgram(f"a call of something without a name{_line(node)} is not allowed")
    for argument in node.args:
        if isinstance(argument, ast.Attribute):
            raise RefusedProgram(f"the attribute {argument.attr!r}{_line(node)} is not called")
        if isinstance(argument, ast.Name) and argument.id in BUILTINS:
            raise RefusedProgram(f"a function as an argument{_line(node)} is not allowed")
    name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
    for keyword in node.keywords:
        known = (name == "print" and keyword.arg in ("sep", "end")) or (
            name in ("sorted", "sort") and keyword.arg == "reverse"
        )
        if not known:
            raise RefusedProgram(f"the keyword {keyword.arg!r}{_line(node)} is not allowed")


_CLOSER: dict[type[ast.AST], Callable[[Any], None]] = {
    **{
        ast.Name: _check_name,
        ast.Attribute: _check_attribute,
        ast.Constant: _check_constant,
        ast.Call: _check_call,
    },
    **{ast.FormattedValue: _check_format, ast.For: _check_loop, ast.While: _check_loop, ast.ListComp: _check_list},
    **{ast.comprehension: _check_comprehension},
}
"""What is asked further of some kinds of node."""
