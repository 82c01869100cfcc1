"""What a workspace holds: revisions, states, and each change with who made it and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

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


def test_a_record_that_cannot_be_read_is_named(store: Store) -> None:
    store.put_instance(ueg(), **WHO)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER revisions_no_update")
        connection.execute('UPDATE revisions SET record = \'{"axis":"UEG"}\'')
    with pytest.raises(WorkspaceError) as caught:
        list(store.instances())
    assert str(caught.value) == f"{store.path}: the record of my-food-001 cannot be read; run `curate check`"
    assert list(store.records()) == [("my-food-001", 1, ueg().digest(), '{"axis":"UEG"}')]
