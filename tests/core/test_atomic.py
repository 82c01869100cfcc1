"""Files are written whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from curation.atomic import PARTIAL, sweep, write_atomic
from curation.errors import CurationError

LIMITED = """
import resource, sys
from pathlib import Path
from curation.atomic import write_atomic
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_atomic(Path(sys.argv[1]), b"y" * 2000)
except Exception as error:
    print(type(error).__name__, error.exit_code, error)
"""

KILLED = """
import os, signal, sys
from pathlib import Path
from curation import atomic
write = sys.argv[2]
def stop(*_): os.kill(os.getpid(), signal.SIGKILL)
if write == "before": os.fsync = stop
if write == "after": atomic.sync_folder = stop
atomic.write_atomic(Path(sys.argv[1]), b"new" * 1000)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    write_atomic(path, b"one")
    write_atomic(path, b"two")
    assert path.read_bytes() == b"two"
    assert names(tmp_path) == ["a", "a/b", "a/b/c.txt"]


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True)
    message = f"{path}: the disk is full (or a limit on file sizes is reached); make room and run again"
    assert (done.stdout, done.stderr) == (f"CurationError 3 {message}\n", "")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize(("moment", "content"), [("before", b"old"), ("after", b"new" * 1000)])
def test_killed_at_any_moment_the_file_is_old_or_new(tmp_path: Path, moment: str, content: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), moment])
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == content
    others = [name for name in names(tmp_path) if name != "a.txt"]
    assert all(name.startswith(".a.txt" + PARTIAL) for name in others)
    assert len(others) == (moment == "before")
    sweep(tmp_path)
    assert names(tmp_path) == ["a.txt"]


def test_an_error_while_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "a.txt", b"one")
    assert names(tmp_path) == []


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder" / "inner").mkdir(parents=True)
    for path, why in ((tmp_path / "file" / "a", "File exists"), (tmp_path / "folder", "Is a directory")):
        with pytest.raises(CurationError) as caught:
            write_atomic(path, b"one")
        assert str(caught.value) == f"{path}: cannot be written ({why}); check the folder and its rights"
    assert names(tmp_path) == ["file", "folder", "folder/inner"]


def test_sweep_takes_unfinished_files_alone(tmp_path: Path) -> None:
    kept = ["a.png", "ab/b.png", ".hidden", f"not{PARTIAL}1"]
    for name in [*kept, f".a.png{PARTIAL}1", f"ab/.b.png{PARTIAL}2"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / f".folder{PARTIAL}3").mkdir()
    sweep(tmp_path)
    assert names(tmp_path) == sorted([*kept, "ab", f".folder{PARTIAL}3"])
