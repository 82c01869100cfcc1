"""Shapes on a grid: what is made, that it is proved, and that damage is noticed."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import chain, combinations

import pytest
from PIL import Image, ImageDraw, ImageOps

from curation.models import DIFFICULTIES, Difficulty
from curation.puzzles.base import Puzzle
from curation.puzzles.grid_moves import FAMILY
from curation.puzzles.grid_moves.plan import LEVELS, Plan, plan
from curation.puzzles.grid_moves.read import read_grid
from curation.puzzles.grid_moves.steps import Step, back, inside, passed, walk
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
        assert (drawn.size, len(drawn.places), len(drawn.steps)) == (level.size, level.shapes, level.steps)
        assert sum(step.kind != "move" for step in drawn.steps) in level.whole
        trails = [walk(drawn.steps, shape, place, drawn.size) for shape, place in enumerate(drawn.places)]
        for together in zip(*trails, strict=True):
            assert len(set(together)) == len(together)
            assert all(inside(place, drawn.size) for place in together)
        for at, step in enumerate(drawn.steps):
            if step.kind == "move":
                over = passed(step, trails[step.shape][at])
                assert len(over) == abs(step.down + step.right) - 1
                assert not set(over) & {trail[at] for trail in trails}
        right = drawn.ends()[0]
        assert drawn.places[0] not in (right, *(place for place, _ in drawn.wrong))
        rows, columns = zip(right, *(place for place, _ in drawn.wrong), strict=True)
        assert [rows.count(row) for row in rows] == [columns.count(column) for column in columns] == [2] * 4
        for place, _ in drawn.wrong:
            trail = walk(drawn.steps, 0, back(drawn.steps, 0, place, drawn.size), drawn.size)
            assert trail[-1] == place
            assert all(inside(cell, drawn.size) for cell in trail)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_oracle_is_the_grid_after_the_steps(difficulty: Difficulty) -> None:
    made = puzzle(difficulty, 1)
    drawn, after = read_grid(made.image), read_grid(made.oracle)
    names = made.parameters["shapes"]
    assert isinstance(names, list)
    assert sorted(chain(*drawn)) == sorted(chain(*after))
    row, column = next((r, c) for r, cells in enumerate(after) for c, cell in enumerate(cells) if cell == names[0])
    assert made.parameters["answer"] == f"row {row + 1}, column {column + 1}"


GOLDEN = {
    "easy": "424e7668ac2da43e26319dcc6b437455",
    "medium": "d1b64696504ac567e58ade1dacda3ceb",
    "hard": "74a29fbedcc74eb384211a61cd2ea343",
}


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_golden_pixels(difficulty: Difficulty) -> None:
    assert TRIALS.golden(difficulty) == GOLDEN[difficulty]


def test_steps_do_what_they_say() -> None:
    steps = [Step("turn", -1, 1, 0), Step("mirror", -1, 0, 1), Step("move", 0, 0, -2)]
    assert walk(steps, 0, (0, 0), 4) == [(0, 0), (0, 3), (0, 0), (0, -2)]
    assert back(steps, 0, (0, -2), 4) == (0, 0)
    assert passed(Step("move", 0, 0, -3), (2, 3)) == [(2, 2), (2, 1)]
    assert passed(Step("move", 0, 2, 0), (1, 1)) == [(2, 1)]
    assert passed(Step("move", 0, 1, 0), (1, 1)) == []
    assert walk([Step("turn", -1, -1, 0)], 1, (0, 1), 4)[-1] == (2, 0)


def _shape_erased(made: Puzzle) -> Image.Image:
    image, box = made.image.copy(), made.regions[0]
    inner = (box.x + 5, box.y + 5, box.x + box.width - 5, box.y + box.height - 5)
    ImageDraw.Draw(image).rectangle(inner, fill="white")
    return image


def _shape_cut(made: Puzzle) -> Image.Image:
    image, box = made.image.copy(), made.regions[0]
    inner = (box.x + box.width // 2, box.y + 5, box.x + box.width - 5, box.y + box.height - 5)
    ImageDraw.Draw(image).rectangle(inner, fill="white")
    return image


def _shape_strange(made: Puzzle) -> Image.Image:
    image, box = made.image.copy(), made.regions[0]
    ImageDraw.floodfill(image, (box.x + box.width // 2, box.y + box.height // 2), (90, 160, 160))
    return image


def _line_broken(made: Puzzle) -> Image.Image:
    image, box = made.image.copy(), made.regions[0]
    ImageDraw.Draw(image).rectangle((0, box.y + 20, image.width, box.y + 30), fill="white")
    return image


def _speck(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    ImageDraw.Draw(image).ellipse((110, 110, 118, 118), fill="red")
    return image


DAMAGES = [_shape_erased, _shape_cut, _shape_strange, _line_broken, _speck, half, blank, negative]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed(damage: Callable[[Puzzle], Image.Image]) -> None:
    TRIALS.noticed(damage, 2)


def _number(made: Puzzle, at: int) -> tuple[int, int, int, int]:
    """Where a number is printed: those of the columns, then those of the rows, and around again."""
    pitch = made.regions[0].width
    size = (made.image.width - 176) // pitch
    along, across = 88 + round((at % size + 0.5) * pitch), 44
    x, y = (along, across) if at // size % 2 == 0 else (across, along)
    return x - 26, y - 26, x + 26, y + 26


def _number_erased(made: Puzzle, at: int) -> Image.Image:
    image = made.image.copy()
    ImageDraw.Draw(image).rectangle(_number(made, at), fill="white")
    return image


def _number_cut(made: Puzzle, at: int) -> Image.Image:
    image = made.image.copy()
    left, top, right, bottom = _number(made, at)
    ImageDraw.Draw(image).rectangle((left, top + 30, right, bottom), fill="white")
    return image


def _numbers_exchanged(made: Puzzle, at: int) -> Image.Image:
    """Exchange two numbers of the columns or of the rows."""
    image = made.image.copy()
    size = (made.image.width - 176) // made.regions[0].width
    one, other = _number(made, at), _number(made, at - at % size + (at + 1) % size)
    image.paste(made.image.crop(one), other[:2])
    image.paste(made.image.crop(other), one[:2])
    return image


def _numbers_mirrored(made: Puzzle, at: int) -> Image.Image:
    """Mirror each number in its place."""
    image = made.image.copy()
    for number in range(at, at + 12):
        image.paste(ImageOps.mirror(made.image.crop(_number(made, number))), _number(made, number)[:2])
    return image


def _number_besides(made: Puzzle, at: int) -> Image.Image:
    """Print a number once more at the opposite corner."""
    image = made.image.copy()
    image.paste(made.image.crop(_number(made, at)), (image.width - 60, image.height - 60))
    return image


LABELS = [_number_erased, _number_cut, _numbers_exchanged, _numbers_mirrored, _number_besides]


@pytest.mark.parametrize("damage", LABELS)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_numbers_of_rows_and_columns_are_read(
    difficulty: Difficulty, damage: Callable[[Puzzle, int], Image.Image]
) -> None:
    TRIALS.noticed_each(damage, 6, difficulty, step=2, told="number of the|beside")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("in the end", "now"),
        ("cell", "square"),
        ("the whole grid", "half the grid"),
        ("from the top", "from the bottom"),
        ("In which cell is the", "In which cell is the teal"),
        ("Finally", "Perhaps"),
        ("(2)", "(3)"),
        ("Step 2", "Step 3"),
    ],
)
def test_a_strange_question_is_not_guessed_at(old: str, new: str) -> None:
    TRIALS.not_guessed(old, new, "easy", 8)


def _mirrored(drawn: Plan) -> Plan:
    """The same puzzle seen in a mirror, in other colours."""
    steps = []
    for step in drawn.steps:
        if step.kind == "turn":
            steps.append(Step("turn", -1, -step.down, 0))
        elif step.kind == "move":
            steps.append(Step("move", step.shape, step.down, -step.right))
        else:
            steps.append(step)
    places = tuple((row, drawn.size - 1 - column) for row, column in drawn.places)
    return Plan(drawn.size, drawn.names[::-1], places, tuple(steps), drawn.wrong)


def test_the_canonical_key_forgets_mirroring_and_nothing_else() -> None:
    for difficulty in DIFFICULTIES:
        drawn = [plan(random.Random(seed), difficulty) for seed in range(25)]
        for one in drawn:
            assert _mirrored(one).canonical() == one.canonical()
        assert all(one.canonical() != other.canonical() for one, other in combinations(drawn, 2))
