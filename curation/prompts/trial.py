"""One draw of a prompt put on trial: written, then answered by code that shares nothing with the writer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from curation.canonical import digest_json
from curation.models import Proof
from curation.prompts.base import Prompt, PromptFamily
from curation.puzzles.base import Discard, Draw
from curation.puzzles.trial import MOST_ATTEMPTS, Refused


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
    """Try one place of a sequence until a prompt is kept that is not `taken`; the last item is the outcome.

    Args:
        family: The family of the draw.
        draw: The place; its attempt is where to begin.
        taken: Canonical keys of the prompts that there are; the kept one's is added.
    """
    for number in range(draw.attempt, draw.attempt + MOST_ATTEMPTS):
        tried = attempt(family, replace(draw, attempt=number))
        if isinstance(tried, Kept) and tried.canonical_key in taken:
            yield Refused(tried.draw, "the same prompt is there already")
            continue
        yield tried
        if isinstance(tried, Kept):
            taken.add(tried.canonical_key)
            return


__all__ = ["MOST_ATTEMPTS", "Kept", "Refused", "attempt", "sequence"]
