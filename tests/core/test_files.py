"""Files from outside: regular, no links, inside, bounded; each refused in one exact line."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from curation.assets import MOST_BYTES, open_image, read_bounded
from curation.errors import InputError
from tests.core.samples import encoded, noise


def refusal(path: Path, *, most: int = 100, root: Path | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read_bounded(path, most, root=root)
    assert caught.value.path == str(path)
    return str(caught.value).removeprefix(f"{path}: ")


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 100)
    assert read_bounded(path, 100) == read_bounded(path, 100, root=tmp_path) == b"x" * 100


def test_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a") == "there is no such file; check the path"
    (tmp_path / "b").write_bytes(b"")
    assert refusal(tmp_path / "b" / "c") == "cannot be opened (Not a directory); check the path"


def test_empty(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    with pytest.raises(InputError, match=r"a.png: is no PNG, JPEG or WebP image; save it again"):
        open_image(tmp_path / "a.png")


def test_text(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("hello")
    with pytest.raises(InputError, match=r"a.png: is no PNG, JPEG or WebP image; save it again"):
        open_image(tmp_path / "a.png")


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 101)
    assert refusal(path) == "has 101 bytes, more than 100; make it smaller or split it"
    os.truncate(path, MOST_BYTES + 1)  # A hole: it takes no room.
    with pytest.raises(InputError, match=r"has 134,217,729 bytes, more than 134,217,728; make it smaller"):
        open_image(path)


def test_a_file_that_says_it_is_empty_and_is_not() -> None:
    assert refusal(Path("/proc/self/status"), most=10) == "has more than 10 bytes; make it smaller or split it"


def test_a_disk_that_fails() -> None:
    line = refusal(Path("/proc/self/mem"))
    assert line == "cannot be read (Input/output error); check the disk that it is on"


def test_no_right_to_read(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    path = tmp_path / "a"
    path.write_bytes(b"x")
    path.chmod(0)
    code = (
        "import os, sys; from pathlib import Path; from curation.assets import read_bounded\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try: read_bounded(Path(sys.argv[1]), 9)\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    # In a folder that anybody may enter; pytest's own is the owner's alone.
    for folder in tmp_path.parents:
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)
    expected = f"InputError {path}: the file may not be read; give yourself the right to read it\n"
    assert (done.stdout, done.stderr) == (expected, "")


def test_link(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "c").symlink_to("nowhere")
    for name in ("b", "c"):
        assert refusal(tmp_path / name) == "is a symbolic link; name the file that it points to"


def test_a_folder_a_pipe_and_a_socket(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path) == "is no regular file; name a file"
    assert refusal(tmp_path / "pipe") == "is no regular file; name a file"
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(tmp_path / "end"))
        assert refusal(tmp_path / "end").startswith("cannot be opened (")
    assert refusal(Path("/dev/zero")) == "is no regular file; name a file"


def test_names_that_no_file_can_have(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a\0b") == "no file can have this name; check the path"
    assert refusal(tmp_path / ("a" * 300)) == "cannot be opened (File name too long); check the path"


@pytest.mark.parametrize("name", ["../secret", "/etc/hostname", "inner/../../secret", "../root2/secret"])
def test_outside_of_the_root(tmp_path: Path, name: str) -> None:
    root = tmp_path / "root"
    (root / "inner").mkdir(parents=True)
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "root2").mkdir()
    (tmp_path / "root2" / "secret").write_bytes(b"x")
    line = refusal(root / name, root=root)
    assert line == f"lies outside of {root}; keep files below the folder that names them"


def test_outside_through_a_folder_that_is_a_link(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "secret").write_bytes(b"x")
    (tmp_path / "secret").write_bytes(b"x")
    (root / "link").symlink_to(tmp_path / "other")
    line = refusal(root / "link" / "secret", root=root)
    assert line == "link on its path is a symbolic link; use a real folder"
    assert refusal(root / "link" / ".." / "secret", root=root).startswith("lies outside of ")


def test_inside_by_a_way_round(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a").write_bytes(b"x")
    assert read_bounded(tmp_path / "inner" / ".." / "a", 9, root=tmp_path) == b"x"


def test_a_root_behind_a_link_is_the_users_own_affair(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "a.png").write_bytes(encoded(noise()))
    (tmp_path / "link").symlink_to(tmp_path / "root")
    assert open_image(tmp_path / "link" / "a.png", root=tmp_path / "link").size == (40, 30)
