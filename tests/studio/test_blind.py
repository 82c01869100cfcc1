"""What annotators can reach with their own tokens, and what of it Community cannot prevent: that, a pull tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from curation.studio.client import Client
from curation.studio.connection import connect
from curation.studio.ledger import home
from curation.studio.pull import pull
from curation.studio.push import push
from curation.workspace import Workspace
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
SECRETS = (
    "key",
    "keys",
    "oracle",
    "oracles",
    "regions",
    "rationale",
    "refined",
    "items",
    "lines",
    "sides",
    "notes",
)
RATIONALE = "Because a baguette is a stick."


class Desk:
    """A pushed workspace with two annotators, an adjudicator, a puzzle and a prompt."""

    def __init__(self, workspace: Workspace, people: dict[str, Person]) -> None:
        self.workspace, self.people = workspace, people
        note(workspace, people, ONE, TWO, adjudicator=THREE)
        self.puzzle = put_geu(workspace, 1)
        self.prompt = put_ueg(workspace, 1, rationale=RATIONALE, refined_prompt="A baguette on a plate.")
        push(workspace, actor="test")
        self.client = Client(connect(workspace))

    def projects(self) -> dict[Any, int]:
        found = projects_of(self.workspace, self.client)
        return {key: ids[-1] for key, ids in found.items()}

    def task(self, uid: str, name: str, axis: str = "GEU", stage: str = "review") -> int:
        return tasks_of(self.client, self.projects()[stage, axis, name])[uid][-1]

    def everything(self, person: Person) -> list[Any]:
        """All that a person's token gets out of the server about the workspace's projects."""
        got: list[Any] = []
        for project in self.projects().values():
            for path in (
                f"/api/projects/{project}/",
                f"/api/tasks/?project={project}&fields=all&page_size=100",
                f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true",
                f"/api/storages/localfiles/?project={project}",
                f"/api/projects/{project}/next/",
            ):
                got.append(json.loads(ask(person, path).body))
        return got

    def addresses(self, person: Person) -> set[str]:
        """Every address of an image in what a person gets."""
        text = json.dumps(self.everything(person))
        return {part for part in text.split('"') if part.startswith("/data/")}

    def listed(self, role: str) -> list[str]:
        folder = self.workspace.root / ".studio" / "files" / home(self.workspace.store).name / role
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.fixture
def desk(studio_workspace: Make, scripts: dict[str, Person]) -> Desk:
    return Desk(studio_workspace(), scripts)


def names_in(value: Any) -> set[str]:
    """Every name of a field anywhere in a JSON value."""
    if isinstance(value, dict):
        return set(value) | {name for item in value.values() for name in names_in(item)}
    if isinstance(value, list):
        return {name for item in value for name in names_in(item)}
    return set()


def data_in(value: Any) -> list[Any]:
    """The data of every task in what the server says."""
    if isinstance(value, dict):
        own = [value["data"]] if isinstance(value.get("data"), dict) else []
        return own + [data for item in value.values() for data in data_in(item)]
    return [data for item in value for data in data_in(item)] if isinstance(value, list) else []


def disagree(desk: Desk) -> None:
    """One accepts the puzzle with its key, two rejects it; the prompt stays open."""
    annotate(desk.people[ONE], desk.task(desk.puzzle.uid, ONE), puzzle_result(desk.puzzle.key or ""))
    annotate(desk.people[TWO], desk.task(desk.puzzle.uid, TWO), puzzle_result("D", "reject"))
    pull(desk.workspace, actor="test")
    push(desk.workspace, actor="test")


def test_no_token_reaches_a_key_an_expected_answer_or_an_oracle(desk: Desk) -> None:
    for name in (ONE, TWO, THREE):
        got = desk.everything(desk.people[name])
        found = data_in(got)
        assert len(found) >= 4
        assert names_in(found).isdisjoint(SECRETS)
        text = json.dumps(got)
        assert RATIONALE not in text and "A baguette on a plate." not in text
        for row in (row for data in found for row in data.get("checklist", ())):
            assert set(row) == {"number", "question", "answers", "actions"}
            assert all("selected" not in answer for answer in row["answers"])


def test_blind_data_does_not_depend_on_the_key(desk: Desk) -> None:
    """Neither `rev` nor anything else: four letters are soon tried."""

    def shown() -> list[Any]:
        return [
            {name: value for name, value in (task.data or {}).items() if name not in {"revision", "rev"}}
            for project in desk.projects().values()
            for task in desk.client.tasks(project, data=True)
        ]

    before = shown()
    put_geu(desk.workspace, 1, key="A")
    push(desk.workspace, actor="test")
    assert shown() == before


def test_only_input_images_can_be_fetched(desk: Desk) -> None:
    assert (len(desk.listed("inputs")), desk.listed("oracles")) == (1, [])
    oracle = desk.workspace.assets.record(desk.puzzle.oracle)[0].read_bytes()  # type: ignore[arg-type]
    addresses = desk.addresses(desk.people[ONE])
    assert len(addresses) == 1
    for address in addresses:
        assert ask(desk.people[ONE], address).body not in {oracle, b""}
        pixels = (desk.puzzle.image.pixels, desk.puzzle.oracle.pixels if desk.puzzle.oracle else "")
        assert not any(digest in address for digest in pixels)
    root = home(desk.workspace.store).name
    digest = desk.puzzle.oracle.pixels if desk.puzzle.oracle else ""
    for path in (
        f"{root}/inputs/{digest}.png",
        f"{root}/oracles/{digest}.png",
        f"{root}/inputs/../../../assets/{digest[:2]}/{digest}.png",
        f"../../assets/{digest[:2]}/{digest}.png",
        "../secrets.json",
        f"{root}/inputs/../../../secrets.json",
    ):
        assert ask(desk.people[ONE], f"/data/local-files/?d={path}").status in {400, 403, 404, 500}


def test_who_syncs_a_storage_gets_nothing_new(desk: Desk) -> None:
    """In Community anybody may register a folder below the served one, and make tasks of what lies there."""
    person, project = desk.people[ONE], desk.projects()["review", "GEU", ONE]
    folder = str((desk.workspace.root / ".studio").resolve() / "files" / home(desk.workspace.store).name)
    for path in (folder, f"{folder}/oracles", str(desk.workspace.root / "assets"), str(desk.workspace.root)):
        body = {"project": project, "path": path, "title": "mine", "use_blob_urls": True, "recursive_scan": True}
        made = ask(person, "/api/storages/localfiles/", "POST", body)
        if made.status == 201:
            assert path == folder
            storage = json.loads(made.body)["id"]
            ask(person, f"/api/storages/localfiles/{storage}/sync", "POST", {})
    oracle = desk.workspace.assets.record(desk.puzzle.oracle)[0].read_bytes()  # type: ignore[arg-type]
    addresses = desk.addresses(person)
    assert addresses
    assert all(ask(person, address).body != oracle for address in addresses)
    pull(desk.workspace, actor="test")
    assert push(desk.workspace, actor="test").changes == 0


def test_an_oracle_is_there_while_somebody_adjudicates_and_no_longer(desk: Desk) -> None:
    disagree(desk)
    assert len(desk.listed("oracles")) == 1
    task = desk.task(desk.puzzle.uid, THREE, stage="adjudicate")
    annotate(desk.people[THREE], task, decision_result("GEU", "reject", comment="Nobody can tell."))
    pull(desk.workspace, actor="test")
    push(desk.workspace, actor="test")
    assert desk.listed("oracles") == []


def test_an_oracle_waits_for_everybody_who_is_to_answer_blind(desk: Desk) -> None:
    attention = "INSERT INTO assignments VALUES (?, 1, 'review', ?, 'attention')"
    desk.workspace.store.execute(attention, [desk.puzzle.uid, THREE])
    annotate(desk.people[ONE], desk.task(desk.puzzle.uid, ONE), puzzle_result("A"))
    annotate(desk.people[TWO], desk.task(desk.puzzle.uid, TWO), puzzle_result("D", "reject"))
    pull(desk.workspace, actor="test")
    note(desk.workspace, desk.people, adjudicator=TWO)
    desk.workspace.store.execute(
        "INSERT INTO assignments VALUES (?, 1, 'adjudicate', ?, 'work')", [desk.puzzle.uid, TWO]
    )
    assert push(desk.workspace, actor="test").held == 1
    assert ("adjudicate", "GEU", TWO) not in desk.projects()
    assert desk.listed("oracles") == []
    annotate(desk.people[THREE], desk.task(desk.puzzle.uid, THREE), puzzle_result("A"))
    pull(desk.workspace, actor="test")
    assert push(desk.workspace, actor="test").held == 0
    assert len(desk.listed("oracles")) == 1


def test_reviews_of_others_are_without_names_for_the_adjudicator(desk: Desk) -> None:
    disagree(desk)
    task = desk.task(desk.puzzle.uid, THREE, stage="adjudicate")
    text = ask(desk.people[THREE], f"/api/tasks/{task}/").body.decode()
    (data,) = data_in([json.loads(text)])[:1]
    assert len(data["sides"]) == 2
    assert ONE not in json.dumps(data) and TWO not in json.dumps(data)


def test_what_community_cannot_prevent_is_told(desk: Desk) -> None:
    """Anybody can read, change and delete anybody's work: the pull tells of it, and what was home stays."""
    uid = desk.puzzle.uid
    own = annotate(desk.people[ONE], desk.task(uid, ONE), puzzle_result("C"))
    prompt = annotate(desk.people[ONE], desk.task(desk.prompt.uid, ONE, "UEG"), prompt_result(["yes", "no"]))
    pull(desk.workspace, actor="test")
    other = desk.people[TWO]
    read = ask(other, f"/api/annotations/{own}/")
    assert read.status == 200 and b'"C"' in read.body  # Not to be prevented: one server for each annotator is.
    assert ask(other, f"/api/annotations/{own}/", "PATCH", {"result": puzzle_result("D")}).status == 200
    assert ask(other, f"/api/annotations/{prompt}/", "DELETE").status == 204
    annotate(other, desk.task(uid, ONE), puzzle_result("D"))
    told = pull(desk.workspace, actor="test")
    assert sorted(finding.code for finding in told.findings.findings) == ["STU002", "STU003", "STU004"]
    kept = [*desk.workspace.store.annotations(uid), *desk.workspace.store.annotations(desk.prompt.uid)]
    assert [getattr(item.work, "answer", "prompt") for item in kept] == ["C", "prompt"]
    assert told.findings.exit_code == 1


def test_who_deletes_a_project_destroys_nothing(desk: Desk) -> None:
    uid = desk.puzzle.uid
    annotate(desk.people[ONE], desk.task(uid, ONE), puzzle_result("C"))
    pull(desk.workspace, actor="test")
    project = desk.projects()["review", "GEU", ONE]
    assert ask(desk.people[TWO], f"/api/projects/{project}/", "DELETE").status == 204
    told = pull(desk.workspace, actor="test").findings
    assert [finding.code for finding in told.findings] == ["STU004", "STU006"]
    assert [item.annotator for item in desk.workspace.store.annotations(uid)] == [ONE]
    push(desk.workspace, actor="test")
    assert ("review", "GEU", TWO) in desk.projects()
    told = pull(desk.workspace, actor="test").findings
    assert [finding.code for finding in told.findings] == ["STU004"]
