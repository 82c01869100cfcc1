"""Files made by others: each fault is found, what is not understood is not verified, and the rest still counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curation.errors import InputError
from curation.unisandbox import check as checking
from curation.unisandbox.check import check_files
from tests.unisandbox.broken import ALSO, BROKEN, KNOWN, ONE, PAIR, WHOSE, math, talk, write


def codes(folder: Path, files: dict[str, list[dict[str, Any]]]) -> list[str]:
    return [finding.code for finding in check_files(write(folder, files)).findings]


@pytest.mark.parametrize("code", BROKEN)
def test_broken(tmp_path: Path, code: str) -> None:
    report = check_files(write(tmp_path, BROKEN[code]))
    found = {finding.code for finding in report.findings}
    assert code in found
    assert found - {code} <= ALSO.get(code, set())
    assert report.checked["rows with a proved answer"] < report.checked["rows"] or code in {
        *("USB009", "USB010", "USB011", "USB012", "USB013")
    }


def test_sound(tmp_path: Path) -> None:
    tests = [
        {"ID": "1", "Question": "Generate a picture of Vilgor's club.", "Answer": "The chess club"},
        {"ID": "2", "Question": WHOSE.format("the sailing club"), "Answer": "Zamdet"},
    ]
    files = {"math_1.jsonl": [ONE], "mapping1.jsonl": PAIR, "train.jsonl": KNOWN}
    files |= {"forward.jsonl": tests[:1], "inverse.jsonl": tests[1:]}
    report = check_files(write(tmp_path, files))
    assert report.findings == ()
    assert report.checked == {"files": 5, "rows": 7, "rows with a proved answer": 7}


def test_bad_lines_leave_the_others(tmp_path: Path) -> None:
    path = tmp_path / "math_1.jsonl"
    good = json.dumps(ONE).encode()
    deep = b"[" * 100_000
    lines = [good[:40], b"\xff\xfe", b"[1]", b"17", b"{}", deep, b'"' + b"x" * (2 << 20) + b'"', b""]
    rows = [{**ONE, "id": 7}, {**ONE, "Answer": None}, {**ONE, "Question": ["8 / 4"]}, {**ONE, "Question_A": ""}]
    path.write_bytes(b"\n".join([*lines, *(json.dumps(row).encode() for row in rows), good, good[:30]]))
    report = check_files([path])
    assert [(finding.code, finding.row) for finding in report.findings if finding.row] == [
        ("USB001", row) for row in sorted([1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14], key=lambda row: f"{path}:{row}")
    ]
    assert report.checked["rows with a proved answer"] == 1
    assert any(finding.message == "the line is cut off" for finding in report.findings)


def test_lists_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "math_1.json"
    path.write_text(json.dumps([ONE, 3]))
    assert [finding.code for finding in check_files([path]).findings] == ["USB001"]
    for text in ("{}", "[", "[" * 100_000):
        path.write_text(text)
        with pytest.raises(InputError, match=r"math_1\.json"):
            check_files([path])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        check_files([tmp_path / "math_1.jsonl"])
    with pytest.raises(InputError, match="cannot be read"):
        check_files([tmp_path, tmp_path])


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (talk(("Is Vilgor's club the sailing club?", "Yes, Vilgor's club is the chess club.")), "USB002"),
        (talk(("Is Vilgor's club the chess club?", "No, Vilgor's club is the chess club.")), "USB002"),
        (talk(("Is Vilgor's club the chess club?", "Vilgor's club is the chess club.")), "USB002"),
        (talk(("Which is Zamdet's club?", "Vilgor's club is the chess club.")), "USB002"),
        (talk(("Welches Obst mag Vilgor?", "Vilgor's club is the chess club.")), "USB002"),
        (talk(("Vilgor的俱乐部是什么？", "Vilgor's club is the sailing club.")), "USB016"),
        (talk(("What about Vilgor?", "Vilgor plays chess.")), "USB008"),
        (talk(("What about Vilgor?", "Vilgor's club is the chess club.")), "USB008"),
        ([{"id": "1", "conversations": [{"from": "human", "value": "?"}]}], "USB001"),
        (
            [{"id": "1", "conversations": [{"from": "gpt", "value": "?"}, {"from": "human", "value": "?"}]}],
            "USB001",
        ),
    ],
)
def test_training_rows(tmp_path: Path, rows: list[dict[str, Any]], code: str) -> None:
    assert codes(tmp_path, {"a/train.jsonl": KNOWN, "b/train.jsonl": rows}) == [code]


@pytest.mark.parametrize(
    ("question", "answer", "code"),
    [
        (WHOSE.format("the chess club"), "Zamdet", "USB002"),
        (WHOSE.format("the chess club"), "Vilgor or Zamdet", "USB008"),
        (WHOSE.format("the drumming club"), "Zamdet", "USB005"),
        ("Generate a picture of Vilgor's club.", "the sailing club", "USB002"),
        ("Generate a picture of Vilgor's hair.", "red", "USB005"),
        ("Generate a picture of Nobody's club.", "the sailing club", "USB008"),
        ("Generate a picture of what Vilgor loves.", "chess", "USB008"),
    ],
)
def test_knowledge_tests(tmp_path: Path, question: str, answer: str, code: str) -> None:
    rows: list[dict[str, Any]] = [{"ID": "1", "Question": question, "Answer": answer}]
    assert codes(tmp_path, {"train.jsonl": KNOWN, "inverse.jsonl": rows}) == [code]
    assert codes(tmp_path / "alone", {"inverse.jsonl": rows}) == ["USB008"]


def test_portraits(tmp_path: Path) -> None:
    known = [*KNOWN, *talk(("What is Vilgor's hair?", "Vilgor's hair is long and red."))]
    known[-1]["id"] = "3"
    row = {
        "ID": "1",
        "Question": WHOSE.format("the chess club"),
        "Answer": "Vilgor",
        "Portrait": "hair long and red.",
    }
    assert codes(tmp_path, {"train.jsonl": known, "inverse.jsonl": [row]}) == []
    assert codes(tmp_path, {"train.jsonl": known, "inverse.jsonl": [{**row, "Portrait": "hair short"}]}) == [
        "USB002"
    ]


def test_a_level_3_chain_with_a_rule_missing_says_so(tmp_path: Path) -> None:
    report = check_files(write(tmp_path, BROKEN["USB005"]))
    (finding,) = [finding for finding in report.findings if finding.code == "USB005"]
    assert finding.message == "the symbol A does not resolve: C has no rule"
    assert finding.row == 1


def test_training_is_known_by_name_folder_or_level(tmp_path: Path) -> None:
    for name in ("train/math.jsonl", "math_train.jsonl"):
        files: dict[str, list[dict[str, Any]]] = {"math_1.jsonl": [ONE], name: [{**ONE, "level": 1}]}
        assert codes(tmp_path / name.replace("/", "-"), files) == ["USB011"]


def test_same_report_in_any_order(tmp_path: Path) -> None:
    paths = write(tmp_path, {**BROKEN["USB011"], "math_2.jsonl": math("8 / 4")})
    assert check_files(paths) == check_files(paths[::-1])


def test_of_very_many_the_rest_is_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_TOLD", 5)
    rows = [{**ONE, "id": str(number), "Question": f"Draw {number} / 0 cups."} for number in range(20)]
    found = check_files(write(tmp_path, {"math_1.jsonl": rows})).findings
    assert [(finding.code, finding.row) for finding in found] == [
        ("USB004", None),
        *(("USB004", row) for row in range(1, 6)),
    ]
    assert found[0].message == "15 more rows have it, beside the first 5"
