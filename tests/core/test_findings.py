"""Findings: in one order, each once, for people, programs, code scanning and workflows."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest

from curation.errors import UsageError, one_line
from curation.findings import SEVERITIES, Finding, Report, codes, explain

ERROR = Finding("FIL001", "maze-1", "assets/c.png is not there")
WARNING = Finding("SCH003", "my-a", "names no subtask")
INFO = Finding("FIL005", "assets/x.png", "nothing refers to it")
PLACED = Finding("REL012", "GEU_direct.json:7", "index is text", file="GEU_direct.json", row=7)


def report(*findings: Finding, checked: dict[str, int] | None = None) -> Report:
    return Report.collect("workspace", findings, checked or {})


# Codes


def test_every_code_is_documented_in_full() -> None:
    assert len(codes()) > 50
    assert list(codes()) == sorted(codes())
    for name, code in codes().items():
        assert re.fullmatch(r"[A-Z]{3}\d{3}", name)
        assert code.severity in SEVERITIES
        assert not code.title.endswith(".")
        assert code.why.endswith(".")
        assert code.remedy.endswith(".")
        assert all(text == one_line(text.strip()) for text in (code.title, code.why, code.remedy))


def test_explain_takes_any_case() -> None:
    assert explain("fil001") == explain("FIL001") == codes()["FIL001"]
    with pytest.raises(UsageError, match=r"^unknown code 'XYZ999'; `curate explain` lists all codes$"):
        explain("XYZ999")


# Order


def test_findings_are_sorted_by_severity_code_and_place_and_none_comes_twice() -> None:
    row_9 = Finding("REL012", "a", "x", row=9)
    row_10 = Finding("REL012", "a", "x", row=10)
    files = [Finding("REL013", "a", "x", file=f"{name}.json") for name in "abcdefgh"]
    expected = (ERROR, PLACED, row_9, row_10, *files, WARNING, INFO)
    findings = [*expected, *expected]
    for seed in range(5):
        random.Random(seed).shuffle(findings)
        assert report(*findings).findings == expected


def test_the_exit_code_is_1_where_there_is_an_error() -> None:
    assert report().exit_code == report(WARNING, INFO).exit_code == 0
    assert report(WARNING, ERROR).exit_code == 1
    assert report(ERROR, WARNING, INFO, PLACED).counts() == {"error": 2, "warning": 1, "info": 1}


# Text


def test_text() -> None:
    findings = [Finding("FIL001", f"maze-{n:02}", "assets/c.png is not there") for n in range(3)]
    assert report(*findings, WARNING, checked={"instances": 5, "images": 4}).render("text", most=2) == (
        "error FIL001: an image is missing (3)\n"
        "  maze-00: assets/c.png is not there\n"
        "  maze-01: assets/c.png is not there\n"
        "  and 1 more\n"
        f"  To mend: {codes()['FIL001'].remedy}\n"
        "\n"
        "warning SCH003: an instance names no subtask (1)\n"
        "  my-a: names no subtask\n"
        f"  To mend: {codes()['SCH003'].remedy}\n"
        "\n"
        "Looked at 5 instances, 4 images.\n"
        "workspace: 3 error, 1 warning, 0 info. `curate explain CODE` says more about a code."
    )


def test_text_without_findings() -> None:
    assert report(checked={"files": 2}).render("text") == "Looked at 2 files.\nworkspace: no findings."


def test_text_leaves_a_terminal_alone() -> None:
    hostile = Finding("REL003", "a\x1b[31m\nb", "is\u202e \udcff\x07 here")
    text = Report.collect("a\nb", [hostile], {}).render("text")
    assert "  a\\x1b[31m\\nb: is\\u202e \\udcff\\x07 here\n" in text
    assert text.splitlines()[-1].startswith("a\\nb: 1 error")


# JSON


def test_json() -> None:
    body = json.loads(report(PLACED, WARNING, checked={"files": 2}).render("json"))
    assert body["findings"][0] == {
        "code": "REL012",
        "where": "GEU_direct.json:7",
        "message": "index is text",
        "file": "GEU_direct.json",
        "row": 7,
        "severity": "error",
        "remedy": codes()["REL012"].remedy,
    }
    assert body["findings"][1]["row"] is None
    rest = {name: value for name, value in body.items() if name != "findings"}
    assert rest == {
        "subject": "workspace",
        "checked": {"files": 2},
        "counts": {"error": 1, "warning": 1, "info": 0},
    }


# SARIF 2.1.0


def sarif(*findings: Finding) -> dict[str, Any]:
    body = json.loads(report(*findings).render("sarif"))
    assert isinstance(body, dict)
    return body


def test_sarif_has_what_the_standard_requires() -> None:
    """Required properties of section 3.13 (log), 3.14 (run), 3.18 to 3.19 (tool), 3.27 (result), 3.49 (rule)."""
    body = sarif(ERROR, WARNING, INFO, PLACED)
    assert body["version"] == "2.1.0"
    assert body["$schema"].endswith("sarif-2.1.0.json")
    (run,) = body["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "curate"
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", driver["version"])
    rules = {rule["id"]: rule for rule in driver["rules"]}
    assert len(rules) == len(driver["rules"]) == 4
    for rule in rules.values():
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    assert len(run["results"]) == 4
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] == rules[result["ruleId"]]["defaultConfiguration"]["level"]
        assert result["locations"]
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning", "note"]


def test_sarif_places_are_files_or_names() -> None:
    error, placed = sarif(ERROR, PLACED)["runs"][0]["results"]
    assert error["locations"] == [{"logicalLocations": [{"fullyQualifiedName": "maze-1"}]}]
    physical = {"artifactLocation": {"uri": "GEU_direct.json"}, "region": {"startLine": 7}}
    assert placed["locations"] == [{"physicalLocation": physical}]


def test_sarif_places_are_uris() -> None:
    finding = Finding("REL003", "x", "y", file="image/a b#ü\udcff%20.png")
    location = sarif(finding)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location == {"artifactLocation": {"uri": "image/a%20b%23%C3%BC%FF%2520.png"}}


def test_sarif_without_findings_has_an_empty_list_of_results() -> None:
    assert sarif()["runs"][0]["results"] == []


# GitHub


def test_github() -> None:
    lines = report(ERROR, WARNING, INFO, PLACED).render("github").split("\n")
    assert lines[0] == f"::error title=FIL001::maze-1: assets/c.png is not there. {codes()['FIL001'].remedy}"
    assert lines[1].startswith(
        "::error file=GEU_direct.json,line=7,title=REL012::GEU_direct.json:7: index is text. "
    )
    assert lines[2].startswith("::warning title=SCH003::")
    assert lines[3].startswith("::notice title=FIL005::")


def test_github_commands_cannot_be_forged() -> None:
    hostile = Finding("REL003", "w", "100%\r\n::error::forged", file="a,b:c%\n::d", row=2)
    (line,) = report(hostile).render("github").split("\n")
    assert line.startswith(
        "::error file=a%2Cb%3Ac%25%0A%3A%3Ad,line=2,title=REL003::w: 100%25%0D%0A::error::forged. "
    )
    assert "\r" not in line
