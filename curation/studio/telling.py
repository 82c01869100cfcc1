"""Telling: what does not hold on the server, as findings. They stand as long as what they tell of does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from curation.findings import Finding
from curation.studio.ledger import Marker, Sent
from curation.workspace import Workspace

CODES = {
    "quarantined": "STU001",
    "touched": "STU002",
    "foreign": "STU003",
    "deleted": "STU004",
    "altered": "STU005",
    "late": "STU007",
    "superseded": "STU008",
    "stale": "STU009",
}
LOST = "STU006"
Asked = tuple[str, int, str, str]
"""An instance, its revision, a stage and an annotator."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that was sent and is not on the server any more.

    Attributes:
        marker: What its project is for.
        task: Its number there.
        sent: What it showed.
    """

    marker: Marker
    task: int
    sent: Sent

    @property
    def asked(self) -> Asked:
        """What was asked with it."""
        return self.sent.uid, self.sent.revision, self.marker.stage, self.marker.annotator


def tell(workspace: Workspace, lost: Iterable[Lost]) -> list[Finding]:
    """Turn what was pulled, and what is missing, into findings."""
    rows = workspace.store.rows(
        "SELECT annotation, task, uid, revision, annotator, stage, outcome, reason FROM pulled "
        "WHERE outcome != 'taken' ORDER BY project, annotation"
    )
    return [*(_of(row) for row in rows), *_missing(workspace, lost)]


def _of(row: dict[str, Any]) -> Finding:
    who = f"annotation {row['annotation']} of task {row['task']}, {row['stage']} by {row['annotator']}"
    return Finding(CODES[row["outcome"]], row["uid"] or f"task {row['task']}", f"{who}: {row['reason']}")


def _missing(workspace: Workspace, lost: Iterable[Lost]) -> Iterator[Finding]:
    """Tell of the deleted tasks that are still asked for, or that something was said about."""
    lost = list(lost)
    if not lost:
        return
    asked = {(item.uid, item.revision, item.stage, item.annotator) for item in workspace.store.assignments()}
    newest = {row["uid"]: row["revision"] for row in workspace.store.rows("SELECT uid, revision FROM instances")}
    for item in lost:
        sent, marker = item.sent, item.marker
        if newest.get(sent.uid) != sent.revision:
            continue
        if item.asked in asked:
            yield Finding(LOST, sent.uid, f"task {item.task}, {marker.stage} by {marker.annotator}: is not there")
