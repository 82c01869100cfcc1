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
        elif isinstance(node, ast.ImportFrom):
            # A relative import counts its dots from the package that the module is in, or is.
            parts = module.split(".")[: len(module.split(".")) - node.level + (path.name == "__init__.py")]
            origin = ".".join([*(parts if node.level else ()), *([node.module] if node.module else ())])
            found |= {origin, *(f"{origin}.{alias.name}" for alias in node.names)}
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


@pytest.mark.parametrize("package", [f"curation.puzzles.{name}" for name in PUZZLES])
def test_a_solver_imports_nothing_by_a_name_made_up_at_run_time(package: str) -> None:
    for module in reach(f"{package}.solve") - CONTRACT:
        path = file_of(module)
        assert path is not None
        names = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        assert not names & {"import_module", "__import__", "importlib", "exec", "eval"}, module


def test_an_import_is_seen_however_it_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "curation" / "puzzles" / "new"
    package.mkdir(parents=True)
    for name in ("__init__", "plan", "make"):
        (package / f"{name}.py").touch()
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    for number, line in enumerate(
        ["from . import plan", "from .plan import x", "from ..new import plan", "import curation.puzzles.new.plan"]
    ):
        (package / f"solve{number}.py").write_text(line, encoding="utf-8")
        assert "curation.puzzles.new.plan" in imported(f"curation.puzzles.new.solve{number}"), line
    (package / "__init__.py").write_text("from .make import x", encoding="utf-8")
    assert "curation.puzzles.new.make" in imported("curation.puzzles.new")
