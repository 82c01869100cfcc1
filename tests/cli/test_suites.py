"""The suites of UniSandBox on the command line: one picture with the instances, and one line for what is wrong."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.running import curate, sound
from tests.cli.test_kill import cut_short
from tests.cli.test_output import fits

KITE = {"Question": "Show as many kites as √49 − 4.", "Answer": "3 kites.", "id": "1"}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of the second profile, with suites."""
    root = tmp_path_factory.mktemp("cli") / "sandbox"
    said = sound("init", root, "--profile", "unisandbox")
    assert said == f"{root} is a workspace for UniSandBox; its rules are in {root / 'curation.toml'}.\n"
    sound("generate", "--train", "20", "--pairs", "1", "-w", root)
    return root


def test_what_people_see(sandbox: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(sandbox, tmp_path / "sandbox"))
    assert sound("generate", "--train", "20", "--pairs", "1", cwd=root) == (
        "suite      files  rows\n"
        "knowledge      4   102\n"
        "mapping        3   600\n"
        "math           3   300\n"
        "training       2    40\n"
        "1,042 rows are there already, with seed 0; every answer proved by its reader.\n"
    )
    assert sound("status", cwd=root) == "file of suites   rows\ngenerated       1,042\n"
    said = sound("build-release", cwd=root)
    assert said.splitlines()[-1] == (
        "exports/unisandbox-1.0.0-draft.1 is written: 1,042 rows. "
        "Generated and proved by a second program; nobody has reviewed it."
    )
    assert "with the same bytes" in sound("build-release", "--draft", cwd=root)
    release = root / "exports" / "unisandbox-1.0.0-draft.1"
    assert sound("validate", release).endswith(f"{release}: no findings.\n")
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=release, check=True)
    (release / "README.md").write_text("changed")
    done = curate("validate", release)
    assert (done.code, "REL001" in done.out) == (1, True)
    assert "no findings" in sound("check", cwd=root)


def test_a_workspace_of_instances_may_hold_suites(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    sound("init", root)
    assert "900 rows are made" in sound("generate", "--profile", "unisandbox", "--pairs", "0", "-w", root)
    assert "unisandbox-0.1.0-rc.1 is written" in sound(
        "build-release", "--profile", "unisandbox", "--version", "0.1.0-rc.1", "-w", root
    )
    path = tmp_path / "math_1.jsonl"
    path.write_text(json.dumps({**KITE, "Answer": "4 kites."}))
    assert sound("import", "--format", "unisandbox", path, "-w", root) == (
        "1 new, 0 changed, 0 as they were, 0 refused.\n"
    )
    done = curate("check", "--only", "suites", "--format", "json", "-w", root)
    assert done.code == 1
    report = json.loads(done.out)
    assert {finding["code"] for finding in report["findings"]} == {"USB002", "USB007"}
    assert report["checked"]["suite rows"] == 901
    assert "generated" in sound("status", "-w", root)


def test_json(sandbox: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(sandbox, tmp_path / "sandbox"))
    made = fits("suites-report", sound("generate", "--seed", "5", "--pairs", "0", "--json", "-w", root))
    assert (made["seed"], made["existing"], sum(made["rows"].values())) == (5, False, 900)
    built = fits("suites-release", sound("build-release", "--json", "-w", root))
    assert (built["version"], built["draft"], built["existing"]) == ("1.0.0-draft.1", True, False)
    path = tmp_path / "math_1.jsonl"
    path.write_text(f"{json.dumps(KITE)}\n{{")
    done = curate("import", path, "--json", "-w", root)
    assert done.code == 2
    report = fits("import-report", done.out)
    assert (report["new"], report["refused"], report["refusals"][0]["row"]) == (1, 1, "2")
    assert fits("status-report", sound("status", "--json", "-w", root))["suites"]["generated"] == 900


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["generate", "--count", "3"], "--count means nothing for unisandbox; leave it out"),
        (["generate", "--family", "maze"], "--family means nothing for unisandbox; leave it out"),
        (
            ["generate", "--train", "3"],
            "3 training rows are an odd number, and an id has two; ask for an even number",
        ),
        (["generate", "--pairs", "5761"], "--seed and --train are 0 or more, and --pairs is 0 to 5,760"),
        (["generate", "--profile", "none"], "unknown profile 'none'; there is: realunify, unisandbox"),
        (["build-release", "--per-category", "3"], "--per-category means nothing for unisandbox; leave it out"),
        (
            ["import", "no.jsonl"],
            "no.jsonl: there is no such file; check the path",
        ),
        (["import", "--starter"], "--starter means nothing for unisandbox; leave it out"),
        (
            ["generate", "--profile", "realunify"],
            "curation.toml: is a workspace for unisandbox, which has no place for instances of realunify; "
            "make one with `curate init DIR --profile realunify`",
        ),
    ],
)
def test_one_line_for_what_makes_no_sense(sandbox: Path, words: list[str], line: str) -> None:
    done = curate(*words, cwd=sandbox)
    assert (done.code, done.line(), done.out) == (2, f"curate: {line}", "")


def test_options_of_suites_mean_nothing_for_instances(workspace: Path) -> None:
    for option in ("--train", "--pairs"):
        done = curate("generate", option, "0", cwd=workspace)
        assert (done.code, done.line()) == (2, f"curate: {option} means nothing for realunify; leave it out")
    done = curate("build-release", cwd=workspace)
    assert (done.code, done.line().split(";")[0]) == (
        2,
        "curate: a release needs a --version, such as 1.0.0, or 1.0.0-draft.1 with --draft",
    )


def test_a_row_that_is_cut_off_is_one_line(sandbox: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(sandbox, tmp_path / "sandbox"))
    text = json.dumps(KITE)
    (tmp_path / "math_1.jsonl").write_text(f"{text}\n{text[:40]}")
    done = curate("import", "../math_1.jsonl", cwd=root)
    assert done.code == 2
    assert done.line() == (
        "curate: ../math_1.jsonl:2: the line is cut off; mend the line and import the file again"
    )
    assert done.out == "1 new, 0 changed, 0 as they were, 1 refused.\n"


def files(root: Path) -> dict[str, bytes]:
    """Every file of suites and releases, hidden ones too, and what the log says without the time."""
    folders = (root / "suites", root / "exports")
    found = {
        str(path): path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()
    }
    return {name.removeprefix(str(root)): data for name, data in found.items()}


@pytest.mark.parametrize(
    "words",
    [
        ["generate", "--train", "2000", "--pairs", "2"],
        ["import", "--format", "unisandbox", "{}/suites/generated"],
        ["build-release"],
    ],
)
def test_a_killed_run_ends_where_a_whole_one_does(sandbox: Path, tmp_path: Path, words: list[str]) -> None:
    given = [word.format(sandbox) for word in words]
    whole = Path(shutil.copytree(sandbox, tmp_path / "whole"))
    begun = time.monotonic()
    sound(*given, "-w", whole)
    duration, expected = time.monotonic() - begun, files(whole)
    assert "no findings" in sound("check", "-w", whole)
    moments = random.Random(words[0])
    for moment in range(8):
        root = tmp_path / str(moment)
        cut_short(given, sandbox, root, duration * moments.uniform(0.3, 1.0))
        sound(*given, "-w", root)
        assert files(root) == expected
        shutil.rmtree(root)
