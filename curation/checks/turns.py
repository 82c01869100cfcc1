"""Pictures that are others, as they are or mirrored or turned, though not equal to the pixel.

Measured on 300 photo-like and 12 real pictures, 120 seven-segment displays, 120 mazes, 80 drawn scenes, the
same 80 with their tiles shuffled, and 24 cluttered scenes. Unrelated pictures: of 545,000 pairs and turns of
one kind, 11 have perceptual hashes within 10 bits of 64 (none within 6), and in all of these a point of the
thumbnails differs by 113 grey levels or more; so none is reported. Copies saved as JPEG of quality 20, at 300
pixels' width, half or 1.37 times the size, squeezed, blurred, with noise, a mark in a corner, 15 percent
darker, 10 brighter, or 20 richer in contrast: the hashes differ by 6 bits at most, the points by 69 at most;
with 1 percent cropped at each side by 8 bits and, but for displays, 87. Copies without colour differ by up to
186, so they are compared in grey, where they differ by 2. Of 132 pictures each of those copies is found, also
when mirrored or turned besides, but for 4 cropped displays; with 3 percent cropped at each side, 18 are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image, ImageChops

from curation.checks.likeness import CHUNK, Pairs, Shown
from curation.checks.signature import THUMB, TURNS, turned

BITS = 10
"""Most bits of 64 in which the perceptual hashes of copies differ."""

POINT = 100
"""Grey levels by which no point of copies' thumbnails differs, in any channel."""

GREY = 8
"""Grey levels by which the channels of a picture without colour may differ."""


def turned_copies(shown: Sequence[Shown]) -> Iterator[tuple[int, int, int]]:
    """Find the pairs.

    Yields:
        Places of the two, the smaller one first, and which of the `TURNS` makes the second of the first.
    """
    import numpy as np

    pairs = Pairs(shown)
    bits = np.array(
        [[np.unpackbits(np.frombuffer(turn, np.uint8)) for turn in one.signature.hashes] for one in shown]
    )
    signs = bits.astype(np.float32) * 2 - 1
    thumbs = [Image.frombytes("RGB", (THUMB, THUMB), one.signature.thumb) for one in shown]
    for turn, (_, how) in enumerate(TURNS):
        # The product of two vectors of signs is 64 less twice the bits that differ: whole numbers, so exact.
        for start in range(0, len(shown), CHUNK):
            near = signs[start : start + CHUNK, turn] @ signs[:, 0].T >= 64 - 2 * BITS
            for first, second in pairs.near(near, start):
                if same_thumb(turned(thumbs[first], how), thumbs[second]):
                    yield first, second, turn


def same_thumb(one: Image.Image, other: Image.Image) -> bool:
    """Whether two thumbnails differ by less than `POINT` everywhere; in grey where one of them has no colours."""
    if not _coloured(one) or not _coloured(other):
        one, other = (thumb.convert("L").convert("RGB") for thumb in (one, other))
    return _most(one, other) < POINT


def _coloured(thumb: Image.Image) -> bool:
    red, green, blue = thumb.split()
    return _most(Image.merge("RGB", (red, green, blue)), Image.merge("RGB", (green, blue, red))) > GREY


def _most(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of two RGB pictures in any point and channel, in grey levels."""
    bands = ImageChops.difference(one, other).split()
    return max(place for band in bands for place, number in enumerate(band.histogram()) if number)
