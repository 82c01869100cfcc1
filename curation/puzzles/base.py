"""What a puzzle family is: a maker, a solver that shares no code with it, and the words between them.

A family lives in a package of its own, `puzzles/<name>/`: `__init__.py` declares it, `make.py` draws, `solve.py`
derives the key again. `solve.py` imports neither `make.py` nor `curation.draw`: a mistake made on one side must
not be repeated on the other.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast

from pydantic import JsonValue

from curation.canonical import digest_json, rng_of
from curation.models import DIFFICULTIES, LETTERS, Box, Difficulty, Letter, ProofMethod

if TYPE_CHECKING:
    from PIL import Image


Palette = Literal["standard", "deuteranopia"]
"""Tones of the colours that questions name: the usual ones, or some that are apart without green cones too."""


class Discard(Exception):
    """A draw that makes no good puzzle; the message says why, and the next attempt is made."""


@dataclass(frozen=True, slots=True)
class Puzzle:
    """What a maker makes.

    Attributes:
        image: Input image, RGB.
        oracle: Edited image, RGB.
        question: Text without options; `None` for a photo puzzle, whose question an author will write.
        options: Four distinct texts without letters, or `None`.
        key: Letter of the right option, or `None`.
        canonical: JSON value that is equal for two puzzles that a person would call the same (mirrored,
            recoloured, re-lettered). It is digested together with the family's name.
        parameters: What was drawn, as JSON, for people and for analysis.
        regions: Where in the input image the answer is.
        scene: The description that the image was drawn from, where the proof needs it.
    """

    image: Image.Image
    oracle: Image.Image
    question: str | None
    options: tuple[str, str, str, str] | None
    key: Letter | None
    canonical: JsonValue
    parameters: Mapping[str, JsonValue]
    regions: tuple[Box, ...] = ()
    scene: Mapping[str, JsonValue] | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """What a solver derives.

    Attributes:
        letter: The option that it holds to be right; `None` where it could not tell.
        answer: The answer in words, or why there is none.
        method: What it was derived from.
        evidence: What was measured on the way, as JSON.
    """

    letter: Letter | None
    answer: str
    method: ProofMethod
    evidence: Mapping[str, JsonValue] = field(default_factory=dict)


class Maker(Protocol):
    """Draws one puzzle; raises `Discard` where the draw makes none.

    A family with several palettes takes `palette` as well, by default the standard one.
    """

    def __call__(self, rng: random.Random, *, subtask: str, difficulty: Difficulty, key: Letter) -> Puzzle:
        """Draw with `rng` alone, and put the right option at `key`."""
        ...


class Solver(Protocol):
    """Derives the answer from what a model sees; never raises for a damaged image."""

    def __call__(
        self,
        image: Image.Image,
        question: str,
        options: tuple[str, str, str, str],
        scene: Mapping[str, JsonValue] | None,
    ) -> Solution:
        """Answer the question from the picture (and the saved scene where the family has one)."""
        ...


@dataclass(frozen=True, slots=True)
class Space:
    """How many puzzles there are of one subtask and level, mirrored and recoloured ones once.

    Attributes:
        size: How many.
        counted: Whether they were counted; else the size is estimated from how often plans repeat.
    """

    size: int
    counted: bool = True

    def __str__(self) -> str:
        return f"{self.size:,}" if self.counted else f"about {self.size:,}"


@dataclass(frozen=True, slots=True)
class Family:
    """A puzzle family, declared without importing what draws and solves it.

    Attributes:
        name: Lower-case name, the package's.
        version: Raised whenever the same seed would give another puzzle.
        category: The category that its puzzles belong to.
        subtasks: The subtasks that it makes puzzles for.
        title: What it is, in a line.
        levels: For each difficulty, its parameters in words.
        quota: Whether its puzzles count towards a release; extension families do not.
        home: The package that holds its own.
        palettes: What its questions' colours can be drawn in; one, where no question depends on colour or where
            the colours are apart for everybody as they are.
        spaces: How many puzzles there are, by subtask and level, where there are few enough to run out of.
    """

    name: str
    version: int
    category: str
    subtasks: tuple[str, ...]
    title: str
    levels: Mapping[Difficulty, str]
    quota: bool = True
    home: str = "curation.puzzles"
    palettes: tuple[Palette, ...] = ("standard",)
    spaces: Mapping[tuple[str, Difficulty], Space] = field(default_factory=dict)

    def space(self, subtask: str, difficulty: Difficulty) -> Space | None:
        """How many puzzles there are; `None` where there are too many to run out of."""
        return self.spaces.get((subtask, difficulty))

    def load(self, module: str) -> Callable[..., object]:
        """Import `make` or `solve` from the module of that name."""
        found = getattr(import_module(f"{self.home}.{self.name}.{module}"), module)
        return cast("Callable[..., object]", found)

    def make(self, draw: Draw) -> Puzzle:
        """Make the puzzle of one draw.

        Raises:
            Discard: The draw makes no good puzzle.
        """
        maker = self.load("make")
        if draw.palette != "standard":
            maker = partial(maker, palette=draw.palette)
        drawn = cast("Maker", maker)
        return drawn(draw.rng(), subtask=draw.subtask, difficulty=draw.difficulty, key=draw.key())

    def solve(
        self,
        image: Image.Image,
        question: str,
        options: tuple[str, str, str, str],
        scene: Mapping[str, JsonValue] | None = None,
    ) -> Solution:
        """Derive the answer with the family's solver."""
        return cast("Solver", self.load("solve"))(image, question, options, scene)

    @property
    def solver(self) -> str:
        """The solver's name and version, as proofs record it."""
        return f"{self.name}/{self.version}"


@dataclass(frozen=True, slots=True)
class Draw:
    """Which puzzle of which sequence: everything that its pixels depend on.

    Attributes:
        family: Family name.
        version: Family version.
        subtask: One of the family's.
        difficulty: Level.
        seed: The curator's seed.
        index: Place in the sequence of this family, subtask, difficulty and seed.
        attempt: How many draws at this place were refused before.
        palette: What its colours are drawn in; each palette has sequences of its own.
    """

    family: str
    version: int
    subtask: str
    difficulty: Difficulty
    seed: int
    index: int
    attempt: int = 0
    palette: Palette = "standard"

    def _parts(self) -> tuple[str | int, ...]:
        parts = (self.seed, self.family, self.version, self.subtask, self.difficulty)
        return parts if self.palette == "standard" else (*parts, self.palette)

    def rng(self) -> random.Random:
        """A generator for this draw alone."""
        return rng_of(*self._parts(), self.index, self.attempt)

    def key(self) -> Letter:
        """The letter of the right option: each letter once in every four neighbouring indices."""
        letters = list(LETTERS)
        rng_of(*self._parts(), "letters", self.index // 4).shuffle(letters)
        return letters[self.index % 4]


def place(right: str, wrong: Sequence[str], key: Letter, rng: random.Random) -> tuple[str, str, str, str]:
    """Arrange the right option at its letter and three wrong ones, shuffled, at the others.

    Raises:
        Discard: The four are not distinct.
    """
    others = list(wrong)
    rng.shuffle(others)
    options = others[:3]
    options.insert(LETTERS.index(key), right)
    if len({option.casefold() for option in options}) != 4:
        raise Discard("the options are not four distinct ones")
    first, second, third, fourth = options
    return first, second, third, fourth


def letter_of(answer: str, options: Sequence[str]) -> Letter | None:
    """Find the one option that says `answer`; `None` where none or several do."""
    matches = [letter for letter, option in zip(LETTERS, options, strict=True) if option == answer]
    return matches[0] if len(matches) == 1 else None


def canonical_digest(family: Family, puzzle: Puzzle) -> str:
    """The puzzle's canonical key as a digest."""
    return digest_json([family.name, puzzle.canonical])


__all__ = [
    "DIFFICULTIES",
    "LETTERS",
    "Discard",
    "Draw",
    "Family",
    "Maker",
    "Palette",
    "Puzzle",
    "Solution",
    "Solver",
    "Space",
    "canonical_digest",
    "letter_of",
    "place",
]
