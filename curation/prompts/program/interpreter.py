"""An interpreter of our own for the programs that the allow-list passes, bounded in steps, sizes and output."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from curation.prompts.program.allowed import LARGEST, Program, RefusedProgram

MOST_STEPS = 20_000
MOST_ITEMS = 1_000
MOST_OUTPUT = 4_000

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: lambda one, other: bool(one == other),
    ast.NotEq: lambda one, other: bool(one != other),
    ast.Lt: lambda one, other: bool(one < other),
    ast.LtE: lambda one, other: bool(one <= other),
    ast.Gt: lambda one, other: bool(one > other),
    ast.GtE: lambda one, other: bool(one >= other),
    ast.In: lambda one, other: bool(one in other),
    ast.NotIn: lambda one, other: bool(one not in other),
}


_OPERATE: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    **{ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Mod: operator.mod},
    **{ast.FloorDiv: operator.floordiv, ast.Pow: operator.pow},
}
_SIMPLE: dict[str, Callable[..., Any]] = {
    **{"len": len, "sum": sum, "min": min, "max": max, "any": any, "all": all, "abs": abs, "int": int},
    **{"set": set, "dict": dict, "tuple": tuple, "list": list, "sorted": sorted},
}
_SEVERAL: dict[str, Callable[..., Iterable[Any]]] = {"reversed": reversed, "enumerate": enumerate, "zip": zip}


class _Break(Exception):
    pass


class _Continue(Exception):
    pass


@lru_cache(maxsize=512)
def interpret(program: Program) -> str:
    """Run a program and return what it prints; of the last programs that is remembered.

    Raises:
        RefusedProgram: It fails, or oversteps a bound; the message says how.
    """
    machine = _Machine()
    try:
        machine.block(program.tree.body)
    except RefusedProgram:
        raise
    except (_Break, _Continue) as error:
        raise RefusedProgram("break or continue outside of a loop") from error
    except (TypeError, ValueError, KeyError, IndexError, ZeroDivisionError, AttributeError, OverflowError) as error:
        raise RefusedProgram(f"the program fails: {type(error).__name__}") from error
    return "".join(machine.output)


class _Machine:
    def __init__(self) -> None:
        self.names: dict[str, Any] = {}
        self.output: list[str] = []
        self.written = 0
        self.steps = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise RefusedProgram(f"the program takes more than {MOST_STEPS} steps")

    def sized(self, value: Any) -> Any:  # noqa: ANN401 - values of the interpreted program
        """The value, if it is not too large."""
        if isinstance(value, (int, float)) and not abs(value) <= LARGEST:
            raise RefusedProgram("a number grows too large")
        if isinstance(value, (str, list, tuple, dict, set)):
            if len(value) > MOST_ITEMS:
                raise RefusedProgram("a value grows too large")
            self.steps += len(value) // 16
        return value

    # Statements.

    def block(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            self.step()
            self.run(statement)

    def run(self, node: ast.stmt) -> None:
        act = _STATEMENTS.get(type(node))
        if act is None:
            raise RefusedProgram(f"{type(node).__name__} is not known")
        act(self, node)

    def bind(self, node: ast.Assign) -> None:
        value = self.value(node.value)
        for target in node.targets:
            self.assign(target, value)

    def choose(self, node: ast.If) -> None:
        self.block(node.body if self.value(node.test) else node.orelse)

    def leave(self, node: ast.Break | ast.Continue) -> None:
        raise _Break if isinstance(node, ast.Break) else _Continue

    def assign(self, target: ast.expr, value: Any) -> None:  # noqa: ANN401 - values of the interpreted program
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, ast.Subscript):
            held = self.value(target.value)
            if not isinstance(held, (list, dict)) or isinstance(target.slice, ast.Slice):
                raise RefusedProgram("only places of lists and dicts can be assigned to")
            held[self.value(target.slice)] = value
            self.sized(held)
        elif isinstance(target, (ast.Tuple, ast.List)):
            parts = list(self.each(value))
            if len(parts) != len(target.elts):
                raise RefusedProgram("an assignment has the wrong number of values")
            for one, part in zip(target.elts, parts, strict=True):
                self.assign(one, part)
        else:
            raise RefusedProgram(f"{type(target).__name__} cannot be assigned to")

    def augment(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            old = self.name(node.target.id)
            new = self.value(node.value)
            if isinstance(old, list) and isinstance(node.op, ast.Add):
                old.extend(self.each(new))
                self.sized(old)
                return
            self.names[node.target.id] = self.operate(node.op, old, new)
        elif isinstance(node.target, ast.Subscript):
            held, place = self.value(node.target.value), self.value(node.target.slice)
            held[place] = self.operate(node.op, held[place], self.value(node.value))
        else:
            raise RefusedProgram(f"{type(node.target).__name__} cannot be assigned to")

    def loop(self, node: ast.For) -> None:
        for item in self.each(self.value(node.iter)):
            self.step()
            self.assign(node.target, item)
            try:
                self.block(node.body)
            except _Break:
                return
            except _Continue:
                continue

    def repeat(self, node: ast.While) -> None:
        while self.value(node.test):
            self.step()
            try:
                self.block(node.body)
            except _Break:
                return
            except _Continue:
                continue

    # Expressions.

    def name(self, name: str) -> Any:  # noqa: ANN401 - values of the interpreted program
        if name not in self.names:
            raise RefusedProgram(f"the name {name!r} has no value")
        return self.names[name]

    def each(self, value: Any) -> Iterable[Any]:  # noqa: ANN401 - values of the interpreted program
        if isinstance(value, (set, frozenset)):
            raise RefusedProgram("the order of a set is not defined")
        if not isinstance(value, (str, list, tuple, dict, range)):
            raise RefusedProgram(f"{type(value).__name__} cannot be gone through")
        if len(value) > MOST_STEPS:
            raise RefusedProgram(f"the program takes more than {MOST_STEPS} steps")
        return value

    def value(self, node: ast.expr) -> Any:  # noqa: ANN401 - values of the interpreted program
        self.step()
        evaluate = _VALUES.get(type(node))
        if evaluate is None:
            raise RefusedProgram(f"{type(node).__name__} is not known")
        return evaluate(self, node)

    def unary(self, node: ast.UnaryOp) -> Any:  # noqa: ANN401 - values of the interpreted program
        value = self.value(node.operand)
        return not value if isinstance(node.op, ast.Not) else -value

    def text(self, value: Any) -> str:  # noqa: ANN401 - values of the interpreted program
        if isinstance(value, set) and len(value) > 1:
            raise RefusedProgram("the order of a set is not defined")
        return str(self.sized(value))

    def logic(self, node: ast.BoolOp) -> Any:  # noqa: ANN401 - values of the interpreted program
        stop = isinstance(node.op, ast.Or)
        result: Any = not stop
        for operand in node.values:
            result = self.value(operand)
            if bool(result) == stop:
                return result
        return result

    def compare(self, node: ast.Compare) -> bool:
        left = self.value(node.left)
        for operation, right in zip(node.ops, node.comparators, strict=True):
            other = self.value(right)
            if not _COMPARE[type(operation)](left, other):
                return False
            left = other
        return True

    def operate(self, operation: ast.operator, left: Any, right: Any) -> Any:  # noqa: ANN401 - values of the program
        compute = _OPERATE.get(type(operation))
        if compute is None:
            raise RefusedProgram(f"{type(operation).__name__} is not known")
        if isinstance(operation, ast.Mult):
            times, thing = (left, right) if isinstance(left, int) else (right, left)
            if isinstance(thing, (str, list, tuple)) and len(thing) * max(times, 0) > MOST_ITEMS:
                raise RefusedProgram("a value grows too large")
        elif isinstance(operation, ast.Mod) and isinstance(left, str):
            raise RefusedProgram("formatting with % is not allowed")
        elif isinstance(operation, ast.Pow) and not (
            isinstance(left, int) and isinstance(right, int) and 0 <= right <= 40
        ):
            raise RefusedProgram("a power is too large")
        return self.sized(compute(left, right))

    def dictionary(self, node: ast.Dict) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                raise RefusedProgram("unpacking with `**` is not allowed")
            found[self.value(key)] = self.value(value)
        return found

    def subscript(self, node: ast.Subscript) -> Any:  # noqa: ANN401 - values of the interpreted program
        held = self.value(node.value)
        if isinstance(node.slice, ast.Slice):
            parts = (node.slice.lower, node.slice.upper, node.slice.step)
            start, stop, step = (None if part is None else self.value(part) for part in parts)
            return held[start:stop:step]
        return held[self.value(node.slice)]

    def comprehension(self, node: ast.ListComp) -> list[Any]:
        outside = dict(self.names)
        found: list[Any] = []

        def go(depth: int) -> None:
            if depth == len(node.generators):
                found.append(self.value(node.elt))
                self.sized(found)
                return
            part = node.generators[depth]
            for item in self.each(self.value(part.iter)):
                self.step()
                self.assign(part.target, item)
                if all(self.value(test) for test in part.ifs):
                    go(depth + 1)

        go(0)
        self.names = outside
        return found

    def call(self, node: ast.Call) -> Any:  # noqa: ANN401 - values of the interpreted program
        arguments = [self.value(one) for one in node.args]
        named = {str(one.arg): self.value(one.value) for one in node.keywords}
        if isinstance(node.func, ast.Attribute):
            return self.method(self.value(node.func.value), node.func.attr, arguments, named)
        if not isinstance(node.func, ast.Name):
            raise RefusedProgram("only names can be called")
        return self.builtin(node.func.id, arguments, named)

    def method(self, held: Any, name: str, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401
        if not isinstance(held, (str, list, dict, set)):
            raise RefusedProgram(f"{type(held).__name__} has no method {name!r}")
        if isinstance(held, set) and name == "pop":
            raise RefusedProgram("the order of a set is not defined")
        if name in ("join", "extend"):
            arguments = [list(self.each(one)) for one in arguments]
        if name == "join" and sum(len(str(one)) + len(held) for one in arguments[0]) > MOST_OUTPUT:
            raise RefusedProgram("a value grows too large")
        if name == "replace" and len(held) * len(str(arguments[1])) > MOST_OUTPUT:
            raise RefusedProgram("a value grows too large")
        result = getattr(held, name)(*arguments, **named)
        self.sized(held)
        return list(result) if name in ("items", "keys", "values") else result

    def builtin(self, name: str, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401
        if name == "print":
            return self.write(arguments, named)
        if name == "range":
            return range(*arguments)
        unordered = ("len", "sum", "min", "max", "sorted", "any", "all", "set")
        if name not in ("abs", "str", "int") and name not in unordered:
            arguments = [self.each(one) if not isinstance(one, int) else one for one in arguments]
        if any(isinstance(one, range) and len(one) > MOST_ITEMS for one in arguments) and name != "len":
            raise RefusedProgram("a value grows too large")
        if name == "str":
            return self.text(arguments[0])
        if name in _SIMPLE:
            return _SIMPLE[name](*arguments, **named)
        return list(_SEVERAL[name](*arguments))

    def write(self, arguments: list[Any], named: dict[str, Any]) -> None:
        line = str(named.get("sep", " ")).join(self.text(one) for one in arguments) + str(named.get("end", "\n"))
        self.written += len(line)
        if self.written > MOST_OUTPUT:
            raise RefusedProgram(f"the program prints more than {MOST_OUTPUT} characters")
        self.output.append(line)


# By type of node: a chain of comparisons would cost more than what is compared.
_STATEMENTS: dict[type[ast.stmt], Callable[[_Machine, Any], object]] = {
    **{ast.Expr: lambda machine, node: machine.value(node.value), ast.Pass: lambda _machine, _node: None},
    **{ast.Assign: _Machine.bind, ast.AugAssign: _Machine.augment, ast.If: _Machine.choose, ast.For: _Machine.loop},
    **{ast.While: _Machine.repeat, ast.Break: _Machine.leave, ast.Continue: _Machine.leave},
}
_VALUES: dict[type[ast.expr], Callable[[_Machine, Any], Any]] = {
    ast.Constant: lambda _machine, node: node.value,
    ast.Name: lambda machine, node: machine.name(node.id),
    ast.BinOp: lambda machine, node: machine.operate(node.op, machine.value(node.left), machine.value(node.right)),
    ast.UnaryOp: _Machine.unary,
    ast.BoolOp: _Machine.logic,
    ast.Compare: _Machine.compare,
    ast.IfExp: lambda machine, node: machine.value(node.body if machine.value(node.test) else node.orelse),
    ast.List: lambda machine, node: [machine.value(one) for one in node.elts],
    ast.Tuple: lambda machine, node: tuple(machine.value(one) for one in node.elts),
    ast.Set: lambda machine, node: {machine.value(one) for one in node.elts},
    ast.Dict: _Machine.dictionary,
    ast.Subscript: _Machine.subscript,
    ast.JoinedStr: lambda machine, node: machine.sized(
        "".join(machine.text(machine.value(one)) for one in node.values)
    ),
    ast.FormattedValue: lambda machine, node: machine.text(machine.value(node.value)),
    ast.ListComp: _Machine.comprehension,
    ast.Call: lambda machine, node: machine.sized(machine.call(node)),
}
