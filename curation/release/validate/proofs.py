"""Keys and checklists beside their own proofs: rows and records can agree on an answer that was never derived."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from curation.families import families
from curation.findings import Finding
from curation.models import LETTERS, Generated, GEUInstance, Letter, Proof, UEGInstance
from curation.prompts.base import PromptFamily
from curation.puzzles.base import Family
from curation.release.candidates import fold
from curation.release.rows import RECORDS
from curation.release.validate.records import Records
from curation.release.validate.tree import Tree, show

LONGEST = 2000
"""Characters of a prompt that is derived again; a family's have some 600, and a solver's time must be bounded."""


def check_proofs(tree: Tree, records: Records) -> Iterator[Finding]:
    """Compare each key with the answer in its proof, and derive computed answers from their texts again.

    A key's proof is read, not made again: `curate check` does that, which has the workspace. A proof by a solver
    that this version does not have may say its answer in words of its own; there only what contradicts is told.
    """
    known = families()
    for number, record in records.lines:
        instance, proof = record.instance, record.instance.proof
        if proof is None or not isinstance(instance.provenance, Generated):
            continue
        family = known.get(instance.provenance.family)
        ours = family if family is not None and family.solver == proof.solver else None
        if isinstance(instance, GEUInstance):
            problem = _key_problem(instance, proof, ours)
        else:
            problem = _checklist_problem(instance, proof, ours)
        if problem is not None:
            yield tree.finding("REL049", RECORDS, f"{instance.uid}: {problem}", number)


def _key_problem(puzzle: GEUInstance, proof: Proof, family: Family | None) -> str | None:
    if puzzle.options is None or puzzle.key is None:
        return None
    options = dict(zip(LETTERS, puzzle.options, strict=True))
    said = [letter for letter, option in options.items() if fold(option) == fold(proof.answer)]
    if not said and family is not None:
        said = _same_numbers(options, proof.answer)
    if puzzle.key in said:
        return None
    if said:
        return f"the key is {puzzle.key}, and its proof says {said[0]} ({show(proof.answer)})"
    return None if family is None else f"no option says what its proof does ({show(proof.answer)})"


def _same_numbers(options: Mapping[Letter, str], answer: str) -> list[Letter]:
    """Find the options with the answer's numbers; a display's rows are put into words there, and not in proofs."""
    numbers = re.findall(r"\d+", answer)
    return [letter for letter, option in options.items() if numbers and re.findall(r"\d+", option) == numbers]


def _checklist_problem(prompt: UEGInstance, proof: Proof, family: Family | None) -> str | None:
    from curation.prompts.program.solve import interpreted

    if not isinstance(family, PromptFamily) or len(prompt.prompt) > LONGEST:
        return None
    # To validate a release runs nothing that lies in it.
    derive = interpreted if family.name == "program" else family.derive
    derived = derive(prompt.prompt, prompt.checklist)
    if derived.answer is None:
        return f"its checklist does not follow from its text: {show(derived.words, 200)}"
    if derived.words != proof.answer:
        return f"its text comes to {show(derived.words)}, and its proof says {show(proof.answer)}"
    return None
