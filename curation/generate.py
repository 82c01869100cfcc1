"""Filling a workspace with puzzles: drawn and proved by worker processes, kept in one fixed order.

Which puzzle stands at a place of a sequence depends on the seed, the place and what was in the workspace before,
never on the number of workers or on where an earlier run was stopped.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace

from curation.assets import ref_of
from curation.errors import CurationError
from curation.families import families, family
from curation.models import (
    Difficulty,
    Generated,
    GEUInstance,
    Record,
    RejectedDraw,
)
from curation.places import Outcome, bundles, fill, fill_all, plan, uid_of
from curation.puzzles.base import Draw, Family, Palette
from curation.puzzles.trial import MOST_ATTEMPTS, REPEATED, Refused
from curation.spaces import refuse_too_many, used_up
from curation.workers import each, worker_pool
from curation.workspace import Workspace

Progress = Callable[[int, int], None]
AHEAD = 3
"""Bundles of places that each worker may be ahead of the one being written: bounds the memory at any count."""


class SubtaskCount(Record):
    """What a run did for one subtask."""

    category: str
    subtask: str
    made: int
    there: int
    refused: int


class GenerateReport(Record):
    """What a run made: puzzles by subtask, and why draws were refused.

    Attributes:
        seed: The sequence.
        made: New instances.
        there: Instances that were there already.
        restored: Images of those that were missing, and were drawn again.
        refused: Draws that made no instance.
        subtasks: The same by subtask.
        reasons: Why draws were refused, and how often.
    """

    seed: int
    made: int
    there: int
    restored: int
    refused: int
    subtasks: tuple[SubtaskCount, ...]
    reasons: dict[str, int]


@contextmanager
def _filling(workers: int) -> Iterator[Callable[[Sequence[Draw]], Iterator[tuple[Draw, Outcome]]]]:
    """Give a function that fills places, in order, with so many processes."""
    if workers == 1:
        yield lambda draws: (pair for some in bundles(draws) for pair in zip(some, fill_all(some), strict=True))
        return
    pool = worker_pool(workers)

    def run(draws: Sequence[Draw]) -> Iterator[tuple[Draw, Outcome]]:
        for some, outcomes in each(pool, fill_all, bundles(draws), ahead=workers * AHEAD):
            yield from zip(some, outcomes, strict=True)

    try:
        with pool:
            yield run
    except BrokenProcessPool:
        raise CurationError(
            "a worker process was killed, as happens when memory runs out; what was made is kept; "
            "run again with fewer --workers"
        ) from None


def _settle(draw: Draw, outcome: Outcome, taken: set[str]) -> Outcome:
    """Refuse a puzzle that is there already and try further; what is `taken` is known only in order."""
    refused = list(outcome.refused)
    while outcome.instance is not None and outcome.instance.canonical_key in taken:
        assert isinstance(outcome.instance.provenance, Generated)
        number = outcome.instance.provenance.attempt
        refused.append(Refused(replace(draw, attempt=number), REPEATED))
        if number + 1 >= MOST_ATTEMPTS:
            outcome = Outcome((), None, ())
        else:
            outcome = fill(replace(draw, attempt=number + 1))
            refused.extend(outcome.refused)
    if outcome.instance is not None:
        taken.add(outcome.instance.canonical_key)
    return replace(outcome, refused=tuple(refused))


def _keep(workspace: Workspace, outcome: Outcome, actor: str) -> None:
    for ref, data in outcome.images:
        workspace.assets.put_encoded(ref, data)
    with workspace.store.transaction():
        for refusal in outcome.refused:
            draw = refusal.draw
            workspace.store.put_refused_draw(
                RejectedDraw(
                    family=draw.family,
                    version=draw.version,
                    subtask=draw.subtask,
                    difficulty=draw.difficulty,
                    seed=draw.seed,
                    index=draw.index,
                    attempt=draw.attempt,
                    reason=refusal.reason[:1000],
                )
            )
        if outcome.instance is not None:
            workspace.store.put_instance(outcome.instance, actor=actor, reason="generated and proved")


def _restore(workspace: Workspace, draws: Sequence[Draw]) -> int:
    """Draw the images of puzzles again whose files are gone; return how many."""
    gone = {asset.image.pixels for asset in workspace.store.assets() if not workspace.assets.whole(asset)}
    restored = 0
    for draw in draws if gone else ():
        stored, found = workspace.store.instance(uid_of(draw)), family(draw.family)
        instance = stored.instance if stored else None
        if not isinstance(instance, GEUInstance) or not isinstance(found, Family):
            continue
        missing = {ref.pixels for ref in (instance.image, instance.oracle) if ref is not None} & gone
        if missing and isinstance(instance.provenance, Generated):
            puzzle = found.make(replace(draw, attempt=instance.provenance.attempt))
            for picture in (puzzle.image, puzzle.oracle):
                if ref_of(picture).pixels in missing:
                    workspace.assets.put(picture)
                    restored += 1
    return restored


def generate(
    workspace: Workspace,
    *,
    actor: str,
    categories: Sequence[str] = (),
    names: Sequence[str] = (),
    count: int = 100,
    seed: int | None = None,
    difficulty: Difficulty | None = None,
    palette: Palette = "standard",
    workers: int | None = None,
    progress: Progress | None = None,
) -> GenerateReport:
    """Generate puzzles so that each category has `count` of this seed; what is there already stays.

    Args:
        workspace: Where to; its lock is taken.
        actor: Who asked for it, for the event log.
        categories: Which; all that the families make by default.
        names: Which families; by default all whose instances count towards a release.
        count: Puzzles for each category, at least 1.
        seed: The sequence; the workspace's by default.
        difficulty: One level, or all three in turn.
        palette: What colours are drawn in that questions depend on.
        workers: Processes; as many as there are processors by default.
        progress: Told after each place how many are done, of how many.

    Raises:
        UsageError: A category is unknown or has no family, more is asked for than a family's space holds, or the
            space is used up.
        CurationError: A worker process was killed, or the workspace cannot be written.
    """
    profile = workspace.profile
    every = [family(name) for name in dict.fromkeys(names)] or [
        found for found in families().values() if found.quota
    ]
    able = {found.category for found in every}
    chosen = [profile.category(name) for name in dict.fromkeys(categories)]
    chosen = chosen or [category for category in profile.categories if category.name in able]
    seed = workspace.config.seed if seed is None else seed
    draws = [
        draw
        for category in chosen
        for draw in plan(category, count, seed=seed, difficulty=difficulty, every=every, palette=palette)
    ]
    refuse_too_many(draws)
    made: Counter[str] = Counter()
    there: Counter[str] = Counter()
    refusals: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    with workspace.writing():
        known = workspace.store.canonical_keys()
        uids = workspace.store.uids()
        missing = [draw for draw in draws if uid_of(draw) not in uids]
        there.update(draw.subtask for draw in draws if uid_of(draw) in uids)
        restored = _restore(workspace, [draw for draw in draws if uid_of(draw) in uids])
        taken = set(known)
        with _filling(min(workers or os.cpu_count() or 1, max(1, len(missing)))) as fill:
            for done, (draw, raw) in enumerate(fill(missing), start=1):
                outcome = _settle(draw, raw, taken)
                _keep(workspace, outcome, actor)
                refusals[draw.subtask] += len(outcome.refused)
                reasons.update(f"{draw.family}: {refusal.reason}" for refusal in outcome.refused)
                if outcome.instance is None:
                    raise used_up(draw, workspace.store)
                made[draw.subtask] += 1
                if progress is not None:
                    progress(done, len(missing))
    order = {draw.subtask: family(draw.family).category for draw in draws}
    return GenerateReport(
        seed=seed,
        made=made.total(),
        there=there.total(),
        restored=restored,
        refused=refusals.total(),
        subtasks=tuple(
            SubtaskCount(
                category=category,
                subtask=subtask,
                made=made[subtask],
                there=there[subtask],
                refused=refusals[subtask],
            )
            for subtask, category in order.items()
        ),
        reasons=dict(sorted(reasons.items())),
    )
