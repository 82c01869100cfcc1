"""Pull: each annotation comes home once, none is lost, and what does not hold is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from curation.annotations import GEUReview, Skip, UEGReview
from curation.findings import Report
from curation.studio.answers import Exported, Task
from curation.studio.client import Client
from curation.studio.connection import connect
from curation.studio.pull import PullReport, pull
from curation.studio.push import counted, push
from curation.workspace import Workspace
from tests.studio.conftest import Studio
from tests.studio.people import Person
from tests.studio.scripts import (
    annotate,
    ask,
    decision_result,
    note,
    projects_of,
    prompt_result,
    put_geu,
    put_ueg,
    puzzle_result,
    tasks_of,
)

Make = Callable[[], Workspace]
ONE, TWO, THREE = "script_one", "script_two", "script_three"


class Desk:
    """A workspace with two annotators and an adjudicator, two puzzles and a prompt, pushed."""

    def __init__(self, workspace: Workspace, people: dict[str, Person]) -> None:
        self.workspace, self.people = workspace, people
        note(workspace, people, ONE, TWO, adjudicator=THREE)
        self.puzzles = [put_geu(workspace, number) for number in range(2)]
        self.prompt = put_ueg(workspace, 0)
        push(workspace, actor="test")
        self.client = Client(connect(workspace))
        self.findings = Report("", ())

    def pull(self) -> PullReport:
        done = pull(self.workspace, actor="test")
        self.findings = done.findings
        return done.report

    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings.findings]

    def project(self, axis: Any = "GEU", name: str = ONE, stage: Any = "review") -> int:
        return projects_of(self.workspace, self.client)[stage, axis, name][-1]

    def task(self, uid: str, axis: Any = "GEU", name: str = ONE, stage: Any = "review") -> int:
        return tasks_of(self.client, self.project(axis, name, stage))[uid][-1]

    def answer(self, uid: str, answer: str, name: str = ONE, **fields: Any) -> int:
        return annotate(self.people[name], self.task(uid, name=name), puzzle_result(answer), **fields)

    def outcomes(self) -> list[str]:
        return [
            row["outcome"] for row in self.workspace.store.rows("SELECT outcome FROM pulled ORDER BY annotation")
        ]

    def said(self, uid: str) -> list[tuple[str, str | None]]:
        found = self.workspace.store.annotations(uid)
        return [(item.annotator, getattr(item.work, "answer", None)) for item in found]


@pytest.fixture
def desk(studio_workspace: Make, scripts: dict[str, Person]) -> Desk:
    return Desk(studio_workspace(), scripts)


def test_annotations_skips_and_times_come_home_once(desk: Desk) -> None:
    first, second = (item.uid for item in desk.puzzles)
    desk.answer(first, "C", lead_time=12.25)
    annotate(desk.people[TWO], desk.task(second, name=TWO), [], was_cancelled=True)
    made = prompt_result(["yes", "no"], "reject", comment="No bread.")
    annotate(desk.people[ONE], desk.task(desk.prompt.uid, "UEG"), made)
    report = desk.pull()
    assert (report.new, report.changed, report.skipped, report.refused) == (3, 0, 1, 0)
    (said,) = desk.workspace.store.annotations(first)
    assert said.work == GEUReview(answer="C", verdict="accept")
    assert (said.annotator, said.seconds, said.stage) == (ONE, 12.25, "review")
    assert said.page.startswith("review_geu@") and str(said.finished).endswith("+00:00")
    assert [item.work for item in desk.workspace.store.annotations(second)] == [Skip()]
    (judged,) = desk.workspace.store.annotations(desk.prompt.uid)
    assert isinstance(judged.work, UEGReview)
    assert (judged.work.verdict, judged.work.comment) == ("reject", "No bread.")
    events = len(list(desk.workspace.store.events()))
    again = desk.pull()
    assert (again.read, again.new, again.changed, desk.codes()) == (0, 0, 0, [])
    assert len(list(desk.workspace.store.events())) == events


def test_only_what_changed_is_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (item.uid for item in desk.puzzles)
    made = desk.answer(first, "A")
    desk.answer(second, "A", name=TWO)
    desk.pull()
    asked: list[Sequence[int] | None] = []
    export = Client.export

    def counting(self: Client, project: int, tasks: Sequence[int] | None = None) -> Any:
        asked.append(tasks)
        return export(self, project, tasks)

    monkeypatch.setattr(Client, "export", counting)
    desk.pull()
    assert asked == []
    ask(desk.people[ONE], f"/api/annotations/{made}/", "PATCH", {"result": puzzle_result("B")})
    assert desk.pull().changed == 1
    assert len(asked) == 1
    assert desk.said(first) == [(ONE, "B")]


def test_what_comes_between_listing_and_export_is_not_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (item.uid for item in desk.puzzles)
    desk.answer(first, "A")
    tasks = {uid: desk.task(uid) for uid in (first, second)}
    export, late = Client.export, [second]

    def busy(self: Client, project: int, chosen: Sequence[int] | None = None) -> list[Exported]:
        """The export of a moment ago: the annotator goes on while it is on its way."""
        found = list(export(self, project, chosen))
        while late:
            annotate(desk.people[ONE], tasks[late.pop()], puzzle_result("D"))
        return found

    monkeypatch.setattr(Client, "export", busy)
    desk.pull()
    assert desk.said(second) == []
    desk.pull()
    assert desk.said(second) == [(ONE, "D")]


def test_a_listing_that_is_behind_is_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (item.uid for item in desk.puzzles)
    task = desk.task(second)
    desk.answer(first, "A")
    listing, late = Client.tasks, [task]

    def busy(self: Client, project: int, *, data: bool) -> list[Task]:
        found = listing(self, project, data=data)
        if late and task in {item.id for item in found}:
            annotate(desk.people[ONE], late.pop(), puzzle_result("D"))
        return found

    monkeypatch.setattr(Client, "tasks", busy)
    desk.pull()
    desk.pull()
    assert desk.said(second) == [(ONE, "D")]
    assert desk.codes() == []


def test_the_newest_of_two_annotations_stands(desk: Desk) -> None:
    uid = desk.puzzles[0].uid
    desk.answer(uid, "A")
    desk.answer(uid, "B")
    desk.pull()
    assert (desk.said(uid), desk.outcomes()) == ([(ONE, "B")], ["superseded", "taken"])
    assert (desk.codes(), desk.findings.exit_code) == (["STU008"], 0)


def test_what_does_not_fit_its_page_is_kept_and_told(desk: Desk) -> None:
    uid = desk.puzzles[0].uid
    made = puzzle_result("A")
    made[0]["value"] = {"choices": ["Z"]}
    annotate(desk.people[ONE], desk.task(uid), made)
    assert desk.pull().refused == 1
    assert (desk.said(uid), desk.outcomes(), desk.codes()) == ([], ["quarantined"], ["STU001"])
    assert desk.findings.exit_code == 1
    (row,) = desk.workspace.store.rows("SELECT record FROM pulled")
    assert '"Z"' in row["record"]
    assert desk.pull().refused == 0
    assert desk.codes() == ["STU001"]


def test_who_changes_the_work_of_another_is_told(desk: Desk) -> None:
    uid = desk.puzzles[0].uid
    made = desk.answer(uid, "A")
    desk.pull()
    ask(desk.people[TWO], f"/api/annotations/{made}/", "PATCH", {"result": puzzle_result("B")})
    desk.pull()
    assert (desk.said(uid), desk.codes()) == ([(ONE, "A")], ["STU002"])
    ask(desk.people[ONE], f"/api/annotations/{made}/", "PATCH", {"result": puzzle_result("C")})
    desk.pull()
    assert (desk.said(uid), desk.codes()) == ([(ONE, "C")], [])


def test_a_stranger_in_a_project_is_told(desk: Desk) -> None:
    uid = desk.puzzles[0].uid
    annotate(desk.people[TWO], desk.task(uid), puzzle_result("A"))
    desk.pull()
    assert (desk.said(uid), desk.codes()) == ([], ["STU003"])


def test_deleted_work_stays_at_home(desk: Desk) -> None:
    uid = desk.puzzles[0].uid
    made = desk.answer(uid, "A")
    desk.pull()
    assert ask(desk.people[TWO], f"/api/annotations/{made}/", "DELETE").status == 204
    desk.pull()
    assert (desk.said(uid), desk.outcomes(), desk.codes()) == ([(ONE, "A")], ["deleted"], ["STU004"])
    assert push(desk.workspace, actor="test").changes == 0
    desk.pull()
    assert desk.codes() == ["STU004"]


def test_a_deleted_task_is_told_and_its_answer_stays(desk: Desk) -> None:
    first, second = (item.uid for item in desk.puzzles)
    tasks = {uid: desk.task(uid) for uid in (first, second)}
    desk.answer(first, "A")
    desk.pull()
    for task in tasks.values():
        assert ask(desk.people[TWO], f"/api/tasks/{task}/", "DELETE").status == 204
    desk.pull()
    assert desk.said(first) == [(ONE, "A")]
    assert sorted(desk.codes()) == ["STU004", "STU006", "STU006"]
    assert counted(push(desk.workspace, actor="test"))["new"] == 1
    desk.pull()
    assert desk.codes() == ["STU004"]


def test_an_altered_task_makes_its_answer_worthless(desk: Desk) -> None:
    uid = desk.puzzles[0].uid
    task = desk.task(uid)
    (listed,) = [item for item in desk.client.tasks(desk.project(), data=True) if item.id == task]
    data = dict(listed.data or {})
    ask(desk.people[TWO], f"/api/tasks/{task}/", "PATCH", {"data": data | {"question": "Is it A?"}})
    desk.answer(uid, "A")
    desk.pull()
    assert (desk.said(uid), desk.codes()) == ([], ["STU005"])
    ask(desk.people[TWO], f"/api/tasks/{task}/", "PATCH", {"data": data})
    desk.pull()
    assert (desk.said(uid), desk.codes()) == ([(ONE, "A")], [])


def test_a_task_that_nobody_sent_counts_only_if_it_is_what_should_be_there(desk: Desk) -> None:
    first, second = (item.uid for item in desk.puzzles)
    desk.answer(first, "A")
    (listed,) = [item for item in desk.client.tasks(desk.project(), data=True) if item.id == desk.task(second)]
    desk.client.delete_unanswered(desk.project(), [listed.id])
    (own,) = desk.client.import_tasks(desk.project(), [{"data": dict(listed.data or {}) | {"question": "A?"}}])
    annotate(desk.people[ONE], own, puzzle_result("B"))
    desk.workspace.store.execute("DELETE FROM seen WHERE project != 0")
    desk.pull()
    assert (desk.said(first), desk.said(second)) == ([], [])
    push(desk.workspace, actor="test")
    desk.pull()
    assert (desk.said(first), desk.said(second), desk.codes()) == ([(ONE, "A")], [], ["STU005"])


def test_who_began_before_a_change_is_asked_again(desk: Desk) -> None:
    uid = desk.puzzles[0].uid
    old = desk.task(uid)
    put_geu(desk.workspace, 0, question="Which is it now?")
    assert counted(push(desk.workspace, actor="test"))["updated"] == 2
    desk.answer(uid, "A", lead_time=600)
    desk.answer(uid, "B", name=TWO, lead_time=0.001)
    desk.pull()
    assert (desk.said(uid), desk.codes()) == ([(TWO, "B")], ["STU009"])
    assert counted(push(desk.workspace, actor="test")) == {"new": 1, "updated": 0, "removed": 0, "retired": 1}
    assert desk.task(uid) != old
    desk.answer(uid, "C", lead_time=600)
    desk.pull()
    assert desk.said(uid) == [(ONE, "C"), (TWO, "B")]
    assert push(desk.workspace, actor="test", stages=("review",)).changes == 0


def test_a_review_that_changes_after_the_adjudicator_has_it_comes_too_late(desk: Desk) -> None:
    uid = desk.puzzles[0].uid
    made = desk.answer(uid, "A")
    desk.answer(uid, "B", name=TWO)
    desk.pull()
    assert [item.stage for item in push(desk.workspace, actor="test").projects if item.new] == ["adjudicate"]
    ask(desk.people[ONE], f"/api/annotations/{made}/", "PATCH", {"result": puzzle_result("B")})
    desk.pull()
    assert (desk.said(uid), desk.codes()) == ([(ONE, "A"), (TWO, "B")], ["STU007"])
    task = desk.task(uid, name=THREE, stage="adjudicate")
    annotate(desk.people[THREE], task, decision_result("GEU", "reject", comment="Nobody can tell."))
    assert desk.pull().decisions == 1
    stored = desk.workspace.store.instance(uid)
    assert stored is not None and stored.state == "rejected"


def test_agreement_approves(desk: Desk) -> None:
    for puzzle in desk.puzzles:
        for name in (ONE, TWO):
            desk.answer(puzzle.uid, puzzle.key or "", name=name)
    assert desk.pull().decisions == 2
    assert {desk.workspace.store.instance(puzzle.uid).state for puzzle in desk.puzzles} == {"approved"}  # type: ignore[union-attr]


def test_a_hostile_result_is_quarantined_and_harms_no_other(desk: Desk) -> None:
    first, second = (item.uid for item in desk.puzzles)
    hostile: list[Any] = [{"type": "choices"}] * 3 + [
        {"value": {"text": ["\u202e\x00" * 9000]}, "from_name": "comment"}
    ]
    annotate(desk.people[ONE], desk.task(first), hostile)
    desk.answer(second, "A")
    assert (desk.pull().refused, desk.codes()) == (1, ["STU001"])
    assert desk.said(second) == [(ONE, "A")]


def test_marks_of_another_workspace_are_left_alone(
    desk: Desk, studio_workspace: Make, studio_server: Studio
) -> None:
    other = studio_workspace()
    put_geu(other, 1)
    desk.answer(desk.puzzles[1].uid, "A")
    assert pull(other, actor="test").report.projects == 0
    assert other.store.annotations(desk.puzzles[1].uid) == []
    assert push(other, actor="test").projects == ()
    assert desk.client.url == studio_server.url
