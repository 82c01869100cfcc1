"""Keys of puzzles: derived again from the stored pixels, by the family's solver."""

from __future__ import annotations

from collections.abc import Iterator

from curation.checks.context import Context
from curation.checks.pictures import Problem
from curation.families import families
from curation.findings import Finding
from curation.models import Generated, GEUInstance, UEGInstance
from curation.prompts.base import PromptFamily
from curation.puzzles.base import Solution


def check(context: Context) -> Iterator[Finding]:
    """Solve every generated puzzle again; name the keys that nothing has proved and nobody has approved.

    A photo puzzle's question is an author's, so no solver can answer it: like an imported or authored key, its key
    is proved by people.
    """
    approved = {row.uid for row in context.rows if context.outcome(row) == "approved"}
    for puzzle in context.puzzles:
        if puzzle.question is None:
            continue
        if not isinstance(puzzle.provenance, Generated):
            if puzzle.uid not in approved:
                yield Finding("KEY003", puzzle.uid, f"the key {puzzle.key} is {puzzle.provenance.kind}, not proved")
        elif puzzle.sources:
            if puzzle.uid not in approved:
                yield Finding("KEY003", puzzle.uid, f"the key {puzzle.key} belongs to a question about a photo")
        else:
            yield from _generated(context, puzzle, puzzle.provenance)
    for prompt in context.prompts:
        if isinstance(prompt.provenance, Generated):
            yield from _prompt(prompt, prompt.provenance)


def _generated(context: Context, puzzle: GEUInstance, provenance: Generated) -> Iterator[Finding]:
    picture = context.pictures[puzzle.image.pixels]
    if isinstance(picture, Problem):
        yield Finding("KEY002", puzzle.uid, f"its image cannot be looked at: {picture.message}")
        return
    solution = picture.solutions[puzzle.uid]
    if solution.letter is None:
        yield Finding("KEY002", puzzle.uid, f"the key is {puzzle.key}; the solver: {solution.answer}")
    elif solution.letter != puzzle.key:
        said = f"{solution.letter} ({solution.answer})"
        yield Finding("KEY001", puzzle.uid, f"the key is {puzzle.key}, the solver says {said}")
    yield from _record(puzzle, provenance, solution)


def _prompt(prompt: UEGInstance, provenance: Generated) -> Iterator[Finding]:
    """Derive the answer of a generated prompt from its text again, and judge its checklist by it."""
    family, proof = families().get(provenance.family), prompt.proof
    if not isinstance(family, PromptFamily):
        yield Finding("KEY005", prompt.uid, f"this version of curate has no family {provenance.family!r}")
        return
    derived = family.derive(prompt.prompt, prompt.checklist)
    if derived.answer is None:
        yield Finding("KEY002", prompt.uid, f"its text or checklist leaves the answer open: {derived.words}")
    if proof is None:
        yield Finding("KEY004", prompt.uid, "no proof is recorded")
    elif proof.solver != family.solver:
        yield Finding("KEY005", prompt.uid, f"proved by {proof.solver}; the solver is {family.solver} now")
    elif derived.answer is not None and proof.answer != derived.words:
        yield Finding(
            "KEY001", prompt.uid, f"the proof's record says {proof.answer!r}, the solver {derived.words!r}"
        )


def _record(puzzle: GEUInstance, provenance: Generated, solution: Solution) -> Iterator[Finding]:
    proof = puzzle.proof
    if proof is None:
        yield Finding("KEY004", puzzle.uid, "no proof is recorded")
        return
    family = families().get(provenance.family)
    if family is None:
        yield Finding("KEY005", puzzle.uid, f"this version of curate has no family {provenance.family!r}")
    elif proof.solver != family.solver:
        yield Finding("KEY005", puzzle.uid, f"proved by {proof.solver}; the solver is {family.solver} now")
    elif solution.letter == puzzle.key and (proof.answer, proof.method) != (solution.answer, solution.method):
        told, tells = f"{proof.answer!r} by {proof.method}", f"{solution.answer!r} by {solution.method}"
        yield Finding("KEY004", puzzle.uid, f"the proof's record says {told}, the solver {tells}")
