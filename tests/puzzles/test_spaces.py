"""What families say about how many puzzles they have is what there are."""

from __future__ import annotations

from itertools import product

import pytest

from curation.models import DIFFICULTIES, Difficulty
from curation.puzzles.base import Space
from curation.puzzles.registry import families, family
from tests.puzzles.spaces import COUNTED, same_pairs

QUICK: list[tuple[str, Difficulty]] = [("paper_fold", "easy"), ("die_roll", "easy"), ("die_roll", "medium")]
SMALL = [(found.name, subtask, difficulty) for found in families().values() for subtask, difficulty in found.spaces]


@pytest.mark.parametrize(("name", "difficulty"), QUICK)
def test_a_space_that_was_counted_has_as_many(name: str, difficulty: Difficulty) -> None:
    (subtask,) = family(name).subtasks
    assert family(name).space(subtask, difficulty) == Space(COUNTED[name](difficulty))


@pytest.mark.parametrize(("name", "subtask", "difficulty"), SMALL)
def test_a_declared_space_fits_what_is_drawn(name: str, subtask: str, difficulty: Difficulty) -> None:
    space = family(name).space(subtask, difficulty)
    assert space is not None
    plans = 900 if space.counted else 250
    distinct, pairs = same_pairs(family(name), subtask, difficulty, plans, seed=5)
    assert distinct <= space.size
    if space.counted:
        # Some are likelier than others, so that there are more than if all were equally likely.
        assert plans * (plans - 1) / 2 <= 3 * max(pairs, 1) * space.size
    else:
        assert pairs <= 3 + 3 * plans * (plans - 1) / 2 / space.size


def test_spaces_are_of_subtasks_and_levels_that_there_are() -> None:
    for found in families().values():
        assert set(found.spaces) <= set(product(found.subtasks, DIFFICULTIES))


def test_a_space_says_whether_it_was_counted() -> None:
    assert str(Space(12_345)) == "12,345"
    assert str(Space(12_000, counted=False)) == "about 12,000"
