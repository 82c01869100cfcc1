"""Writing that can be killed at any moment: beside the target, then renamed onto it."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from curation.errors import CurationError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PARTIAL = ".partial-"
"""Every unfinished file and folder has this in its name; `sweep` removes what a killed process left."""


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn an error of the disk into one line that names the place.

    Raises:
        CurationError: The disk is full, or the place cannot be written.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            message = f"{path}: the disk is full (or a limit on file sizes is reached); make room and run again"
        else:
            message = f"{path}: cannot be written ({error.strerror}); check the folder and its rights"
        raise CurationError(message) from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, with its folder.

    Raises:
        CurationError: The disk is full, or the place cannot be written.
    """
    beside = path.with_name(f".{path.name}{PARTIAL}{secrets.token_hex(6)}")
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        sync_folder(path.parent)


def sweep(folder: Path) -> None:
    """Remove the unfinished files that killed processes left below a folder; call it under the lock."""
    for path in sorted(folder.rglob(f".*{PARTIAL}*")):
        if path.is_file():
            path.unlink(missing_ok=True)
