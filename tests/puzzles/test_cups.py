"""Cups that change places: what is made, that it is proved, and that damage is noticed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from curation.models import DIFFICULTIES, Difficulty
from curation.puzzles.base import Puzzle
from curation.puzzles.cups import FAMILY
from curation.puzzles.cups.plan import LEVELS, MOST_SHIFTS, Plan, Step, plan, row_after, slips
from curation.puzzles.cups.read import read_cups
from tests.puzzles.battery import Trials, blank, half, negative

TRIALS = Trials(FAMILY)
puzzle, solved = TRIALS.puzzle, TRIALS.solved


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_every_key_is_confirmed_from_the_pixels(difficulty: Difficulty) -> None:
    TRIALS.all_confirmed(difficulty)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_levels_keep_what_they_promise(difficulty: Difficulty) -> None:
    level = LEVELS[difficulty]
    for seed in range(25):
        drawn = plan(random.Random(seed), difficulty)
        kinds = [step.kind for step in drawn.steps]
        assert len(set(drawn.colours)) == level.cups
        assert len(drawn.steps) in level.steps
        assert set(kinds) <= set(level.kinds)
        assert kinds.count("shift") <= MOST_SHIFTS
        assert row_after(drawn.steps, level.cups)[drawn.end] == drawn.ball
        assert len({drawn.end, *(place for place, _ in drawn.wrong)}) == 4
        assert all(name for _, name in drawn.wrong)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_every_option_could_be_the_right_one(difficulty: Difficulty) -> None:
    """With the ball under another cup each wrong place would be right, and the ball would change places as well."""
    for seed in range(10):
        drawn = plan(random.Random(seed), difficulty)
        cups = len(drawn.colours)
        for place, _ in drawn.wrong:
            ball = row_after(drawn.steps, cups)[place]
            trail = [row_after(drawn.steps[:at], cups).index(ball) for at in range(len(drawn.steps) + 1)]
            assert len(set(trail)) > 1


def test_no_row_ends_as_it_began() -> None:
    there_and_back = [Step("places", 0, 1), Step("places", 1, 2), Step("places", 0, 1), Step("places", 0, 2)]
    assert row_after(there_and_back, 4) == [0, 1, 2, 3]
    assert all(slips(there_and_back, end, 4) == {} for end in range(4))
    for seed in range(300):
        drawn = plan(random.Random(seed), "medium")
        assert row_after(drawn.steps, 5) != [0, 1, 2, 3, 4]


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_oracle_is_the_row_after_the_steps(difficulty: Difficulty) -> None:
    made = puzzle(difficulty, 1)
    (before, start), (after, end) = read_cups(made.image), read_cups(made.oracle)
    assert sorted(before) == sorted(after)
    assert before[start] == after[end] == made.parameters["ball"]
    assert made.parameters["answer"] == f"place {end + 1}"


GOLDEN = {
    "easy": "01e859aca5634f8f54b71b337b6a27ed",
    "medium": "b0bbf581c0c0c23d8ebbf8023ca89bfa",
    "hard": "b378ea5f70f9f18616527fe5ced7104b",
}


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_golden_pixels(difficulty: Difficulty) -> None:
    assert TRIALS.golden(difficulty) == GOLDEN[difficulty]


def test_steps_do_what_they_say() -> None:
    assert row_after([Step("shift", 1, 0)], 4) == [3, 0, 1, 2]
    assert row_after([Step("shift", -1, 0)], 4) == [1, 2, 3, 0]
    assert row_after([Step("places", 0, 1), Step("places", 1, 2)], 4) == [1, 2, 0, 3]
    assert row_after([Step("places", 0, 1), Step("colours", 1, 2)], 4) == [2, 0, 1, 3]


def _column(made: Puzzle) -> tuple[int, int, int, int]:
    box = made.regions[0]
    return box.x, box.y, box.x + box.width, box.y + box.height


def _cup_erased(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    left, top, right, bottom = _column(made)
    ImageDraw.Draw(image).rectangle((left, top, right, (top + bottom) // 2 + 30), fill="white")
    return image


def _ball_erased(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    left, _, right, bottom = _column(made)
    ImageDraw.Draw(image).rectangle((left, bottom - 80, right, bottom), fill="white")
    return image


def _ball_cut(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    left, _, right, bottom = _column(made)
    ImageDraw.Draw(image).rectangle(((left + right) // 2, bottom - 60, right, bottom), fill="white")
    return image


def _ball_moved(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    left, _, right, bottom = _column(made)
    ball = image.crop((left, bottom - 90, right, bottom))
    ImageDraw.Draw(image).rectangle((left, bottom - 90, right, bottom), fill="white")
    image.paste(ball, ((left + 2 * made.image.width // 5) % (made.image.width - 250), 4))
    return image


def _cup_recoloured(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    left, top, right, _ = _column(made)
    ImageDraw.floodfill(image, ((left + right) // 2, top + 110), (240, 130, 40))
    return image


def _wall_painted(made: Puzzle) -> Image.Image:
    pixels = np.array(made.image)
    pixels[(pixels == 255).all(axis=2)] = (240, 130, 40)
    return Image.fromarray(pixels)


def _last_cup_erased(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    end = image.width - 60
    ImageDraw.Draw(image).rectangle((end - 176, 0, end, 360), fill="white")
    return image


DAMAGES = [
    _cup_erased,
    _ball_erased,
    _ball_cut,
    _ball_moved,
    _cup_recoloured,
    _wall_painted,
    _last_cup_erased,
    half,
    blank,
    negative,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed(damage: Callable[[Puzzle], Image.Image]) -> None:
    TRIALS.noticed(damage, 2)


def _number(made: Puzzle, place: int) -> tuple[int, int, int, int]:
    """Where the number of a place is printed, from 0 and around again after the last one."""
    box = made.regions[0]
    place %= (made.image.width - 120) // box.width
    left, top = 60 + place * box.width, box.y + box.height + 20
    return left + 10, top, left + box.width - 10, top + 56


def _number_erased(made: Puzzle, place: int) -> Image.Image:
    image = made.image.copy()
    left, top, right, bottom = _number(made, place)
    ImageDraw.Draw(image).rectangle((left, top, right - 1, bottom - 1), fill=(236, 231, 222))
    return image


def _number_cut(made: Puzzle, place: int) -> Image.Image:
    image = made.image.copy()
    left, top, right, bottom = _number(made, place)
    ImageDraw.Draw(image).rectangle((left, (top + bottom) // 2 + 4, right - 1, bottom - 1), fill=(236, 231, 222))
    return image


def _numbers_exchanged(made: Puzzle, place: int) -> Image.Image:
    image = made.image.copy()
    one, other = _number(made, place), _number(made, place + 1)
    image.paste(made.image.crop(one), other[:2])
    image.paste(made.image.crop(other), one[:2])
    return image


def _numbers_mirrored(made: Puzzle, place: int) -> Image.Image:
    """Mirror each number in its place."""
    image = made.image.copy()
    for at in range(place, place + 6):
        image.paste(ImageOps.mirror(made.image.crop(_number(made, at))), _number(made, at)[:2])
    return image


def _number_besides(made: Puzzle, place: int) -> Image.Image:
    """Print a number once more, lower on the table."""
    image = made.image.copy()
    left, top, right, bottom = _number(made, place)
    image.paste(made.image.crop((left, top, right, bottom)), (left, bottom + 4))
    return image


LABELS = [_number_erased, _number_cut, _numbers_exchanged, _numbers_mirrored, _number_besides]


@pytest.mark.parametrize("damage", LABELS)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_numbers_of_the_places_are_read(
    difficulty: Difficulty, damage: Callable[[Puzzle, int], Image.Image]
) -> None:
    TRIALS.noticed_each(damage, 6, difficulty, told="number")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("in the end", "now"),
        ("from left to right", "from right to left"),
        ("under the lifted cup", "under a cup"),
        ("change places", "touch"),
        ("Finally", "Perhaps"),
        ("(2)", "(3)"),
        ("places 1", "places 7"),
        (" one place to the ", " two places to the "),
    ],
)
def test_a_strange_question_is_not_guessed_at(old: str, new: str) -> None:
    TRIALS.not_guessed(old, new, "medium", 12)


def _mirrored(drawn: Plan) -> Plan:
    """The same puzzle seen in a mirror, in other colours."""
    last = len(drawn.colours) - 1
    steps = tuple(
        replace(step, first=-step.first)
        if step.kind == "shift"
        else replace(step, first=last - step.second, second=last - step.first)
        for step in drawn.steps
    )
    return replace(drawn, colours=drawn.colours[::-1], ball=last - drawn.ball, steps=steps, end=last - drawn.end)


def test_the_canonical_key_forgets_mirroring_and_nothing_else() -> None:
    for difficulty in DIFFICULTIES:
        drawn = [plan(random.Random(seed), difficulty) for seed in range(25)]
        for one in drawn:
            assert _mirrored(one).canonical() == one.canonical()
        assert all(one.canonical() != other.canonical() for one, other in combinations(drawn, 2))
