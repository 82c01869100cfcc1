"""RealUnify's four files: a benchmark of other hands, read so that it can be audited."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curation.errors import InputError
from curation.models import GEUInstance, Imported, UEGInstance
from curation.packs.drafts import Reading
from curation.packs.realunify import FILES, is_benchmark, read_benchmark
from curation.taxonomy import load_profile

PROFILE = load_profile()
Files = dict[str, list[Any]]


def benchmark() -> Files:
    """Two rows of each file."""
    prompts = [
        {
            "index": index,
            "task_type": "world_knowledge",
            "prompt": f"Bread number {index}.",
            "question_list": [{"question": "Is it bread?", "answer": "yes"}],
        }
        for index in (1, 2)
    ]
    puzzles = [
        {
            "index": index,
            "task_type": "cognitive_navigation",
            "question": "Which way?",
            "option": ["P", "Q", "R", "S"],
            "input_image": f"image/cognitive_navigation/{subtask}/images/{index}.png",
            "answer": "C",
            "evaluation_prompt": "Select.",
        }
        for index, subtask in ((1, "maze"), (2, "labyrinth"))
    ]
    steps = [
        {
            **{name: row[name] for name in ("index", "task_type", "question_list")},
            "new_prompt": f"Say: {row['prompt']}",
        }
        for row in prompts
    ]
    files = {
        "UEG_direct.json": prompts,
        "UEG_step.json": steps,
        "GEU_direct.json": puzzles,
        "GEU_step.json": [{**row, "edit_prompt": "Mark."} for row in puzzles],
    }
    own: Files = json.loads(json.dumps(files))
    return own


def read(folder: Path, files: Files) -> Reading:
    for name, rows in files.items():
        (folder / name).write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return read_benchmark(folder, PROFILE)


def said(reading: Reading, folder: Path) -> tuple[list[str], list[str]]:
    """Refusals and warnings as lines."""
    refusals, warnings = (
        [item.line().replace(f"{folder}/", "") for item in items] for items in (reading.refusals, reading.warnings)
    )
    return refusals, warnings


def test_the_direct_files_make_the_instances(tmp_path: Path) -> None:
    reading = read(tmp_path, benchmark())
    assert said(reading, tmp_path) == ([], [])
    instances = [draft.instance for draft in reading.drafts]
    assert [(item.uid, item.subtask) for item in instances] == [
        ("ru-world-knowledge-1", None),
        ("ru-world-knowledge-2", None),
        ("ru-cognitive-navigation-1", "maze"),
        ("ru-cognitive-navigation-2", None),
    ]
    prompt, puzzle = instances[1], instances[2]
    assert isinstance(prompt, UEGInstance)
    assert (prompt.prompt, prompt.refined_prompt) == ("Bread number 2.", None)
    assert prompt.provenance == Imported(format="realunify", file="UEG_direct.json", row="ru-world-knowledge-2")
    assert isinstance(puzzle, GEUInstance)
    assert (puzzle.question, puzzle.options, puzzle.key) == ("Which way?", ("P", "Q", "R", "S"), "C")
    assert reading.drafts[2].images == {"image": "image/cognitive_navigation/maze/images/1.png"}


def test_a_wrong_type_deep_inside_costs_one_row(tmp_path: Path) -> None:
    files = benchmark()
    files["UEG_direct.json"][0]["question_list"][0]["answer"] = ["yes"]
    files["UEG_direct.json"] += [
        7,
        {"index": 3},
        {"index": True, "task_type": "x"},
        {"index": 4, "task_type": "\x1b"},
    ]
    files["UEG_direct.json"].append({"index": 5, "task_type": "haiku", "prompt": "x"})
    files["GEU_direct.json"][0]["option"] = {"A": "P"}
    files["GEU_direct.json"][1] |= {"answer": "c", "input_image": "../../x.png"}
    reading = read(tmp_path, files)
    assert [draft.instance.uid for draft in reading.drafts] == ["ru-world-knowledge-2"]
    refusals, _ = said(reading, tmp_path)
    no_key = "has no sound task_type and index; write task_type as text and index as a whole number"
    expected = [
        "UEG_direct.json:2: ru-world-knowledge-1: the answer of checklist question 1 is ['yes'], not yes or no; ",
        f"UEG_direct.json:26: {no_key}",
        f"UEG_direct.json:27: {no_key}",
        f"UEG_direct.json:30: {no_key}",
        f"UEG_direct.json:34: {no_key}",
        "UEG_direct.json:38: ru-haiku-5: unknown task_type 'haiku'; write one of: world_knowledge, ",
        "GEU_direct.json:2: ru-cognitive-navigation-1: option is a group of fields, not a list; write a list",
        "GEU_direct.json:13: ru-cognitive-navigation-2: input_image '../../x.png' leaves the folder of the file; ",
        "GEU_direct.json:13: ru-cognitive-navigation-2: answer is 'c', not A, B, C or D; write the letter of ",
    ]
    assert len(refusals) == len(expected)
    for line, start in zip(refusals, expected, strict=True):
        assert line.startswith(start)


def test_step_rows_that_differ_or_are_missing_are_reported_and_the_direct_row_is_taken(tmp_path: Path) -> None:
    files = benchmark()
    files["UEG_step.json"][0]["question_list"][0]["answer"] = "no"
    files["UEG_step.json"][1]["new_prompt"] = "Say: Bread number 7."
    files["GEU_step.json"][0] |= {"answer": "D", "option": ["P", "Q", "R", "T"]}
    files["GEU_step.json"][1]["index"] = 9
    files["GEU_step.json"] += [files["GEU_step.json"][0], "x"]
    reading = read(tmp_path, files)
    assert len(reading.drafts) == 4
    refusals, warnings = said(reading, tmp_path)
    assert refusals == []
    step = (tmp_path / "GEU_step.json").read_text(encoding="utf-8").splitlines()
    second, third = (number for number, line in enumerate(step, start=1) if line == " {" and number > 2)
    assert warnings == [
        "UEG_step.json:2: ru-world-knowledge-1: question_list differs from the direct row; "
        "make it agree with UEG_direct.json:2, which is imported",
        "UEG_step.json:13: ru-world-knowledge-2: new_prompt does not hold the prompt of the direct row; "
        "make it agree with UEG_direct.json:13, which is imported",
        f"GEU_step.json:{third}: ru-cognitive-navigation-1: occurs at GEU_step.json:2 already; "
        "give each row one index",
        f"GEU_step.json:{len(step) - 1}: has no sound task_type and index; "
        "write task_type as text and index as a whole number",
        "GEU_step.json:2: ru-cognitive-navigation-1: option differs from the direct row; "
        "make it agree with GEU_direct.json:2, which is imported",
        "GEU_step.json:2: ru-cognitive-navigation-1: answer differs from the direct row; "
        "make it agree with GEU_direct.json:2, which is imported",
        "GEU_direct.json:16: ru-cognitive-navigation-2: has no row in GEU_step.json; the direct row is imported; "
        "add it there",
        f"GEU_step.json:{second}: ru-cognitive-navigation-9: has no row in GEU_direct.json; it is not imported; "
        "add it there",
    ]


def test_white_space_around_texts_is_removed_and_reported(tmp_path: Path) -> None:
    files = benchmark()
    files["UEG_direct.json"][0] |= {"prompt": " Bread number 1.\r\n"}
    files["UEG_direct.json"][0]["question_list"][0]["question"] = "Is it bread? "
    files["GEU_direct.json"][0]["option"][2] = "R\n"
    reading = read(tmp_path, files)
    assert [reading.drafts[0].instance.plain()[name] for name in ("prompt",)] == ["Bread number 1."]
    assert said(reading, tmp_path)[0] == []
    assert [line for line in said(reading, tmp_path)[1] if "white" in line] == [
        "UEG_direct.json:2: ru-world-knowledge-1: white space around prompt, question_list was removed; "
        "remove it in the file",
        "GEU_direct.json:2: ru-cognitive-navigation-1: white space around option was removed; "
        "remove it in the file",
    ]


@pytest.mark.parametrize("missing", FILES)
def test_files_may_be_missing(tmp_path: Path, missing: str) -> None:
    files = benchmark()
    del files[missing]
    reading = read(tmp_path, files)
    assert is_benchmark(tmp_path)
    assert len(reading.drafts) == (2 if "direct" in missing else 4)
    what = "its rows are not imported" if "direct" in missing else "the direct rows are compared with nothing"
    remedy = "add the file if there is one, and import again"
    assert f"{missing}: is missing; {what}; {remedy}" in said(reading, tmp_path)[1]


def test_without_a_direct_file_there_is_nothing_to_import(tmp_path: Path) -> None:
    assert not is_benchmark(tmp_path)
    files = benchmark()
    with pytest.raises(InputError, match=r"has neither UEG_direct.json nor GEU_direct.json; name the folder that"):
        read(tmp_path, {"UEG_step.json": files["UEG_step.json"]})
