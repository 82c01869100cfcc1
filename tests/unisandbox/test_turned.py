"""A word that turns a question round, put anywhere into a proved one, leaves nothing proved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from curation.unisandbox.build import Spec, plan
from curation.unisandbox.check import judge_row
from curation.unisandbox.layout import Row
from curation.unisandbox.reading.files import suite_of
from curation.unisandbox.reading.knowledge import People, profile

TURNS = (
    "not",
    "never",
    "least",
    "except",
    "opposite",
    "half",
    "twice",
    "former",
    "without",
    "second",
    "mother's",
    "9",
)


def samples() -> list[tuple[str, str, Row, People]]:
    """Some rows of every file: suite, path, row, and what is known of the people in it."""
    found = []
    people = People()
    for path, rows in plan(Spec(5, 12, 1)):
        for number, row in enumerate(rows):
            suite = suite_of(row, path)
            if suite == "profiles":
                people.learn(*profile(row))
            elif number < 3 or (suite == "training" and number % 7 == 0):
                found.append((suite, path, row, people))
    return found


def turned(row: Row, word: str) -> list[Row]:
    """The row with a word put between any two of its question's."""
    field = next((name for name in ("Question", "Question_A", "Question_B") if name in row), "")
    talk: Any = row.get("conversations")
    words = str(row[field] if field else talk[0]["value"]).split()
    found: list[Row] = []
    for place in range(len(words)):
        changed = " ".join([*words[:place], word, *words[place:]])
        more: Row = {field: changed} if field else {"conversations": [{**talk[0], "value": changed}, talk[1]]}
        found.append({**row, **more})
    return found


@pytest.mark.parametrize("word", TURNS)
def test_turned_round(word: str) -> None:
    for suite, path, row, people in samples():
        assert all(verdict.proved for verdict in judge_row(suite, row, Path(path), people)), row
        for changed in turned(row, word):
            proved = all(verdict.proved for verdict in judge_row(suite, changed, Path(path), people))
            assert not proved, changed
