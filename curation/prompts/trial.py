"""One draw of a prompt put on trial: written, then answered by code that shares nothing with the writer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from curation.canonical import digest_json
from curation.models import Proof
from curation.prompts.base import Derivation, Prompt, PromptFamily
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
    return _judged(family, draw, made, family.derive(made.prompt, made.checklist))


def attempts(family: PromptFamily, draws: Sequence[Draw]) -> list[Kept | Refused]:
    """Write and prove the prompts of many draws: the same as one by one, and faster where a family can."""
    written: list[tuple[Draw, Prompt] | Refused] = []
    for draw in draws:
        try:
            written.append((draw, family.write(draw)))
        except Discard as discard:
            written.append(Refused(draw, str(discard)))
    made = [one[1] for one in written if not isinstance(one, Refused)]
    derived = iter(family.derive_all([(prompt.prompt, prompt.checklist) for prompt in made]))
    return [one if isinstance(one, Refused) else _judged(family, *one, next(derived)) for one in written]


def _judged(family: PromptFamily, draw: Draw, made: Prompt, derived: Derivation) -> Kept | Refused:
    if derived.answer is None:
        return Refused(draw, f"the solver has no answer: {derived.words}")
    if derived.answer != made.answer:
        return Refused(draw, f"the solver says {derived.words}, the maker {made.answer}")
    proof = Proof(method="computed", solver=family.solver, answer=derived.words, evidence=dict(derived.evidence))
    return Kept(draw, made, proof, digest_json([family.name, made.canonical]))


def sequence(family: PromptFamily, draw: Draw, taken: set[str]) -> Iterator[Kept | Refused]:
    """Try one place of a prompt family; see `curation.puzzles.trial.tries`."""
    return tries(partial(attempt, family), draw, taken)


def sequences(family: PromptFamily, draws: Sequence[Draw]) -> list[list[Kept | Refused]]:
    """Try many places together, each until something is kept: the same as `sequence` with nothing taken."""
    tried: list[list[Kept | Refused]] = [[] for _ in draws]
    waiting = list(enumerate(draws))
    while waiting:
        following = []
        for (place, draw), outcome in zip(waiting, attempts(family, [draw for _, draw in waiting]), strict=True):
            tried[place].append(outcome)
            number = draw.attempt + 1
            if isinstance(outcome, Refused) and number < draws[place].attempt + MOST_ATTEMPTS:
                following.append((place, replace(draw, attempt=number)))
        waiting = following
    return tried


__all__ = ["MOST_ATTEMPTS", "Kept", "Refused", "attempt", "attempts", "sequence", "sequences"]
