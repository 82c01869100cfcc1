"""Judging: what becomes of an annotation that came home. Whatever that is, the annotation is kept as it came.

| outcome | what it means |
|---|---|
| taken | it counts |
| superseded | the same person annotated the task again; the newest counts |
| quarantined | it does not fit the page that it was made with |
| altered | its task does not show what was sent: what was seen is not known |
| foreign | it was made by somebody else than the project's annotator |
| touched | somebody else changed it after its annotator had made it |
| stale | it was begun before its task was changed to another revision |
| late | it was changed after its instance went to an adjudicator, who judged what it said before |
| deleted | it is on the server no more; if it counted, it still does |
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import JsonValue, TypeAdapter, ValidationError

from curation.annotations import Annotation, Skip
from curation.errors import one_line
from curation.studio.answers import Exported, Given, Id
from curation.studio.client import StudioError
from curation.studio.ledger import PENDING, Mark, Marker, digest, pulled_record, put_pulled
from curation.studio.pages import PageError, read, recall
from curation.studio.plan import RETIRED
from curation.workspace import Workspace

COUNTS = frozenset({"taken", "superseded"})
AGAIN = frozenset({"quarantined", "altered"})
"""Outcomes that a newer curate, or a task that is put right, may change: they are read again each time."""

MOST_REASON = 300
_ID = TypeAdapter(Id)


@dataclass(frozen=True, slots=True)
class Person:
    """An annotator, and the number of the account on the server; `None` where there is none."""

    name: str
    user: int | None


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is to become of an annotation."""

    outcome: str
    reason: str = ""
    annotation: Annotation | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    """An annotation with all that is known of its task."""

    id: int
    raw: dict[str, JsonValue]
    task: int
    uid: str
    revision: int
    data: dict[str, JsonValue]
    given: Given | None
    problem: str = ""


class Judge:
    """Judges the annotations of one project.

    Args:
        workspace: Where they come home.
        marker: What the project is for.
        place: The project's number.
        people: Everybody's account, by name.
        mark: What was sent to the project.
        kept: What came from it before, by annotation.
        actor: Who pulls.
    """

    def __init__(
        self,
        workspace: Workspace,
        marker: Marker,
        place: int,
        people: Mapping[str, Person],
        mark: Mark,
        kept: dict[int, dict[str, Any]],
        actor: str,
    ) -> None:
        self._store, self._marker, self._place, self._actor = workspace.store, marker, place, actor
        self._mark, self._kept = mark, kept
        person = people.get(marker.annotator)
        self._user = None if person is None else person.user
        self._page = recall(workspace.store, marker.page)
        asked = workspace.store.assignments()
        self._asked = {
            (item.uid, item.revision): item.purpose
            for item in asked
            if (item.stage, item.annotator) == (marker.stage, marker.annotator)
        }
        self._sent_on = {(item.uid, item.revision) for item in asked if item.stage == "adjudicate"}
        self._by_task: dict[int, list[dict[str, Any]]] = {}
        for row in kept.values():
            self._by_task.setdefault(row["task"], []).append(row)

    def task(self, task: int, exported: Exported | None) -> list[str]:
        """Take home what a task holds now; return what became of what is new, for counting."""
        items = [] if exported is None else [self._item(exported, raw) for raw in exported.annotations]
        there = {item.id for item in items}
        for row in self._by_task.get(task, []):
            if row["annotation"] not in there and row["outcome"] != "deleted":
                record = pulled_record(self._store, self._place, row["annotation"])
                self._keep({**row, "outcome": "deleted", "reason": f"was {row['outcome']}", "record": record}, row)
        verdicts = [(item, self._judge(item)) for item in items]
        newest = _newest([(item, verdict) for item, verdict in verdicts if verdict.outcome == "taken"])
        told: list[str] = []
        for item, verdict in verdicts:
            if verdict.outcome == "taken" and item is not newest:
                verdict = _Verdict("superseded", "the same person annotated the task again")
            told += self._settle(item, verdict)
        return told

    def _item(self, exported: Exported, raw: dict[str, JsonValue]) -> _Item:
        try:
            number = _ID.validate_python(raw.get("id"), strict=True)
        except ValidationError:
            raise StudioError(
                f"task {exported.id}: an annotation has no number; check the server's version"
            ) from None
        uid, revision = exported.data.get("uid"), exported.data.get("revision")
        known = self._mark.sent.get(exported.id)
        if known is not None:
            uid, revision = known.uid, known.revision
        if not isinstance(uid, str) or not isinstance(revision, int):
            uid, revision = "", 0
        problem, given = "", None
        try:
            given = Given.model_validate(raw)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            problem = f"{'.'.join(map(str, first['loc'][:4]))}: {first['msg']}"
        return _Item(number, raw, exported.id, uid, revision, exported.data, given, problem)

    def _judge(self, item: _Item) -> _Verdict:
        """Judge one annotation by itself."""
        given = item.given
        if given is None:
            return _Verdict("quarantined", item.problem)
        if given.completed_by is None or given.completed_by != self._user:
            return _Verdict("foreign", f"made by account {given.completed_by}")
        if given.updated_by not in {None, self._user}:
            return _Verdict("touched", f"changed by account {given.updated_by}")
        purpose = self._asked.get((item.uid, item.revision))
        if purpose is None:
            return _Verdict("altered", "the task is not one that was sent")
        known = self._mark.sent.get(item.task)
        data = {name: value for name, value in item.data.items() if name != RETIRED}
        if known is None:
            return _Verdict("altered", "the task is not known to have been sent; push again, and it may be")
        if known.data != digest(data):
            return _Verdict("altered", "the task shows something else than was sent")
        if known.since is not None and _begun_before(given, known.since):
            return _Verdict("stale", "begun before the task was changed")
        if self._page is None:
            return _Verdict("quarantined", f"made with {self._marker.page}, which this workspace has never used")
        try:
            work = read(self._page, data, given.result, given.was_cancelled)
            annotation = Annotation(
                uid=item.uid,
                revision=item.revision,
                stage=self._marker.stage,
                annotator=self._marker.annotator,
                purpose=purpose,
                page=self._marker.page,
                work=work,
                seconds=given.lead_time,
                finished=_utc(given.updated_at),
            )
        except PageError as error:
            return _Verdict("quarantined", str(error))
        except ValidationError as error:
            return _Verdict("quarantined", error.errors(include_url=False, include_input=False)[0]["msg"])
        return _Verdict("taken", "", annotation)

    def _settle(self, item: _Item, verdict: _Verdict) -> list[str]:
        """Write down what becomes of an annotation."""
        row = self._kept.get(item.id)
        record = json.dumps({"annotation": item.raw, "data": item.data}, sort_keys=True, ensure_ascii=False)
        mine = hashlib.sha256(json.dumps(_meaning(item.raw), sort_keys=True).encode()).hexdigest()
        verdict, told = self._take(verdict)
        if row is not None and (row["digest"], row["outcome"]) == (mine, verdict.outcome):
            return told
        if verdict.outcome not in COUNTS:
            told.append("refused")
        new = {
            "project": self._place,
            "annotation": item.id,
            "task": item.task,
            "uid": item.uid,
            "revision": item.revision,
            "annotator": self._marker.annotator,
            "stage": self._marker.stage,
            "digest": mine,
            "outcome": verdict.outcome,
            "reason": one_line(verdict.reason)[:MOST_REASON],
            "record": record,
        }
        self._keep(new, row)
        return told

    def _take(self, verdict: _Verdict) -> tuple[_Verdict, list[str]]:
        """Let an annotation count where nothing speaks against it; return what came of it."""
        said = verdict.annotation
        if said is None:
            return verdict, []
        before = self._before(said)
        if before is not None:
            if before.plain() == said.plain():
                return verdict, []
            if (before.finished or "") > (said.finished or ""):
                return _Verdict("superseded", "the same person annotated another task of it later"), []
            if self._late(said):
                return _Verdict("late", "changed after the instance went to an adjudicator"), []
        self._store.put_annotation(said, actor=self._actor, reason="pulled from Label Studio")
        return verdict, ["new" if before is None else "changed", *["skipped"] * isinstance(said.work, Skip)]

    def _before(self, annotation: Annotation) -> Annotation | None:
        """What the same person said of the same revision, as it is home."""
        rows = self._store.rows(
            "SELECT record FROM annotations WHERE uid = ? AND revision = ? AND annotator = ? AND stage = ?",
            [annotation.uid, annotation.revision, annotation.annotator, annotation.stage],
        )
        return Annotation.model_validate_json(rows[0]["record"]) if rows else None

    def _late(self, annotation: Annotation) -> bool:
        """Whether somebody else judges or has judged what the annotator said before."""
        if annotation.stage != "review" or annotation.purpose != "work":
            return False
        return (annotation.uid, annotation.revision) in self._sent_on

    def _keep(self, new: dict[str, Any], old: dict[str, Any] | None) -> None:
        """Keep an annotation as it came; what it replaces, and what does not count, goes to the log as well."""
        replaced = old is not None and old["digest"] != new["digest"] and old["outcome"] not in COUNTS
        record = pulled_record(self._store, self._place, new["annotation"]) if replaced else None
        put_pulled(self._store, new)
        self._kept[new["annotation"]] = new
        if new["outcome"] in COUNTS and not replaced:
            return
        details: dict[str, JsonValue] = {
            "project": new["project"],
            "annotation": new["annotation"],
            "digest": new["digest"],
        }
        if replaced:
            details["replaced"] = record
        subject = new["uid"] or f"task {new['task']}"
        action = f"pulled.{new['outcome']}"
        self._store.event(action, subject, actor=self._actor, reason=new["reason"] or "pulled", details=details)


def _meaning(raw: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The parts of an annotation that say something; the others change by themselves."""
    names = ("id", "completed_by", "updated_by", "was_cancelled", "result", "lead_time", "created_at", "updated_at")
    return {name: raw.get(name) for name in names}


def _newest(taken: Sequence[tuple[_Item, _Verdict]]) -> _Item | None:
    """The annotation that was submitted or changed last."""
    if not taken:
        return None

    def moment(pair: tuple[_Item, _Verdict]) -> tuple[str, int]:
        item, verdict = pair
        assert verdict.annotation is not None
        return verdict.annotation.finished or "", item.id

    return max(taken, key=moment)[0]


def _moment(text: str) -> datetime:
    made = datetime.fromisoformat(text)
    return made if made.tzinfo is not None else made.replace(tzinfo=UTC)


def _utc(text: str) -> str:
    """Write a server's time in UTC, to the second's fraction that it gave."""
    return _moment(text).astimezone(UTC).isoformat()


def _begun_before(given: Given, since: str) -> bool:
    """Whether an annotator began before a moment; where that cannot be told, yes."""
    if since == PENDING:
        return True
    begun = _moment(given.created_at) - timedelta(seconds=given.lead_time or 0)
    if given.draft_created_at is not None:
        begun = min(begun, _moment(given.draft_created_at))
    return begun < _moment(since)
