"""Solve a program prompt: CPython in the sandbox and our own interpreter must agree on what is printed."""

from __future__ import annotations

import ast
import re
from functools import cache

from curation.models import ChecklistItem
from curation.prompts.base import Derivation
from curation.prompts.program.allowed import Program, RefusedProgram, allow
from curation.prompts.program.interpreter import interpret
from curation.prompts.program.judge import Judge
from curation.prompts.sandbox import Sandbox


@cache
def sandbox() -> Sandbox:
    """The sandbox that all programs of this process run in."""
    return Sandbox()


def solve(prompt: str, checklist: tuple[ChecklistItem, ...]) -> Derivation:
    """Derive what the program of a prompt prints, and check that the checklist follows from it."""
    try:
        intro, program = split(prompt)
        printed = interpret(program).rstrip("\n")
    except RefusedProgram as refused:
        return Derivation(None, str(refused))
    outcome = sandbox().run(program)
    if outcome.output is None:
        return Derivation(None, f"CPython says: {outcome.reason}")
    if outcome.output.rstrip("\n") != printed:
        return Derivation(None, "CPython and the interpreter print different things")
    wrong = Judge(intro, _literals(program), printed).contradiction(checklist)
    if wrong is not None:
        return Derivation(None, wrong)
    words = " / ".join(line.strip() for line in printed.splitlines() if line.strip())
    return Derivation(printed, words or "nothing", {"lines": len(printed.splitlines()), "cpython": "agrees"})


def split(prompt: str) -> tuple[str, Program]:
    """Take a prompt apart into its introduction and its program, which is the last block of lines.

    Raises:
        RefusedProgram: There is none, or the allow-list refuses it.
    """
    intro, found, code = prompt.partition("\n\n")
    if not found or re.search(r"\bprint\(", code) is None:
        raise RefusedProgram("there is no program that prints something")
    return intro, allow(code)


def _literals(program: Program) -> str:
    """All text that the program holds."""
    nodes = ast.walk(program.tree)
    return " ".join(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
