"""One place of a family's sequence: planned, named, and filled by whichever worker comes to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curation.assets import encode, ref_of
from curation.canonical import digest_json
from curation.errors import UsageError
from curation.models import DIFFICULTIES, Difficulty, Generated, GEUInstance, ImageRef
from curation.puzzles.base import Draw, Family
from curation.puzzles.registry import family
from curation.puzzles.trial import Kept, Refused, sequence
from curation.taxonomy import Category


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a place: encoded, for pixels travel badly between processes."""

    refused: tuple[Refused, ...]
    instance: GEUInstance | None
    images: tuple[tuple[ImageRef, bytes], ...]


def uid_of(draw: Draw) -> str:
    """Name the instance at a place of a sequence, whichever attempt fills it."""
    place = [draw.family, draw.version, draw.subtask, draw.difficulty, draw.seed, draw.index]
    return f"{draw.family.replace('_', '-')}-{digest_json(place)[:12]}"


def plan(
    category: Category, count: int, *, seed: int, difficulty: Difficulty | None, every: Iterable[Family]
) -> list[Draw]:
    """List the places to fill so that a category has `count` puzzles, spread over subtasks and levels.

    Raises:
        UsageError: No family makes puzzles for the category.
    """
    able = {
        subtask: found
        for found in every
        if found.category == category.name and found.quota
        for subtask in found.subtasks
    }
    if not able:
        raise UsageError(f"no puzzle family makes {category.name}; generated are the GEU categories")
    subtasks = [subtask.name for subtask in category.subtasks if subtask.name in able]
    base, extra = divmod(count, len(subtasks))
    levels = DIFFICULTIES if difficulty is None else (difficulty,)
    return [
        Draw(
            family=able[subtask].name,
            version=able[subtask].version,
            subtask=subtask,
            difficulty=levels[number % len(levels)],
            seed=seed,
            index=number // len(levels),
        )
        for place, subtask in enumerate(subtasks)
        for number in range(base + (place < extra))
    ]


def _instance(kept: Kept, found: Family) -> GEUInstance:
    draw, puzzle = kept.draw, kept.puzzle
    return GEUInstance(
        uid=uid_of(draw),
        category=found.category,
        subtask=draw.subtask,
        difficulty=draw.difficulty,
        provenance=Generated(
            family=draw.family,
            version=draw.version,
            seed=draw.seed,
            index=draw.index,
            attempt=draw.attempt,
            parameters=dict(puzzle.parameters),
        ),
        canonical_key=kept.canonical_key,
        proof=kept.proof,
        image=ref_of(puzzle.image),
        oracle=ref_of(puzzle.oracle),
        question=puzzle.question,
        options=puzzle.options,
        key=puzzle.key,
        regions=puzzle.regions,
        scene=None if puzzle.scene is None else dict(puzzle.scene),
    )


def fill(draw: Draw) -> Outcome:
    """Fill one place: runs in a worker."""
    found = family(draw.family)
    *refused, last = sequence(found, draw, set())
    if isinstance(last, Refused):
        return Outcome((*(item for item in refused if isinstance(item, Refused)), last), None, ())
    instance = _instance(last, found)
    assert instance.oracle is not None
    images = ((instance.image, encode(last.puzzle.image)), (instance.oracle, encode(last.puzzle.oracle)))
    return Outcome(tuple(item for item in refused if isinstance(item, Refused)), instance, images)
