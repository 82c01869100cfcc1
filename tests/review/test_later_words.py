"""What follows where people change their word, or a run is stopped."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from curation.annotations import Decision
from curation.errors import WorkspaceError
from curation.models import GEUInstance
from curation.review import rules
from curation.review.edits import edited
from curation.store import Store
from curation.workspace import Workspace
from tests.core.samples import decision
from tests.review.conftest import Making
from tests.review.people import (
    SKIP,
    WHO,
    content,
    judged,
    put,
    puzzle,
    puzzles,
    reviews,
    say,
    settled,
)
from tests.review.test_rules import ACCEPT, MAZE, REJECT, place, told


def test_who_takes_an_acceptance_back_takes_the_approval_back(maze: Workspace) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=ACCEPT)
    settled(maze)
    reviews(maze, MAZE, bob=REJECT)
    (made,) = settled(maze).decisions
    assert told(maze) == ("needs_fix", "withdrawn", ("ann", "bob"))
    assert made.comment == "approved before; what was said since does not bear it out"
    assert place(maze) == "to_adjudicate"
    assert settled(maze).decisions == ()
    say(maze, MAZE, "dan", judged("rejected"), "adjudicate")
    settled(maze)
    assert told(maze) == ("rejected", "adjudicated", ("dan",))


def test_who_skips_after_all_takes_the_approval_back(maze: Workspace) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=ACCEPT)
    settled(maze)
    reviews(maze, MAZE, bob=SKIP)
    settled(maze)
    assert (told(maze)[0], place(maze)) == ("needs_fix", "to_review")
    reviews(maze, MAZE, cid=ACCEPT)
    settled(maze)
    assert told(maze) == ("approved", "unanimous", ("ann", "cid"))


def test_a_late_rejection_takes_an_approval_back(maze: Workspace) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=ACCEPT)
    settled(maze)
    reviews(maze, MAZE, cid=REJECT)
    settled(maze)
    assert place(maze) == "to_adjudicate"


def test_reviewers_who_all_change_their_mind_decide_anew(maze: Workspace) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=ACCEPT)
    settled(maze)
    reviews(maze, MAZE, ann=REJECT, bob=REJECT)
    assert len(settled(maze).decisions) == 1
    assert told(maze) == ("rejected", "unanimous", ("ann", "bob"))


def test_a_majority_names_those_who_hold_it_now(making: Making) -> None:
    workspace = making(reviewers=3, unanimous=False)
    puzzles(workspace, 1)
    reviews(workspace, MAZE, ann=ACCEPT, bob=ACCEPT, cid=REJECT)
    settled(workspace)
    reviews(workspace, MAZE, bob=REJECT, cid=ACCEPT)
    settled(workspace)
    assert told(workspace) == ("approved", "majority", ("ann", "cid"))


def test_an_adjudicator_may_correct_themselves(maze: Workspace) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=REJECT)
    say(maze, MAZE, "dan", judged("approved"), "adjudicate")
    settled(maze)
    say(maze, MAZE, "dan", judged("rejected"), "adjudicate")
    settled(maze)
    assert told(maze)[0] == "rejected"
    say(maze, MAZE, "dan", SKIP, "adjudicate")
    settled(maze)
    assert (told(maze)[1], place(maze)) == ("withdrawn", "to_adjudicate")


def test_the_first_adjudicator_holds(maze: Workspace) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=REJECT)
    say(maze, MAZE, "eve", judged("rejected"), "adjudicate", finished="2026-01-02T00:00:00Z")
    settled(maze)
    say(maze, MAZE, "dan", judged("approved"), "adjudicate", finished="2026-01-01T00:00:00Z")
    assert settled(maze).decisions == ()
    assert told(maze) == ("rejected", "adjudicated", ("eve",))


def test_decisions_made_elsewhere_stand(maze: Workspace) -> None:
    """What was approved without annotations is nobody's to take back by rule."""
    maze.store.put_decision(decision(MAZE), **WHO)
    assert settled(maze).decisions == ()
    reviews(maze, MAZE, ann=REJECT)
    assert settled(maze).decisions == ()
    assert told(maze)[0] == "approved"


def test_other_rules_do_not_undo_what_is_decided(making: Making) -> None:
    workspace = making(reviewers=1)
    puzzles(workspace, 1)
    reviews(workspace, MAZE, ann=ACCEPT)
    settled(workspace)
    config = workspace.config.model_copy(
        update={"review": workspace.config.review.model_copy(update={"reviewers": 3})}
    )
    stricter = Workspace(workspace.root, config, workspace.store, workspace.assets)
    assert settled(stricter).decisions == ()
    assert told(stricter)[0] == "approved"


def test_what_was_said_of_an_old_revision_says_nothing_of_the_new(maze: Workspace) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=ACCEPT)
    put(maze, puzzle(0, question="Which one?"))
    assert settled(maze).decisions == ()
    assert told(maze) == ("unreviewed", None, ())


def test_what_arrives_meanwhile_is_left_to_the_next_run(maze: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=ACCEPT)
    real = rules.follows

    def late(found: Any, review: Any) -> Any:
        conclusion = real(found, review)
        reviews(maze, MAZE, bob=REJECT)
        return conclusion

    monkeypatch.setattr(rules, "follows", late)
    assert settled(maze).decisions == ()
    monkeypatch.setattr(rules, "follows", real)
    settled(maze)
    assert place(maze) == "to_adjudicate"


def test_an_edit_that_is_changed_meanwhile_is_left_to_the_next_run(
    maze: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=REJECT)
    say(maze, MAZE, "dan", judged("needs_fix", content=content(key="C")), "adjudicate")
    real = edited

    def late(*words: Any, **more: Any) -> Any:
        made = real(*words, **more)
        say(maze, MAZE, "dan", judged("needs_fix", content=content(key="D")), "adjudicate")
        return made

    with monkeypatch.context() as patch:
        patch.setattr("curation.review.rules.edited", late)
        assert settled(maze).edited == ()
    assert settled(maze).edited == (MAZE,)
    stored = maze.store.instance(MAZE)
    assert stored is not None and isinstance(stored.instance, GEUInstance)
    assert (stored.revision, stored.instance.key) == (2, "D")


def test_an_edit_that_fails_half_way_leaves_nothing(maze: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between decision and revision, it is as if nothing had been done; run again, all of it is."""
    reviews(maze, MAZE, ann=ACCEPT, bob=REJECT)
    say(maze, MAZE, "dan", judged("needs_fix", content=content()), "adjudicate")
    before = [event.seq for event in maze.store.events()]

    def killed(*_: object, **__: object) -> None:
        raise WorkspaceError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "put_instance", killed)
        with pytest.raises(WorkspaceError, match="killed"):
            settled(maze)
    assert [event.seq for event in maze.store.events()] == before
    assert told(maze) == ("unreviewed", None, ())
    assert settled(maze).edited == (MAZE,)


def test_settling_in_part_and_again_is_settling_at_once(maze: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    puzzles(maze, 6)
    for number in range(6):
        reviews(maze, f"maze-{number:04}", ann=ACCEPT, bob=ACCEPT)
    real = Store.put_decision
    made: list[Decision] = []

    def third_fails(self: Store, item: Decision, **who: Any) -> None:
        if len(made) == 3:
            raise WorkspaceError("killed")
        made.append(item)
        real(self, item, **who)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "put_decision", third_fails)
        with pytest.raises(WorkspaceError, match="killed"):
            settled(maze)
    assert len(settled(maze).decisions) == 3
    assert settled(maze).decisions == ()


KILLED = """
import os, sys
from pathlib import Path
from curation.review.rules import settle
from curation.store import Store
from curation.workspace import open_workspace
real = getattr(Store, sys.argv[2])
def half(self, *words, **more):
    real(self, *words, **more)
    os._exit(9)
setattr(Store, sys.argv[2], half)
settle(open_workspace(Path(sys.argv[1])), actor="tester")
"""


@pytest.mark.parametrize("moment", ["put_decision", "put_instance"])
def test_a_killed_run_is_finished_by_the_next(maze: Workspace, moment: str) -> None:
    """Killed within the transaction that decides and edits, for good and not by an error."""
    reviews(maze, MAZE, ann=ACCEPT, bob=REJECT)
    say(maze, MAZE, "dan", judged("needs_fix", content=content()), "adjudicate")
    before = [event.digest for event in maze.store.events()]
    done = subprocess.run([sys.executable, "-c", KILLED, str(maze.root), moment], capture_output=True)
    assert (done.returncode, done.stderr) == (9, b"")
    assert [event.digest for event in maze.store.events()] == before
    report = settled(maze)
    assert (report.edited, settled(maze).edited) == ((MAZE,), ())
    actions = [event.action for event in maze.store.events(MAZE)][-2:]
    assert actions == ["decision.needs_fix", "instance.changed"]
    assert list(maze.store.broken_links()) == []
