"""Counts and recognises things by looking: colour segmentation and silhouettes, without the saved scene."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from curation.puzzles.clutter.solve_pixels import HAND, NAMES, TABLES, WRITING, Bytes, codes, tones
from curation.puzzles.clutter.solve_raster import FIXED, Floats, raster, shapes

_GRID: Final = 20
_RIM: Final = 2
_ANGLES: Final = (-24, -16, -8, 0, 8, 16, 24)
_NEAR: Final = 48
"""Levels of a channel by which a pixel may be off: edges are not drawn to a hair."""
_LIKELY: Final = 6
_DRAWN: Final = 9
_SPECK: Final = 0.03
"""Least share of the largest piece: where grey meets pale ground, edges have the tones of some colours."""
_LIKE: Final = 0.5
_SURE: Final = 0.7
"""Less alike are things that hide much of each other, which look like anything."""
_FACES_RIGHT: Final = ("fish", "bird", "duck")


Window = tuple[int, int, int, int]
"""Top, bottom, left and right of what is coloured of a thing, in pixels."""

Piece = tuple[NDArray[np.bool_], Window]
"""What is coloured, at half its size, and where it is in the picture."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen at a place.

    Attributes:
        sprite: Name of the sprite that it looks like most.
        colour: Name of its colour.
        mirrored: Whether it is mirrored.
        angle: How far it is turned, in degrees, clockwise.
        quarters: How many quarter turns it is turned by after that.
    """

    sprite: str
    colour: str
    mirrored: bool
    angle: int
    quarters: int


@dataclass(frozen=True, slots=True)
class Templates:
    """What the coloured part of each sprite looks like, turned and mirrored.

    Attributes:
        names: Of each template, its sprite.
        mirrored: Of each template, whether it is mirrored.
        angles: Of each template, how far it is turned, in degrees.
        grids: (n, cells): coverage, without mean and of length one.
        aspects: (n,): width over height of what is coloured.
        fills: (n,): share of its bounding box that is coloured.
    """

    names: tuple[str, ...]
    mirrored: NDArray[np.bool_]
    angles: tuple[int, ...]
    grids: Floats
    aspects: Floats
    fills: Floats


def _grid(mask: NDArray[np.bool_]) -> tuple[Floats, float, float]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    cut = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    small = Image.fromarray(cut.astype(np.uint8) * 255).resize((_GRID, _GRID), Image.Resampling.BOX)
    # With a rim of nothing, or an upright box would look like nothing at all.
    values = np.pad(np.asarray(small, np.float64), _RIM).ravel()
    values = values - values.mean()
    return values / max(1e-9, float(np.linalg.norm(values))), cut.shape[1] / cut.shape[0], float(cut.mean())


def _pieces(mask: NDArray[np.bool_]) -> list[Piece]:
    """The connected pieces of a mask at half its size, and where; gaps of a few pixels do not part them."""
    rows, columns = mask.shape[0] // 2, mask.shape[1] // 2
    bits = mask[: rows * 2, : columns * 2].astype(np.uint8)
    pairs = bits[::2] + bits[1::2]
    half = pairs[:, ::2] + pairs[:, 1::2] >= 2
    labels, _ = ndimage.label(ndimage.maximum_filter(half, size=5))
    labels = labels * half
    found = []
    for number, place in enumerate(ndimage.find_objects(labels), start=1):
        if place is not None:
            down, across = place
            window = (down.start * 2, down.stop * 2, across.start * 2, across.stop * 2)
            found.append((labels[place] == number, window))
    return found


@cache
def templates() -> Templates:
    """Templates of the largest coloured piece of each sprite."""
    return _made(whole=False)


@cache
def _whole() -> Templates:
    """Templates of all that is coloured of a sprite, not of its largest piece alone."""
    return _made(whole=True)


def _made(*, whole: bool) -> Templates:
    names, mirrored, angles, grids, aspects, fills = [], [], [], [], [], []
    for name, mirror, angle, mask in _silhouettes():
        largest = mask if whole else max((piece for piece, _ in _pieces(mask)), key=np.count_nonzero)
        grid, aspect, fill = _grid(largest)
        names.append(name)
        mirrored.append(mirror)
        angles.append(angle)
        grids.append(grid)
        aspects.append(aspect)
        fills.append(fill)
    shared = np.stack(grids), np.array(aspects), np.array(fills)
    return Templates(tuple(names), np.array(mirrored), tuple(angles), *shared)


@cache
def _silhouettes() -> tuple[tuple[str, bool, int, NDArray[np.bool_]], ...]:
    """What is coloured of every sprite that lies about (no writing, no paw): name, mirrored, angle, mask."""
    found = []
    for name, shape in shapes().items():
        if name in (*WRITING, HAND) or not (shape.roles == 0).any():
            continue
        coloured = np.concatenate([[False], shape.roles != FIXED])
        for angle in _ANGLES:
            for mirror in (False, True):
                found.append((name, mirror, angle, coloured[raster(shape, 0.0, 0.0, 64.0, angle, mirror)[2]]))
    return tuple(found)


@cache
def _segments(palette: str, colour: str) -> NDArray[np.bool_]:
    """Which colours of 5 bits a channel are a tone of `colour`: (32768,)."""
    every = np.arange(1 << 15)
    middle = np.stack([every >> 10, every >> 5 & 31, every & 31], axis=1) * 8 + 4
    table = tones(TABLES[palette]).reshape(-1, 3).astype(int)
    apart = np.abs(middle[:, None, :] - table[None]).max(axis=2)
    own = NAMES.index(colour)
    return np.asarray((apart.min(axis=1) <= 16) & (apart.argmin(axis=1) // 3 == own))


def _palette(code: NDArray[np.uint16]) -> str:
    """Which palette a picture is drawn in: the one more of whose exact colours it shows."""
    seen = np.bincount(code.ravel(), minlength=1 << 15)
    return max(TABLES, key=lambda name: int(seen[codes(TABLES[name])].sum()))


def _scores(known: Templates, mask: NDArray[np.bool_]) -> Floats:
    """How much a mask looks like each template; 1 is the same."""
    grid, aspect, fill = _grid(mask)
    found = known.grids @ grid
    found -= np.abs(np.log(known.aspects / aspect)) + 0.5 * np.abs(known.fills - fill)
    return np.asarray(found)


def _window(mask: NDArray[np.bool_], top: int, left: int) -> Window:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(rows[0]) + top, int(rows[-1]) + 1 + top, int(columns[0]) + left, int(columns[-1]) + 1 + left


@cache
def _coloured(sprite: str, turned: int, mirror: bool) -> Window:
    """Where what is coloured of a sprite is that is 64 pixels high and lies about the origin."""
    shape = shapes()[sprite]
    left, top, patch = raster(shape, 0.0, 0.0, 64.0, turned, mirror)
    return _window(np.concatenate([[False], shape.roles != FIXED])[patch], top, left)


@cache
def _tones(palette: str, sprite: str, colour: str) -> NDArray[np.int16]:
    """The colour of each part of a sprite: (parts, 3)."""
    shape = shapes()[sprite]
    own = tones(TABLES[palette])[NAMES.index(colour)]
    roles = np.minimum(shape.roles, FIXED - 1)
    return np.where((shape.roles == FIXED)[:, None], shape.fixed, own[roles]).astype(np.int16)


def _likeness(pixels: Bytes, piece: Piece, palette: str, seen: Seen) -> float:
    """Draw a thing so that what is coloured of it fills a window: the share of pixels that are as in the picture.

    Args:
        pixels: (height, width, 3).
        piece: What is coloured, and where. What there is more of it than of the thing counts against the thing.
        palette: Which tones its colour has.
        seen: The thing.
    """
    mask, window = piece
    shape = shapes()[seen.sprite]
    turned = seen.angle + 90 * seen.quarters
    first, last, start, stop = _coloured(seen.sprite, turned, seen.mirrored)
    scale = ((window[1] - window[0]) / (last - first) + (window[3] - window[2]) / (stop - start)) / 2
    x = (window[2] + window[3]) / 2 - (start + stop) / 2 * scale
    y = (window[0] + window[1]) / 2 - (first + last) / 2 * scale
    left, top, patch = raster(shape, x, y, 64 * scale, turned, seen.mirrored)
    rows, columns = np.nonzero(patch)
    parts = patch[rows, columns] - 1
    rows, columns = rows + top, columns + left
    inside = (rows >= 0) & (rows < pixels.shape[0]) & (columns >= 0) & (columns < pixels.shape[1])
    shown = pixels[rows[inside], columns[inside]].astype(np.int16)
    apart = np.abs(shown - _tones(palette, seen.sprite, seen.colour)[parts[inside]]).max(axis=1)
    more = 4 * np.count_nonzero(mask) - np.count_nonzero(shape.roles[parts] != FIXED)
    return float(np.count_nonzero(apart <= _NEAR) / (len(rows) + max(0, more)))


def count(pixels: Bytes, colour: str, noun: str, *, closely: bool = False) -> Counter[str]:
    """Count the things of one kind and colour in a picture, by the side that they face: `left` or `right`.

    Args:
        pixels: (height, width, 3).
        colour: Name of the colour.
        noun: Name of the sprite.
        closely: Whether each must look like it in all its colours, not by its silhouette alone.
    """
    code = codes(pixels)
    palette = _palette(code)
    mask = _segments(palette, colour)[code]
    least = mask.size * 0.00018 / 4
    known, found = templates(), Counter[str]()
    for piece in _pieces(mask):
        part, _ = piece
        if np.count_nonzero(part) < least:
            continue
        score = _scores(known, part)
        best = int(score.argmax())
        if known.names[best] != noun or score[best] <= _LIKE:
            continue
        mirrored = bool(known.mirrored[best])
        seen = Seen(noun, colour, mirrored, known.angles[best], 0)
        if not closely or _likeness(pixels, piece, palette, seen) > _SURE:
            found["right" if mirrored != (noun in _FACES_RIGHT) else "left"] += 1
    return found


def _gathered(mask: NDArray[np.bool_], top: int, left: int) -> Piece:
    """All pieces of a mask that are no mere specks, as one; `top` and `left` are the mask's in the picture."""
    pieces = _pieces(mask)
    most = max((np.count_nonzero(part) for part, _ in pieces), default=0)
    whole = np.zeros((mask.shape[0] // 2, mask.shape[1] // 2), bool)
    for part, (first, last, start, stop) in pieces:
        if np.count_nonzero(part) > most * _SPECK:
            whole[first // 2 : last // 2, start // 2 : stop // 2] |= part
    if not whole.any():
        return whole, (top, top, left, left)
    first, last, start, stop = _window(whole, 0, 0)
    return whole[first:last, start:stop], (top + 2 * first, top + 2 * last, left + 2 * start, left + 2 * stop)


def recognise(pixels: Bytes, x: float, y: float, reach: float, box: tuple[float, float]) -> Seen | None:
    """Recognise the thing at a place: of those whose silhouettes are likest, the one that is likest in its colours.

    Args:
        pixels: (height, width, 3).
        x: Middle of the thing from the left, in pixels.
        y: Middle of the thing from the top, in pixels.
        reach: Radius of a circle that holds it, in pixels.
        box: Half of the width and height of an upright box that holds it, in pixels.
    """
    left, top = max(0, round(x - reach)), max(0, round(y - reach))
    code = codes(pixels[top : round(y + reach), left : round(x + reach)])
    rows, columns = np.ogrid[: code.shape[0], : code.shape[1]]
    across, down = columns + left - x, rows + top - y
    near = (across**2 + down**2 < reach**2) & (np.abs(across) < box[0]) & (np.abs(down) < box[1])
    palette = _palette(codes(pixels[::8, ::8]))
    pieces = {name: _gathered(_segments(palette, name)[code] & near, top, left) for name in NAMES}
    most = max(np.count_nonzero(mask) for mask, _ in pieces.values())
    known, likely = _whole(), list[tuple[float, Piece, Seen]]()
    for name, piece in pieces.items():
        if np.count_nonzero(piece[0]) <= max(5, most / 3):
            continue
        for quarters in range(4):
            score = _scores(known, np.rot90(piece[0], quarters))  # back, counter-clockwise
            for place in np.argsort(-score)[:_LIKELY].tolist():
                seen = Seen(known.names[place], name, bool(known.mirrored[place]), known.angles[place], quarters)
                likely.append((float(score[place]), piece, seen))
    likely.sort(key=lambda found: -found[0])
    scored = [(_likeness(pixels, piece, palette, seen), seen) for _, piece, seen in likely[:_DRAWN]]
    return max(scored, key=lambda found: found[0])[1] if scored else None
