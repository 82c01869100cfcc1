"""Options of puzzles: four distinct texts, none of which gives itself away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from curation.checks.context import Context
from curation.checks.folding import content, fold, fold_numbers
from curation.findings import Finding
from curation.models import LETTERS, GEUInstance

_PREFIX = re.compile(r"[(\[]?[A-Da-d][.):\]]+(\s|$)|[(\[]?[A-D]\s*[-–—]\s")
_EVASIVE = re.compile(
    r"(none|all|both|neither|any|some) of (the|these|them|those)\b.*|(none|all)|n/?a|null|nan|undefined|unknown"
    r"|(it |this )?(can ?not|can't|cannot|could not) (be )?(determined?|tell|told|say|said|seen|known|answer)\b.*"
    r"|(not|un)[ -]?(sure|given|enough information|known)\b.*|i don't know|(a|b|c|d) (and|or) (a|b|c|d)"
)
_WORD = r"[\w'/.-]*\w"

_LONGER, _FACTOR = 12, 2
"""A right option stands out when it has at least so many characters more than the longest other, and so many times
as many: hardly one of four names or phrases of a set does, but an answer with its reason added does."""


def check(context: Context) -> Iterator[Finding]:
    """Look at the options of every puzzle that has a question."""
    for puzzle in context.puzzles:
        if puzzle.options is not None:
            yield from _distinct(puzzle, puzzle.options)
            yield from _letters(puzzle, puzzle.options)
            yield from _given_away(puzzle, puzzle.options)


def _distinct(puzzle: GEUInstance, options: tuple[str, ...]) -> Iterator[Finding]:
    said = [fold_numbers(option) for option in options]
    for (first, one), (second, other) in combinations(zip(LETTERS, said, strict=True), 2):
        if one == other:
            texts = f"{options[LETTERS.index(first)]!r} and {options[LETTERS.index(second)]!r}"
            yield Finding("OPT001", puzzle.uid, f"{first} and {second} are the same: {texts}")


def _letters(puzzle: GEUInstance, options: tuple[str, ...]) -> Iterator[Finding]:
    for letter, option in zip(LETTERS, options, strict=True):
        if _PREFIX.match(option):
            yield Finding("OPT002", puzzle.uid, f"{letter} begins with a letter of its own: {option!r}")
        elif option in LETTERS and option != letter:
            yield Finding("OPT006", puzzle.uid, f"{letter} is the letter {option!r}")
        if _EVASIVE.fullmatch(fold(option)):
            yield Finding("OPT003", puzzle.uid, f"{letter} is {option!r}")


def _given_away(puzzle: GEUInstance, options: tuple[str, ...]) -> Iterator[Finding]:
    assert puzzle.key is not None
    right = options[LETTERS.index(puzzle.key)]
    others = [option for letter, option in zip(LETTERS, options, strict=True) if letter != puzzle.key]
    asked = f" {' '.join(re.findall(_WORD, fold(puzzle.question or '')))} "
    named = [
        option
        for option in options
        if content(option) and f" {' '.join(re.findall(_WORD, fold(option)))} " in asked
    ]
    if named == [right]:
        yield Finding("OPT004", puzzle.uid, f"the question names {right!r}, and none of the other options")
    longest = max(len(option) for option in others)
    if len(right) >= max(longest + _LONGER, longest * _FACTOR):
        yield Finding("OPT005", puzzle.uid, f"{right!r} has {len(right)} characters, the longest other {longest}")
