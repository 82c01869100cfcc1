"""Image files that are missing, damaged, altered, left over, or no files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from curation.atomic import PARTIAL
from curation.checks.context import Context
from curation.checks.pictures import Picture, Problem
from curation.findings import Finding
from curation.models import ImageRef


def check(context: Context) -> Iterator[Finding]:
    """Compare every image with its records, then look for files in the store that nothing refers to."""
    assets = context.workspace.assets
    linked: list[Path] = []
    for finding, path in _strays(context):
        if finding.code == "FIL006":
            linked.append(path)
        yield finding
    for uid, role, ref in context.images:
        path = assets.path(ref)
        if any(path == link or link in path.parents for link in linked):
            continue
        found = _compare(context, role, ref, context.pictures[ref.pixels])
        if found is not None:
            code, message = found
            yield Finding(code, uid, message, file=_relative(context, path))


def _compare(context: Context, role: str, ref: ImageRef, picture: Picture | Problem) -> tuple[str, str] | None:
    """Say the worst that is wrong with one image, as code and message."""
    asset = context.assets.get(ref.pixels)
    if asset is None:
        return "FIL001", f"{role}: the asset store has no record of {ref.pixels[:12]}"
    if isinstance(picture, Problem):
        code = "FIL001" if picture.kind == "missing" else "FIL003"
        return code, f"{role}: {picture.message}"
    if picture.pixels != ref.pixels:
        return "FIL004", f"{role}: shows pixels {picture.pixels[:12]}, not {ref.pixels[:12]}"
    shown = f"{picture.mode} {picture.width} x {picture.height}"
    for whose, said in (("the instance", ref), ("the asset's record", asset.image)):
        if f"{said.mode} {said.width} x {said.height}" != shown:
            return "FIL004", f"{role}: is {shown}; {whose} says {said.mode} {said.width} x {said.height}"
    if picture.file != asset.file or picture.size != asset.size:
        return "FIL002", f"{role}: {picture.size:,} bytes {picture.file[:12]}, not {asset.size:,} {asset.file[:12]}"
    return None


def _relative(context: Context, path: Path) -> str:
    return path.relative_to(context.workspace.root).as_posix()


def _strays(context: Context) -> Iterator[tuple[Finding, Path]]:
    """Walk the store, following no link."""
    root = context.workspace.assets.root
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in [*folders, *sorted(names)]:
            path = Path(folder) / name
            where = _relative(context, path)
            try:
                mode = path.lstat().st_mode
            except FileNotFoundError:
                continue  # Whoever writes at the same time has renamed it.
            if stat.S_ISLNK(mode):
                yield Finding("FIL006", where, "is a symbolic link", file=where), path
            elif stat.S_ISDIR(mode):
                continue
            elif not stat.S_ISREG(mode):
                yield Finding("FIL006", where, "is no regular file", file=where), path
            elif PARTIAL in name:
                message = "was left by a process that was killed; the next that writes removes it"
                yield Finding("FIL005", where, message, file=where), path
            elif path.suffix != ".png" or path.parent != root / name[:2] or path.stem not in context.referred:
                yield Finding("FIL005", where, "nothing refers to it", file=where), path
