"""Push: every task once, in its annotator's project, whatever was there before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from curation.errors import UsageError
from curation.models import ImageRef
from curation.studio import sending
from curation.studio.client import Client
from curation.studio.connection import KEY, URL, connect
from curation.studio.ledger import Marker, home
from curation.studio.pages import page
from curation.studio.projects import settings_of
from curation.studio.pull import pull
from curation.studio.push import PushReport, counted, push
from curation.workspace import Workspace
from tests.studio.conftest import Studio
from tests.studio.people import Person
from tests.studio.scripts import (
    annotate,
    note,
    projects_of,
    prompt_result,
    put_geu,
    put_ueg,
    puzzle_result,
    tasks_of,
)

Make = Callable[[], Workspace]
ONE, TWO = "script_one", "script_two"


class Pushed:
    """A workspace with two annotators, two puzzles and two prompts, pushed."""

    def __init__(self, workspace: Workspace, people: dict[str, Person]) -> None:
        self.workspace, self.people = workspace, people
        note(workspace, people, ONE, TWO)
        self.puzzles = [put_geu(workspace, number) for number in range(2)]
        self.prompts = [put_ueg(workspace, number) for number in range(2)]
        self.first = self.push()
        self.client = Client(connect(workspace))

    def push(self, **options: Any) -> PushReport:
        return push(self.workspace, actor="test", **options)

    def project(self, axis: Any = "GEU", name: str = ONE) -> int:
        (project,) = projects_of(self.workspace, self.client)["review", axis, name]
        return project

    def tasks(self, axis: Any = "GEU", name: str = ONE) -> dict[str, list[int]]:
        return tasks_of(self.client, self.project(axis, name))

    def data(self, task: int, axis: Any = "GEU", name: str = ONE) -> dict[str, Any]:
        (found,) = [item for item in self.client.tasks(self.project(axis, name), data=True) if item.id == task]
        assert found.data is not None
        return dict(found.data)


@pytest.fixture
def pushed(studio_workspace: Make, scripts: dict[str, Person]) -> Pushed:
    return Pushed(studio_workspace(), scripts)


def test_each_instance_goes_to_two_annotators_once(pushed: Pushed) -> None:
    assert counted(pushed.first) == {"new": 8, "updated": 0, "removed": 0, "retired": 0}
    found = projects_of(pushed.workspace, pushed.client)
    assert set(found) == {("review", axis, name) for axis in ("GEU", "UEG") for name in (ONE, TWO)}
    for _, axis, name in found:
        instances = pushed.puzzles if axis == "GEU" else pushed.prompts
        tasks = pushed.tasks(axis, name)
        assert {uid: len(ids) for uid, ids in tasks.items()} == {item.uid: 1 for item in instances}
    assert pushed.push().changes == 0
    assert projects_of(pushed.workspace, pushed.client) == found


def test_the_report_leads_to_the_label_stream(pushed: Pushed) -> None:
    for item in pushed.first.projects:
        assert (
            item.address
            == f"{pushed.client.url}/projects/{pushed.project(item.axis, item.annotator)}/data?labeling=1"
        )
        assert (item.tasks, item.open, item.new) == (2, 2, 2)
    assert pushed.first.assigned == {"review": 8}


def test_a_project_is_set_as_its_page_needs_it(pushed: Pushed) -> None:
    found = pushed.client.settings(pushed.project())
    made = page("review", "GEU", pushed.workspace.config.review)
    assert found.label_config == made.xml.strip() or found.label_config == made.xml
    assert found.expert_instruction == made.instruction
    assert (found.maximum_annotations, found.enable_empty_annotation) == (1, False)
    assert (found.sampling, found.skip_queue) == ("Sequential sampling", "IGNORE_SKIPPED")


def test_settings_that_somebody_changed_are_put_right(pushed: Pushed) -> None:
    project = pushed.project()
    pushed.client.update_project(project, {"title": "Something else"})
    assert pushed.push().changes == 0
    assert pushed.client.settings(project).title == "Review puzzles: script_one"


def test_a_changed_instance_is_updated_in_place(pushed: Pushed) -> None:
    before = pushed.tasks()
    uid = put_geu(pushed.workspace, 0, question="Which is it now?").uid
    assert counted(pushed.push()) == {"new": 0, "updated": 2, "removed": 0, "retired": 0}
    assert pushed.tasks() == before
    data = pushed.data(before[uid][0])
    assert (data["revision"], data["question"]) == (2, "Which is it now?")
    assert pushed.push().changes == 0


def test_an_annotated_instance_that_changes_gets_a_new_task(pushed: Pushed) -> None:
    uid = pushed.puzzles[0].uid
    (old,) = pushed.tasks()[uid]
    annotate(pushed.people[ONE], old, puzzle_result("A"))
    put_geu(pushed.workspace, 0, question="Which is it now?")
    assert counted(pushed.push()) == {"new": 1, "updated": 1, "removed": 0, "retired": 1}
    (new,) = set(pushed.tasks()[uid]) - {old}
    assert pushed.data(old)["retired"] is True
    assert (pushed.data(old)["revision"], pushed.data(new)["revision"]) == (1, 2)
    assert pushed.push().changes == 0
    assert not pull(pushed.workspace, actor="test").findings.findings
    assert [(item.revision, item.annotator) for item in pushed.workspace.store.annotations(uid)] == [(1, ONE)]


def test_a_withdrawn_task_goes_unless_it_is_annotated(pushed: Pushed) -> None:
    tasks = pushed.tasks()
    answered, unanswered = pushed.puzzles[0].uid, pushed.puzzles[1].uid
    annotate(pushed.people[ONE], tasks[answered][0], puzzle_result("A"))
    pushed.workspace.store.execute("DELETE FROM assignments WHERE annotator = ? AND stage = 'review'", [ONE])
    pushed.workspace.store.execute("DELETE FROM annotators WHERE name = ?", [ONE])
    report = pushed.push()
    assert counted(report)["removed"] == 3
    assert counted(report)["retired"] == 1
    assert set(pushed.tasks()) == {answered}
    assert unanswered in pushed.tasks(name=TWO)


def test_what_a_cut_connection_left_twice_is_there_once_again(pushed: Pushed) -> None:
    uid = pushed.puzzles[0].uid
    (task,) = pushed.tasks()[uid]
    pushed.client.import_tasks(pushed.project(), [{"data": pushed.data(task)}])
    marker = Marker(
        workspace=home(pushed.workspace.store).name, stage="review", axis="GEU", annotator=ONE, page="review_geu@1"
    )
    made = page("review", "GEU", pushed.workspace.config.review)
    doubled = marker.model_copy(update={"page": made.label})
    pushed.client.create_project(settings_of(doubled, made))
    assert counted(pushed.push()) == {"new": 0, "updated": 0, "removed": 1, "retired": 0}
    assert pushed.tasks()[uid] == [task]


def test_nothing_is_doubled_where_all_notes_are_lost(pushed: Pushed) -> None:
    before = {name: pushed.tasks(name=name) for name in (ONE, TWO)}
    pushed.workspace.store.execute("DELETE FROM seen WHERE project != 0")
    assert pushed.push().changes == 0
    assert {name: pushed.tasks(name=name) for name in (ONE, TWO)} == before
    assert pushed.push().changes == 0


def test_a_task_that_somebody_altered_is_put_right(pushed: Pushed) -> None:
    (task,) = pushed.tasks()[pushed.puzzles[0].uid]
    before = pushed.data(task)
    pushed.client.update_task(task, before | {"question": "Is it B?"})
    assert counted(pushed.push())["updated"] == 1
    assert pushed.data(task) == before


def test_a_deleted_task_is_made_again_and_a_strange_one_left_alone(pushed: Pushed) -> None:
    (task,) = pushed.tasks()[pushed.puzzles[0].uid]
    pushed.client.delete_unanswered(pushed.project(), [task])
    strange = {
        name: value for name, value in pushed.data(pushed.tasks()["puzzle-0001"][0]).items() if name != "uid"
    }
    pushed.client.import_tasks(pushed.project(), [{"data": strange}])
    assert counted(pushed.push()) == {"new": 1, "updated": 0, "removed": 0, "retired": 0}
    assert len(pushed.client.tasks(pushed.project(), data=False)) == 3


def test_an_answer_is_never_deleted(pushed: Pushed) -> None:
    (task,) = pushed.tasks()[pushed.puzzles[0].uid]
    annotate(pushed.people[ONE], task, puzzle_result("A"))
    pushed.client.delete_unanswered(pushed.project(), [task])
    assert pushed.tasks()[pushed.puzzles[0].uid] == [task]


def test_a_new_page_gets_a_project_of_its_own(pushed: Pushed, monkeypatch: pytest.MonkeyPatch) -> None:
    uid = pushed.puzzles[0].uid
    old = pushed.project()
    annotate(pushed.people[ONE], pushed.tasks()[uid][0], puzzle_result("A"))

    def newer(*words: Any) -> Any:
        made = page(*words)
        return replace(made, version=made.version + 1) if made.name == "review_geu" else made

    monkeypatch.setattr(sending, "page", newer)
    assert counted(pushed.push()) == {"new": 3, "updated": 0, "removed": 3, "retired": 0}
    kept, new = projects_of(pushed.workspace, pushed.client)["review", "GEU", ONE]
    assert kept == old
    assert set(tasks_of(pushed.client, old)) == {uid}
    assert set(tasks_of(pushed.client, new)) == {pushed.puzzles[1].uid}
    assert len(projects_of(pushed.workspace, pushed.client)["review", "GEU", TWO]) == 1
    assert pushed.push().changes == 0
    pull(pushed.workspace, actor="test")
    (said,) = pushed.workspace.store.annotations(uid)
    assert said.page == page("review", "GEU", pushed.workspace.config.review).label


def test_one_stage_alone(studio_workspace: Make, scripts: dict[str, Person]) -> None:
    workspace = studio_workspace()
    note(workspace, scripts, ONE)
    put_geu(workspace, 1, question=None, options=None, key=None)
    assert push(workspace, actor="test", stages=("review",)).projects == ()
    (project,) = push(workspace, actor="test", stages=("author",)).projects
    assert (project.stage, project.new) == ("author", 1)


def test_one_annotator_alone(studio_workspace: Make, scripts: dict[str, Person]) -> None:
    """Each may have a server of their own, where the others have no account."""
    workspace = studio_workspace()
    note(workspace, scripts, ONE, TWO)
    put_geu(workspace, 1)
    workspace.store.execute(
        "UPDATE annotators SET record = replace(record, 'localhost', 'elsewhere.example') WHERE name = ?", [TWO]
    )
    (project,) = push(workspace, actor="test", annotators=(ONE,)).projects
    assert (project.annotator, project.new) == (ONE, 1)
    with pytest.raises(UsageError, match="script_nobody is nobody here"):
        push(workspace, actor="test", annotators=("script_nobody",))


def test_who_has_no_account_gets_no_project(studio_workspace: Make, scripts: dict[str, Person]) -> None:
    workspace = studio_workspace()
    note(workspace, scripts, ONE, TWO)
    put_geu(workspace, 1)
    workspace.store.execute("UPDATE annotators SET record = replace(record, 'localhost', 'elsewhere.example')")
    with pytest.raises(UsageError, match="script_one, script_two has no account on this server"):
        push(workspace, actor="test")
    assert projects_of(workspace, Client(connect(workspace))) == {}


@pytest.fixture
def team(studio_workspace: Make, studio_server: Studio, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace whose server is a team's, as far as it can tell."""
    workspace = studio_workspace()
    monkeypatch.setenv(URL, studio_server.url)
    monkeypatch.setenv(KEY, studio_server.token)
    yield workspace


def test_a_teams_server_gets_images_once(
    team: Workspace, scripts: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    note(team, scripts, ONE, TWO)
    instances = [put_geu(team, number) for number in range(3)]
    put_ueg(team, 1)
    sent: list[int] = []
    upload = Client.upload

    def counting(self: Client, project: int, files: Any) -> None:
        sent.append(len(files))
        upload(self, project, files)

    monkeypatch.setattr(Client, "upload", counting)
    push(team, actor="test")
    assert sent == [3]
    client = Client(connect(team))
    (project,) = projects_of(team, client)["review", "GEU", ONE]
    tasks = {str((item.data or {})["uid"]): item for item in client.tasks(project, data=True)}
    address = str((tasks[instances[0].uid].data or {})["image"])
    assert address.startswith("/data/upload/")
    stored = team.assets.record(_ref(instances[0]))[0].read_bytes()
    assert scripts[ONE].endpoint.caller().ask(address).body == stored
    team.store.execute("DELETE FROM seen WHERE project != 0")
    assert push(team, actor="test").changes == 0
    assert sent == [3]
    annotate(scripts[ONE], tasks[instances[0].uid].id, puzzle_result("A"))
    (prompts,) = projects_of(team, client)["review", "UEG", ONE]
    annotate(scripts[ONE], client.tasks(prompts, data=False)[0].id, prompt_result(["yes", "no"]))
    brought = pull(team, actor="test")
    assert (brought.report.new, brought.findings.findings) == (2, ())


def _ref(instance: Any) -> ImageRef:
    assert isinstance(instance.image, ImageRef)
    return instance.image


def test_own_images_can_be_fetched_and_are_linked_again(pushed: Pushed) -> None:
    (task,) = pushed.tasks()[pushed.puzzles[0].uid]
    address = pushed.data(task)["image"]
    stored = pushed.workspace.assets.record(pushed.puzzles[0].image)[0].read_bytes()
    caller = pushed.people[ONE].endpoint.caller()
    assert caller.ask(address).body == stored
    folder = pushed.workspace.root / ".studio" / "files" / home(pushed.workspace.store).name / "inputs"
    for path in folder.iterdir():
        path.unlink()
    assert caller.ask(address).status == 404
    assert pushed.push().changes == 0
    assert caller.ask(address).body == stored
