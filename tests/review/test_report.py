"""What agreement is taken over, and what people did."""

from __future__ import annotations

import random

import pytest

from curation.review.agreement import AgreementReport, agreement
from curation.review.agreement.figures import Figure
from curation.review.agreement.report import GroupAgreement
from curation.workspace import Workspace
from tests.core.samples import decision
from tests.review.people import (
    PROOF,
    SKIP,
    WHO,
    content,
    geu_work,
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


def group(report: AgreementReport, name: str) -> GroupAgreement:
    return next(found for found in report.categories if found.category == name)


def test_an_empty_workspace_has_no_figure(workspace: Workspace) -> None:
    report = agreement(workspace)
    for found in (report.total, *report.categories):
        assert (found.instances, found.reviews) == (0, 0)
        for scale in (found.verdicts, found.answers, found.checklist):
            for figure in (
                () if scale is None else (scale.percent, scale.cohen, scale.fleiss, scale.alpha, scale.ac1)
            ):
                assert (figure.value, figure.low, figure.n) == (None, None, 0)
        for name in type(found.human).model_fields:
            figure = getattr(found.human, name)
            assert isinstance(figure, Figure)
            assert (figure.value, figure.n, figure.reason) == (None, 0, "n = 0, so there is no figure")
    assert report.attention == ()
    assert [found.category for found in report.categories] == [
        category.name for category in workspace.profile.categories
    ]


def test_scales_belong_to_their_axis(workspace: Workspace) -> None:
    report = agreement(workspace)
    for found in report.categories:
        assert (found.answers is None, found.checklist is None) == (found.axis == "UEG", found.axis == "GEU")
    assert report.total.answers is not None and report.total.checklist is not None


def test_what_counts_and_what_does_not(workspace: Workspace) -> None:
    puzzles(workspace, 3, proof=PROOF)
    reviews(workspace, MAZE, ann=geu_work(), bob=geu_work("C"))
    reviews(workspace, "maze-0001", ann=geu_work(), bob=SKIP)
    say(workspace, "maze-0001", "cid", geu_work("D"), purpose="attention")
    say(workspace, MAZE, "dan", judged(), "adjudicate")
    total = agreement(workspace).total
    assert (total.instances, total.reviews, total.verdicts.items, total.verdicts.ratings) == (2, 3, 1, 2)
    assert total.answers is not None
    assert (total.answers.percent.value, total.verdicts.percent.value) == (0.0, 1.0)
    assert (total.human.accuracy.value, total.human.accuracy.n) == (0.6667, 3)
    assert (total.human.skips.value, total.human.skips.n) == (0.25, 4)


def test_each_reviewed_revision_is_an_item_of_its_own(workspace: Workspace) -> None:
    """And each answer is held against the key that its revision had."""
    puzzles(workspace, 1)
    reviews(workspace, MAZE, ann=geu_work("B"), bob=geu_work("C"))
    say(workspace, MAZE, "dan", judged("needs_fix", content=content(key="C")), "adjudicate")
    settled(workspace)
    reviews(workspace, MAZE, ann=geu_work("C"), bob=geu_work("C"), dan=geu_work("C"))
    settled(workspace)
    total = agreement(workspace).total
    assert total.answers is not None
    assert (total.answers.items, total.answers.ratings, total.answers.percent.value) == (2, 4, 0.5)
    assert (total.human.accuracy.value, total.human.accuracy.n) == (0.75, 4)
    assert (total.human.accuracy_approved.value, total.human.accuracy_approved.n) == (1.0, 2)
    assert (total.human.mended.value, total.human.mended.n) == (1.0, 1)


def test_what_people_did(workspace: Workspace) -> None:
    puzzles(workspace, 4)
    reviews(workspace, MAZE, ann=geu_work(), bob=geu_work())
    reviews(workspace, "maze-0001", ann=geu_work(None, "reject"), bob=geu_work("B", "reject"))
    say(workspace, "maze-0002", "ann", geu_work("B", "needs_fix"), seconds=10)
    say(workspace, "maze-0003", "ann", geu_work("C"), seconds=40)
    say(workspace, "maze-0003", "bob", geu_work("B"), seconds=30)
    settled(workspace)
    human = agreement(workspace).total.human
    measured = {name: (getattr(human, name).value, getattr(human, name).n) for name in type(human).model_fields}
    assert measured == {
        "accuracy": (0.7143, 7),
        "accuracy_approved": (1.0, 2),
        "cannot_tell": (0.1429, 7),
        "expected": (None, 0),
        "rejects": (0.2857, 7),
        "fixes": (0.1429, 7),
        "skips": (0.0, 7),
        "seconds": (30.0, 3),
        "rejected": (0.5, 2),
        "mended": (0.0, 4),
    }


def test_checklist_answers_are_held_against_the_expected_ones(workspace: Workspace) -> None:
    put(workspace, prompt(0), prompt(1))
    reviews(workspace, FOOD, ann=ueg_work("yes", "no"), bob=ueg_work("yes", "yes"))
    reviews(workspace, "food-0001", ann=ueg_work("yes", "no"), bob=ueg_work("no"))
    total = agreement(workspace).total
    assert (total.human.expected.value, total.human.expected.n) == (0.8333, 6)
    assert total.checklist is not None
    assert (total.checklist.items, total.checklist.ratings) == (3, 6)
    assert total.human.accuracy.n == 0


def test_what_was_sent_back_counts_as_to_be_mended(workspace: Workspace) -> None:
    puzzles(workspace, 2)
    for number in range(2):
        reviews(workspace, f"maze-000{number}", ann=geu_work(), bob=geu_work())
    workspace.store.put_decision(decision(MAZE, outcome="needs_fix", rule="adjudicated"), **WHO)
    assert agreement(workspace).total.human.mended.value == 0.5


def test_categories_stand_beside_all(workspace: Workspace) -> None:
    rng = random.Random(3)
    puzzles(workspace, 30)
    put(workspace, *(prompt(number) for number in range(10)))
    for number in range(30):
        said = {name: geu_work(rng.choice("BBBC")) for name in ("ann", "bob")}
        reviews(workspace, f"maze-{number:04}", **said)
    for number in range(10):
        reviews(workspace, f"food-{number:04}", ann=ueg_work(), bob=ueg_work())
    report = agreement(workspace)
    assert {found.category: found.reviews for found in report.categories if found.reviews} == {
        "world_knowledge": 20,
        "cognitive_navigation": 20,
        "mental_tracking": 20,
        "attentional_focusing": 20,
    }
    assert report.total.reviews == 80
    maze = group(report, "cognitive_navigation")
    assert maze.answers is not None and maze.answers.percent.interval == "bootstrap"
    assert agreement(workspace) == report, "the same data give the same intervals"


def test_words_about_revisions_that_are_not_there_are_passed_over(workspace: Workspace) -> None:
    puzzles(workspace, 1)
    say(workspace, MAZE, "ann", geu_work(), revision=7)
    say(workspace, MAZE, "bob", ueg_work())
    assert agreement(workspace).total.reviews == 0


@pytest.mark.parametrize("reviewers", [1, 3])
def test_the_report_names_how_many_review(workspace: Workspace, reviewers: int) -> None:
    rules = workspace.config.review.model_copy(update={"reviewers": reviewers})
    other = Workspace(
        workspace.root, workspace.config.model_copy(update={"review": rules}), workspace.store, workspace.assets
    )
    assert agreement(other).reviewers == reviewers


def test_a_puzzle_without_answers_is_no_item(workspace: Workspace) -> None:
    put(workspace, puzzle(0))
    assert agreement(workspace).total.instances == 0
