"""Measure the picture thresholds, by hand: `python -m tests.checks.measure [COUNT]`.

Prints, for photo-like pictures and each puzzle family, how many unrelated pictures are reported and how many
copies are found.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from PIL import Image

from curation.checks.likeness import Shown
from curation.checks.lookalikes import compare
from curation.checks.signature import sign
from curation.models import DIFFICULTIES
from curation.puzzles.base import Discard, Draw
from curation.puzzles.registry import families
from tests.checks.broken import shuffled
from tests.checks.makers import photo
from tests.checks.test_pictures import COPIES, jpeg

Change = Callable[[Image.Image], Image.Image]

CHANGES: dict[str, Change] = {
    **COPIES,
    "mirrored": lambda image: jpeg(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 60),
    "turned": lambda image: image.transpose(Image.Transpose.ROTATE_90),
    "3 x 3": lambda image: shuffled(image, grid=3, gutter=8),
    "4 x 4": lambda image: shuffled(image, grid=4),
    "5 x 5, JPEG": lambda image: jpeg(shuffled(image, grid=5, gutter=8), 60),
}


def kinds(count: int) -> Iterator[tuple[str, list[Image.Image]]]:
    """Pictures of each kind, about `count` of them."""
    yield "photo", [photo(seed, (960, 720)) for seed in range(count)]
    for family in families().values():
        for subtask in family.subtasks:
            pictures = []
            for number in range(count):
                draw = Draw(family.name, family.version, subtask, DIFFICULTIES[number % 3], 11, number)
                try:
                    pictures.append(family.make(draw).image)
                except Discard:
                    continue
            yield f"{family.name} {subtask}", pictures


def main(count: int) -> None:
    """Print a line a kind."""
    for kind, pictures in kinds(count):
        originals = [shown("a", number, picture) for number, picture in enumerate(pictures)]
        unrelated = len(list(compare(originals)))
        found = {}
        for name, change in CHANGES.items():
            copies = [shown("b", number, change(picture)) for number, picture in enumerate(pictures[:8])]
            said = [finding.message.split()[2].rstrip(",") for finding in compare([*originals, *copies])]
            found[name] = sum(f"a{number:03}" in said for number in range(len(copies)))
        rates = ", ".join(f"{name} {number}" for name, number in found.items())
        print(f"{kind}: {unrelated} reported of {len(pictures)} unrelated; found of {len(copies)}: {rates}")


def shown(letter: str, number: int, picture: Image.Image) -> Shown:
    """A picture under a name of its own."""
    return Shown(f"{letter}{number:03}", f"{letter}{number}", "", sign(picture))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 24)
