"""The server's environment: made once, made anew where it is not whole; tried with a package of one file."""

from __future__ import annotations

import base64
import hashlib
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from curation.errors import CurationError
from curation.studio.server.environment import LOCK, MARKER, Environment, cache, described, environment

SERVER = """
import os
from pathlib import Path
def _setup_env():
    pass
def _apply_database_migrations():
    Path(os.environ["LABEL_STUDIO_BASE_DATA_DIR"], "label_studio.sqlite3").touch()
"""


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lock file that asks for a wheel beside it; and a cache folder of its own."""
    monkeypatch.setenv("CURATE_CACHE", str(tmp_path / "cache"))
    info = "label_studio-0.0.1.dist-info"
    files = {
        "label_studio/__init__.py": "",
        "label_studio/server.py": SERVER,
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: label-studio\nVersion: 0.0.1\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},"
        for name, text in files.items()
    ]
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,"]) + "\n"
    wheel = tmp_path / "label_studio-0.0.1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    path = tmp_path / "server.lock"
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    path.write_text(f"--no-index\n--find-links {tmp_path}\nlabel-studio==0.0.1 --hash=sha256:{digest}\n")
    return path


def test_it_is_made_once_and_tells_how_far_it_is(lock: Path) -> None:
    told: list[tuple[int, int]] = []
    made = environment(lambda done, total: told.append((done, total)), lock=lock)
    assert made.complete()
    assert made == described(lock)
    assert made.root.parent == cache()
    assert told
    assert all(0 <= done <= total for done, total in told)
    assert not (made.template / ".env").exists(), "each server makes a key of its own"
    before = (made.root / MARKER).stat()
    again = environment(lambda done, total: pytest.fail("made again"), lock=lock)
    assert (again.root / MARKER).stat() == before


def _garbage(made: Environment) -> None:
    (made.root / MARKER).write_bytes(b"{")


def _another_lock(made: Environment) -> None:
    (made.root / MARKER).write_text('{"lock": "0"}')


def _no_interpreter(made: Environment) -> None:
    made.python.unlink()


def _no_package(made: Environment) -> None:
    [record] = made.root.glob("env/lib/python3*/site-packages/label_studio-0.0.1.dist-info/RECORD")
    record.unlink()


def test_a_damaged_one_is_made_anew(lock: Path) -> None:
    made = environment(lock=lock)
    damages: list[Callable[[Environment], None]] = [_garbage, _another_lock, _no_interpreter, _no_package]
    for damage in damages:
        damage(made)
        assert not made.complete(), damage
    assert environment(lock=lock).complete()


def test_one_that_cannot_be_made_is_one_line_and_leaves_nothing_that_looks_whole(lock: Path) -> None:
    lock.write_text(lock.read_text().replace("sha256:", "sha256:0")[:-2] + "\n")
    with pytest.raises(CurationError) as caught:
        environment(lock=lock)
    made = described(lock)
    assert str(caught.value) == f"Label Studio 0.0.1 could not be installed; the end of {made.log} says why"
    assert "sha256" in made.log.read_text()
    assert not made.complete()


def test_a_maker_may_be_killed_and_another_waits_for_what_it_left(lock: Path) -> None:
    script = "import sys; from pathlib import Path; from curation.studio.server.environment import environment; "
    command = [sys.executable, "-c", f"{script} environment(lock=Path(sys.argv[1]))", str(lock)]
    made = described(lock)
    with subprocess.Popen(command) as maker:
        while not made.python.exists():
            time.sleep(0.01)
        maker.send_signal(signal.SIGKILL)
    assert not made.complete()
    with subprocess.Popen(command) as one, subprocess.Popen(command) as two:
        assert (one.wait(), two.wait()) == (0, 0)
    assert made.complete()


def test_the_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CURATE_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache() == tmp_path / "curate"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache() == Path.home() / ".cache" / "curate"
    monkeypatch.setenv("CURATE_CACHE", os.fspath(tmp_path / "own"))
    assert cache() == tmp_path / "own"


def test_a_lock_that_pins_no_server_is_one_line(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path / "empty"):
        (tmp_path / "empty").touch()
        with pytest.raises(CurationError, match="pins no label-studio; install curate again"):
            described(path)


def test_every_package_of_the_server_is_pinned_with_hashes() -> None:
    text = LOCK.read_text()
    assert described().version == "1.23.2"
    entries = [entry for entry in text.replace("\\\n", " ").splitlines() if entry and not entry.startswith("#")]
    assert len(entries) > 100
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
