"""The measuring of shortcuts must itself be right: it finds the planted ones, and none where there is none."""

from __future__ import annotations

import random

import pytest

from curation.models import LETTERS, Letter
from tests.puzzles.shortcuts import Options, Row, Score, scores, wilson


def _rows(n: int, seed: int) -> list[tuple[str, list[str], Letter]]:
    rng = random.Random(seed)
    return [
        (f"Which number is {rng.choice(['red', 'blue'])}?", [str(v) for v in rng.sample(range(10, 99), 4)], key)
        for key in rng.choices(LETTERS, k=n)
    ]


def _scored(rows: list[tuple[str, list[str], Letter]]) -> dict[str, Score]:
    fixed: list[Row] = [(question, (o[0], o[1], o[2], o[3]), key) for question, o, key in rows]
    return {score.name: score for score in scores(fixed)}


def test_wilson_interval_is_the_published_one() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I: method 3 without continuity correction.
    for right, n, low, high in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]:
        assert wilson(right, n) == pytest.approx((low, high), abs=5e-5)


def test_rows_without_a_shortcut_pass() -> None:
    assert [score.name for score in _scored(_rows(1200, 5)).values() if score.exceeds] == []


def test_planted_shortcuts_are_found() -> None:
    def planted(change: str) -> dict[str, Score]:
        rows = _rows(400, 6)
        for _, options, key in rows:
            place = LETTERS.index(key)
            if change == "long":
                options[place] += " and more"
            elif change == "word":
                options[place] = "77"
            elif change == "centre":
                options[:] = [options[place][:1] + option[1:] for option in options]
                options[(place + 1) % 4] = options[place] + "0"
            elif change == "asked":
                options[place] = "red blue"
            elif change == "middle":
                options[:] = ["10", "20", "30", "40"]
                options[place], options[1] = options[1], options[place]
        return _scored(rows)

    assert planted("long")["longest option"].right == 1
    assert planted("word")["bag of words"].exceeds
    assert planted("centre")["most central option"].exceeds
    assert planted("centre")["surface features"].exceeds
    assert planted("asked")["most like the question"].exceeds
    assert planted("middle")["middle number"].right == 0.5


def test_a_strategy_that_applies_to_nothing_has_no_accuracy() -> None:
    options: Options = ("Ada", "Ben", "Cleo", "Dan")
    score = {score.name: score for score in scores([("Who?", options, "A")])}["middle number"]
    assert score.right is None
    assert not score.exceeds
