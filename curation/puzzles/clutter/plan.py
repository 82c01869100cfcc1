"""What the three subtasks have in common: levels, an empty scene, the clutter that fills it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from curation.draw.palette import PALETTE
from curation.models import Box, Difficulty
from curation.puzzles.clutter import backdrop
from curation.puzzles.clutter.layout import Layout
from curation.puzzles.clutter.scene import Scene, Thing, height_for
from curation.puzzles.clutter.words import STRUNG

COLOURS: Final = tuple(PALETTE)


@dataclass(frozen=True, slots=True)
class Level:
    """The parameters of a difficulty.

    Attributes:
        sizes: Sizes of the picture in pixels, one of which is drawn.
        objects: Fewest and most things.
        counts: Fewest and most things to be counted.
        share: Least and greatest part of the picture that one asked-about thing covers, in millionths.
        rivals: Fewest and most near-misses beyond those that the wrong options need.
        em: Size of writing in pixels; capitals are 0.77 of it high.
        signs: How many signs and plates there are.
    """

    sizes: tuple[tuple[int, int], ...]
    objects: tuple[int, int]
    counts: tuple[int, int]
    share: tuple[int, int]
    rivals: tuple[int, int]
    em: int
    signs: int


LEVELS: Final[dict[Difficulty, Level]] = {
    "easy": Level(((1536, 1152), (1536, 1024)), (95, 120), (2, 8), (900, 1150), (2, 4), 28, 5),
    "medium": Level(((1792, 1344), (1792, 1200)), (160, 195), (3, 11), (700, 850), (5, 8), 24, 7),
    "hard": Level(((2048, 1536), (2048, 1360)), (240, 290), (4, 14), (590, 690), (9, 14), 20, 9),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A puzzle before it is drawn.

    Attributes:
        scene: What is in the picture.
        question: Without options.
        right: The right answer.
        wrong: Three wrong ones.
        regions: Where the answer is.
        canonical: What is the same for two puzzles that a person would call the same.
        parameters: What was drawn, for people.
    """

    scene: Scene
    question: str
    right: str
    wrong: tuple[str, str, str]
    regions: tuple[Box, ...]
    canonical: JsonValue
    parameters: dict[str, JsonValue]


class Desk:
    """What a planner works with: the level's parameters, drawn, and a layout to fill.

    Args:
        rng: The only source of chance.
        difficulty: Level.
        grounds: Backdrops that suit the question.
    """

    def __init__(self, rng: random.Random, difficulty: Difficulty, grounds: Sequence[str] = backdrop.KINDS) -> None:
        self.rng = rng
        self.level = LEVELS[difficulty]
        self.width, self.height = rng.choice(self.level.sizes)
        self.ground = rng.choice(grounds)
        self.seed = rng.getrandbits(32)
        self.palette = "deuteranopia" if rng.randrange(4) == 0 else "standard"
        self.objects = rng.randint(*self.level.objects)
        self.layout = Layout(rng, self.width, self.height, self.ground)

    def area(self) -> int:
        """Pixels for an asked-about thing to cover."""
        return self.width * self.height * self.rng.randint(*self.level.share) // 1_000_000

    def thing(self, sprite: str, colour: str, *, angle: int = 0, mirror: bool = False) -> Thing:
        """A thing of the size that asked-about things have, at the origin."""
        return Thing(sprite, 0, 0, height_for(sprite, self.area()), colour, angle, mirror)

    def suited(self, kinds: Sequence[str]) -> list[str]:
        """Those of the kinds that suit the ground: on a shelf nothing stands on a string."""
        return [kind for kind in kinds if not (self.layout.shelved and kind in STRUNG)]

    def fill(self, kinds: Sequence[str], already: int) -> None:
        """Scatter clutter until the scene has as many things as it shall have.

        Args:
            kinds: What may lie about, if it suits the ground.
            already: Things that are there.
        """
        kinds = self.suited(kinds)
        largest = 1800 if self.layout.shelved else 2400
        for _ in range(self.objects - already):
            kind, colour = self.rng.choice(kinds), self.rng.choice(COLOURS)
            area = self.width * self.height * self.rng.randint(600, largest) // 1_000_000
            if self.rng.randrange(3) == 0:
                area = self.area()
            height = min(height_for(kind, area), self.layout.tallest)
            thing = Thing(kind, 0, 0, height, colour, self.layout.turned(), self.rng.randrange(2) == 0)
            self.layout.add(thing, clear=False, tries=60)

    def scene(self) -> Scene:
        """The scene as it is now."""
        return Scene(self.width, self.height, self.ground, self.seed, self.palette, self.layout.things())

    def parameters(self, scene: Scene) -> dict[str, JsonValue]:
        """What every puzzle says of its scene."""
        return {
            "backdrop": self.ground,
            "palette": self.palette,
            "width": self.width,
            "height": self.height,
            "objects": len(scene.things),
        }


def spread(places: Sequence[tuple[int, int]], scene: Scene, asked: int | None = None) -> JsonValue:
    """Places on a grid of 64 by 48; the same for a scene and its mirror image.

    Args:
        places: In quarter pixels.
        scene: Where they are.
        asked: Which of them the question is about: it comes first. The others are sorted.
    """
    step_x, step_y = scene.width * 4 // 64, scene.height * 4 // 48

    def ordered(cells: list[list[int]]) -> list[list[int]]:
        first = [] if asked is None else [cells.pop(asked)]
        return first + sorted(cells)

    straight = ordered([[x // step_x, y // step_y] for x, y in places])
    mirrored = ordered([[(scene.width * 4 - 1 - x) // step_x, y // step_y] for x, y in places])
    lesser = min(straight, mirrored)
    return [list[JsonValue](place) for place in lesser]
