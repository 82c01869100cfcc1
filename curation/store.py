"""What a workspace holds: instances with every revision, sources, assets, annotations and decisions.

Nothing is changed in place: a changed instance is a new revision, and each change has an event that says who
made it and why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from curation.annotations import Decision
from curation.canonical import canonical_json
from curation.database import Event
from curation.models import (
    INSTANCE,
    Asset,
    Generated,
    GEUInstance,
    RejectedDraw,
    Source,
    UEGInstance,
)
from curation.people import Change, People

State = Literal["waiting", "unreviewed", "approved", "needs_fix", "rejected"]
STATES: tuple[State, ...] = ("waiting", "unreviewed", "approved", "needs_fix", "rejected")

_STATE = """
    CASE WHEN i.answerable = 0 THEN 'waiting' ELSE coalesce(
        (SELECT d.outcome FROM decisions d WHERE d.uid = i.uid AND d.revision = i.revision
         ORDER BY d.id DESC LIMIT 1), 'unreviewed') END
"""

_PUT_INSTANCE = """
    INSERT INTO instances
        (uid, revision, axis, category, subtask, difficulty, canonical_key, answerable, origin, digest)
    VALUES
        (:uid, :revision, :axis, :category, :subtask, :difficulty, :canonical_key, :answerable, :origin, :digest)
    ON CONFLICT (uid) DO UPDATE SET
        revision = excluded.revision, axis = excluded.axis, category = excluded.category,
        subtask = excluded.subtask, difficulty = excluded.difficulty, canonical_key = excluded.canonical_key,
        answerable = excluded.answerable, origin = excluded.origin, digest = excluded.digest
"""

_DECIDED = """
    (SELECT d.record FROM decisions d WHERE d.uid = i.uid AND d.revision = i.revision ORDER BY d.id DESC LIMIT 1)
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """An instance as it stands.

    Attributes:
        instance: Its newest revision.
        revision: Which one that is, from 1.
        state: `waiting` for a question, `unreviewed`, or what was decided for this revision.
        decision: What was decided for this revision, if anything.
    """

    instance: UEGInstance | GEUInstance
    revision: int
    state: State
    decision: Decision | None


_parsed = lru_cache(maxsize=4_000)(INSTANCE.validate_json)  # A push reads every instance up to four times.

CHECK = "run `curate check`"


class Store(People):
    """A workspace's database: what can be asked of it and written to it.

    Whatever returns a record raises a `WorkspaceError` where the record cannot be read.
    """

    # Instances

    def put_instance(self, instance: UEGInstance | GEUInstance, *, actor: str, reason: str) -> Change:
        """Store an instance: a new one, a new revision of one that changed, or nothing where it is the same."""
        record = canonical_json(instance.plain())
        digest = hashlib.sha256(record).hexdigest()
        with self.transaction():
            found = self.rows("SELECT revision, digest FROM instances WHERE uid = ?", [instance.uid])
            if found and found[0]["digest"] == digest:
                return "same"
            revision = found[0]["revision"] + 1 if found else 1
            # Plain statements: sqlite-utils looks at the table before each row, which takes longer than the row.
            self._db.execute(
                "INSERT INTO revisions (uid, revision, digest, record) VALUES (?, ?, ?, ?)",
                [instance.uid, revision, digest, record.decode()],
            )
            self._db.execute(
                _PUT_INSTANCE,
                {
                    "uid": instance.uid,
                    "revision": revision,
                    "axis": instance.axis,
                    "category": instance.category,
                    "subtask": instance.subtask,
                    "difficulty": instance.difficulty,
                    "canonical_key": instance.canonical_key,
                    "answerable": int(instance.answerable),
                    "origin": _origin(instance),
                    "digest": digest,
                },
            )
            change: Change = "changed" if found else "new"
            self.event(
                f"instance.{change}",
                instance.uid,
                actor=actor,
                reason=reason,
                details={"revision": revision, "digest": digest},
            )
            return change

    def _stored(self, where: str, parameters: Iterable[Any]) -> Iterator[Stored]:
        rows = self.rows(
            f"SELECT i.uid, i.revision, r.record, {_STATE} AS state, {_DECIDED} AS decided "  # noqa: S608
            f"FROM instances i JOIN revisions r ON r.uid = i.uid AND r.revision = i.revision {where} "
            "ORDER BY i.axis DESC, i.category, i.subtask, i.uid",
            parameters,
        )
        for row in rows:
            instance = self._parse(_parsed, row["record"], f"the record of {row['uid']}", remedy=CHECK)
            decided = row["decided"]
            decision = None if decided is None else self._decision(decided, row["uid"])
            yield Stored(instance, row["revision"], row["state"], decision)

    def instances(self, category: str | None = None) -> Iterator[Stored]:
        """Return the instances, of all categories or one, in a fixed order."""
        if category is None:
            yield from self._stored("", [])
        else:
            yield from self._stored("WHERE i.category = ?", [category])

    def instance(self, uid: str) -> Stored | None:
        """Find one instance."""
        return next(self._stored("WHERE i.uid = ?", [uid]), None)

    def revision(self, uid: str, number: int) -> UEGInstance | GEUInstance | None:
        """Find one revision of an instance, newest or not."""
        rows = self.rows("SELECT record FROM revisions WHERE uid = ? AND revision = ?", [uid, number])
        what = f"revision {number} of {uid}"
        return self._parse(INSTANCE.validate_json, rows[0]["record"], what) if rows else None

    def imported(self, uid: str) -> UEGInstance | GEUInstance | None:
        """Find what an import last made of an instance, whatever review has made of it since."""
        rows = self.rows(
            "SELECT max(json_extract(details, '$.revision')) AS revision FROM events WHERE subject = ? "
            "AND action IN ('instance.new', 'instance.changed') AND reason LIKE 'import of %'",
            [uid],
        )
        return self.revision(uid, rows[0]["revision"]) if rows[0]["revision"] is not None else None

    def records(self) -> Iterator[tuple[str, int, str, str]]:
        """Yield uid, revision, digest and raw JSON of each newest revision, unparsed: for checks."""
        for row in self.rows(
            "SELECT r.uid, r.revision, i.digest, r.record FROM instances i "
            "JOIN revisions r ON r.uid = i.uid AND r.revision = i.revision ORDER BY r.uid"
        ):
            yield row["uid"], row["revision"], row["digest"], row["record"]

    def counts(self) -> list[tuple[str, str | None, str, State, int]]:
        """Count instances by category, subtask, origin and state."""
        rows = self.rows(
            f"SELECT category, subtask, origin, {_STATE} AS state, count(*) AS n FROM instances i "  # noqa: S608
            "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
        )
        return [(row["category"], row["subtask"], row["origin"], row["state"], row["n"]) for row in rows]

    def proofs(self) -> list[tuple[str | None, bool | None, int]]:
        """Count instances by the method of their proof, and by whether the reader of the pixels beside it agreed.

        Returns:
            Method, `None` where there is no proof; whether the reader agreed, `None` where none looked; how many.
        """
        rows = self.rows(
            "SELECT json_extract(record, '$.proof.method') AS method, "
            "json_extract(record, '$.proof.evidence.reader_agrees') AS agrees, count(*) AS n "
            "FROM instances JOIN revisions USING (uid, revision) "
            "GROUP BY method, agrees ORDER BY method IS NULL, method, agrees"
        )
        return [(row["method"], None if row["agrees"] is None else bool(row["agrees"]), row["n"]) for row in rows]

    def editors(self) -> dict[str, frozenset[str]]:
        """Map each instance that was changed to those who changed it, as the log has it."""
        found: dict[str, set[str]] = {}
        for row in self.rows("SELECT DISTINCT subject, actor FROM events WHERE action = 'instance.changed'"):
            found.setdefault(row["subject"], set()).add(row["actor"])
        return {uid: frozenset(actors) for uid, actors in found.items()}

    def origin(self, uid: str) -> str | None:
        """Where an instance came from: pack, family or file; `None` where there is no such instance."""
        rows = self.rows("SELECT origin FROM instances WHERE uid = ?", [uid])
        return rows[0]["origin"] if rows else None

    def uids(self) -> frozenset[str]:
        """Return the uid of every instance."""
        return frozenset(row["uid"] for row in self.rows("SELECT uid FROM instances"))

    def canonical_keys(self) -> dict[str, str]:
        """Map each canonical key to the uid that has it (the first of them)."""
        rows = self.rows("SELECT canonical_key, min(uid) AS uid FROM instances GROUP BY canonical_key")
        return {row["canonical_key"]: row["uid"] for row in rows}

    # Sources, assets, draws

    def put_source(self, source: Source, *, actor: str, reason: str) -> Change:
        """Store a source; a change of licence or attribution replaces it, with an event."""
        record = canonical_json(source.plain()).decode()
        with self.transaction():
            found = self.rows("SELECT record FROM sources WHERE uid = ?", [source.uid])
            if found and found[0]["record"] == record:
                return "same"
            self._db.table("sources").upsert({"uid": source.uid, "record": record}, pk="uid")
            change: Change = "changed" if found else "new"
            self.event(
                f"source.{change}", source.uid, actor=actor, reason=reason, details={"digest": source.digest()}
            )
            return change

    def sources(self) -> list[Source]:
        """Return every source, by uid."""
        return [
            self._parse(Source.model_validate_json, row["record"], f"the source {row['uid']}", remedy=CHECK)
            for row in self.rows("SELECT uid, record FROM sources ORDER BY uid")
        ]

    def asset(self, pixels: str) -> Asset | None:
        """Find an asset by its pixel digest."""
        rows = self.rows("SELECT record FROM assets WHERE pixels = ?", [pixels])
        return self._asset(rows[0]["record"], pixels) if rows else None

    def put_asset(self, asset: Asset) -> None:
        """Note what the asset store holds."""
        with self.transaction():
            self._db.table("assets").upsert(
                {"pixels": asset.image.pixels, "record": canonical_json(asset.plain()).decode()}, pk="pixels"
            )

    def assets(self) -> list[Asset]:
        """Return every asset, by pixel digest."""
        return [
            self._asset(row["record"], row["pixels"])
            for row in self.rows("SELECT pixels, record FROM assets ORDER BY pixels")
        ]

    def _asset(self, record: str, pixels: str) -> Asset:
        return self._parse(Asset.model_validate_json, record, f"the note of the image {pixels}", remedy=CHECK)

    def asset_count(self) -> int:
        """How many images are noted."""
        return int(self.rows("SELECT count(*) AS n FROM assets")[0]["n"])

    def put_refused_draw(self, draw: RejectedDraw) -> None:
        """Note a draw that was not kept; noting it again changes nothing."""
        with self.transaction():
            row = draw.plain()
            row["place"] = row.pop("index")
            self._db.table("refused_draws").insert(row, ignore=True)

    def refused_draws(self) -> list[tuple[str, str, int]]:
        """Count refused draws by family and reason."""
        rows = self.rows(
            "SELECT family, reason, count(*) AS n FROM refused_draws GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2"
        )
        return [(row["family"], row["reason"], row["n"]) for row in rows]


def _origin(instance: UEGInstance | GEUInstance) -> str:
    provenance = instance.provenance
    if isinstance(provenance, Generated):
        return f"generated:{provenance.family}"
    if provenance.kind == "authored":
        return f"authored:{provenance.pack}"
    return f"imported:{provenance.format}"


__all__ = ["STATES", "Change", "Event", "State", "Store", "Stored"]
