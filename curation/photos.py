"""One puzzle from each photo, cut into tiles or to be searched; an author writes the question in review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import JsonValue

from curation.canonical import digest_json, rng_of
from curation.errors import UsageError
from curation.models import DIFFICULTIES, Difficulty, Generated, GEUInstance, Record, Source
from curation.puzzles.base import Discard, Family, canonical_digest
from curation.puzzles.registry import family
from curation.workspace import Workspace

Progress = Callable[[int, int], None]
CUT = ("coarse_grid", "fine_grid")
"""Subtasks whose puzzles are made of a photo's tiles."""
SEARCHED = ("quantity", "ocr", "attribute_recognition")
"""Subtasks that ask about something small in the photo as it is; its oracle is made of the author's boxes."""


class PhotoReport(Record):
    """What became of the photos: puzzles that wait for a question, and photos that make none."""

    made: int
    there: int
    refused: dict[str, str]


def generate_from_photos(
    workspace: Workspace,
    *,
    actor: str,
    seed: int | None = None,
    difficulty: Difficulty | None = None,
    subtask: str = CUT[0],
    progress: Progress | None = None,
) -> PhotoReport:
    """Make one puzzle from each source; an author writes the question in review.

    Args:
        workspace: Where to; its lock is taken.
        actor: Who asked for it.
        seed: The sequence; the workspace's by default.
        difficulty: The level; by default one by chance for tiles, which depend on it, and none for a search.
        subtask: One of `CUT` or `SEARCHED`.
        progress: Told after each photo how many are done, of how many.

    Raises:
        UsageError: There are no sources, or nothing of that subtask is made from photos.
    """
    if subtask not in (*CUT, *SEARCHED):
        raise UsageError(f"nothing of {subtask!r} is made from photos; known are {', '.join((*CUT, *SEARCHED))}")
    prefix = "photo-tiles" if subtask in CUT else "photo-search"
    seed = workspace.config.seed if seed is None else seed
    made = there = 0
    refused: dict[str, str] = {}
    with workspace.writing():
        sources = workspace.store.sources()
        if not sources:
            raise UsageError("there are no photos yet; add some with `curate sources add DIR --licence ...`")
        uids = workspace.store.uids()
        for done, source in enumerate(sources, start=1):
            uid = f"{prefix}-{source.uid.removeprefix('src-')}"
            if uid in uids:
                there += 1
            else:
                make = _tiles if subtask in CUT else _search
                try:
                    instance = make(workspace, source, uid, subtask, seed, difficulty)
                except Discard as discard:
                    refused[source.name] = str(discard)
                    _note(workspace, source, str(discard), actor)
                else:
                    workspace.store.put_instance(instance, actor=actor, reason="photo puzzle; waits for a question")
                    made += 1
            if progress is not None:
                progress(done, len(sources))
    return PhotoReport(made=made, there=there, refused=refused)


def _note(workspace: Workspace, source: Source, reason: str, actor: str) -> None:
    """Record why a photo makes no puzzle, once for each reason in a row."""
    said = [event.reason for event in workspace.store.events(source.uid) if event.action == "source.refused"]
    if said[-1:] != [reason]:
        workspace.store.event("source.refused", source.uid, actor=actor, reason=reason)


def _tiles(
    workspace: Workspace, source: Source, uid: str, subtask: str, seed: int, difficulty: Difficulty | None
) -> GEUInstance:
    """Cut a photo into tiles and shuffle them.

    Raises:
        Discard: The photo makes no such puzzle.
    """
    from curation.puzzles.tile_shuffle.photo import make_photo

    found = family("tile_shuffle")
    rng = rng_of(seed, found.name, found.version, "photo", source.uid)
    level = rng.choice(DIFFICULTIES) if difficulty is None else difficulty
    puzzle = make_photo(workspace.assets.open(source.image), rng, subtask=subtask, difficulty=level)
    return _instance(
        found,
        source,
        difficulty=level,
        parameters=dict(puzzle.parameters),
        uid=uid,
        subtask=subtask,
        seed=seed,
        canonical_key=canonical_digest(found, puzzle),
        image=workspace.assets.put(puzzle.image).image,
        oracle=workspace.assets.put(puzzle.oracle).image,
    )


def _search(
    workspace: Workspace, source: Source, uid: str, subtask: str, seed: int, difficulty: Difficulty | None
) -> GEUInstance:
    """Take a photo as it is.

    Raises:
        Discard: There is nothing to search in it.
    """
    from curation.puzzles.clutter.photo import need_detail

    need_detail(workspace.assets.open(source.image))
    found = family("clutter")
    return _instance(
        found,
        source,
        difficulty=difficulty,
        parameters={"scene": "photo"},
        uid=uid,
        subtask=subtask,
        seed=seed,
        canonical_key=digest_json([found.name, "photo", source.image.pixels]),
        image=source.image,
    )


def _instance(
    found: Family,
    source: Source,
    *,
    seed: int,
    parameters: dict[str, JsonValue],
    **fields: Any,  # noqa: ANN401 - of GEUInstance, which checks them
) -> GEUInstance:
    """Write down a puzzle of a photo, which waits for its question."""
    made = Generated(family=found.name, version=found.version, seed=seed, index=0, attempt=0, parameters=parameters)
    return GEUInstance(category=found.category, provenance=made, sources=(source.uid,), **fields)
