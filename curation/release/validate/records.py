"""The manifest and the full records: whether they agree with each other and with the evaluator's rows."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from curation import __version__
from curation.assets import read_bounded
from curation.canonical import canonical_json
from curation.errors import InputError
from curation.findings import Finding
from curation.models import GEUInstance, ImageRef
from curation.release.card import render_card, render_licence
from curation.release.manifest import count, review_words, shortfalls, version_problem
from curation.release.records import ReleaseManifest
from curation.release.rows import CARD, FILES, LICENCE, MANIFEST, RECORDS, ReleaseRecord, Row, image_path, rows_of
from curation.release.validate.documents import MOST_TOLD, faults, load, parse, told
from curation.release.validate.rows import Rows
from curation.release.validate.tree import Tree, show
from curation.taxonomy import Profile

MOST_BYTES = 512 * 1024 * 1024


@dataclass(slots=True)
class Records:
    """What `instances.jsonl` holds.

    Attributes:
        lines: One-based line and record of each sound one.
        digest: SHA-256 over the file.
        whole: Whether every line is sound.
    """

    lines: list[tuple[int, ReleaseRecord]] = field(default_factory=list)
    digest: str = ""
    whole: bool = False


def read_manifest(tree: Tree) -> tuple[ReleaseManifest | None, list[Finding]]:
    """Read the manifest, if there is one."""
    if MANIFEST not in tree.files:
        message = "is missing; what only the manifest knows was not checked"
        return None, [tree.finding("REL040", MANIFEST, message)]
    document, found = load(tree, MANIFEST)
    if document.broken is not None:
        return None, found
    try:
        canonical = canonical_json(document.value)
        manifest = ReleaseManifest.model_validate_json(canonical)
        if canonical_json(manifest.plain()) != canonical:
            # What stands for the same, such as `false` for 0, is no value that we write.
            return manifest, [
                *found,
                tree.finding("REL041", MANIFEST, "holds values in another form than a build's"),
            ]
        return manifest, found
    except ValidationError as error:
        return None, [*found, *(tree.finding("REL041", MANIFEST, fault) for fault in faults(error))]
    except (ValueError, RecursionError):
        return None, [*found, tree.finding("REL041", MANIFEST, "holds values that no manifest has")]


def read_records(tree: Tree, *, ours: bool) -> tuple[Records, list[Finding]]:
    """Read the records; in a release with a manifest they may not be missing."""
    records = Records()
    if RECORDS not in tree.files:
        return records, [tree.finding("REL044", RECORDS, "is missing")] if ours else []
    try:
        data = read_bounded(tree.root / RECORDS, MOST_BYTES)
    except InputError as error:
        return records, [tree.finding("REL007", RECORDS, error.problem)]
    records.digest = hashlib.sha256(data).hexdigest()
    found: list[Finding] = []
    if data and not data.endswith(b"\n"):
        found.append(tree.finding("REL044", RECORDS, "does not end with a line break"))
    bad = 0
    for number, line in enumerate(data.removesuffix(b"\n").split(b"\n") if data else [], 1):
        record, problems = _read_line(tree, number, line)
        if record is not None:
            records.lines.append((number, record))
        if problems:
            bad += 1
            found += problems
        if bad > MOST_TOLD:
            break
    records.whole = not found
    return records, found


def _read_line(tree: Tree, number: int, line: bytes) -> tuple[ReleaseRecord | None, list[Finding]]:
    document = parse(line)
    found = list(told(tree, RECORDS, document, number))
    if document.broken is not None:
        return None, found
    try:
        canonical = canonical_json(document.value)
        record = ReleaseRecord.model_validate_json(canonical)
    except ValidationError as error:
        return None, [*found, *(tree.finding("REL044", RECORDS, fault, number) for fault in faults(error))]
    except (ValueError, RecursionError):
        message = "holds a value that is not exact in JSON, or is nested too deeply"
        return None, [*found, tree.finding("REL044", RECORDS, message, number)]
    if canonical != line:
        found.append(tree.finding("REL044", RECORDS, "is not in canonical form (RFC 8785)", number))
    return record, found


def check_records(tree: Tree, profile: Profile, records: Records, rows: Rows) -> Iterator[Finding]:
    """Check each record's place, and derive the evaluator's rows from the records again."""
    if RECORDS not in tree.files:
        return
    homes = {(category.name, subtask.name) for category in profile.categories for subtask in category.subtasks}
    order = [category.name for category in profile.categories]
    seen: Counter[str] = Counter()
    last = -1
    derived: dict[str, list[Row]] = {file.name: [] for file in FILES}
    for number, record in records.lines:
        instance = record.instance
        problem = None
        if (instance.category, instance.subtask) not in homes:
            problem = f"{instance.uid}: its category and subtask are not the profile's"
        elif record.task_type != instance.category:
            problem = f"{instance.uid}: task_type is not the instance's category"
        elif profile.category(instance.category).axis != instance.axis:
            problem = f"{instance.uid}: its category belongs to the other axis"
        elif not instance.answerable:
            problem = f"{instance.uid}: it has no question yet"
        if problem is not None:
            yield tree.finding("REL044", RECORDS, problem, number)
            continue
        turn = order.index(instance.category)
        seen[instance.category] += 1
        if turn < last or (records.whole and record.index != seen[instance.category]):
            yield tree.finding("REL044", RECORDS, f"{instance.uid}: is out of order", number)
        last = max(last, turn)
        direct, step = rows_of(profile, instance, record.index)
        derived[f"{instance.axis}_direct.json"].append(direct)
        derived[f"{instance.axis}_step.json"].append(step)
    if not records.whole:
        return
    for name, expected in derived.items():
        if name in rows.whole:
            yield from _compare(tree, name, expected, rows)


def _compare(tree: Tree, name: str, expected: list[Row], rows: Rows) -> Iterator[Finding]:
    actual = rows.files[name]
    if len(actual) != len(expected):
        message = f"has {len(actual):,} rows, and there are {len(expected):,} records for it"
        yield tree.finding("REL045", name, message)
    for (number, row), wanted in zip(actual, expected, strict=False):
        if row == wanted:
            continue
        left, right = row.model_dump(), wanted.model_dump()
        fields = ", ".join(key for key in left if left[key] != right[key])
        message = f"{wanted.task_type} {wanted.index}: not what its record says: {fields}"
        yield tree.finding("REL045", name, message, number)


def check_manifest(
    tree: Tree, profile: Profile, manifest: ReleaseManifest | None, records: Records
) -> Iterator[Finding]:
    """Check the manifest by itself and against the records."""
    if manifest is None:
        return
    problem = version_problem(manifest.version, draft=manifest.draft)
    if problem is not None:
        yield tree.finding("REL042", MANIFEST, problem)
    if manifest.profile != profile.name:
        yield tree.finding("REL042", MANIFEST, f"is of the profile {manifest.profile}, not {profile.name}")
    if manifest.name != f"{manifest.profile}-{manifest.version}":
        yield tree.finding("REL042", MANIFEST, "name is not the profile and the version")
    if records.digest and records.digest != manifest.records:
        yield tree.finding("REL043", MANIFEST, f"records is not the digest of {RECORDS}")
    if not records.whole or any(record.task_type != record.instance.category for _, record in records.lines):
        return
    found = [record for _, record in records.lines]
    counted = count(profile, found)
    named = {uid for record in found for uid in record.instance.sources}
    agreements = {
        "instances": manifest.instances == len(found),
        "categories": manifest.categories == counted,
        "shortfalls": manifest.shortfalls == shortfalls(profile, counted),
        "review": manifest.review == review_words(found, draft=manifest.draft),
        "sources": [source.uid for source in manifest.sources] == sorted(named),
    }
    for name, agrees in agreements.items():
        if not agrees:
            yield tree.finding("REL043", MANIFEST, f"{name} is not what the records come to")
    yield from _approvals(tree, manifest, records)
    yield from _pictures(tree, manifest, found)
    if manifest.profile == profile.name and all(agreements.values()):
        yield from _texts(tree, profile, manifest, found)


def _approvals(tree: Tree, manifest: ReleaseManifest, records: Records) -> Iterator[Finding]:
    for number, record in records.lines:
        if record.approved_by is None and not manifest.draft:
            yield tree.finding("REL046", RECORDS, f"{record.instance.uid}: nobody has approved it", number)
        if record.approved_by is None and record.rule is not None:
            yield tree.finding("REL046", RECORDS, f"{record.instance.uid}: has a rule, but no approval", number)


def _pictures(tree: Tree, manifest: ReleaseManifest, records: list[ReleaseRecord]) -> Iterator[Finding]:
    declared = {image.path: image.image for image in manifest.images}
    if len(declared) < len(manifest.images):
        yield tree.finding("REL047", MANIFEST, "names an image twice")
    wanted: dict[str, ImageRef] = {}
    for record in records:
        if isinstance(record.instance, GEUInstance):
            wanted[image_path(record.instance, record.index)] = record.instance.image
            if record.instance.oracle is not None:
                wanted[image_path(record.instance, record.index, oracle=True)] = record.instance.oracle
    for path in sorted(declared.keys() | wanted.keys()):
        if path not in declared:
            yield tree.finding("REL047", path, "a record shows it, and the manifest does not name it")
        elif path not in wanted:
            yield tree.finding("REL047", path, "the manifest names it, and no record shows it")
        elif declared[path] != wanted[path]:
            yield tree.finding("REL047", path, "the manifest and its record describe different pictures")


def _texts(
    tree: Tree, profile: Profile, manifest: ReleaseManifest, records: list[ReleaseRecord]
) -> Iterator[Finding]:
    for name in (CARD, LICENCE):
        if name not in tree.files:
            yield tree.finding("REL048", name, "is missing")
    if manifest.toolkit != __version__:
        # Another version words its card in another way, so that a difference would say nothing.
        message = f"was written by curate {show(manifest.toolkit)}; this is {__version__}"
        yield from (tree.finding("REL056", name, message) for name in (CARD, LICENCE) if name in tree.files)
        return
    texts = {CARD: render_card(profile, manifest, records), LICENCE: render_licence(manifest, records)}
    for name, text in texts.items():
        if name in tree.files:
            try:
                same = read_bounded(tree.root / name, len(text)) == text
            except InputError:
                same = False
            if not same:
                yield tree.finding("REL048", name, "is not what manifest and records come to")
