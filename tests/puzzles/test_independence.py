"""A solver shares no code with its maker: what both import, directly or through others, is the contract alone."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from curation.prompts.registry import FAMILIES as PROMPTS
from curation.puzzles.registry import FAMILIES as PUZZLES

ROOT = Path(__file__).parents[2]
CONTRACT = {
    "curation",
    "curation.canonical",
    "curation.errors",
    "curation.models",
    "curation.prompts",
    "curation.prompts.base",
    "curation.puzzles",
    "curation.puzzles.base",
}

BESIDE_CPYTHON = {
    # The maker's outputs are the interpreter's; the solver asks CPython and holds the interpreter against it.
    "curation.prompts.program": {"curation.prompts.program.allowed", "curation.prompts.program.interpreter"}
}


def file_of(module: str) -> Path | None:
    path = ROOT / module.replace(".", "/")
    for found in (path.with_suffix(".py"), path / "__init__.py"):
        if found.is_file():
            return found
    return None


@cache
def imported(module: str) -> frozenset[str]:
    """The project's modules that a module imports by itself."""
    path = file_of(module)
    assert path is not None
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(name for name in found if name.startswith("curation") and file_of(name))


def reach(module: str) -> set[str]:
    """Every module of the project that a module comes to, itself included."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += imported(name)
    return seen


@pytest.mark.parametrize(
    "package",
    [*(f"curation.puzzles.{name}" for name in PUZZLES), *(f"curation.prompts.{name}" for name in PROMPTS)],
)
def test_maker_and_solver_share_the_contract_only(package: str) -> None:
    shared = reach(f"{package}.make") & reach(f"{package}.solve")
    assert shared - CONTRACT - {package} == BESIDE_CPYTHON.get(package, set())
