"""The published layout: whole, the same each time, and any change in it is found."""

from __future__ import annotations

import json
import shutil
import subprocess
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from curation.canonical import digest_json
from curation.errors import CurationError, InputError, UsageError
from curation.release.validate.sums import check_sums
from curation.release.validate.tree import scan
from curation.unisandbox import build as building
from curation.unisandbox.build import Spec, build, plan, proved
from curation.unisandbox.reading.knowledge import People
from curation.unisandbox.shape import is_suites
from curation.unisandbox.validate import validate
from tests.unisandbox.broken import BROKEN


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("suites") / "suites", Spec(3, 600, 2)).path


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "copy"))


def codes(folder: Path) -> set[str]:
    return {finding.code for finding in validate(folder).findings}


def test_layout(built: Path) -> None:
    report = validate(built)
    assert report.findings == ()
    rows = 3 * 100 + 3 * 200 + 2 * 600 + 2 * (2 + 80 + 14 + 6)
    assert report.checked == {"files": 18, "rows": rows, "rows with a proved answer": rows}
    assert {path.name for path in built.iterdir()} == {
        *(f"math_{level}.jsonl" for level in (1, 2, 3)),
        *(f"mapping{level}.jsonl" for level in (1, 2, 3)),
        *("knowledge", "train", "manifest.json", "SHA256SUMS"),
    }
    assert {path.name for path in (built / "knowledge/pair001").iterdir()} == {
        *("profiles.jsonl", "train.jsonl", "forward.jsonl", "inverse.jsonl")
    }
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=built, check=True)


def test_fields(built: Path) -> None:
    def rows(name: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in (built / name).read_text(encoding="utf-8").splitlines()]

    for level in (1, 2, 3):
        found = rows(f"math_{level}.jsonl")
        assert [list(row) for row in found] == [["Question", "Answer", "id"]] * 100
        assert [row["id"] for row in found] == [str(number) for number in range(1, 101)]
        found = rows(f"mapping{level}.jsonl")
        assert [list(row) for row in found] == [["ID", f"Question_{asked}", "Answer"] for asked in "AB"] * 100
        assert [row["ID"] for row in found] == [str(number) for number in range(1, 101) for _ in "AB"]
    assert [list(row) for row in rows("knowledge/pair001/train.jsonl")] == [["id", "conversations"]] * 80
    assert "√" in (built / "math_3.jsonl").read_text(encoding="utf-8")


def test_same_bytes(built: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    again = build(tmp_path / "deep" / "again", Spec(3, 600, 2), lambda *step: steps.append(step))
    assert again.total == 3 * 100 + 3 * 200 + 2 * 600 + 2 * (2 + 80 + 14 + 6)
    assert (steps[0], steps[-1]) == ((500, again.total), (2000, again.total))
    names = [path.relative_to(built) for path in built.rglob("*") if path.is_file()]
    assert all((built / name).read_bytes() == (again.path / name).read_bytes() for name in names)
    other = build(tmp_path / "other", Spec(4, pairs=0)).path
    assert (other / "math_1.jsonl").read_bytes() != (built / "math_1.jsonl").read_bytes()
    assert not (other / "train").exists()
    assert codes(other) == set()


def test_refusals(built: Path, tmp_path: Path) -> None:
    wrongs: tuple[dict[str, Any], ...] = (
        {"seed": -1},
        {"train": 3},
        {"train": -2},
        {"pairs": 10**6},
        {"train": 10**12},
    )
    for wrong in wrongs:
        with pytest.raises(UsageError):
            build(tmp_path / "no", Spec(**wrong))
    with pytest.raises(UsageError, match="never overwritten"):
        build(built, Spec())
    with pytest.raises(CurationError, match="cannot be written"):
        build(Path("/proc/suites"), Spec())
    assert list(tmp_path.iterdir()) == []


def test_a_failed_build_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "render_sums", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(tmp_path / "suites", Spec(pairs=0))
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_proved_is_not_written() -> None:
    (row,) = BROKEN["USB002"]["math_1.jsonl"]
    with pytest.raises(CurationError, match=r"math_1.jsonl:1: a generated row is not proved \(USB002"):
        list(proved("math_1.jsonl", iter([row]), People()))


def test_every_changed_byte_is_found(copy: Path) -> None:
    for path in sorted(copy.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
            sums = {finding.code for finding in check_sums(scan(copy))}
            assert sums & {"REL001", "REL002", "REL003", "REL004"}, path
            path.write_bytes(data)


def test_missing_and_added_files(copy: Path) -> None:
    (copy / "math_1.jsonl").unlink()
    (copy / "math_4.jsonl").write_text("")
    assert codes(copy) == {"REL002", "REL003", "USB017"}


@pytest.mark.parametrize("manifest", ["[]", "{", "{}", '{"rows": {"math_1.jsonl": "100"}}', "[" * 100_000])
def test_a_broken_manifest(copy: Path, manifest: str) -> None:
    (copy / "manifest.json").write_text(manifest)
    assert codes(copy) == {"REL001", "USB017"}


def test_suites_of_others_need_no_sums(copy: Path) -> None:
    for name in ("manifest.json", "SHA256SUMS"):
        (copy / name).unlink()
    assert codes(copy) == set()
    lines = (copy / "math_2.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (copy / "math_2.jsonl").write_text("".join(lines[:-1]), encoding="utf-8")
    assert codes(copy) == {"USB017"}
    with (copy / "train/math.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(lines[0])
    assert "USB011" in codes(copy)


def test_a_folder_is_told_by_its_manifest_or_its_names(copy: Path, tmp_path: Path) -> None:
    assert is_suites(copy)
    (copy / "manifest.json").write_text('{"profile": "realunify"}')
    assert not is_suites(copy)
    (copy / "manifest.json").unlink()
    assert is_suites(copy)
    assert not is_suites(tmp_path / "none")


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder"):
        validate(tmp_path / "none")


def test_rows_are_those_of_the_first_release() -> None:
    found = [[path, list(islice(rows, 20))] for path, rows in plan(Spec(0, 60, 1))]
    assert digest_json(found) == "8311d1039dfc30cf0d9f8d045f7b6785c87ac756d986bf0bc2ed625b19f38198"
