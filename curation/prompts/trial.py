"""One draw of a prompt put on trial: written, then answered by code that shares nothing with the writer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from curation.canonical import digest_json
from curation.models import Proof
from curation.prompts.base import Prompt, PromptFamily
from curation.puzzles.base import Discard, Draw
from curation.puzzles.trial import MOST_ATTEMPTS, Refused, tries


@dataclass(frozen=True, slots=True)
class Kept:
    """A prompt whose answer the solver derived again from its text."""

    draw: Draw
    prompt: Prompt
    proof: Proof
    canonical_key: str


def attempt(family: PromptFamily, draw: Draw) -> Kept | Refused:
    """Write the prompt of one draw and prove its answer."""
    try:
        made = family.write(draw)
    except Discard as discard:
        return Refused(draw, str(discard))
    derived = family.derive(made.prompt, made.checklist)
    if derived.answer is None:
        return Refused(draw, f"the solver has no answer: {derived.words}")
    if derived.answer != made.answer:
        return Refused(draw, f"the solver says {derived.words}, the maker {made.answer}")
    proof = Proof(method="computed", solver=family.solver, answer=derived.words, evidence=dict(derived.evidence))
    return Kept(draw, made, proof, digest_json([family.name, made.canonical]))


def sequence(family: PromptFamily, draw: Draw, taken: set[str]) -> Iterator[Kept | Refused]:
    """Try one place of a prompt family; see `curation.puzzles.trial.tries`."""
    return tries(partial(attempt, family), draw, taken)


__all__ = ["MOST_ATTEMPTS", "Kept", "Refused", "attempt", "sequence"]
