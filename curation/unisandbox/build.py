"""Writing the suites in their published layout: proved row by row, streamed, and all or nothing."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from curation import __version__
from curation.atomic import PARTIAL, disk_errors
from curation.canonical import canonical_json, digest_file
from curation.errors import CurationError, UsageError
from curation.release.publish import publish
from curation.release.sums import render_sums
from curation.unisandbox import layout
from curation.unisandbox.check import judge_row
from curation.unisandbox.layout import LEVELS, PAIR_ROWS, TEST_ROWS, Row
from curation.unisandbox.making import knowledge, mapping, math, splits
from curation.unisandbox.reading.files import suite_of
from curation.unisandbox.reading.knowledge import People, profile

Progress = Callable[[int, int], None]
_STEP = 500


@dataclass(frozen=True, slots=True)
class Spec:
    """Which suites: the same spec gives the same bytes.

    Attributes:
        seed: Which rows, 0 or more.
        train: Training rows of the math suite, and as many of the mapping suite; an even number.
        pairs: Pairs of invented people, each with its files; up to 5,760.
    """

    seed: int = 0
    train: int = 0
    pairs: int = 10

    def check(self) -> None:
        """Refuse what there is not.

        Raises:
            UsageError: A number does not suit.
        """
        if self.seed < 0 or self.train < 0 or not 0 <= self.pairs <= knowledge.PAIRS:
            raise UsageError(f"--seed and --train are 0 or more, and --pairs is 0 to {knowledge.PAIRS:,}")
        if self.train:
            splits.check_size(self.train)

    @property
    def rows(self) -> int:
        """How many rows there will be."""
        return 3 * len(LEVELS) * TEST_ROWS + 2 * self.train + PAIR_ROWS * self.pairs

    def manifest(self) -> dict[str, object]:
        """What a manifest says of it."""
        return {
            "profile": "unisandbox",
            "generator": f"curate {__version__}",
            "review": "Generated and proved by a second program; nobody has reviewed it.",
            "seed": str(self.seed),
            "train": self.train,
            "pairs": self.pairs,
        }


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


def plan(spec: Spec) -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield every file with the stream of its rows."""
    seed, train = spec.seed, spec.train
    for level in LEVELS:
        yield layout.math_file(level), (math.test_row(seed, level, index) for index in range(TEST_ROWS))
        yield layout.mapping_file(level), (mapping.test_row(seed, level, index) for index in range(2 * TEST_ROWS))
    if train:
        yield layout.training_file("math"), splits.math_split(seed, train)
        yield layout.training_file("mapping"), splits.mapping_split(seed, train)
    for pair in range(1, spec.pairs + 1):
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


def build(folder: Path, spec: Spec, progress: Progress | None = None) -> Built:
    """Write all suites into a new folder: streamed in constant memory, the same bytes each time.

    A build that is killed leaves a hidden folder beside, which holds `PARTIAL` in its name.

    Args:
        folder: Where to; it must not be there yet.
        spec: Which suites.
        progress: Is told rows written, of how many.

    Raises:
        UsageError: The folder is there already, or a number does not suit.
        CurationError: The disk is full, or a row was not proved.
    """
    spec.check()
    if folder.exists() or folder.is_symlink():
        raise UsageError(f"{folder}: is there already, and suites are never overwritten; name a new folder")
    staging = folder.with_name(f".{folder.name}{PARTIAL}{secrets.token_hex(6)}")
    with disk_errors(folder):
        staging.mkdir(parents=True)
        try:
            rows = _write_all(staging, spec, progress)
            publish(staging, folder)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
    return Built(folder, rows)


def _write_all(staging: Path, spec: Spec, progress: Progress | None) -> dict[str, int]:
    rows: dict[str, int] = {}
    people, done = People(), 0
    for path, found in plan(spec):
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
                    progress(done, spec.rows)
            _sync(stream)
    finish(staging, rows, spec.manifest())
    return rows


def finish(folder: Path, rows: Mapping[str, int], manifest: Mapping[str, object], *more: str) -> bytes:
    """Write the manifest and the sums of a folder whose files of rows are there; return the sums.

    Args:
        folder: The folder.
        rows: File to number of rows.
        manifest: What else the manifest says.
        more: Other files that are there.
    """
    _write(folder / layout.MANIFEST, canonical_json({**manifest, "rows": dict(sorted(rows.items()))}) + b"\n")
    sums = render_sums({path: digest_file(folder / path) for path in [*rows, *more, layout.MANIFEST]})
    _write(folder / layout.SUMS, sums)
    return sums


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(data)
        _sync(stream)


def _sync(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())
