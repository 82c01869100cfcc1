"""Derive the answer again: put the picture together from its pixels, draw the saved scene anew, compare, look.

Nothing here is shared with the maker but the sprites' data. The steps, each of which may end in "cannot tell":

1. The jigsaw solver restores the picture from the input's pixels.
2. The prover's own rasteriser draws the saved scene as an id buffer; its colours must be those of the restored
   pixels wherever no edge is near, and each thing must be there, in its colour, nearly unhidden.
3. The question is answered from the id buffer.
4. A reader of pixels alone looks for the same things and answers too; whether it agrees is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from curation.puzzles.base import Solution, letter_of
from curation.puzzles.tile_shuffle import reader
from curation.puzzles.tile_shuffle.answer import Answer, Seen, Unclear, answer
from curation.puzzles.tile_shuffle.idbuffer import Rendering, Thing, render
from curation.puzzles.tile_shuffle.jigsaw import Restored, restore

if TYPE_CHECKING:
    from PIL import Image

_NEAR = 6
_AGREE = 0.999
_AGREE_THING = 0.99
_VISIBLE = 0.8
_BLOCK = 20
_SPOILT = 0.25
_SHOWN = 0.1

_COLOURS = {
    "red": ((184, 36, 28), (180, 26, 26)),
    "orange": ((238, 126, 36), (218, 124, 24)),
    "yellow": ((252, 226, 98), (254, 236, 20)),
    "green": ((42, 146, 106), (12, 106, 86)),
    "blue": ((38, 116, 214), (34, 124, 236)),
    "purple": ((84, 34, 116), (86, 26, 138)),
    "pink": ((236, 164, 208), (224, 140, 175)),
}
"""Each colour in the two tones that pictures come in: for all eyes alike, and for deuteranopes."""
_LOOKS = {
    "house": ("house_",),
    "person": ("person_",),
    "sailing boat": ("boat_",),
    "parasol": ("parasol",),
    "flower": ("flower_",),
    "stall": ("stall_",),
    "balloon": ("balloon_",),
    "fish": ("fish_",),
    "wagon": ("wagon_",),
}
"""What the classes whose members are told apart by colour are drawn as: how the names of their sprites begin."""
_MEMBERS = {
    "animal": ("cat", "cow", "dog", "hen", "horse", "pig", "sheep"),
    "object": (
        *("armchair", "books", "cactus", "calendar", "camera", "candle", "clock", "cupboard", "globe", "guitar"),
        *("lamp", "mirror", "piano", "picture", "plant", "radio", "sofa", "teapot", "vase", "window"),
    ),
}
"""What is in the classes whose members are told apart by what they are."""
_TOYS = ("ball", "books", "car")
"""What lies on the floor of a room, and is none of its objects there."""


def solve_permutation(image: Image.Image) -> list[int] | None:
    """Restore a shuffled picture from its pixels.

    Returns:
        For each place, row by row, where the tile that lies there belongs; `None` where that cannot be told.
    """
    found = restore(np.asarray(image.convert("RGB")))
    return None if isinstance(found, str) else list(found.permutation)


def solve(
    image: Image.Image,
    question: str,
    options: tuple[str, str, str, str],
    scene: Mapping[str, JsonValue] | None,
) -> Solution:
    """Answer the question; no letter and a reason where anything does not hold."""
    evidence: dict[str, JsonValue] = {}
    try:
        text = _derive(np.asarray(image.convert("RGB")), question, scene, evidence)
    except Unclear as reason:
        return Solution(None, str(reason), "id_buffer", evidence)
    letter = letter_of(text, options)
    if letter is None:
        return Solution(None, f"no option says {text}", "id_buffer", evidence)
    return Solution(letter, text, "id_buffer", evidence)


def refuse_nameless(scene: Mapping[str, Any], things: Sequence[Thing]) -> None:
    """Hold that nothing looks like what has names in a scene and has none itself, for it would not be counted.

    Raises:
        Unclear: Something does.
    """
    drawn_as = _LOOKS | _MEMBERS
    looks = {look: noun for noun in {thing.noun for thing in things} for look in drawn_as.get(noun, (noun,))}
    for item in scene["items"]:
        sprite = item.get("sprite", "")
        if "noun" in item or (scene["kind"] == "room" and sprite in _TOYS):
            continue
        if found := next((noun for look, noun in looks.items() if sprite.startswith(look)), None):
            raise Unclear(f"a {found} in the picture has no name")


def _derive(
    pixels: NDArray[np.uint8], question: str, scene: Mapping[str, Any] | None, evidence: dict[str, JsonValue]
) -> str:
    restored = restore(pixels)
    if isinstance(restored, str):
        raise Unclear(restored)
    evidence["seam_margin"] = round(restored.margin, 2)
    if any(slot == tile for slot, tile in enumerate(restored.permutation)):
        raise Unclear("a tile lies where it belongs")
    if scene is None:
        raise Unclear("no scene was saved")
    try:
        drawn = render(scene)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise Unclear("the saved scene cannot be read") from error
    if drawn.ids.shape != restored.picture.shape[:2]:
        raise Unclear("the picture is not of the scene's size")
    _compare(drawn, restored.picture, evidence)
    for thing in drawn.things:
        _fits_its_name(thing)
    refuse_nameless(scene, drawn.things)
    boxes = {thing.number: _seen(thing, drawn) for thing in drawn.things}
    found = answer(question, list(boxes.values()))
    about = [thing for thing in drawn.things if boxes[thing.number] in found.about]
    _spread(drawn, about, restored.grid)
    evidence["reader_agrees"] = _read(question, drawn, list(boxes.values()), restored) == found.text
    return found.text


def _compare(drawn: Rendering, picture: NDArray[np.uint8], evidence: dict[str, JsonValue]) -> None:
    """Hold the restored pixels against the expected colours, wherever no edge is near."""
    off = np.zeros(drawn.ids.shape, dtype=np.bool_)
    for channel, expected in enumerate(drawn.expected):
        shown = picture[:, :, channel]
        off |= np.maximum(shown, expected) - np.minimum(shown, expected) > _NEAR
    off &= drawn.inner
    share = 1 - float(np.count_nonzero(off)) / max(1, int(np.count_nonzero(drawn.inner)))
    evidence["colour_agreement"] = round(share, 5)
    visible = [thing.visible / max(1, thing.silhouette) for thing in drawn.things]
    evidence["least_visible"] = round(min(visible, default=0.0), 3)
    if min(visible, default=0.0) < _VISIBLE:
        raise Unclear("a thing is hidden by more than a fifth, or missing")
    for thing in drawn.things:
        mine = (drawn.ids[thing.window] == thing.number) & drawn.inner[thing.window]
        if not (mine & drawn.body[thing.window]).any() and thing.noun in _LOOKS:
            raise Unclear(f"{thing.label} shows nothing of its colour")
        if off[thing.window][mine].sum() > (1 - _AGREE_THING) * mine.sum():
            raise Unclear(f"{thing.label} is not as the scene describes it")
    if share < _AGREE or _spoilt(off, drawn.inner):
        raise Unclear("the restored picture is not the one that the scene describes")


def _spoilt(off: NDArray[np.bool_], inner: NDArray[np.bool_]) -> bool:
    """Whether some small block is mostly of other colours than expected."""
    height, width = (side // _BLOCK * _BLOCK for side in off.shape)
    if not off.any():
        return False

    def counted(bits: NDArray[np.bool_]) -> NDArray[np.int64]:
        rows = bits[:height, :width].reshape(height // _BLOCK, _BLOCK, width).sum(axis=1)
        return np.asarray(rows.reshape(height // _BLOCK, width // _BLOCK, _BLOCK).sum(axis=2), dtype=np.int64)

    wrong, looked = counted(off), counted(inner)
    return bool((wrong > _SPOILT * np.maximum(looked, _BLOCK)).any())


def _fits_its_name(thing: Thing) -> None:
    """A thing told apart by colour has that colour; one told apart by kind is drawn as that kind."""
    if thing.word in _COLOURS:
        _, nearest = min(
            (sum(abs(a - b) for a, b in zip(tone, thing.colour, strict=True)), name)
            for name, tones in _COLOURS.items()
            for tone in tones
        )
        if nearest != thing.word or not thing.sprite.startswith(_LOOKS.get(thing.noun, ())):
            raise Unclear(f"{thing.label} is not what it is called")
    elif not thing.sprite.replace("_", " ").startswith(thing.word):
        raise Unclear(f"{thing.label} is not what it is called")


def _seen(thing: Thing, drawn: Rendering) -> Seen:
    mine = drawn.ids[thing.window] == thing.number
    top, left = thing.window[0].start, thing.window[1].start
    rows, columns = top + np.flatnonzero(mine.any(axis=1)), left + np.flatnonzero(mine.any(axis=0))
    return Seen(
        thing.noun,
        thing.word,
        thing.label,
        float(columns[0]),
        float(rows[0]),
        float(columns[-1] + 1),
        float(rows[-1] + 1),
    )


def _spread(drawn: Rendering, about: Sequence[Thing], grid: int) -> None:
    """No one tile may show a tenth of each thing that the answer rests on."""
    high, wide = drawn.ids.shape[0] // grid, drawn.ids.shape[1] // grid
    for row in range(grid):
        for column in range(grid):
            tile = drawn.ids[row * high : (row + 1) * high, column * wide : (column + 1) * wide]
            if all(int((tile == thing.number).sum()) >= _SHOWN * thing.silhouette for thing in about):
                raise Unclear("one tile alone shows the answer")


def _read(question: str, drawn: Rendering, boxes: Sequence[Seen], restored: Restored) -> str | None:
    """The answer of the second reader, who is told what things look like, but not where they are."""
    looks: list[reader.Look] = []
    for thing, box in zip(drawn.things, boxes, strict=True):
        area = np.s_[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
        looks.append(reader.Look(np.moveaxis(drawn.expected[:, *area], 0, 2), drawn.ids[area] == thing.number))
    places = reader.find(reader.shrink(restored.picture), looks)
    fitting = sorted(
        (error, left, top, number) for number, found in enumerate(places) for error, left, top in found
    )
    seen: list[Seen] = []
    for _, left, top, number in fitting:
        box = boxes[number]
        right, bottom = left + box.right - box.left, top + box.bottom - box.top
        here = Seen(box.noun, box.word, box.label, left, top, right, bottom)
        if not any(_overlap(here, other) > 0.4 for other in seen):
            seen.append(here)
    try:
        read: Answer = answer(question, seen)
    except Unclear:
        return None
    return read.text


def _overlap(one: Seen, other: Seen) -> float:
    """Share of the smaller box that both cover."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    areas = [(thing.right - thing.left) * thing.height for thing in (one, other)]
    return max(0.0, across) * max(0.0, down) / min(areas)
