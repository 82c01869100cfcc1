"""The workspace's own server: started, proved, looked at, stopped; what it keeps is for its owner alone."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from curation.errors import CurationError
from curation.studio.connection import connect
from curation.studio.http import Caller
from curation.studio.server import process
from curation.studio.server.environment import DATABASE
from curation.studio.server.private import Private, private
from curation.studio.server.process import down, status, up
from curation.workspace import Workspace, create
from tests.cli.running import curate, sound
from tests.cli.test_output import fits
from tests.studio.conftest import Studio, free_port

Start = Callable[[Workspace], Studio]
UP = (sys.executable, "-m", "curation", "studio", "up")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = create(tmp_path / "workspace")
    yield made
    made.store.close()


def environ(pid: int) -> dict[str, str]:
    words = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return dict(word.split("=", 1) for word in words if word)


def end(place: Private, number: signal.Signals) -> None:
    """Send the server a signal and see it end."""
    note = place.read_note()
    assert note is not None
    os.kill(note.pid, number)
    wait(lambda: not place.alive())


def wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextmanager
def listening() -> Iterator[int]:
    """A port that another program holds."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        found.listen()
        yield found.getsockname()[1]


# The shared server


def test_status_says_where_it_runs_and_what_it_takes(studio_server: Studio) -> None:
    found = fits("studio-report", sound("studio", "status", "--json", "-w", studio_server.root))
    assert found["state"] == "running"
    assert found["own"] is True
    assert found["url"] == studio_server.url
    assert found["version"] == "1.23.2"
    assert found["memory"] > 100_000_000
    said = sound("studio", "status", "-w", studio_server.root)
    assert f"Label Studio 1.23.2 runs at {studio_server.url}. It takes" in said


def test_up_again_starts_no_second_server(studio_server: Studio) -> None:
    before = status(studio_server.root).pid
    said = sound("studio", "up", "-w", studio_server.root)
    assert said.startswith(f"Label Studio 1.23.2 runs at {studio_server.url}.")
    assert status(studio_server.root).pid == before
    done = curate("studio", "up", "--port", "1", "-w", studio_server.root)
    assert done.code == 3
    assert done.line().endswith(f"runs at {studio_server.url}; stop it first with `curate studio down`")


def test_what_it_keeps_is_for_its_owner(studio_server: Studio) -> None:
    place = private(studio_server.root)
    assert stat.S_IMODE(place.root.stat().st_mode) == 0o700
    for path in (place.secrets, place.log, place.note, place.data / DATABASE, place.data / ".env"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert (place.root / ".gitignore").read_text() == "*\n"


def test_secrets_are_in_their_file_and_nowhere_else(studio_server: Studio) -> None:
    place = private(studio_server.root)
    secrets = place.read_secrets()
    with closing(create(studio_server.root).store):
        pass
    said = [
        sound("studio", *words, "-w", studio_server.root) for words in (["up"], ["status"], ["status", "--json"])
    ]
    written = [path.read_bytes().decode(errors="replace") for path in studio_server.root.glob("curation.db*")]
    texts = [*said, *written, place.log.read_text(), place.note.read_text(), repr(secrets), str(secrets)]
    texts += [repr(studio_server), *Path(f"/proc/{status(studio_server.root).pid}/cmdline").read_text().split("\0")]
    for text in texts:
        assert secrets.token not in text
        assert secrets.password not in text
    assert secrets.token in place.secrets.read_text()


def test_only_this_machine_reaches_it(studio_server: Studio) -> None:
    port = int(studio_server.url.rsplit(":", 1)[1])
    with socket.socket() as found:
        assert found.connect_ex(("127.0.0.1", port)) == 0
    with socket.socket() as found:  # Another address of this machine, which 0.0.0.0 would include.
        assert found.connect_ex(("127.0.0.2", port)) != 0


def test_strangers_get_nothing(studio_server: Studio) -> None:
    caller = Caller(studio_server.url)
    assert caller.ask("/user/signup/").status == 200
    csrf = next(str(cookie.value) for cookie in caller.cookies if cookie.name == "csrftoken")
    form = {"csrfmiddlewaretoken": csrf, "email": "eve@localhost", "password": "correct horse 7"}
    answer = caller.ask("/user/signup/", method="POST", form=form, headers={"Referer": studio_server.url})
    assert answer.status == 403
    assert caller.ask("/api/projects/").status == 401
    assert caller.ask("/data/local-files/?d=a/b.png").status == 401
    assert caller.ask("/", headers={"Host": "evil.example"}).status == 400


def test_it_phones_nobody(studio_server: Studio) -> None:
    pid = status(studio_server.root).pid
    assert pid is not None
    settings = environ(pid)
    assert settings["LABEL_STUDIO_COLLECT_ANALYTICS"] == "false"
    assert settings["LABEL_STUDIO_LATEST_VERSION_CHECK"] == "false"
    assert settings["LABEL_STUDIO_SENTRY_DSN"] == settings["LABEL_STUDIO_FRONTEND_SENTRY_DSN"] == ""
    page = Caller(studio_server.url, f"Token {studio_server.token}").ask("/projects/").body.decode()
    assert "sentry.io" not in page
    assert "collect_analytics: true" not in page.lower()


def test_it_serves_its_own_folder_alone(studio_server: Studio, tmp_path: Path) -> None:
    place = private(studio_server.root)
    folder = place.files / tmp_path.name
    folder.mkdir()
    (folder / "a.txt").write_text("inside")
    (place.root / "outside.txt").write_text("not for them")
    caller = Caller(studio_server.url, f"Token {studio_server.token}")
    project = caller.ask("/api/projects/", method="POST", body={"title": "files"}).json()
    assert isinstance(project, dict)
    for path in (place.root, place.files.parent):
        body = {"project": project["id"], "path": str(path), "use_blob_urls": False}
        assert caller.ask("/api/storages/localfiles/", method="POST", body=body).status == 400
    body = {"project": project["id"], "path": str(folder), "use_blob_urls": False}
    assert caller.ask("/api/storages/localfiles/", method="POST", body=body).status == 201
    assert caller.ask(f"/data/local-files/?d={folder.name}/a.txt").body == b"inside"
    for way in ("../outside.txt", f"{folder.name}/../../outside.txt", "../secrets.json", "../../curation.toml"):
        answer = caller.ask(f"/data/local-files/?d={way}")
        assert answer.status != 200, way
        assert b"not for them" not in answer.body


# Servers of their own


def test_a_killed_server_and_a_stale_note(
    workspace: Workspace, start_studio: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Variables from outside do not reach it; killed, it is known to be gone whoever has its number now."""
    for name, value in {
        "PASSWORD": "x",
        "DEBUG": "true",
        "HOST": "http://evil.example",
        "DJANGO_DB": "mysql",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LABEL_STUDIO_SENTRY_DSN", "https://a@evil.example/1")
    monkeypatch.setenv("LABEL_STUDIO_DATABASE_NAME", str(workspace.root / "elsewhere"))
    first = start_studio(workspace)
    place = private(workspace.root)
    pid = status(workspace.root).pid
    assert pid is not None
    assert environ(pid).keys().isdisjoint({"PASSWORD", "DEBUG", "HOST", "LABEL_STUDIO_DATABASE_NAME"})
    assert "evil" not in str(environ(pid))

    end(place, signal.SIGKILL)
    assert status(workspace.root).state == "stopped"
    with subprocess.Popen(["sleep", "600"]) as other:
        try:
            note = json.loads(place.note.read_bytes()) | {"pid": other.pid}
            place.note.write_text(json.dumps(note))
            assert sound("studio", "status", "-w", workspace.root).startswith("Label Studio does not run")
            assert sound("studio", "down", "-w", workspace.root) == "Label Studio did not run.\n"
            assert up(workspace.root).url == first.url, "annotators keep their bookmarks"
            assert other.poll() is None
        finally:
            other.kill()
    assert connect(workspace).token == first.token

    assert sound("studio", "down", "-w", workspace.root) == "Label Studio is stopped.\n"
    assert not place.alive()
    done = curate("studio", "up", "--port", first.url.rsplit(":", 1)[1], "-w", workspace.root)
    assert (done.code, done.err) == (0, "")
    assert down(workspace.root)
    assert not down(workspace.root)


def test_a_server_that_answers_and_is_not_ours(workspace: Workspace, start_studio: Start) -> None:
    """One that does not know our token is stopped; where the file with it was lost, the next start mends that."""
    before = start_studio(workspace)
    place = private(workspace.root)
    place.secrets.unlink()
    done = curate("studio", "up", "-w", workspace.root)
    assert done.code == 3
    assert "does not know its own admin" in done.line()
    assert not place.alive()
    up(workspace.root)
    endpoint = connect(workspace)
    assert endpoint.token != before.token
    assert Caller(endpoint.url, f"Token {before.token}").ask("/api/current-user/whoami").status == 401
    assert down(workspace.root)


def test_a_busy_port_is_refused(workspace: Workspace) -> None:
    with listening() as port:
        done = curate("studio", "up", "--port", str(port), "-w", workspace.root)
    assert done.code == 3
    problem = (
        f"curate: port {port} of 127.0.0.1 is busy or not allowed; stop what is there, or name another with --port"
    )
    assert done.line() == problem
    assert not private(workspace.root).alive()


def test_a_port_that_is_taken_while_the_server_starts(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not move to the next port, and nobody else is sent the token."""
    monkeypatch.setattr(process, "_free", lambda port: True)
    place = private(workspace.root)
    with (
        listening() as port,
        pytest.raises(CurationError, match=r"did not start; the end of .*server\.log says why"),
    ):
        up(workspace.root, port=port)
    assert not place.alive()
    assert "already in use" in place.log.read_text()


def test_a_starter_that_is_killed_leaves_a_server_to_find(workspace: Workspace, start_studio: Start) -> None:
    place = private(workspace.root)
    command = [*UP, "--port", str(free_port()), "-w", str(workspace.root)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as starter:
        wait(lambda: place.alive() and place.note.exists())
        starter.kill()
    note = place.read_note()
    assert note is not None
    found = start_studio(workspace)
    assert status(workspace.root).pid == note.pid
    assert found.url == process.address(note.port)
    assert down(workspace.root)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_start_leaves_no_server(workspace: Workspace) -> None:
    place = private(workspace.root)
    command = [*UP, "--port", str(free_port()), "-w", str(workspace.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as starter:
        wait(lambda: place.note.exists())
        starter.send_signal(signal.SIGINT)
        _, said = starter.communicate()
    assert starter.returncode != 0
    assert b"Traceback" not in said
    assert not place.alive()


def test_a_first_start_may_be_killed_at_any_moment(workspace: Workspace, start_studio: Start) -> None:
    """The admin and the token are made together or not at all."""
    place = private(workspace.root)
    command = [*UP, "--port", str(free_port()), "-w", str(workspace.root)]
    for seconds in (0.2, 1.0, 2.0, 3.0, 4.5):
        place.make()
        place.note.unlink(missing_ok=True)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as starter:
            wait(lambda: place.note.exists() and place.alive())
            time.sleep(seconds)
            starter.kill()
        if place.alive():
            end(place, signal.SIGKILL)
    assert start_studio(workspace).token == place.read_secrets().token
    assert down(workspace.root)


@pytest.mark.parametrize("damage", ["database", "folder", "secrets"])
def test_damaged_data_is_one_line(workspace: Workspace, damage: str) -> None:
    place = private(workspace.root)
    place.make()
    place.data.mkdir()
    said = "data: has no label_studio.sqlite3; restore it from a copy, or remove the folder to begin anew"
    if damage == "database":
        (place.data / DATABASE).write_bytes(b"no database" * 1000)
        said = "Label Studio did not start; the end of"
    elif damage == "secrets":
        (place.data / DATABASE).touch()
        place.secrets.write_text('{"token": "hunter2"}')
        said = "secrets.json: cannot be read; restore it from a copy"
    done = curate("studio", "up", "-w", workspace.root)
    assert done.code == 3
    assert said in done.line()
    assert "hunter2" not in done.err
    assert not place.alive()


def test_a_workspace_without_a_server(workspace: Workspace) -> None:
    assert sound("studio", "down", "-w", workspace.root) == "Label Studio did not run.\n"
    said = sound("studio", "status", "-w", workspace.root)
    assert said == "Label Studio does not run; `curate studio up` starts it.\n"
    assert not private(workspace.root).root.exists()


def test_two_starters_do_not_meet(workspace: Workspace) -> None:
    place = private(workspace.root)
    place.make()
    with place.changing():
        for words in (["up"], ["down"]):
            done = curate("studio", *words, "-w", workspace.root)
            assert done.code == 3
            assert done.line().endswith("is starting or stopping this server; wait for it")
