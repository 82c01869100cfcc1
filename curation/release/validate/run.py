"""All checks of a release, in one report."""

from __future__ import annotations

from pathlib import Path

from curation.findings import Finding, Report
from curation.release.records import ReleaseManifest
from curation.release.rows import MANIFEST
from curation.release.validate.duplicates import check_duplicates
from curation.release.validate.images import check_images, look_at_all, wanted_images
from curation.release.validate.proofs import check_proofs
from curation.release.validate.records import check_manifest, check_records, read_manifest, read_records
from curation.release.validate.rows import check_rows, read_rows
from curation.release.validate.sums import check_beyond, check_strange, check_sums
from curation.release.validate.tree import scan
from curation.taxonomy import Profile


def run(path: Path, profile: Profile) -> Report:
    """Check everything that lies in a release's folder."""
    tree = scan(path)
    found: list[Finding] = [*check_strange(tree), *check_sums(tree)]
    ours = MANIFEST in tree.files
    manifest, more = read_manifest(tree)
    found += more
    records, more = read_records(tree, ours=ours)
    found += more
    rows, more = read_rows(tree, ours=ours)
    found += more
    found += check_rows(tree, profile, rows, _expected(profile, manifest, ours=ours))
    wanted = wanted_images(rows, manifest)
    if manifest is not None:
        found += check_beyond(tree, frozenset(wanted))
    seen = look_at_all(tree, [name for name in wanted if name in tree.files])
    found += check_images(tree, profile, rows, manifest, seen)
    found += check_records(tree, profile, records, rows)
    found += check_proofs(tree, records)
    found += check_manifest(tree, profile, manifest, records)
    found += check_duplicates(tree, rows, records, seen)
    checked = {
        "files": len(tree.files),
        "rows": sum(len(sound) for sound in rows.files.values()),
        "records": len(records.lines),
        "images": len(seen),
    }
    return Report.collect(str(path), found, checked)


def _expected(profile: Profile, manifest: ReleaseManifest | None, *, ours: bool) -> dict[str, int] | None:
    """How many rows each category must have: a draft's manifest says; a frozen or foreign release is full."""
    if manifest is not None and manifest.draft:
        return {counted.category: counted.instances for counted in manifest.categories}
    if manifest is None and ours:
        return None
    return {category.name: category.quota for category in profile.categories}
