"""Checks of a folder in the published layout: its files against their sums and the manifest, then every row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from curation.errors import InputError
from curation.findings import Finding, Report
from curation.release.validate.sums import check_strange, check_sums
from curation.release.validate.tree import Tree, scan
from curation.taxonomy import load_profile
from curation.unisandbox.check import check_files
from curation.unisandbox.layout import MANIFEST, PERSON_ROWS
from curation.unisandbox.shape import read_json

PROFILE = load_profile("unisandbox")


def validate(path: Path, *, root: Path | None = None) -> Report:
    """Check a folder in the published layout, without anything else.

    Args:
        path: The folder.
        root: The folder below which rows are named; the same by default.

    Raises:
        InputError: The folder is none.
    """
    if not path.is_dir():
        raise InputError(path, "is no folder", "name the folder of the suites")
    tree = scan(path)
    findings: list[Finding] = [*check_strange(tree), *check_sums(tree), *_check_counts(tree)]
    report = check_files([path / name for name in tree.files if name.endswith(".jsonl")], root=root or path)
    return Report.collect(str(path), [*findings, *report.findings], {**report.checked, "files": len(tree.files)})


def _check_counts(tree: Tree) -> Iterator[Finding]:
    wanted = {suite.file: suite.rows for suite in PROFILE.suites}
    for name in tree.files:
        if name.startswith("knowledge/") and name.endswith("/train.jsonl"):
            wanted[name] = 2 * PERSON_ROWS
    if MANIFEST in tree.files:
        declared = _declared(tree)
        if declared is None:
            yield tree.finding("USB017", MANIFEST, "is no JSON object that says how many rows each file has")
        else:
            for name in tree.files:
                if name.endswith(".jsonl") and name not in declared:
                    yield tree.finding("USB017", name, "is not in the manifest")
            wanted = {**declared, **wanted}
    for name, rows in wanted.items():
        if name not in tree.files:
            yield tree.finding("USB017", name, "is missing")
            continue
        found = _lines(tree.root / name)
        if found != rows:
            yield tree.finding("USB017", name, f"has {found:,} rows, and should have {rows:,}")


def _declared(tree: Tree) -> dict[str, int] | None:
    manifest = read_json(tree.root / MANIFEST)
    rows = manifest.get("rows") if isinstance(manifest, dict) else None
    if not isinstance(rows, dict) or not all(type(number) is int for number in rows.values()):
        return None
    return rows


def _lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
