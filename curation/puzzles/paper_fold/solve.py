"""Derives the key of a puzzle of folded paper from the pixels and the question's text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import JsonValue

from curation.puzzles.base import Solution, letter_of
from curation.puzzles.paper_fold.read import NotReadable, read_sheets

if TYPE_CHECKING:
    from PIL import Image

_QUESTION = re.compile(
    r"a sheet of paper with lettered columns and numbered rows is folded as shown from left to right, each time "
    r"along the blue line in the direction of the arrow\. finally, the folded sheet is punched through all "
    r"its layers at the black dots; the grey frame shows where the unfolded sheet lay\. which cells have holes "
    r"when the sheet is completely unfolded\?"
)


def solve(
    image: Image.Image,
    question: str,
    options: tuple[str, str, str, str],
    scene: Mapping[str, JsonValue] | None,  # noqa: ARG001 - everything is in the picture and the question
) -> Solution:
    """Fold a sheet of cells as the picture shows, and see which cells lie under the punched ones."""
    try:
        if not _QUESTION.fullmatch(" ".join(question.lower().split())):
            return Solution(None, "the question is not about a folded sheet", "pixels")
        papers, punched = read_sheets(image)
        # For each cell of the unfolded sheet, where it lies now.
        lies = {cell: cell for cell in sorted(papers[0])}
        for paper in papers[1:]:
            lies = {cell: _folded(place, paper) for cell, place in lies.items()}
        if set(lies.values()) != papers[-1] or not punched <= papers[-1]:
            raise NotReadable("the folded sheet is not what the folds make of it")
    except NotReadable as reason:
        return Solution(None, str(reason), "pixels")
    holes = sorted((column, row) for (row, column), place in lies.items() if place in punched)
    answer = ", ".join(f"{chr(ord('A') + column)}{row + 1}" for column, row in holes)
    evidence: dict[str, JsonValue] = {"folds": len(papers) - 1, "punched": [[*cell] for cell in sorted(punched)]}
    letter = letter_of(answer, options)
    if letter is None:
        return Solution(None, f"the holes are {answer}, which no one option says", "pixels", evidence)
    return Solution(letter, answer, "pixels", evidence)


def _folded(place: tuple[int, int], paper: set[tuple[int, int]]) -> tuple[int, int]:
    """Where a place comes to when all that is not on `paper` is folded onto it."""
    if place in paper:
        return place
    row, column = place
    rows, columns = [r for r, _ in paper], [c for _, c in paper]
    if row < min(rows):
        row = 2 * min(rows) - row - 1
    elif row > max(rows):
        row = 2 * max(rows) - row + 1
    elif column < min(columns):
        column = 2 * min(columns) - column - 1
    else:
        column = 2 * max(columns) - column + 1
    if (row, column) not in paper:
        raise NotReadable("a flap reaches beyond the rest")
    return row, column
