"""Records that do not fit their model, were altered, or belong to no category of the profile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from curation.checks.context import Context, Row
from curation.errors import UsageError
from curation.families import families
from curation.findings import Finding
from curation.models import Generated, GEUInstance, UEGInstance


def check(context: Context) -> Iterator[Finding]:
    """Look at every record: that it parses, is what the index says, and is at home in the profile."""
    for row in context.rows:
        if row.record is None:
            yield Finding("SCH001", row.uid, row.problem)
            continue
        yield from _same(row, row.record)
        yield from _home(context, row.record)
    for source in context.source_rows:
        if source.record is None:
            yield Finding("SCH001", source.uid, f"source: {source.problem}")
        elif source.record.uid != source.uid:
            yield Finding("SCH001", source.uid, f"source: the record is that of {source.record.uid}")
    for asset in context.asset_rows:
        if asset.record is None:
            yield Finding("SCH001", asset.uid, f"asset: {asset.problem}")
        elif asset.record.image.pixels != asset.uid:
            yield Finding("SCH001", asset.uid, f"asset: the record is that of {asset.record.image.pixels}")


def _same(row: Row[UEGInstance | GEUInstance], record: UEGInstance | GEUInstance) -> Iterator[Finding]:
    """Compare a record with what the index says of it; it is stored as the canonical JSON that is digested."""
    digest = hashlib.sha256((row.raw or "").encode()).hexdigest()
    noted = {"the index": row.columns["digest"], "its revision": row.columns["revision_digest"]}
    for where, value in noted.items():
        if value != digest:
            yield Finding("SCH001", row.uid, f"the record's digest is {digest[:12]}, {where} says {value[:12]}")
    facts = {
        "uid": record.uid,
        "axis": record.axis,
        "category": record.category,
        "subtask": record.subtask,
        "difficulty": record.difficulty,
        "canonical_key": record.canonical_key,
        "answerable": int(record.answerable),
    }
    for name, value in facts.items():
        if row.columns[name] != value:
            yield Finding("SCH001", row.uid, f"{name}: the record says {value}, the index {row.columns[name]}")


def _home(context: Context, record: UEGInstance | GEUInstance) -> Iterator[Finding]:
    if _extension(record):
        return
    try:
        category = context.profile.category(record.category)
    except UsageError as error:
        yield Finding("SCH002", record.uid, str(error))
        return
    if category.axis != record.axis:
        yield Finding("SCH002", record.uid, f"{category.name} is {category.axis}, the instance {record.axis}")
    known = [subtask.name for subtask in category.subtasks]
    if record.subtask is None:
        yield Finding("SCH003", record.uid, f"names no subtask of {category.name}")
    elif record.subtask not in known:
        names = ", ".join(known)
        yield Finding("SCH002", record.uid, f"{category.name} has no subtask {record.subtask!r}, but {names}")


def _extension(record: UEGInstance | GEUInstance) -> bool:
    """Whether a family made it that is outside the profile's quotas."""
    if not isinstance(record.provenance, Generated):
        return False
    family = families().get(record.provenance.family)
    return family is not None and not family.quota and record.subtask in family.subtasks
