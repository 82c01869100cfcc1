"""Import of files of rows that others made: row by row, in constant memory; what is wrong is told by its row."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from curation.atomic import PARTIAL, disk_errors, sync_folder
from curation.canonical import digest_file
from curation.errors import InputError, UsageError
from curation.intake import ImportReport
from curation.packs.documents import Refusal, shown
from curation.release.validate.tree import path_problem
from curation.unisandbox.layout import MANIFEST, Row
from curation.unisandbox.reading.files import digest_of, identity, rows, suite_of
from curation.unisandbox.suites import FOLDER, IMPORTED, SuiteFile, note, sweep_suites
from curation.workspace import Workspace

KINDS = ("*.jsonl", "*.json")
MOST_TOLD = 1000
"""How many refused rows of a file are told one by one; all are counted."""
_STEP = 500

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _Taken:
    """What came of a file.

    Attributes:
        rows: How many rows were taken.
        refused: How many were not.
        refusals: Why, for the first of them.
    """

    rows: int = 0
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, path: Path, row: int, problem: str, remedy: str) -> None:
        self.refused += 1
        if len(self.refusals) < MOST_TOLD:
            self.refusals.append(Refusal(file=shown(path), row=str(row), problem=problem, remedy=remedy))


def import_files(
    workspace: Workspace, paths: Sequence[Path], *, actor: str, progress: Progress | None = None
) -> ImportReport:
    """Take in files of rows in the layout of UniSandBox, so that `curate check` recomputes them.

    A row that is cut off, lacks a field or has another's id is refused, and the others are taken; a refused row
    leaves an empty line, so that rows keep their numbers. A file is known by its folder's name and its own: the
    same file again changes nothing, a changed one takes its place.

    Args:
        workspace: Where to.
        paths: Files, and folders of files.
        actor: Who imports, for the event log.
        progress: Is told how many rows are done, of at least as many.

    Raises:
        InputError: A file cannot be read; then nothing has been imported.
        CurationError: The workspace cannot be written.
    """
    named = _named(paths)
    counts = {"new": 0, "changed": 0, "same": 0}
    refused, refusals, done = 0, [], 0
    with workspace.writing():
        folder = sweep_suites(workspace) / IMPORTED
        for name, path in named.items():
            staging = folder / f".{path.name[:40]}{PARTIAL}{secrets.token_hex(6)}"
            with disk_errors(folder):
                folder.mkdir(exist_ok=True)
                try:
                    with staging.open("xb") as stream:
                        taken = _take(path, stream, done, progress)
                    if taken.rows:
                        file = _place(workspace, staging, name, taken.rows)
                        change = note(workspace.store, file, actor=actor, reason=f"import of {name}")
                        counts[change] += taken.rows
                finally:
                    staging.unlink(missing_ok=True)
            done += taken.rows + taken.refused
            refused += taken.refused
            refusals += taken.refusals
        sweep_suites(workspace)
    return ImportReport(**counts, refused=refused, refusals=tuple(refusals))


def _named(paths: Sequence[Path]) -> dict[str, Path]:
    """Every file by the name under which it is known: its folder's name and its own."""
    found: dict[str, Path] = {}
    for path in _files(paths):
        name = f"{path.resolve().parent.name or 'files'}/{path.name}"
        if path_problem(name) is not None:
            raise InputError(path, f"its name {path_problem(name)}", "rename it")
        if name in found and found[name].resolve() != path.resolve():
            raise UsageError(f"{path}: and {found[name]} are both called {name}; rename a folder")
        found[name] = path
    return found


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        try:
            if path.is_dir():
                below = sorted(item for kind in KINDS for item in path.rglob(kind))
                files = [item for item in below if item.is_file() and item.name != MANIFEST]
                if not files:
                    raise InputError(path, "holds no file of rows", "name .jsonl or .json files")
                yield from files
                continue
            if path.suffix.lower() not in {".jsonl", ".json"}:
                problem = "is no file of rows" if path.exists() else "there is no such file"
                raise InputError(path, problem, "name .jsonl or .json files, or a folder of them")
            with path.open("rb"):
                yield path
        except FileNotFoundError:
            raise InputError(path, "there is no such file", "check the path") from None
        except OSError as error:
            raise InputError(path, f"cannot be read ({error.strerror})", "check the path and its rights") from None


def _take(path: Path, stream: BinaryIO, before: int, progress: Progress | None) -> _Taken:
    """Copy the rows of a file that can be used, each on the line that has its number."""
    taken = _Taken()
    ids: set[bytes] = set()
    line = 1
    for number, row in rows(path):
        stream.write(b"\n" * (number - line))
        line = number
        problem, remedy = _problem(row, path, ids)
        if problem:
            taken.refuse(path, number, problem, remedy)
        else:
            assert isinstance(row, dict)
            stream.write(_line(row))
            line += 1
            taken.rows += 1
        if progress is not None and (done := before + taken.rows + taken.refused) % _STEP == 0:
            progress(done, done)
    return taken


def _problem(row: Row | str, path: Path, ids: set[bytes]) -> tuple[str, str]:
    """Why a row is not taken, and what to do; two empty texts if it is."""
    if isinstance(row, str):
        return row, "mend the line and import the file again"
    suite = suite_of(row, path.name)
    if suite not in {"math", "mapping", "profiles", "training", "forward", "inverse"}:
        return suite, "write the fields of the published layout"
    digest = digest_of(identity(row))
    if digest in ids:
        return f"the id {identity(row)[:40]!r} comes a second time", "give each row an id of its own"
    ids.add(digest)
    return "", ""


def _line(row: Row) -> bytes:
    """A row as one line; a lone surrogate, which has no bytes, stays escaped."""
    try:
        return f"{json.dumps(row, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:
        return f"{json.dumps(row)}\n".encode()


def _place(workspace: Workspace, staging: Path, name: str, number: int) -> SuiteFile:
    """Bring a finished file to its place under its digest."""
    digest = digest_file(staging)
    place = f"{FOLDER}/{IMPORTED}/{digest[:16]}/{PurePosixPath(name).with_suffix('.jsonl')}"
    target = workspace.root / place
    target.parent.mkdir(parents=True, exist_ok=True)
    with staging.open("rb+") as stream:
        os.fsync(stream.fileno())
    staging.replace(target)
    for folder in (target.parent, target.parent.parent, target.parent.parent.parent):
        sync_folder(folder)
    return SuiteFile(name=name, place=place, sha256=digest, rows=number)
