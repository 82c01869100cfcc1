"""Tile shuffles: plans are sound, keys are proved, damage is noticed, photos are refused where they must be."""

from __future__ import annotations

import ast
import copy
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

import curation.puzzles.tile_shuffle as package
from curation.canonical import digest_pixels
from curation.draw.scenery import HEIGHT, KINDS, NAMED, THEMES, WIDTH, Ask, Asked, Prop, Scene, render
from curation.draw.sprites import sheet
from curation.models import DIFFICULTIES, LETTERS, Difficulty
from curation.puzzles.base import Discard, Draw, Puzzle, Solution
from curation.puzzles.tile_shuffle import FAMILY
from curation.puzzles.tile_shuffle.answer import Unclear
from curation.puzzles.tile_shuffle.idbuffer import render as draw_again
from curation.puzzles.tile_shuffle.jigsaw import LEAST_MARGIN, Restored, restore
from curation.puzzles.tile_shuffle.levels import level_of
from curation.puzzles.tile_shuffle.photo import frame, make_photo
from curation.puzzles.tile_shuffle.plan import Plan, layout_key, plan
from curation.puzzles.tile_shuffle.questions import MAKERS, Setting
from curation.puzzles.tile_shuffle.shuffle import GUTTER, cut, lay, most_alike, scatter
from curation.puzzles.tile_shuffle.solve import refuse_nameless, solve_permutation
from curation.puzzles.trial import Kept, sequence
from tests.draw.test_palette import _machado, _seen, _vienot, ciede2000

GOLDEN = {
    "coarse_grid": "c0ea2f2e503be6a905f3ef9c7b0c2ea04c90c78693a0ffc050c0c907f13ad935",
    "fine_grid": "165dd878d1d4682aa2715cb2a15f2731f7fc4d5f8032ee44fc4e83cd19b692ab",
}
COLOURED = ("street", "square", "harbour", "beach", "garden", "market", "sky", "sea", "train")
LEVELS = [(subtask, difficulty) for subtask in FAMILY.subtasks for difficulty in DIFFICULTIES]


def kept(subtask: str, difficulty: Difficulty, index: int = 0, seed: int = 3) -> Kept:
    *_, last = sequence(FAMILY, Draw(FAMILY.name, FAMILY.version, subtask, difficulty, seed, index), set())
    assert isinstance(last, Kept)
    return last


@pytest.fixture(scope="module")
def puzzles() -> dict[tuple[str, Difficulty], Kept]:
    return {level: kept(*level) for level in LEVELS}


@pytest.fixture(scope="module")
def sound(puzzles: dict[tuple[str, Difficulty], Kept]) -> Puzzle:
    """A puzzle whose things are told apart by colour."""
    return next(one.puzzle for one in puzzles.values() if one.puzzle.parameters["scene"] in COLOURED)


def planned(subtask: str, difficulty: Difficulty, seed: int) -> Plan:
    rng = random.Random(seed)
    while True:
        try:
            return plan(rng, subtask=subtask, difficulty=difficulty, key=LETTERS[seed % 4])
        except Discard:
            continue


def solved(puzzle: Puzzle, **changes: Any) -> Solution:
    shown = replace(puzzle, **changes)
    assert shown.question is not None and shown.options is not None
    return FAMILY.solve(shown.image, shown.question, shown.options, shown.scene)


# Plans


@given(st.sampled_from(LEVELS), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_plan_asks_one_question_with_four_answers(level: tuple[str, Difficulty], seed: int) -> None:
    made = planned(*level, seed)
    assert made.options[seed % 4] == made.question.right
    assert len(set(made.options)) == 4
    grid = level_of(*level).grid
    assert sorted(made.permutation) == list(range(grid * grid))
    assert all(slot != tile for slot, tile in enumerate(made.permutation))
    setting = Setting(KINDS[made.scene.kind], made.level, made.scene.actors, made.permutation)
    about = [setting.cast.index(prop) for prop in made.about]
    assert setting.spans_tiles(about) and setting.apart() and setting.clear_of_cuts()


@given(st.sampled_from(LEVELS), st.integers(0, 10**6))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_mirrored_or_recoloured_it_is_the_same_puzzle(level: tuple[str, Difficulty], seed: int) -> None:
    made = planned(*level, seed)
    kind = KINDS[made.scene.kind]
    question = made.question
    names = list(NAMED.values())
    turned = dict(zip(names, names[3:] + names[:3], strict=True))
    cast = list(made.cast)
    mirrored = [replace(prop, x=WIDTH - prop.x, mirror=not prop.mirror) for prop in cast]
    recoloured = [replace(prop, colour=turned.get(prop.colour, prop.colour)) for prop in cast]
    assert layout_key(kind, mirrored, made.asked, question) == made.canonical
    assert layout_key(kind, recoloured, made.asked, question) == made.canonical
    moved = [replace(prop, x=prop.x + 40 * (place == 0)) for place, prop in enumerate(cast)]
    assert layout_key(kind, moved, made.asked, question) != made.canonical


def test_counts_are_offered_as_neighbours_of_which_each_is_right_as_often() -> None:
    ranks: Counter[int] = Counter()
    for seed in range(900):
        made = planned("coarse_grid", "medium", seed)
        if made.question.right.isdigit():
            offered = sorted(int(option) for option in made.options)
            assert offered == list(range(offered[0], offered[0] + 4)) and offered[0] >= 1
            ranks[offered.index(int(made.question.right))] += 1
    total = sum(ranks.values())
    assert all(abs(ranks[rank] / total - 0.25) < 4 * (0.1875 / total) ** 0.5 for rank in range(4))


def test_what_a_thing_is_does_not_tell_where_it_is() -> None:
    """In a room some things always hang and others always stand: the options are all of one row."""
    right: Counter[str] = Counter()
    offered: Counter[str] = Counter()
    rooms = 0
    for seed in range(900):
        made = planned("coarse_grid", "easy", seed)
        places = {prop.role.label: prop.y for prop in made.cast if prop.role}
        if made.scene.kind == "room":
            rows = [places[option] for option in made.options]
            assert max(rows) - min(rows) < 60
            rooms += 1
        if made.scene.kind == "farm" and not made.question.right.isdigit():
            offered.update(made.options)
            right[made.question.right] += 1
    assert rooms > 40 and len(offered) == 7
    assert all(abs(right[one] / offered[one] - 0.25) < 4 * (0.1875 / offered[one]) ** 0.5 for one in offered)


def test_the_orders_offered_lead_to_one_another_by_the_same_steps() -> None:
    made = next(
        one for one in (planned("fine_grid", "hard", seed) for seed in range(200)) if one.asked == "sequence"
    )
    orders = [option.split(", ") for option in made.options]

    def steps(one: list[str], other: list[str]) -> tuple[int, ...]:
        return tuple(other.index(word) for word in one)

    assert len({frozenset(steps(one, other) for other in orders) for one in orders}) == 1


def test_every_kind_can_be_asked_all_that_it_claims() -> None:
    asked: set[tuple[str, Asked]] = set()
    for kind in KINDS.values():
        for what in kind.asks:
            for seed in range(300):
                rng = random.Random(seed)
                cast = kind.cast(rng, Ask(what, 6, 3 if what == "count_side" else None))
                setting = Setting(kind, level_of("fine_grid", "medium"), cast, scatter(rng, 4))
                if setting.apart() and any(setting.spans_tiles(one.about) for one in MAKERS[what](setting, rng)):
                    asked.add((kind.name, what))
                    break
    assert asked == {(kind.name, what) for kind in KINDS.values() for what in kind.asks}
    assert {what for _, what in asked} == set(get_args(Asked))
    assert len(KINDS) >= 8


# Pictures and proofs


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_proved(puzzles: dict[tuple[str, Difficulty], Kept], level: tuple[str, Difficulty]) -> None:
    one = puzzles[level]
    grid = level_of(*level).grid
    assert one.proof is not None and one.proof.method == "id_buffer"
    assert one.proof.evidence["least_visible"] >= 0.8  # type: ignore[operator]
    assert one.proof.evidence["seam_margin"] >= LEAST_MARGIN  # type: ignore[operator]
    assert isinstance(one.proof.evidence["reader_agrees"], bool)
    assert one.puzzle.image.size == (WIDTH + (grid - 1) * GUTTER, HEIGHT + (grid - 1) * GUTTER)
    assert one.puzzle.oracle.size == (WIDTH, HEIGHT)
    assert all(box.x + box.width <= one.puzzle.image.width for box in one.puzzle.regions)
    found = restore(np.asarray(one.puzzle.image))
    assert isinstance(found, Restored)
    assert list(found.permutation) == one.puzzle.parameters["permutation"]
    assert np.array_equal(found.picture, np.asarray(one.puzzle.oracle))


@pytest.mark.parametrize("name", sorted(KINDS))
def test_both_rasterisers_draw_the_same_scene(name: str) -> None:
    rng = random.Random(name)
    kind = KINDS[name]
    cast = kind.cast(rng, Ask(kind.asks[0], 5))
    scene = Scene(name, WIDTH, HEIGHT, tuple(kind.stage(rng, THEMES[len(name) % len(THEMES)], cast)))
    again = draw_again(scene.plain())
    off = np.abs(np.moveaxis(np.asarray(render(scene), dtype=np.int16), 2, 0) - again.expected).max(axis=0) > 6
    assert off.mean() < 0.04
    assert [thing.label for thing in again.things] == [prop.role.label for prop in scene.actors if prop.role]
    assert min(thing.visible / thing.silhouette for thing in again.things) > 0.8


def test_sprites_fill_their_boxes() -> None:
    for sprite in sheet("scenery").values():
        tops = [y - (part.width or 0) / 2 for part in sprite.parts for _, y in part.points]
        lows = [y + (part.width or 0) / 2 for part in sprite.parts for _, y in part.points]
        assert -0.05 < min(tops) < 0.13 and 0.95 < max(lows) < 1.05, sprite.name


def test_named_colours_can_be_told_apart() -> None:
    for one, other in combinations(NAMED.values(), 2):
        assert ciede2000(_seen(one), _seen(other)) >= 20
        assert ciede2000(_machado(one), _machado(other)) >= 15
        assert ciede2000(_vienot(one), _vienot(other)) >= 15


def test_the_prover_shares_no_code_with_the_maker() -> None:
    folder = Path(package.__file__).parent
    allowed = {"solve", "answer", "idbuffer", "jigsaw", "reader"}
    for name in sorted(allowed):
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if module.startswith("curation.puzzles.tile_shuffle"):
                named = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else set()
                assert module.rpartition(".")[2] in allowed or named <= allowed
            else:
                assert not module.startswith("curation.") or module == "curation.puzzles.base"


@pytest.mark.parametrize("subtask", FAMILY.subtasks)
def test_a_fresh_process_draws_the_same_pixels(subtask: str) -> None:
    program = (
        "from tests.puzzles.test_tile_shuffle import kept; from curation.canonical import digest_pixels;"
        f"print(digest_pixels(kept({subtask!r}, 'medium', 5).puzzle.image))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == GOLDEN[subtask]
    assert digest_pixels(kept(subtask, "medium", 5).puzzle.image) == GOLDEN[subtask]


# Damage


def slots(puzzle: Puzzle) -> list[tuple[int, int, int, int]]:
    """The boxes of the places in the shuffled picture, row by row."""
    grid = int(str(puzzle.parameters["grid"]))
    wide = (puzzle.image.width - (grid - 1) * GUTTER) // grid
    high = (puzzle.image.height - (grid - 1) * GUTTER) // grid
    corners = [(column * (wide + GUTTER), row * (high + GUTTER)) for row in range(grid) for column in range(grid)]
    return [(x, y, x + wide, y + high) for x, y in corners]


def test_a_tile_that_is_there_twice_is_noticed(sound: Puzzle) -> None:
    image = sound.image.copy()
    boxes = slots(sound)
    image.paste(image.crop(boxes[0]), boxes[4][:2])
    assert solved(sound, image=image).letter is None


@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_180, Image.Transpose.FLIP_LEFT_RIGHT])
def test_a_turned_tile_is_noticed(sound: Puzzle, turn: Image.Transpose) -> None:
    image = sound.image.copy()
    box = slots(sound)[3]
    image.paste(image.crop(box).transpose(turn), box[:2])
    assert solved(sound, image=image).letter is None


def test_a_painted_over_thing_is_noticed(sound: Puzzle) -> None:
    for box in sound.regions:
        if box.width * box.height > 2000:
            image = sound.image.copy()
            place = (box.x, box.y, box.x + box.width, box.y + box.height)
            ImageDraw.Draw(image).rectangle(place, fill=(128, 160, 140))
            assert solved(sound, image=image).letter is None


def test_a_small_blot_is_noticed(sound: Puzzle) -> None:
    image = sound.image.copy()
    x0, y0, x1, y1 = slots(sound)[2]
    middle = ((x0 + x1) // 2, (y0 + y1) // 2)
    ImageDraw.Draw(image).ellipse(
        (middle[0] - 22, middle[1] - 22, middle[0] + 22, middle[1] + 22), fill=(10, 10, 10)
    )
    assert solved(sound, image=image).letter is None


def test_changed_colours_are_noticed(sound: Puzzle) -> None:
    red, green, blue = sound.image.split()
    assert solved(sound, image=Image.merge("RGB", (blue, green, red))).letter is None


def test_a_thing_in_another_colour_is_noticed(sound: Puzzle) -> None:
    scene: Any = sound.scene
    for item in scene["items"]:
        if item.get("word") in NAMED:
            pixels = np.asarray(sound.image).copy()
            own = tuple(int(item["colour"][place : place + 2], 16) for place in (1, 3, 5))
            other = next(colour for colour in NAMED.values() if colour != own)
            pixels[(pixels == own).all(axis=2)] = other
            assert solved(sound, image=Image.fromarray(pixels)).letter is None


def test_another_order_of_the_tiles_gives_the_same_answer(sound: Puzzle) -> None:
    grid = int(str(sound.parameters["grid"]))
    image = lay(cut(sound.oracle, grid), scatter(random.Random(8), grid), grid)
    assert solved(sound, image=image).letter == sound.key


def test_a_picture_that_is_not_shuffled_is_refused(sound: Puzzle) -> None:
    grid = int(str(sound.parameters["grid"]))
    image = lay(cut(sound.oracle, grid), range(grid * grid), grid)
    assert solved(sound, image=image).answer == "a tile lies where it belongs"
    assert solved(sound, image=sound.oracle).answer == "no regular white gutters"


def test_a_scene_that_says_otherwise_is_noticed(sound: Puzzle) -> None:
    scene: Any = copy.deepcopy(dict(sound.scene or {}))
    named = [item for item in scene["items"] if "noun" in item and item["word"] in NAMED]
    for change in ("colour", "x", "missing", "word", "broken"):
        spoilt = copy.deepcopy(scene)
        item = next(one for one in spoilt["items"] if one == named[0])
        if change == "colour":
            item["colour"] = named[1]["colour"]
        elif change == "x":
            item["x"] += 30
        elif change == "word":
            item["word"] = named[1]["word"]
        elif change == "broken":
            item["height"] = "tall"
        else:
            spoilt["items"].remove(item)
        assert solved(sound, scene=spoilt).letter is None, change
    assert solved(sound, scene=None).answer == "no scene was saved"


def test_a_thing_that_lost_its_name_is_noticed(sound: Puzzle) -> None:
    scene: Any = copy.deepcopy(dict(sound.scene or {}))
    item = next(item for item in scene["items"] if "noun" in item)
    noun = item.pop("noun")
    assert solved(sound, scene=scene).answer == f"a {noun} in the picture has no name"


@pytest.mark.parametrize("name", sorted(KINDS))
def test_whatever_lost_its_name_is_noticed(name: str) -> None:
    """It would not be counted, and nothing in the pixels would be other than the scene says."""
    rng, kind = random.Random(name), KINDS[name]
    cast = kind.cast(rng, Ask(kind.asks[0], 5))
    scene: Any = Scene(name, WIDTH, HEIGHT, tuple(kind.stage(rng, THEMES[0], cast))).plain()
    things = draw_again(scene).things
    refuse_nameless(scene, things)
    for number, item in enumerate(scene["items"]):
        if "noun" in item:
            bare = {word: value for word, value in item.items() if word != "noun"}
            spoilt = {**scene, "items": [*scene["items"][:number], bare, *scene["items"][number + 1 :]]}
            with pytest.raises(Unclear, match=f"a {item['noun']} in the picture has no name"):
                refuse_nameless(spoilt, [thing for thing in things if thing.number != number])


def test_a_question_of_another_kind_is_not_guessed_at(sound: Puzzle) -> None:
    assert solved(sound, question="Which is nicest?").letter is None
    assert solved(sound, options=("w", "x", "y", "z")).letter is None


@pytest.mark.parametrize("size", [(1, 1), (40, 30), (984, 804)])
def test_a_blank_picture_is_no_puzzle(sound: Puzzle, size: tuple[int, int]) -> None:
    for colour in ((255, 255, 255), (90, 90, 90)):
        assert solved(sound, image=Image.new("RGB", size, colour)).letter is None


def test_noise_in_the_gutters_or_elsewhere_never_gives_a_wrong_letter(sound: Puzzle) -> None:
    rng = random.Random(4)
    pixels = np.asarray(sound.image).copy()
    for _ in range(400):
        y, x = rng.randrange(pixels.shape[0]), rng.randrange(pixels.shape[1])
        pixels[y, x] = 255 - pixels[y, x]
    assert solved(sound, image=Image.fromarray(pixels)).letter in (None, sound.key)


# Photos


def photo(seed: int, size: tuple[int, int] = (1200, 900)) -> Image.Image:
    """A landscape of smooth noise: clouds, slopes, and grain on top."""
    generator = np.random.Generator(np.random.PCG64(seed))
    layers = np.zeros((size[1], size[0], 3))
    for cells, strength in ((4, 90), (11, 50), (37, 25)):
        grid = generator.integers(0, 255, (cells, cells, 3), dtype=np.uint8)
        layers += (
            np.asarray(Image.fromarray(grid).resize(size, Image.Resampling.BICUBIC), dtype=float) / 255 * strength
        )
    layers += generator.normal(0, 3, layers.shape)
    return Image.fromarray(layers.clip(0, 250).astype(np.uint8))


@pytest.mark.parametrize("level", LEVELS)
def test_a_photo_is_shuffled_without_a_question(level: tuple[str, Difficulty]) -> None:
    subtask, difficulty = level
    made = make_photo(photo(1), random.Random(2), subtask=subtask, difficulty=difficulty)
    assert (made.question, made.options, made.key) == (None, None, None)
    assert solve_permutation(made.image) == made.parameters["permutation"]
    assert max(made.oracle.size) <= 960 and all(side % level_of(*level).grid == 0 for side in made.oracle.size)
    assert (
        made.canonical
        == make_photo(
            photo(1).transpose(Image.Transpose.FLIP_LEFT_RIGHT),
            random.Random(5),
            subtask=subtask,
            difficulty=difficulty,
        ).canonical
    )


@given(width=st.integers(288, 6000), height=st.integers(288, 6000))
@example(width=1000, height=1000)
@example(width=1000, height=800)
def test_what_is_cut_out_of_a_photo_lies_in_it_and_is_not_distorted(width: int, height: int) -> None:
    (across, down), (left, top, right, bottom) = frame(width, height)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert max(across, down) <= 960
    assert (right - left) / across == pytest.approx((bottom - top) / down)
    assert left == pytest.approx(width - right) and top == pytest.approx(height - bottom)


@pytest.mark.parametrize("size", [(1000, 1000), (1000, 800), (805, 1003)])
def test_a_photo_of_any_size_is_cut(size: tuple[int, int]) -> None:
    made = make_photo(photo(1, size), random.Random(2), subtask="coarse_grid", difficulty="easy")
    assert solve_permutation(made.image) == made.parameters["permutation"]


def test_two_photos_are_two_puzzles() -> None:
    keys = [
        str(make_photo(photo(seed), random.Random(0), subtask="coarse_grid", difficulty="easy").canonical)
        for seed in range(4)
    ]
    assert len(set(keys)) == 4


@pytest.mark.parametrize(
    ("image", "trouble"),
    [
        (photo(1, (300, 260)), "too small for 4 x 4 tiles: 300 x 260 pixels, and its shorter side needs 384"),
        (photo(1, (4000, 300)), "too small for 4 x 4"),
        (Image.new("RGB", (900, 900), (120, 90, 60)), "of one colour"),
        (Image.new("L", (900, 900), 255), "of one colour"),
        (Image.linear_gradient("L").resize((960, 960)), "look alike"),
    ],
)
def test_a_photo_that_cannot_be_put_together_again_is_refused(image: Image.Image, trouble: str) -> None:
    with pytest.raises(Discard, match=trouble):
        make_photo(image, random.Random(1), subtask="fine_grid", difficulty="easy")


def test_a_photo_of_repeated_patches_is_refused() -> None:
    patch = photo(3, (240, 240))
    image = Image.new("RGB", (960, 720))
    for x in range(0, 960, 240):
        for y in range(0, 720, 240):
            image.paste(patch, (x, y))
    with pytest.raises(Discard, match=r"alike|in one way only"):
        make_photo(image, random.Random(1), subtask="fine_grid", difficulty="easy")


# Tiles


@given(st.integers(0, 10**6), st.sampled_from([3, 4, 5]))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_no_tile_and_no_pair_of_neighbours_stays(seed: int, grid: int) -> None:
    order = scatter(random.Random(seed), grid)
    rows = [order[row * grid : (row + 1) * grid] for row in range(grid)]
    columns = [order[column::grid] for column in range(grid)]
    assert not any(b == a + 1 and b % grid for row in rows for a, b in pairwise(row))
    assert not any(b == a + grid for column in columns for a, b in pairwise(column))


def test_tiles_that_look_alike_are_measured() -> None:
    image = photo(6, (960, 780))
    tiles = cut(image, 3)
    whole, rims = most_alike([*tiles, tiles[4]])
    assert whole == 0.0 and rims == 0.0
    assert min(most_alike(tiles)) > 4.0


def test_a_prop_knows_its_box() -> None:
    prop = Prop("tree_pine", 100, 200, 50, (0, 0, 0))
    assert prop.box == (85.0, 150, 115.0, 200.0)
