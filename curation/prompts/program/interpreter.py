"""An interpreter of our own for the programs that the allow-list passes, bounded in steps, sizes and output."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
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


class _Break(Exception):
    pass


class _Continue(Exception):
    pass


def interpret(program: Program) -> str:
    """Run a program and return what it prints.

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
        match node:
            case ast.Expr():
                self.value(node.value)
            case ast.Assign():
                value = self.value(node.value)
                for target in node.targets:
                    self.assign(target, value)
            case ast.AugAssign():
                self.augment(node)
            case ast.If():
                self.block(node.body if self.value(node.test) else node.orelse)
            case ast.For():
                self.loop(node)
            case ast.While():
                self.repeat(node)
            case ast.Break():
                raise _Break
            case ast.Continue():
                raise _Continue
            case ast.Pass():
                pass
            case _:
                raise RefusedProgram(f"{type(node).__name__} is not known")

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
        match node:
            case ast.Constant():
                return node.value
            case ast.Name():
                return self.name(node.id)
            case ast.BinOp():
                return self.operate(node.op, self.value(node.left), self.value(node.right))
            case ast.UnaryOp(op=ast.Not()):
                return not self.value(node.operand)
            case ast.UnaryOp():
                return -self.value(node.operand)
            case ast.BoolOp():
                return self.logic(node)
            case ast.Compare():
                return self.compare(node)
            case ast.IfExp():
                return self.value(node.body if self.value(node.test) else node.orelse)
            case ast.List():
                return [self.value(one) for one in node.elts]
            case ast.Tuple():
                return tuple(self.value(one) for one in node.elts)
            case ast.Set():
                return {self.value(one) for one in node.elts}
            case ast.Dict():
                return self.dictionary(node)
            case ast.Subscript():
                return self.subscript(node)
            case ast.JoinedStr():
                return self.sized("".join(self.text(self.value(one)) for one in node.values))
            case ast.FormattedValue():
                return self.text(self.value(node.value))
            case ast.ListComp():
                return self.comprehension(node)
            case ast.Call():
                return self.sized(self.call(node))
            case _:
                raise RefusedProgram(f"{type(node).__name__} is not known")

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
        match operation:
            case ast.Add():
                return self.sized(left + right)
            case ast.Sub():
                return self.sized(left - right)
            case ast.Mult():
                times, thing = (left, right) if isinstance(left, int) else (right, left)
                if isinstance(thing, (str, list, tuple)) and len(thing) * max(times, 0) > MOST_ITEMS:
                    raise RefusedProgram("a value grows too large")
                return self.sized(left * right)
            case ast.FloorDiv():
                return left // right
            case ast.Mod():
                if isinstance(left, str):
                    raise RefusedProgram("formatting with % is not allowed")
                return left % right
            case ast.Pow():
                if not isinstance(left, int) or not isinstance(right, int) or not 0 <= right <= 40:
                    raise RefusedProgram("a power is too large")
                return self.sized(left**right)
            case _:
                raise RefusedProgram(f"{type(operation).__name__} is not known")

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
        simple: dict[str, Callable[..., Any]] = {
            **{"len": len, "sum": sum, "min": min, "max": max, "any": any, "all": all, "abs": abs, "int": int},
            **{"set": set, "dict": dict, "tuple": tuple, "list": list, "sorted": sorted},
        }
        if name == "str":
            return self.text(arguments[0])
        if name in simple:
            return simple[name](*arguments, **named)
        several: dict[str, Callable[..., Iterable[Any]]] = {
            "reversed": reversed,
            "enumerate": enumerate,
            "zip": zip,
        }
        return list(several[name](*arguments))

    def write(self, arguments: list[Any], named: dict[str, Any]) -> None:
        line = str(named.get("sep", " ")).join(self.text(one) for one in arguments) + str(named.get("end", "\n"))
        self.written += len(line)
        if self.written > MOST_OUTPUT:
            raise RefusedProgram(f"the program prints more than {MOST_OUTPUT} characters")
        self.output.append(line)
