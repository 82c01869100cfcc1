"""A picture seen in a mirror, upside down or turned round is another picture: no solver answers it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageOps

from curation.models import DIFFICULTIES, Difficulty
from curation.puzzles.registry import families, family
from tests.puzzles.battery import Trials

# A display of segments that are all lit has no left and no up: turned, it is the display of another puzzle.
NAMES = sorted(set(families()) - {"seven_segment"})


@pytest.mark.parametrize("turn", [ImageOps.mirror, ImageOps.flip, lambda image: image.rotate(180)])
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("name", NAMES)
def test_a_turned_picture_is_noticed(
    name: str, difficulty: Difficulty, turn: Callable[[Image.Image], Image.Image]
) -> None:
    Trials(family(name)).noticed(lambda made: turn(made.image), 4, difficulty)
