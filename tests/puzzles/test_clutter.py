"""Cluttered scenes: what is asked is there and seen, the solver proves it, and damage does not pass."""

from __future__ import annotations

import ast
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import curation.puzzles.clutter as package
from curation.canonical import canonical_json, digest_json, digest_pixels
from curation.draw.fonts import font
from curation.draw.palette import PALETTE
from curation.draw.sprites import sheet, stamp
from curation.models import DIFFICULTIES, Box, Difficulty, GEUInstance
from curation.puzzles.base import Draw, Puzzle, Solution
from curation.puzzles.clutter import FAMILY, backdrop, quantity, solve_reader, texts, words
from curation.puzzles.clutter.make import PLANNERS
from curation.puzzles.clutter.plan import LEVELS, Plan, spread
from curation.puzzles.clutter.render import PALETTES, em_of, highlight, render, text_width
from curation.puzzles.clutter.scene import Scene, Thing, height_for
from curation.puzzles.clutter.solve_glyphs import Illegible, read
from curation.puzzles.clutter.solve_grammar import UnknownQuestion, parse
from curation.puzzles.clutter.solve_pixels import NAMES, TABLES, codes, foreign
from curation.puzzles.clutter.solve_raster import shapes
from curation.puzzles.trial import Kept, attempt

CELLS = [(subtask, level) for subtask in FAMILY.subtasks for level in DIFFICULTIES]
SEED = 20


def draw_of(subtask: str, level: Difficulty, index: int) -> Draw:
    return Draw(FAMILY.name, FAMILY.version, subtask, level, SEED, index)


@cache
def kept(subtask: str, level: Difficulty, index: int = 0) -> Kept:
    tried = attempt(FAMILY, draw_of(subtask, level, index))
    assert isinstance(tried, Kept), tried
    return tried


def planned(subtask: str, level: Difficulty, index: int) -> Plan:
    return PLANNERS[subtask](draw_of(subtask, level, index).rng(), level)


def solve(puzzle: Puzzle, image: Image.Image | None = None, scene: Mapping[str, Any] | None = None) -> Solution:
    assert puzzle.question is not None and puzzle.options is not None
    return FAMILY.solve(image or puzzle.image, puzzle.question, puzzle.options, scene or puzzle.scene)


def refused(solution: Solution, *reasons: str) -> None:
    assert solution.letter is None
    assert any(reason in solution.answer for reason in reasons), solution.answer


@pytest.mark.parametrize(("subtask", "level"), CELLS)
def test_a_puzzle_is_proved_large_small_in_what_it_asks_and_fits_a_record(subtask: str, level: Difficulty) -> None:
    found = kept(subtask, level)
    puzzle, proof = found.puzzle, found.proof
    assert proof is not None and proof.method == "id_buffer" and proof.solver == f"clutter/{FAMILY.version}"
    assert 1536 <= max(puzzle.image.size) <= 2048
    assert puzzle.image.size == puzzle.oracle.size == tuple(cast("dict[str, Any]", puzzle.scene)["canvas"])
    assert cast("float", proof.evidence["visible"]) >= 0.8
    assert 0.0005 <= cast("float", proof.evidence["area"]) <= 0.01
    assert puzzle.regions
    for box in puzzle.regions:
        assert box.x + box.width <= puzzle.image.width and box.y + box.height <= puzzle.image.height
    canonical_json(puzzle.scene)
    GEUInstance.model_validate(
        {
            "uid": "geu-1",
            "category": FAMILY.category,
            "subtask": subtask,
            "provenance": {
                "kind": "generated",
                "family": "clutter",
                "version": FAMILY.version,
                "seed": 1,
                "index": 0,
                "attempt": 0,
                "parameters": dict(puzzle.parameters),
            },
            "canonical_key": found.canonical_key,
            "image": {
                "pixels": digest_pixels(puzzle.image),
                "mode": "RGB",
                "width": puzzle.image.width,
                "height": puzzle.image.height,
            },
            "question": puzzle.question,
            "options": puzzle.options,
            "key": puzzle.key,
            "regions": [box.plain() for box in puzzle.regions],
            "scene": dict(puzzle.scene or {}),
        }
    )


@pytest.mark.parametrize("index", range(12))
def test_every_kind_of_attribute_question_is_proved(index: int) -> None:
    assert kept("attribute_recognition", "easy", index).proof is not None


def test_the_attribute_questions_are_of_five_kinds() -> None:
    asked = {planned("attribute_recognition", "easy", index).parameters["asked"] for index in range(40)}
    assert asked == {"only", "next", "points", "holds", "pattern"}


def test_the_oracle_keeps_the_regions_and_dims_the_rest() -> None:
    puzzle = kept("quantity", "easy").puzzle
    box = puzzle.regions[0]
    middle = (box.x + box.width // 2, box.y + box.height // 2)
    assert puzzle.oracle.getpixel(middle) == puzzle.image.getpixel(middle)
    before, after = (np.asarray(picture, float).mean() for picture in (puzzle.image, puzzle.oracle))
    assert after < 0.6 * before


GOLDEN = {
    "quantity": "4fdd29901218b0556058cbd4dde30aecfdbd7b484286997bce4d977b386d66fd",
    "ocr": "54b07584dd1496b223568243a5b0e0e4431cb3ebaf1c93764cf767344645d91c",
    "attribute_recognition": "e4e07a983be676335fa2aec4a52f71c8ea9a5b5fce5a14f4ff31486631dd65b9",
}


@pytest.mark.parametrize("subtask", FAMILY.subtasks)
def test_golden_pixels(subtask: str) -> None:
    puzzle = kept(subtask, "easy").puzzle
    assert digest_json([digest_pixels(puzzle.image), digest_pixels(puzzle.oracle)]) == GOLDEN[subtask]


def test_a_fresh_process_makes_the_same_puzzle() -> None:
    script = (
        "from curation.puzzles.clutter import FAMILY\nfrom curation.puzzles.base import Draw\n"
        "from curation.canonical import digest_pixels, digest_json\n"
        f"p = FAMILY.make(Draw('clutter', {FAMILY.version}, 'ocr', 'easy', {SEED}, 0))\n"
        "print(digest_pixels(p.image), digest_json(dict(p.scene)), p.question, *p.options)"
    )
    puzzle = kept("ocr", "easy").puzzle
    assert puzzle.options is not None
    here = [digest_pixels(puzzle.image), digest_json(dict(puzzle.scene or {})), puzzle.question, *puzzle.options]
    environment = {"PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(package.__file__).parents[3])}
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
    )
    assert ran.stdout.split() == " ".join(map(str, here)).split()


def test_the_solver_shares_no_code_with_the_maker() -> None:
    folder = Path(package.__file__).parent
    prover = {path.stem for path in folder.glob("solve*.py")}
    for path in folder.glob("solve*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module is not None and not node.module.startswith("curation.draw")
                if node.module.startswith("curation.puzzles.clutter."):
                    assert node.module.rsplit(".", 1)[1] in prover
                if node.module == "curation.puzzles.clutter":
                    assert {alias.name for alias in node.names} <= prover


# Damage


@cache
def counting() -> tuple[Plan, Puzzle]:
    for index in range(20):
        plan = planned("quantity", "easy", index)
        if plan.parameters["palette"] == "standard" and 3 <= int(plan.right) <= 7:
            return plan, kept("quantity", "easy", index).puzzle
    raise AssertionError


def targets(plan: Plan) -> list[Thing]:
    asked = plan.parameters
    return [t for t in plan.scene.things if (t.sprite, t.colour) == (asked["kind"], asked["colour"])]


def test_a_target_painted_over_is_noticed() -> None:
    _, puzzle = counting()
    box = puzzle.regions[0]
    image = puzzle.image.copy()
    image.paste((230, 230, 225), (box.x, box.y, box.x + box.width, box.y + box.height))
    refused(solve(puzzle, image), "is not", "does not look like")


def test_a_target_half_hidden_is_noticed() -> None:
    _, puzzle = counting()
    box = puzzle.regions[0]
    image = puzzle.image.copy()
    image.paste((230, 230, 225), (box.x, box.y, box.x + box.width // 2, box.y + box.height))
    refused(solve(puzzle, image), "is not", "does not look like")


@pytest.mark.parametrize("colour", list(PALETTE))
def test_a_recoloured_target_is_noticed(colour: str) -> None:
    plan, puzzle = counting()
    first = targets(plan)[0]
    if colour == first.colour:
        return
    things = tuple(replace(t, colour=colour) if t is first else t for t in plan.scene.things)
    refused(solve(puzzle, render(replace(plan.scene, things=things))), f"is not {first.colour}")


def test_a_target_taken_away_is_noticed() -> None:
    plan, puzzle = counting()
    things = tuple(t for t in plan.scene.things if t is not targets(plan)[0])
    refused(solve(puzzle, render(replace(plan.scene, things=things))), "is not", "does not look like")


def empty_place(plan: Plan, room: int = 45) -> tuple[int, int]:
    """A place on the ground, in pixels, with nothing near it."""
    boxes = [t.extent() for t in plan.scene.things]
    return next(
        (x, y)
        for y in range(60, plan.scene.height - 60, 10)
        for x in range(60, plan.scene.width - 60, 10)
        if not any(a - room < x < c + room and b - room < y < d + room for a, b, c, d in boxes)
    )


@pytest.mark.parametrize(
    ("kind", "colour"),
    [("cup", "red"), ("bell", "blue"), ("mitten", "green"), ("star", "yellow"), ("fish", "pink")],
)
@pytest.mark.parametrize("change", [-40, -26, 30])
def test_one_thing_more_in_other_tones_is_noticed(kind: str, colour: str, change: int) -> None:
    plan, puzzle = counting()
    image = puzzle.image.copy()
    size = targets(plan)[0].height / 4
    tone = tuple(min(255, max(0, value + change)) for value in PALETTE[colour])
    stamp(image, sheet("things")[kind], empty_place(plan), size, cast("tuple[int, int, int]", tone))
    refused(solve(puzzle, image), "pixels of the ground")


def test_what_only_the_reader_counts_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, puzzle = counting()
    found = Counter({"left": int(plan.right), "right": 1})
    monkeypatch.setattr(solve_reader, "count", lambda *_, **__: found)
    refused(solve(puzzle), "the pixels look like")


@pytest.mark.parametrize("on_top", [False, True])
def test_one_target_more_in_the_pixels_is_noticed(on_top: bool) -> None:
    plan, puzzle = counting()
    model = targets(plan)[0]
    image = puzzle.image.copy()
    if on_top:
        other = max((t for t in plan.scene.things if t.colour != model.colour), key=lambda t: t.height)
        centre = (other.x / 4, other.y / 4)
    else:
        centre = empty_place(plan)
    stamp(image, sheet("things")[model.sprite], centre, model.height / 4, PALETTE[model.colour])
    refused(solve(puzzle, image), "pixels of the ground", "is not", "does not look like")


def test_one_object_less_in_the_scene_is_noticed() -> None:
    plan, puzzle = counting()
    things = tuple(t for t in plan.scene.things if t is not targets(plan)[0])
    refused(solve(puzzle, scene=replace(plan.scene, things=things).plain()), "pixels of the ground")


def test_a_hidden_target_is_not_counted() -> None:
    plan, puzzle = counting()
    first = targets(plan)[0]
    cover = Thing("book", first.x, first.y + first.height // 4, first.height, "black")
    scene = replace(plan.scene, things=(*plan.scene.things, cover))
    refused(solve(puzzle, render(scene), scene.plain()), "is hidden")


def test_a_target_that_is_too_small_is_noticed() -> None:
    plan, puzzle = counting()
    first = targets(plan)[0]
    things = tuple(replace(t, height=t.height // 2) if t is first else t for t in plan.scene.things)
    scene = replace(plan.scene, things=things)
    refused(solve(puzzle, render(scene), scene.plain()), "what is asked about covers")


def test_noise_and_a_wrong_size_are_noticed() -> None:
    _, puzzle = counting()
    noise = Image.frombytes(
        "RGB", puzzle.image.size, random.Random(1).randbytes(3 * puzzle.image.width * puzzle.image.height)
    )
    refused(solve(puzzle, noise), "is not", "does not look like")
    refused(solve(puzzle, puzzle.image.resize((800, 600))), "differ in size")
    refused(solve(puzzle, Image.new("RGB", puzzle.image.size, (0, 0, 0))), "is not", "does not look like")


def test_a_scene_of_unknown_things_is_refused() -> None:
    _, puzzle = counting()
    scene = dict(cast("dict[str, Any]", puzzle.scene))
    scene["objects"] = [{**scene["objects"][0], "sprite": "unicorn"}, *scene["objects"][1:]]
    refused(solve(puzzle, scene=scene), "object 0")
    assert puzzle.question is not None and puzzle.options is not None
    refused(FAMILY.solve(puzzle.image, puzzle.question, puzzle.options, None), "no saved scene")
    refused(FAMILY.solve(puzzle.image, "How many?", puzzle.options, puzzle.scene), "not understood")


def one_that(subtask: str, asked: str) -> tuple[Plan, Puzzle]:
    for index in range(60):
        plan = planned(subtask, "easy", index)
        if plan.parameters["asked"] == asked:
            return plan, kept(subtask, "easy", index).puzzle
    raise AssertionError


def swapped(plan: Plan, old: Thing, new: Thing) -> Image.Image:
    return render(replace(plan.scene, things=tuple(new if t is old else t for t in plan.scene.things)))


def test_a_thing_turned_in_the_pixels_is_noticed() -> None:
    plan, puzzle = one_that("attribute_recognition", "points")
    _, _, _, _, _, colour, kind, _ = plan.question.split()
    thing = next(t for t in plan.scene.things if (t.sprite, t.colour) == (kind, colour))
    refused(
        solve(puzzle, swapped(plan, thing, replace(thing, angle=thing.angle + 180))), "does not", "is not", "pixels"
    )
    refused(
        solve(puzzle, swapped(plan, thing, replace(thing, angle=thing.angle + 90))), "does not", "is not", "pixels"
    )


def test_another_pattern_in_the_pixels_is_noticed() -> None:
    plan, puzzle = one_that("attribute_recognition", "pattern")
    _, _, _, _, colour, kind, _ = plan.question.split()
    thing = next(t for t in plan.scene.things if t.sprite.startswith(kind) and t.colour == colour)
    for pattern in words.PATTERNS:
        if not thing.sprite.endswith(pattern):
            refused(
                solve(puzzle, swapped(plan, thing, replace(thing, sprite=f"{kind}_{pattern}"))),
                "does not",
                "is not",
            )


def test_another_thing_in_the_hand_is_noticed() -> None:
    plan, puzzle = one_that("attribute_recognition", "holds")
    place = next(n for n, t in enumerate(plan.scene.things) if f"the {t.colour} {t.sprite} " in plan.question)
    held = plan.scene.things[place + 1]
    assert words.with_article(held.sprite) == plan.right
    other = "cup" if held.sprite != "cup" else "star"
    refused(
        solve(puzzle, swapped(plan, held, replace(held, sprite=other))), "does not look", "is not", "nothing of"
    )


@pytest.mark.parametrize("asked", ["holds", "sign"])
def test_nothing_is_held_without_a_paw(asked: str) -> None:
    plan, puzzle = one_that("ocr" if asked == "sign" else "attribute_recognition", asked)
    figure = next(t for t in plan.scene.things if f"the {t.colour} {t.sprite}" in plan.question)
    paw = min(
        (t for t in plan.scene.things if t.sprite == "paw"),
        key=lambda t: (t.x - figure.x) ** 2 + (t.y - figure.y) ** 2,
    )
    assert paw.colour == figure.colour
    for things in (
        tuple(t for t in plan.scene.things if t is not paw),
        tuple(replace(t, y=t.y - 2 * figure.height) if t is paw else t for t in plan.scene.things),
    ):
        scene = replace(plan.scene, things=things)
        refused(solve(puzzle, render(scene), scene.plain()), "the paw of the", "what the")
        refused(solve(puzzle, render(scene)), "is not", "does not look like", "nothing of")
    other = "black" if paw.colour != "black" else "red"
    things = tuple(replace(t, colour=other) if t is paw else t for t in plan.scene.things)
    scene = replace(plan.scene, things=things)
    refused(solve(puzzle, render(scene), scene.plain()), f"the paw on the {figure.colour}")


@pytest.mark.parametrize("level", DIFFICULTIES)
def test_on_a_shelf_things_stand_beside_each_other_and_on_no_string(level: Difficulty) -> None:
    plans = (planned("quantity", level, index) for index in range(60))
    for plan in islice((plan for plan in plans if plan.scene.backdrop == "shelf"), 2):
        boards: dict[int, list[tuple[int, int]]] = {}
        for thing in plan.scene.things:
            assert thing.sprite not in words.STRUNG and thing.angle == 0
            wide = round(thing.height * sheet("things")[thing.sprite].aspect / 2)
            boards.setdefault(thing.y + thing.height // 2, []).append((thing.x - wide, thing.x + wide))
        assert len(boards) < 12
        for stood in boards.values():
            assert all(left[1] < right[0] for left, right in pairwise(sorted(stood)))


@pytest.mark.parametrize(("kind", "words_"), [("umbrella", "an umbrella"), ("cup", "a cup")])
def test_what_is_held_has_an_article(kind: str, words_: str) -> None:
    assert words.with_article(kind) == words_


def test_the_ring_of_the_oracle_lies_over_every_window() -> None:
    picture = Image.new("RGB", (200, 120), (250, 250, 248))
    boxes = [
        Box(x=20, y=20, width=90, height=70, label="a window"),
        Box(x=80, y=30, width=90, height=70, label="a window"),
    ]
    oracle = highlight(picture, boxes)
    assert oracle.getpixel((107, 60)) == oracle.getpixel((82, 60)) == (255, 255, 255)
    for x in (80, 109):
        assert cast("tuple[int, ...]", oracle.getpixel((x, 60)))[0] < 60
    assert oracle.getpixel((95, 60)) == (250, 250, 248)


DOUBLES = {
    "bird": "duck owl",
    "duck": "bird",
    "owl": "bird duck",
    "shell": "snail",
    "leaf": "flower pear",
    "cup": "bucket drum",
    "bucket": "cup drum",
    "drum": "bucket cup",
    "bottle": "vase",
    "vase": "bottle",
    "ball": "balloon egg",
    "balloon": "ball",
    "egg": "ball",
    "hat": "crown",
    "crown": "hat",
    "lamp": "candle",
    "candle": "lamp",
}


@pytest.mark.parametrize(("subtask", "level"), CELLS)
def test_nothing_lies_about_that_might_be_called_what_is_asked_for(subtask: str, level: Difficulty) -> None:
    met = 0
    for index in range(60 if level == "easy" else 30):
        plan = planned(subtask, level, index)
        query = parse(plan.question)
        nouns = [word for word in (query.noun, query.other) if word in DOUBLES]
        shown = {thing.sprite.split("_")[0] for thing in plan.scene.things}
        for noun in nouns:
            assert not shown & set(DOUBLES[noun].split()), plan.question
        met += len(nouns)
        if query.ask == "held":
            held = [option.split()[1] for option in (plan.right, *plan.wrong)]
            assert not any(one in DOUBLES.get(other, "").split() for one in held for other in held)
    assert met


def test_doubles_are_known_kinds_and_doubles_of_each_other() -> None:
    nouns = {*words.KINDS, *words.HOLDERS, *words.PATTERNED}
    for noun in sorted(nouns):
        assert noun in words.doubles(noun) <= nouns
        assert all(noun in words.doubles(other) for other in words.doubles(noun))


# Writing


@pytest.mark.parametrize("asked", ["sign", "plate"])
def test_the_text_comes_from_the_pixels_and_not_from_the_scene(asked: str) -> None:
    plan, puzzle = one_that("ocr", asked)
    blank = replace(plan.scene, things=tuple(replace(t, text=None) for t in plan.scene.things))
    assert solve(puzzle, scene=blank.plain()).letter == puzzle.key
    board = next(t for t in plan.scene.things if t.text == plan.right)
    other = swapped(plan, board, replace(board, text=plan.wrong[0]))
    assert solve(puzzle, other).answer == plan.wrong[0]
    refused(solve(puzzle, swapped(plan, board, replace(board, text=None))), "no writing")
    refused(solve(puzzle, swapped(plan, board, replace(board, text="@&%"))), "the writing")
    smudged = puzzle.image.copy()
    left, top, right, bottom = board.extent()
    smudged.paste((38, 43, 51), ((2 * left + right) // 3, top + 8, (2 * left + right) // 3 + 14, bottom - 8))
    refused(solve(puzzle, smudged), "the writing", "does not look like")


@pytest.mark.parametrize("level", DIFFICULTIES)
def test_the_wrong_texts_are_on_other_signs_and_capitals_are_high_enough(level: Difficulty) -> None:
    for index in range(8):
        plan = planned("ocr", level, index)
        shown = [t.text for t in plan.scene.things if t.text]
        assert len(shown) == len(set(shown)) == LEVELS[level].signs
        assert {plan.right, *plan.wrong} <= set(shown)
        _, top, _, bottom = font(LEVELS[level].em * 4).getbbox("H", anchor="ls")
        assert (bottom - top) / 4 >= 14


@pytest.mark.parametrize("level", DIFFICULTIES)
def test_every_character_is_read(level: Difficulty) -> None:
    height = LEVELS[level].em * 6
    for number, text in enumerate(["ABCDEF", "GHIJKL", "MNPQRS", "TUVXYZ", "WOK", "K01", "23456", "R7890"]):
        board = Thing("sign", 600 + number, 400 + 3 * number, height, "black", text=text)
        assert text_width(text, em_of(board)) < height * 3.7
        scene = Scene(320, 200, "lawn", 1, "standard", (board,))
        pixels = np.asarray(render(scene))
        left, top, right, bottom = board.extent()
        inset, side = round(height / 4 * 0.2), round(height * 3.7 / 4 * 0.075)
        cut = pixels[top + inset : bottom - inset, left + side : right - side]
        assert read(cut, em_of(board), board.y - 4 * (top + inset)).text == text


def test_an_empty_board_is_illegible() -> None:
    with pytest.raises(Illegible):
        read(np.full((30, 120, 3), 250, np.uint8), 80, 60)


@given(st.integers(0, 2**32), st.sampled_from(texts.STYLES), st.booleans())
def test_four_texts_differ_and_are_of_their_style(seed: int, style: str, alike: bool) -> None:
    found = texts.four(random.Random(seed), style, alike=alike)
    assert len(set(found)) == 4
    for text in found:
        assert text.isalpha() if style == "word" else text[1:].isdigit()
        assert style != "code" or text[0] in "ABCDEFGHJKLMNPRSTUVWXYZ"
    if alike:
        assert len({len(text) for text in found}) == 1
        assert max(sum(a != b for a, b in zip(found[0], text, strict=True)) for text in found) == 1


# Numbers, words and colours


@given(st.integers(0, 2**32), st.sampled_from(DIFFICULTIES))
def test_the_numbers_are_drawn_before_the_right_one(seed: int, level: Difficulty) -> None:
    least, most = LEVELS[level].counts
    numbers, rank = quantity._numbers(random.Random(seed), least, most)
    assert least <= min(numbers) and max(numbers) <= most and len(set(numbers)) == 4
    assert list(numbers) == sorted(numbers) and 0 <= rank < 4


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(DIFFICULTIES))
def test_a_plan_has_as_many_targets_as_it_says(seed: int, level: Difficulty) -> None:
    plan = quantity.plan(random.Random(seed), level)
    found = targets(plan)
    if plan.parameters["asked"] == "facing":
        found = [t for t in found if t.mirror == ("left" in plan.question)]
    assert len(found) == len(plan.regions) == int(plan.right) == plan.parameters["count"]
    assert len({plan.right, *plan.wrong}) == 4


def mistaken(plan: Plan, said: str) -> int:
    """The number that a mistake leads to, counted in the scene."""
    asked = plan.parameters
    kind, colour, count = asked["kind"], asked["colour"], int(plan.right)
    side = None if asked["asked"] == "count" else plan.question.endswith("left?")

    def number(sprite: Any, hue: Any, mirror: bool | None = side) -> int:
        found = [t for t in plan.scene.things if (t.sprite, t.colour) == (sprite, hue)]
        return sum(mirror is None or t.mirror == mirror for t in found)

    assert number(kind, colour) == count
    if said in ("one overlooked", "one counted twice"):
        return count - 1 if said == "one overlooked" else count + 1
    if said.endswith("near the edges overlooked"):
        wide, high = plan.scene.width * 4, plan.scene.height * 4
        of_side = [t for t in targets(plan) if side is None or t.mirror == side]
        near = [t for t in of_side if min(t.x, t.y, wide - t.x, high - t.y) < high // 7]
        assert int(said.split()[1]) == len(near) > 0
        return count - len(near)
    if "face the other way" in said:
        assert side is not None
        others = number(kind, colour, not side)
    else:
        _, _, hue, noun, *_ = said.split()
        sprite = next(k for k in words.KINDS if noun in (k, words.plural(k)))
        assert (sprite == kind) != (hue == colour)
        others = number(sprite, hue, side if sprite == kind else None)
    assert int(said.split()[1]) == others > 0
    return others if said.endswith("instead") else count + others


@pytest.mark.parametrize("level", DIFFICULTIES)
def test_every_wrong_number_is_what_its_mistake_leads_to(level: Difficulty) -> None:
    seen = set()
    for index in range(60):
        plan = planned("quantity", level, index)
        mistakes = cast("dict[str, str]", plan.parameters["mistakes"])
        assert set(mistakes) == set(plan.wrong)
        for wrong, said in mistakes.items():
            assert mistaken(plan, said) == int(wrong), (plan.question, plan.right, wrong, said)
            seen.add(said.split()[-1])
    assert seen == {"overlooked", "twice", "well", "instead"}


def test_mirrored_scenes_have_one_canonical_value() -> None:
    scene = Scene(1536, 1152, "lawn", 1, "standard", ())
    places = [(100, 200), (3000, 4000), (5123, 77)]
    mirrored = [(1536 * 4 - 1 - x, y) for x, y in places]
    assert spread(places, scene) == spread(mirrored, scene)
    assert spread(places, scene) != spread([(100, 200), (3000, 4000), (4123, 77)], scene)


def test_the_place_that_is_asked_about_is_part_of_the_canonical_value() -> None:
    scene = Scene(1536, 1152, "lawn", 1, "standard", ())
    places = [(100, 200), (3000, 4000), (5123, 77)]
    mirrored = [(1536 * 4 - 1 - x, y) for x, y in places]
    values = [spread(places, scene, asked) for asked in range(3)]
    assert [spread(mirrored, scene, asked) for asked in range(3)] == values
    assert len({canonical_json(value) for value in values}) == 3
    for index in range(6):
        plan = planned("ocr", "easy", index)
        board = next(t for t in plan.scene.things if t.text == plan.right)
        first = cast("list[Any]", plan.canonical)[-1][0]
        wide = plan.scene.width * 4
        step_x, step_y = wide // 64, plan.scene.height * 4 // 48
        assert first in [[x // step_x, board.y // step_y] for x in (board.x, wide - 1 - board.x)]


def test_the_solver_refuses_unknown_questions() -> None:
    for kind in words.COUNTED:
        query = parse(f"How many red {words.plural(kind)} are there in the picture?")
        assert (query.noun, query.colour) == (kind, "red")
    for question in (
        "How many red unicorns are there in the picture?",
        "How many beige cups are there in the picture?",
        "How many red cups are there in the picture? Please",
        "",
    ):
        with pytest.raises(UnknownQuestion):
            parse(question)


def test_the_two_sides_know_the_same_colours_and_sprites() -> None:
    assert list(PALETTES) == list(TABLES)
    for name, palette in PALETTES.items():
        assert tuple(palette) == NAMES
        assert [tuple(row) for row in TABLES[name].tolist()] == list(palette.values())
    assert list(sheet("things")) == list(shapes())
    assert set(words.CLUTTER) | set(words.HOLDERS) <= set(shapes())


@pytest.mark.parametrize("kind", backdrop.KINDS)
def test_no_ground_has_a_colour_that_is_foreign_to_grounds(kind: str) -> None:
    for seed in range(12):
        ground = np.asarray(backdrop.backdrop(640, 480, kind, seed))
        assert not foreign()[codes(ground)].any()
    assert not foreign()[codes(np.asarray(backdrop.backdrop(1536, 1152, kind, 12)))].any()


@pytest.mark.parametrize("palette", PALETTES)
def test_every_colour_of_objects_is_foreign_to_grounds(palette: str) -> None:
    for change in (0, -26, -40, 30):
        shifted = np.clip(TABLES[palette].astype(int) + change, 0, 255).astype(np.uint8)
        assert foreign()[codes(shifted[None])].all()


def test_sizes_follow_the_area_asked_for() -> None:
    for name in ("cup", "key", "fish", "egg_dotted"):
        thing = Thing(name, 1000, 1000, height_for(name, 2000), "red")
        picture = Image.new("RGB", (500, 500), (1, 2, 3))
        stamp(picture, sheet("things")[name], (250, 250), thing.height / 4, PALETTE["red"])
        covered = int((np.asarray(picture) != (1, 2, 3)).any(axis=2).sum())
        assert 1850 < covered < 2250


@pytest.mark.parametrize("index", [0, 1, 2])
def test_the_reader_counts_without_the_scene(index: int) -> None:
    plan = planned("quantity", "easy", index)
    asked = plan.parameters
    pixels = np.asarray(render(plan.scene))
    assert solve_reader.count(pixels, str(asked["colour"]), str(asked["kind"])).total() == asked["count"]
    proof = kept("quantity", "easy", index).proof
    assert proof is not None and proof.evidence["reader_agrees"] is True


@pytest.mark.parametrize("index", range(6))
@pytest.mark.parametrize("subtask", ["ocr", "attribute_recognition"])
def test_what_is_asked_about_is_recognised_from_the_pixels_beside_the_proof(subtask: str, index: int) -> None:
    proof = kept(subtask, "easy", index).proof
    assert proof is not None and isinstance(proof.evidence["reader"], str)
    assert proof.evidence["reader_agrees"] is True


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("angle", [-20, 0, 13])
@pytest.mark.parametrize("sprite", ["cup", "bell", "egg_dotted", "drum_zigzag", "vase_checked", "owl", "sock"])
def test_the_reader_recognises_a_thing_and_its_colour(sprite: str, angle: int, palette: str) -> None:
    colour = list(PALETTE)[(len(sprite) + angle) % 8]
    thing = Thing(sprite, 801, 602, 200, colour, angle)
    pixels = np.asarray(render(Scene(400, 300, "lawn", 1, palette, (thing,))))
    seen = solve_reader.recognise(pixels, 801 / 4, 602 / 4, 50, (50, 50))
    assert seen is not None and (seen.sprite, seen.colour) == (sprite, colour)


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("sprite", words.POINTING)
def test_the_reader_sees_where_a_thing_points(sprite: str, quarters: int) -> None:
    thing = Thing(sprite, 801, 602, 240, "green", 90 * quarters + 7)
    pixels = np.asarray(render(Scene(400, 300, "beach", 1, "standard", (thing,))))
    seen = solve_reader.recognise(pixels, 801 / 4, 602 / 4, 60, (60, 60))
    assert seen is not None and (seen.sprite, seen.quarters) == (sprite, quarters)
    assert sprite != "fish" or not seen.mirrored  # the others are their own mirror images


def test_two_things_that_touch_are_not_one_of_another_kind() -> None:
    things = (Thing("heart", 800, 400, 230, "green", 20), Thing("leaf", 830, 620, 240, "green"))
    pixels = np.asarray(render(Scene(400, 300, "beach", 1, "deuteranopia", things)))
    for kind in ("key", "pear", "bottle", "candle"):
        assert not solve_reader.count(pixels, "green", kind, closely=True)
