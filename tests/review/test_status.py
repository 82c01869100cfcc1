"""Who has done what, what each category needs, and what is next for whom."""

from __future__ import annotations

import pytest

from curation.errors import UsageError
from curation.review.queue import open_tasks, queue
from curation.review.status import PersonStatus, review_status
from curation.workspace import Workspace
from tests.core.samples import photo_puzzle
from tests.review.conftest import Making
from tests.review.people import (
    PROOF,
    SKIP,
    assigned,
    content,
    geu_work,
    hire,
    judged,
    names,
    put,
    puzzle,
    puzzles,
    reviews,
    say,
    settled,
)

MAZE = "maze-0000"


def person(workspace: Workspace, name: str, stage: str = "review") -> PersonStatus:
    return next(row for row in review_status(workspace).people if (row.annotator, row.stage) == (name, stage))


def test_an_empty_workspace_says_what_to_do(making: Making) -> None:
    workspace = making()
    report = review_status(workspace)
    assert report.next == ("There are no instances yet; make some with `curate generate` or `curate import`.",)
    puzzles(workspace, 2)
    assert review_status(workspace).next == (
        "There are no annotators yet; add some with `curate studio add-annotator NAME`.",
    )
    hire(workspace, "ann", "bob")
    assert review_status(workspace).next == ("4 places have nobody yet; `curate studio push` assigns them.",)
    assigned(workspace)
    assert review_status(workspace).next == (
        "4 tasks wait for their annotators; `curate review queue` lists them.",
    )
    for number in range(2):
        reviews(workspace, f"maze-000{number}", ann=geu_work(), bob=geu_work())
    assert review_status(workspace).next == ("2 can be decided; `curate studio pull` does that.",)
    settled(workspace)
    assert review_status(workspace).next == ("Everything is reviewed and decided.",)


def test_every_instance_is_in_one_place(workspace: Workspace) -> None:
    puzzles(workspace, 7)
    put(workspace, photo_puzzle())
    works = [
        (geu_work(), geu_work()),
        (geu_work(verdict="reject"), geu_work(verdict="reject")),
        (geu_work(), geu_work("C")),
        (geu_work(), SKIP),
        (geu_work(), geu_work("C")),
        (geu_work(), geu_work("C")),
    ]
    for number, (first, second) in enumerate(works):
        reviews(workspace, f"maze-{number:04}", ann=first, bob=second)
    say(workspace, "maze-0004", "dan", judged("needs_fix"), "adjudicate")
    settled(workspace)
    say(workspace, "maze-0005", "dan", judged(), "adjudicate")
    report = review_status(workspace)
    total = {place: sum(row.places[place] for row in report.categories) for place in report.categories[0].places}
    assert total == {
        "to_write": 2,
        "to_review": 2,
        "to_adjudicate": 1,
        "to_settle": 1,
        "approved": 1,
        "rejected": 1,
    }
    assert sum(row.instances for row in report.categories) == report.instances == 8
    assert sum(row.unassigned for row in report.categories) == 2 + 1 + 2 + 1


def test_people_are_counted_by_what_they_were_given(workspace: Workspace) -> None:
    puzzles(workspace, 1)
    assigned(workspace)
    first, second = names(workspace.store.assignments("review"), MAZE)
    say(workspace, MAZE, first, geu_work())
    say(workspace, MAZE, second, SKIP)
    assigned(workspace)
    (third,) = {item.annotator for item in workspace.store.assignments("review")} - {first, second}
    counts = {
        name: person(workspace, name).model_dump(exclude={"annotator", "stage"}) for name in (first, second, third)
    }
    nothing = {"assigned": 1, "done": 0, "skipped": 0, "left": 0, "retired": 0}
    assert counts == {
        first: {**nothing, "done": 1},
        second: {**nothing, "skipped": 1},
        third: {**nothing, "left": 1},
    }
    put(workspace, puzzle(0, question="Which one?"))
    assert person(workspace, third).retired == 1


def test_open_tasks_are_those_that_are_still_needed(workspace: Workspace) -> None:
    puzzles(workspace, 2)
    assigned(workspace)
    assert len(open_tasks(workspace)) == len(open_tasks(workspace, "review")) == 4
    first, second = names(workspace.store.assignments("review"), MAZE)
    reviews(workspace, MAZE, **{first: geu_work(), second: geu_work("C")})
    assigned(workspace, "adjudicate")
    assert [(task.stage, task.annotator) for task in open_tasks(workspace) if task.uid == MAZE] == [
        ("adjudicate", "dan")
    ]
    reviews(workspace, MAZE, **{second: geu_work()})
    settled(workspace)
    assert [task for task in open_tasks(workspace) if task.uid == MAZE] == []
    put(workspace, puzzle(1, question="Which one?"))
    assert open_tasks(workspace) == ()


def test_the_queue_is_by_stage_and_person_and_names_no_attention_check(making: Making) -> None:
    workspace = making(attention=0.5)
    hire(workspace, "ann", "bob", "cid", "eve", "fay", "gus")
    puzzles(workspace, 12, proof=PROOF)
    put(workspace, photo_puzzle())
    report = assigned(workspace)
    assert report.attention
    found = queue(workspace)
    assert len(found.tasks) == report.new + report.attention + 1
    assert (found.tasks[0].stage, found.tasks[0].annotator) == ("author", None)
    order = [task.annotator for task in found.tasks[1:]]
    assert order == sorted(order, key=str)
    assert "purpose" not in found.model_dump_json()
    one = queue(workspace, annotator="ann")
    assert one.annotator == "ann"
    assert one.tasks == tuple(task for task in found.tasks if task.annotator == "ann")


def test_an_unknown_annotator_is_told(workspace: Workspace, making: Making) -> None:
    with pytest.raises(UsageError, match=r"^there is no annotator 'zoe'; there is ann, bob, cid, dan$"):
        queue(workspace, annotator="zoe")
    with pytest.raises(UsageError, match=r"^there is no annotator 'zoe'; there are none yet$"):
        queue(making(), annotator="zoe")


def test_what_an_author_wrote_waits_to_be_settled(workspace: Workspace) -> None:
    put(workspace, photo_puzzle())
    assigned(workspace, "author")
    (name,) = names(workspace.store.assignments("author"), "photo-1")
    say(workspace, "photo-1", name, {"kind": "author", "content": content()}, "author")
    report = review_status(workspace)
    assert sum(row.places["to_settle"] for row in report.categories) == 1
    assert assigned(workspace, "author").new == 0
