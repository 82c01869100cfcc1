"""Bringing a folder of releases into a new state: one build at a time, a whole release or none."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from curation.atomic import PARTIAL, sync_folder
from curation.canonical import digest_file
from curation.errors import CurationError, UsageError
from curation.release.rows import SUMS
from curation.release.validate.sums import check_sums
from curation.release.validate.tree import scan


@contextmanager
def alone(exports: Path) -> Iterator[None]:
    """Hold the folder for one build; the system lets go of it when the process dies."""
    if exports.exists() and not exports.is_dir():
        raise UsageError(f"{exports}: is no folder; name one for the releases")
    exports.mkdir(parents=True, exist_ok=True)
    handle = os.open(exports, os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CurationError(f"{exports}: another build is running here; wait for it and run again") from None
        yield
    finally:
        os.close(handle)


def sweep_folders(exports: Path, name: str) -> None:
    """Remove the unfinished folders that killed builds of a profile left; call it while holding the folder."""
    for stale in sorted(exports.glob(f".{name}-*{PARTIAL}*")):
        if stale.is_dir() and not stale.is_symlink():
            shutil.rmtree(stale)


def publish(staging: Path, target: Path) -> None:
    """Make an unfinished folder durable, and give it its name."""
    for folder, _, _ in os.walk(staging):
        sync_folder(Path(folder))
    staging.rename(target)
    sync_folder(target.parent)


def refuse_other(target: Path, sums: bytes) -> None:
    """Refuse a release that has the name already, unless it is whole and has the same sums.

    Raises:
        UsageError: It is another one, or it is damaged.
    """
    there = target / SUMS
    other = f"{target}: is there already, and a release is never overwritten; build with another --version"
    if not there.is_file() or target.is_symlink() or digest_file(there) != hashlib.sha256(sums).hexdigest():
        raise UsageError(other)
    damage = [found for found in check_sums(scan(target)) if found.severity == "error"]
    if damage:
        raise UsageError(
            f"{target}: was built from the same instances and is damaged now "
            f"({damage[0].where}: {damage[0].message}); remove it and build again"
        )
