"""The profile `realunify`: its shape is the published one."""

from __future__ import annotations

import pytest

from curation.errors import UsageError
from curation.taxonomy import load_profile

PROFILE = load_profile()

PROJECT = {
    "commonsense_reasoning": {"physical_laws", "human_activities", "common_objects"},
    "logical_reasoning": {"explicit_conditions", "implicit_conditions"},
    "code_to_image": {"branching", "loops", "data_structures"},
    "mental_reconstruction": {"coarse_grid", "fine_grid"},
    "mental_tracking": {"sequential_rules", "simultaneous_rules"},
}
"""The twelve subtasks that this project has named."""


def test_ten_categories_of_a_hundred() -> None:
    assert [(category.axis, category.name) for category in PROFILE.categories] == [
        ("UEG", "world_knowledge"),
        ("UEG", "commonsense_reasoning"),
        ("UEG", "mathematical_reasoning"),
        ("UEG", "logical_reasoning"),
        ("UEG", "scientific_reasoning"),
        ("UEG", "code_to_image"),
        ("GEU", "mental_reconstruction"),
        ("GEU", "mental_tracking"),
        ("GEU", "attentional_focusing"),
        ("GEU", "cognitive_navigation"),
    ]
    assert {category.quota for category in PROFILE.categories} == {100}
    assert PROFILE.instances == sum(category.quota for category in PROFILE.categories) == 1000
    assert [sum(category.quota for category in PROFILE.axis(axis)) for axis in ("UEG", "GEU")] == [600, 400]


def test_32_subtasks_twelve_of_them_named_here() -> None:
    counts = [sum(len(category.subtasks) for category in PROFILE.axis(axis)) for axis in ("UEG", "GEU")]
    assert counts == [23, 9]
    named = {
        category.name: {subtask.name for subtask in category.subtasks if subtask.named_by == "project"}
        for category in PROFILE.categories
    }
    assert {name: subtasks for name, subtasks in named.items() if subtasks} == PROJECT
    names = [subtask.name for category in PROFILE.categories for subtask in category.subtasks]
    assert len(set(names)) == 32


@pytest.mark.parametrize("total", [0, 1, 5, 10, 99, 100, 101])
def test_quotas_sum_to_the_total_and_differ_by_one_at_most(total: int) -> None:
    for category in PROFILE.categories:
        quotas = category.quotas(total)
        assert list(quotas) == [subtask.name for subtask in category.subtasks]
        assert sum(quotas.values()) == total
        assert max(quotas.values()) - min(quotas.values()) <= 1
        assert list(quotas.values()) == sorted(quotas.values(), reverse=True)


def test_templates_are_the_published_ones() -> None:
    filled = PROFILE.evaluation_prompt.format(question="Q?", a="1", b="2", c="3", d="4")
    assert filled == (
        "Select the best answer to the following multiple-option question based on the image. Respond with "
        "only the letter (A, B, C, or D) of the correct option.\nQuestion: Q?\nOption:\nA. 1\nB. 2\nC. 3\nD. 4\n"
        "The best answer is:"
    )
    assert PROFILE.new_prompt.format(prompt="P.") == (
        "Here is the prompt for image generation: P.\n\nPlease refine it into a simple, direct, and unambiguous "
        "form to ensure the generated image fully aligns with the given description and conditions. Respond only "
        "with the refined prompt, without adding anything else."
    )
    edits = {category.name: category.edit_prompt for category in PROFILE.categories if category.edit_prompt}
    start = "Here is the question: Q?\n"
    assert {name: edit.format(question="Q?") for name, edit in edits.items()} == {
        "mental_reconstruction": "Please restore the image that has been shuffled by patches, without adding extra "
        "content or altering the original image.",
        "mental_tracking": f"{start}Please apply the corresponding transformations and modifications to the "
        "contents of the image according to the question.",
        "attentional_focusing": f"{start}Please highlight the regions of the image that are relevant to the "
        "question.",
        "cognitive_navigation": f"{start}Please mark the path(s) in the image that are relevant to the question.",
    }


def test_unknown_names() -> None:
    with pytest.raises(UsageError) as caught:
        PROFILE.category("mazes")
    line = str(caught.value)
    assert line.startswith("unknown category 'mazes'; the profile realunify has: world_knowledge, commonsense_")
    assert line.endswith(", cognitive_navigation")
    with pytest.raises(UsageError, match=r"^unknown profile '../realunify'; there is: realunify"):
        load_profile("../realunify")


def test_the_second_profile_has_suites_of_rows_and_no_categories() -> None:
    profile = load_profile("unisandbox")
    assert profile.categories == ()
    assert {suite.file: suite.rows for suite in profile.suites} == {
        **{f"math_{level}.jsonl": 100 for level in (1, 2, 3)},
        **{f"mapping{level}.jsonl": 200 for level in (1, 2, 3)},
    }
    assert profile.instances == sum(suite.rows for suite in profile.suites)
