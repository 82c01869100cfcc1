"""Pictures that are nearly a picture already there: re-encoded, mirrored, turned, or with their tiles shuffled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curation.checks.context import Context, lineage
from curation.checks.likeness import Shown
from curation.checks.pictures import Picture
from curation.checks.shuffles import shuffled_copies
from curation.checks.signature import TURNS
from curation.checks.turns import turned_copies
from curation.findings import Finding


def check(context: Context) -> Iterator[Finding]:
    """Compare the photos and the puzzles' images with each other.

    Puzzles of one family look alike by nature: theirs are compared with the pictures of others only. A puzzle made
    from a photo is not compared, for the photo is.
    """
    shown = []
    for source in context.sources:
        picture = context.pictures[source.image.pixels]
        if isinstance(picture, Picture) and picture.signature is not None:
            shown.append(Shown(source.uid, source.image.pixels, "", picture.signature))
    for puzzle in context.puzzles:
        picture = context.pictures[puzzle.image.pixels]
        if not puzzle.sources and isinstance(picture, Picture) and picture.signature is not None:
            shown.append(Shown(puzzle.uid, puzzle.image.pixels, lineage(puzzle), picture.signature))
    yield from compare(sorted(shown, key=lambda one: one.uid))


def compare(shown: Sequence[Shown]) -> Iterator[Finding]:
    """Compare pictures with each other.

    Args:
        shown: In the order of their uids: findings are about the later of two.
    """
    if len(shown) < 2:
        return
    told: set[tuple[int, int]] = set()
    for first, second, turn in turned_copies(shown):
        if (first, second) not in told:
            told.add((first, second))
            code = "DUP003" if turn else "DUP002"
            yield Finding(code, shown[second].uid, f"looks like {shown[first].uid}, {TURNS[turn][0]}")
    for first, second, grid in shuffled_copies(shown):
        if (first, second) not in told:
            told.add((first, second))
            message = f"looks like {shown[first].uid} with its {grid} x {grid} tiles in another order"
            yield Finding("DUP003", shown[second].uid, message)
