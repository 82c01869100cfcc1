"""The packs that ship: every row is taken, and they cover what they are for."""

from __future__ import annotations

import inspect
import textwrap
from collections import Counter
from pathlib import Path

import pytest

import curation.packs
from curation.intake import starter_packs
from curation.models import UEGInstance
from curation.packs.pack import read_pack
from curation.taxonomy import load_profile

PROFILE = load_profile()
READINGS = [read_pack(path, PROFILE) for path in starter_packs()]
INSTANCES = [draft.instance for reading in READINGS for draft in reading.drafts]


def test_every_row_is_taken() -> None:
    assert [refusal.line() for reading in READINGS for refusal in reading.refusals] == []
    assert all(isinstance(instance, UEGInstance) for instance in INSTANCES)


def test_ids_and_prompts_are_unique() -> None:
    for values in ([item.uid for item in INSTANCES], [item.canonical_key for item in INSTANCES]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


@pytest.mark.parametrize("category", [category.name for category in PROFILE.axis("UEG")])
def test_each_category_has_ten_instances_over_all_subtasks(category: str) -> None:
    mine = [item for item in INSTANCES if item.category == category]
    assert len(mine) >= 10
    assert {item.subtask for item in mine} == {subtask.name for subtask in PROFILE.category(category).subtasks}


def test_each_instance_is_whole() -> None:
    for item in INSTANCES:
        assert isinstance(item, UEGInstance)
        assert 2 <= len(item.checklist) <= 5, item.uid
        assert "no" in [question.answer for question in item.checklist], item.uid
        assert item.refined_prompt, item.uid
        assert item.rationale, item.uid


def test_the_documented_pack_is_one(tmp_path: Path) -> None:
    text = inspect.cleandoc(curation.packs.__doc__ or "")
    section = text.partition("# Packs (.yaml, .yml)")[2].partition("# Packs (.jsonl)")[0]
    example = [line for line in section.splitlines() if line.startswith("    ")]
    path = tmp_path / "documented.yaml"
    path.write_text(textwrap.dedent("\n".join(example)), encoding="utf-8")
    reading = read_pack(path, PROFILE)
    assert [refusal.line() for refusal in reading.refusals] == []
    assert [draft.instance.uid for draft in reading.drafts] == ["my-food-001", "my-maze-001"]
    assert reading.drafts[1].images == {"image": "mazes/001.png", "oracle": "mazes/001-path.png"}
