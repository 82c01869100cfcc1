"""What follows from what people said."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from curation.annotations import Assignment, Decision
from curation.errors import WorkspaceError
from curation.models import GEUInstance
from curation.review import rules
from curation.review.edits import edited
from curation.review.status import place_of
from curation.store import Store
from curation.workspace import Workspace
from tests.core.samples import decision, photo_puzzle
from tests.review.conftest import Making
from tests.review.people import (
    SKIP,
    WHO,
    case,
    content,
    geu_work,
    hire,
    judged,
    prompt,
    put,
    puzzle,
    puzzles,
    reviews,
    say,
    settled,
    ueg_work,
)

MAZE, FOOD = "maze-0000", "food-0000"
ACCEPT, REJECT, FIX = geu_work(), geu_work(verdict="reject"), geu_work(verdict="needs_fix")


def told(workspace: Workspace, uid: str = MAZE) -> tuple[str, str | None, tuple[str, ...]]:
    stored = workspace.store.instance(uid)
    assert stored is not None
    found = stored.decision
    return stored.state, found.rule if found else None, found.people if found else ()


def place(workspace: Workspace, uid: str = MAZE) -> str:
    return place_of(case(workspace, uid), workspace.config.review)


@pytest.fixture
def maze(workspace: Workspace) -> Workspace:
    """One puzzle, whose key is B."""
    puzzles(workspace, 1)
    return workspace


@pytest.mark.parametrize(
    ("first", "second", "state", "next_place"),
    [
        (ACCEPT, ACCEPT, "approved", "approved"),
        (ACCEPT, geu_work(question="Which letter is closest to the goal?"), "approved", "approved"),
        (REJECT, geu_work(None, "reject"), "rejected", "rejected"),
        (ACCEPT, geu_work("C"), "unreviewed", "to_adjudicate"),
        (geu_work("C"), geu_work("C"), "unreviewed", "to_adjudicate"),
        (ACCEPT, geu_work(None), "unreviewed", "to_adjudicate"),
        (ACCEPT, REJECT, "unreviewed", "to_adjudicate"),
        (ACCEPT, FIX, "unreviewed", "to_adjudicate"),
        (FIX, FIX, "unreviewed", "to_adjudicate"),
        (ACCEPT, geu_work(question="Which letter is nearest to the goal?"), "unreviewed", "to_adjudicate"),
        (ACCEPT, SKIP, "unreviewed", "to_review"),
    ],
)
def test_two_reviews_of_a_puzzle(
    maze: Workspace, first: dict[str, Any], second: dict[str, Any], state: str, next_place: str
) -> None:
    reviews(maze, MAZE, ann=first, bob=second)
    settled(maze)
    assert (told(maze)[0], place(maze)) == (state, next_place)


@pytest.mark.parametrize(
    ("second", "state"),
    [
        (ueg_work("yes", "no"), "approved"),
        (ueg_work("yes", "no", prompt="The bread that is named after the French word for stick."), "approved"),
        (ueg_work("yes", "yes"), "unreviewed"),
        (ueg_work("yes"), "unreviewed"),
        (ueg_work("yes", "no", "no"), "unreviewed"),
        (ueg_work("yes", "no", prompt="A loaf that is named after a stick."), "unreviewed"),
        (ueg_work("yes", "no", missing=[{"question": "Is it long?", "answer": "yes"}]), "unreviewed"),
        (ueg_work("yes", "no", verdict="needs_fix"), "unreviewed"),
        (
            {
                "kind": "ueg_review",
                "verdict": "accept",
                "checklist": [{"answer": "yes", "action": "keep"}, {"answer": "no", "action": "drop"}],
            },
            "unreviewed",
        ),
        (
            {
                "kind": "ueg_review",
                "verdict": "accept",
                "checklist": [
                    {"answer": "yes", "action": "keep"},
                    {"answer": "no", "action": "keep"},
                    {"answer": "no", "action": "drop"},
                ],
            },
            "unreviewed",
        ),
    ],
)
def test_two_reviews_of_a_prompt(workspace: Workspace, second: dict[str, Any], state: str) -> None:
    put(workspace, prompt(0))
    reviews(workspace, FOOD, ann=ueg_work(), bob=second)
    settled(workspace)
    assert told(workspace, FOOD)[0] == state


def test_an_approval_carries_its_people(maze: Workspace) -> None:
    reviews(maze, MAZE, bob=ACCEPT, ann=ACCEPT)
    report = settled(maze)
    assert told(maze) == ("approved", "unanimous", ("ann", "bob"))
    assert [item.outcome for item in report.decisions] == ["approved"]
    last = list(maze.store.events(MAZE))[-1]
    assert (last.action, last.actor, last.reason) == ("decision.approved", "tester", "rule unanimous: ann, bob")


def test_whoever_was_asked_is_waited_for(making: Making) -> None:
    """Even where fewer are asked for by now: what they have to say may be a no."""
    workspace = making(reviewers=1)
    hire(workspace, "ann", "bob")
    puzzles(workspace, 1)
    workspace.store.put_assignments(
        Assignment(uid=MAZE, revision=1, stage="review", annotator=name) for name in ("ann", "bob")
    )
    reviews(workspace, MAZE, ann=ACCEPT)
    assert (settled(workspace).decisions, place(workspace)) == ((), "to_review")
    reviews(workspace, MAZE, bob=REJECT)
    settled(workspace)
    assert place(workspace) == "to_adjudicate"


def test_one_review_is_not_enough(maze: Workspace) -> None:
    reviews(maze, MAZE, ann=ACCEPT)
    assert settled(maze).decisions == ()
    assert place(maze) == "to_review"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((ACCEPT, ACCEPT, geu_work("C")), ("approved", "majority", ("ann", "bob"))),
        ((ACCEPT, ACCEPT, ACCEPT), ("approved", "unanimous", ("ann", "bob", "cid"))),
        ((REJECT, ACCEPT, REJECT), ("rejected", "majority", ("ann", "cid"))),
        ((ACCEPT, REJECT, FIX), ("unreviewed", None, ())),
    ],
)
def test_without_unanimity_more_than_half_decide(
    making: Making, words: tuple[dict[str, Any], ...], expected: tuple[str, str | None, tuple[str, ...]]
) -> None:
    workspace = making(reviewers=3, unanimous=False)
    hire(workspace, "ann", "bob", "cid")
    puzzles(workspace, 1)
    reviews(workspace, MAZE, **dict(zip(("ann", "bob", "cid"), words, strict=True)))
    settled(workspace)
    assert told(workspace) == expected


def test_half_is_no_majority(making: Making) -> None:
    workspace = making(unanimous=False)
    puzzles(workspace, 1)
    reviews(workspace, MAZE, ann=ACCEPT, bob=REJECT)
    settled(workspace)
    assert place(workspace) == "to_adjudicate"


@pytest.mark.parametrize("outcome", ["approved", "rejected", "needs_fix"])
def test_an_adjudication_decides(maze: Workspace, outcome: str) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=REJECT)
    say(maze, MAZE, "dan", judged(outcome, comment="As the path shows."), "adjudicate")
    (made,) = settled(maze).decisions
    assert told(maze) == (outcome, "adjudicated", ("dan",))
    assert made.comment == "As the path shows."
    assert place(maze) == {"approved": "approved", "rejected": "rejected", "needs_fix": "to_write"}[outcome]


@pytest.mark.parametrize("outcome", ["approved", "needs_fix"])
def test_an_edit_is_a_revision_that_is_reviewed_again(maze: Workspace, outcome: str) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=REJECT)
    say(maze, MAZE, "dan", judged(outcome, content=content("Which way?", "C")), "adjudicate")
    report = settled(maze)
    assert (report.edited, report.decisions) == ((MAZE,), ())
    assert told(maze) == ("unreviewed", None, ())
    assert place(maze) == "to_review"
    stored = maze.store.instance(MAZE)
    assert stored is not None and stored.revision == 2
    assert [(event.actor, event.action) for event in maze.store.events(MAZE)][-2:] == [
        ("tester", "decision.needs_fix"),
        ("dan", "instance.changed"),
    ]
    reviews(maze, MAZE, ann=geu_work("C"), bob=geu_work("C"))
    settled(maze)
    assert told(maze) == ("approved", "unanimous", ("ann", "bob"))


def test_an_edit_that_changes_nothing_is_a_decision(maze: Workspace) -> None:
    same = puzzle(0)
    reviews(maze, MAZE, ann=ACCEPT, bob=REJECT)
    assert same.question is not None and same.key is not None
    say(maze, MAZE, "dan", judged(content=content(same.question, same.key)), "adjudicate")
    settled(maze)
    assert told(maze) == ("approved", "adjudicated", ("dan",))


def test_a_rejection_beside_an_edit_rejects(maze: Workspace) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=REJECT)
    say(maze, MAZE, "dan", judged("rejected", content=content()), "adjudicate")
    assert settled(maze).edited == ()
    assert told(maze)[0] == "rejected"


def test_who_reviewed_cannot_adjudicate(maze: Workspace) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=REJECT)
    say(maze, MAZE, "ann", judged(), "adjudicate")
    report = settled(maze)
    assert report.decisions == ()
    assert report.notes == (f"{MAZE}: the adjudication of ann does not count: they reviewed it",)
    assert place(maze) == "to_adjudicate"


def test_who_knew_the_key_cannot_review(maze: Workspace) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=REJECT)
    say(maze, MAZE, "dan", judged("needs_fix", content=content()), "adjudicate")
    settled(maze)
    reviews(maze, MAZE, ann=geu_work("C"), dan=geu_work("C"))
    report = settled(maze)
    assert report.notes == (f"{MAZE}: the review of dan does not count: they knew the key",)
    assert place(maze) == "to_review"


def test_attention_checks_count_for_nothing(maze: Workspace) -> None:
    say(maze, MAZE, "ann", ACCEPT)
    say(maze, MAZE, "bob", ACCEPT, purpose="attention")
    settled(maze)
    assert told(maze) == ("unreviewed", None, ())


def test_what_an_author_wrote_is_a_revision(workspace: Workspace) -> None:
    put(workspace, photo_puzzle())
    say(workspace, "photo-1", "ann", {"kind": "author", "content": content()}, "author")
    assert settled(workspace).edited == ("photo-1",)
    assert told(workspace, "photo-1")[0] == "unreviewed"
    assert settled(workspace).edited == ()
    reviews(workspace, "photo-1", bob=geu_work("C"), cid=geu_work("C"))
    settled(workspace)
    assert told(workspace, "photo-1") == ("approved", "unanimous", ("bob", "cid"))


def test_an_author_mends_what_was_sent_back(maze: Workspace) -> None:
    reviews(maze, MAZE, ann=ACCEPT, bob=REJECT)
    say(maze, MAZE, "dan", judged("needs_fix"), "adjudicate")
    settled(maze)
    say(maze, MAZE, "dan", {"kind": "author", "content": content()}, "author")
    settled(maze)
    assert (told(maze)[0], place(maze)) == ("unreviewed", "to_review")


def test_an_author_who_changes_nothing_leaves_it_to_others(maze: Workspace) -> None:
    maze.store.put_decision(decision(MAZE, outcome="needs_fix", people=("dan",), rule="adjudicated"), **WHO)
    same = puzzle(0)
    assert same.question is not None and same.key is not None
    say(maze, MAZE, "ann", {"kind": "author", "content": content(same.question, same.key)}, "author")
    assert settled(maze).edited == ()
    assert place(maze) == "to_write"
    assert case(maze, MAZE).passed("author") == {"ann"}


def test_what_cannot_be_used_is_told(workspace: Workspace) -> None:
    put(workspace, photo_puzzle())
    box = {"x": 3, "y": 0, "width": 2, "height": 1}
    say(workspace, "photo-1", "ann", {"kind": "author", "content": content(regions=[box])}, "author")
    report = settled(workspace)
    assert report.notes == ("photo-1: what ann wrote cannot be used: region 1 reaches beyond the image",)
    other = {"axis": "UEG", "prompt": "A loaf.", "checklist": [{"question": "Is there a loaf?", "answer": "yes"}]}
    say(workspace, "photo-1", "ann", {"kind": "author", "content": other}, "author")
    report = settled(workspace)
    assert report.notes == ("photo-1: what ann wrote cannot be used: it is for UEG, the instance is GEU",)


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
