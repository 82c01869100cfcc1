"""Over three hundred phrasings that were written before anybody looked at what the readers take.

Each says what it comes to, if it comes to one thing, and what it would come to for a reader that passes over a word
or takes it for another. Whatever is not read is not verified; nothing wrong is ever right, nothing right wrong.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curation.unisandbox.reading import knowledge, mapping, math
from curation.unisandbox.reading.knowledge import People, profile
from curation.unisandbox.reading.verdict import Verdict

FRESH = Path(__file__).parent / "fresh"
SUITES = ("math", "mapping", "knowledge")
WRONG = {"USB002", "USB003", "USB004", "USB005", "USB016"}
ASIDE = {"USB006", "USB007", "USB014", "USB015", "USB018"}
"""Codes that say the answer is wrong, and codes about something else."""
SAYS = {"fraction": "USB003", "undefined": "USB004", "unresolved": "USB005"}


def rows(suite: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FRESH / f"{suite}.jsonl").read_text(encoding="utf-8").splitlines()]


def people() -> People:
    """The two people of whom the phrasings speak."""
    known = People()
    fields = ("name", "gender", "age", "hair", "skin", "favorite_fruit", "favorite_flower", "club")
    for values in (
        ("Mira Zolk", "female", "34", "long and black", "tan", "grapes", "tulips", "the chess club"),
        ("Tavo Brenk", "male", "51", "short and red", "pale", "plums", "roses", "the rowing club"),
    ):
        known.learn(*profile(dict(zip(fields, values, strict=True))))
    return known


def judge(suite: str, row: dict[str, Any], answer: str) -> Verdict:
    if suite == "math":
        return math.judge(row["question"], answer)
    if suite == "mapping":
        return mapping.judge(row["question"], answer, row["level"])[0]
    if row["kind"] == "training":
        return knowledge.judge_training(row["question"], answer, people())
    return knowledge.judge_test(row["question"], answer, None, people())


def codes(verdict: Verdict) -> set[str]:
    return {code for code, _ in verdict.faults} - ASIDE


@pytest.mark.parametrize("suite", SUITES)
def test_nothing_wrong_is_right_and_nothing_right_is_wrong(suite: str) -> None:
    for row in rows(suite):
        for answer in row["wrong"]:
            verdict = judge(suite, row, answer)
            assert codes(verdict) or verdict.answer is None, (row["question"], answer)
        if row["right"] is not None:
            assert codes(judge(suite, row, row["right"])) <= {"USB008"}, row


@pytest.mark.parametrize("suite", SUITES)
def test_what_is_read_stays_so(suite: str) -> None:
    for row in rows(suite):
        verdict = judge(suite, row, row["right"] or row["wrong"][0])
        if row["says"] == "right":
            assert codes(verdict) == set() and verdict.answer is not None, row
        elif row["says"] in SAYS:
            assert SAYS[row["says"]] in codes(verdict), row
        elif row["says"] == "open":
            assert "USB008" in codes(verdict), row
        else:
            assert row["says"] == "answer"


def test_a_row_of_one_reading_is_never_called_wrong_for_want_of_one() -> None:
    """Where no one reading is right, only a row that comes to nothing may be called an error."""
    for suite in ("math", "mapping"):
        for row in rows(suite):
            if row["says"] == "open" and row["right"] is None:
                for answer in row["wrong"]:
                    assert not codes(judge(suite, row, answer)) & WRONG, row


def test_there_are_enough() -> None:
    counts = {suite: len(rows(suite)) for suite in SUITES}
    assert min(counts.values()) >= 60
    assert sum(row["says"] == "right" for suite in SUITES for row in rows(suite)) >= 150
