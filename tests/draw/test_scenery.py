"""What stands about in a scene is nothing that a question of that scene could be thought to speak of."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest

from curation.draw.scenery import HEIGHT, KINDS, NAMED, THEMES, WIDTH, Ask, Kind, Prop, backdrop
from curation.draw.scenery.graph import SHEET
from curation.draw.scenery.kinds import PLAIN
from curation.draw.sprites import sheet
from curation.models import DIFFICULTIES, LETTERS
from curation.puzzles.base import Discard
from curation.puzzles.tile_shuffle.plan import plan

_WORDS: Final = {
    "house_gable house_flat house_step house_steep": "house, building",
    "church": "church, chapel, building, tower",
    "lighthouse": "lighthouse, tower, building",
    "windmill": "windmill, mill, building, tower",
    "barn": "barn, shed, building",
    "beach_hut": "hut, house, building",
    "fountain": "fountain",
    "person_coat person_dress person_jumper person_elder": "person, figure",
    "boat_sloop boat_lugger": "sailing boat, boat, ship",
    "buoy": "buoy",
    "anchor": "anchor",
    "parasol parasol_peaked": "parasol, umbrella",
    "tree_round tree_poplar tree_pine": "tree, plant",
    "palm": "palm, tree, plant",
    "bush": "bush, shrub, plant",
    "tuft": "tuft, grass, plant",
    "blossom": "blossom, flower, plant",
    "flower_tulip flower_daisy flower_bell": "flower, blossom, plant",
    "plant": "plant",
    "cactus": "cactus, plant",
    "stall_striped stall_domed stall_peaked": "stall, stand, booth",
    "balloon_plain balloon_banded": "balloon",
    "cloud_long cloud_puff": "cloud",
    "gull": "gull, bird, animal",
    "fish_round fish_angel fish_long": "fish, animal",
    "starfish": "starfish, star, fish, animal",
    "shell": "shell",
    "coral": "coral, plant",
    "seaweed": "seaweed, plant",
    "bubble": "bubble",
    "wagon_coach wagon_box wagon_tank wagon_mail": "wagon, car, carriage",
    "engine": "engine, locomotive",
    "car": "car, vehicle, wagon",
    "cow": "cow, animal",
    "pig": "pig, animal",
    "sheep": "sheep, animal",
    "horse": "horse, animal",
    "dog": "dog, animal",
    "cat": "cat, animal",
    "hen": "hen, chicken, bird, animal",
    "ball": "ball",
    "pebble": "pebble, stone, rock",
    "ripple": "ripple, wave, foam",
    "fence": "fence",
    "bench": "bench",
    "lamp_post": "lamp post, lamp, light",
    "lamp": "lamp, light",
    "candle": "candle, light",
    "armchair": "armchair, chair",
    "sofa": "sofa, couch",
    "cupboard": "cupboard",
    "piano": "piano",
    "picture": "picture, painting",
    "mirror": "mirror",
    "window": "window",
    "guitar": "guitar",
    "calendar": "calendar",
    "vase": "vase",
    "clock": "clock",
    "globe": "globe",
    "teapot": "teapot",
    "radio": "radio",
    "camera": "camera",
    "books": "books",
}
CALLED: Final = {sprite: {*words.split(", ")} for sprites, words in _WORDS.items() for sprite in sprites.split()}
"""Every sprite of the scenes, and what a person may call it."""

DRAWN: Final[dict[str, set[str]]] = {
    "sky": {"sun"},
    "skyline": {"house", "building", "tower", "church", "town"},
    "peaks": {"mountain", "peak"},
    "hills": {"hill"},
    "bunting": {"flag"},
    "rings": set(),
    "ridge": set(),
    "waves": set(),
}
"""The same for what the backdrop draws without sprites."""


@dataclass(frozen=True)
class Placed:
    """One staged scene: everybody that has a role, and everything else, with what it may be called."""

    kind: Kind
    cast: list[Prop]
    around: list[Prop]
    drawn: set[str]


@pytest.fixture(scope="module")
def placed() -> dict[str, list[Placed]]:
    """Many scenes of each kind, in every mood, for everything that may be asked of it."""
    return {name: [*_staged(kind)] for name, kind in KINDS.items()}


def _staged(kind: Kind) -> Iterator[Placed]:
    drawn: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        for name in DRAWN:
            whole = getattr(backdrop, name)

            def noted(*given: object, _name: str = name, _whole: object = whole) -> object:
                drawn.add(_name)
                return _whole(*given)  # type: ignore[operator]

            patch.setattr(backdrop, name, noted)
        for asked in kind.asks:
            for seed in range(40):
                rng = random.Random(f"{kind.name} {asked} {seed}")
                number = rng.randint(4, min(7, kind.most))
                cast = kind.cast(rng, Ask(asked, number, rng.randint(1, 3) if asked == "count_side" else None))
                drawn.clear()
                items = kind.stage(rng, THEMES[seed % len(THEMES)], cast)
                around = [item for item in items if isinstance(item, Prop) and not item.role]
                yield Placed(kind, cast, around, {*drawn})


def _spoken_of(one: Placed) -> set[str]:
    """The nouns that questions about the scene use: of what is counted, of landmarks, of single things."""
    roles = [prop.role for prop in one.cast if prop.role]
    named = {role.label.removeprefix("the ") for role in roles if role.word not in NAMED}
    # "the boat with the red sail"
    short = {role.label.split()[1] for role in roles if role.word in NAMED} - set(NAMED)
    return {role.noun for role in roles} | named | short


def test_every_sprite_of_the_scenes_has_its_words() -> None:
    assert set(CALLED) == set(sheet(SHEET))


@pytest.mark.parametrize("name", sorted(KINDS))
def test_nothing_strewn_or_behind_has_a_name_that_questions_use(placed: dict[str, list[Placed]], name: str) -> None:
    for one in placed[name]:
        spoken = _spoken_of(one)
        for prop in one.around:
            assert not CALLED[prop.sprite] & spoken, prop.sprite
        for what in one.drawn:
            assert not DRAWN[what] & spoken, what


@pytest.mark.parametrize("name", sorted(KINDS))
def test_what_is_asked_for_has_its_name_and_nothing_else_has(placed: dict[str, list[Placed]], name: str) -> None:
    for one in placed[name]:
        roles = [(prop, prop.role) for prop in one.cast if prop.role]
        assert len(roles) == len(one.cast)
        for prop, role in roles:
            words = CALLED[prop.sprite]
            assert role.noun in words or role.noun == "object", prop.sprite
            if role.word not in NAMED:
                assert role.word in words, prop.sprite
            if role.noun != one.kind.noun:
                # A landmark: there is one of it, and it is none of those that are counted.
                assert one.kind.noun not in words
                assert sum(role.noun in CALLED[other.sprite] for other in one.cast) == 1
            elif role.word not in NAMED and "count" not in one.kind.asks:
                assert sum(role.word in CALLED[other.sprite] for other in one.cast) == 1


@pytest.mark.parametrize("name", sorted(KINDS))
def test_only_what_is_told_apart_by_colour_is_tinted(placed: dict[str, list[Placed]], name: str) -> None:
    """A landmark, an animal or a sofa has colours of its own, and shows nothing of the plain grey."""
    for one in placed[name]:
        for prop in (*one.cast, *one.around):
            fills = {part.fill for part in sheet(SHEET)[prop.sprite].parts}
            assert prop.colour != PLAIN or not fills & {"body", "shade", "light"}, prop.sprite


@pytest.mark.parametrize("name", ["room", "shelf"])
def test_nothing_strewn_stands_between_two_objects(placed: dict[str, list[Placed]], name: str) -> None:
    """Anything is an object: none but the named ones may be directly above or below another."""
    for one in placed[name]:
        lowest = max(prop.y for prop in one.cast)
        assert all(prop.box[1] > lowest - 12 or prop.box[3] < 60 for prop in one.around)


@pytest.mark.parametrize("palette", ["standard", "deuteranopia"])
def test_the_rule_holds_for_plans(palette: str) -> None:
    seen: set[str] = set()
    for seed in range(240):
        rng = random.Random(seed)
        try:
            made = plan(
                rng,
                subtask=("coarse_grid", "fine_grid")[seed % 2],
                difficulty=DIFFICULTIES[seed % 3],
                key=LETTERS[seed % 4],
                palette=palette,  # type: ignore[arg-type]
            )
        except Discard:
            continue
        seen.add(made.scene.kind)
        assert (made.scene.width, made.scene.height) == (WIDTH, HEIGHT)
        around = [item for item in made.scene.items if isinstance(item, Prop) and not item.role]
        spoken = _spoken_of(Placed(KINDS[made.scene.kind], [*made.cast], around, set()))
        assert not [prop.sprite for prop in around if CALLED[prop.sprite] & spoken]
    assert seen == set(KINDS)
