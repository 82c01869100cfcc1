"""A rolling die: what is made, that it is proved, and that damage is noticed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from curation.canonical import digest_pixels
from curation.models import DIFFICULTIES, Difficulty
from curation.puzzles.base import Puzzle
from curation.puzzles.die_roll import FAMILY
from curation.puzzles.die_roll.make import _pips
from curation.puzzles.die_roll.plan import LEVELS, SIDES, STEPS, Plan, dice, plan, rolled
from curation.puzzles.die_roll.read import read_picture
from tests.puzzles.battery import Trials, blank, half, negative

TRIALS = Trials(FAMILY)
puzzle, solved = TRIALS.puzzle, TRIALS.solved


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_every_key_is_confirmed_from_the_pixels(difficulty: Difficulty) -> None:
    TRIALS.all_confirmed(difficulty)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_levels_keep_what_they_promise(difficulty: Difficulty) -> None:
    level = LEVELS[difficulty]
    for seed in range(40):
        drawn = plan(random.Random(seed), difficulty)
        assert drawn.size == level.size
        assert len(drawn.rolls) in level.rolls
        assert len(set(drawn.cells)) == len(drawn.cells) == len(drawn.rolls) + 1
        for (row, column), (to_row, to_column), roll in zip(
            drawn.cells, drawn.cells[1:], drawn.rolls, strict=False
        ):
            assert (to_row - row, to_column - column) == STEPS[roll]
        assert all(0 <= value < level.size for cell in drawn.cells for value in cell)
        assert rolled(drawn.die, drawn.rolls)[SIDES.index(drawn.asked)] == drawn.answer
        assert rolled(drawn.die, drawn.rolls) != drawn.die
        numbers = {drawn.answer, *(number for number, _ in drawn.wrong)}
        assert len(numbers) == 4
        assert numbers <= set(range(1, 7))
        assert all(name for _, name in drawn.wrong)


def test_a_die_stands_in_twenty_four_ways_and_rolls_as_dice_do() -> None:
    assert len(dice()) == 24
    for die in dice():
        for there, again in ("NS", "EW"):
            assert rolled(die, there + again) == die
            assert rolled(die, there * 4) == die
    assert rolled((1, 2, 3), "E") == (4, 2, 1)
    assert rolled((1, 2, 3), "S") == (5, 1, 3)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_oracle_shows_the_die_as_it_ends(difficulty: Difficulty) -> None:
    made = puzzle(difficulty, 1)
    (_, steps, arrow), (after, way_back, no_arrow) = read_picture(made.image), read_picture(made.oracle)
    asked = str(made.parameters["asked"])
    assert len(after[asked]) == made.parameters["answer"]
    opposite = {"up": "down", "down": "up", "left": "right", "right": "left"}
    assert [opposite[step] for step in reversed(way_back)] == steps
    assert (arrow, no_arrow) == (steps[-1], None)


def _in_space(side: str, x: int, y: int) -> tuple[int, int, int]:
    """A spot as a point: to the right, to the back, upwards."""
    return {"top": (x, -y, 2), "front": (x, -2, -y), "right": (2, x, -y)}[side]


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_spots_turn_with_the_die(difficulty: Difficulty) -> None:
    compared = turned = 0
    for index in range(6):
        made = puzzle(difficulty, index)
        (before, steps, _), (after, _, _) = read_picture(made.image), read_picture(made.oracle)
        shown = {_in_space(side, *pip) for side, pips in after.items() for pip in pips}
        for side, pips in before.items():
            points = {_in_space(side, *pip) for pip in pips}
            for step in steps:
                points = {
                    {"right": (z, y, -x), "left": (-z, y, x), "down": (x, -z, y), "up": (x, z, -y)}[step]
                    for x, y, z in points
                }
            if any(x == 2 or y == -2 or z == 2 for x, y, z in points):
                assert points <= shown
                compared += 1
                turned += len(points) in (2, 3, 6)
    assert turned > 0
    assert compared > turned


def test_neighbouring_faces_are_those_of_one_die() -> None:
    """However it stands, 2 and 3 point to the corner where they meet 1, and the rows of 6 lie along 3."""
    for top, front, right in dice():
        around = {"top": (right, front), "front": (right, 7 - top), "right": (7 - front, 7 - top)}
        for number, (across, down) in zip((top, front, right), around.values(), strict=True):
            pips = _pips(number, across, down)
            assert len(pips) == number
            low = (1 if across <= 3 else -1, 1 if down <= 3 else -1)
            assert number not in (2, 3) or low in pips
            assert number != 6 or {x if across in (3, 4) else y for x, y in pips} == {-1, 1}


GOLDEN = {
    "easy": "5bdb672a92d5a4708e052c25b6373211",
    "medium": "87e7af12a5badfb403c967c9812f0091",
    "hard": "12746be0de1dc6fa733b878636555e10",
}


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_golden_pixels(difficulty: Difficulty) -> None:
    assert TRIALS.golden(difficulty) == GOLDEN[difficulty]


def _pip_erased(made: Puzzle) -> Image.Image:
    """Take away the pip nearest to the corner of the front face, or the only one."""
    pixels, box = np.array(made.image), made.regions[0]
    top, left = box.y + 84, box.x
    face = pixels[top + 8 : top + 202, left + 8 : left + 202]
    rows, columns = np.nonzero((face < 80).all(axis=2))
    at = int(np.argmin(rows * 400 + columns))
    spot = face[max(0, rows[at] - 3) : rows[at] + 45, max(0, columns[at] - 24) : columns[at] + 28]
    spot[:] = (240, 233, 218)
    return Image.fromarray(pixels)


def _die_erased(made: Puzzle) -> Image.Image:
    image, box = made.image.copy(), made.regions[0]
    ImageDraw.Draw(image).rectangle((0, 0, box.x + box.width + 20, image.height), fill="white")
    return image


def _face_painted(made: Puzzle) -> Image.Image:
    pixels = np.array(made.image)
    pixels[(pixels == (240, 233, 218)).all(axis=2)] = (200, 90, 90)
    return Image.fromarray(pixels)


def _path_cut(made: Puzzle) -> Image.Image:
    """Interrupt the path on the first line between cells that it crosses."""
    pixels, box = np.array(made.image), made.regions[1]
    size = made.parameters["size"]
    assert isinstance(size, int)
    pitch = box.width // size
    board = pixels[box.y : box.y + box.height, box.x : box.x + box.width]
    for number in range(1, size):
        across = board[:, number * pitch - 6 : number * pitch + 6]
        blue = (across == (46, 116, 206)).all(axis=2)
        if blue.any():
            across[blue] = 255
            return Image.fromarray(pixels)
        across = board[number * pitch - 6 : number * pitch + 6]
        blue = (across == (46, 116, 206)).all(axis=2)
        if blue.any():
            across[blue] = 255
            return Image.fromarray(pixels)
    raise AssertionError("the path crosses no line")


def _start_erased(made: Puzzle) -> Image.Image:
    pixels = np.array(made.image)
    pixels[(pixels == (168, 220, 180)).all(axis=2)] = 255
    return Image.fromarray(pixels)


def _frame_broken(made: Puzzle) -> Image.Image:
    image, box = made.image.copy(), made.regions[1]
    ImageDraw.Draw(image).rectangle((box.x + 40, box.y - 10, box.x + 60, box.y - 1), fill="white")
    return image


DAMAGES = [
    _pip_erased,
    _die_erased,
    _face_painted,
    _path_cut,
    _start_erased,
    _frame_broken,
    half,
    blank,
    negative,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed(damage: Callable[[Puzzle], Image.Image]) -> None:
    TRIALS.noticed(damage, 4)


def _words(made: Puzzle) -> list[tuple[int, int, int, int]]:
    """Where "front" is printed: below the die, and below the board."""
    die, board = made.regions
    middles = (die.x + 105, die.y + die.height + 40), (board.x + board.width // 2, board.y + board.height + 40)
    return [(x - 50, y - 22, x + 50, y + 22) for x, y in middles]


def _word_erased(made: Puzzle, which: int) -> Image.Image:
    image = made.image.copy()
    ImageDraw.Draw(image).rectangle(_words(made)[which % 2], fill="white")
    return image


def _word_cut(made: Puzzle, which: int) -> Image.Image:
    image = made.image.copy()
    left, top, right, bottom = _words(made)[which % 2]
    ImageDraw.Draw(image).rectangle((left, top, left + 30, bottom), fill="white")
    ImageDraw.Draw(image).rectangle((right - 30, top, right, bottom), fill="white")
    return image


def _word_turned(made: Puzzle, which: int) -> Image.Image:
    image, box = made.image.copy(), _words(made)[which % 2]
    image.paste(image.crop(box).rotate(180), box[:2])
    return image


def _word_moved(made: Puzzle, which: int) -> Image.Image:
    """Print the die's or the board's word above it."""
    image, box = made.image.copy(), _words(made)[which % 2]
    word = image.crop(box)
    ImageDraw.Draw(image).rectangle(box, fill="white")
    image.paste(word, (box[0], 4))
    return image


def _die_mirrored(made: Puzzle, which: int) -> Image.Image:
    image, box = made.image.copy(), made.regions[0]
    area = (box.x - 6, box.y - 6, box.x + box.width + 6, box.y + box.height + 6)
    image.paste((ImageOps.mirror, ImageOps.flip)[which % 2](image.crop(area)), area[:2])
    return image


def _die_and_board_exchanged(made: Puzzle, which: int) -> Image.Image:
    board = made.regions[1]
    image = Image.new("RGB", made.image.size, "white")
    image.paste(made.image.crop((board.x - 20, 0, made.image.width, made.image.height)), (0, 0))
    image.paste(made.image.crop((0, 0, board.x - 20, made.image.height)), (made.image.width - board.x + 20, 0))
    return image


def _end(made: Puzzle) -> tuple[int, int, int, int]:
    """Where the path's last cell is."""
    board, size = made.regions[1], made.parameters["size"]
    assert isinstance(size, int)
    pitch = board.width // size
    pixels = np.array(made.oracle)
    rows, columns = np.nonzero((pixels == (168, 220, 180)).all(axis=2))
    row, column = (rows.min() - board.y + 8) // pitch, (columns.min() - board.x + 8) // pitch
    x, y = board.x + int(column) * pitch, board.y + int(row) * pitch
    return x, y, x + pitch, y + pitch


def _arrow_erased(made: Puzzle, which: int) -> Image.Image:
    """Leave the path without the corners of its head, which stick out beside it."""
    image, cell = made.image.copy(), _end(made)
    x, y, half = (cell[0] + cell[2]) // 2, (cell[1] + cell[3]) // 2, (cell[2] - cell[0]) // 2
    step = str(made.parameters["rolls"])[-1]
    down, right = STEPS[step]
    thin = (cell[2] - cell[0]) // 20
    for side in (-1, 1):
        corners = [
            (x - 4 * right + side * down * thin, y - 4 * down + side * right * thin),
            (x + half * right + side * down * half, y + half * down + side * right * half),
        ]
        (x0, x1), (y0, y1) = (sorted(values) for values in zip(*corners, strict=True))
        ImageDraw.Draw(image).rectangle((x0, y0, x1 - 4, y1 - 4), fill="white")
    return image


def _arrow_turned(made: Puzzle, which: int) -> Image.Image:
    """Turn the middle of the last cell, with the arrow's head."""
    image, (left, top, right, bottom) = made.image.copy(), _end(made)
    inset = round(0.18 * (right - left))
    area = left + inset, top + inset, right - inset, bottom - inset
    image.paste(image.crop(area).rotate((90, 180, 270)[which % 3]), area[:2])
    return image


PLACES = [
    _word_erased,
    _word_cut,
    _word_turned,
    _word_moved,
    _die_mirrored,
    _die_and_board_exchanged,
    _arrow_erased,
    _arrow_turned,
]


@pytest.mark.parametrize("damage", PLACES)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_what_tells_the_sides_apart_is_read(
    difficulty: Difficulty, damage: Callable[[Puzzle, int], Image.Image]
) -> None:
    TRIALS.noticed_each(damage, 6, difficulty)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_words_that_change_places_change_nothing(difficulty: Difficulty) -> None:
    """Both words say the same in the same print: exchanged, they leave the very same picture."""
    for index in range(6):
        made = puzzle(difficulty, index)
        image, (one, other) = made.image.copy(), _words(made)
        image.paste(made.image.crop(one), other[:2])
        image.paste(made.image.crop(other), one[:2])
        assert digest_pixels(image) == digest_pixels(made.image)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_turned_front_face_is_noticed_where_it_looks_other(difficulty: Difficulty) -> None:
    """The spots of 1, 4 and 5 look the same after a quarter turn; the die's other faces tell the rest."""
    noticed = 0
    for index in range(12):
        made = puzzle(difficulty, index)
        image, box = made.image.copy(), made.regions[0]
        face = (box.x + 15, box.y + 99, box.x + 195, box.y + 279)
        turned = image.crop(face).rotate(90)
        apart = np.abs(np.asarray(turned, np.int16) - np.asarray(image.crop(face), np.int16)).max(axis=2) > 100
        image.paste(turned, face[:2])
        letter, _ = solved(made, image)
        assert letter == (made.key if apart.sum() < 100 else None)
        noticed += letter is None
    assert noticed > 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seven", "eight"),
        ("At the end", "At the start"),
        ("blue path", "red path"),
        ("which number", "which colour"),
        ("front edge (the lower one", "front edge (the upper one"),
    ],
)
def test_a_strange_question_is_not_guessed_at(old: str, new: str) -> None:
    TRIALS.not_guessed(old, new, "easy", 1)


def _turned(drawn: Plan) -> Plan | None:
    """The same puzzle with the board turned once; none where the asked side is no longer a named one."""
    top, front, right = drawn.die
    asked = {"top": "top", "right": "front"}.get(drawn.asked)
    if asked is None:
        return None
    side = next(side for side in SIDES if side == asked)
    rolls = drawn.rolls.translate(str.maketrans("NESW", "ESWN"))
    return replace(drawn, rolls=rolls, die=(top, right, 7 - front), asked=side)


def test_the_canonical_key_forgets_turning_and_nothing_else() -> None:
    for difficulty in DIFFICULTIES:
        drawn = [plan(random.Random(seed), difficulty) for seed in range(25)]
        turned = [(one, _turned(one)) for one in drawn]
        assert all(other is None or other.canonical() == one.canonical() for one, other in turned)
        assert all(one.canonical() != other.canonical() for one, other in combinations(drawn, 2))
