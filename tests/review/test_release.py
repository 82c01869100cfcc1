"""What review approves is what a release takes, and it carries who approved it and by which rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curation.errors import UsageError
from curation.intake import import_paths
from curation.release.assemble import assemble
from curation.workspace import Workspace, create
from tests.cli.conftest import write_pack
from tests.review.people import assigned, geu_work, hire, judged, reviews, say, settled, ueg_work

DISPUTED = "my-9-1"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """One instance of each category, reviewed by two of three; one of them disputed."""
    workspace = create(tmp_path / "workspace")
    import_paths(workspace, [write_pack(tmp_path)], actor="tester")
    hire(workspace, "ann", "bob")
    hire(workspace, "dan", adjudicates=True)
    assigned(workspace)
    for stored in workspace.store.instances():
        instance = stored.instance
        if instance.axis == "GEU":
            other = "A" if instance.uid == DISPUTED and instance.key != "A" else instance.key
            words = {"ann": geu_work(instance.key), "bob": geu_work(other)}
        else:
            words = dict.fromkeys(("ann", "bob"), ueg_work(*(item.answer for item in instance.checklist)))
        reviews(workspace, instance.uid, **words)
    settled(workspace)
    return workspace


def test_a_frozen_release_refuses_what_is_not_approved(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="not enough different instances that people have approved"):
        assemble(workspace, version="1.0.0")


def test_what_is_approved_carries_people_and_rule(workspace: Workspace) -> None:
    say(workspace, DISPUTED, "dan", judged(), "adjudicate")
    settled(workspace)
    report = assemble(workspace, version="1.0.0-draft.1", per_category=1, draft=True)
    lines = (Path(report.path) / "instances.jsonl").read_text().splitlines()
    found = {row["instance"]["uid"]: (row["rule"], row["approved_by"]) for row in map(json.loads, lines)}
    assert found.pop(DISPUTED) == ("adjudicated", ["dan"])
    assert set(map(str, found.values())) == {str(("unanimous", ["ann", "bob"]))}
    assert len(found) == 9


def test_a_draft_says_who_approved_nothing(workspace: Workspace) -> None:
    report = assemble(workspace, version="1.0.0-draft.1", per_category=1, draft=True)
    assert sum(category.approved for category in report.categories) == 9


@pytest.mark.parametrize("word", ["rejected", "taken back"])
def test_what_was_rejected_or_taken_back_is_in_no_release(workspace: Workspace, word: str) -> None:
    if word == "rejected":
        say(workspace, DISPUTED, "dan", judged("rejected"), "adjudicate")
    else:
        reviews(workspace, "my-8-1", ann=geu_work("A", "reject"))
    settled(workspace)
    with pytest.raises(UsageError, match="not enough"):
        assemble(workspace, version="1.0.0-draft.1", per_category=1, draft=True)
