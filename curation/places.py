"""One place of a family's sequence: planned, named, and filled by whichever worker comes to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from curation.assets import encode, ref_of
from curation.canonical import digest_json
from curation.errors import UsageError
from curation.families import family
from curation.models import DIFFICULTIES, Difficulty, Generated, GEUInstance, ImageRef, UEGInstance
from curation.prompts import trial as prompts
from curation.prompts.base import PromptFamily
from curation.puzzles import trial as puzzles
from curation.puzzles.base import Draw, Family, Palette
from curation.puzzles.trial import Refused
from curation.taxonomy import Category


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a place: encoded, for pixels travel badly between processes."""

    refused: tuple[Refused, ...]
    instance: UEGInstance | GEUInstance | None
    images: tuple[tuple[ImageRef, bytes], ...]


def uid_of(draw: Draw) -> str:
    """Name the instance at a place of a sequence, whichever attempt fills it."""
    place: list[JsonValue] = [draw.family, draw.version, draw.subtask, draw.difficulty, draw.seed, draw.index]
    if draw.palette != "standard":
        place.append(draw.palette)
    return f"{draw.family.replace('_', '-')}-{digest_json(place)[:12]}"


def plan(
    category: Category,
    count: int,
    *,
    seed: int,
    difficulty: Difficulty | None,
    every: Sequence[Family],
    palette: Palette = "standard",
) -> list[Draw]:
    """List the places to fill so that a category has `count` instances, spread over subtasks and levels.

    A family that knows only one palette keeps to it.

    Raises:
        UsageError: None of the families makes instances of the category.
    """
    return list(planned(category, count, seed=seed, difficulty=difficulty, every=every, palette=palette))


def planned(
    category: Category,
    count: int,
    *,
    seed: int,
    difficulty: Difficulty | None,
    every: Sequence[Family],
    palette: Palette = "standard",
) -> Iterator[Draw]:
    """Yield the places that `plan` lists, one after another.

    Raises:
        UsageError: None of the families makes instances of the category.
    """
    able = {subtask: found for found in every if found.category == category.name for subtask in found.subtasks}
    if not able:
        known = ", ".join(dict.fromkeys(found.category for found in every))
        raise UsageError(f"no family makes {category.name}; generated are {known}")
    order = [subtask.name for subtask in category.subtasks]
    subtasks = sorted(able, key=lambda name: (order.index(name) if name in order else len(order), name))
    base, extra = divmod(count, len(subtasks))
    levels = DIFFICULTIES if difficulty is None else (difficulty,)
    for place, subtask in enumerate(subtasks):
        for number in range(base + (place < extra)):
            yield Draw(
                family=able[subtask].name,
                version=able[subtask].version,
                subtask=subtask,
                difficulty=levels[number % len(levels)],
                seed=seed,
                index=number // len(levels),
                palette=palette if palette in able[subtask].palettes else "standard",
            )


PALETTE_OF = "sequence_palette"
"""The parameter that names the palette of an instance's sequence, where it is not the standard one."""

TOGETHER = 64
"""Places that are filled together, where a family gains by it."""


def bundles(draws: Iterable[Draw]) -> Iterator[list[Draw]]:
    """Cut a sequence of places into those that are filled together: prompts of one family; a puzzle alone."""
    bundle: list[Draw] = []
    for draw in draws:
        if bundle and (len(bundle) == _most(bundle[0]) or draw.family != bundle[0].family):
            yield bundle
            bundle = []
        bundle.append(draw)
    if bundle:
        yield bundle


def _most(draw: Draw) -> int:
    return TOGETHER if isinstance(family(draw.family), PromptFamily) else 1


def _provenance(draw: Draw, parameters: Mapping[str, JsonValue]) -> Generated:
    # The scene's own palette may be another one: clutter draws a quarter of its standard scenes in the other.
    told = {} if draw.palette == "standard" else {PALETTE_OF: draw.palette}
    return Generated(
        family=draw.family,
        version=draw.version,
        seed=draw.seed,
        index=draw.index,
        attempt=draw.attempt,
        parameters={**parameters, **told},
    )


def _prompt(kept: prompts.Kept, found: Family) -> UEGInstance:
    draw, made = kept.draw, kept.prompt
    return UEGInstance(
        uid=uid_of(draw),
        category=found.category,
        subtask=draw.subtask,
        difficulty=draw.difficulty,
        provenance=_provenance(draw, made.parameters),
        canonical_key=kept.canonical_key,
        proof=kept.proof,
        prompt=made.prompt,
        refined_prompt=made.refined_prompt,
        checklist=made.checklist,
        rationale=made.rationale,
    )


def _puzzle(kept: puzzles.Kept, found: Family, image: ImageRef, oracle: ImageRef) -> GEUInstance:
    draw, puzzle = kept.draw, kept.puzzle
    return GEUInstance(
        uid=uid_of(draw),
        category=found.category,
        subtask=draw.subtask,
        difficulty=draw.difficulty,
        provenance=_provenance(draw, puzzle.parameters),
        canonical_key=kept.canonical_key,
        proof=kept.proof,
        image=image,
        oracle=oracle,
        question=puzzle.question,
        options=puzzle.options,
        key=puzzle.key,
        regions=puzzle.regions,
        scene=None if puzzle.scene is None else dict(puzzle.scene),
    )


def fill(draw: Draw) -> Outcome:
    """Fill one place."""
    return fill_all([draw])[0]


def fill_all(draws: Sequence[Draw]) -> list[Outcome]:
    """Fill places of one family, each as if it were alone: runs in a worker."""
    found = family(draws[0].family)
    if not isinstance(found, PromptFamily):
        return [_filled(found, [*puzzles.sequence(found, draw, set())]) for draw in draws]
    return [_filled(found, tried) for tried in prompts.sequences(found, draws)]


def _filled(found: Family, tried: Sequence[puzzles.Kept | prompts.Kept | Refused]) -> Outcome:
    refused = tuple(item for item in tried if isinstance(item, Refused))
    last = tried[-1]
    if isinstance(last, Refused):
        return Outcome(refused, None, ())
    if isinstance(last, prompts.Kept):
        return Outcome(refused, _prompt(last, found), ())
    image, oracle = ref_of(last.puzzle.image), ref_of(last.puzzle.oracle)
    pictures = ((image, encode(last.puzzle.image)), (oracle, encode(last.puzzle.oracle)))
    return Outcome(refused, _puzzle(last, found, image, oracle), pictures)
