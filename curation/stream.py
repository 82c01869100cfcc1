"""Prompts by the hundred thousand, written to a file: proved, no two with the same words, in constant memory.

For training and for measuring, where a workspace with a revision and an event for each row is not wanted. What is
written depends on the seed alone, not on the number of workers.
"""

from __future__ import annotations

import fcntl
import glob
import hashlib
import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from curation.atomic import PARTIAL, disk_errors, sync_folder
from curation.errors import CurationError, UsageError
from curation.families import families, family
from curation.generate import GenerateReport, Progress, SubtaskCount
from curation.models import Difficulty, Generated, UEGInstance
from curation.places import bundles, fill_all, planned
from curation.prompts.base import PromptFamily
from curation.puzzles.base import Draw
from curation.puzzles.trial import MOST_ATTEMPTS, REPEATED
from curation.taxonomy import Category, load_profile
from curation.workers import each, worker_pool

AHEAD = 6
"""Bundles of places that each worker may be ahead of the one being written: bounds the memory at any count."""


@dataclass(frozen=True, slots=True)
class Line:
    """One place, filled by a worker.

    Attributes:
        draw: The draw that was kept; where none was, the place.
        refused: Why others were refused.
        words: SHA-256 over the prompt in lower case.
        text: The row, with its line break; empty where no draw was kept.
    """

    draw: Draw
    refused: tuple[str, ...]
    words: bytes
    text: bytes


class Seen:
    """Which digests were there before, in 32 MB whatever their number (Bloom 1970).

    What was there is always known. At 3 million digests one in a hundred million others is taken for one that was
    there, and its draw refused, which costs a draw and nothing else.
    """

    BITS = 28
    HASHES = 7

    def __init__(self) -> None:
        self._bits = bytearray(1 << (self.BITS - 3))

    def add(self, digest: bytes) -> bool:
        """Note a SHA-256 digest, and say whether it is new."""
        number = int.from_bytes(digest, "big")
        new = False
        for _ in range(self.HASHES):
            place = number & ((1 << self.BITS) - 1)
            number >>= self.BITS
            if not self._bits[place >> 3] & 1 << (place & 7):
                self._bits[place >> 3] |= 1 << (place & 7)
                new = True
        return new


def stream(
    path: Path,
    *,
    categories: Sequence[str] = (),
    names: Sequence[str] = (),
    count: int = 100,
    seed: int = 0,
    difficulty: Difficulty | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> GenerateReport:
    """Write `count` prompts of each category to a new file, one record a line (`schemas/ueg-instance.json`).

    Args:
        path: The file; it must not be there yet. It appears when it is whole.
        categories: Which; all that have a prompt family by default.
        names: Which families; by default all whose instances count towards a release.
        count: Prompts for each category, at least 1.
        seed: The sequence.
        difficulty: One level, or all three in turn.
        workers: Processes; as many as there are processors by default.
        progress: Told after each bundle how many rows are written, of how many.

    Raises:
        UsageError: The file is there; a category has no prompt family; or there are no more different prompts.
        CurationError: A worker process was killed, or the file cannot be written.
    """
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path}: is there already, and files are never overwritten; name a new one")
    every = _writers(names)
    chosen = _chosen(categories, every)
    draws = (draw for one in chosen for draw in planned(one, count, seed=seed, difficulty=difficulty, every=every))
    tally = _Tally()
    partial = path.with_name(f".{path.name}{PARTIAL}{secrets.token_hex(6)}")
    with disk_errors(path), _writing(workers or os.cpu_count() or 1) as write:
        _sweep(path)
        try:
            with partial.open("xb") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                for lines in _distinct(write, draws, tally):
                    file.writelines(line.text for line in lines)
                    if progress is not None:
                        progress(tally.made.total(), count * len(chosen))
                file.flush()
                os.fsync(file.fileno())
                _publish(partial, path)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise
        sync_folder(path.parent)
    return tally.report(seed)


def _sweep(path: Path) -> None:
    """Remove what killed runs left of a file.

    Raises:
        CurationError: Another run is writing it.
    """
    for left in path.parent.glob(f".{glob.escape(path.name)}{PARTIAL}*"):
        with suppress(FileNotFoundError), left.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CurationError(
                    f"{path}: another run is writing it; wait for it, or name another file"
                ) from None
            left.unlink()


def _publish(partial: Path, path: Path) -> None:
    """Give a whole file its name, which nothing else may have taken meanwhile.

    Raises:
        UsageError: Something has.
    """
    taken = UsageError(f"{path}: has come to be there meanwhile, and files are never overwritten; name a new one")
    try:
        os.link(partial, path)  # Unlike a rename, it fails where something is.
    except FileExistsError:
        raise taken from None
    except OSError:  # A file system without hard links.
        if path.exists():
            raise taken from None
        partial.rename(path)
    else:
        partial.unlink()


def _writers(names: Sequence[str]) -> list[PromptFamily]:
    every = [family(name) for name in dict.fromkeys(names)] or [
        found for found in families().values() if found.quota
    ]
    drawing = [found.name for found in every if not isinstance(found, PromptFamily)]
    if names and drawing:
        raise UsageError(f"{drawing[0]} makes pictures, and a file of rows holds none; generate into a workspace")
    return [found for found in every if isinstance(found, PromptFamily)]


def _chosen(categories: Sequence[str], every: Sequence[PromptFamily]) -> list[Category]:
    profile = load_profile()
    able = {found.category for found in every}
    chosen = [profile.category(name) for name in dict.fromkeys(categories)]
    return chosen or [category for category in profile.categories if category.name in able]


class _Tally:
    """What was made and refused, counted as it goes by."""

    def __init__(self) -> None:
        self.made: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()
        self.reasons: Counter[str] = Counter()

    def refuse(self, draw: Draw, reasons: Iterable[str]) -> None:
        for reason in reasons:
            self.refused[draw.family, draw.subtask] += 1
            self.reasons[f"{draw.family}: {reason}"] += 1

    def report(self, seed: int) -> GenerateReport:
        subtasks = tuple(
            SubtaskCount(
                category=family(name).category,
                subtask=subtask,
                made=made,
                there=0,
                refused=self.refused[name, subtask],
            )
            for (name, subtask), made in self.made.items()
        )
        return GenerateReport(
            seed=seed,
            made=self.made.total(),
            there=0,
            restored=0,
            refused=self.refused.total(),
            subtasks=subtasks,
            reasons=dict(sorted(self.reasons.items())),
        )


Write = Callable[[Sequence[Draw]], list[Line]]


@contextmanager
def _writing(workers: int) -> Iterator[Callable[[Iterator[list[Draw]]], Iterator[tuple[list[Line], Write]]]]:
    """Give a function that fills bundles in order; with each, one that fills further draws."""
    if workers == 1:
        yield lambda some: ((lines_of(bundle), lines_of) for bundle in some)
        return
    pool = worker_pool(workers)

    def run(some: Iterator[list[Draw]]) -> Iterator[tuple[list[Line], Write]]:
        for _, lines in each(pool, lines_of, some, ahead=workers * AHEAD):
            yield lines, lambda draws: pool.submit(lines_of, draws).result()

    try:
        with pool:
            yield run
    except BrokenProcessPool:
        raise CurationError(
            "a worker process was killed, as happens when memory runs out; run again with fewer --workers"
        ) from None


def lines_of(draws: Sequence[Draw]) -> list[Line]:
    """Fill places and write their rows: runs in a worker."""
    found = []
    for draw, outcome in zip(draws, fill_all(draws), strict=True):
        instance, refused = outcome.instance, tuple(refusal.reason for refusal in outcome.refused)
        if not isinstance(instance, UEGInstance) or not isinstance(instance.provenance, Generated):
            found.append(Line(draw, refused, b"", b""))
            continue
        kept = replace(draw, attempt=instance.provenance.attempt)
        words = hashlib.sha256(instance.prompt.lower().encode("utf-8")).digest()
        found.append(Line(kept, refused, words, f"{instance.model_dump_json()}\n".encode()))
    return found


def _distinct(
    write: Callable[[Iterator[list[Draw]]], Iterator[tuple[list[Line], Write]]],
    draws: Iterable[Draw],
    tally: _Tally,
) -> Iterator[list[Line]]:
    """Yield bundles of rows; a place whose prompt was there before is tried further, with others of its bundle."""
    seen = Seen()
    for lines, again in write(bundles(draws)):
        settled = list(lines)
        waiting = list(range(len(lines)))
        while waiting:
            repeated = []
            for place in waiting:
                line = settled[place]
                tally.refuse(line.draw, line.refused)
                if not line.text:
                    raise _used_up(line.draw)
                if not seen.add(line.words):
                    tally.refuse(line.draw, [REPEATED])
                    repeated.append(place)
            following = [
                replace(settled[place].draw, attempt=settled[place].draw.attempt + 1) for place in repeated
            ]
            for draw in following:
                if draw.attempt >= MOST_ATTEMPTS:
                    raise _used_up(draw)
            for place, line in zip(repeated, again(following) if following else [], strict=True):
                settled[place] = line
            waiting = repeated
        for line in settled:
            tally.made[line.draw.family, line.draw.subtask] += 1
        yield settled


def _used_up(draw: Draw) -> UsageError:
    return UsageError(
        f"{draw.family} ({draw.subtask}, {draw.difficulty}): {MOST_ATTEMPTS} draws in a row gave no new prompt, so "
        "its space may be used up; nothing is written; ask for a smaller --count or another --difficulty"
    )
