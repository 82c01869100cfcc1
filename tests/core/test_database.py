"""The database: append-only, chained, whole transactions, and one line for whatever is wrong with it."""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from curation import database
from curation.canonical import digest_json
from curation.database import Ledger
from curation.errors import WorkspaceError
from tests.core.samples import WHO

LOCKER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "curation.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with closing(Ledger(path)) as found:
        yield found


def test_a_forgotten_ledger_may_be_collected_in_any_thread(path: Path) -> None:
    held = [Ledger(path)]
    thread = threading.Thread(target=held.clear)
    with pytest.MonkeyPatch.context() as patch:
        unraised: list[object] = []
        patch.setattr(sys, "unraisablehook", unraised.append)
        thread.start()
        thread.join()
        gc.collect()
    assert unraised == []


def five_events(ledger: Ledger) -> None:
    for number in range(1, 6):
        ledger.event("instance.new", f"uid-{number}", details={"revision": number}, **WHO)


def tamper(path: Path, *statements: str) -> None:
    """Do what the triggers forbid, as somebody with the file at hand can."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for verb in ("update", "delete"):
            connection.execute(f"DROP TRIGGER IF EXISTS events_no_{verb}")
        for statement in statements:
            connection.execute(statement)


def opening(path: Path) -> str:
    with pytest.raises(WorkspaceError) as caught:
        Ledger(path)
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{path}: ")


# The log


def test_events_are_chained(ledger: Ledger) -> None:
    five_events(ledger)
    events = list(ledger.events())
    assert [event.seq for event in events] == [1, 2, 3, 4, 5]
    assert [event.previous for event in events] == ["0" * 64, *(event.digest for event in events[:-1])]
    first = events[0]
    body = [1, first.at, "tester", "instance.new", "uid-1", "for a test", {"revision": 1}, "0" * 64]
    assert first.digest == first.computed() == digest_json(body)
    assert first.at.endswith("+00:00")
    assert list(ledger.broken_links()) == []
    assert [event.subject for event in ledger.events("uid-4")] == ["uid-4"]


@pytest.mark.parametrize("table", ["events", "revisions"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET digest = 'x'", "DELETE FROM {}"])
def test_history_is_append_only(ledger: Ledger, path: Path, table: str, statement: str) -> None:
    five_events(ledger)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO revisions VALUES ('a', 1, 'b', 'c')")
        with pytest.raises(sqlite3.IntegrityError, match=f"^{table} are append-only$"):
            connection.execute(statement.format(table))


@pytest.mark.parametrize("column", ["at", "actor", "action", "subject", "reason", "details"])
def test_an_altered_event_is_found(ledger: Ledger, path: Path, column: str) -> None:
    five_events(ledger)
    value = '{"revision":99}' if column == "details" else "x"
    tamper(path, f"UPDATE events SET {column} = '{value}' WHERE seq = 3")
    assert list(ledger.broken_links()) == [(3, "was altered after it was written")]


@pytest.mark.parametrize("details", ["{", "[]", '{"revision":NaN}', "[" * 100_000, '{"revision":1e400}', "7"])
def test_details_that_are_no_record_are_found_and_can_be_read(ledger: Ledger, path: Path, details: str) -> None:
    five_events(ledger)
    tamper(path, f"UPDATE events SET details = '{details}' WHERE seq = 3")
    assert list(ledger.broken_links()) == [(3, "was altered after it was written")]
    assert len(list(ledger.events())) == 5


def test_whoever_computes_the_digest_anew_breaks_the_next_link(ledger: Ledger, path: Path) -> None:
    five_events(ledger)
    event = list(ledger.events())[2]
    body = [event.seq, event.at, "somebody else", event.action, event.subject, event.reason, event.details]
    digest = digest_json([*body, event.previous])
    tamper(path, f"UPDATE events SET actor = 'somebody else', digest = '{digest}' WHERE seq = 3")
    assert list(ledger.broken_links()) == [(4, "does not follow from the event before it")]


@pytest.mark.parametrize(("gone", "found"), [(1, (2, "event 1 is missing")), (3, (4, "event 3 is missing"))])
def test_a_missing_event_is_found(ledger: Ledger, path: Path, gone: int, found: tuple[int, str]) -> None:
    five_events(ledger)
    tamper(path, f"DELETE FROM events WHERE seq = {gone}")
    assert list(ledger.broken_links()) == [found]


def test_events_that_change_places_are_found(ledger: Ledger, path: Path) -> None:
    five_events(ledger)
    swap = "UPDATE events SET seq = {} WHERE seq = {}"
    tamper(path, swap.format(99, 2), swap.format(2, 3), swap.format(3, 99))
    assert [seq for seq, _ in ledger.broken_links()][:2] == [2, 2]


# Transactions


def test_a_transaction_that_fails_leaves_nothing(ledger: Ledger) -> None:
    def fail() -> None:
        with ledger.transaction():
            ledger.event("a", "b", **WHO)
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        fail()
    assert list(ledger.events()) == []
    ledger.event("a", "b", **WHO)
    assert len(list(ledger.events())) == 1


def test_an_inner_transaction_is_undone_alone_or_with_the_outer_one(ledger: Ledger) -> None:
    def inner(subject: str) -> None:
        with ledger.transaction():
            ledger.event("a", subject, **WHO)
            raise RuntimeError("stop")

    with ledger.transaction():
        ledger.event("a", "kept", **WHO)
        with pytest.raises(RuntimeError, match="stop"):
            inner("undone")
        ledger.event("a", "kept too", **WHO)
    assert [event.subject for event in ledger.events()] == ["kept", "kept too"]

    def outer() -> None:
        with ledger.transaction():
            with ledger.transaction():
                ledger.event("a", "undone with the outer one", **WHO)
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        outer()
    assert [event.subject for event in ledger.events()] == ["kept", "kept too"]
    assert list(ledger.broken_links()) == []


def test_nothing_is_seen_from_outside_before_the_end(ledger: Ledger, path: Path) -> None:
    with closing(Ledger(path)) as other:
        with ledger.transaction():
            ledger.event("a", "b", **WHO)
            assert list(other.events()) == []
        assert len(list(other.events())) == 1


# What can be wrong with the file


def test_locked_by_another_process(ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with (
        closing(Ledger(path)) as hasty,
        subprocess.Popen(
            [sys.executable, "-c", LOCKER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other,
    ):
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        with pytest.raises(WorkspaceError) as caught:
            hasty.event("a", "b", **WHO)
        problem = "the database is locked by another process; wait for it or stop it, and run again"
        assert str(caught.value) == f"{path}: {problem}"
        assert list(hasty.events()) == []  # Reading goes on.
        other.communicate()
    ledger.event("a", "b", **WHO)


def test_made_by_a_newer_version(ledger: Ledger, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        columns, *_ = connection.execute("SELECT * FROM _sqlite_migrations").fetchall()
        names = [row[1] for row in connection.execute("PRAGMA table_info(_sqlite_migrations)")]
        row = {**dict(zip(names, columns, strict=True)), "name": "m099_later", "id": 99}
        row = {name: row[name] for name in names}
        marks = ", ".join("?" for _ in row)
        connection.execute(f"INSERT INTO _sqlite_migrations VALUES ({marks})", list(row.values()))
    assert opening(path) == "was made by a newer version of curate (it has m099_later); update curate"


def test_no_database(path: Path) -> None:
    path.write_bytes(b"this is some text, not a database, and long enough for a header" * 20)
    before = path.read_bytes()
    assert opening(path) == "the database is damaged (file is not a database); restore the workspace from a copy"
    assert path.read_bytes() == before


def test_a_damaged_page(path: Path) -> None:
    with closing(Ledger(path)) as ledger:
        for _ in range(40):
            five_events(ledger)
    data = bytearray(path.read_bytes())
    for place in range(4096, len(data), 4096):
        data[place : place + 100] = b"\xff" * 100
    path.write_bytes(data)
    assert opening(path).startswith("the database is damaged (")


def test_a_place_that_is_not_there(tmp_path: Path) -> None:
    line = opening(tmp_path / "nowhere" / "curation.db")
    assert line.startswith("the database cannot be used (unable to open database file); ")


def test_a_full_disk_leaves_the_database_whole(ledger: Ledger, path: Path) -> None:
    five_events(ledger)
    pages = ledger.rows("PRAGMA page_count")[0]["page_count"]
    ledger.rows(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        with ledger.transaction():
            for number in range(200):
                ledger.event("a", "b", details={"text": "x" * 200, "number": number}, **WHO)

    with pytest.raises(WorkspaceError) as caught:
        fill()
    assert str(caught.value) == f"{path}: the disk is full; make room and run again"
    assert len(list(ledger.events())) == 5
    assert list(ledger.broken_links()) == []
    ledger.rows("PRAGMA max_page_count = 100000")
    fill()
    assert len(list(ledger.events())) == 205


READ_ONLY = (
    "the database or its folder may not be written; "
    "give your account the right to write both, or use a copy of the workspace"
)


def test_in_a_folder_that_may_not_be_written_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a ?mode=rwc %41#" / "curation.db"
    path.parent.mkdir()
    with closing(Ledger(path)) as ledger:
        five_events(ledger)
    monkeypatch.setattr(os, "access", lambda place, mode: place != path.parent or mode != os.W_OK)
    with closing(Ledger(path)) as ledger:
        assert len(list(ledger.events())) == 5
        with pytest.raises(WorkspaceError) as caught:
            five_events(ledger)
        assert (str(caught.value), caught.value.exit_code) == (f"{path}: {READ_ONLY}", 3)
        assert list(path.parent.iterdir()) == [path]  # No log: it was told that nothing changes.


def test_a_migration_that_was_stopped_is_made_again(path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from curation import database\n"
        "database._TABLES = (*database._TABLES[:4], 'SELECT stop()')\n"
        "connect = database.sqlite3.connect\n"
        "def opened(*a, **k):\n"
        "    c = connect(*a, **k); c.create_function('stop', 0, lambda: os.kill(os.getpid(), signal.SIGKILL))\n"
        "    return c\n"
        "database.sqlite3.connect = opened\n"
        "database.Ledger(Path(sys.argv[1]))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)]).returncode == -9
    with closing(Ledger(path)) as ledger:
        five_events(ledger)
        assert list(ledger.broken_links()) == []


def test_details_are_stored_as_canonical_json(ledger: Ledger, path: Path) -> None:
    ledger.event("a", "b", details={"z": 1.0, "a": "ü"}, **WHO)
    (row,) = ledger.rows("SELECT details FROM events")
    assert row["details"] == '{"a":"ü","z":1}'
    assert json.loads(row["details"]) == next(ledger.events()).details
