"""Reads what is printed at known places of a picture, with the vendored font. For solvers; no maker comes here.

A label is known by the pixels that it must have: each text that may be there is rendered straight from the font
file, a quarter of a pixel here and there, and the one that leaves least unexplained is what is printed.
No text explains a label that is mirrored, cut or of another colour.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from curation.puzzles.planes import Planes, Tone, any_below

if TYPE_CHECKING:
    from PIL import ImageFont

Floats = NDArray[np.float32]
Point = tuple[float, float]
"""Across and down, in pixels from the top left corner."""

_FINE: Final = 4
"""Templates are drawn this many times too large and reduced."""
_SLACK: Final = 2
"""Quarters of a pixel by which a label may be off its place."""
_LEAST: Final = 0.97
"""Share of the ink's energy that a text must explain."""
_FAINT: Final = 0.25
"""Share of a text's energy that any ink at all must have."""
_NEAR: Final = 8
"""Levels that a pixel may be off every blend of paper and ink."""
_PAPER_LEAST: Final = 250


class Illegible(Exception):
    """A label is not there, or is not the one that belongs there; the message says which."""


@dataclass(frozen=True, slots=True)
class Print:
    """How labels of a kind are printed.

    Attributes:
        texts: What may be printed.
        em: Size in pixels.
        weight: Of the font.
        tone: Colour of the ink.
        paper: Colour of what it is printed on.
    """

    texts: tuple[str, ...]
    em: int
    weight: str
    tone: Tone
    paper: Tone


@cache
def _font(em: int, weight: str) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    data = (resources.files("curation") / "draw" / "fonts" / f"B612-{weight}.otf").read_bytes()
    return ImageFont.truetype(io.BytesIO(data), em * _FINE, layout_engine=ImageFont.Layout.BASIC)


@cache
def _half(printed: Print) -> tuple[int, int]:
    """Half of the width and of the height that a label can take, with a rim around it, in pixels."""
    boxes = [_font(printed.em, printed.weight).getbbox(text, anchor="mm") for text in printed.texts]
    wide = max(max(abs(left), abs(right)) for left, _, right, _ in boxes)
    high = max(max(abs(top), abs(bottom)) for _, top, _, bottom in boxes)
    return int(wide) // _FINE + 4, int(high) // _FINE + 4


@cache
def _templates(printed: Print, across: int, down: int) -> tuple[Floats, Floats]:
    """Every text at every place within the slack of `across` and `down` quarters into a pixel.

    Returns:
        Ink (0 to 1) as (texts x places, pixels), text after text, and the energy of each.
    """
    from PIL import Image, ImageDraw

    wide, high = _half(printed)
    font, found = _font(printed.em, printed.weight), []
    shifts = range(-_SLACK, _SLACK + 1)
    for text in printed.texts:
        for x, y in [(x, y) for y in shifts for x in shifts]:
            large = Image.new("L", (2 * wide * _FINE, 2 * high * _FINE), 0)
            at = wide * _FINE + across + x, high * _FINE + down + y
            ImageDraw.Draw(large).text(at, text, fill=255, font=font, anchor="mm")
            found.append(np.asarray(large.reduce(_FINE), np.float32).ravel())
    stack: Floats = np.stack(found) / np.float32(255)
    return stack, np.einsum("ij,ij->i", stack, stack)


def window(printed: Print, middle: Point) -> tuple[slice, slice]:
    """The rows and columns that a label with this middle may take."""
    wide, high = _half(printed)
    x, y = (round(value * _FINE) // _FINE for value in middle)
    return slice(y - high, y + high), slice(x - wide, x + wide)


def _ink(patch: Planes, printed: Print) -> Floats:
    """How much ink each pixel has.

    Raises:
        Illegible: A pixel is no blend of the paper's colour and the ink's.
    """
    paper = np.array(printed.paper, np.float32)[:, None, None]
    change = np.array(printed.tone, np.float32)[:, None, None] - paper
    rest = patch - paper
    ink = (rest * change).sum(axis=0) / float((change * change).sum())
    if float(np.abs(rest - ink * change).max()) > _NEAR:
        raise Illegible("something else is drawn there")
    return np.asarray(ink, np.float32)


def read(picture: Planes, middle: Point, printed: Print) -> str:
    """Read the label with its middle at a place.

    Raises:
        Illegible: Nothing is printed there, or nothing that can be read.
    """
    rows, columns = window(printed, middle)
    if min(rows.start, columns.start) < 0 or rows.stop > picture.shape[1] or columns.stop > picture.shape[2]:
        raise Illegible("it would lie beside the picture")
    ink = _ink(picture[:, rows, columns], printed).ravel()
    x, y = (round(value * _FINE) % _FINE for value in middle)
    stack, energies = _templates(printed, x, y)
    energy = float(ink @ ink)
    if energy < _FAINT * float(energies.min()):
        raise Illegible("nothing is printed there")
    unexplained = energies - 2 * (stack @ ink) + energy
    best = int(unexplained.argmin())
    if float(unexplained[best]) > (1 - _LEAST) * energy:
        raise Illegible("what is printed there cannot be read")
    return printed.texts[best // (2 * _SLACK + 1) ** 2]


def check(picture: Planes, labels: Sequence[tuple[str, Point]], printed: Print, kind: str) -> None:
    """Hold labels against what belongs at their places.

    Args:
        picture: The whole picture.
        labels: Each text that must be printed, and its middle.
        printed: How.
        kind: What the labels are, for the message.

    Raises:
        Illegible: A label is missing, cannot be read, or is another one.
    """
    for text, middle in labels:
        try:
            found = read(picture, middle, printed)
        except Illegible as reason:
            raise Illegible(f"{kind} {text!r} is not where it belongs: {reason}") from None
        if found != text:
            raise Illegible(f"where {kind} {text!r} belongs there is {found!r}")


def check_blank(picture: Planes, filled: Sequence[tuple[slice, slice]]) -> None:
    """Hold a picture to be white beside the rectangles (rows, columns) that something is drawn in.

    Raises:
        Illegible: There is more in it.
    """
    stray = any_below(picture, _PAPER_LEAST)
    for part in filled:
        stray[part] = False
    if stray.any():
        raise Illegible("there is something beside what belongs in the picture")
