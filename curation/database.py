"""The SQLite file of a workspace: its tables and migrations, transactions, and the chained event log.

Events are chained, each holding the digest of the one before, and the database refuses to alter or delete them;
whoever does so behind its back breaks the chain, and `broken_links` shows where. (What no chain can show is that
the newest events were cut off; compare with a copy for that.)
"""

from __future__ import annotations

import json
import os
import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database, Migrations

from curation.canonical import canonical_json, digest_json
from curation.errors import WorkspaceError

BUSY_SECONDS = 10.0

MIGRATIONS = ("m001_create", "m002_people")
"""Every migration that this version knows; a database with another one is newer."""

migrations = Migrations("curate")


@migrations()
def m001_create(db: Database) -> None:
    """Create the tables, and forbid to alter history."""
    for statement in _TABLES:
        db.execute(statement)
    for table in ("revisions", "events"):
        for verb in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
            )


@migrations()
def m002_people(db: Database) -> None:
    """Add who annotates, who is asked for what, and what was seen on a Label Studio server."""
    for statement in _PEOPLE:
        db.execute(statement)


_TABLES = (
    """CREATE TABLE instances (
        uid TEXT PRIMARY KEY, revision INTEGER NOT NULL, axis TEXT NOT NULL, category TEXT NOT NULL,
        subtask TEXT, difficulty TEXT, canonical_key TEXT NOT NULL, answerable INTEGER NOT NULL,
        origin TEXT NOT NULL, digest TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX instances_by_category ON instances (category, subtask)",
    "CREATE INDEX instances_by_canonical_key ON instances (canonical_key)",
    """CREATE TABLE revisions (
        uid TEXT NOT NULL, revision INTEGER NOT NULL, digest TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (uid, revision)
    ) STRICT""",
    "CREATE TABLE sources (uid TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT",
    "CREATE TABLE assets (pixels TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT",
    """CREATE TABLE annotations (
        id INTEGER PRIMARY KEY, uid TEXT NOT NULL, revision INTEGER NOT NULL, annotator TEXT NOT NULL,
        stage TEXT NOT NULL, record TEXT NOT NULL, UNIQUE (uid, revision, annotator, stage)
    ) STRICT""",
    """CREATE TABLE decisions (
        id INTEGER PRIMARY KEY, uid TEXT NOT NULL, revision INTEGER NOT NULL, outcome TEXT NOT NULL,
        record TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX decisions_by_revision ON decisions (uid, revision, id)",
    """CREATE TABLE refused_draws (
        family TEXT NOT NULL, version INTEGER NOT NULL, subtask TEXT NOT NULL, difficulty TEXT NOT NULL,
        seed INTEGER NOT NULL, place INTEGER NOT NULL, attempt INTEGER NOT NULL, reason TEXT NOT NULL,
        PRIMARY KEY (family, version, subtask, difficulty, seed, place, attempt)
    ) STRICT""",
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
        subject TEXT NOT NULL, reason TEXT NOT NULL, details TEXT NOT NULL, previous TEXT NOT NULL,
        digest TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX events_by_subject ON events (subject, seq)",
)

_PEOPLE = (
    "CREATE TABLE annotators (name TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, record TEXT NOT NULL) STRICT",
    """CREATE TABLE assignments (
        uid TEXT NOT NULL, revision INTEGER NOT NULL, stage TEXT NOT NULL, annotator TEXT NOT NULL,
        purpose TEXT NOT NULL, PRIMARY KEY (uid, revision, stage, annotator)
    ) STRICT""",
    "CREATE INDEX assignments_by_annotator ON assignments (annotator, stage)",
    """CREATE TABLE pages (
        name TEXT NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL, xml TEXT NOT NULL,
        PRIMARY KEY (name, version)
    ) STRICT""",
    """CREATE TABLE pulled (
        project INTEGER NOT NULL, annotation INTEGER NOT NULL, task INTEGER NOT NULL, uid TEXT NOT NULL,
        revision INTEGER NOT NULL, annotator TEXT NOT NULL, stage TEXT NOT NULL, digest TEXT NOT NULL,
        outcome TEXT NOT NULL, reason TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (project, annotation)
    ) STRICT""",
    "CREATE TABLE seen (project INTEGER PRIMARY KEY, mark TEXT NOT NULL) STRICT",
)


Kept = TypeVar("Kept")
Model = TypeVar("Model")

RESTORE = "restore the workspace from a copy"
_DAMAGE = ("malformed", "no such table", "no such column", "decode")
"""What SQLite calls operational errors, and only somebody's hand or a bad disk can cause."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the log.

    Attributes:
        seq: Its number, from 1, without gaps.
        at: UTC, ISO 8601, to the second.
        actor: Who did it.
        action: What, such as `instance.new`.
        subject: To what.
        reason: Why.
        details: More of it, as JSON.
        previous: Digest of the event before.
        digest: SHA-256 over all of the above as canonical JSON.
    """

    seq: int
    at: str
    actor: str
    action: str
    subject: str
    reason: str
    details: Mapping[str, Any]
    previous: str
    digest: str

    def computed(self) -> str:
        """Compute the digest from the other fields."""
        body = [self.seq, self.at, self.actor, self.action, self.subject, self.reason, dict(self.details)]
        return digest_json([*body, self.previous])


class Ledger:
    """The database and its event log.

    Args:
        path: The SQLite file; created when missing. Where its folder may not be written, it can only be read.
        new: Whether a file without tables may be given them; else it is what is left of another.

    Raises:
        WorkspaceError: It is locked, damaged, or was made by a newer version.
    """

    def __init__(self, path: Path, *, new: bool = True) -> None:
        self.path = path
        self._settled = _settled(path)
        with self.guard():
            place = f"{path.absolute().as_uri()}?immutable=1" if self._settled else str(path)
            # What nobody closed is closed when it is collected, which may be in whichever thread runs then.
            self._db = Database(
                sqlite3.connect(place, timeout=BUSY_SECONDS, check_same_thread=False, uri=self._settled)
            )
            weakref.finalize(self, self._db.close)  # Python 3.13 warns of a connection that nobody closed.
            try:
                self._prepare(new=new)
            except BaseException:
                self._db.close()
                raise

    def _prepare(self, *, new: bool) -> None:
        if not new and not {"instances", "revisions", "events"}.intersection(self._db.table_names()):
            raise WorkspaceError(
                f"{self.path}: the database holds none of a workspace's tables; restore it from a copy, "
                "or remove the folder and make a new one with `curate init`"
            )
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA synchronous = NORMAL")
        if not self._settled and self._db.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
            raise WorkspaceError(f"{self.path}: the disk does not allow SQLite's WAL mode; use a local disk")
        pending = migrations.pending(self._db)
        applied = {migration.name for migration in migrations.applied(self._db)}
        if newer := sorted(applied - set(MIGRATIONS)):
            raise WorkspaceError(
                f"{self.path}: was made by a newer version of curate (it has {newer[-1]}); update curate"
            )
        if pending:
            migrations.apply(self._db)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Turn SQLite's errors into one line each."""
        try:
            yield
        except sqlite3.OperationalError as error:
            text = str(error)
            if "locked" in text or "busy" in text:
                raise WorkspaceError(
                    f"{self.path}: the database is locked by another process; wait for it or stop it, and run again"
                ) from None
            if "readonly" in text:
                raise WorkspaceError(
                    f"{self.path}: the database or its folder may not be written; "
                    "give your account the right to write both, or use a copy of the workspace"
                ) from None
            if "full" in text:
                raise WorkspaceError(f"{self.path}: the disk is full; make room and run again") from None
            if any(sign in text for sign in _DAMAGE):
                raise self._damaged(error) from None
            raise WorkspaceError(
                f"{self.path}: the database cannot be used ({text}); look to the disk's room and the file's rights"
            ) from error
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from None

    def _damaged(self, error: sqlite3.Error) -> WorkspaceError:
        return WorkspaceError(f"{self.path}: the database is damaged ({error}); {RESTORE}")

    def _parse(self, model: Callable[[Kept], Model], record: Kept, what: str, *, remedy: str = RESTORE) -> Model:
        """Read what is stored.

        Args:
            model: What reads it.
            record: As it is stored.
            what: What it is, as a person would say it.
            remedy: What to do about a damaged one; the default is for what `curate check` does not look at.

        Raises:
            WorkspaceError: It cannot be read.
        """
        try:
            return model(record)
        except ValueError:
            raise WorkspaceError(f"{self.path}: {what} cannot be read; {remedy}") from None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write everything inside or nothing; may be nested.

        Raises:
            WorkspaceError: The database is locked or full.
        """
        with self.guard():
            if self._db.conn.in_transaction:
                with self._db.atomic():
                    yield
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                raise

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[dict[str, Any]]:
        """Run a query and return its rows."""
        with self.guard():
            return list(self._db.query(sql, list(parameters)))

    def execute(self, sql: str, parameters: Iterable[Any] = ()) -> None:
        """Run a statement that writes, in a transaction."""
        with self.transaction():
            self._db.execute(sql, list(parameters))

    # Events

    def event(
        self, action: str, subject: str, *, actor: str, reason: str, details: Mapping[str, Any] | None = None
    ) -> None:
        """Append an event to the chain."""
        with self.transaction():
            last = self.rows("SELECT seq, digest FROM events ORDER BY seq DESC LIMIT 1")
            seq, previous = (last[0]["seq"] + 1, last[0]["digest"]) if last else (1, "0" * 64)
            at = datetime.now(UTC).isoformat(timespec="seconds")
            event = Event(seq, at, actor, action, subject, reason, dict(details or {}), previous, "")
            self._db.execute(
                "INSERT INTO events (seq, at, actor, action, subject, reason, details, previous, digest) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(seq, at, actor, action, subject, reason),
                    *(canonical_json(dict(event.details)).decode(), previous, event.computed()),
                ],
            )

    def events(self, subject: str | None = None) -> Iterator[Event]:
        """Return the log, or what concerns one subject, oldest first."""
        where, parameters = ("", []) if subject is None else ("WHERE subject = ?", [subject])
        for row in self.rows(f"SELECT * FROM events {where} ORDER BY seq", parameters):  # noqa: S608
            yield Event(**{**row, "details": _details(row["details"])})

    def broken_links(self) -> Iterator[tuple[int, str]]:
        """Yield each place where the log does not hold together: its number and what is wrong."""
        previous = "0" * 64
        for place, event in enumerate(self.events(), start=1):
            if event.seq != place:
                yield event.seq, f"event {place} is missing"
                return
            if event.previous != previous:
                yield event.seq, "does not follow from the event before it"
            try:
                whole = event.digest == event.computed()
            except ValueError:
                whole = False
            if not whole:
                yield event.seq, "was altered after it was written"
            previous = event.digest


def _settled(path: Path) -> bool:
    """Whether nothing can be made beside a database, and nobody who can has it open: then there would be a log.

    SQLite reads in WAL mode only where it may make the log, or where it is told that nothing will change.
    """
    log = path.with_name(f"{path.name}-wal")
    return path.is_file() and not os.access(path.parent, os.W_OK) and not log.exists()


def _details(text: str) -> Mapping[str, Any]:
    """Read an event's details; what somebody made unreadable is shown as it is, and breaks the chain."""
    try:
        details = json.loads(text)
    except (ValueError, RecursionError):
        details = None
    return details if isinstance(details, dict) else {"unreadable": text}
