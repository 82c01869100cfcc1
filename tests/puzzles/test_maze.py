"""Mazes: the plan is sound, the solver confirms it from the pixels, and damage is noticed."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from curation.canonical import digest_pixels
from curation.models import DIFFICULTIES, Difficulty
from curation.puzzles.base import Draw
from curation.puzzles.maze import FAMILY
from curation.puzzles.maze.plan import KINDS, LEVELS, POINT_LETTERS, Plan, plan
from curation.puzzles.maze.render import DISCS, MEASURES, Sheet
from curation.puzzles.maze.tree import Tree, grow
from curation.puzzles.trial import Refused, attempt
from tests.puzzles.battery import Trials, planned

GOLDEN = {
    "easy": "6547ef3219fba9b811e0c1627574ad3a",
    "medium": "0420b52cfe822bf6dbde927cad9ba50f",
    "hard": "d1d0f2de71c44111f3be089553ccfeac",
}


TRIALS = Trials(FAMILY, seed=7)


def draw_of(difficulty: Difficulty, index: int, seed: int = 7) -> Draw:
    return Draw("maze", FAMILY.version, "maze", difficulty, seed, index)


def drawn(kind: str, difficulty: Difficulty = "medium") -> tuple[Plan, Sheet, tuple[str, str, str, str]]:
    """A plan of one kind, its sheet, and its options with the right one at A."""
    found = next(one for one in (planned(plan, difficulty, seed) for seed in range(200)) if one.kind == kind)
    return found, Sheet(found, DISCS[0]), (found.right, *found.wrong)


def answer(image: Image.Image, found: Plan) -> tuple[str | None, str]:
    solution = FAMILY.solve(image, found.question, (found.right, *found.wrong))
    return solution.letter, solution.answer


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_solver_confirms_what_is_made(difficulty: Difficulty) -> None:
    for index in range(20):
        tried = attempt(FAMILY, draw_of(difficulty, index))
        if isinstance(tried, Refused):
            assert tried.reason in {"no path of the level's length", "no room for the lettered points"}
            continue
        assert tried.proof is not None
        assert tried.proof.method == "pixels"
        assert tried.puzzle.image.size == tried.puzzle.oracle.size == (MEASURES[LEVELS[difficulty].size][0],) * 2
        assert digest_pixels(tried.puzzle.image) != digest_pixels(tried.puzzle.oracle)
        assert tried.puzzle.regions


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), difficulty=st.sampled_from(DIFFICULTIES))
def test_plans_are_sound(seed: int, difficulty: Difficulty) -> None:
    found = planned(plan, difficulty, seed)
    level, cells = LEVELS[difficulty], [cell for _, cell in found.points]
    steps, _ = found.tree.walk([found.path[0]])
    assert min(steps) == 0, "a cell cannot be reached"
    assert sum(found.tree.east) + sum(found.tree.south) == level.size**2 - 1
    assert all(
        after in found.tree.neighbours(before) for before, after in zip(found.path, found.path[1:], strict=False)
    )
    assert len(set(found.path)) == len(found.path)
    assert level.shortest <= len(found.path) - 1 <= level.longest
    assert len(set(cells)) == len(cells)
    assert not {found.path[0], found.path[-1]} & set(cells)
    depth, _ = found.tree.walk(found.path)
    assert all(depth[cell] == 0 for cell in cells[: found.on])
    assert all(depth[cell] >= 2 for cell in cells[found.on :])
    assert len({found.right, *found.wrong}) == 4
    letters = [letter for letter, _ in found.points]
    assert set(letters) <= set(POINT_LETTERS)
    if found.kind == "count":
        assert found.right == str(found.on)
    else:
        assert {found.right, *found.wrong} <= set(letters)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32), size=st.integers(2, 14), winding=st.floats(0, 1))
def test_trees_span_the_grid(seed: int, size: int, winding: float) -> None:
    tree = grow(random.Random(seed), size, winding)
    assert sum(tree.east) + sum(tree.south) == size * size - 1
    assert min(tree.walk([0])[0]) == 0


def test_every_kind_and_every_place_among_numbers_occurs() -> None:
    plans = [planned(plan, "medium", seed) for seed in range(300)]
    assert {found.kind for found in plans} == set(KINDS)
    ranks = [sorted(map(int, (p.right, *p.wrong))).index(int(p.right)) for p in plans if p.kind == "count"]
    assert set(ranks) == {0, 1, 2, 3}


def mirrored(found: Plan) -> Plan:
    size = found.tree.size

    def over(cell: int) -> int:
        return cell // size * size + size - 1 - cell % size

    east = tuple(cell % size != size - 1 and found.tree.east[over(cell + 1)] for cell in range(size * size))
    south = tuple(found.tree.south[over(cell)] for cell in range(size * size))
    return replace(
        found,
        tree=Tree(size, east, south),
        path=tuple(over(cell) for cell in found.path),
        points=tuple(("Z", over(cell)) for _, cell in found.points),
    )


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_canonical_form_knows_mirror_images_and_new_letters(difficulty: Difficulty) -> None:
    found = planned(plan, difficulty, 3)
    assert mirrored(found).canonical() == found.canonical()
    assert replace(found, path=found.path[::-1]).canonical() != found.canonical()
    assert planned(plan, difficulty, 4).canonical() != found.canonical()


def test_a_mirrored_maze_has_the_same_answer() -> None:
    found, sheet, options = drawn("count")
    image = Sheet(
        replace(
            mirrored(found),
            points=tuple(
                (letter, cell) for (letter, _), (_, cell) in zip(found.points, mirrored(found).points, strict=True)
            ),
        ),
        sheet.disc,
    ).image()
    assert FAMILY.solve(image, found.question, options).letter == "A"


def between(sheet: Sheet, first: int, second: int) -> tuple[int, int]:
    (x0, y0), (x1, y1) = sheet.centre(first), sheet.centre(second)
    return (x0 + x1) // 2, (y0 + y1) // 2


def test_an_opened_wall_is_a_second_path() -> None:
    found, sheet, _ = drawn("nth")
    image, size = sheet.image(), found.tree.size
    cell = next(c for c in range(size * size) if c % size < size - 1 and not found.tree.east[c])
    (x, y), half = between(sheet, cell, cell + 1), (sheet.pitch - sheet.wall) // 2
    ImageDraw.Draw(image).rectangle([x - sheet.wall // 2, y - half, x + sheet.wall // 2 - 1, y + half - 1], "white")
    letter, why = answer(image, found)
    assert letter is None
    assert "more than one path" in why


@pytest.mark.parametrize("erase", [1, 3, 12])
def test_a_gap_in_a_wall_is_noticed(erase: int) -> None:
    found, sheet, _ = drawn("last")
    image, size = sheet.image(), found.tree.size
    cell = next(c for c in range(size * size - size) if not found.tree.south[c])
    x, y = between(sheet, cell, cell + size)
    ImageDraw.Draw(image).rectangle([x, y - sheet.wall, x + erase - 1, y + sheet.wall], "white")
    assert answer(image, found)[0] is None


def test_a_blocked_passage_is_noticed() -> None:
    found, sheet, _ = drawn("on_path")
    image = sheet.image()
    x, y = between(sheet, found.path[4], found.path[5])
    ImageDraw.Draw(image).rectangle([x - sheet.pitch // 2, y - 2, x + sheet.pitch // 2, y + 1], "black")
    assert answer(image, found)[0] is None


def test_a_letter_painted_over_is_noticed() -> None:
    for kind in KINDS:
        found, sheet, _ = drawn(kind)
        for _, cell in found.points:
            image = sheet.image()
            (x, y), half = sheet.centre(cell), sheet.pitch // 4
            ImageDraw.Draw(image).rectangle([x - half, y - half, x + half, y + half], sheet.disc)
            assert answer(image, found)[0] is None


def test_a_point_removed_changes_the_answer_or_ends_it() -> None:
    found, _, _ = drawn("count")
    fewer = Sheet(replace(found, points=found.points[1:]), DISCS[0]).image()
    assert answer(fewer, found)[1] == str(found.on - 1)
    found, _, _ = drawn("nth")
    gone = Sheet(replace(found, points=tuple(point for point in found.points if point[0] != found.right)), DISCS[0])
    assert answer(gone.image(), found) == (None, f"there is no point {found.right}")


def test_a_letter_twice_is_noticed() -> None:
    found, _, _ = drawn("off_path")
    twice = Sheet(replace(found, points=(*found.points[:-1], (found.points[0][0], found.points[-1][1]))), DISCS[0])
    assert answer(twice.image(), found)[0] is None


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(30, 400))
def test_noise_is_noticed(seed: int, count: int) -> None:
    found, sheet, _ = drawn("nearest", "easy")
    image, rng = sheet.image(), random.Random(seed)
    for _ in range(count):
        image.putpixel(
            (rng.randrange(image.width), rng.randrange(image.height)), rng.choice(((0, 0, 0), (255,) * 3))
        )
    assert answer(image, found)[0] in (None, "A")


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (832, 832), "white"),
        Image.new("RGB", (832, 832), "black"),
        Image.new("RGB", (1, 1), "black"),
        Image.new("L", (64, 48), 128),
    ],
)
def test_pictures_without_a_maze_have_no_answer(image: Image.Image) -> None:
    assert answer(image, planned(plan, "easy", 1))[0] is None


def test_other_words_have_no_answer() -> None:
    puzzle = TRIALS.puzzle("easy", 0)
    assert puzzle.question is not None and puzzle.options is not None
    for question in ("Where is the goal?", puzzle.question.replace("path", "way"), puzzle.question[:-1] + "!"):
        assert FAMILY.solve(puzzle.image, question, puzzle.options).letter is None
    colour = next(name for name in ("red", "blue") if name not in puzzle.question)
    start = puzzle.question.split("the start, the ")[1].split()[0]
    other = puzzle.question.replace(f"the start, the {start}", f"the start, the {colour}")
    assert FAMILY.solve(puzzle.image, other, puzzle.options).letter is None


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_pixels_are_the_same_everywhere(difficulty: Difficulty) -> None:
    puzzle = TRIALS.puzzle(difficulty, 0)
    assert digest_pixels(puzzle.image)[:16] + digest_pixels(puzzle.oracle)[:16] == GOLDEN[difficulty]


def test_a_fresh_process_draws_the_same() -> None:
    code = (
        "from curation.canonical import digest_pixels, digest_json\n"
        "from curation.puzzles.base import Draw\n"
        "from curation.puzzles.maze import FAMILY\n"
        "p = FAMILY.make(Draw('maze', FAMILY.version, 'maze', 'medium', 7, 3))\n"
        "print(digest_pixels(p.image), digest_pixels(p.oracle), digest_json([p.question, p.options, p.canonical]))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
