"""Contact sheets: a dozen puzzles of each family, input beside oracle, to look at before anybody else does."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from curation.assets import encode
from curation.atomic import write_atomic
from curation.draw.fonts import font
from curation.draw.palette import INK, PAPER
from curation.errors import UsageError
from curation.models import DIFFICULTIES, LETTERS, Difficulty
from curation.puzzles.base import Draw, Family, Palette
from curation.puzzles.registry import families, family
from curation.puzzles.trial import Kept, sequence

PICTURE = 460
"""Longest side of a picture on the sheet, in pixels."""
GAP = 20
LETTER_SIZE = 15
LINE = 20
ACROSS = 2
"""Puzzles side by side, each with two pictures."""


def _caption(kept: Kept) -> list[str]:
    puzzle, draw = kept.puzzle, kept.draw
    lines = [f"{draw.subtask}, {draw.difficulty}, seed {draw.seed}, {draw.index}"]
    lines += textwrap.wrap(puzzle.question or "", 112)
    options = zip(LETTERS, puzzle.options or (), strict=False)
    row = "   ".join(f"{letter}. {option}{' *' if letter == puzzle.key else ''}" for letter, option in options)
    return lines + textwrap.wrap(row, 112)


def _card(kept: Kept) -> Image.Image:
    pictures = [kept.puzzle.image.copy(), kept.puzzle.oracle.copy()]
    for picture in pictures:
        picture.thumbnail((PICTURE, PICTURE), Image.Resampling.LANCZOS)
    caption = _caption(kept)
    tallest = max(picture.height for picture in pictures)
    card = Image.new("RGB", (2 * PICTURE + GAP, tallest + GAP // 2 + LINE * len(caption)), PAPER)
    for place, picture in enumerate(pictures):
        card.paste(picture, (place * (PICTURE + GAP), 0))
        edge = (place * (PICTURE + GAP), 0, place * (PICTURE + GAP) + picture.width - 1, picture.height - 1)
        ImageDraw.Draw(card).rectangle(edge, outline=(205, 208, 214))
    pen = ImageDraw.Draw(card)
    for number, line in enumerate(caption):
        weight = font(LETTER_SIZE, "Bold" if number == 0 else "Regular")
        pen.text((0, tallest + GAP // 2 + LINE * number), line, fill=INK, font=weight)
    return card


def _sheet(cards: Sequence[Image.Image]) -> Image.Image:
    rows = [cards[start : start + ACROSS] for start in range(0, len(cards), ACROSS)]
    heights = [max(card.height for card in row) for row in rows]
    wide = max(sum(card.width for card in row) + GAP * (len(row) + 1) for row in rows)
    sheet = Image.new("RGB", (wide, sum(heights) + GAP * (len(rows) + 1)), PAPER)
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        for place, card in enumerate(row):
            sheet.paste(card, (GAP + place * (card.width + GAP), top))
        top += height + GAP
    return sheet


def _draws(
    found: Family, subtask: str, count: int, seed: int, levels: Sequence[Difficulty], palette: Palette
) -> list[Draw]:
    known = palette if palette in found.palettes else "standard"
    return [
        Draw(
            found.name,
            found.version,
            subtask,
            levels[number % len(levels)],
            seed,
            number // len(levels),
            palette=known,
        )
        for number in range(count)
    ]


def gallery(
    folder: Path,
    *,
    names: Sequence[str] = (),
    count: int = 12,
    seed: int = 0,
    difficulty: Difficulty | None = None,
    palette: Palette = "standard",
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Draw a contact sheet for each subtask of each family.

    Args:
        folder: Where the sheets go, as `<family>-<subtask>.png`; sheets of that name are written anew.
        names: Which families; all by default.
        count: Puzzles on a sheet.
        seed: Which sequence.
        difficulty: One level, or all three in turn.
        palette: What colours are drawn in that questions depend on.
        progress: Told after each puzzle how many are drawn, of how many.

    Raises:
        UsageError: A family is unknown or cannot make so many.
    """
    chosen = [family(name) for name in dict.fromkeys(names)] or list(families().values())
    levels = DIFFICULTIES if difficulty is None else (difficulty,)
    total = count * sum(len(found.subtasks) for found in chosen)
    written: list[Path] = []
    done = 0
    for found in chosen:
        for subtask in found.subtasks:
            taken: set[str] = set()
            cards = []
            for draw in _draws(found, subtask, count, seed, levels, palette):
                *_, last = sequence(found, draw, taken)
                if not isinstance(last, Kept):
                    raise UsageError(f"{found.name} ({subtask}): {last.reason}; ask for a smaller --count")
                cards.append(_card(last))
                done += 1
                if progress is not None:
                    progress(done, total)
            path = folder / f"{found.name}-{subtask}.png"
            write_atomic(path, encode(_sheet(cards)))
            written.append(path)
    return written
