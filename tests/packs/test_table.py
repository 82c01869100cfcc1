"""Tables: what people write in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from curation.errors import InputError
from curation.models import GEUInstance, Imported, UEGInstance
from curation.packs.table import read_table
from curation.taxonomy import load_profile

PROFILE = load_profile()
COLUMNS = [
    "id",
    "category",
    "subtask",
    "prompt",
    "refined_prompt",
    "rationale",
    "question_1",
    "answer_1",
    "aspect_1",
]
COLUMNS += ["question_2", "answer_2", "image", "question", "option_a", "option_b", "option_c", "option_d", "key"]
PROMPT = {
    "id": "t-1",
    "category": "world_knowledge",
    "subtask": "food",
    "prompt": "Bread, named after a stick.\nOn a plate.",
    "question_1": "Is there a baguette?",
    "answer_1": "yes",
    "aspect_1": "presence",
    "question_2": "Is it black?",
    "answer_2": "no",
}
PUZZLE = {
    "id": "t-2",
    "category": "cognitive_navigation",
    "subtask": "maze",
    "image": "m.png",
    "question": "Which?",
    "option_a": "1",
    "option_b": "-5",
    "option_c": "3",
    "option_d": "4",
    "key": "D",
}


def write(path: Path, *rows: dict[str, str], columns: list[str] = COLUMNS, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.DictWriter(stream, columns, delimiter=delimiter)
        table.writeheader()
        table.writerows(rows)
    return path


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_rows_become_instances(tmp_path: Path, delimiter: str) -> None:
    path = write(tmp_path / "t.csv", PROMPT, PUZZLE, delimiter=delimiter)
    reading = read_table(path, PROFILE)
    assert (reading.rows, reading.refusals) == (2, [])
    prompt, puzzle = (draft.instance for draft in reading.drafts)
    assert isinstance(prompt, UEGInstance)
    assert prompt.prompt == PROMPT["prompt"]
    assert prompt.refined_prompt is None
    assert [(item.question, item.answer, item.aspect) for item in prompt.checklist] == [
        ("Is there a baguette?", "yes", "presence"),
        ("Is it black?", "no", None),
    ]
    assert prompt.provenance == Imported(format="csv", file="t.csv", row="t-1")
    assert isinstance(puzzle, GEUInstance)
    assert puzzle.options == ("1", "-5", "3", "4")
    assert puzzle.key == "D"
    assert reading.drafts[1].images == {"image": "m.png"}
    assert [draft.place for draft in reading.drafts] == ["2", "4"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            {**PROMPT, "prompt": "=1+1"},
            ["prompt begins with '=', which a spreadsheet may run as a formula; begin the"],
        ),
        (
            {**PROMPT, "answer_1": "Yes "},
            ["t-1: the answer of checklist question 1 is 'Yes ', not yes or no; write"],
        ),
        ({**PROMPT, "answer_2": ""}, ["t-1: answer_2 is missing; fill in the cell"]),
        ({**PROMPT, "question_1": "", "answer_1": ""}, ["t-1: question_1 is missing; fill in the cell"]),
        ({**PROMPT, "key": "A"}, ["t-1: key does not belong to world_knowledge; empty the cell or correct the "]),
        ({**PROMPT, "subtask": "foods"}, ["t-1: unknown subtask 'foods' of world_knowledge; did you mean food?"]),
        ({**PROMPT, "category": "x"}, ["t-1: unknown category 'x'; write one of: world_knowledge, "]),
        ({"id": "t-9"}, ["t-9: category is missing; write one of: world_knowledge, "]),
        ({**PUZZLE, "option_c": ""}, ["t-2: option_c is missing; fill in the cell"]),
        ({**PUZZLE, "prompt": "Draw."}, ["t-2: prompt does not belong to cognitive_navigation; empty the cell or"]),
        (
            {**PUZZLE, "image": "", "key": "E"},
            ["t-2: image is missing; add it", "t-2: key is 'E', not A, B, C or D"],
        ),
    ],
)
def test_a_bad_row_is_refused_and_the_others_are_read(tmp_path: Path, row: dict[str, str], said: list[str]) -> None:
    last = {**PROMPT, "id": "last", "prompt": "x"}
    reading = read_table(write(tmp_path / "t.csv", row, last), PROFILE)
    assert [draft.instance.uid for draft in reading.drafts] == ["last"]
    assert len(reading.refusals) == len(said)
    for refusal, expected in zip(reading.refusals, said, strict=True):
        assert refusal.line().startswith(f"{tmp_path}/t.csv:2: {expected}")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            ["id", "category", "subtask", "promt"],
            "t.csv:1: unknown column 'promt'; remove it; there is: id, category",
        ),
        (["id", "category", "subtask", "question_21"], "t.csv:1: unknown column 'question_21'; remove it"),
        (["id", "category", "prompt"], "t.csv:1: the column subtask is missing; add it"),
    ],
)
def test_doubtful_columns_stop_the_file(tmp_path: Path, columns: list[str], said: str) -> None:
    with pytest.raises(InputError) as error:
        read_table(write(tmp_path / "t.csv", columns=columns), PROFILE)
    assert str(error.value).replace(f"{tmp_path}/", "").startswith(said)


def test_a_file_name_must_be_a_line_of_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\\nb.csv: has a name that is no line of text; rename the file"):
        read_table(write(tmp_path / "a\nb.csv", PROMPT), PROFILE)
