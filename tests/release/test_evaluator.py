"""A whole release under the evaluator's rules, and under the validator."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curation.models import LETTERS
from curation.release.rows import FILES
from curation.release.validate import validate
from tests.release.evaluator import first_letter, score_geu, score_ueg
from tests.release.makers import PROFILE

GEU = [category.name for category in PROFILE.axis("GEU")]
UEG = [category.name for category in PROFILE.axis("UEG")]


def test_a_frozen_release_is_whole(frozen: Path) -> None:
    report = validate(frozen)
    assert report.findings == ()
    assert report.checked == {"files": 809, "rows": 2000, "records": 1000, "images": 800}
    counts = {file.name: len(json.loads((frozen / file.name).read_text(encoding="utf-8"))) for file in FILES}
    assert counts == {
        "UEG_direct.json": 600,
        "UEG_step.json": 600,
        "GEU_direct.json": 400,
        "GEU_step.json": 400,
    }


@pytest.mark.parametrize("name", ["GEU_direct.json", "GEU_step.json"])
def test_perfect_answers_score_one(frozen: Path, name: str) -> None:
    assert score_geu(frozen, name, lambda row: row["answer"]) == dict.fromkeys(GEU, 1.0)
    assert score_geu(frozen, name, lambda row: f"({row['answer']}) it is") == dict.fromkeys(GEU, 1.0)
    other = name.replace("GEU", "UEG")
    perfect = score_ueg(frozen, other, lambda row: [item["answer"] for item in row["question_list"]])
    assert perfect == dict.fromkeys(UEG, 1.0)


@pytest.mark.parametrize("letter", LETTERS)
def test_constant_letters_score_a_quarter(frozen: Path, pristine: Path, letter: str) -> None:
    for release in (frozen, pristine):
        scores = score_geu(release, "GEU_direct.json", lambda row: letter)
        assert set(scores) == set(GEU)
        assert all(0.15 <= score <= 0.35 for score in scores.values()), scores


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_constant_judges_score_nothing(frozen: Path, answer: str) -> None:
    scores = score_ueg(frozen, "UEG_direct.json", lambda row: [answer] * len(row["question_list"]))
    assert scores == dict.fromkeys(UEG, 0.0)


def test_letters_form_no_pattern(frozen: Path) -> None:
    rows = json.loads((frozen / "GEU_direct.json").read_text(encoding="utf-8"))
    for category in GEU:
        letters = [row["answer"] for row in rows if row["task_type"] == category]
        for shift in range(1, 9):
            alike = sum(one == other for one, other in zip(letters, letters[shift:], strict=False))
            # Chance is a quarter with a standard deviation of 0.045; 0.45 is over four of them away.
            assert alike / (len(letters) - shift) < 0.45


def test_the_first_capital_counts() -> None:
    assert first_letter("the answer is B, not C") == "B"
    assert first_letter("none") is None
