"""Suites in a workspace: generated ones and those of others, as files of rows below `suites/`.

Rows are too many for the database, which holds what is known of the files instead: the event log says of each
under which digest it came, and the last event of a name holds.

    suites/generated/                  the published layout, made from a spec
    suites/imported/<digest>/<name>    one file of others, under the first digits of its digest
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from curation.atomic import PARTIAL, disk_errors, sync_folder
from curation.canonical import digest_file
from curation.findings import Finding
from curation.models import Digest, Line, Record
from curation.release.validate.sums import check_sums
from curation.release.validate.tree import scan
from curation.store import Store
from curation.unisandbox.build import Spec, build
from curation.unisandbox.check import check_files
from curation.unisandbox.layout import MANIFEST, SUMS
from curation.unisandbox.shape import read_json
from curation.unisandbox.validate import validate
from curation.workspace import Workspace

FOLDER = "suites"
GENERATED = "generated"
IMPORTED = "imported"

Progress = Callable[[int, int], None]


class SuiteFile(Record):
    """What the log says of a file of rows, or of the folder of generated ones.

    Attributes:
        name: What it is called in reports.
        place: Where it is, below the workspace.
        sha256: Of the file; of a folder, that of its `SHA256SUMS`.
        rows: How many rows it has.
    """

    name: Line
    place: Line
    sha256: Digest
    rows: int


class SuitesReport(Record):
    """What was generated.

    Attributes:
        seed: Which rows.
        existing: Whether all of it was there already.
        rows: File to number of rows.
    """

    seed: int
    existing: bool
    rows: dict[str, int]


def held(store: Store) -> dict[str, SuiteFile]:
    """Return what the workspace holds of suites, by name."""
    found = store.rows("SELECT details FROM events WHERE action LIKE 'suites.%' ORDER BY seq")
    files = [SuiteFile.model_validate_json(row["details"]) for row in found]
    return {file.name: file for file in sorted({file.name: file for file in files}.values(), key=_name)}


def _name(file: SuiteFile) -> str:
    return file.name


def note(store: Store, file: SuiteFile, *, actor: str, reason: str) -> str:
    """Write down that a file is there now; `new`, `changed` or `same`."""
    with store.transaction():
        there = held(store).get(file.name)
        if there == file:
            return "same"
        change = "changed" if there else "new"
        store.event(f"suites.{change}", f"{FOLDER}/{file.name}", actor=actor, reason=reason, details=file.plain())
        return change


def sweep_suites(workspace: Workspace) -> Path:
    """Remove what killed processes left; call it while writing. Return the folder of the suites."""
    folder = workspace.root / FOLDER
    with disk_errors(folder):
        folder.mkdir(exist_ok=True)
        known = {Path(file.place) for file in held(workspace.store).values()}
        for path in sorted([*folder.glob(f".*{PARTIAL}*"), *(folder / IMPORTED).glob("*")]):
            below = path.relative_to(workspace.root)
            if not any(place.is_relative_to(below) for place in known):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    return folder


def generate(workspace: Workspace, spec: Spec, *, actor: str, progress: Progress | None = None) -> SuitesReport:
    """Make the suites of a spec, each row proved; those of another spec make way, and come back with theirs.

    Args:
        workspace: Where to.
        spec: Which suites.
        actor: Who does this, for the event log.
        progress: Is told rows written, of how many.

    Raises:
        UsageError: The spec asks for what there is not.
        CurationError: The workspace cannot be written, or a row was not proved.
    """
    spec.check()
    with workspace.writing():
        folder = sweep_suites(workspace)
        target = folder / GENERATED
        existing = _is_of(target, spec)
        if not existing:
            fresh = build(folder / f".{GENERATED}{PARTIAL}{secrets.token_hex(6)}", spec, progress).path
            with disk_errors(folder):
                stale = folder / f".{GENERATED}{PARTIAL}{secrets.token_hex(6)}"
                if target.exists():
                    target.rename(stale)
                fresh.rename(target)
                sync_folder(folder)
                shutil.rmtree(stale, ignore_errors=True)
        rows = dict(rows_of(target))
        file = SuiteFile(
            name=GENERATED,
            place=f"{FOLDER}/{GENERATED}",
            sha256=digest_file(target / SUMS),
            rows=sum(rows.values()),
        )
        note(workspace.store, file, actor=actor, reason=f"generated with seed {spec.seed}")
    return SuitesReport(seed=spec.seed, existing=existing, rows=rows)


def rows_of(folder: Path) -> Iterator[tuple[str, int]]:
    """What the manifest of a folder of suites says: file and number of rows."""
    manifest = read_json(folder / MANIFEST)
    rows = manifest.get("rows") if isinstance(manifest, dict) else None
    yield from (rows if isinstance(rows, dict) else {}).items()


def _is_of(folder: Path, spec: Spec) -> bool:
    """Whether a folder holds the suites of a spec, whole."""
    manifest = read_json(folder / MANIFEST)
    if not isinstance(manifest, dict) or not spec.manifest().items() <= manifest.items():
        return False
    return not any(check_sums(scan(folder)))


def findings(workspace: Workspace) -> tuple[list[Finding], dict[str, int]]:
    """Recompute every row of the workspace's suites; return the findings and what was looked at.

    Generated suites and those of others stand apart: that others ask what we ask is no fault of either.
    """
    files = held(workspace.store)
    found: list[Finding] = []
    checked: dict[str, int] = {}
    imported: list[Path] = []
    for file in files.values():
        place = workspace.root / file.place
        path = place / SUMS if file.name == GENERATED else place
        if not path.is_file():
            found.append(Finding("USB019", file.place, "is missing", file=path.as_posix()))
            continue
        if digest_file(path) != file.sha256:
            found.append(Finding("USB019", file.place, "is not what the log says came in", file=path.as_posix()))
        if file.name != GENERATED:
            imported.append(place)
            continue
        report = validate(place, root=workspace.root)
        found += report.findings
        checked = dict(report.checked)
    if imported:
        report = check_files(imported, root=workspace.root)
        found += report.findings
        for thing, number in report.checked.items():
            checked[thing] = checked.get(thing, 0) + number
    return found, {f"suite {thing}": number for thing, number in checked.items()}
