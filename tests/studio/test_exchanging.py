"""`curate studio push`, `pull` and `sync`, as people run them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from curation.studio.client import Client
from curation.studio.connection import connect
from curation.studio.pull import PullReport
from curation.studio.push import PushReport
from curation.workspace import Workspace
from tests.cli.running import curate, sound
from tests.studio.people import Person
from tests.studio.scripts import annotate, note, projects_of, put_geu, puzzle_result, tasks_of

Make = Callable[[], Workspace]
ONE, TWO = "script_one", "script_two"


@pytest.fixture
def workspace(studio_workspace: Make, scripts: dict[str, Person]) -> Workspace:
    made = studio_workspace()
    note(made, scripts, ONE, TWO)
    put_geu(made, 1)
    return made


def test_push_and_pull_say_what_they_did(workspace: Workspace, scripts: dict[str, Person]) -> None:
    inside = ("-w", workspace.root)
    said = sound("studio", "push", *inside)
    assert said.splitlines()[0].split() == [
        "stage",
        "axis",
        "annotator",
        "tasks",
        "open",
        "new",
        "updated",
        "address",
    ]
    assert "review  GEU   script_one      1     1    1        0  http://127.0.0.1:" in said
    report = PushReport.model_validate_json(sound("studio", "push", "--json", "--stage", "review", *inside))
    assert [(item.annotator, item.new, item.open) for item in report.projects] == [(ONE, 0, 1), (TWO, 0, 1)]
    client = Client(connect(workspace))
    (project,) = projects_of(workspace, client)["review", "GEU", ONE]
    (task,) = tasks_of(client, project)["puzzle-0001"]
    annotate(scripts[ONE], task, puzzle_result("B"))
    assert sound("studio", "pull", *inside).startswith("1 new and 0 changed annotations (0 skips)")
    annotate(scripts[TWO], task, puzzle_result("B"))
    done = curate("studio", "pull", *inside)
    assert (done.code, done.err) == (1, "")
    assert "error STU003: " in done.out and "puzzle-0001: annotation " in done.out
    again = curate("studio", "pull", "--json", *inside)
    pulled = PullReport.model_validate_json(again.out)
    assert (again.code, pulled.new, [item.code for item in pulled.findings]) == (1, 0, ["STU003"])
    once = curate("studio", "sync", *inside)
    assert once.code == 1
    assert once.out.startswith("1 tasks open; 0 sent, 0 new and 0 changed annotations, 0 decisions, 1 errors")


def test_without_people_push_says_so(studio_workspace: Make) -> None:
    workspace = studio_workspace()
    put_geu(workspace, 1)
    done = curate("studio", "push", "-w", workspace.root)
    assert (done.code, done.out) == (0, "Nobody is asked for anything.\n")
    assert "there are no annotators yet; add some with `curate studio add-annotator NAME`" in done.line()
    again = curate("studio", "push", "-w", workspace.root, "--json")
    assert json.loads(again.out)["lines"] == [done.line().removeprefix("curate: note: ")]


def test_no_secret_is_in_the_database(workspace: Workspace, scripts: dict[str, Person]) -> None:
    sound("studio", "push", "-w", workspace.root)
    sound("studio", "pull", "-w", workspace.root)
    token = connect(workspace).token
    for path in workspace.root.glob("curation.db*"):
        data = path.read_bytes()
        for secret in (token, scripts[ONE].endpoint.token, scripts[ONE].password):
            assert secret.encode() not in data
