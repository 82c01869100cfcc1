"""Solve a program prompt: CPython in the sandbox and our own interpreter must agree on what is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from curation.models import ChecklistItem
from curation.prompts.base import Derivation
from curation.prompts.program.allowed import Program, RefusedProgram, allow
from curation.prompts.program.interpreter import interpret
from curation.prompts.program.judge import Judge
from curation.prompts.sandbox import Outcome, Sandbox


@cache
def sandbox() -> Sandbox:
    """The sandbox that all programs of this process run in."""
    return Sandbox()


def solve(prompt: str, checklist: tuple[ChecklistItem, ...]) -> Derivation:
    """Derive what the program of a prompt prints, and check that the checklist follows from it."""
    try:
        intro, program, printed = _interpreted(prompt)
    except RefusedProgram as refused:
        return Derivation(None, str(refused))
    return _compared(intro, program, printed, sandbox().run(program), checklist)


def interpreted(prompt: str, checklist: tuple[ChecklistItem, ...]) -> Derivation:
    """Derive the same by the interpreter alone: nothing of the prompt is run, and CPython is not asked."""
    try:
        intro, program, printed = _interpreted(prompt)
    except RefusedProgram as refused:
        return Derivation(None, str(refused))
    return _judged(intro, program, printed, checklist)


def solve_all(asked: Sequence[tuple[str, tuple[ChecklistItem, ...]]]) -> list[Derivation]:
    """Derive the same for many prompts of our own making, whose programs share children of the sandbox."""
    read: list[tuple[str, Program, str] | RefusedProgram] = []
    for prompt, _ in asked:
        try:
            read.append(_interpreted(prompt))
        except RefusedProgram as refused:
            read.append(refused)
    outcomes = iter(sandbox().run_all([one[1] for one in read if not isinstance(one, RefusedProgram)]))
    return [
        Derivation(None, str(one))
        if isinstance(one, RefusedProgram)
        else _compared(*one, next(outcomes), checklist)
        for one, (_, checklist) in zip(read, asked, strict=True)
    ]


def _interpreted(prompt: str) -> tuple[str, Program, str]:
    intro, program = split(prompt)
    return intro, program, interpret(program).rstrip("\n")


def _compared(
    intro: str, program: Program, printed: str, outcome: Outcome, checklist: tuple[ChecklistItem, ...]
) -> Derivation:
    if outcome.output is None:
        return Derivation(None, f"CPython says: {outcome.reason}")
    if outcome.output.rstrip("\n") != printed:
        return Derivation(None, "CPython and the interpreter print different things")
    derived = _judged(intro, program, printed, checklist)
    if derived.answer is None:
        return derived
    return replace(derived, evidence={"lines": len(printed.splitlines()), "cpython": "agrees"})


def _judged(intro: str, program: Program, printed: str, checklist: tuple[ChecklistItem, ...]) -> Derivation:
    wrong = Judge(intro, " ".join(program.texts), printed).contradiction(checklist)
    if wrong is not None:
        return Derivation(None, wrong)
    words = " / ".join(line.strip() for line in printed.splitlines() if line.strip())
    return Derivation(printed, words or "nothing")


def split(prompt: str) -> tuple[str, Program]:
    """Take a prompt apart into its introduction and its program, which is the last block of lines.

    Raises:
        RefusedProgram: There is none, or the allow-list refuses it.
    """
    intro, found, code = prompt.partition("\n\n")
    if not found or re.search(r"\bprint\(", code) is None:
        raise RefusedProgram("there is no program that prints something")
    return intro, allow(code)
