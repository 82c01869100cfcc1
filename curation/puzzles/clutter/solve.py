"""Derives the answer again: an id buffer of the saved scene, checked against the pixels, answers the question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from PIL import Image
from pydantic import JsonValue

from curation.puzzles.base import Solution, letter_of
from curation.puzzles.clutter.solve_answers import ANSWERS, Unanswerable, View, clear
from curation.puzzles.clutter.solve_grammar import UnknownQuestion, parse
from curation.puzzles.clutter.solve_pixels import NAMES, TABLES, Damaged, compare
from curation.puzzles.clutter.solve_raster import MOST, Item, render, shapes

_AREA = (0.0005, 0.01)
"""Least part of the picture that one asked-about object covers, and greatest that all of them do."""


def _items(scene: Mapping[str, Any]) -> tuple[Item, ...]:
    items = []
    if len(scene["objects"]) > MOST:
        raise Damaged(f"the saved scene has more than {MOST} objects")
    for number, entry in enumerate(scene["objects"]):
        if entry["id"] != number or entry["sprite"] not in shapes() or entry["colour"] not in NAMES:
            raise Damaged(f"the saved scene's object {number} is none")
        items.append(
            Item(
                number=number,
                sprite=entry["sprite"],
                x=entry["x"] / 4,
                y=entry["y"] / 4,
                height=entry["height"] / 4,
                colour=entry["colour"],
                angle=entry["angle"],
                mirror=entry["mirror"],
            )
        )
    return tuple(items)


def _refusal(reason: str) -> Solution:
    return Solution(letter=None, answer=reason, method="id_buffer")


def solve(
    image: Image.Image,
    question: str,
    options: tuple[str, str, str, str],
    scene: Mapping[str, JsonValue] | None,
) -> Solution:
    """Answer the question; where picture, scene and question do not fit, a reason instead of a letter."""
    if scene is None:
        return _refusal("there is no saved scene")
    try:
        query = parse(question)
        plain: Mapping[str, Any] = scene
        if list(image.size) != plain["canvas"] or plain["palette"] not in TABLES:
            raise Damaged("picture and saved scene differ in size or palette")
        items = _items(plain)
        pixels = np.asarray(image.convert("RGB"))
        buffer = render(items, image.width, image.height)
        agreement = compare(pixels, items, buffer, plain["palette"])
        view = View(pixels, items, buffer)
        found = ANSWERS[query.ask](view, query)
        for item in found.asked:
            clear(view, item)
        shares = [float(buffer.seen[item.number]) / pixels[..., 0].size for item in found.asked]
        if min(shares) < _AREA[0] or sum(shares) > _AREA[1]:
            raise Unanswerable(f"what is asked about covers {min(shares):.3%} to {sum(shares):.3%} of the picture")
    except (Damaged, Unanswerable, UnknownQuestion) as problem:
        return _refusal(str(problem))
    evidence: dict[str, JsonValue] = {
        "objects": len(items),
        "asked": [item.number for item in found.asked],
        "visible": round(min(view.visible(item) for item in found.asked), 3),
        "area": round(sum(shares), 5),
        "agreement": round(agreement.objects, 3),
        "body_agreement": round(agreement.bodies, 3),
    }
    return Solution(letter_of(found.answer, options), found.answer, "id_buffer", evidence | found.evidence)
