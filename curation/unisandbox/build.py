"""Writing the suites in their published layout: proved row by row, streamed, and all or nothing."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from curation import __version__
from curation.atomic import PARTIAL, disk_errors, sync_folder
from curation.canonical import canonical_json, digest_file
from curation.errors import CurationError, UsageError
from curation.release.sums import render_sums
from curation.unisandbox import layout
from curation.unisandbox.check import judge_row
from curation.unisandbox.layout import LEVELS, TEST_ROWS, Row
from curation.unisandbox.making import knowledge, mapping, math, splits
from curation.unisandbox.reading.files import suite_of
from curation.unisandbox.reading.knowledge import People, profile

Progress = Callable[[int, int], None]
_STEP = 500


@dataclass(frozen=True, slots=True)
class Built:
    """What was written.

    Attributes:
        path: The folder.
        rows: File to number of rows, in order.
    """

    path: Path
    rows: dict[str, int]

    @property
    def total(self) -> int:
        """Rows in all."""
        return sum(self.rows.values())


def plan(seed: int, train: int, pairs: int) -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield every file with the stream of its rows.

    Args:
        seed: 0 or more.
        train: Training rows of the math suite, and as many of the mapping suite.
        pairs: Pairs of invented people.
    """
    for level in LEVELS:
        yield layout.math_file(level), (math.test_row(seed, level, index) for index in range(TEST_ROWS))
        yield layout.mapping_file(level), (mapping.test_row(seed, level, index) for index in range(2 * TEST_ROWS))
    if train:
        yield layout.training_file("math"), splits.math_split(seed, train)
        yield layout.training_file("mapping"), splits.mapping_split(seed, train)
    for pair in range(1, pairs + 1):
        parts = {
            "profiles": knowledge.profile_rows,
            "train": knowledge.training_rows,
            "forward": knowledge.forward_rows,
            "inverse": knowledge.inverse_rows,
        }
        for part, make in parts.items():
            yield layout.knowledge_file(pair, part), make(seed, pair)


def proved(path: str, found: Iterator[Row], people: People) -> Iterator[Row]:
    """Pass on rows that the readers prove.

    Args:
        path: The file that they are for.
        found: The rows.
        people: What is known; profiles are added to it.

    Raises:
        CurationError: A row is not proved: then maker or reader is wrong, and nothing is written.
    """
    for number, row in enumerate(found, 1):
        suite = suite_of(row, path)
        if suite == "profiles":
            people.learn(*profile(row))
        faults = [fault for verdict in judge_row(suite, row, Path(path), people) for fault in verdict.faults]
        if faults:
            code, message = faults[0]
            raise CurationError(f"{path}:{number}: a generated row is not proved ({code}: {message}); report this")
        yield row


def build(
    folder: Path, *, seed: int = 0, train: int = 0, pairs: int = 10, progress: Progress | None = None
) -> Built:
    """Write all suites into a new folder: streamed in constant memory, the same bytes each time.

    Args:
        folder: Where to; it must not be there yet.
        seed: 0 or more.
        train: Training rows of the math suite, and as many of the mapping suite; an even number.
        pairs: Pairs of invented people, each with its files; up to 5,760.
        progress: Is told rows written and, as they cannot be known before, the same number again.

    Raises:
        UsageError: The folder is there already, or a number does not suit.
        CurationError: The disk is full, or a row was not proved.
    """
    if seed < 0 or train < 0 or not 0 <= pairs <= knowledge.PAIRS:
        raise UsageError(f"--seed and --train are 0 or more, and --pairs is 0 to {knowledge.PAIRS:,}")
    if train:
        splits.check_size(train)
    if folder.exists() or folder.is_symlink():
        raise UsageError(f"{folder}: is there already, and suites are never overwritten; name a new folder")
    staging = folder.with_name(f".{folder.name}{PARTIAL}{secrets.token_hex(6)}")
    with disk_errors(folder):
        staging.mkdir(parents=True)
        try:
            rows = _write_all(staging, seed, train, pairs, progress)
            for below, _, _ in os.walk(staging):
                sync_folder(Path(below))
            staging.rename(folder)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
        sync_folder(folder.parent)
    return Built(folder, rows)


def _write_all(staging: Path, seed: int, train: int, pairs: int, progress: Progress | None) -> dict[str, int]:
    rows: dict[str, int] = {}
    people, done = People(), 0
    for path, found in plan(seed, train, pairs):
        if path.endswith("profiles.jsonl"):
            people = People()  # A pair's files name nobody else.
        (staging / path).parent.mkdir(parents=True, exist_ok=True)
        rows[path] = 0
        with (staging / path).open("xb") as stream:
            for row in proved(path, found, people):
                stream.write(f"{json.dumps(row, ensure_ascii=False)}\n".encode())
                rows[path] += 1
                done += 1
                if progress is not None and done % _STEP == 0:
                    progress(done, done)
            _sync(stream.fileno(), stream.flush)
    manifest = {
        "profile": "unisandbox",
        "generator": f"curate {__version__}",
        "review": "Generated and proved by a second program; nobody has reviewed it.",
        "seed": str(seed),
        "train": train,
        "pairs": pairs,
        "rows": dict(sorted(rows.items())),
    }
    _write(staging / layout.MANIFEST, canonical_json(manifest) + b"\n")
    sums = {path: digest_file(staging / path) for path in [*rows, layout.MANIFEST]}
    _write(staging / layout.SUMS, render_sums(sums))
    return rows


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(data)
        _sync(stream.fileno(), stream.flush)


def _sync(handle: int, flush: Callable[[], None]) -> None:
    flush()
    os.fsync(handle)
