"""Folded paper: what is made, that it is proved, and that damage is noticed."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from curation.models import DIFFICULTIES, Difficulty
from curation.puzzles.base import Discard, Puzzle
from curation.puzzles.paper_fold import FAMILY
from curation.puzzles.paper_fold.plan import LEVELS, MOST_HOLES, SIZE, Fold, Sheet, option, plan
from tests.puzzles.battery import Trials, blank, half, negative

TRIALS = Trials(FAMILY)
puzzle, solved = TRIALS.puzzle, TRIALS.solved


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_every_key_is_confirmed_from_the_pixels(difficulty: Difficulty) -> None:
    TRIALS.all_confirmed(difficulty)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_levels_keep_what_they_promise(difficulty: Difficulty) -> None:
    folds, punched = LEVELS[difficulty]
    for seed in range(40):
        drawn = plan(random.Random(seed), difficulty)
        # Every option is a puzzle of the same level: nothing but the picture tells which one is asked.
        sheets = [drawn.sheet, *(sheet for sheet, _ in drawn.wrong)]
        assert len({option(sheet) for sheet in sheets}) == 4
        for sheet in sheets:
            assert len(sheet.folds) == folds
            assert len(set(sheet.punched)) == punched
            assert punched + folds <= len(sheet.holes()) <= MOST_HOLES
        assert all(name for _, name in drawn.wrong)


def test_sheets_unfold_as_paper_does() -> None:
    sheet = Sheet((Fold("left", 3), Fold("top", 1)), ((1, 3), (5, 5)))
    assert option(sheet) == "A6, C1, C2, D1, D2, F6"
    assert option(Sheet((Fold("right", 2), Fold("right", 1)), ((0, 2),))) == "C1, D1, E1, F1"
    for folds, punched in (((Fold("left", 4),), (0, 5)), ((Fold("left", 2),), (0, 1))):
        with pytest.raises(Discard):
            Sheet(folds, (punched,)).holes()


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_oracle_is_the_unfolded_sheet(difficulty: Difficulty) -> None:
    made = puzzle(difficulty, 1)
    pixels = np.asarray(made.oracle)
    margin, cell = 60, (made.oracle.width - 120) // SIZE
    holes = [
        f"{'ABCDEF'[column]}{row + 1}"
        for column in range(SIZE)
        for row in range(SIZE)
        if pixels[margin + row * cell + cell // 2, margin + column * cell + cell // 2].max() < 80
    ]
    assert ", ".join(holes) == made.parameters["answer"]


GOLDEN = {
    "easy": "4fc79022e9acb132088662af6f01ea4c",
    "medium": "8334c7f0408d08304c9151cf59aee006",
    "hard": "62e30d8ed31aba73f2cd740bb0630d91",
}


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_golden_pixels(difficulty: Difficulty) -> None:
    assert TRIALS.golden(difficulty) == GOLDEN[difficulty]


def _covered(made: Puzzle, left: int, top: int, right: int, bottom: int, colour: str = "white") -> Image.Image:
    """Paint over a part of the last sheet, in cells."""
    image, box = made.image.copy(), made.regions[0]
    cell = box.width // SIZE
    area = (box.x + left * cell, box.y + top * cell, box.x + right * cell - 1, box.y + bottom * cell - 1)
    ImageDraw.Draw(image).rectangle(area, fill=colour)
    return image


def _last_sheet_erased(made: Puzzle) -> Image.Image:
    return _covered(made, 0, 0, SIZE, SIZE)


def _outline_broken(made: Puzzle) -> Image.Image:
    image, box = made.image.copy(), made.regions[0]
    ImageDraw.Draw(image).rectangle((box.x + 30, box.y - 6, box.x + 60, box.y - 1), fill="white")
    return image


def _dots_cut(made: Puzzle) -> Image.Image:
    pixels, box = np.array(made.image), made.regions[0]
    last = pixels[:, box.x : box.x + box.width]
    rows, columns = np.nonzero((last < 80).all(axis=2))
    last[rows[:300], columns[:300]] = (253, 241, 208)
    return Image.fromarray(pixels)


def _dots_painted(made: Puzzle) -> Image.Image:
    pixels = np.array(made.image)
    pixels[(pixels < 80).all(axis=2)] = (180, 40, 40)
    return Image.fromarray(pixels)


def _paper_painted(made: Puzzle) -> Image.Image:
    pixels = np.array(made.image)
    pixels[(pixels == (253, 241, 208)).all(axis=2)] = (200, 220, 250)
    return Image.fromarray(pixels)


def _first_sheet_torn(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    ImageDraw.Draw(image).rectangle((70, 70, 150, 150), fill="white")
    return image


DAMAGES = [
    _last_sheet_erased,
    _outline_broken,
    _dots_cut,
    _dots_painted,
    _paper_painted,
    _first_sheet_torn,
    half,
    blank,
    negative,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed(damage: Callable[[Puzzle], Image.Image]) -> None:
    TRIALS.noticed(damage, 4)


def _label(at: int) -> tuple[int, int, int, int]:
    """Where a letter or a number is printed: A to F, 1 to 6, and around again."""
    along, across = 60 + 50 * (at % 6) + 25, 34
    x, y = (along, across) if at // 6 % 2 == 0 else (across, along)
    return x - 18, y - 18, x + 18, y + 18


def _label_erased(made: Puzzle, at: int) -> Image.Image:
    image = made.image.copy()
    ImageDraw.Draw(image).rectangle(_label(at), fill="white")
    return image


def _label_cut(made: Puzzle, at: int) -> Image.Image:
    image = made.image.copy()
    left, top, right, bottom = _label(at)
    ImageDraw.Draw(image).rectangle((left, top + 20, right, bottom), fill="white")
    return image


def _labels_exchanged(made: Puzzle, at: int) -> Image.Image:
    image = made.image.copy()
    one, other = _label(at), _label(at - at % 6 + (at + 1) % 6)
    image.paste(made.image.crop(one), other[:2])
    image.paste(made.image.crop(other), one[:2])
    return image


def _letters_and_numbers_exchanged(made: Puzzle, at: int) -> Image.Image:
    image = made.image.copy()
    for number in range(6):
        image.paste(made.image.crop(_label(number)), _label(number + 6)[:2])
        image.paste(made.image.crop(_label(number + 6)), _label(number)[:2])
    return image


def _labels_mirrored(made: Puzzle, at: int) -> Image.Image:
    """Mirror each letter and number in its place."""
    image = made.image.copy()
    for number in range(12):
        image.paste(ImageOps.mirror(made.image.crop(_label(number))), _label(number)[:2])
    return image


def _label_besides(made: Puzzle, at: int) -> Image.Image:
    """Print a letter or number once more, below the sheets."""
    image = made.image.copy()
    image.paste(made.image.crop(_label(at)), (100, image.height - 50))
    return image


def _marked(made: Puzzle, at: int) -> tuple[tuple[int, int, int, int], tuple[int, int], bool]:
    """One of the arrows: a square around it, where it crosses the fold's line, and whether that line lies."""
    told = made.parameters["folds"]
    assert isinstance(told, list)
    folds = []
    for fold in told[: at % len(told) + 1]:
        side, width = str(fold).split()
        folds.append(Fold(side, int(width)))  # type: ignore[arg-type]
    left = 60 + (len(folds) - 1) * (SIZE * 50 + 64)
    before, after = Sheet(tuple(folds), ()).areas()[-2:]
    side = folds[-1].side
    lies = side in ("top", "bottom")
    edge = {"top": after[0], "bottom": after[1], "left": after[2], "right": after[3]}[side] * 50
    middle = sum(before[2:] if lies else before[:2]) * 25
    x, y = (left + middle, 60 + edge) if lies else (left + edge, 60 + middle)
    return (x - 45, y - 45, x + 45, y + 45), (x, y), lies


def _arrow_erased(made: Puzzle, at: int) -> Image.Image:
    """Paint paper over the arrow on both sides of its line."""
    image, ((left, top, right, bottom), (x, y), lies) = made.image.copy(), _marked(made, at)
    parts = [(x - 20, top, x + 20, y - 4), (x - 20, y + 4, x + 20, bottom)]
    if not lies:
        parts = [(left, y - 20, x - 4, y + 20), (x + 4, y - 20, right, y + 20)]
    for part in parts:
        ImageDraw.Draw(image).rectangle(part, fill=(253, 241, 208))
    return image


def _arrow_mirrored(made: Puzzle, at: int) -> Image.Image:
    """Let the arrow point the other way."""
    image, (box, _, lies) = made.image.copy(), _marked(made, at)
    image.paste((ImageOps.flip if lies else ImageOps.mirror)(image.crop(box)), box[:2])
    return image


def _arrow_turned(made: Puzzle, at: int) -> Image.Image:
    """Turn the arrow a quarter, with what is near of its line."""
    image, (box, _, _) = made.image.copy(), _marked(made, at)
    image.paste(image.crop(box).rotate(90), box[:2])
    return image


def _line_erased(made: Puzzle, at: int) -> Image.Image:
    """Paint paper over a piece of the line on one side of the arrow."""
    image, (_, (x, y), lies) = made.image.copy(), _marked(made, at)
    part = (x + 6, y - 3, x + 26, y + 3) if lies else (x - 3, y + 6, x + 3, y + 26)
    ImageDraw.Draw(image).rectangle(part, fill=(253, 241, 208))
    return image


def _line_added(made: Puzzle, at: int) -> Image.Image:
    """Draw a piece of another line, half a cell further."""
    image, (_, (x, y), lies) = made.image.copy(), _marked(made, at)
    part = (x - 20, y - 28, x + 20, y - 24) if lies else (x - 28, y - 20, x - 24, y + 20)
    ImageDraw.Draw(image).rectangle(part, fill=(46, 116, 206))
    return image


PRINTED = [
    _label_erased,
    _label_cut,
    _labels_exchanged,
    _letters_and_numbers_exchanged,
    _labels_mirrored,
    _label_besides,
    _arrow_erased,
    _arrow_mirrored,
    _arrow_turned,
    _line_erased,
    _line_added,
]


@pytest.mark.parametrize("damage", PRINTED)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_labels_and_folds_are_read(difficulty: Difficulty, damage: Callable[[Puzzle, int], Image.Image]) -> None:
    TRIALS.noticed_each(damage, 6, difficulty, step=7)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from left to right", "from right to left"),
        ("have holes", "have no holes"),
        ("all its layers", "its top layer"),
        ("black dots", "red dots"),
    ],
)
def test_a_strange_question_is_not_guessed_at(old: str, new: str) -> None:
    TRIALS.not_guessed(old, new, "easy", 1)


def _turned(sheet: Sheet) -> Sheet:
    """The same puzzle turned a quarter clockwise."""
    sides = {"top": "right", "right": "bottom", "bottom": "left", "left": "top"}
    folds = tuple(Fold(sides[fold.side], fold.width) for fold in sheet.folds)  # type: ignore[arg-type]
    return Sheet(folds, tuple((column, SIZE - 1 - row) for row, column in sheet.punched))


def _mirrored(sheet: Sheet) -> Sheet:
    sides = {"left": "right", "right": "left"}
    folds = tuple(Fold(sides.get(fold.side, fold.side), fold.width) for fold in sheet.folds)  # type: ignore[arg-type]
    return Sheet(folds, tuple((row, SIZE - 1 - column) for row, column in sheet.punched))


def test_the_canonical_key_forgets_turning_and_mirroring_and_nothing_else() -> None:
    for difficulty in DIFFICULTIES:
        for seed in range(25):
            drawn = plan(random.Random(seed), difficulty)
            assert _turned(drawn.sheet).canonical() == drawn.sheet.canonical()
            assert _mirrored(drawn.sheet).canonical() == drawn.sheet.canonical()
    plain = Sheet((Fold("left", 3), Fold("top", 1)), ((1, 3), (5, 5)))
    for other in (
        Sheet((Fold("left", 2), Fold("top", 1)), plain.punched),
        Sheet(plain.folds[::-1], plain.punched),
        Sheet(plain.folds, ((1, 3), (5, 4))),
    ):
        assert other.canonical() != plain.canonical()
