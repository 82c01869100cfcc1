"""The rows, letter for letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curation.models import GEUInstance, UEGInstance
from curation.release.rows import FILES, GEUStepRow, evaluator_files, geu_rows, rows_of
from tests.release.makers import PROFILE, Shelf, geu, ueg


def test_ueg_rows_are_exact() -> None:
    instance = ueg("world_knowledge", "food", 3, prompt="Draw {three} “pears”.\nOn a plate.")
    direct, step = rows_of(PROFILE, instance, 7)
    questions = [
        {"question": "Are there 3 apples?", "answer": "yes"},
        {"question": "Is there a pear?", "answer": "no"},
    ]
    assert list(direct.model_dump().items()) == [
        ("index", 7),
        ("task_type", "world_knowledge"),
        ("prompt", "Draw {three} “pears”.\nOn a plate."),
        ("question_list", questions),
    ]
    assert list(step.model_dump().items()) == [
        ("index", 7),
        ("task_type", "world_knowledge"),
        (
            "new_prompt",
            "Here is the prompt for image generation: Draw {three} “pears”.\nOn a plate.\n\nPlease refine it "
            "into a simple, direct, and unambiguous form to ensure the generated image fully aligns with the given "
            "description and conditions. Respond only with the refined prompt, without adding anything else.",
        ),
        ("question_list", questions),
    ]


EDITS = {
    "mental_reconstruction": "Please restore the image that has been shuffled by patches, without adding extra "
    "content or altering the original image.",
    "mental_tracking": "Here is the question: Which {one}?\nPlease apply the corresponding transformations and "
    "modifications to the contents of the image according to the question.",
    "attentional_focusing": "Here is the question: Which {one}?\nPlease highlight the regions of the image that "
    "are relevant to the question.",
    "cognitive_navigation": "Here is the question: Which {one}?\nPlease mark the path(s) in the image that are "
    "relevant to the question.",
}


@pytest.mark.parametrize("category", list(EDITS))
def test_geu_rows_are_exact(category: str, tmp_path: Path) -> None:
    subtask = PROFILE.category(category).subtasks[0].name
    instance = geu(category, subtask, 2, Shelf(tmp_path), question="Which {one}?")
    direct, step = rows_of(PROFILE, instance, 12)
    expected = [
        ("index", 12),
        ("task_type", category),
        ("question", "Which {one}?"),
        ("option", ["red", "green", "blue", "grey"]),
        ("input_image", f"image/{category}/{subtask}/images/012.png"),
        ("answer", "C"),
        (
            "evaluation_prompt",
            "Select the best answer to the following multiple-option question based on the image. Respond with "
            "only the letter (A, B, C, or D) of the correct option.\nQuestion: Which {one}?\nOption:\nA. red\n"
            "B. green\nC. blue\nD. grey\nThe best answer is:",
        ),
    ]
    assert list(direct.model_dump().items()) == expected
    assert list(step.model_dump().items()) == [*expected, ("edit_prompt", EDITS[category])]


def test_a_puzzle_without_a_question_makes_no_row(tmp_path: Path) -> None:
    instance = geu("mental_tracking", "sequential_rules", 1, Shelf(tmp_path), question=None, options=None, key=None)
    with pytest.raises(ValueError, match="has no question yet"):
        geu_rows(PROFILE, instance, 1, "image/x.png")


def test_files_are_utf8_and_indented(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    placed: list[tuple[int, UEGInstance | GEUInstance]] = [
        (1, ueg("world_knowledge", "food", 1)),
        (1, geu("cognitive_navigation", "map", 1, shelf)),
    ]
    files = evaluator_files(PROFILE, placed)
    assert list(files) == [file.name for file in FILES]
    for file in FILES:
        text = files[file.name].decode("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
        assert len(json.loads(text)) == 1
    assert "étude" in files["UEG_step.json"].decode()
    assert isinstance(rows_of(PROFILE, placed[1][1], 1)[1], GEUStepRow)
