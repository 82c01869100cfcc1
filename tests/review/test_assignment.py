"""Who is asked for what: deterministic, evenly spread, never taken back, and blind where it must be."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.annotations import Assignment
from curation.models import Stage
from curation.review.assignment import NOBODY, waiting
from curation.workspace import Workspace, open_workspace
from tests.core.samples import photo_puzzle
from tests.review.conftest import Making
from tests.review.people import (
    CATEGORIES,
    SKIP,
    assigned,
    content,
    geu_work,
    hire,
    judged,
    names,
    prompt,
    put,
    puzzle,
    puzzles,
    reviews,
    say,
    settled,
)

ONE = "maze-0000"


def given_to(workspace: Workspace, stage: Stage = "review") -> set[Assignment]:
    return set(workspace.store.assignments(stage))


def dispute(workspace: Workspace, number: int = 0) -> str:
    """Two people review a puzzle and disagree."""
    put(workspace, puzzle(number))
    assigned(workspace)
    uid = f"maze-{number:04}"
    first, second = names(workspace.store.assignments("review"), uid)
    reviews(workspace, uid, **{first: geu_work("B"), second: geu_work("C")})
    return uid


def test_each_instance_gets_as_many_annotators_as_are_asked_for(workspace: Workspace) -> None:
    puzzles(workspace, 30)
    put(workspace, *(prompt(number) for number in range(10)), photo_puzzle())
    report = assigned(workspace)
    assert (report.new, report.short) == (80, ())
    per_instance = Counter(item.uid for item in given_to(workspace))
    assert set(per_instance.values()) == {2}
    assert "photo-1" not in per_instance
    assert sum(report.people.values()) == 80


@pytest.mark.parametrize("reviewers", [1, 3])
def test_three_unanimous_reviewers_are_one_setting(making: Making, reviewers: int) -> None:
    workspace = making(reviewers=reviewers)
    hire(workspace, "ann", "bob", "cid", "eve")
    puzzles(workspace, 12)
    assert assigned(workspace).new == 12 * reviewers


@given(
    people=st.integers(2, 7),
    reviewers=st.integers(1, 3),
    counts=st.tuples(*[st.integers(0, 13)] * 3),
    seed=st.integers(0, 999),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_work_is_spread_evenly(
    making: Making, people: int, reviewers: int, counts: tuple[int, int, int], seed: int
) -> None:
    """Nobody has two more than another of a category, nor of all together by more than the categories bring."""
    workspace = making(reviewers=min(reviewers, people))
    hire(workspace, *(f"person_{number}" for number in range(people)))
    numbers = [3 * step + place for place, count in enumerate(counts) for step in range(count)]
    put(workspace, *(puzzle(number + 100 * seed % 7) for number in numbers))
    report = assigned(workspace)
    found = given_to(workspace)
    assert (
        len(found) == report.new == len({puzzle(n + 100 * seed % 7).uid for n in numbers}) * min(reviewers, people)
    )
    category = {stored.instance.uid: stored.instance.category for stored in workspace.store.instances()}
    everyone = [f"person_{number}" for number in range(people)]
    for name in CATEGORIES:
        loads = Counter(item.annotator for item in found if category[item.uid] == name)
        shares = [loads[person] for person in everyone]
        assert max(shares) - min(shares) <= 1
    totals = [sum(item.annotator == person for item in found) for person in everyone]
    assert max(totals) - min(totals) <= 2


def test_the_same_workspace_assigns_the_same(making: Making) -> None:
    found = []
    for _ in range(2):
        workspace = making()
        hire(workspace, "ann", "bob", "cid", "eve")
        puzzles(workspace, 25)
        assigned(workspace)
        found.append(given_to(workspace))
    assert found[0] == found[1]


def test_another_seed_assigns_otherwise(making: Making) -> None:
    found = []
    for seed in (0, 1):
        workspace = making()
        config = workspace.root / "curation.toml"
        config.write_text(config.read_text().replace("seed = 0", f"seed = {seed}"))
        workspace = open_workspace(workspace.root)
        hire(workspace, "ann", "bob", "cid", "eve")
        puzzles(workspace, 25)
        assigned(workspace)
        found.append(given_to(workspace))
    assert found[0] != found[1]


def test_what_is_assigned_stays(workspace: Workspace) -> None:
    puzzles(workspace, 20)
    assigned(workspace)
    before = given_to(workspace)
    assert assigned(workspace).new == 0
    hire(workspace, "eve", "fay")
    assert assigned(workspace).new == 0
    puzzles(workspace, 9, start=20)
    assert assigned(workspace).new == 18
    assert before < given_to(workspace)
    later = Counter(item.annotator for item in given_to(workspace) - before)
    assert later["eve"] + later["fay"] == 18


def test_an_adjudicator_reviews_only_for_want_of_others(making: Making) -> None:
    workspace = making()
    hire(workspace, "ann")
    hire(workspace, "dan", "eve", adjudicates=True)
    puzzles(workspace, 6)
    report = assigned(workspace)
    assert report.people["ann"] == 6
    assert report.lines[0] == (
        "review: 6 places went to adjudicators for want of other annotators; "
        "they cannot adjudicate what they review"
    )
    hire(workspace, "bob")
    puzzles(workspace, 4, start=6)
    assert set(assigned(workspace).people) == {"ann", "bob"}


def test_too_few_people_are_told_and_the_rest_is_assigned(making: Making) -> None:
    workspace = making(reviewers=3)
    puzzles(workspace, 4)
    assert assigned(workspace).lines[0] == NOBODY
    hire(workspace, "ann", "bob")
    report = assigned(workspace)
    assert (report.new, len(report.short), {item.places for item in report.short}) == (8, 4, {1})
    assert report.lines[0].startswith("review: 4 places at 4 instances have nobody (maze-0")
    assert report.lines[0].endswith("nobody who may review them is left unasked; add an annotator")
    hire(workspace, "cid")
    assert assigned(workspace).people == {"cid": 4}


def test_a_skip_frees_the_place_for_somebody_else(workspace: Workspace) -> None:
    puzzles(workspace, 1)
    assigned(workspace)
    first, second = names(workspace.store.assignments("review"), ONE)
    say(workspace, ONE, first, SKIP)
    (need,) = waiting(workspace, "review")
    assert (need.open, need.places) == ((second,), 1)
    (third,) = assigned(workspace).people
    assert third not in {first, second, "dan"}
    say(workspace, ONE, third, SKIP)
    assert assigned(workspace).people == {"dan": 1}
    say(workspace, ONE, "dan", SKIP)
    report = assigned(workspace)
    assert (report.new, [item.uid for item in report.short]) == (0, [ONE])


def test_disputes_go_to_an_adjudicator_who_did_not_review(workspace: Workspace) -> None:
    uid = dispute(workspace)
    assert waiting(workspace, "review") == ()
    assert assigned(workspace, "adjudicate").people == {"dan": 1}
    assert assigned(workspace, "adjudicate").new == 0
    assert names(workspace.store.assignments("adjudicate"), uid) == ["dan"]


def test_without_adjudicators_anybody_else_adjudicates(making: Making) -> None:
    workspace = making()
    hire(workspace, "ann", "bob")
    uid = dispute(workspace)
    report = assigned(workspace, "adjudicate")
    assert (report.new, [item.uid for item in report.short]) == (0, [uid])
    assert report.lines == (
        f"adjudicate: 1 places at 1 instances have nobody ({uid}): "
        "nobody is left who neither reviewed nor wrote them; add an adjudicator",
    )
    hire(workspace, "cid")
    assert assigned(workspace, "adjudicate").people == {"cid": 1}


def test_who_reviewed_an_earlier_revision_does_not_adjudicate(making: Making) -> None:
    """Even one who only passed it over: they may come back to it."""
    workspace = making()
    hire(workspace, "ann", "bob", "cid")
    uid = dispute(workspace)
    asked = names(workspace.store.assignments("review"), uid)
    put(workspace, puzzle(0, question="Which one?"))
    hire(workspace, "eve", "fay")
    for name in ("eve", "fay"):
        say(workspace, uid, name, geu_work("B" if name == "eve" else "C"))
    (judge,) = assigned(workspace, "adjudicate").people
    assert judge not in {*asked, "eve", "fay"}


def test_nobody_reviews_what_they_wrote_or_judged(making: Making) -> None:
    workspace = making()
    hire(workspace, "ann", "bob", "cid")
    hire(workspace, "dan", adjudicates=True)
    uid = dispute(workspace)
    assigned(workspace, "adjudicate")
    say(workspace, uid, "dan", judged("needs_fix", content=content()), "adjudicate")
    assert settled(workspace).edited == (uid,)
    assigned(workspace)
    newest = [item for item in workspace.store.assignments("review") if item.revision == 2]
    assert len(newest) == 2
    assert "dan" not in names(newest, uid)
    first, second = names(newest, uid)
    reviews(workspace, uid, **{first: geu_work("C"), second: geu_work("D")})
    report = assigned(workspace, "adjudicate")
    assert (report.new, len(report.short)) == (0, 1)
    hire(workspace, "eve", adjudicates=True)
    assert assigned(workspace, "adjudicate").people == {"eve": 1}


def test_authors_are_asked_where_there_is_no_question_or_it_is_to_be_mended(workspace: Workspace) -> None:
    put(workspace, photo_puzzle())
    uid = dispute(workspace)
    assigned(workspace, "adjudicate")
    say(workspace, uid, "dan", judged("needs_fix"), "adjudicate")
    settled(workspace)
    assert [item.uid for item in waiting(workspace, "author")] == [uid, "photo-1"]
    report = assigned(workspace, "author")
    assert report.new == 2
    assert assigned(workspace, "author").new == 0
    found = workspace.store.assignments("author")
    assert (len(names(found, uid)), len(names(found, "photo-1"))) == (1, 1)


def test_scarce_reviewers_are_kept_blind(making: Making) -> None:
    """With two reviewers and one adjudicator, who writes is the adjudicator; with more, it is anybody else."""
    workspace = making()
    hire(workspace, "ann", "bob")
    hire(workspace, "dan", adjudicates=True)
    put(workspace, photo_puzzle())
    assert assigned(workspace, "author").people == {"dan": 1}
    larger = making()
    hire(larger, "ann", "bob", "cid")
    hire(larger, "dan", adjudicates=True)
    put(larger, photo_puzzle())
    assert "dan" not in assigned(larger, "author").people


def test_an_author_who_passes_frees_the_place(workspace: Workspace) -> None:
    put(workspace, photo_puzzle())
    asked: list[str] = []
    while found := assigned(workspace, "author").people:
        (name,) = found
        asked.append(name)
        say(workspace, "photo-1", name, SKIP, "author")
    assert sorted(asked) == ["ann", "bob", "cid", "dan"]
    (line,) = assigned(workspace, "author").lines
    assert line.endswith("everybody has passed them over; add an annotator, or reject them")


def test_decided_instances_need_nobody(workspace: Workspace) -> None:
    puzzles(workspace, 1)
    assigned(workspace)
    first, second = names(workspace.store.assignments("review"), ONE)
    reviews(workspace, ONE, **{first: geu_work(), second: geu_work()})
    assert waiting(workspace, "review") == waiting(workspace, "adjudicate") == ()
    settled(workspace)
    assert [assigned(workspace, stage).new for stage in ("author", "review", "adjudicate")] == [0, 0, 0]


def test_old_workspaces_keep_working(workspace: Workspace, tmp_path: Path) -> None:
    """A `curation.toml` without the newer keys has their defaults."""
    root = Path(shutil.copytree(workspace.root, tmp_path / "old"))
    text = (root / "curation.toml").read_text()
    (root / "curation.toml").write_text(text[: text.index("[review]")])
    rules = open_workspace(root).config.review
    assert (rules.reviewers, rules.unanimous, rules.attention) == (2, True, 0.05)
