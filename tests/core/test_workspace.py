"""A workspace on disk: made once, opened with care, written by one process."""

from __future__ import annotations

import fcntl
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from curation import database
from curation.atomic import PARTIAL
from curation.errors import CurationError, UsageError, WorkspaceError
from curation.workspace import CONFIG, DATABASE, Workspace, create, open_workspace
from tests.core.samples import WHO, ueg

HOLDER = """
import sys
from pathlib import Path
from curation.workspace import open_workspace
with open_workspace(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""
MAKER = """
import sys
from pathlib import Path
from curation.errors import CurationError
from curation.workspace import create
print("ready", flush=True)
sys.stdin.readline()
try:
    create(Path(sys.argv[1]), seed=int(sys.argv[2]))
except CurationError as error:
    sys.exit(str(error))
"""


def closed(workspace: Workspace) -> Path:
    workspace.store.close()
    return workspace.root


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace; copy it before you break it."""
    return closed(create(tmp_path_factory.mktemp("fresh") / "workspace", seed=7))


@pytest.fixture
def root(fresh: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(fresh, tmp_path / "workspace"))


def opening(root: Path) -> tuple[int, str]:
    with pytest.raises(CurationError) as caught:
        open_workspace(root)
    assert "\n" not in str(caught.value)
    return caught.value.exit_code, str(caught.value)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_made(fresh: Path) -> None:
    assert names(fresh) == [".lock", "assets", DATABASE, CONFIG]
    table = tomllib.loads((fresh / CONFIG).read_text())
    assert table == {
        "workspace": 1,
        "profile": "realunify",
        "seed": 7,
        "exports": "exports",
        "review": {"reviewers": 2, "unanimous": True, "attention": 0.05},
    }
    workspace = open_workspace(fresh)
    assert workspace.config.model_dump() == table
    assert workspace.profile.name == "realunify"
    assert workspace.exports == fresh / "exports"
    assert workspace.store.uids() == frozenset()


@pytest.mark.parametrize("given", [{}, {"profile": "realunify"}, {"seed": 7}, {"profile": "realunify", "seed": 7}])
def test_making_it_again_opens_it(root: Path, given: dict[str, Any]) -> None:
    open_workspace(root).store.put_instance(ueg(), **WHO)
    before = (root / CONFIG).read_bytes()
    workspace = create(root, **given)
    assert workspace.config.seed == 7
    assert workspace.store.uids() == {"my-food-001"}
    assert (root / CONFIG).read_bytes() == before


def made_at_once(root: Path, seeds: list[int]) -> list[tuple[int, str]]:
    """Make one workspace in a process for each seed, all let go together; return what each said on stderr."""
    words = [sys.executable, "-c", MAKER, str(root)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    makers = [subprocess.Popen([*words, str(seed)], text=True, **pipes) for seed in seeds]
    for maker in makers:
        assert maker.stdout is not None
        assert maker.stdout.readline() == "ready\n"
    for maker in makers:
        assert maker.stdin is not None
        maker.stdin.write("go\n")
        maker.stdin.flush()
    said = [maker.communicate()[1] for maker in makers]
    return [(maker.returncode, err) for maker, err in zip(makers, said, strict=True)]


def test_many_may_make_one_at_once(tmp_path: Path) -> None:
    root = tmp_path / "deep" / "workspace"
    assert made_at_once(root, [7] * 6) == [(0, "")] * 6
    assert open_workspace(root).config.seed == 7


def test_of_many_that_make_different_ones_at_once_one_is_right(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    done = made_at_once(root, [1, 2, 3])
    seed = open_workspace(root).config.seed
    assert done[seed - 1] == (0, "")
    for other in {1, 2, 3} - {seed}:
        problem = f"is there already, with seed {seed} and not {other}; leave --seed out, or name a new folder"
        assert done[other - 1] == (1, f"{root / CONFIG}: {problem}\n")


def test_whoever_makes_one_does_not_wait_for_ever(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / CONFIG).rename(root.parent / "kept")
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(WorkspaceError) as caught:
            create(root)
    problem = "another curate process is writing here; wait for it or stop it, and run again"
    assert str(caught.value) == f"{root}: {problem}"
    assert not (root / CONFIG).exists()
    assert create(root).config.seed == 0


def test_a_new_one_has_a_profile_and_a_seed_that_nobody_gave(tmp_path: Path) -> None:
    config = create(tmp_path / "a").config
    assert (config.profile, config.seed) == ("realunify", 0)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (
            {"profile": "unisandbox"},
            "profile realunify and not unisandbox; leave --profile out, or name a new folder",
        ),
        ({"seed": 0}, "seed 7 and not 0; leave --seed out, or name a new folder"),
        ({"profile": "realunify", "seed": 8}, "seed 7 and not 8; leave --seed out, or name a new folder"),
    ],
)
def test_one_that_is_otherwise_is_refused(root: Path, given: dict[str, Any], problem: str) -> None:
    before = (root / CONFIG).read_bytes()
    with pytest.raises(UsageError) as caught:
        create(root, **given)
    assert str(caught.value) == f"{root / CONFIG}: is there already, with {problem}"
    assert (root / CONFIG).read_bytes() == before


@pytest.mark.parametrize("kind", ["a file in it", "a file"])
def test_what_holds_something_else_is_refused(tmp_path: Path, kind: str) -> None:
    root = tmp_path / "place"
    if kind == "a file":
        root.write_text("mine")
    else:
        root.mkdir()
        (root / "mine.txt").write_text("mine")
    with pytest.raises(UsageError) as caught:
        create(root)
    assert str(caught.value) == f"{root}: is there already and is no workspace; name a new or empty folder"
    assert names(tmp_path) == ["place"]
    assert not root.is_dir() or names(root) == ["mine.txt"]


def test_an_empty_folder_may_hold_hidden_files(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    closed(create(tmp_path))
    assert names(tmp_path) == [".git", ".lock", "assets", DATABASE, CONFIG]


def test_an_unknown_profile_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^unknown profile 'other'; there is: realunify"):
        create(tmp_path / "a", profile="other")
    assert names(tmp_path) == []


def test_what_a_full_disk_stopped_is_finished(tmp_path: Path) -> None:
    root = tmp_path / "a"
    code = (
        "import resource, sys; from pathlib import Path; from curation.workspace import create\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000))\n"
        "try: create(Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.startswith(
        f"WorkspaceError {root / DATABASE}: the database cannot be used (disk I/O error); "
    )
    with pytest.raises(UsageError, match="is no workspace"):
        open_workspace(root)
    assert closed(create(root)) == root
    assert names(root) == [".lock", "assets", DATABASE, CONFIG]


def test_a_lost_configuration_is_not_made_up(root: Path) -> None:
    open_workspace(root).store.put_instance(ueg(), **WHO)
    (root / CONFIG).unlink()
    line = f"{root / CONFIG}: is missing, though there is a database; restore it from a copy"
    with pytest.raises(WorkspaceError) as caught:
        create(root)
    assert str(caught.value) == line
    assert not (root / CONFIG).exists()


def test_no_workspace(tmp_path: Path) -> None:
    remedy = "make one with `curate init DIR`, or name one with `--workspace DIR`"
    assert opening(tmp_path) == (2, f"{tmp_path}: is no workspace; {remedy}")
    (tmp_path / "file").write_text("")
    assert opening(tmp_path / "file") == (2, f"{tmp_path / 'file'}: is no workspace; {remedy}")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("workspace = 1 ", "workspace = 2 "), "is of version 2, newer than this curate knows (1); update curate"),
        (("workspace = 1 ", "workspace = 2\nunheard_of = 3 "), "is of version 2, newer than"),
        (
            ("workspace = 1 ", "workspace = 'one' "),
            "workspace: Input should be a valid integer.*; correct the line",
        ),
        (("workspace = 1 ", ""), "workspace: Field required; correct the line"),
        (("seed = 7", "seed = -1"), "seed: Input should be greater than or equal to 0; correct the line"),
        (("seed = 7", "seed = nan"), "seed: .*; correct the line"),
        (("seed = 7", "sead = 7"), "sead: Extra inputs are not permitted; correct the line"),
        (("reviewers = 2", "reviewers = 10"), "review.reviewers: Input should be less than or equal to 9; correct"),
        (('profile = "realunify"', "profile = 3"), "profile: Input should be a valid string; correct the line"),
        (('exports = "exports"', 'exports = "a\\nb"'), "exports: .*; correct the line"),
        (("[review]", "[review"), "cannot be read (.*line 7.*); mend it or restore it from a copy"),
        (("seed = 7", f"seed = {'[' * 100_000}"), "cannot be read (it nests too deep); mend it or restore"),
        (("seed = 7", "seed = " + "{a = " * 100_000), "cannot be read (it nests too deep); mend it or restore"),
        (("seed = 7", f"seed{'.a' * 1_000} = 7"), "seed: Input should be a valid integer; correct the line"),
        (("seed = 7", f"seed = 7{'0' * 5000}"), "cannot be read (.*); mend it or restore it from a copy"),
        (("seed = 7", "seed = 7\nseed = 8"), "cannot be read (.*); mend it or restore it from a copy"),
    ],
    ids=lambda part: part[:60] if isinstance(part, str) else part[1][:30],
)
def test_a_configuration_that_is_wrong(root: Path, change: tuple[str, str], problem: str) -> None:
    path = root / CONFIG
    text = path.read_text()
    assert text.count(change[0]) == 1
    path.write_text(text.replace(*change))
    code, line = opening(root)
    assert code == 3
    pattern = re.escape(problem).replace(re.escape(".*"), ".*")
    assert re.match(rf"{re.escape(str(path))}: {pattern}", line), line


def test_a_configuration_that_notepad_saved(root: Path) -> None:
    path = root / CONFIG
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert open_workspace(root).config.seed == 7


def test_a_configuration_that_is_no_text(root: Path) -> None:
    (root / CONFIG).write_bytes(b"seed = \xff")
    assert opening(root)[1].startswith(f"{root / CONFIG}: cannot be read ('utf-8' codec can't decode byte 0xff")
    (root / CONFIG).unlink()
    (root / CONFIG).mkdir()
    assert opening(root)[0] == 3


def test_an_unknown_profile_in_the_configuration(root: Path) -> None:
    path = root / CONFIG
    path.write_text(path.read_text().replace('"realunify"', '"other"'))
    with pytest.raises(UsageError, match="unknown profile 'other'"):
        _ = open_workspace(root).profile


def test_a_missing_database(root: Path) -> None:
    (root / DATABASE).unlink()
    line = f"{root / DATABASE}: the database is missing; restore it from a copy"
    assert opening(root) == (3, line)
    assert names(root) == [".lock", "assets", CONFIG]


def empty_file(path: Path) -> None:
    path.write_bytes(b"")


def other_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (a)")


@pytest.mark.parametrize("damage", [empty_file, other_database])
def test_a_database_without_our_tables_is_not_taken_for_a_new_one(
    root: Path, damage: Callable[[Path], None]
) -> None:
    path = root / DATABASE
    damage(path)
    before = path.read_bytes()
    remedy = "restore it from a copy, or remove the folder and make a new one with `curate init`"
    assert opening(root) == (3, f"{path}: the database holds none of a workspace's tables; {remedy}")
    with pytest.raises(WorkspaceError, match="holds none of a workspace's tables"):
        create(root)
    assert path.read_bytes() == before
    assert names(root) == [".lock", "assets", DATABASE, CONFIG]


def writing_fails(workspace: Workspace) -> str:
    with pytest.raises(CurationError) as caught, workspace.writing():
        pass
    assert caught.value.exit_code == 3
    return str(caught.value)


def test_one_process_writes(root: Path) -> None:
    workspace = open_workspace(root)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        problem = "another curate process is writing here; wait for it or stop it, and run again"
        assert writing_fails(workspace) == f"{root}: {problem}"
        other.kill()
    with workspace.writing():
        assert writing_fails(open_workspace(root)).endswith(problem)
    with workspace.writing():
        pass


def test_whoever_writes_sweeps_what_a_killed_process_left(root: Path) -> None:
    left = root / "assets" / f".a.png{PARTIAL}1"
    left.write_bytes(b"")
    with open_workspace(root).writing():
        assert not left.exists()


def test_a_lock_that_cannot_be_opened(root: Path) -> None:
    lock = root / ".lock"
    lock.unlink()
    lock.mkdir()
    problem = "cannot be written (Is a directory); check the folder and its rights"
    assert writing_fails(open_workspace(root)) == f"{lock}: {problem}"
    lock.rmdir()
    lock.symlink_to(root.parent / "elsewhere")
    assert writing_fails(open_workspace(root)).startswith(f"{lock}: cannot be written (")
    assert not (root.parent / "elsewhere").exists()
