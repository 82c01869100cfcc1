"""Pull: what people did comes home, each annotation once, none lost, while they go on working.

A listing says which tasks have changed since they were read last: the server moves a task's `updated_at` whenever
an annotation of it is added, changed or deleted. Only those are exported. The listing comes before the export, and
its signatures are noted together with what was read: what changes in between is read again by the next pull.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from curation.findings import Report, Severity
from curation.models import Record
from curation.review.rules import SettleReport, settle
from curation.studio.answers import Exported, Task
from curation.studio.client import Client, Endpoint
from curation.studio.connection import connect
from curation.studio.judging import AGAIN, Judge, Person
from curation.studio.ledger import Mark, gone, home, mark_of, number, pulled, put_home, put_mark, state
from curation.studio.projects import Ours, ours
from curation.studio.telling import Asked, Lost, tell
from curation.workspace import Workspace

Progress = Callable[[int, int], None]
WHOLE = 0.5
"""Beyond this share of changed tasks a project is exported whole: one request instead of many."""


class Told(Record):
    """A finding; `curate explain CODE` says more about its code."""

    code: str
    severity: Severity
    where: str
    message: str
    remedy: str


class PullReport(Record):
    """What came of a pull.

    Attributes:
        projects: How many were looked at.
        read: Annotations that were read, for their tasks had changed.
        new: Those that were not home yet.
        changed: Those that say something else than before.
        skipped: Those of the new and changed ones that pass a task over.
        refused: Those that came and do not count; the findings say why.
        decisions: What was decided by them.
        edited: Instances that got a new revision by them.
        lines: What else the curator should know.
        findings: What does not hold on the server, as of now.
    """

    projects: int = 0
    read: int = 0
    new: int = 0
    changed: int = 0
    skipped: int = 0
    refused: int = 0
    decisions: int = 0
    edited: int = 0
    lines: tuple[str, ...] = ()
    findings: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Pulled:
    """A pull's report, and its findings for rendering.

    Attributes:
        report: What came of it.
        findings: What does not hold on the server, as of now.
    """

    report: PullReport
    findings: Report


@dataclass(slots=True)
class _Counts:
    read: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)


def pull(
    workspace: Workspace,
    *,
    actor: str,
    progress: Progress | None = None,
    endpoint: Endpoint | None = None,
) -> Pulled:
    """Bring annotations, skips and times home, then draw the conclusions from them.

    Args:
        workspace: Where to.
        actor: Who does this, for the event log.
        progress: Is told after each project how many of how many are read.
        endpoint: Which server; by default the workspace's own, or the one that the environment names.

    Raises:
        CurationError: The server or the workspace cannot be used; run again when it can.
    """
    where = connect(workspace) if endpoint is None else endpoint
    client = Client(where)
    counts = _Counts()
    with workspace.writing():
        projects = client.projects()
        mine = [item for group in ours(projects, home(workspace.store).name).values() for item in group]
        reader = _Reader(workspace, client, where, actor)
        lost = reader.gone([project.id for project in projects])
        for done, item in enumerate(mine, start=1):
            lost += reader.project(item, counts)
            if progress is not None:
                progress(done, len(mine))
        settled = _settle(workspace, actor)
        kept = workspace.store.rows("SELECT count(*) AS n FROM pulled")[0]["n"]
        checked = {"projects": len(mine), "annotations": kept}
        lost = [item for item in lost if item.asked not in reader.present]
        findings = Report.collect(client.url, tell(workspace, lost), checked)
    report = PullReport(
        projects=len(mine),
        read=counts.read,
        new=counts.outcomes["new"],
        changed=counts.outcomes["changed"],
        skipped=counts.outcomes["skipped"],
        refused=counts.outcomes["refused"],
        decisions=len(settled.decisions),
        edited=len(settled.edited),
        lines=settled.notes,
        findings=tuple(
            Told(code=item.code, severity=item.severity, where=item.where, message=item.message, remedy=item.remedy)
            for item in findings.findings
        ),
    )
    return Pulled(report, findings)


def _settle(workspace: Workspace, actor: str) -> SettleReport:
    """Draw conclusions, unless nothing has happened since that was done last."""
    mine = home(workspace.store)
    if mine.settled == state(workspace):
        return SettleReport()
    settled = settle(workspace, actor=actor)
    put_home(workspace.store, mine.model_copy(update={"settled": state(workspace)}))
    return settled


class _Reader:
    """Reads projects.

    Args:
        workspace: Where annotations come home.
        client: The server.
        endpoint: Where that is.
        actor: Who pulls.
    """

    def __init__(self, workspace: Workspace, client: Client, endpoint: Endpoint, actor: str) -> None:
        self._workspace, self._client, self._endpoint, self._actor = workspace, client, endpoint, actor
        self.present: set[Asked] = set()

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody's account on the server, by name; asked for only where there is something to read."""
        there = {user.email.lower(): user.id for user in self._client.users()}
        return {
            person.name: Person(person.name, there.get(person.email.lower()))
            for person in self._workspace.store.annotators()
        }

    def gone(self, listed: Sequence[int]) -> list[Lost]:
        """Note what went with projects that somebody deleted; return the tasks that were in them."""
        lost: list[Lost] = []
        store = self._workspace.store
        for place in gone(store, self._endpoint, listed):
            mark = mark_of(store, place)
            if mark.marker is None:
                continue
            kept = {row["annotation"]: row for row in pulled(store, place)}
            judge = Judge(self._workspace, mark.marker, place, {}, mark, kept, self._actor)
            with store.transaction():
                for task in sorted({row["task"] for row in kept.values()}):
                    judge.task(task, None)
            lost += [Lost(mark.marker, task, sent) for task, sent in sorted(mark.sent.items())]
        return lost

    def project(self, item: Ours, counts: _Counts) -> list[Lost]:
        """Read what has changed in a project; return the tasks of ours that somebody deleted."""
        store, place = self._workspace.store, number(self._endpoint, item.project.id)
        mark = mark_of(store, place)
        tasks = self._client.tasks(item.project.id, data=False)
        listed = {task.id for task in tasks}
        kept = {row["annotation"]: row for row in pulled(store, place)}
        again = {row["task"] for row in kept.values() if row["outcome"] in AGAIN}
        changed = [task for task in tasks if mark.seen.get(task.id) != task.signature or task.id in again]
        lost = [Lost(item.marker, task, mark.sent[task]) for task in sorted(mark.sent.keys() - listed)]
        self.present |= {Lost(item.marker, task, sent).asked for task, sent in mark.sent.items() if task in listed}
        vanished = {
            row["task"] for row in kept.values() if row["task"] not in listed and row["outcome"] != "deleted"
        }
        if not changed and not vanished:
            return lost
        judge = Judge(self._workspace, item.marker, place, self.people, mark, kept, self._actor)
        exported = self._export(item.project.id, _to_export(changed, kept), tasks)
        with store.transaction():
            for task in changed:
                found = exported.get(task.id)
                counts.read += len(found.annotations) if found is not None else 0
                counts.outcomes.update(judge.task(task.id, found))
            for task_id in sorted(vanished):
                counts.outcomes.update(judge.task(task_id, None))
            put_mark(store, place, _seen(mark, changed, listed))
        return lost

    def _export(self, project: int, wanted: Sequence[int], tasks: Sequence[Task]) -> dict[int, Exported]:
        if not wanted:
            return {}
        whole = len(wanted) > WHOLE * sum(task.answered for task in tasks)
        return {found.id: found for found in self._client.export(project, None if whole else wanted)}


def _to_export(changed: Sequence[Task], kept: Mapping[int, Mapping[str, object]]) -> list[int]:
    """Leave out the tasks that have no annotation and never had one."""
    had = {row["task"] for row in kept.values()}
    return [task.id for task in changed if task.answered or task.id in had]


def _seen(mark: Mark, changed: Sequence[Task], listed: set[int]) -> Mark:
    seen = {task: signature for task, signature in mark.seen.items() if task in listed}
    seen |= {task.id: task.signature for task in changed}
    return mark.model_copy(update={"seen": seen})
