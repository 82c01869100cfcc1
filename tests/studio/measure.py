"""Push and pull beside the bare requests against the same server, in one run: `python -m tests.bench studio`."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from curation.atomic import write_atomic
from curation.studio.client import Client
from curation.studio.connection import Endpoint, connect
from curation.studio.pages import page
from curation.studio.pull import pull
from curation.studio.push import push
from curation.studio.server.process import down, up
from curation.workspace import CONFIG, Workspace, create, open_workspace
from tests.studio.answering import answered_on_import
from tests.studio.people import enrol
from tests.studio.scripts import projects_of, prompt_result, put_geu, put_ueg, puzzle_result

UEG, GEU = 600, 400
ROUNDS = 5


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _fill(root: Path, reviewers: int) -> Workspace:
    made = create(root)
    made.store.close()
    config = root / CONFIG
    text = config.read_text().replace("reviewers = 2 ", f"reviewers = {reviewers} ")
    assert f"reviewers = {reviewers} " in text
    write_atomic(config, text.encode())
    workspace = open_workspace(root)
    with workspace.store.transaction():
        for number in range(UEG):
            put_ueg(workspace, number)
        for number in range(GEU):
            put_geu(workspace, number)
    return workspace


class Bare:
    """The bare requests, with nothing but an HTTP library.

    Args:
        endpoint: The server.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._http = httpx.Client(
            base_url=endpoint.url, headers={"authorization": f"Token {endpoint.token}"}, timeout=120
        )

    def project(self, axis: Any, workspace: Workspace) -> int:
        made = page("review", axis, workspace.config.review)
        body = {"title": f"bare {axis}", "label_config": made.xml}
        return int(self._http.post("/api/projects/", json=body).json()["id"])

    def imported(self, given: dict[int, list[Any]]) -> None:
        for project, tasks in given.items():
            answer = self._http.post(f"/api/projects/{project}/import?return_task_ids=true", json=tasks)
            assert len(answer.json()["task_ids"]) == len(tasks)

    def listed(self, projects: list[int]) -> int:
        query = "fields=task_only&include=id,data&page_size=1000"
        return sum(
            len(self._http.get(f"/api/tasks/?project={project}&{query}").json()["tasks"]) for project in projects
        )

    def exported(self, projects: list[int]) -> int:
        query = "exportType=JSON"
        return sum(
            len(task["annotations"])
            for project in projects
            for task in self._http.get(f"/api/projects/{project}/export?{query}").json()
        )


def _ids(workspace: Workspace, client: Client) -> list[int]:
    return [project for ids in projects_of(workspace, client).values() for project in ids]


def _row(name: str, seconds: float, bare: str, floor: float, most: float) -> None:
    print(f"  {name:34}{seconds:7.2f} s   {bare:30}{floor:7.2f} s{seconds / floor:8.2f} times (at most {most})")


def _repeat(workspace: Workspace, bare: Bare, ids: list[int]) -> None:
    """A push and a pull with nothing new beside one listing, in turn."""
    client = connect(workspace).client()
    times: dict[str, list[float]] = {}
    work: dict[str, Callable[[], object]] = {
        "push": lambda: push(workspace, actor="bench"),
        "pull": lambda: pull(workspace, actor="bench"),
        "bare": lambda: bare.listed(ids),
        "sdk": lambda: [
            len(list(client.tasks.list(project=project, fields="task_only", include="id,data", page_size=1000)))
            for project in ids
        ],
    }
    for name in work:
        work[name]()
    for _ in range(ROUNDS):
        for name, do in work.items():
            times.setdefault(name, []).append(_timed(do))
    middle = {name: statistics.median(found) for name, found in times.items()}
    for name in ("push", "pull"):
        _row(f"{name}, nothing new", middle[name], "one listing, bare HTTP", middle["bare"], 1.2)
        _row(f"{name}, nothing new", middle[name], "one listing, SDK", middle["sdk"], 1.2)


def studio() -> None:
    """Push of 1,000 tasks, pull of 2,000 annotations, and both with nothing new."""
    with tempfile.TemporaryDirectory() as folder:
        ones = [_fill(Path(folder) / f"one_{number}", 1) for number in range(ROUNDS)]
        two = _fill(Path(folder) / "two", 2)
        first = ones[0].root
        up(first)
        try:
            for workspace in (*ones[1:], two):
                (workspace.root / ".studio").symlink_to(first / ".studio")
            _measure(ones, two)
        finally:
            down(first)
            for workspace in (*ones, two):
                workspace.store.close()
    print(f"  largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _push(bare: Bare, client: Client, ones: list[Workspace]) -> None:
    """First pushes, of a new workspace each, in turn with imports of the same tasks."""
    times, floors = [], []
    for workspace in ones:
        enrol(workspace, "script_one")
        times.append(_timed(partial(push, workspace, actor="bench")))
        payloads = {
            axis: [{"data": task.data} for task in client.tasks(ids[0], data=True)]
            for (_, axis, _), ids in projects_of(workspace, client).items()
        }
        fresh = {axis: bare.project(axis, workspace) for axis in payloads}
        given = {fresh[axis]: tasks for axis, tasks in payloads.items()}
        floors.append(_timed(partial(bare.imported, given)))
    _row("push of 1,000 tasks", statistics.median(times), "import of the same tasks", statistics.median(floors), 2)


def _measure(ones: list[Workspace], two: Workspace) -> None:
    one = ones[0]
    endpoint = connect(one)
    bare, client = Bare(endpoint), Client(endpoint)
    print(f"\nstudio ({UEG + GEU:,} instances; each beside the bare requests to the same server)")
    _push(bare, client, ones)
    _repeat(one, bare, _ids(one, client))

    users = {name: person.user for name, person in enrol(two, "script_three", "script_two").items()}

    def answer(name: str, data: Any) -> list[dict[str, Any]]:
        if "checklist" in data:
            return prompt_result(["yes", "no"])
        return puzzle_result("ABCD"[int(data["uid"][-4:]) % 4], comment=name)

    with answered_on_import(users, answer):
        push(two, actor="bench")
    ids = _ids(two, client)
    before = _timed(lambda: bare.exported(ids))
    done = _timed(lambda: pull(two, actor="bench"))
    assert len(list(two.store.all_annotations())) == 2 * (UEG + GEU)
    floor = statistics.mean([before, _timed(lambda: bare.exported(ids))])
    _row("pull of 2,000 annotations", done, "export of the same projects", floor, 2)
    _repeat(two, bare, ids)
    states = [row[3] for row in two.store.counts()]
    print(f"  then every instance is {', '.join(sorted(set(states)))}; marks: {_marks(two)}")


def _marks(workspace: Workspace) -> str:
    rows = workspace.store.rows("SELECT mark FROM seen")
    return f"{sum(len(row['mark']) for row in rows) / 1e6:.1f} MB in {len(rows)} rows"
