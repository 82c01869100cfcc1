"""The prover's own drawing of a saved scene: which item is seen at each pixel, and in which colour.

It reads the same sprite data as the maker and shares no code with it: its own reader, its own polygon filling (by
rows of pixels, sampled at their centres, without antialiasing).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
_CORNERS = 72
_MOST = 1 << 16
"""Outlines that the id buffer has numbers for."""


@dataclass(frozen=True, slots=True)
class Patch:
    """One filled outline of a drawing: corners, and how it is coloured."""

    fill: str
    corners: Points


@dataclass(frozen=True, slots=True)
class Thing:
    """An item that has a name.

    Attributes:
        sprite: Its drawing.
        noun: Its class.
        word: What tells it from the others of its class.
        label: How it is named alone.
        colour: Of its body, RGB.
        silhouette: Pixels that it would fill if nothing hid it.
        visible: Pixels where it is seen.
        number: Its value in the id buffer.
        window: Rows and columns of the picture that it can be seen in.
    """

    sprite: str
    noun: str
    word: str
    label: str
    colour: tuple[int, int, int]
    silhouette: int
    visible: int
    number: int
    window: tuple[slice, slice]


@dataclass(frozen=True, slots=True)
class Rendering:
    """A scene as the prover sees it.

    Attributes:
        ids: Number of the item seen at each pixel, shape (height, width).
        expected: Colour there, shape (3, height, width).
        inner: Whether the pixels within two pixels, up, down and to both sides, all have its colour.
        body: Whether that colour is the body colour of a named thing.
        things: The named items.
    """

    ids: NDArray[np.int32]
    expected: NDArray[np.uint8]
    inner: NDArray[np.bool_]
    body: NDArray[np.bool_]
    things: tuple[Thing, ...]


@cache
def _drawings() -> dict[str, tuple[float, tuple[Patch, ...]]]:
    text = (files("curation") / "draw" / "sprites" / "scenery.toml").read_text(encoding="utf-8")
    return {
        name: (float(table["aspect"]), tuple(patch for part in table["parts"] for patch in _patches(part)))
        for name, table in tomllib.loads(text).items()
    }


def _patches(part: Mapping[str, Any], corners: int = _CORNERS) -> list[Patch]:
    """Turn a part into outlines.

    A stroke's width is in units of height, so that its outlines can be made only where the box's shape is known:
    until then the width is kept behind the fill.
    """
    fill = part["fill"]
    if "ellipse" in part:
        x, y, across, down = part["ellipse"]
        turn = np.arange(corners) * (2 * math.pi / corners)
        return [Patch(fill, np.stack([x + across * np.cos(turn), y + down * np.sin(turn)], axis=1))]
    if "rect" in part:
        return [Patch(fill, _rectangle(part["rect"], part.get("radius", 0)))]
    numbers: Points = np.array(part.get("polygon", part.get("line")), dtype=np.float64).reshape(-1, 2)
    if part.get("smooth"):
        numbers = _curve(numbers, closed="polygon" in part)
    if "polygon" in part:
        return [Patch(fill, numbers)]
    return [Patch(f"{fill} {part['width']}", numbers)]


def _rectangle(box: Sequence[float], radius: float) -> Points:
    left, top, width, height = box
    radius = min(radius, width / 2, height / 2)
    if not radius:
        return np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]])
    quarter = np.linspace(0, math.pi / 2, 9)
    bend = np.stack([np.sin(quarter), 1 - np.cos(quarter)], axis=1) * radius
    right, low = left + width, top + height
    return np.concatenate(
        [
            np.stack([right - radius + bend[:, 0], top + bend[:, 1]], axis=1),
            np.stack([right - bend[:, 1], low - radius + bend[:, 0]], axis=1),
            np.stack([left + radius - bend[:, 0], low - bend[:, 1]], axis=1),
            np.stack([left + bend[:, 1], top + radius - bend[:, 0]], axis=1),
        ]
    )


def _curve(points: Points, *, closed: bool) -> Points:
    """Catmull-Rom spline through the points."""
    if len(points) < 3:
        return points
    padded = (
        np.concatenate([points[-1:], points, points[:2]])
        if closed
        else np.concatenate([points[:1], points, points[-1:]])
    )
    t = (np.arange(8) / 8)[None, :, None]
    before, start, end, after = (padded[k : len(padded) - 3 + k, None] for k in range(4))
    tangent, far = (end - before) / 2, (after - start) / 2
    spans = (
        (2 * t**3 - 3 * t**2 + 1) * start
        + (t**3 - 2 * t**2 + t) * tangent
        + (3 * t**2 - 2 * t**3) * end
        + (t**3 - t**2) * far
    ).reshape(-1, 2)
    return spans if closed else np.concatenate([spans, points[-1:]])


def _stroke(points: Points, width: float) -> list[Points]:
    """A bar for every piece of a stroke and a disc for every joint."""
    turn = np.arange(24) * (2 * math.pi / 24)
    disc = np.stack([np.cos(turn), np.sin(turn)], axis=1) * (width / 2)
    outlines = [point + disc for point in points]
    for start, end in pairwise(points):
        along = end - start
        length = math.hypot(*along)
        if length:
            side = np.array([-along[1], along[0]]) / length * (width / 2)
            outlines.append(np.stack([start + side, end + side, end - side, start - side]))
    return outlines


@dataclass(frozen=True, slots=True)
class _Spans:
    """Runs of pixels inside of outlines, outline by outline, by the even-odd rule at the pixels' centres.

    Attributes:
        begins: For each outline, where its runs begin among all; one more at the end.
        rows: Of each run.
        firsts: Its first column.
        ends: The column after its last.
    """

    begins: NDArray[np.intp]
    rows: NDArray[np.intp]
    firsts: NDArray[np.intp]
    ends: NDArray[np.intp]


def _spans(outlines: Sequence[Points], width: int, height: int) -> _Spans:
    """Find the runs of all outlines at once."""
    sizes = np.array([len(outline) for outline in outlines], dtype=np.intp)
    x0, y0 = np.concatenate(outlines).T
    following = np.arange(1, len(x0) + 1)
    lasts = np.cumsum(sizes) - 1
    following[lasts] = lasts - sizes + 1
    x1, y1 = x0[following], y0[following]
    low = np.ceil(np.minimum(y0, y1) - 0.5).clip(0, height).astype(np.intp)
    high = np.ceil(np.maximum(y0, y1) - 0.5).clip(0, height).astype(np.intp)
    counts = high - low
    edge = np.repeat(np.arange(len(x0)), counts)
    rows = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + low[edge]
    slope = (x1 - x0)[edge] / (y1 - y0)[edge]
    across = x0[edge] + (rows + 0.5 - y0[edge]) * slope
    owner = np.repeat(np.arange(len(outlines)), sizes)[edge]
    order = np.lexsort((across, owner * height + rows))
    columns = np.ceil(across[order] - 0.5).clip(0, width).astype(np.intp)
    rows, owner = rows[order][::2], owner[order][::2]
    return _Spans(np.searchsorted(owner, np.arange(len(outlines) + 1)), rows, columns[::2], columns[1::2])


def _rgb(text: str) -> tuple[int, int, int]:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _tone(fill: str, body: tuple[int, int, int]) -> tuple[int, int, int]:
    """The colour of a fill: the body's own, 28 percent towards black, 42 percent towards white, or fixed."""
    towards = {"body": (0, 0.0), "shade": (0, 0.28), "light": (255, 0.42)}
    if fill not in towards:
        return _rgb(fill)
    end, share = towards[fill]
    red, green, blue = (round(value + (end - value) * share) for value in body)
    return red, green, blue


def _outlines(item: Mapping[str, Any]) -> list[tuple[str, Points]]:
    """The item's fills and outlines in pixels."""
    if "sprite" not in item:
        scale, height = np.array([1.0, 1.0]), 1.0
        corner = np.array([0.0, 0.0])
        patches: Sequence[Patch] = _patches(item, corners=120)
    else:
        aspect, patches = _drawings()[item["sprite"]]
        height = float(item["height"])
        scale = np.array([-height * aspect if item.get("mirror") else height * aspect, height])
        corner = np.array([item["x"] - scale[0] / 2, item["y"] - height])
    found: list[tuple[str, Points]] = []
    for patch in patches:
        placed = corner + patch.corners * scale
        fill, _, width = patch.fill.partition(" ")
        found += [(fill, outline) for outline in (_stroke(placed, float(width) * height) if width else [placed])]
    return found


def render(scene: Mapping[str, Any]) -> Rendering:
    """Draw the id buffer of a saved scene.

    Raises:
        KeyError, TypeError, ValueError: The description is damaged.
    """
    width, height = int(scene["width"]), int(scene["height"])
    owner, colours = [-1], [0]
    shapes: list[Points] = []
    for number, item in enumerate(scene["items"]):
        body = _rgb(item.get("colour", "#000000"))
        for fill, group in groupby(_outlines(item), key=itemgetter(0)):
            outlines = [outline for _, outline in group]
            colour = _packed(_tone(fill, body)) | ("noun" in item and fill == "body") << 24
            owner += [number] * len(outlines)
            colours += [colour] * len(outlines)
            shapes += outlines
    if len(shapes) >= _MOST:
        raise ValueError(f"more than {_MOST} outlines")
    named = {number for number, item in enumerate(scene["items"]) if "noun" in item}
    buffer, found = _painted(_spans(shapes, width, height), owner[1:], named, (height, width))
    ids = np.array(owner, dtype=np.int32).take(buffer)
    seen = np.bincount(ids.ravel() + 1, minlength=len(scene["items"]) + 1)
    things = tuple(
        Thing(
            sprite=item["sprite"],
            noun=item["noun"],
            word=item["word"],
            label=item["label"],
            colour=_rgb(item["colour"]),
            silhouette=found[number][0],
            visible=int(seen[number + 1]),
            number=number,
            window=found[number][1],
        )
        for number, item in enumerate(scene["items"])
        if number in found
    )
    packed: NDArray[np.uint32] = np.array(colours, dtype="<u4").take(buffer)
    # As bytes: red, green, blue, and whether it is the body of a named thing.
    planes = packed.view(np.uint8).reshape(height, width, 4)
    return Rendering(
        ids=ids,
        expected=np.stack([planes[..., channel] for channel in range(3)]),
        inner=_inner(packed & np.uint32(0xFFFFFF)),
        body=planes[..., 3] == 1,
        things=things,
    )


def _packed(tone: tuple[int, int, int]) -> int:
    return tone[0] | tone[1] << 8 | tone[2] << 16


def _painted(
    spans: _Spans, owner: Sequence[int], named: set[int], shape: tuple[int, int]
) -> tuple[NDArray[np.uint16], dict[int, tuple[int, tuple[slice, slice]]]]:
    """Fill one outline after another.

    Returns:
        The number of the last outline at each pixel, from 1, 0 for none; and for each named item the pixels of its
        silhouette, and its window.
    """
    buffer = np.zeros(shape, dtype=np.uint16)
    flat = buffer.ravel()
    begins = spans.begins.tolist()
    firsts, ends = ((spans.rows * shape[1] + columns).tolist() for columns in (spans.firsts, spans.ends))
    found: dict[int, tuple[int, tuple[slice, slice]]] = {}
    for number, group in groupby(range(len(owner)), key=owner.__getitem__):
        outlines = [*group]
        for outline in outlines:
            whole = slice(begins[outline], begins[outline + 1])
            for first, end in zip(firsts[whole], ends[whole], strict=True):
                flat[first:end] = outline + 1
        runs = slice(begins[outlines[0]], begins[outlines[-1] + 1])
        if number in named and runs.stop > runs.start:
            rows, columns = spans.rows[runs], (spans.firsts[runs], spans.ends[runs])
            window = (
                slice(int(rows.min()), int(rows.max()) + 1),
                slice(int(columns[0].min()), int(columns[1].max())),
            )
            # Nothing later is painted yet: all that is not of an earlier item is this one's.
            found[number] = int(np.count_nonzero(buffer[window] > outlines[0])), window
    return buffer, found


def _inner(packed: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Pixels whose neighbours within two pixels all have their colour."""
    same = np.ones(packed.shape, dtype=np.bool_)
    for plane, view in ((packed, same), (packed.T, same.T)):
        even = plane[1:] == plane[:-1]
        for shift in (-2, -1, 0, 1):
            low, high = max(0, -shift), min(len(plane), len(plane) - 1 - shift)
            view[low:high] &= even[low + shift : high + shift]
    return same
