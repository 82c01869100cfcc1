"""From a scene to its picture, and from the picture to the oracle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PIL import Image, ImageDraw

from curation.draw.fonts import font
from curation.draw.palette import INK, PALETTE, PALETTE_DEUTERANOPIA, RGB
from curation.draw.sprites import sheet, stamp
from curation.models import Box
from curation.puzzles.clutter.backdrop import backdrop
from curation.puzzles.clutter.scene import QUARTER, SHEET, Scene, Thing

PALETTES: Final[Mapping[str, Mapping[str, RGB]]] = {"standard": PALETTE, "deuteranopia": PALETTE_DEUTERANOPIA}
_SCALE = 4
_RING: RGB = (255, 255, 255)


def em_of(board: Thing) -> int:
    """Size of the writing on a board: the em in quarter pixels."""
    return board.height * 2 // 3


def text_width(text: str, em: int) -> int:
    """Width of a text's ink in quarter pixels, at an em of `em` quarter pixels."""
    left, _, right, _ = font(em, "Bold").getbbox(text)
    return round(right - left)


def _write(picture: Image.Image, board: Thing) -> None:
    """Write a board's text in its middle, capitals centred."""
    letters = font(em_of(board), "Bold")
    _, top, _, bottom = letters.getbbox("H", anchor="ls")
    left, upper, right, lower = board.extent()
    cover = Image.new("L", ((right - left) * _SCALE, (lower - upper) * _SCALE), 0)
    at = (board.x - left * QUARTER, board.y - upper * QUARTER - round(top + bottom) // 2)
    ImageDraw.Draw(cover).text(at, board.text or "", fill=255, font=letters, anchor="ms")
    picture.paste(INK, (left, upper), cover.reduce(_SCALE))


def render(scene: Scene) -> Image.Image:
    """Draw a scene; RGB."""
    picture = backdrop(scene.width, scene.height, scene.backdrop, scene.seed)
    colours = PALETTES[scene.palette]
    drawings = sheet(SHEET)
    for thing in scene.things:
        stamp(
            picture,
            drawings[thing.sprite],
            (thing.x / QUARTER, thing.y / QUARTER),
            thing.height / QUARTER,
            colours[thing.colour],
            angle=thing.angle,
            mirror=thing.mirror,
        )
        if thing.text is not None:
            _write(picture, thing)
    return picture


def highlight(picture: Image.Image, regions: Sequence[Box]) -> Image.Image:
    """The oracle: all but the regions dimmed, the regions ringed."""
    dimmed = picture.point([value * 2 // 5 + 12 for value in range(256)] * 3)
    # All windows before all rings: no window may cut a ring.
    for box in regions:
        left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
        window = Image.new("L", (box.width * _SCALE, box.height * _SCALE), 0)
        frame = [0, 0, window.width - 1, window.height - 1]
        ImageDraw.Draw(window).rounded_rectangle(frame, 12 * _SCALE, fill=255)
        dimmed.paste(picture.crop((left, top, right, bottom)), (left, top), window.reduce(_SCALE))
    for box in regions:
        # White between two dark hairlines is seen on any ground.
        for colour, inset, width in ((INK, 0, 6), (_RING, 1, 4)):
            ring = Image.new("L", (box.width * _SCALE, box.height * _SCALE), 0)
            edge = inset * _SCALE
            frame = [edge, edge, ring.width - 1 - edge, ring.height - 1 - edge]
            ImageDraw.Draw(ring).rounded_rectangle(frame, (12 - inset) * _SCALE, outline=255, width=width * _SCALE)
            dimmed.paste(colour, (box.x, box.y), ring.reduce(_SCALE))
    return dimmed
