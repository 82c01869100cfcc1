"""The history: whether the chain of events holds, and whether what is stored is what it tells of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from curation.checks.context import Context
from curation.database import Event
from curation.findings import Finding

_KINDS = {"annotations": "annotation", "decisions": "decision", "sources": "source"}


def check(context: Context) -> Iterator[Finding]:
    """Follow the chain; then compare with it every revision, annotation, decision and source."""
    store = context.workspace.store
    try:
        events = list(store.events())
        links = list(store.broken_links())
    except (ValueError, RecursionError) as error:
        yield Finding("LOG001", "log", f"an event cannot be read ({str(error).split(chr(10))[0]})")
        return
    for seq, problem in links:
        yield Finding("LOG001", f"event {seq}", problem)
    yield from _revisions(context, events)
    for table, kind in _KINDS.items():
        of_kind = [event for event in events if event.action.startswith(f"{kind}.")]
        told = {(event.subject, str(event.details.get("digest"))) for event in of_kind}
        for row in store.rows(f"SELECT uid, record FROM {table} ORDER BY uid, record"):  # noqa: S608
            digest = _digest(row["record"])
            if (row["uid"], digest) not in told:
                yield Finding("LOG003", row["uid"], f"no event tells of this {kind}, whose digest is {digest[:12]}")


def _revisions(context: Context, events: list[Event]) -> Iterator[Finding]:
    told: dict[tuple[str, object], Mapping[str, object]] = {
        (event.subject, event.details.get("revision")): event.details
        for event in events
        if event.action.startswith("instance.") and isinstance(event.details.get("revision"), int)
    }
    newest = {row.uid: row.columns["revision"] for row in context.rows}
    rows = context.workspace.store.rows(
        "SELECT uid, revision, digest, record FROM revisions ORDER BY uid, revision"
    )
    for row in rows:
        uid, revision, digest = row["uid"], row["revision"], row["digest"]
        details = told.pop((uid, revision), None)
        if details is None:
            yield Finding("LOG002", uid, f"no event tells of revision {revision}")
        elif details.get("digest") != digest:
            said = str(details.get("digest"))[:12]
            yield Finding("LOG002", uid, f"revision {revision} has the digest {digest[:12]}, its event says {said}")
        elif newest.get(uid) != revision and _digest(row["record"]) != digest:
            yield Finding("LOG002", uid, f"the record of revision {revision} was altered")
    for uid, revision in told:
        if newest.get(uid) != revision:
            yield Finding("LOG002", uid, f"revision {revision} is gone; an event tells of it")
    for uid, revision in {row["uid"]: row["revision"] for row in rows}.items():
        if newest.get(uid, 0) < revision:
            yield Finding("LOG002", uid, f"the index does not stand at revision {revision}, the newest")


def _digest(record: str) -> str:
    """Digest a record, which is stored as canonical JSON."""
    return hashlib.sha256(record.encode()).hexdigest()
