"""The words of checklists: read as people read them, and planted faults are found where sound prompts have none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.checks import run
from curation.checks.counting import count_of, follows
from curation.checks.coverage import named_objects
from curation.checks.english import akin, content_roots, numbers, root
from curation.checks.pairs import compare
from curation.checks.refined import lacking, says_the_same
from curation.checks.seeable import unanswerable
from curation.models import ChecklistItem, UEGInstance
from curation.workspace import Workspace
from tests.checks.broken import tamper
from tests.checks.makers import PACK, prompt
from tests.checks.mutations import KINDS, Mutation, found, generated, recall, shipped

LEAST = {
    "CHK002": 99,
    "CHK006": 99,
    "CHK007": 60,
    "CHK008": 45,
    "CHK009": 99,
    "CHK010": 95,
    "CHK011": 80,
    "CHK012": 80,
    "KEY006": 60,
}
"""Percent of the planted faults that are found at least, by code."""


@pytest.fixture(scope="module")
def sound() -> list[UEGInstance]:
    return shipped()


@pytest.fixture(scope="module")
def proved() -> list[UEGInstance]:
    return [one for name in ("word_problem", "arrangement", "program") for one in generated(name, 40)]


def test_nothing_is_found_in_what_ships(sound: list[UEGInstance], proved: list[UEGInstance]) -> None:
    assert len(sound) > 400
    assert len(proved) > 90
    assert found([*sound, *proved]) == []


@pytest.mark.parametrize(("code", "mutate"), KINDS, ids=[f"{code}-{mutate.__name__}" for code, mutate in KINDS])
def test_planted_faults_are_found(
    sound: list[UEGInstance], proved: list[UEGInstance], code: str, mutate: Mutation
) -> None:
    # What a family makes is proved, so only its numbers are compared, as if somebody had written them.
    instances = [one for one in proved if one.category != "logical_reasoning"] if code == "KEY006" else sound
    missed, number = recall(code, mutate, instances)
    assert number >= 50
    assert 100 * (number - len(missed)) >= LEAST[code] * number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *[("leaves", "leaf"), ("running", "run"), ("striped", "stripes"), ("wooden", "wood"), ("berries", "berry")],
        *[("children", "child"), ("boxes", "box"), ("standing", "stood"), ("glasses", "glass"), ("tied", "tying")],
    ],
)
def test_one_root(one: str, other: str) -> None:
    assert root(one) == root(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bed", "b"), ("ring", "r"), ("red", "r"), ("bus", "bu"), ("car", "cat")]
)
def test_different_roots(one: str, other: str) -> None:
    assert root(one) != root(other)


def test_content_words() -> None:
    assert content_roots("Is there a red cup on the tables in the image?") == ("red", "cup", "tabl")
    assert numbers("Twenty-one cups and 3 plates, 1,000 crumbs, half a cake, 2.5 m") == (21, 3, 1000)
    assert akin("keeper", ["beekeeper"])
    assert not akin("cat", ["cathedral"])


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("Are there exactly three cups?", {3}, {2, 4}),
        ("Are there 3 cups?", {3}, {2, 4}),
        ("Are there at least three cups?", {3, 4}, {2}),
        ("Are there more than three cups?", {4}, {3}),
        ("Are there fewer than three cups?", {2}, {3}),
        ("Are there no more than three cups?", {3, 0}, {4}),
        ("Are there as many as three cups?", {3}, {2}),
        ("Are there three or more cups?", {3, 9}, {2}),
        ("Are there only three cups?", {3}, {4}),
    ],
)
def test_counts(question: str, yes: set[int], no: set[int]) -> None:
    count = count_of(question)
    assert count is not None
    assert count.about == ("cup",)
    assert yes <= count.expects("yes")
    assert no <= count.expects("no")


@pytest.mark.parametrize(
    "question", ["Is one of the cups red?", "Are the three cups red?", "Are 2 of 3 cups red?", "Is there a cup?"]
)
def test_no_counts(question: str) -> None:
    assert count_of(question) is None


def test_follows() -> None:
    assert follows(10, [4, 6])
    assert follows(5, [9, 4])
    assert follows(6, [2, 3])
    assert not follows(7, [2, 3])
    assert not follows(7, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A hat, a scarf and a carrot on a lawn.", ["hat", "scarf", "carrot"]),
        ("An open trunk, a large chest with a lid.", ["large chest"]),
        ("A harbour with exactly six boats.", []),
        ("A table with a red cup.", []),
        ("A boy holding a spoon in front of a window.", ["boy", "spoon"]),
    ],
)
def test_named_objects(text: str, expected: list[str]) -> None:
    assert [" ".join(phrase) for phrase in named_objects(text)] == expected


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        (("Is there a cat in the image?", "yes"), ("Does the image show a cat?", "yes"), "CHK002"),
        (("Is there a cat?", "yes"), ("Can a cat be seen?", "yes"), "CHK002"),
        (("Are there cats?", "yes"), ("Is at least one cat visible?", "yes"), "CHK002"),
        (("Are there exactly three cups?", "yes"), ("Is the number of cups 3?", "yes"), "CHK002"),
        (("Are there exactly three cups?", "yes"), ("Are there more than two cups?", "yes"), None),
        (("Are there exactly three cups?", "yes"), ("Are there four or more cups?", "no"), None),
        (("Are there exactly three cups?", "yes"), ("Are there exactly four cups?", "yes"), "CHK006"),
        (("Are there exactly three cups?", "yes"), ("Are there at least three cups?", "no"), "CHK006"),
        (("Are there three red cups?", "yes"), ("Are there four blue cups?", "yes"), None),
        (("Is the cup red?", "yes"), ("Is the cup blue?", "yes"), "CHK009"),
        (("Is the cup red?", "yes"), ("Is the cup blue?", "no"), None),
        (("Is there a red cup?", "yes"), ("Is there a blue cup?", "yes"), None),
        (("Is the red cup full?", "yes"), ("Is the blue cup full?", "yes"), None),
        (("Is the door open?", "yes"), ("Is the door closed?", "yes"), "CHK009"),
        (("Is the cat on the left of the dog?", "yes"), ("Is the cat on the right of the dog?", "yes"), "CHK009"),
        (("Is the cup on the table?", "yes"), ("Is the cup under the table?", "no"), None),
    ],
)
def test_pairs(one: tuple[str, str], other: tuple[str, str], code: str | None) -> None:
    items = [ChecklistItem.model_validate({"question": text, "answer": answer}) for text, answer in (one, other)]
    for first, second in (items, reversed(items)):
        said = compare(first, second)
        assert (said and said[0]) == code


@pytest.mark.parametrize(
    "question",
    [
        *[
            "Does the stone weigh 3 kg?",
            "Is the vase worth a million?",
            "Is the water 40 °C?",
            "Is the man named Tom?",
        ],
        *[
            "Who stands beside the door?",
            "Is the cheese smelly or does it smell?",
            "Has it been here for ten years?",
        ],
        *[
            "Does she want to leave? No: does she think of home, or is she thinking of it?",
            "Is the drawing correct?",
        ],
    ],
)
def test_unanswerable(question: str) -> None:
    assert unanswerable(question)[0]


@pytest.mark.parametrize(
    "question",
    [
        *[
            "Does the thermometer show ten degrees Celsius?",
            "Is the word WHY written on the sign?",
            "Is it raining?",
        ],
        *["Is the man holding a hand to his ear?", "Are there five grapes?", "Is the girl wanted-poster brown?"],
    ],
)
def test_answerable(question: str) -> None:
    assert unanswerable(question) == ("", "")


def test_lacking() -> None:
    def asked(question: str, answer: str = "yes") -> ChecklistItem:
        return ChecklistItem.model_validate({"question": question, "answer": answer})

    refined = "Three red cups and two plates on a table: a jug stands beside them."
    for question in ("Are there exactly three cups?", "Are there five things?", "Is there a jug or a vase?"):
        assert lacking(asked(question), refined) == ""
    assert "number 4" in lacking(asked("Are there exactly four cups?"), refined)
    assert "vas" in lacking(asked("Is there a vase?"), refined)
    assert lacking(asked("Is there a vase?", "no"), refined) == ""


def test_says_the_same() -> None:
    assert says_the_same("Draw a kangaroo on red sand.", "A kangaroo on red sand.")
    assert not says_the_same("Draw Australia's heraldic animal on red sand.", "A kangaroo on red sand.")
    program = 'Draw it.\n\nif 3 > 4:\n    print("two red cups")\nelse:\n    print("one blue jug")'
    assert not says_the_same(program, "Two blue cups and a red jug, one behind the other.")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40), min_size=4, max_size=6
    ),
    st.sampled_from(
        ["{}", "Exactly 999999999999 {}, {{}}", "a {}, 3 {} and ½ {}", "x = 1\n\nprint({})", "{}, a, a"]
    ),
)
def test_any_text(texts: list[str], form: str) -> None:
    texts = [text.strip() or "?" for text in texts]
    items = tuple(ChecklistItem(question=text, answer="yes") for text in texts[2:])
    said = [form.replace("{}", text).strip() for text in texts[:2]]
    for category in ("mathematical_reasoning", "code_to_image"):
        one = prompt(0, category=category, prompt=said[0], refined_prompt=said[1], checklist=items, provenance=PACK)
        assert all(finding.where == one.uid or finding.where == category for finding in found([one]))


def test_an_answer_other_than_yes_or_no(workspace: Workspace) -> None:
    sql = "UPDATE revisions SET record = replace(record, ?, ?) WHERE uid = 'prompt-0'"
    tamper(workspace, sql, '"answer":"yes"', '"answer":"maybe"')
    assert "SCH001" in {finding.code for finding in run(workspace, only=["schema", "checklists"]).findings}
