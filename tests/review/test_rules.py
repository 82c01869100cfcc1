"""What follows from what people said."""

from __future__ import annotations

from typing import Any

import pytest

from curation.annotations import Assignment
from curation.review.status import place_of
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
