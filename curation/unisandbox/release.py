"""A release of the suites: the generated files as they are, with a manifest, a card and sums."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from curation.atomic import PARTIAL, disk_errors
from curation.canonical import digest_file
from curation.errors import CurationError, UsageError
from curation.models import Record
from curation.release.manifest import check_version
from curation.release.publish import alone, publish, refuse_other, sweep_folders
from curation.release.sums import parse_sums
from curation.unisandbox.build import finish
from curation.unisandbox.layout import MANIFEST, SUMS
from curation.unisandbox.shape import read_json
from curation.unisandbox.suites import GENERATED, held, rows_of
from curation.workspace import Workspace

NAME = "unisandbox"
CARD = "README.md"
_CHUNK = 1 << 20

_CARD = """\
---
license: cc-by-4.0
pretty_name: UniSandBox suites
---

# UniSandBox suites {version}

{rows:,} rows, made by {generator} with seed {seed}. {review}

| file | rows | fields |
|---|---|---|
| `math_1.jsonl` to `math_3.jsonl` | 100 each | `Question`, `Answer`, `id`; one, two and three operations |
| `mapping1.jsonl` to `mapping3.jsonl` | 200 each | `ID`, `Question_A` or `_B`, `Answer`; one, two and three hops |
| `train/` | {train:,} each | training of math and mapping, the easier levels first; no row asks what a test asks |
| `knowledge/pairNNN/` | {pairs:,} pairs | two invented people: `profiles`, `train`, `forward`, `inverse` |

The people do not exist. `curate validate` recomputes every answer from its question; `sha256sum --check SHA256SUMS`
compares the bytes.
"""


class SuitesRelease(Record):
    """What was written.

    Attributes:
        path: The release's folder.
        existing: Whether it was there already, with the same bytes.
        version: Its version.
        draft: Whether it was built without the approval of people, as suites always are.
        review: In plain words, who has reviewed it.
        rows: File to number of rows.
    """

    path: str
    existing: bool
    version: str
    draft: bool
    review: str
    rows: dict[str, int]


def build_release(
    workspace: Workspace,
    *,
    version: str,
    exports: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SuitesRelease:
    """Write the generated suites as a release, whole or not at all; what others made is checked, never released.

    Args:
        workspace: Where from.
        version: Semantic version of a draft: nobody approves rows one by one.
        exports: Where to; the workspace's exports folder by default.
        progress: Is told files copied, of how many.

    Raises:
        UsageError: There are no suites, the version does not suit, or another release has it.
        CurationError: A file is missing or damaged, the disk is full, or another build runs.
    """
    check_version(version, draft=True)
    generated = held(workspace.store).get(GENERATED)
    if generated is None:
        raise UsageError("there are no suites to release; make them with `curate generate --profile unisandbox`")
    folder = workspace.exports if exports is None else exports
    target = folder / f"{NAME}-{version}"
    with disk_errors(folder), alone(folder):
        sweep_folders(folder, NAME)
        staging = folder / f".{target.name}{PARTIAL}{secrets.token_hex(6)}"
        staging.mkdir()
        try:
            source = workspace.root / generated.place
            declared = _copy_all(source, staging, generated.sha256, progress)
            rows = dict(rows_of(source))
            manifest = {**declared, "name": target.name, "version": version, "draft": True}
            card = _CARD.format(**{**manifest, "rows": sum(rows.values())})
            (staging / CARD).write_text(card, encoding="utf-8")
            sums = finish(staging, rows, manifest, CARD)
            existing = os.path.lexists(target)
            if existing:
                refuse_other(target, sums)
            else:
                publish(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return SuitesRelease(
        path=str(target),
        existing=existing,
        version=version,
        draft=True,
        review=str(manifest["review"]),
        rows=rows,
    )


def _copy_all(
    source: Path, staging: Path, digest: str, progress: Callable[[int, int], None] | None
) -> dict[str, Any]:
    """Copy the files of rows, and return the manifest; all is compared with the sums, and they with the log."""
    remedy = "run `curate generate --profile unisandbox` again"
    try:
        sums = (source / SUMS).read_bytes()
        digests = parse_sums(sums).digests
        if hashlib.sha256(sums).hexdigest() != digest or digest_file(source / MANIFEST) != digests[MANIFEST]:
            raise CurationError(f"{source}: is not what was generated; {remedy}")
        files = [file for file in digests if file != MANIFEST]
        for done, file in enumerate(files, 1):
            (staging / file).parent.mkdir(parents=True, exist_ok=True)
            if _copy(source / file, staging / file) != digests[file]:
                raise CurationError(f"{source / file}: is not what was generated; {remedy}")
            if progress is not None:
                progress(done, len(files))
    except FileNotFoundError as error:
        raise CurationError(f"{error.filename}: is missing; {remedy}") from None
    manifest = read_json(source / MANIFEST)
    assert isinstance(manifest, dict), "its digest is ours"
    return manifest


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as given, target.open("xb") as taken:
        while chunk := given.read(_CHUNK):
            digest.update(chunk)
            taken.write(chunk)
        taken.flush()
        os.fsync(taken.fileno())
    return digest.hexdigest()
