"""What a workspace knows of people: annotators, what they were asked for and said, and what was decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from curation.annotations import Annotation, Annotator, Assignment, Decision
from curation.canonical import canonical_json
from curation.database import Ledger
from curation.errors import WorkspaceError
from curation.models import Record, Stage

Change = Literal["new", "changed", "same"]


class People(Ledger):
    """The part of a store that people's work is in.

    Whatever returns a record raises a `WorkspaceError` where the record cannot be read.
    """

    def put_annotator(self, annotator: Annotator, *, actor: str, reason: str) -> Change:
        """Note an annotator; no password and no token is ever kept."""
        return self._put(
            "annotators",
            {"name": annotator.name},
            annotator,
            columns={"email": annotator.email},
            event="annotator",
            subject=annotator.name,
            actor=actor,
            reason=reason,
        )

    def annotators(self) -> list[Annotator]:
        """Return every annotator, by name."""
        return [
            self._parse(Annotator.model_validate_json, row["record"], f"the annotator {row['name']}")
            for row in self.rows("SELECT name, record FROM annotators ORDER BY name")
        ]

    def put_assignments(self, assignments: Iterable[Assignment]) -> int:
        """Note who is asked for what; what is noted already stays. Return how many are new."""
        with self.transaction():
            before = self.rows("SELECT count(*) AS n FROM assignments")[0]["n"]
            self._db.table("assignments").insert_all((item.plain() for item in assignments), ignore=True)
            return int(self.rows("SELECT count(*) AS n FROM assignments")[0]["n"] - before)

    def assignments(self, stage: Stage | None = None) -> list[Assignment]:
        """Return who is asked for what, of all stages or one, in a fixed order; old revisions included."""
        where, given = ("", []) if stage is None else ("WHERE stage = ?", [stage])
        rows = self.rows(
            "SELECT uid, revision, stage, annotator, purpose FROM assignments "  # noqa: S608
            f"{where} ORDER BY stage, annotator, uid, revision",
            given,
        )
        return [
            self._parse(Assignment.model_validate, row, f"the assignment of {row['uid']} to {row['annotator']}")
            for row in rows
        ]

    def put_annotation(self, annotation: Annotation, *, actor: str, reason: str) -> Change:
        """Store what an annotator said; a later word replaces an earlier one, which the log keeps."""
        return self._put(
            "annotations",
            {
                "uid": annotation.uid,
                "revision": annotation.revision,
                "annotator": annotation.annotator,
                "stage": annotation.stage,
            },
            annotation,
            event="annotation",
            subject=annotation.uid,
            actor=actor,
            reason=reason,
            details={"revision": annotation.revision},
        )

    def all_annotations(self) -> Iterator[Annotation]:
        """Return what annotators said about every instance, all revisions, in a fixed order."""
        for row in self.rows(
            "SELECT uid, annotator, record FROM annotations ORDER BY uid, revision, stage, annotator"
        ):
            yield self._annotation(row)

    def _put(
        self,
        table: str,
        key: dict[str, Any],
        record: Record,
        *,
        columns: dict[str, Any] | None = None,
        event: str,
        subject: str,
        actor: str,
        reason: str,
        details: dict[str, Any] | None = None,
    ) -> Change:
        text = canonical_json(record.plain()).decode()
        where = " AND ".join(f"{column} = ?" for column in key)
        with self.transaction():
            found = self.rows(f"SELECT record FROM {table} WHERE {where}", list(key.values()))  # noqa: S608
            if found and found[0]["record"] == text:
                return "same"
            self._db.table(table).upsert({**key, **(columns or {}), "record": text}, pk=tuple(key))
            change: Change = "changed" if found else "new"
            said = {**(details or {}), "digest": record.digest()}
            if found:
                said["replaced"] = _as_it_was(type(record), found[0]["record"])
            self.event(f"{event}.{change}", subject, actor=actor, reason=reason, details=said)
            return change

    def annotations(self, uid: str) -> list[Annotation]:
        """Return what annotators said about an instance, all revisions, in a fixed order."""
        rows = self.rows(
            "SELECT uid, annotator, record FROM annotations WHERE uid = ? ORDER BY revision, stage, annotator",
            [uid],
        )
        return [self._annotation(row) for row in rows]

    def _annotation(self, row: dict[str, Any]) -> Annotation:
        what = f"the annotation of {row['uid']} by {row['annotator']}"
        return self._parse(Annotation.model_validate_json, row["record"], what)

    def put_decision(self, decision: Decision, *, actor: str, reason: str) -> None:
        """Append a decision; the last one for a revision holds.

        Raises:
            WorkspaceError: There is no such revision.
        """
        with self.transaction():
            newest = self.rows("SELECT revision FROM instances WHERE uid = ?", [decision.uid])
            if not newest or decision.revision > newest[0]["revision"]:
                raise WorkspaceError(f"{decision.uid}: there is no revision {decision.revision} to decide on")
            self._db.table("decisions").insert(
                {
                    "uid": decision.uid,
                    "revision": decision.revision,
                    "outcome": decision.outcome,
                    "record": canonical_json(decision.plain()).decode(),
                }
            )
            self.event(
                f"decision.{decision.outcome}",
                decision.uid,
                actor=actor,
                reason=reason,
                details={"revision": decision.revision, "digest": decision.digest()},
            )

    def decisions(self, uid: str) -> list[Decision]:
        """Return what was decided about an instance, all revisions, oldest first."""
        rows = self.rows("SELECT record FROM decisions WHERE uid = ? ORDER BY id", [uid])
        return [self._decision(row["record"], uid) for row in rows]

    def _decision(self, record: str, uid: str) -> Decision:
        return self._parse(Decision.model_validate_json, record, f"the decision on {uid}")


def _as_it_was(model: type[Record], text: str) -> object:
    """Read a record for the log; what is unreadable is kept as it is, so that a good one may replace it."""
    try:
        model.model_validate_json(text)  # First: JSON that this takes neither nests too deep nor holds a NaN.
        found: object = json.loads(text)
    except ValueError:
        return {"unreadable": text}
    return found
