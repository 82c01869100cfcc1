"""Does the picture show what the saved scene says, and nothing else?

The predicted colour of every pixel inside of an object is compared with the picture, and the ground is searched for
colours that no ground has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from curation.puzzles.clutter.solve_raster import FIXED, Buffer, Floats, Item, shapes

Bytes = NDArray[np.uint8]

NAMES: Final = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "black")
TABLES: Final[dict[str, Bytes]] = {
    "standard": np.array(
        [
            (212, 43, 54),
            (240, 130, 40),
            (248, 210, 60),
            (46, 150, 98),
            (46, 116, 206),
            (108, 56, 160),
            (240, 152, 190),
            (32, 34, 40),
        ],
        np.uint8,
    ),
    "deuteranopia": np.array(
        [
            (180, 26, 26),
            (218, 124, 24),
            (254, 236, 20),
            (12, 106, 86),
            (34, 124, 236),
            (86, 26, 138),
            (224, 140, 175),
            (18, 18, 22),
        ],
        np.uint8,
    ),
}
"""For each palette the colours that questions may name, in the order of `NAMES`."""

WRITING: Final = ("sign", "plate")
"""Sprites that bear writing; inside of them the ink counts as agreeing."""

HAND: Final = "paw"
"""Sprite of the arm with which a figure holds something."""

_TOLERANCE = 36
_PALE = 25
_SOFT = 8
_ROSY = 2
_STRAY = 24
_AGREEING = 0.96


class Damaged(Exception):
    """The picture does not show what the scene says; the message says where."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well the picture and the scene agree.

    Attributes:
        objects: Least share of agreeing pixels over all objects.
        bodies: Least share of body pixels whose nearest named colour is the one that the scene says.
    """

    objects: float
    bodies: float


def tones(table: Bytes) -> Bytes:
    """Body, shade and light of each named colour: (8, 3, 3)."""
    colour = table.astype(np.float64)
    shade = colour * (1 - 0.28)
    light = colour + (255 - colour) * 0.42
    return np.rint(np.stack([colour, shade, light], axis=1)).astype(np.uint8)


@cache
def nearest(palette: str) -> NDArray[np.int8]:
    """For each colour of 5 bits a channel, the nearest named one: (32768,)."""
    codes = np.arange(1 << 15)
    middle = np.stack([codes >> 10, codes >> 5 & 31, codes & 31], axis=1) * 8 + 4
    apart = ((middle[:, None, :] - TABLES[palette][None].astype(int)) ** 2).sum(axis=2)
    return np.asarray(apart.argmin(axis=1), np.int8)


@cache
def foreign() -> NDArray[np.bool_]:
    """Whether no ground has a colour of 5 bits a channel: (32768,).

    Grounds are pale and soft, and none is pink. No thing is so, were it a little darker or lighter than the palette
    has it.
    """
    codes = np.arange(1 << 15)
    channels = np.stack([codes >> 10, codes >> 5 & 31, codes & 31])
    red, green, blue = channels
    highest = channels.max(axis=0)
    vivid = highest - channels.min(axis=0) > _SOFT
    pink = np.minimum(red, blue) - green > _ROSY
    return np.asarray((highest < _PALE) | vivid | pink)


def codes(pixels: Bytes) -> NDArray[np.uint16]:
    """Colours of 5 bits a channel, as one number."""
    fine: Bytes = pixels >> np.uint8(3)
    code = fine[..., 0].astype(np.uint16)
    for channel in (1, 2):
        code <<= 5
        code |= fine[..., channel]
    return code


def _inner(buffer: Buffer) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find the pixels that have the same part of the same object on all four sides.

    Returns:
        Their flat indices, and for each 64 times its object's number plus its part.
    """
    key = buffer.ids * np.uint16(64) + buffer.parts
    inner = buffer.ids > 0
    inner[[0, -1]] = False
    inner[:, [0, -1]] = False
    core = key[1:-1, 1:-1]
    for other in (key[:-2, 1:-1], key[2:, 1:-1], key[1:-1, :-2], key[1:-1, 2:]):
        inner[1:-1, 1:-1] &= core == other
    where = np.flatnonzero(inner)
    return where, key.ravel()[where].astype(np.intp) - 64


def _colours(items: Sequence[Item], palette: str) -> tuple[Bytes, NDArray[np.bool_]]:
    """Predicted colour, and whether the part is body, for each (object, part): both padded to 64 parts."""
    table = tones(TABLES[palette])
    colours = np.zeros((len(items), 64, 3), np.uint8)
    body = np.zeros((len(items), 64), bool)
    for item in items:
        shape = shapes()[item.sprite]
        own = table[NAMES.index(item.colour)]
        parts = len(shape.roles)
        roles = np.minimum(shape.roles, FIXED - 1)
        colours[item.number, :parts] = np.where((shape.roles == FIXED)[:, None], shape.fixed, own[roles])
        body[item.number, :parts] = shape.roles == 0
    return colours, body


def _stray(pixels: Bytes, buffer: Buffer) -> int:
    """Pixels two pixels away from every object that have a colour that no ground has."""
    found = np.flatnonzero(foreign()[codes(pixels)].ravel() & (buffer.ids == 0).ravel())
    padded = np.pad(buffer.ids, 2)
    place = found // buffer.ids.shape[1] * padded.shape[1] + found % buffer.ids.shape[1]
    # The corners first: edges of objects, which are most of what is found, fall away at once.
    for down, right in sorted(np.ndindex(5, 5), key=lambda at: -abs(at[0] - 2) - abs(at[1] - 2)):
        place = place[padded.ravel()[place + down * padded.shape[1] + right] == 0]
    return len(place)


def compare(pixels: Bytes, items: Sequence[Item], buffer: Buffer, palette: str) -> Agreement:
    """Compare a picture with the id buffer of its scene.

    Args:
        pixels: (height, width, 3).
        items: The objects, each at the place of its number.
        buffer: What is where.
        palette: Which colours the scene is drawn in.

    Raises:
        Damaged: They do not agree.
    """
    where, entry = _inner(buffer)
    owner = entry // 64
    colours, bodies = _colours(items, palette)
    shown = np.take(pixels.reshape(-1, 3), where, axis=0)
    predicted = np.take(colours.reshape(-1, 3), entry, axis=0)
    near = np.maximum(shown, predicted) - np.minimum(shown, predicted) <= _TOLERANCE
    agrees = near[:, 0] & near[:, 1] & near[:, 2]
    written = np.flatnonzero(np.array([item.sprite in WRITING for item in items])[owner])
    agrees[written] |= np.ptp(shown[written], axis=1) <= _TOLERANCE
    sizes = np.bincount(owner, minlength=len(items))
    wrong = np.bincount(owner[~agrees], minlength=len(items))
    shares = (sizes - wrong) / np.maximum(sizes, 1)

    body = np.flatnonzero(bodies.ravel()[entry])
    whose = owner[body]
    named = nearest(palette)[codes(np.take(shown, body, axis=0))]
    expected = np.array([NAMES.index(item.colour) for item in items], np.int8)[whose]
    body_sizes = np.bincount(whose, minlength=len(items))
    wrong = np.bincount(whose[named != expected], minlength=len(items))
    has_body = np.array([bool((shapes()[item.sprite].roles == 0).any()) for item in items])
    coloured = np.where(has_body, (body_sizes - wrong) / np.maximum(body_sizes, 1), 1.0)

    for item in items:
        number = item.number
        if sizes[number] == 0 or (has_body[number] and body_sizes[number] == 0):
            raise Damaged(f"nothing of object {number} ({item.colour} {item.sprite}) is seen")
        if coloured[number] < _AGREEING:
            raise Damaged(f"object {number} is not {item.colour}")
        if shares[number] < _AGREEING:
            raise Damaged(f"object {number} does not look like a {item.colour} {item.sprite}")
    stray = _stray(pixels, buffer)
    if stray > _STRAY:
        raise Damaged(f"{stray} pixels of the ground have a colour that no ground has")
    return Agreement(float(shares.min()), float(coloured.min()))


def luminance(pixels: Bytes) -> Floats:
    """How light each pixel is, 0 to 255."""
    return np.asarray(pixels.astype(np.float64) @ np.array([0.299, 0.587, 0.114]))
