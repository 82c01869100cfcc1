"""One pass over the image files: each is read, decoded, described and solved once, in worker processes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image

from curation.assets import MOST_BYTES, decode, read_bounded
from curation.canonical import digest_pixels
from curation.checks.signature import Signature, sign
from curation.errors import CurationError, InputError
from curation.models import Generated, GEUInstance
from curation.puzzles.base import Solution
from curation.puzzles.registry import family
from curation.workers import each, worker_pool

MOST_ALONE = 32
"""Images up to which starting processes takes longer than looking at the images."""

AHEAD = 4
"""Chunks of images that each worker may be ahead of the one that is wanted: bounds the memory at any count."""


@dataclass(frozen=True, slots=True)
class Job:
    """An image to look at.

    Attributes:
        pixels: Its pixel digest, as it is referred to.
        path: Its file.
        root: The folder that the file must be in.
        signature: Whether to describe it for comparison.
        puzzles: The generated instances whose question to answer from it.
    """

    pixels: str
    path: Path
    root: Path
    signature: bool
    puzzles: tuple[GEUInstance, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that cannot be looked at.

    Attributes:
        kind: `missing`, `link`, `unreadable` or `undecodable`.
        message: Why, in a line.
        file: SHA-256 over its bytes, where they could be read.
    """

    kind: Literal["missing", "link", "unreadable", "undecodable"]
    message: str
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """What is in an image file.

    Attributes:
        file: SHA-256 over the file's bytes.
        size: Bytes of the file.
        pixels: Digest of what it shows.
        mode: Pillow mode.
        width: In pixels.
        height: In pixels.
        signature: Its description for comparison, where that was asked for.
        solutions: What the family's solver says of each puzzle, by uid.
    """

    file: str
    size: int
    pixels: str
    mode: str
    width: int
    height: int
    signature: Signature | None
    solutions: Mapping[str, Solution]


def solve(puzzle: GEUInstance, image: Image.Image) -> Solution:
    """Answer a generated puzzle's question with its family's solver.

    Returns:
        What the solver says; without a letter where the family is unknown or the solver fails.
    """
    assert isinstance(puzzle.provenance, Generated)
    assert puzzle.question is not None
    assert puzzle.options is not None
    try:
        return family(puzzle.provenance.family).solve(image, puzzle.question, puzzle.options, puzzle.scene)
    except Exception as error:  # Whatever a solver does with a damaged record is a finding.
        text = str(error).split("\n")[0] or type(error).__name__
        return Solution(letter=None, answer=text, method="pixels")


def look(job: Job) -> Picture | Problem:
    """Look at one image: runs in a worker."""
    if job.path.is_symlink():
        return Problem("link", "is a symbolic link")
    if not job.path.exists():
        return Problem("missing", "the file is missing")
    try:
        data = read_bounded(job.path, MOST_BYTES, root=job.root)
    except InputError as error:
        return Problem("unreadable", error.problem)
    file = hashlib.sha256(data).hexdigest()
    try:
        image = decode(data, job.path)
    except InputError as error:
        return Problem("undecodable", error.problem, file)
    return Picture(
        file=file,
        size=len(data),
        pixels=digest_pixels(image),
        mode=image.mode,
        width=image.width,
        height=image.height,
        signature=sign(image) if job.signature else None,
        solutions={puzzle.uid: solve(puzzle, image) for puzzle in job.puzzles},
    )


def look_at_all(
    jobs: Sequence[Job], *, workers: int | None = None, progress: Callable[[int, int], None] | None = None
) -> dict[str, Picture | Problem]:
    """Look at images; the result does not depend on the number of processes.

    Args:
        jobs: The images.
        workers: Processes; as many as there are processors by default, and none beside this one for few images.
        progress: Told after each image how many are looked at, of how many.

    Returns:
        What each file holds, by the pixel digest under which it is referred to.

    Raises:
        CurationError: A process died.
    """
    number = min(workers or os.cpu_count() or 1, len(jobs))
    seen = _here(jobs) if number < 2 or len(jobs) <= MOST_ALONE else _beside(jobs, number)
    found: dict[str, Picture | Problem] = {}
    for job, picture in zip(jobs, seen, strict=True):
        found[job.pixels] = picture
        if progress is not None:
            progress(len(found), len(jobs))
    return found


def _here(jobs: Iterable[Job]) -> Iterator[Picture | Problem]:
    return map(look, jobs)


def _beside(jobs: Sequence[Job], workers: int) -> Iterator[Picture | Problem]:
    """Look at images in worker processes."""
    try:
        with worker_pool(workers) as pool:
            for _, picture in each(pool, look, jobs, ahead=workers * AHEAD, chunk=4):
                yield picture
    except BrokenProcessPool:
        raise CurationError(
            "a process that looks at images was killed, perhaps for want of memory; free some and run again"
        ) from None
