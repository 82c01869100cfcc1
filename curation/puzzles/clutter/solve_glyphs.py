"""Reads the writing on a board from its pixels: glyphs rendered straight from the font file explain the ink."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from curation.puzzles.clutter.solve_pixels import Bytes, luminance
from curation.puzzles.clutter.solve_raster import Floats

ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_FINE: Final = 4
_BEAM: Final = 16
_LEAST = 0.97
_LEAD = 4.0


class Illegible(Exception):
    """The writing cannot be read beyond doubt; the message says why."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    Attributes:
        text: The characters.
        match: Share of the ink's energy that its rendering explains.
        lead: How many pixels of ink the next best reading leaves unexplained beyond this one.
    """

    text: str
    match: float
    lead: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A reading of the line's first characters.

    Attributes:
        text: The characters.
        pen: Where the next one starts, in quarter pixels from the left.
        low: Where the baseline is, in quarter pixels from the top.
        residue: (height, width): the ink that the characters leave unexplained.
        energy: (width + 1,): the residue's energy left of each column.
        cost: The residue's energy left of the pen.
    """

    text: str
    pen: int
    low: int
    residue: Floats
    energy: Floats
    cost: float


@cache
def _font(em: int) -> ImageFont.FreeTypeFont:
    data = (resources.files("curation") / "draw" / "fonts" / "B612-Bold.otf").read_bytes()
    return ImageFont.truetype(io.BytesIO(data), em, layout_engine=ImageFont.Layout.BASIC)


@cache
def _advance(em: int, character: str) -> int:
    return round(_font(em).getlength(character))


def _energy(ink: Floats) -> Floats:
    """Energy left of each column, shape (width + 1,)."""
    return np.concatenate([[0.0], np.einsum("ij,ij->j", ink, ink).cumsum()])


@lru_cache(maxsize=5_000)
def _cell(em: int, character: str, across: int, down: int) -> tuple[Floats, Floats, int]:
    """A glyph at final size, its pen and its baseline `across` and `down` quarters into a pixel.

    Returns:
        The ink (0 to 1), one column of it before the pen's, its energy left of each column, and the rows above the
        row of the baseline.
    """
    above = -(-em // _FINE) + 1
    size = (_advance(em, character) + 3 * _FINE, (above + em // (2 * _FINE)) * _FINE)
    paper = Image.new("L", (size[0] // _FINE * _FINE, size[1]), 0)
    at = (_FINE + across, above * _FINE + down)
    ImageDraw.Draw(paper).text(at, character, fill=255, font=_font(em), anchor="ls")
    fine = np.asarray(paper, np.float64) / 255
    rows, columns = fine.shape[0] // _FINE, fine.shape[1] // _FINE
    cell = fine.reshape(rows, _FINE, columns, _FINE).mean(axis=(1, 3))
    return cell, _energy(cell), above


@cache
def _bearing(em: int, character: str) -> int:
    """How far to the right of the pen the ink begins, in quarter pixels."""
    paper = Image.new("L", (3 * em, 3 * em), 0)
    ImageDraw.Draw(paper).text((em, 2 * em), character, fill=255, font=_font(em), anchor="ls")
    left, *_ = paper.getbbox() or (em,)
    return left - em


def _fit(line: _Line, whole: Floats, em: int, character: str) -> tuple[float, float] | None:
    """What a reading leaves unexplained left of its next pen, once it is one character longer.

    Args:
        line: The reading.
        whole: The ink's energy left of each column.
        em: Size of the writing.
        character: What it is made longer by.

    Returns:
        Its cost up to the new pen, and that as a share of the ink there; `None` where it does not fit.
    """
    cell, own, above = _cell(em, character, line.pen % _FINE, line.low % _FINE)
    top, left = line.low // _FINE - above, line.pen // _FINE - 1
    high, wide = line.residue.shape
    if top < 0 or left < 0 or top + cell.shape[0] > high or left + cell.shape[1] > wide:
        return None
    after = (line.pen + _advance(em, character)) // _FINE
    window = line.residue[top : top + cell.shape[0], left:after]
    common = float(np.einsum("ij,ij->", window, cell[:, : after - left]))
    cost = float(line.energy[after] - line.energy[left] + own[after - left]) - 2 * common + line.cost
    return cost, cost / max(1.0, float(whole[after]))


def _drawn(line: _Line, em: int, character: str, cost: float) -> _Line:
    cell, _, above = _cell(em, character, line.pen % _FINE, line.low % _FINE)
    top, left = line.low // _FINE - above, line.pen // _FINE - 1
    residue = line.residue.copy()
    residue[top : top + cell.shape[0], left : left + cell.shape[1]] -= cell
    pen = line.pen + _advance(em, character)
    return _Line(line.text + character, pen, line.low, residue, _energy(residue), cost)


def _kept(ranked: Sequence[tuple[float, _Line, str, float]], em: int) -> list[_Line]:
    """Draw the best continuations, best first, at most two of any one text."""
    times: Counter[str] = Counter()
    kept: list[_Line] = []
    for _, line, character, cost in ranked:
        text = line.text + character
        if times[text] < 2 and len(kept) < _BEAM:
            times[text] += 1
            kept.append(_drawn(line, em, character, cost))
    return kept


def _longer(lines: Sequence[_Line], whole: Floats, em: int) -> list[_Line]:
    """The best continuations of some readings by one character; `whole` as `_fit` has it."""
    found = []
    for number, line in enumerate(lines):
        for character in ALPHABET:
            fit = _fit(line, whole, em, character)
            if fit is not None:
                found.append((fit[1], number, character, fit[0]))
    return _kept([(share, lines[number], glyph, cost) for share, number, glyph, cost in sorted(found)], em)


def _starts(ink: Floats, whole: Floats, em: int, middle: int) -> list[_Line]:
    """Readings of the first character, whose ink begins where the ink does; a capital's middle is the line's."""
    left = int(np.flatnonzero(ink.max(axis=0) > 0.3)[0]) * _FINE
    top, bottom = _font(em).getbbox("H", anchor="ls")[1::2]
    base = middle - round(top + bottom) // 2
    found = []
    for character in ALPHABET:
        first = left - _bearing(em, character)
        for low in range(base - 2, base + 3):
            for pen in range(first - _FINE - 1, first + _FINE):
                fit = _fit(_Line("", pen, low, ink, whole, 0.0), whole, em, character)
                if fit is not None:
                    found.append((fit[1], character, pen, low, fit[0]))
    found.sort()
    return [
        _drawn(_Line("", pen, low, ink, whole, 0.0), em, glyph, cost)
        for _, glyph, pen, low, cost in found[: 3 * _BEAM]
    ]


def read(board: Bytes, em: int, middle: int) -> Reading:
    """Read one line of capitals and figures.

    Args:
        board: (height, width, 3): the inside of the board, without its frame.
        em: Size of the writing in quarter pixels.
        middle: Height of the line's middle, in quarter pixels from the top.

    Raises:
        Illegible: There is no writing, or it is not clearly one text.
    """
    light = luminance(board)
    paper, dark = float(np.percentile(light, 95)), float(light.min())
    if paper - dark < 100:
        raise Illegible("there is no writing on the board")
    room = em // 2
    ink = np.pad(np.clip((paper - light) / (paper - dark), 0, 1), room)
    last = int(np.flatnonzero(ink.max(axis=0) > 0.3)[-1])
    # The ink of a last K or R reaches a little beyond its pen.
    whole = _energy(ink)
    beam, ended = _starts(ink, whole, em, middle + room * _FINE), []
    while beam:
        ended += [line for line in beam if line.pen // _FINE + 2 > last]
        beam = _longer([line for line in beam if line.pen // _FINE <= last], whole, em)
    if not ended:
        raise Illegible("the writing is no line of capitals and figures")
    errors: dict[str, float] = {}
    for line in ended:
        error = float((line.residue**2).sum())
        errors[line.text] = min(error, errors.get(line.text, error))
    (least, text), *others = sorted((error, text) for text, error in errors.items())
    lead = others[0][0] - least if others else float((ink**2).sum())
    match = 1 - least / float((ink**2).sum())
    if match < _LEAST or lead < _LEAD:
        raise Illegible(f"the writing may be {text} (match {match:.2f}, ahead by {lead:.1f})")
    return Reading(text, match, lead)
