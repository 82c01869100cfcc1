"""Arrangements: one is left, every condition is needed, the checklist pins it; what is unclear is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.models import ChecklistItem
from curation.prompts.arrangement import FAMILY
from curation.prompts.arrangement.conditions import KINDS, mask
from curation.prompts.arrangement.grammar import demand
from curation.prompts.arrangement.scenes import scenes
from curation.prompts.arrangement.solve import read, solve
from tests.prompts.samples import kept

TEXT = "Arrange a bell, a cactus, a cat and a vase in one row on a windowsill. {}. Draw the windowsill."
FITTING = (
    "The cat is immediately to the left of the vase, and the cactus is directly to the right of the vase. "
    "The bell is further right than the cactus"
)
CHECKLIST = (
    ChecklistItem(question="Are there exactly four things on the windowsill?", answer="yes"),
    ChecklistItem(
        question="Is the order from left to right the cat, the vase, the cactus and the bell?", answer="yes"
    ),
    ChecklistItem(question="Is the bell to the left of the cat?", answer="no"),
)


def words(conditions: str, checklist: tuple[ChecklistItem, ...] = CHECKLIST) -> str:
    derived = solve(TEXT.format(conditions), checklist)
    return derived.words if derived.answer is None else str(derived.answer)


def test_a_row_is_solved() -> None:
    assert words(FITTING) == "['cat', 'vase', 'cactus', 'bell']"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("The bell is further right than the cactus", "", "leave 2 arrangements"),
        ("further right than the cactus", "further left than the cactus", "contradicts the expected answer"),
        ("further right than the cactus", "prettier than the cactus", "a condition is not understood"),
        ("further right than the cactus", "further right than the globe", "a condition is not understood"),
        ("directly to the right of the vase", "directly to the left of the vase", "leave 0 arrangements"),
        ("The bell is", "The cat is at the left end. The bell is", "a condition is not needed"),
    ],
)
def test_another_condition_is_another_answer(old: str, new: str, said: str) -> None:
    changed = FITTING.replace(old, new).rstrip(". ")
    assert said in words(changed)


@pytest.mark.parametrize(
    ("place", "question", "expected", "said"),
    [
        (0, "Are there exactly five things on the windowsill?", "yes", "number asked for is wrong"),
        (1, "Is the order from left to right the vase, the cat, the cactus and the bell?", "yes", "contradicts"),
        (1, "Is the cat directly to the left of the vase?", "yes", "leave"),
        (1, "Is the windowsill warm?", "yes", "not understood"),
        (2, "Is the bell to the right of the cat?", "no", "contradicts"),
        (2, "Is the bell to the right of the cat?", "yes", "no question is to be answered with no"),
    ],
)
def test_a_wrong_checklist_is_noticed(place: int, question: str, expected: str, said: str) -> None:
    items = list(CHECKLIST)
    items[place] = ChecklistItem.model_validate({"question": question, "answer": expected})
    assert said in words(FITTING, tuple(items))


@pytest.mark.parametrize("subtask", FAMILY.subtasks)
def test_dropping_any_condition_leaves_more(subtask: str) -> None:
    for one in kept("arrangement", subtask):
        conditions = read(one.prompt.prompt)
        assert not isinstance(conditions, str)
        assert len(conditions.conditions) == len(one.prompt.parameters["conditions"])  # type: ignore[arg-type]
        assert solve(one.prompt.prompt, one.prompt.checklist[:-1]).answer is None or len(one.prompt.checklist) > 2


@pytest.mark.parametrize("subtask", FAMILY.subtasks)
def test_left_for_right_is_never_the_same_answer(subtask: str) -> None:
    changed = 0
    for one in kept("arrangement", subtask):
        for old, new in (
            ("to the left of", "to the right of"),
            ("is taller than the", "is shorter than the"),
            ("directly above the", "directly below the"),
        ):
            for found in re.finditer(rf"\b{old}\b", one.prompt.prompt):
                if "others" in one.prompt.prompt[max(0, found.start() - 30) : found.start()]:
                    continue  # Two of five others on one side are two on the other side, too.
                text = one.prompt.prompt[: found.start()] + new + one.prompt.prompt[found.end() :]
                assert solve(text, one.prompt.checklist).answer is None
                changed += 1
    assert changed > 5


@pytest.mark.parametrize("layout", sorted(KINDS))
def test_maker_and_grammar_mean_the_same_by_every_phrase(layout: str) -> None:
    """Each phrase of each kind, for places 0, 1 and 2: the two programs allow the same arrangements."""
    from curation.prompts.arrangement.solve import _orders

    colours = ("red", "blue", "green", "yellow", "white")
    checked = 0
    for n in (3, 4, 5, 6):
        if not any(scene.layout == layout and n in scene.sizes for scene in scenes()):
            continue
        for kind in KINDS[layout]:
            if kind.sizes and n not in kind.sizes:
                continue
            names = dict(zip("xyz", ("@0", "@1", "@2"), strict=True))
            for phrase in kind.phrases:
                places = {f"c{place}": colour for place, colour in enumerate(colours)}
                said = phrase.format(v="is", vs="are", box="box", boxes="boxes", **names, **places)
                meaning = demand(said, layout, colours[:n])
                assert meaning is not None, said
                allowed = mask(layout, kind.name, tuple(range(kind.arity)), n)
                for order in _orders(n):
                    places_of = tuple(order.index(one) for one in range(n))
                    number = _number(places_of)
                    assert meaning(order) == bool(allowed >> number & 1), (said, order)
                checked += 1
    assert checked > 10


def _number(places: tuple[int, ...]) -> int:
    """The number of a permutation in lexicographic order."""
    left = sorted(places)
    number = 0
    for place in places:
        number = number * len(left) + left.index(place)
        left.remove(place)
    return number


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_the_solver_never_raises(text: str) -> None:
    assert solve(text, ()).answer is None
    assert solve(TEXT.format(text.replace("\n", " ")), CHECKLIST).answer is None
