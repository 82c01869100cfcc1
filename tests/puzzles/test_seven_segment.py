"""Seven-segment displays: what is made, that it is proved, and that damage is noticed."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from curation.canonical import digest_pixels
from curation.draw.palette import PALETTE_DEUTERANOPIA
from curation.models import DIFFICULTIES, LETTERS, Difficulty
from curation.puzzles.base import Draw, Puzzle
from curation.puzzles.registry import family
from curation.puzzles.seven_segment import FAMILY
from curation.puzzles.seven_segment.grammar import NotUnderstood, rows_of, understand
from curation.puzzles.seven_segment.make import make
from curation.puzzles.seven_segment.plan import LEVELS, Plan, plan
from curation.puzzles.seven_segment.rules import Rule, at_once, in_turn
from curation.puzzles.seven_segment.solve import solve
from curation.puzzles.trial import Kept
from tests.puzzles.battery import draws, tally
from tests.puzzles.shortcuts import centrality

CELLS: list[tuple[str, Difficulty]] = list(product(FAMILY.subtasks, DIFFICULTIES))


@cache
def puzzle(subtask: str, difficulty: Difficulty, index: int = 0) -> Puzzle:
    return FAMILY.make(Draw(FAMILY.name, FAMILY.version, subtask, difficulty, 1, index))


def solved(made: Puzzle, image: Image.Image | None = None, question: str | None = None) -> tuple[str | None, str]:
    assert made.question is not None
    assert made.options is not None
    solution = solve(image or made.image, question or made.question, made.options, None)
    assert solution.method == "pixels"
    return solution.letter, solution.answer


def plans(subtask: str, difficulty: Difficulty, count: int) -> Iterator[Plan]:
    for seed in range(count):
        yield plan(random.Random(seed), subtask, difficulty)


def test_the_registry_has_the_family() -> None:
    assert family("seven_segment") is FAMILY


@pytest.mark.parametrize(("subtask", "difficulty"), CELLS)
def test_every_key_is_confirmed_from_the_pixels(subtask: str, difficulty: Difficulty) -> None:
    counted = tally(FAMILY, subtask, difficulty, 20, seed=11)
    assert counted.kept == 20
    assert counted.unconfirmed == 0
    assert counted.refused <= 2
    assert counted.letters == dict.fromkeys(LETTERS, 5)


@pytest.mark.parametrize(("subtask", "difficulty"), CELLS)
def test_levels_keep_what_they_promise(subtask: str, difficulty: Difficulty) -> None:
    level = LEVELS[difficulty]
    for drawn in plans(subtask, difficulty, 30):
        colours = {colour for place in drawn.places for colour in place}
        assert (drawn.rows, drawn.columns) in level.layouts
        assert len(drawn.rules) in level.rules
        assert len(colours) in level.colours
        assert all(len(set(place)) > 1 for place in drawn.places)
        assert all(rule.source != rule.target for rule in drawn.rules)
        assert len(drawn.answer) == drawn.rows * drawn.columns
        readings = [drawn.answer, *(digits for digits, _ in drawn.wrong)]
        assert len(set(readings)) == 4
        assert all(reading.isdecimal() and len(reading) == len(drawn.answer) for reading in readings)
        applied = (in_turn if subtask == "sequential_rules" else at_once)(drawn.rules, sorted(colours))
        assert drawn.after == tuple(tuple(applied[colour] for colour in place) for place in drawn.places)


@pytest.mark.parametrize("subtask", FAMILY.subtasks)
def test_the_way_in_which_rules_are_taken_matters_mostly(subtask: str) -> None:
    differs = []
    for drawn in plans(subtask, "medium", 60):
        shown = sorted({colour for place in drawn.places for colour in place})
        ways = [ends(drawn.rules, shown) for ends in (in_turn, at_once)]
        lit = [[colour for colour in shown if way[colour] == drawn.asked] for way in ways]
        differs.append(lit[0] != lit[1])
    assert sum(differs) >= 40


def test_no_option_stands_out_by_likeness() -> None:
    """Options are two choices crossed, so each differs from the others in the same number of places."""
    for subtask, difficulty in CELLS:
        for drawn in plans(subtask, difficulty, 20):
            readings = [drawn.answer, *(digits for digits, _ in drawn.wrong)]
            apart = [sum(a != b for other in readings for a, b in zip(own, other, strict=True)) for own in readings]
            assert len(set(apart)) == 1


def test_the_right_option_has_no_typical_standing() -> None:
    standing = {"ink": [0] * 4, "number": [0] * 4, "central": [0] * 4}
    weight = {"0": 6, "1": 2, "2": 5, "3": 5, "4": 4, "5": 5, "6": 6, "7": 3, "8": 7, "9": 6}
    for subtask, difficulty in CELLS:
        for drawn in plans(subtask, difficulty, 100):
            readings = [drawn.answer, *(digits for digits, _ in drawn.wrong)]
            ink = [sum(weight[digit] for digit in reading) for reading in readings]
            first, second, third, fourth = readings
            values: dict[str, list[float]] = {
                "ink": [float(value) for value in ink],
                "number": [float(reading) for reading in readings],
                "central": centrality((first, second, third, fourth)),
            }
            for name, own in values.items():
                standing[name][sum(value < own[0] for value in own[1:])] += 1
    assert all(90 <= count <= 210 for count in standing["number"]), standing
    assert all(count <= 210 for count in standing["ink"]), standing


@pytest.mark.parametrize("subtask", FAMILY.subtasks)
def test_options_come_from_named_mistakes(subtask: str) -> None:
    for index in range(6):
        made = puzzle(subtask, "medium", index)
        mistakes = made.parameters["mistakes"]
        assert isinstance(mistakes, dict)
        assert sorted([*mistakes, str(made.key)]) == list(LETTERS)
        assert all(mistakes.values())


def test_one_seed_gives_one_picture_in_a_fresh_process() -> None:
    made = puzzle("sequential_rules", "hard")
    code = (
        "from curation.canonical import digest_pixels\n"
        "from curation.puzzles.base import Draw\n"
        "from curation.puzzles.seven_segment import FAMILY\n"
        "made = FAMILY.make(Draw(FAMILY.name, FAMILY.version, 'sequential_rules', 'hard', 1, 0))\n"
        "print(digest_pixels(made.image), digest_pixels(made.oracle), made.question)"
    )
    fresh = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert fresh.stdout.strip() == f"{digest_pixels(made.image)} {digest_pixels(made.oracle)} {made.question}"


GOLDEN = {
    ("sequential_rules", "easy"): "1f009f3ce56f8ee61414a1507b19a63b",
    ("sequential_rules", "medium"): "40bd0f26a3c1d4f015227feebfea2da1",
    ("sequential_rules", "hard"): "9f90da3f7a27b5e73851bd6499f5a1e8",
    ("simultaneous_rules", "easy"): "e92d124e7dd2bd8ab598d386bb3c64fa",
    ("simultaneous_rules", "medium"): "893ea2abaa57b33dc147f5fa83a200c3",
    ("simultaneous_rules", "hard"): "cb61676887fc57f67fe80e6aa53db235",
}


@pytest.mark.parametrize(("subtask", "difficulty"), CELLS)
def test_golden_pixels(subtask: str, difficulty: Difficulty) -> None:
    made = puzzle(subtask, difficulty)
    digests = digest_pixels(made.image)[:16] + digest_pixels(made.oracle)[:16]
    assert digests == GOLDEN[subtask, difficulty]


@pytest.mark.parametrize(("subtask", "difficulty"), CELLS)
def test_regions_hold_all_ink_and_the_margin_is_wide(subtask: str, difficulty: Difficulty) -> None:
    made = puzzle(subtask, difficulty)
    ink: NDArray[np.bool_] = np.any(np.asarray(made.image) < 255, axis=2)
    assert 768 <= max(made.image.size) <= 1024
    for box in made.regions:
        assert ink[box.y : box.y + box.height, box.x].any()
        assert box.x >= 60
        assert box.y >= 60
        ink[box.y : box.y + box.height, box.x : box.x + box.width] = False
    assert not ink.any()


def test_the_deuteranopia_palette_is_read_as_well() -> None:
    for index, (subtask, difficulty) in enumerate(CELLS):
        made = make(random.Random(index), subtask=subtask, difficulty=difficulty, key="C", palette="deuteranopia")
        assert solved(made)[0] == "C"


def test_the_oracle_answers_without_rules() -> None:
    """Reading the oracle with a rule between colours that it does not hold gives the right option."""
    made = puzzle("simultaneous_rules", "easy")
    shown = {str(rule).split(" -> ")[1] for rule in made.parameters["rules"]}  # type: ignore[union-attr]
    absent = sorted(set(PALETTE_DEUTERANOPIA) - shown - set(made.parameters["colours"]))  # type: ignore[arg-type]
    asked = made.parameters["asked"]
    question = (
        "Each segment is recoloured at most once, according to the colour that it has in the picture: "
        f"{absent[0]} to {absent[1]}. "
        f"Afterwards, which digits do the {asked} segments form, from left to right?"
    )
    assert solved(made, made.oracle, question) == (made.key, made.parameters["answer"])


def test_scaled_pictures_are_read() -> None:
    made = puzzle("sequential_rules", "medium")
    larger = made.image.resize((made.image.width * 2, made.image.height * 2), Image.Resampling.NEAREST)
    assert solved(made, larger)[0] == made.key


def _box(made: Puzzle, at: int = 0) -> tuple[int, int, int, int]:
    box = made.regions[at]
    return box.x, box.y, box.x + box.width, box.y + box.height


def _erased(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    left, top, right, _ = _box(made)
    ImageDraw.Draw(image).rectangle([left, top, right, top + (right - left) // 4], fill="white")
    return image


def _cut(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    left, top, right, _ = _box(made)
    ImageDraw.Draw(image).rectangle([(left + right) // 2, top, (left + right) // 2 + 6, top + 60], fill="white")
    return image


def _strange(made: Puzzle) -> Image.Image:
    pixels = np.array(made.image)
    left, top, right, _ = _box(made)
    middle = pixels[top + 5, (left + right) // 2].copy()
    pixels[(pixels == middle).all(axis=2)] = (128, 128, 96)
    return Image.fromarray(pixels)


def _two_coloured(made: Puzzle) -> Image.Image:
    pixels = np.array(made.image)
    left, top, right, _ = _box(made)
    part = pixels[top : top + 12, (left + right) // 2 : right]
    part[(part < 200).any(axis=2)] = (46, 116, 206)
    part = pixels[top + 12 : top + 24, (left + right) // 2 : right]
    part[(part < 200).any(axis=2)] = (212, 43, 54)
    return Image.fromarray(pixels)


def _noisy(made: Puzzle) -> Image.Image:
    pixels = np.array(made.image).astype(int)
    rng = random.Random(4)
    noise = np.frombuffer(rng.randbytes(pixels.size), dtype=np.uint8).reshape(pixels.shape) % 61
    return Image.fromarray(np.clip(pixels + noise - 30, 0, 255).astype(np.uint8))


def _speck(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    ImageDraw.Draw(image).ellipse([20, 20, 30, 30], fill=(212, 43, 54))
    return image


def _half(made: Puzzle) -> Image.Image:
    return made.image.crop((0, 0, made.image.width // 2, made.image.height))


def _one_digit_less(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    ImageDraw.Draw(image).rectangle(_box(made, 3), fill="white")
    return image


def _blank(made: Puzzle) -> Image.Image:
    return Image.new("RGB", made.image.size, "white")


def _grey_paper(made: Puzzle) -> Image.Image:
    pixels = np.array(made.image)
    pixels[(pixels == 255).all(axis=2)] = 252
    return Image.fromarray(pixels)


def _moved(made: Puzzle) -> Image.Image:
    image = made.image.copy()
    left, top, right, bottom = _box(made)
    part = image.crop((left, top, right, (top + bottom) // 2 - 25))
    ImageDraw.Draw(image).rectangle((left, top, right, (top + bottom) // 2 - 25), fill="white")
    image.paste(part, (left, top - 30))
    return image


@pytest.mark.parametrize(
    "damage",
    [_erased, _cut, _strange, _two_coloured, _noisy, _speck, _half, _one_digit_less, _blank, _grey_paper, _moved],
)
@pytest.mark.parametrize("index", [0, 1, 2])
def test_damage_is_noticed(damage: object, index: int) -> None:
    assert callable(damage)
    made = next(
        p for p in (puzzle("sequential_rules", "hard", i) for i in range(index * 3, 30)) if len(p.regions) > 3
    )
    letter, reason = solved(made, damage(made))
    assert letter is None
    assert len(reason) > 10


GOOD = (
    "All at once, all red segments turn blue and all blue segments turn green. "
    "Each rule refers to the colours of the picture as shown. "
    "After that, which digits do the blue segments form, from left to right?"
)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("turn green", "explode green", "explode"),
        ("turn green", "turn teal", "teal"),
        ("all blue segments turn green", "all blue segments stay", "stay"),
        ("All at once, all red", "All red", "in turn or at once"),
        ("All at once,", "All at once, one after another,", "in turn or at once"),
        ("blue segments form", "segments form", "0 colours"),
        ("all blue segments turn green", "all red segments turn green", "one colour"),
        ("all blue segments turn green", "the blue segments", "outside"),
        ("from left to right", "in order", "direction"),
        ("After that", "(3) After that", "numbers"),
        ("After that", "After that, after the first step", "sentences"),
        ("all red segments", "no all red segments", "sentences"),
        ("Each rule refers to the colours of the picture as shown. ", "", "sentences"),
    ],
)
def test_a_strange_question_is_not_guessed_at(old: str, new: str, reason: str) -> None:
    assert understand(GOOD).rules == (("red", "blue"), ("blue", "green"))
    assert old in GOOD
    with pytest.raises(NotUnderstood, match=reason):
        understand(GOOD.replace(old, new))


@pytest.mark.parametrize(("subtask", "difficulty"), CELLS)
def test_a_word_more_or_less_is_not_read_over(subtask: str, difficulty: Difficulty) -> None:
    """Left out or put in anywhere, it makes the grammar give up, unless what is asked for stays the same."""
    question = puzzle(subtask, difficulty, 1).question
    assert question is not None
    asked = understand(question)
    words = question.split()
    changed = [words[:at] + words[at + 1 :] for at in range(len(words))]
    changed += [
        [*words[:at], word, *words[at:]] for at in range(len(words)) for word in ("no", "first", "left", "more")
    ]
    for other in changed:
        try:
            found = understand(" ".join(other))
        except NotUnderstood:
            continue
        assert found == asked, " ".join(other)


def test_options_are_read_only_in_the_explained_form() -> None:
    assert rows_of("47", "") == ("47",)
    assert rows_of("47 in the top row, 15 in the bottom row", "") == ("47", "15")
    assert rows_of("47 / 15", "Answers give the top row / the bottom row.") == ("47", "15")
    for option in ("47 / 15", "47 in the bottom row, 15 in the top row", "forty"):
        with pytest.raises(NotUnderstood):
            rows_of(option, "")


def test_two_rows_are_not_answered_by_a_question_for_one() -> None:
    made = next(p for p in (puzzle("sequential_rules", "hard", i) for i in range(5)) if len(p.regions) > 3)
    assert made.question is not None
    one = made.question.replace(", row by row and each row from left", ", from left")
    letter, reason = solved(made, question=one)
    assert letter is None
    assert "rows" in reason


def _renamed(drawn: Plan) -> Plan:
    names = dict(zip(sorted(PALETTE_DEUTERANOPIA), sorted(PALETTE_DEUTERANOPIA)[::-1], strict=True))
    return Plan(
        subtask=drawn.subtask,
        rows=drawn.rows,
        columns=drawn.columns,
        rules=tuple(Rule(names[rule.source], names[rule.target]) for rule in drawn.rules),
        asked=names[drawn.asked],
        places=tuple(tuple(names[colour] for colour in place) for place in drawn.places),
        after=drawn.after,
        answer=drawn.answer,
        wrong=drawn.wrong,
    )


def test_the_canonical_key_forgets_names_of_colours_and_nothing_else() -> None:
    for subtask, difficulty in CELLS:
        drawn = list(plans(subtask, difficulty, 25))
        for one in drawn:
            assert _renamed(one).canonical() == one.canonical()
        assert all(one.canonical() != other.canonical() for one, other in combinations(drawn, 2))


def test_kept_puzzles_carry_their_proof() -> None:
    kept = [tried for tried in draws(FAMILY, "sequential_rules", "easy", 2, seed=3) if isinstance(tried, Kept)]
    for one in kept:
        assert one.proof is not None
        assert one.proof.method == "pixels"
        assert one.proof.answer == one.puzzle.parameters["answer"]
