"""Whatever fails in between: no task twice, none missing, no annotation lost, and one line that says what to do."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from label_studio_sdk import LabelStudio

from curation.errors import CurationError
from curation.studio.client import Client, StudioError
from curation.studio.connection import Endpoint, connect
from curation.studio.pull import pull
from curation.studio.push import push
from curation.studio.server.private import private
from curation.studio.server.process import up
from curation.studio.sync import Round, watch
from curation.workspace import Workspace, create, open_workspace
from tests.cli.running import curate
from tests.studio.conftest import Studio
from tests.studio.people import Person, enrol
from tests.studio.proxy import Deed, Proxy, nth, proxied
from tests.studio.scripts import annotate, note, projects_of, put_geu, put_ueg, puzzle_result

Make = Callable[[], Workspace]
ONE, TWO = "script_one", "script_two"
MOMENTS = 20


@dataclass(frozen=True)
class Through:
    """A server as it is reached through a proxy, by a client without patience."""

    endpoint: Endpoint
    url: str
    seconds: float = 20.0

    @property
    def own(self) -> bool:
        return self.endpoint.own

    def client(self) -> LabelStudio:
        return replace(self.endpoint, url=self.url).client(seconds=self.seconds)


@pytest.fixture
def proxy(studio_server: Studio) -> Iterator[Proxy]:
    with proxied(studio_server.url) as made:
        yield made


@pytest.fixture
def workspace(studio_workspace: Make, scripts: dict[str, Person]) -> Workspace:
    made = studio_workspace()
    note(made, scripts, ONE, TWO)
    for number in range(3):
        put_geu(made, number)
    put_ueg(made, 1)
    return made


def whole(workspace: Workspace, client: Client) -> None:
    """Each open assignment of the newest revision has one task; nothing else is asked for."""
    newest = {row["uid"]: row["revision"] for row in workspace.store.rows("SELECT uid, revision FROM instances")}
    wanted = {
        (item.stage, item.annotator, item.uid, item.revision): 1
        for item in workspace.store.assignments()
        if newest[item.uid] == item.revision
    }
    found: Counter[tuple[str, str, str, int]] = Counter()
    for (stage, _, name), projects in projects_of(workspace, client).items():
        for project in projects:
            for task in client.tasks(project, data=True):
                data = task.data or {}
                if data.get("retired") is not True:
                    found[stage, name, str(data["uid"]), int(str(data["revision"]))] += 1
    assert found == wanted


def is_import(method: str, path: str) -> bool:
    return method == "POST" and path.endswith("/import")


def is_creation(method: str, path: str) -> bool:
    return (method, path) == ("POST", "/api/projects/")


FAULTS: list[tuple[str, Deed]] = [
    ("import", "cut after"),
    ("import", "cut before"),
    ("import", "fail"),
    ("creation", "cut after"),
    ("creation", "cut before"),
    ("any", "cut after"),
]


@pytest.mark.parametrize(("which", "deed"), FAULTS)
def test_a_push_that_fails_is_finished_by_the_next(
    which: str, deed: Deed, workspace: Workspace, proxy: Proxy
) -> None:
    through = Through(connect(workspace), proxy.url)
    kinds = {"import": is_import, "creation": is_creation, "any": lambda method, path: method != "GET"}
    for number in (1, 2, 5) if which == "any" else (1, 2):
        proxy.rule = nth(number, deed, kinds[which])
        with pytest.raises(StudioError, match="run again"):
            push(workspace, actor="test", endpoint=through)
        proxy.rule = lambda method, path: "pass"
    assert push(workspace, actor="test", endpoint=through).changes > 0 or which == "any"
    whole(workspace, Client(connect(workspace)))
    assert push(workspace, actor="test", endpoint=through).changes == 0


def test_a_pull_that_fails_is_finished_by_the_next(
    workspace: Workspace, scripts: dict[str, Person], proxy: Proxy
) -> None:
    push(workspace, actor="test")
    direct = Client(connect(workspace))
    (project,) = projects_of(workspace, direct)["review", "GEU", ONE]
    for task in direct.tasks(project, data=False):
        annotate(scripts[ONE], task.id, puzzle_result("A"))
    through = Through(connect(workspace), proxy.url)
    for deed in ("cut after", "fail", "nonsense"):
        proxy.rule = nth(1, deed, lambda method, path: path.endswith("/export"))
        with pytest.raises(StudioError):
            pull(workspace, actor="test", endpoint=through)
        assert list(workspace.store.all_annotations()) == []
    assert pull(workspace, actor="test", endpoint=through).report.new == 3
    assert pull(workspace, actor="test").report.new == 0


def test_no_answer_in_time(workspace: Workspace, proxy: Proxy) -> None:
    proxy.rule = nth(1, "hang", is_import)
    with pytest.raises(StudioError, match="no answer in time; look to the server and run again"):
        push(workspace, actor="test", endpoint=Through(connect(workspace), proxy.url, seconds=1.5))
    proxy.released.set()
    push(workspace, actor="test")
    whole(workspace, Client(connect(workspace)))


ANSWERS: list[tuple[Deed, str]] = [
    ("fail", "the server failed"),
    ("nonsense", "no Label Studio says"),
    ("huge", "no Label Studio says"),
    ("cut before", "the connection was cut"),
]


@pytest.mark.parametrize(("deed", "said"), ANSWERS)
def test_what_no_label_studio_answers_is_one_line(
    deed: Deed, said: str, workspace: Workspace, proxy: Proxy, studio_server: Studio
) -> None:
    for path in ("/api/projects/", "/api/users/"):
        proxy.rule = nth(1, deed, lambda method, asked, path=path: asked == path)  # type: ignore[misc]
        with pytest.raises(StudioError, match=said) as caught:
            push(workspace, actor="test", endpoint=Through(connect(workspace), proxy.url))
        assert "\n" not in str(caught.value) and studio_server.token not in str(caught.value)
        assert caught.value.exit_code == 3


def test_a_refused_token_is_not_repeated(workspace: Workspace) -> None:
    wrong = replace(connect(workspace), token="f" * 40)
    with pytest.raises(StudioError, match="the token is refused") as caught:
        Client(wrong).projects()
    assert "f" * 40 not in str(caught.value) and "f" * 40 not in repr(wrong)


def test_an_answer_without_end_is_cut_short(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curation.studio.client.MOST_ANSWER", 20)
    with pytest.raises(StudioError, match="answered with more than 20 bytes"):
        Client(connect(workspace)).projects()


@pytest.mark.parametrize("command", ["push", "pull", "sync"])
def test_the_command_line_says_one_line_and_exits_with_3(
    command: str, workspace: Workspace, proxy: Proxy, studio_server: Studio
) -> None:
    workspace.store.close()
    proxy.rule = lambda method, path: "fail" if path == "/api/projects/" else "pass"
    good, wrong = studio_server.token, "f" * 40
    closed = "http://127.0.0.1:9"
    for url, token, part in (
        (proxy.url, good, "the server failed (500)"),
        (studio_server.url, wrong, "token"),
        (closed, good, closed),
        (f"{studio_server.url}/not/there", good, "/not/there"),
    ):
        team: dict[str, Any] = {"LABEL_STUDIO_URL": url, "LABEL_STUDIO_API_KEY": token}
        done = curate("studio", command, "-w", workspace.root, **team)
        assert (done.code, done.out) == (3, ""), done
        assert part in done.line() and token not in done.line()


def test_a_stopped_server_is_waited_for(
    workspace: Workspace, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    through = Through(connect(workspace), proxy.url)
    monkeypatch.setattr("curation.studio.push.connect", lambda workspace: through)
    monkeypatch.setattr("curation.studio.pull.connect", lambda workspace: through)
    proxy.rule = lambda method, path: "cut before"
    stop, told = threading.Event(), []

    def tell(done: Round) -> None:
        told.append(done.line())
        if len(told) == 2:
            proxy.rule = lambda method, path: "pass"
        if len(told) == 3:
            stop.set()

    watch(workspace, actor="test", every=0.01, tell=tell, stop=stop)
    assert told[0].startswith("waiting: ") and told[1].startswith("waiting: ")
    assert told[2].startswith("8 tasks open; 8 sent, 0 new")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_watch_ends_when_told_to(number: signal.Signals, workspace: Workspace) -> None:
    workspace.store.close()
    words = [sys.executable, "-m", "curation", "studio", "sync", "--watch", "-w", str(workspace.root)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert "8 tasks open" in process.stderr.readline()
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_server_killed_in_the_middle_of_a_push(
    start_studio: Callable[[Workspace], Studio], tmp_path: Path
) -> None:
    workspace = create(tmp_path / "workspace")
    with closing(workspace.store):
        studio = start_studio(workspace)
        enrol(workspace, ONE, TWO)
        for number in range(40):
            put_geu(workspace, number)
        for round_, delay in enumerate((0.0, 0.05, 0.2)):
            put_geu(workspace, 100 + round_)
            with proxied(studio.url) as proxy:
                killer = _kills(workspace, proxy, delay)
                with pytest.raises(CurationError):
                    push(workspace, actor="test", endpoint=Through(connect(workspace), proxy.url))
                killer.join()
            up(workspace.root)
        push(workspace, actor="test")
        client = Client(connect(workspace))
        whole(workspace, client)
        assert push(workspace, actor="test").changes == 0


def _kills(workspace: Workspace, proxy: Proxy, delay: float) -> threading.Thread:
    """Kill the server a moment after the first import has reached it."""
    asked = threading.Event()
    place = private(workspace.root)

    def kill() -> None:
        asked.wait()
        asked.clear()
        if delay:
            threading.Event().wait(delay)
        found = place.read_note()
        assert found is not None
        os.killpg(found.pid, signal.SIGKILL)
        while place.alive():
            threading.Event().wait(0.01)
        asked.set()

    def rule(method: str, path: str) -> Deed:
        if is_import(method, path):
            asked.set()
            if not delay:
                thread.join()
        return "pass"

    thread = threading.Thread(target=kill)
    proxy.rule = rule
    thread.start()
    return thread


def _fork(work: Callable[[Workspace], object], root: Path, delay: float | None) -> float:
    """Work in a process of its own and kill it after a while; return how long it took."""
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            work(open_workspace(root))
            os._exit(0)
        except BaseException:
            os._exit(1)
    if delay is None:
        _, status = os.waitpid(child, 0)
        assert status == 0
    else:
        threading.Event().wait(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return time.monotonic() - begun


def test_a_client_killed_at_random_moments(workspace: Workspace, scripts: dict[str, Person]) -> None:
    root = workspace.root
    client = Client(connect(workspace))

    def pushing(where: Workspace) -> None:
        push(where, actor="test")

    def pulling(where: Workspace) -> None:
        pull(where, actor="test")

    push_time, pull_time = _fork(pushing, root, None), _fork(pulling, root, None)
    moments = random.Random("studio")
    given: dict[str, str] = {}
    for moment in range(MOMENTS):
        new, old = 100 + moment, moments.randrange(3)
        put_geu(workspace, new)
        put_geu(workspace, old, question=f"Which is it in round {moment}?")
        _fork(pushing, root, push_time * moments.random())
        push(workspace, actor="test")
        whole(workspace, client)
        for name in (ONE, TWO):
            (project,) = projects_of(workspace, client)["review", "GEU", name]
            tasks = {str((task.data or {})["uid"]): task for task in client.tasks(project, data=True)}
            if (task := tasks.get(f"puzzle-{new:04}")) is not None:
                annotate(scripts[name], task.id, puzzle_result("ABCD"[moment % 4]))
                given[task_key(name, new)] = "ABCD"[moment % 4]
        _fork(pulling, root, pull_time * moments.random())
        pull(workspace, actor="test")
        home = {
            task_key(item.annotator, int(item.uid[-4:])): item.work.answer
            for item in workspace.store.all_annotations()
            if item.work.kind == "geu_review"
        }
        assert home == given
    assert push(workspace, actor="test", stages=("review",)).changes == 0
    assert list(workspace.store.broken_links()) == []


def task_key(name: str, number: int) -> str:
    return f"{name}/{number}"
