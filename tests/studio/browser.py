"""The Chromium that tests use: the machine's, else one from the system's packages or from Playwright."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Error, Page, sync_playwright

from curation.studio.server.environment import cache
from tests.studio.people import Person

Found = TypeVar("Found")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
"""For root in a container without a screen; nothing but this machine can be reached."""

REMEDY = (
    "no Chromium was found, and neither `apt-get install chromium` nor `playwright install chromium` brought one; "
    "install Chromium so that `chromium` is on the path, and run again"
)
APT = ("apt-get", "-o", "DPkg::Lock::Timeout=300", "-y", "-qq")


class NoBrowserError(Exception):
    """There is no Chromium and none could be got."""


def chromium() -> Path:
    """Find Chromium, or get it.

    Raises:
        NoBrowserError: Neither worked; the message is one line that says what to do.
    """
    if found := _there():
        return found
    with _alone():
        for attempt in (_there, _by_apt, _by_playwright):
            if found := attempt():
                return found
    raise NoBrowserError(REMEDY)


def _there() -> Path | None:
    """Look on the path, then where Playwright keeps its own."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    own = _apart(_own)
    return own if own.exists() else None


def _own() -> Path:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _apart(function: Callable[[], Found]) -> Found:
    """Run what starts Playwright in a thread: one that a test already uses keeps this thread to itself."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result()


def _by_apt() -> Path | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (("update",), ("install", "--no-install-recommends", "chromium", "fonts-liberation")):
        subprocess.run([*APT, *words], env=env, stdout=sys.stderr, check=False)
    return _there()


def _by_playwright() -> Path | None:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, stdout=sys.stderr, check=False)
    found = _there()
    return found if found is not None and _apart(lambda: _starts(found)) else None


def _starts(path: Path) -> bool:
    """Whether a browser starts; Playwright's own lacks the system's libraries on some machines."""
    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(executable_path=path, args=list(FLAGS)).close()
        except Error:
            return False
    return True


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process install at a time."""
    path = cache() / "chromium.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def log_in(page: Page, url: str, person: Person) -> None:
    """Enter the server as a person, by its form."""
    page.goto(f"{url}/user/login/")
    page.fill("input[name=email]", person.email)
    page.fill("input[name=password]", person.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/user/login" not in address)
