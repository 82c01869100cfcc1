"""Questions that depend on colour can be asked in tones that are apart without green cones."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations, product

import numpy as np
import pytest

from curation.canonical import digest_pixels
from curation.draw.palette import PALETTE, PALETTE_DEUTERANOPIA, RGB
from curation.draw.scenery import NAMED
from curation.models import DIFFICULTIES
from curation.puzzles.base import Draw, Family
from curation.puzzles.map_route.style import LINES
from curation.puzzles.maze.plan import plan as maze
from curation.puzzles.registry import families
from curation.puzzles.trial import Kept, sequence
from tests.draw.test_palette import apart_without_green_cones

TONED = [name for name, found in families().items() if "deuteranopia" in found.palettes]
CELLS = [
    (name, subtask, difficulty)
    for name in TONED
    for subtask, difficulty in product(families()[name].subtasks, DIFFICULTIES)
]
USUAL = {"tile_shuffle": NAMED}
"""The standard tones of a family, where they are not the palette's."""

GOLDEN = {
    "tile_shuffle": "b05060e9ba7143ee",
    "seven_segment": "099f04cabf419ad9",
    "clutter": "5dddc92259646a5f",
    "grid_moves": "67144b9a36d54c3d",
    "cups": "fc64af8415f3373b",
}


def kept(found: Family, draw: Draw) -> Kept:
    *_, last = sequence(found, draw, set())
    assert isinstance(last, Kept)
    return last


@cache
def drawn(name: str, subtask: str, difficulty: str) -> Kept:
    found = families()[name]
    return kept(found, Draw(name, found.version, subtask, difficulty, 4, 0, palette="deuteranopia"))  # type: ignore[arg-type]


def pixels_of(made: Kept, tone: RGB) -> int:
    """How many pixels of the picture have exactly a colour."""
    return int(np.all(np.asarray(made.puzzle.image) == tone, axis=2).sum())


def colours_asked(made: Kept) -> set[str]:
    """Colours that the question names, and the answer."""
    assert made.proof is not None
    words = re.findall(r"[a-z]+", f"{made.puzzle.question} {made.proof.answer}".lower())
    return set(words) & set(PALETTE)


def test_every_family_that_asks_for_colours_has_both_palettes() -> None:
    assert TONED == ["tile_shuffle", "seven_segment", "clutter", "grid_moves", "cups"]


@pytest.mark.parametrize(("name", "subtask", "difficulty"), CELLS)
def test_what_is_asked_for_is_drawn_in_the_palette_and_proved(name: str, subtask: str, difficulty: str) -> None:
    made = drawn(name, subtask, difficulty)
    usual = USUAL.get(name, PALETTE)
    for colour in colours_asked(made):
        if name == "seven_segment" and not pixels_of(made, PALETTE_DEUTERANOPIA[colour]):
            assert colour not in made.puzzle.parameters["colours"]  # type: ignore[operator]
            continue
        assert pixels_of(made, PALETTE_DEUTERANOPIA[colour]) > 50, colour
        assert not pixels_of(made, usual[colour]), colour


def test_the_questions_of_each_family_name_colours() -> None:
    named = {name: set[str]() for name in TONED}
    for cell in CELLS:
        named[cell[0]] |= colours_asked(drawn(*cell))
    assert all(len(colours) >= 2 for colours in named.values()), named


@pytest.mark.parametrize("name", TONED)
def test_golden_pixels(name: str) -> None:
    found = families()[name]
    assert digest_pixels(drawn(name, found.subtasks[0], "medium").puzzle.image)[:16] == GOLDEN[name]


@pytest.mark.parametrize("name", TONED)
def test_each_palette_has_a_sequence_of_its_own(name: str) -> None:
    found = families()[name]
    standard = Draw(name, found.version, found.subtasks[0], "easy", 4, 0)
    other = Draw(name, found.version, found.subtasks[0], "easy", 4, 0, palette="deuteranopia")
    assert standard.rng().random() != other.rng().random()
    assert standard.rng().random() == Draw(name, found.version, found.subtasks[0], "easy", 4, 0).rng().random()


def test_the_lines_of_a_metro_are_apart_as_they_are() -> None:
    for one, other in combinations(LINES, 2):
        assert apart_without_green_cones(one, other) >= 20


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_start_and_goal_of_a_maze_are_told_apart_by_shape(difficulty: str) -> None:
    for index in range(20):
        draw = Draw("maze", 1, "maze", difficulty, 9, index)  # type: ignore[arg-type]
        found = maze(draw.rng(), draw.difficulty)
        assert found.start[1] != found.goal[1]
