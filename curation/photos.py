"""One shuffled-tile puzzle from each photo; an author writes the question in review."""

from __future__ import annotations

from collections.abc import Callable

from curation.canonical import rng_of
from curation.errors import UsageError
from curation.models import DIFFICULTIES, Difficulty, Generated, GEUInstance, Record, Source
from curation.puzzles.base import Discard, canonical_digest
from curation.puzzles.registry import family
from curation.workspace import Workspace

Progress = Callable[[int, int], None]


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
    progress: Progress | None = None,
) -> PhotoReport:
    """Make one shuffled-tile puzzle from each source; an author writes the question in review.

    Args:
        workspace: Where to; its lock is taken.
        actor: Who asked for it.
        seed: The sequence; the workspace's by default.
        difficulty: One level, or all three in turn.
        progress: Told after each photo how many are done, of how many.

    Raises:
        UsageError: There are no sources.
    """
    seed = workspace.config.seed if seed is None else seed
    made = there = 0
    refused: dict[str, str] = {}
    with workspace.writing():
        sources = workspace.store.sources()
        if not sources:
            raise UsageError("there are no photos yet; add some with `curate sources add DIR --licence ...`")
        uids = workspace.store.uids()
        for done, source in enumerate(sources, start=1):
            uid = f"photo-tiles-{source.uid.removeprefix('src-')}"
            if uid in uids:
                there += 1
            else:
                reason = _photo_puzzle(workspace, source, uid, seed, difficulty, actor)
                if reason is None:
                    made += 1
                else:
                    refused[source.name] = reason
            if progress is not None:
                progress(done, len(sources))
    return PhotoReport(made=made, there=there, refused=refused)


def _photo_puzzle(
    workspace: Workspace, source: Source, uid: str, seed: int, difficulty: Difficulty | None, actor: str
) -> str | None:
    """Make and keep one puzzle; return why not where the photo makes none."""
    from curation.puzzles.tile_shuffle.photo import make_photo

    found = family("tile_shuffle")
    rng = rng_of(seed, found.name, found.version, "photo", source.uid)
    subtask = "coarse_grid"
    level = rng.choice(DIFFICULTIES) if difficulty is None else difficulty
    try:
        puzzle = make_photo(workspace.assets.open(source.image), rng, subtask=subtask, difficulty=level)
    except Discard as discard:
        reason = str(discard)
        said = [event.reason for event in workspace.store.events(source.uid) if event.action == "source.refused"]
        if said[-1:] != [reason]:
            workspace.store.event("source.refused", source.uid, actor=actor, reason=reason)
        return reason
    image, oracle = workspace.assets.put(puzzle.image).image, workspace.assets.put(puzzle.oracle).image
    instance = GEUInstance(
        uid=uid,
        category=found.category,
        subtask=subtask,
        difficulty=level,
        provenance=Generated(
            family=found.name,
            version=found.version,
            seed=seed,
            index=0,
            attempt=0,
            parameters=dict(puzzle.parameters),
        ),
        sources=(source.uid,),
        canonical_key=canonical_digest(found, puzzle),
        image=image,
        oracle=oracle,
    )
    workspace.store.put_instance(instance, actor=actor, reason="photo puzzle; waits for a question")
    return None
