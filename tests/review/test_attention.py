"""Attention checks: known answers, given to those who do not review them, counted for nothing else."""

from __future__ import annotations

from collections import Counter

import pytest

from curation.annotations import Assignment
from curation.review.agreement.human import attention
from curation.review.attention import serves, wanted
from curation.review.cases import all_cases
from curation.workspace import Workspace
from tests.core.samples import decision
from tests.review.conftest import Making
from tests.review.people import (
    PROOF,
    SKIP,
    WHO,
    assigned,
    case,
    geu_work,
    hire,
    names,
    prompt,
    put,
    puzzle,
    puzzles,
    reviews,
    say,
    settled,
    ueg_work,
)

TEN = ("ann", "bob", "cid", "eve", "fay", "gus", "hal", "ida", "jon", "kim")


@pytest.fixture
def crowd(making: Making) -> Workspace:
    """Ten annotators; a fifth of their tasks are checks."""
    workspace = making(attention=0.2)
    hire(workspace, *TEN)
    return workspace


def checks(workspace: Workspace) -> list[Assignment]:
    return [item for item in workspace.store.assignments("review") if item.purpose == "attention"]


@pytest.mark.parametrize(
    ("work", "share", "number"), [(0, 0.2, 0), (3, 0.2, 0), (4, 0.2, 1), (100, 0.2, 25), (95, 0.05, 5), (9, 0.5, 9)]
)
def test_how_many_make_up_a_share_of_all_tasks(work: int, share: float, number: int) -> None:
    assert wanted(work, share) == number
    if work and number:
        assert number / (work + number) <= share + 1e-12


@pytest.mark.parametrize(
    ("changes", "serving"),
    [
        ({"proof": PROOF}, True),
        ({}, False),
        ({"proof": PROOF, "difficulty": "hard"}, False),
        ({"proof": PROOF, "question": None, "options": None, "key": None}, False),
    ],
)
def test_what_is_proved_and_easy_serves(workspace: Workspace, changes: dict[str, object], serving: bool) -> None:
    put(workspace, puzzle(0, **changes))
    assert serves(case(workspace, "maze-0000")) is serving


@pytest.mark.parametrize(("outcome", "serving"), [("approved", True), ("rejected", False), ("needs_fix", False)])
def test_what_people_found_fault_with_does_not_serve(workspace: Workspace, outcome: str, serving: bool) -> None:
    put(workspace, puzzle(0, proof=PROOF))
    workspace.store.put_decision(decision("maze-0000", outcome=outcome), **WHO)
    assert serves(case(workspace, "maze-0000")) is serving


def test_everybody_has_their_share_of_what_they_do_not_review(crowd: Workspace) -> None:
    puzzles(crowd, 100, proof=PROOF)
    report = assigned(crowd)
    assert (report.new, report.attention, report.lines) == (200, 50, ())
    assert Counter(item.annotator for item in checks(crowd)) == dict.fromkeys(TEN, 5)
    asked = Counter((item.uid, item.annotator) for item in crowd.store.assignments("review"))
    assert set(asked.values()) == {1}
    again = assigned(crowd)
    assert (again.new, again.attention) == (0, 0)


def test_more_work_brings_more_checks_and_takes_none_back(crowd: Workspace) -> None:
    puzzles(crowd, 40, proof=PROOF)
    assigned(crowd)
    before = set(checks(crowd))
    puzzles(crowd, 40, start=40, proof=PROOF)
    assigned(crowd)
    assert before < set(checks(crowd))


def test_approved_instances_go_first(crowd: Workspace) -> None:
    puzzles(crowd, 60)
    assigned(crowd)
    puzzles(crowd, 30, start=60, proof=PROOF)
    for number in range(75, 90):
        crowd.store.put_decision(decision(f"maze-{number:04}"), **WHO)
    assigned(crowd)
    given = [int(item.uid.removeprefix("maze-")) for item in checks(crowd)]
    assert len(given) > 20
    assert all(number >= 75 for number in given)


def test_none_are_given_where_none_are_asked_for(making: Making) -> None:
    workspace = making(attention=0)
    hire(workspace, *TEN)
    puzzles(workspace, 50, proof=PROOF)
    report = assigned(workspace)
    assert (report.attention, report.lines) == (0, ())


def test_too_few_that_serve_are_told(crowd: Workspace) -> None:
    puzzles(crowd, 50)
    report = assigned(crowd)
    assert report.attention == 0
    assert report.lines == (
        "attention: 20 of GEU lack an instance that serves (easy, proved by a program, and reviewed by others); "
        "`curate generate` makes such",
    )


def test_checks_are_of_an_axis_that_the_annotator_works_on(crowd: Workspace) -> None:
    puzzles(crowd, 50, proof=PROOF)
    put(crowd, *(prompt(number) for number in range(50)))
    assigned(crowd)
    assert {item.uid[:4] for item in checks(crowd)} == {"maze"}
    assert max(Counter(item.annotator for item in checks(crowd)).values()) <= 3


def test_a_check_never_takes_the_last_who_could_adjudicate(making: Making) -> None:
    workspace = making(attention=0.5)
    hire(workspace, "ann", "bob", "cid")
    puzzles(workspace, 10, proof=PROOF)
    assert assigned(workspace).attention == 0
    for number in range(10):
        uid = f"maze-{number:04}"
        asked = names(workspace.store.assignments("review"), uid)
        reviews(workspace, uid, **{name: geu_work() for name in asked})
    settled(workspace)
    assert assigned(workspace).attention == 10


def test_a_check_never_takes_a_reviewer(making: Making) -> None:
    """An instance that still lacks reviewers serves nobody as a check."""
    workspace = making(attention=0.5, reviewers=3)
    hire(workspace, "ann", "bob")
    puzzles(workspace, 10, proof=PROOF)
    assert assigned(workspace).attention == 0


def test_accuracy_is_told_with_its_n(crowd: Workspace) -> None:
    puzzles(crowd, 100, proof=PROOF)
    assigned(crowd)
    first, second, third, fourth, _ = [item for item in checks(crowd) if item.annotator == "ann"]
    for task, work in ((first, geu_work()), (second, geu_work(verdict="reject")), (third, geu_work(None))):
        say(crowd, task.uid, "ann", work, purpose="attention")
    say(crowd, fourth.uid, "ann", SKIP, purpose="attention")
    found = {row.annotator: row for row in attention(all_cases(crowd.store))}
    ann, bob = found["ann"], found["bob"]
    assert (ann.given, ann.skipped, ann.void, ann.accuracy.n) == (5, 1, 0, 3)
    assert (ann.accuracy.value, ann.accuracy.interval) == (0.6667, "wilson")
    assert (bob.given, bob.accuracy.value, bob.accuracy.n) == (5, None, 0)
    assert bob.accuracy.reason == "n = 0, so there is no figure"


def test_a_check_on_what_was_faulty_is_void(crowd: Workspace) -> None:
    puzzles(crowd, 100, proof=PROOF)
    assigned(crowd)
    first, second, *_ = [item for item in checks(crowd) if item.annotator == "ann"]
    for task in (first, second):
        say(crowd, task.uid, "ann", geu_work("C"), purpose="attention")
    crowd.store.put_decision(decision(first.uid, outcome="rejected"), **WHO)
    number = int(second.uid.removeprefix("maze-"))
    put(crowd, puzzle(number, proof=PROOF, key="C"))
    (ann,) = [row for row in attention(all_cases(crowd.store)) if row.annotator == "ann"]
    assert (ann.void, ann.accuracy.n) == (2, 0)


def test_every_answer_of_a_checklist_must_be_the_known_one(crowd: Workspace) -> None:
    put(crowd, *(prompt(number, proof=PROOF, difficulty="easy") for number in range(100)))
    assigned(crowd)
    first, second, *_ = [item for item in checks(crowd) if item.annotator == "ann"]
    say(crowd, first.uid, "ann", ueg_work("yes", "no"), purpose="attention")
    say(crowd, second.uid, "ann", ueg_work("yes", "yes"), purpose="attention")
    (ann,) = [row for row in attention(all_cases(crowd.store)) if row.annotator == "ann"]
    assert (ann.accuracy.value, ann.accuracy.n) == (0.5, 2)
