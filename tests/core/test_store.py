"""What a workspace holds: revisions, states, and each change with who made it and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from curation.annotations import Annotator, Assignment
from curation.errors import WorkspaceError
from curation.models import Asset, GEUInstance, RejectedDraw, UEGInstance
from curation.store import Store
from tests.core.samples import WHO, annotation, decision, geu, photo_puzzle, source, ueg


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "curation.db")) as found:
        yield found


def told(store: Store) -> list[tuple[str, str]]:
    return [(event.action, event.subject) for event in store.events()]


def state(store: Store, uid: str) -> str:
    stored = store.instance(uid)
    assert stored is not None
    return stored.state


def test_a_changed_instance_is_a_new_revision(store: Store) -> None:
    assert store.put_instance(ueg(), **WHO) == "new"
    assert store.put_instance(ueg(), **WHO) == "same"
    assert store.put_instance(ueg(prompt="A croissant."), **WHO) == "changed"
    stored = store.instance("my-food-001")
    assert stored is not None
    assert (stored.instance, stored.revision) == (ueg(prompt="A croissant."), 2)
    assert told(store) == [("instance.new", "my-food-001"), ("instance.changed", "my-food-001")]
    rows = store.rows("SELECT revision, digest FROM revisions ORDER BY revision")
    assert [(row["revision"], row["digest"]) for row in rows] == [
        (1, ueg().digest()),
        (2, ueg(prompt="A croissant.").digest()),
    ]
    assert [dict(event.details) for event in store.events()] == rows
    assert {(event.actor, event.reason) for event in store.events()} == {("tester", "for a test")}
    assert store.put_instance(ueg(), **WHO) == "changed"
    assert store.instance("nobody") is None


def test_instances_come_in_one_order_whatever_order_they_came_in(store: Store, tmp_path: Path) -> None:
    every: list[UEGInstance | GEUInstance] = [
        geu(),
        ueg("my-a-2", category="code_to_image", subtask="loops"),
        ueg(),
        photo_puzzle(),
        ueg("my-a-1"),
    ]
    for instance in every:
        store.put_instance(instance, **WHO)
    expected = ["my-a-2", "my-a-1", "my-food-001", "maze-1", "photo-1"]
    assert [stored.instance.uid for stored in store.instances()] == expected
    with closing(Store(tmp_path / "other.db")) as other:
        for instance in reversed(every):
            other.put_instance(instance, **WHO)
        assert [stored.instance.uid for stored in other.instances()] == expected
    assert [stored.instance.uid for stored in store.instances("world_knowledge")] == ["my-a-1", "my-food-001"]
    assert store.uids() == frozenset(expected)


def test_counts_by_origin_and_state(store: Store) -> None:
    for instance in (geu(), ueg(), ueg("my-food-002", subtask=None), photo_puzzle()):
        store.put_instance(instance, **WHO)
    store.put_decision(decision(), **WHO)
    assert store.counts() == [
        ("cognitive_navigation", "maze", "generated:maze", "unreviewed", 1),
        ("mental_reconstruction", "coarse_grid", "generated:maze", "waiting", 1),
        ("world_knowledge", None, "authored:my-pack", "unreviewed", 1),
        ("world_knowledge", "food", "authored:my-pack", "approved", 1),
    ]
    assert store.origin("maze-1") == "generated:maze"
    assert store.origin("nobody") is None


def test_proofs_are_counted_by_method_and_by_whether_the_reader_of_the_pixels_agreed(store: Store) -> None:
    for number, (method, evidence) in enumerate(
        [("pixels", {}), ("id_buffer", {"reader_agrees": True}), ("id_buffer", {"reader_agrees": False})] * 2
    ):
        proof = {"method": method, "solver": "tests/1", "answer": "3", "evidence": evidence}
        store.put_instance(geu(f"maze-{number}", proof=proof, canonical_key=f"{number:064x}"), **WHO)
    store.put_instance(ueg(), **WHO)
    # What counts is the newest revision.
    store.put_instance(geu("maze-1", question="Which of these?", proof=None, canonical_key=f"{1:064x}"), **WHO)
    found = [("id_buffer", False, 2), ("id_buffer", True, 1), ("pixels", None, 2), (None, None, 2)]
    assert store.proofs() == found


def test_canonical_keys_name_the_first(store: Store) -> None:
    for uid in ("my-b", "my-a"):
        store.put_instance(ueg(uid), **WHO)
    assert store.canonical_keys() == {"a" * 64: "my-a"}


def test_the_last_decision_holds_for_its_revision_alone(store: Store) -> None:
    store.put_instance(ueg(), **WHO)
    assert state(store, "my-food-001") == "unreviewed"
    for outcome in ("rejected", "needs_fix", "approved"):
        store.put_decision(decision(outcome=outcome), **WHO)
        assert state(store, "my-food-001") == outcome
    stored = store.instance("my-food-001")
    assert stored is not None
    assert stored.decision == decision()
    store.put_instance(ueg(prompt="A croissant."), **WHO)
    stored = store.instance("my-food-001")
    assert stored is not None
    assert (stored.state, stored.decision) == ("unreviewed", None)
    store.put_decision(decision(revision=1, outcome="rejected"), **WHO)
    assert state(store, "my-food-001") == "unreviewed"
    store.put_decision(decision(revision=2), **WHO)
    assert state(store, "my-food-001") == "approved"
    assert [action for action, _ in told(store) if action.startswith("decision")] == [
        "decision.rejected",
        "decision.needs_fix",
        "decision.approved",
        "decision.rejected",
        "decision.approved",
    ]


def test_without_a_question_an_instance_waits_whatever_was_decided(store: Store) -> None:
    store.put_instance(photo_puzzle(), **WHO)
    store.put_decision(decision("photo-1"), **WHO)
    assert state(store, "photo-1") == "waiting"


@pytest.mark.parametrize(("uid", "revision"), [("my-food-001", 2), ("nobody", 1)])
def test_what_is_not_there_cannot_be_decided_on(store: Store, uid: str, revision: int) -> None:
    store.put_instance(ueg(), **WHO)
    before = told(store)
    with pytest.raises(WorkspaceError, match=rf"^{uid}: there is no revision {revision} to decide on$"):
        store.put_decision(decision(uid, revision=revision), **WHO)
    assert told(store) == before


def test_every_revision_can_be_read_and_those_who_made_it_are_known(store: Store) -> None:
    first, second = ueg(), ueg(prompt="A croissant.")
    store.put_instance(first, actor="tester", reason="for a test")
    store.put_instance(geu(), actor="tester", reason="for a test")
    store.put_instance(second, actor="ann", reason="for a test")
    store.put_instance(first, actor="bob", reason="for a test")
    found = [store.revision("my-food-001", number) for number in range(5)]
    assert found == [None, first, second, first, None]
    assert store.revision("maze-9", 1) is None
    assert store.editors() == {"my-food-001": {"ann", "bob"}}


UNSURE = {"kind": "skip", "comment": "unclear"}


def test_annotations_are_one_for_each_annotator_revision_and_stage(store: Store) -> None:
    assert store.put_annotation(annotation(), **WHO) == "new"
    assert store.put_annotation(annotation(), **WHO) == "same"
    assert store.put_annotation(annotation(work=UNSURE), **WHO) == "changed"
    for other in (annotation(annotator="bob"), annotation(stage="adjudicate"), annotation(revision=2)):
        assert store.put_annotation(other, **WHO) == "new"
    seen = [(item.revision, item.stage, item.annotator, item.work.kind) for item in store.annotations("maze-1")]
    assert seen == [
        (1, "adjudicate", "ann", "geu_review"),
        (1, "review", "ann", "skip"),
        (1, "review", "bob", "geu_review"),
        (2, "review", "ann", "geu_review"),
    ]
    assert len(told(store)) == 5
    assert store.annotations("nobody") == []


def test_sources(store: Store) -> None:
    assert store.put_source(source(), **WHO) == "new"
    assert store.put_source(source(), **WHO) == "same"
    assert store.put_source(source(licence="CC0-1.0"), **WHO) == "changed"
    assert store.sources() == [source(licence="CC0-1.0")]
    assert told(store) == [("source.new", "src-1"), ("source.changed", "src-1")]


def test_assets(store: Store) -> None:
    asset = Asset(image=source().image, file="f" * 64, size=7, encoder="Pillow 12, zlib 1.3")
    assert store.asset(asset.image.pixels) is None
    for _ in range(2):
        store.put_asset(asset)
    assert (store.asset(asset.image.pixels), store.assets(), store.asset_count()) == (asset, [asset], 1)
    assert told(store) == []


def test_refused_draws_are_counted_once(store: Store) -> None:
    def draw(attempt: int, reason: str) -> RejectedDraw:
        return RejectedDraw(
            family="maze",
            version=1,
            subtask="maze",
            difficulty="easy",
            seed=0,
            index=0,
            attempt=attempt,
            reason=reason,
        )

    for refused in (draw(0, "too short"), draw(1, "twice"), draw(2, "twice"), draw(1, "twice")):
        store.put_refused_draw(refused)
    assert store.refused_draws() == [("maze", "twice", 2), ("maze", "too short", 1)]


def test_a_change_that_fails_leaves_no_trace(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no room for it'); END"
        )
    with pytest.raises(WorkspaceError):
        store.put_instance(ueg(), **WHO)
    with pytest.raises(WorkspaceError):
        store.put_source(source(), **WHO)
    with pytest.raises(WorkspaceError):
        store.put_annotation(annotation(), **WHO)
    for table in ("instances", "revisions", "sources", "annotations", "events"):
        assert store.rows(f"SELECT * FROM {table}") == []


def tamper(store: Store, statement: str, *values: str) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER IF EXISTS revisions_no_update")
        connection.execute(statement, values)


PIXELS = "e" * 64
READERS: dict[str, tuple[str, Callable[[Store], Any], str]] = {
    "instances": ("revisions", lambda store: list(store.instances()), "the record of maze-1; run `curate check`"),
    "instance": ("revisions", lambda store: store.instance("maze-1"), "the record of maze-1; run `curate check`"),
    "revision": ("revisions", lambda store: store.revision("maze-1", 1), "revision 1 of maze-1"),
    "imported": ("revisions", lambda store: store.imported("maze-1"), "revision 1 of maze-1"),
    "decided": ("decisions", lambda store: list(store.instances()), "the decision on maze-1"),
    "decisions": ("decisions", lambda store: store.decisions("maze-1"), "the decision on maze-1"),
    "sources": ("sources", lambda store: store.sources(), "the source src-1; run `curate check`"),
    "assets": ("assets", lambda store: store.assets(), f"the note of the image {PIXELS}; run `curate check`"),
    "asset": ("assets", lambda store: store.asset(PIXELS), f"the note of the image {PIXELS}; run `curate check`"),
    "annotators": ("annotators", lambda store: store.annotators(), "the annotator ann"),
    "annotations": ("annotations", lambda store: store.annotations("maze-1"), "the annotation of maze-1 by ann"),
    "all_annotations": (
        "annotations",
        lambda store: list(store.all_annotations()),
        "the annotation of maze-1 by ann",
    ),
}
ANN = Annotator(name="ann", email="ann@example.org")


def fill(store: Store) -> None:
    store.put_instance(geu(), actor="tester", reason="import of a.jsonl")
    store.put_decision(decision("maze-1"), **WHO)
    store.put_source(source(), **WHO)
    store.put_asset(Asset(image=source().image, file="f" * 64, size=7, encoder="Pillow 12, zlib 1.3"))
    store.put_annotator(ANN, **WHO)
    store.put_annotation(annotation(), **WHO)
    store.put_assignments([Assignment(uid="maze-1", revision=1, stage="review", annotator="ann")])


@pytest.mark.parametrize("record", ["{}", "", "{", "[" * 100_000, "null"], ids=len)
@pytest.mark.parametrize("reader", READERS)
def test_a_record_that_cannot_be_read_is_named(store: Store, reader: str, record: str) -> None:
    table, read, named = READERS[reader]
    what, _, remedy = named.partition("; ")
    fill(store)
    read(store)
    tamper(store, f"UPDATE {table} SET record = ?", record)
    with pytest.raises(WorkspaceError) as caught:
        read(store)
    remedy = remedy or "restore the workspace from a copy"
    assert str(caught.value) == f"{store.path}: {what} cannot be read; {remedy}"


def test_every_table_of_records_is_read_above(store: Store) -> None:
    tables = {row["name"] for row in store.rows("SELECT name FROM sqlite_schema WHERE sql LIKE '%record TEXT%'")}
    assert tables == {table for table, _, _ in READERS.values()} | {"pulled"}  # Those stay as the server sent them.


def test_an_assignment_that_cannot_be_read_is_named(store: Store) -> None:
    fill(store)
    tamper(store, "UPDATE assignments SET purpose = 'sleep'")
    with pytest.raises(WorkspaceError) as caught:
        store.assignments()
    problem = "the assignment of maze-1 to ann cannot be read; restore the workspace from a copy"
    assert str(caught.value) == f"{store.path}: {problem}"


@pytest.mark.parametrize("record", ["{}", "{", "[" * 100_000, '{"seconds":NaN}'], ids=len)
def test_a_good_record_replaces_a_damaged_one_which_the_log_keeps(store: Store, record: str) -> None:
    fill(store)
    tamper(store, "UPDATE annotators SET record = ?", record)
    assert store.put_annotator(ANN, **WHO) == "changed"
    assert store.annotators() == [ANN]
    assert list(store.events())[-1].details["replaced"] == {"unreadable": record}
    assert list(store.broken_links()) == []


def test_records_are_there_raw_for_checks(store: Store) -> None:
    store.put_instance(ueg(), **WHO)
    tamper(store, "UPDATE revisions SET record = ?", '{"axis":"UEG"}')
    assert list(store.records()) == [("my-food-001", 1, ueg().digest(), '{"axis":"UEG"}')]


def test_json_that_sqlite_cannot_read_is_damage(store: Store) -> None:
    fill(store)
    tamper(store, "UPDATE revisions SET record = '{'")
    with pytest.raises(WorkspaceError) as caught:
        store.proofs()
    problem = "the database is damaged (malformed JSON); restore the workspace from a copy"
    assert str(caught.value) == f"{store.path}: {problem}"


def test_text_that_is_no_utf_8_is_damage(store: Store) -> None:
    fill(store)
    tamper(store, "UPDATE sources SET record = CAST(x'ff' AS TEXT)")
    with pytest.raises(WorkspaceError, match=r": the database is damaged \(Could not decode to UTF-8 .*; restore"):
        store.sources()


def test_a_table_that_is_gone_is_damage(store: Store) -> None:
    tamper(store, "DROP TABLE sources")
    with pytest.raises(WorkspaceError, match=r": the database is damaged \(no such table: sources\); restore"):
        store.sources()
