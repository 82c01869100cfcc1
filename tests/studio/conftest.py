"""A real Label Studio for each test process, started when first asked for and always stopped; and a browser.

The server's environment is made once and kept in the cache folder (`python -m tests.studio.prepare` does it ahead).
"""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from curation.studio.connection import KEY, URL, Endpoint, connect
from curation.studio.server.private import FOLDER, private
from curation.studio.server.process import down, up
from curation.workspace import Workspace, create, open_workspace
from tests.studio.browser import FLAGS, chromium
from tests.studio.people import Person, enrol

WATCH = """
import sys
from pathlib import Path
from curation.studio.server.process import down
sys.stdin.read()
down(Path(sys.argv[1]))
"""
"""Stops a server when the test process has gone, whatever it died of: its end of the pipe is closed then."""


@dataclass(frozen=True)
class Studio:
    """A running server.

    Attributes:
        root: The folder of the workspace that it belongs to.
        url: Its address.
        token: The admin's.
    """

    root: Path
    url: str
    token: str = field(repr=False)


def free_port() -> int:
    """A port of this machine that nobody holds now; test processes that count up would meet."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session", autouse=True)
def no_team_server() -> Iterator[None]:
    """Whoever runs the tests may have a server of their own; it is not for tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(URL, raising=False)
        patch.delenv(KEY, raising=False)
        yield


@pytest.fixture(scope="session")
def start_studio() -> Iterator[Callable[[Workspace], Studio]]:
    """Start a workspace's own server; it is stopped at the end, if it still runs then."""
    watched: list[tuple[Path, subprocess.Popen[bytes]]] = []

    def start(workspace: Workspace) -> Studio:
        command = [sys.executable, "-c", WATCH, str(workspace.root)]
        watch = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # No signal to us ends it.
        watched.append((workspace.root, watch))
        up(workspace.root, port=None if private(workspace.root).alive() else free_port())
        endpoint = connect(workspace)
        return Studio(workspace.root, endpoint.url, endpoint.token)

    yield start
    for root, watch in watched:
        down(root)
        watch.communicate()


@pytest.fixture(scope="session")
def studio_server(start_studio: Callable[[Workspace], Studio], tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """The server that the tests of this process share. Do not stop it; start another for that."""
    workspace = create(tmp_path_factory.mktemp("studio") / "workspace")
    with closing(workspace.store):
        return start_studio(workspace)


@pytest.fixture
def studio_workspace(studio_server: Studio, tmp_path: Path) -> Iterator[Callable[[], Workspace]]:
    """Make an empty workspace whose own server is the shared one."""
    made: list[Workspace] = []

    def make() -> Workspace:
        workspace = create(tmp_path / f"workspace-{len(made)}")
        (workspace.root / FOLDER).symlink_to(studio_server.root / FOLDER)
        made.append(workspace)
        return workspace

    yield make
    for workspace in made:
        workspace.store.close()


@pytest.fixture(scope="session")
def scripts(studio_server: Studio) -> dict[str, Person]:
    """Three annotators of the shared server, named as the scripts that they are; `scripts.note` adds them."""
    workspace = open_workspace(studio_server.root)
    with closing(workspace.store):
        return enrol(workspace, "script_one", "script_two", "script_three")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    path = chromium()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a new person, 1440 x 900; `tests.studio.browser.log_in` enters the server."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        yield context.new_page()


__all__ = ["Endpoint", "Studio"]
