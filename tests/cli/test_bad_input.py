"""Bad input: one line that names file, row and remedy; exit code 2 or 3; nothing half-written."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from curation.workspace import CONFIG, DATABASE, create, open_workspace
from tests.cli.running import curate, sound
from tests.cli.snapshot import snapshot
from tests.core.samples import WHO, bomb, encoded, noise, png_of, source
from tests.packs.samples import HEADER, geu, ueg, write_jsonl

CSV = "id,category,subtask,prompt,refined_prompt,question_1,answer_1\n"
LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"
HASTE = "import curation.database as database; database.BUSY_SECONDS = 0.05"
POWERLESS = """
import ctypes, os
if os.geteuid() == 0:  # Root may write whatever the rights say, but for a root without capabilities.
    ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)())
"""
LOCKER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("base") / "w"
    create(root).store.close()
    return root


@pytest.fixture
def here(base: Path, tmp_path: Path) -> Path:
    """A folder with an empty workspace `w`."""
    shutil.copytree(base, tmp_path / "w")
    return tmp_path


def refused(here: Path, *words: str, code: int = 2, setup: str = "") -> str:
    """Run a command that must say one line and leave the workspace as it was."""
    before = snapshot(here / "w")
    done = curate(*words, "-w", "w", cwd=here, setup=setup)
    assert done.code == code, (done.out, done.err)
    assert snapshot(here / "w") == before
    line = done.line()
    assert line.startswith("curate: ")
    assert "; " in line
    return line.removeprefix("curate: ")


# Files that cannot be read at all


def folder_in_its_place(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    (path.parent / "real.yaml").write_text("pack: x")
    path.symlink_to("real.yaml")


@pytest.mark.parametrize(
    ("name", "make", "line"),
    [
        ("nowhere.yaml", None, "nowhere.yaml: there is no such file; check the path"),
        ("a.yaml", folder_in_its_place, "a.yaml: holds none of .*; name a pack .*"),
        ("a.yaml", pipe, "a.yaml: is no regular file; name a file"),
        ("a.yaml", link, "a.yaml: is a symbolic link; name the file that it points to"),
        ("a.jsonl", lambda path: path.write_bytes(b'{"pack": "\xff"}\n'), r"a.jsonl(:1)?: .*UTF-8.*; .*"),
        ("a.yaml", lambda path: path.write_bytes(b"pack: \xff\n"), r"a.yaml(:\d+)?: .*UTF-8.*; .*"),
        ("a.csv", lambda path: path.write_bytes(CSV.encode() + b"my-a-1,\xff\n"), r"a.csv(:\d+)?: .*UTF-8.*; .*"),
        ("a.yaml", lambda path: path.write_bytes(b""), "a.yaml(:1)?: .*; .*"),
        ("a.txt", lambda path: path.write_bytes(b"x"), "a.txt: is nothing that can be imported; name a pack .*"),
    ],
)
def test_a_file_that_cannot_be_read(here: Path, name: str, make: Callable[[Path], None] | None, line: str) -> None:
    if make is not None:
        make(here / name)
    said = refused(here, "import", name)
    assert re.fullmatch(line, said), said


# Rows


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        (
            {"checklist": [{"question": "Is there bread?", "answer": "yes"}, {"question": 5, "answer": "no"}]},
            "question",
        ),
        ({"checklist": [{"question": "Is there bread?", "answer": {"a": ["yes"]}}]}, "answer"),
        ({"checklist": "Is there bread?"}, "checklist"),
        ({"prompt": "a\x1b[31mb"}, "prompt"),
        ({"extra": 1}, "extra"),
    ],
)
def test_a_row_that_is_wrong_deep_inside_is_refused_and_the_others_are_taken(
    here: Path, changes: dict[str, object], what: str
) -> None:
    write_jsonl(here / "a.jsonl", ueg("my-good-1", prompt="A roll."), ueg("my-bad-1", **changes))
    done = curate("import", "a.jsonl", "-w", "w", cwd=here)
    assert (done.code, done.out) == (2, "1 new, 0 changed, 0 as they were, 1 refused.\n")
    assert re.fullmatch(rf"curate: a\.jsonl:3: .*{what}.*; .+", done.line()), done.err
    assert '"uid": "my-good-1"' in sound("show", "my-good-1", "-w", "w", "--json", cwd=here)


def test_a_table_with_a_formula(here: Path) -> None:
    row = "my-a-1,world_knowledge,food,{},One baguette.,Is there a baguette?,yes\n"
    (here / "a.csv").write_text(CSV + row.format('"=HYPERLINK(""http://x"",""Bread"")"'))
    assert re.fullmatch(r"a\.csv:2: .*formula.*; .+", refused(here, "import", "a.csv"))


def test_an_id_twice(here: Path) -> None:
    write_jsonl(here / "a.jsonl", ueg("my-a-1"), ueg("my-b-1", prompt="A roll."), ueg("my-a-1", prompt="A cake."))
    done = curate("import", "a.jsonl", "-w", "w", cwd=here)
    assert (done.code, done.out) == (2, "1 new, 0 changed, 0 as they were, 2 refused.\n")
    first, second = done.lines()
    assert re.fullmatch(
        r"curate: a\.jsonl:2: my-a-1: the id occurs at a\.jsonl:4 too; give each row an id of its own", first
    )
    assert re.fullmatch(
        r"curate: a\.jsonl:4: my-a-1: the id occurs at a\.jsonl:2 too; give each row an id of its own", second
    )


# Images


def wrong_crc() -> bytes:
    data = bytearray(encoded(noise()))
    data[data.index(b"IEND") - 5] ^= 1
    return bytes(data)


IMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: None, "there is no such file; check the path"),
    "truncated": (
        lambda path: path.write_bytes(encoded(noise())[:-50]),
        r"cannot be decoded \(.*\); save it again.*",
    ),
    "wrong crc": (
        lambda path: path.write_bytes(wrong_crc()),
        r"cannot be decoded \(.*\); save it again.*",
    ),
    "bomb": (
        lambda path: path.write_bytes(bomb()),
        "has 8001 x 8000 pixels, more than 64,000,000; make it smaller",
    ),
    "20,000": (
        lambda path: path.write_bytes(png_of(20_000, 20_000, zlib.compress(b""))),
        "has more than 64,000,000 pixels; make it smaller",
    ),
    "link": (lambda path: path.symlink_to(path.parent / "w" / CONFIG), "is a symbolic link; .+"),
    "text": (lambda path: path.write_text("hello"), "is no PNG, JPEG or WebP image; save it again.*"),
    "pipe": (lambda path: os.mkfifo(path), "is no regular file; name a file"),
    "folder": (lambda path: path.mkdir(), "is no regular file; name a file"),
}


def test_images_of_a_pack(here: Path) -> None:
    """A bad image costs its row, and not even the good image beside it stays behind."""
    (here / "good.png").write_bytes(encoded(noise()))
    for number, (make, _) in enumerate(IMAGES.values()):
        make(here / f"{number}.png")
    rows = [geu(f"my-bad-{number}", image="good.png", oracle=f"{number}.png") for number in range(len(IMAGES))]
    outside = ["../x.png", "/etc/hostname", "a/../../x.png"]
    rows += [geu(f"my-out-{number}", image=path) for number, path in enumerate(outside)]
    write_jsonl(here / "a.jsonl", *rows)
    before = snapshot(here / "w")
    done = curate("import", "a.jsonl", "-w", "w", cwd=here)
    assert (done.code, done.out) == (2, f"0 new, 0 changed, 0 as they were, {len(rows)} refused.\n")
    lines = done.lines()
    assert len(lines) == len(rows)
    for number, ((_, problem), line) in enumerate(zip(IMAGES.values(), lines, strict=False)):
        assert re.fullmatch(
            rf"curate: a\.jsonl:{number + 2}: my-bad-{number}: oracle '{number}\.png': {problem}", line
        ), line
    for number, line in enumerate(lines[len(IMAGES) :], start=len(IMAGES) + 2):
        assert re.fullmatch(
            rf"curate: a\.jsonl:{number}: my-out-\d: image '.*' leaves the folder of the file; .+", line
        ), line
    assert snapshot(here / "w") == before


def test_photos(here: Path) -> None:
    photos = here / "photos"
    (photos / "w").mkdir(parents=True)
    for number, (make, _) in enumerate(IMAGES.values()):
        make(photos / f"{number}.png")
    noise((300, 280)).save(photos / "good.png")
    done = curate("sources", "add", "photos", "--licence", "CC0-1.0", "--attribution", "Ann", "-w", "w", cwd=here)
    kinds = [kind for kind in IMAGES if kind not in {"missing", "folder"}]
    assert done.code == 2
    assert done.out == f"Photos: 1 added, 0 changed, 0 as they were, {len(kinds)} refused.\n"
    names = list(IMAGES)
    for kind, line in zip(kinds, done.lines(), strict=True):
        assert re.fullmatch(rf"curate: photos/{names.index(kind)}\.png: {IMAGES[kind][1]}", line), line
    assert "good.png" in sound("sources", "list", "-w", "w", cwd=here)
    listed = sound("sources", "list", "-w", "w", cwd=here).splitlines()
    assert len(listed) == 2


# The disk and the database


def test_a_full_disk(here: Path) -> None:
    """SQLite's files cannot grow; what was there stays whole, and with room again the import goes through."""
    rows = [ueg(f"my-a-{number}", prompt=f"Bread number {number} of many.") for number in range(60)]
    write_jsonl(here / "a.jsonl", *rows)
    line = refused(here, "import", "a.jsonl", code=3, setup=LIMIT.format(100_000))
    assert line.startswith(f"w/{DATABASE}: ")
    assert "room" in line
    assert sound("import", "a.jsonl", "-w", "w", cwd=here) == "60 new, 0 changed, 0 as they were, 0 refused.\n"


def test_a_full_disk_while_an_image_is_written(here: Path) -> None:
    (here / "good.png").write_bytes(encoded(noise((400, 400))))
    write_jsonl(here / "a.jsonl", geu("my-a-1", image="good.png"))
    limit = (here / "w" / DATABASE).stat().st_size
    (here / "good.png").write_bytes(encoded(noise((900, 900))))
    line = refused(here, "import", "a.jsonl", code=3, setup=LIMIT.format(limit))
    problem = r"the disk is full \(or a limit on file sizes is reached\); make room and run again"
    assert re.fullmatch(rf"w/assets/../[0-9a-f]{{64}}\.png: {problem}", line), line


def test_a_database_that_another_process_locks(here: Path) -> None:
    write_jsonl(here / "a.jsonl", ueg())
    with subprocess.Popen(
        [sys.executable, "-c", LOCKER, str(here / "w" / DATABASE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        problem = "the database is locked by another process; wait for it or stop it, and run again"
        assert refused(here, "import", "a.jsonl", code=3, setup=HASTE) == f"w/{DATABASE}: {problem}"
        sound("status", "-w", "w", cwd=here)
        other.communicate()


@contextmanager
def read_only(root: Path) -> Iterator[None]:
    """Let nothing below a folder be written."""
    every = [root, *root.rglob("*")]
    for path in every:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path in every:
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_workspace_that_may_only_be_read(here: Path) -> None:
    write_jsonl(here / "a.jsonl", ueg("my-food-001"))
    sound("import", "a.jsonl", "-w", "w", cwd=here)
    before = [(path, path.read_bytes()) for path in sorted((here / "w").rglob("*")) if path.is_file()]
    with read_only(here / "w"):
        for words, told in (
            (["status"], "1 instances; "),
            (["show", "my-food-001"], "my-food-001  world_knowledge"),
            (["sources", "list"], "There are no photos."),
        ):
            assert told in sound(*words, "-w", "w", cwd=here, setup=POWERLESS)
        done = curate("check", "-w", "w", cwd=here, setup=POWERLESS)
        assert (done.code in {0, 1}, done.err) == (True, "")
        for words in (["import", "a.jsonl"], ["generate", "-c", "cognitive_navigation", "-n", "1"]):
            done = curate(*words, "-w", "w", cwd=here, setup=POWERLESS)
            problem = "cannot be written (Permission denied); check the folder and its rights"
            assert (done.code, done.out, done.line()) == (3, "", f"curate: w/.lock: {problem}")
    assert before == [(path, path.read_bytes()) for path in sorted((here / "w").rglob("*")) if path.is_file()]


def test_what_another_account_writes_at_this_moment_can_be_read(here: Path) -> None:
    with closing(open_workspace(here / "w").store) as store:
        store.put_source(source(), **WHO)
        with read_only(here / "w"):
            assert "src-1" in sound("sources", "list", "-w", "w", cwd=here, setup=POWERLESS)


def test_a_workspace_of_a_newer_version(here: Path) -> None:
    path = here / "w" / CONFIG
    path.write_text(path.read_text().replace("workspace = 1 ", "workspace = 2 "))
    newer = f"w/{CONFIG}: is of version 2, newer than this curate knows (1); update curate"
    assert refused(here, "status", code=3) == newer
    path.write_text(path.read_text().replace("workspace = 2 ", "workspace = 1 "))
    with closing(sqlite3.connect(here / "w" / DATABASE)) as connection, connection:
        connection.execute("UPDATE _sqlite_migrations SET name = 'm999_later' WHERE name = 'm001_create'")
    newer = f"w/{DATABASE}: was made by a newer version of curate (it has m999_later); update curate"
    assert refused(here, "status", code=3) == newer


def test_no_workspace_and_damaged_ones(here: Path) -> None:
    done = curate("status", cwd=here)
    assert (done.code, done.out) == (2, "")
    remedy = "make one with `curate init DIR`, or name one with `--workspace DIR`"
    assert done.line() == f"curate: .: is no workspace; {remedy}"
    (here / "w" / DATABASE).write_bytes(b"no database " * 100)
    done = curate("status", "-w", "w", cwd=here)
    problem = "the database is damaged (file is not a database); restore the workspace from a copy"
    assert (done.code, done.out, done.line()) == (3, "", f"curate: w/{DATABASE}: {problem}")
    (here / "w" / DATABASE).write_bytes(b"")
    done = curate("status", "-w", "w", cwd=here)
    problem = "the database holds none of a workspace's tables; restore it from a copy, or remove the folder"
    assert (done.code, done.out) == (3, "")
    assert done.line() == f"curate: w/{DATABASE}: {problem} and make a new one with `curate init`"
    assert (here / "w" / DATABASE).read_bytes() == b""


@pytest.mark.parametrize(
    ("words", "damage", "line"),
    [
        (
            ["status"],
            "INSERT INTO sources VALUES ('src-1', '{}')",
            "the source src-1 cannot be read; run `curate check`",
        ),
        (
            ["build-release", "--draft", "--version", "1.0.0-draft.1"],
            "INSERT INTO decisions (uid, revision, outcome, record) VALUES ('my-food-001', 1, 'approved', '{}')",
            "the decision on my-food-001 cannot be read; restore the workspace from a copy",
        ),
    ],
)
def test_a_record_that_cannot_be_read(here: Path, words: list[str], damage: str, line: str) -> None:
    write_jsonl(here / "a.jsonl", ueg("my-food-001"))
    sound("import", "a.jsonl", "-w", "w", cwd=here)
    with closing(sqlite3.connect(here / "w" / DATABASE)) as connection, connection:
        connection.execute(damage)
    assert refused(here, *words, code=3) == f"w/{DATABASE}: {line}"


def test_a_folder_that_holds_something_else(here: Path) -> None:
    (here / "other").mkdir()
    (here / "other" / "mine.txt").write_text("mine")
    done = curate("init", "other", cwd=here)
    problem = "is there already and is no workspace; name a new or empty folder"
    assert (done.code, done.out, done.line()) == (2, "", f"curate: other: {problem}")
    assert [path.name for path in (here / "other").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--profile", "unisandbox", "--seed", "5"], "profile realunify and not unisandbox; leave --profile out, "),
        (["--seed", "5"], "seed 0 and not 5; leave --seed out, "),
    ],
)
def test_a_workspace_that_is_there_is_not_made_otherwise(here: Path, words: list[str], line: str) -> None:
    before = (here / "w" / CONFIG).read_bytes()
    done = curate("init", "w", *words, cwd=here)
    line = f"curate: w/{CONFIG}: is there already, with {line}or name a new folder"
    assert (done.code, done.out, done.line()) == (2, "", line)
    sound("init", "w", cwd=here)
    sound("init", "w", "--profile", "realunify", "--seed", "0", cwd=here)
    assert (here / "w" / CONFIG).read_bytes() == before


# Words of the command itself


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["import"], "nothing to import; name a PATH or say --starter"),
        (
            ["import", "a.jsonl", "--actor", "a\nb"],
            "--actor is no name; write it in one line of up to 200 characters",
        ),
        (["generate", "-c", "mazes"], "unknown category 'mazes'; the profile realunify has: .*"),
        (["generate", "-c", "food"], "unknown category 'food'; .*"),
        (["generate", "--photos"], "there are no photos yet; add some with .*"),
        (["check", "--only", "spelling"], "unknown check 'spelling'; there is: .*"),
        (
            ["sources", "add", "nowhere", "--licence", "x", "--attribution", "y"],
            "nowhere: there is no such folder; .*",
        ),
        (
            ["generate", "-f", "paper_fold", "--difficulty", "easy", "-n", "597"],
            r"paper_fold \(paper_fold, easy\): 597 are asked for, and there are 596 in all; ask for a smaller .*",
        ),
        (["build-release", "--version", "one"], ".*one.*; .*"),
        (["generate", "--photos", "--count", "3"], "--count means nothing for --photos; leave it out"),
        (["generate", "--photos", "--family", "maze"], "--family means nothing for --photos; leave it out"),
        (
            ["generate", "--photos", "--palette", "deuteranopia"],
            "--palette means nothing for --photos; leave it out",
        ),
        (["generate", "--seed", f"{2**53}"], "invalid value for '--seed': .* 9007199254740991; see .*"),
        (
            ["generate", "--difficulty", "insane"],
            "invalid value .*: 'insane' is not one of 'easy', .*; see `.* -h`",
        ),
    ],
)
def test_words_that_are_wrong(here: Path, words: list[str], line: str) -> None:
    write_jsonl(here / "a.jsonl", ueg())
    assert re.fullmatch(line, refused(here, *words))


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["status", "--colour"], "no such option: --colour; see `python -m curation status -h`"),
        (["statu"], "no such command 'statu'. Did you mean 'status'[?] See `python -m curation -h`"),
        (
            ["generate", "--count", "0"],
            "invalid value for '--count' / '-n': .*; see `python -m curation generate -h`",
        ),
        (["generate", "--count"], "option '--count' requires an argument; see `curate -h`"),
        (["init"], "missing argument 'DIR'; see `python -m curation init -h`"),
        (["show", "a", "b"], "got unexpected extra argument.*; see `python -m curation show -h`"),
    ],
)
def test_a_mistake_of_usage_is_one_line_too(here: Path, words: list[str], line: str) -> None:
    done = curate(*words, cwd=here)
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(f"curate: {line}", done.line())


def test_a_group_alone_shows_its_help(here: Path) -> None:
    done = curate("sources", cwd=here)
    assert (done.code, done.err) == (2, "")
    assert "Photos that puzzles are made from." in done.out


def test_photos_that_make_no_puzzle_are_told_with_a_remedy(here: Path) -> None:
    (here / "photos").mkdir()
    noise((300, 290)).save(here / "photos" / "small.png")
    noise((480, 400)).save(here / "photos" / "wild.png")
    sound("sources", "add", "photos", "--licence", "CC0-1.0", "--attribution", "Ann", "-w", "w", cwd=here)
    cut = ("--photos", "--subtask", "fine_grid", "--difficulty", "easy", "--json")
    done = curate("generate", *cut, "-w", "w", cwd=here)
    assert (done.code, done.err) == (2, "")
    refused = json.loads(done.out)["refused"]
    assert re.fullmatch(
        r".* needs 384; take a larger one, or cut it into fewer tiles: --subtask .*", refused["small.png"]
    )
    assert re.fullmatch(r".* cannot be put together again .*; crop it differently, or .*", refused["wild.png"])


@pytest.mark.parametrize("words", [["import", "{}.yaml", "-w", "w"], ["init", "{}"], ["status", "-w", "{}"]])
def test_a_name_that_is_too_long(here: Path, words: list[str]) -> None:
    name = "a" * 300
    done = curate(*(word.format(name) for word in words), cwd=here)
    assert (done.code in {2, 3}, done.out) == (True, "")
    assert re.match(rf"curate: {name}.*File name too long", done.line())
    assert "; " in done.line()


def test_output_that_cannot_be_written(base: Path) -> None:
    with Path("/dev/full").open("w") as full:
        words = [sys.executable, "-m", "curation", "status", "-w", str(base)]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True)
    line = "curate: No space left on device; look to the path, its rights and the disk\n"
    assert (done.returncode, done.stderr) == (3, line)


def test_a_reader_that_goes_away(base: Path) -> None:
    words = [sys.executable, "-m", "curation", "explain"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_validate_names_what_is_no_release(here: Path) -> None:
    (here / "file").write_text("")
    for name, problem in (("nowhere", "there is no such folder"), ("file", "is no folder")):
        done = curate("validate", name, cwd=here)
        assert (done.code, done.out) == (2, "")
        assert done.line() == f"curate: {name}: {problem}; name the folder of a release"


def test_headers_are_rows_too(here: Path) -> None:
    write_jsonl(here / "a.jsonl", ueg(), header={**HEADER, "version": "one"})
    assert re.fullmatch(r"a\.jsonl:1: .*version.*; .+", refused(here, "import", "a.jsonl"))
