"""Instances that are the same: in pixels, words or canonical key, or made from one photo."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from curation.checks.context import Context, lineage
from curation.checks.folding import fold
from curation.findings import Finding


def check(context: Context) -> Iterator[Finding]:
    """Compare every instance with every other by digests."""
    puzzles, prompts = context.puzzles, context.prompts
    inputs = [(puzzle.uid, puzzle.image.pixels) for puzzle in puzzles]
    yield from _repeated("DUP001", inputs, "shows the same image as")
    first = {pixels: uid for uid, pixels in reversed(inputs)}
    for puzzle in puzzles:
        if puzzle.oracle is None:
            continue
        shown = first.get(puzzle.oracle.pixels)
        if puzzle.oracle.pixels == puzzle.image.pixels:
            yield Finding("DUP008", puzzle.uid, "the oracle shows the same pixels as the input")
        elif shown is not None:
            yield Finding("DUP001", puzzle.uid, f"its oracle is the image of {shown}")
    restored = [
        (puzzle.uid, puzzle.oracle.pixels)
        for puzzle in puzzles
        if puzzle.oracle is not None and puzzle.category == "mental_reconstruction" and not puzzle.sources
    ]
    yield from _repeated("DUP003", restored, "is restored to the same picture as")
    yield from _repeated("DUP004", [(prompt.uid, fold(prompt.prompt)) for prompt in prompts], "has the prompt of")
    refined = [
        (prompt.uid, (prompt.category, fold(prompt.refined_prompt)))
        for prompt in prompts
        if prompt.refined_prompt and not lineage(prompt)
    ]
    yield from _repeated("DUP005", refined, "has the refined prompt of")
    keys = [(instance.uid, instance.canonical_key) for instance in context.instances]
    yield from _repeated("DUP006", keys, "has the canonical key of")
    used = [(instance.uid, source) for instance in context.instances for source in sorted(set(instance.sources))]
    yield from _repeated("DUP007", used, "is made from the same source as")


def _repeated(code: str, items: Iterable[tuple[str, Hashable]], phrase: str) -> Iterator[Finding]:
    """Name every item that repeats an earlier one."""
    first: dict[Hashable, str] = {}
    for uid, what in items:
        if first.setdefault(what, uid) != uid:
            yield Finding(code, uid, f"{phrase} {first[what]}")
