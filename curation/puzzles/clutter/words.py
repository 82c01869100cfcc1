"""What the makers of cluttered scenes draw from: kinds of things, colours that look alike, texts of signs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Final

KINDS: Final = (
    "cup",
    "ball",
    "key",
    "star",
    "fish",
    "leaf",
    "umbrella",
    "bird",
    "mushroom",
    "balloon",
    "boat",
    "candle",
    "bottle",
    "hat",
    "sock",
    "flower",
    "butterfly",
    "kite",
    "car",
    "book",
    "lamp",
    "duck",
    "bucket",
    "shell",
    "bell",
    "heart",
    "pear",
    "crown",
    "gift",
    "mitten",
    "snail",
    "shovel",
    "guitar",
    "teapot",
    "rocket",
    "pencil",
)
"""Small things that lie about everywhere; the sprites' names are the nouns of questions."""

COUNTED: Final = tuple(kind for kind in KINDS if kind not in ("snail", "shovel", "guitar"))
"""Those whose colour nobody would doubt, for the named colour is most of them."""

FACING: Final = ("fish", "bird", "duck")
"""Those that look to one side."""

POINTING: Final = ("fish", "rocket", "pencil")
"""Those that may lie in any direction and still have a front."""

STRUNG: Final = ("balloon", "kite")
"""Those that hang on a string and stand on nothing."""

HOLDERS: Final = ("frog", "bear", "cat", "rabbit", "owl", "robot")
"""Figures that hold something."""

PATTERNED: Final = ("egg", "vase", "drum")
"""Things that bear a pattern; the sprite is named `<thing>_<pattern>`."""

PATTERNS: Final = {"striped": "stripes", "dotted": "dots", "checked": "checks", "zigzag": "zigzags"}
"""A pattern in a sprite's name, and what a question calls it."""

CLUTTER: Final = 2 * KINDS + tuple(f"{thing}_{pattern}" for thing in PATTERNED for pattern in PATTERNS)
"""All that may lie about in any scene; plain things twice, so that patterned ones are fewer."""

HELD: Final = (
    "cup",
    "ball",
    "star",
    "leaf",
    "umbrella",
    "mushroom",
    "bottle",
    "flower",
    "kite",
    "book",
    "lamp",
    "bucket",
    "shell",
    "bell",
    "heart",
    "pear",
    "crown",
    "gift",
    "teapot",
)
"""Things that a figure may hold."""

STEMMED: Final = ("umbrella", "mushroom", "flower", "kite", "lamp")
"""Those of them that are held in the middle of their width, the only place with something to hold."""

PLURALS: Final = {
    "fish": "fish",
    "leaf": "leaves",
    "butterfly": "butterflies",
}
"""Plurals that do not end in the singular and `s`."""

ALIKE: Final = {
    "red": ("orange", "pink", "purple"),
    "orange": ("red", "yellow", "pink"),
    "yellow": ("orange", "pink", "green"),
    "green": ("blue", "black", "yellow"),
    "blue": ("purple", "green", "black"),
    "purple": ("blue", "black", "pink"),
    "pink": ("red", "orange", "purple"),
    "black": ("purple", "blue", "green"),
}
"""For each colour, those that a hasty look takes it for."""


_DOUBLES: Final = (
    ("bird", "duck"),
    ("bird", "owl"),
    ("duck", "owl"),
    ("shell", "snail"),  # whose shell is what bears its colour
    ("leaf", "flower"),  # which has two
    ("leaf", "pear"),  # which has one
    ("cup", "bucket"),
    ("cup", "drum"),
    ("bucket", "drum"),
    ("bottle", "vase"),
    ("ball", "balloon"),
    ("ball", "egg"),
    ("hat", "crown"),
    ("lamp", "candle"),
)
"""Pairs of which one might be called by the other's name, or has a part that might."""


def noun_of(sprite: str) -> str:
    """What a sprite is called: its name without the pattern."""
    return sprite.split("_")[0]


def doubles(kind: str) -> frozenset[str]:
    """Nouns that leave doubt about what `kind` refers to: itself and its doubles."""
    return frozenset((kind, *(noun for pair in _DOUBLES if kind in pair for noun in pair)))


def without(sprites: Iterable[str], *asked: str) -> list[str]:
    """Those of the sprites that nobody would call by one of the nouns asked about."""
    shunned = frozenset[str]().union(*map(doubles, asked))
    return [sprite for sprite in sprites if noun_of(sprite) not in shunned]


def apart(rng: random.Random, kinds: Sequence[str], count: int) -> list[str]:
    """Draw kinds of which none might be called by another's name."""
    while True:
        # All at once: drawn one after another, kinds with many doubles would seldom come later than first.
        found = rng.sample(kinds, count)
        if all(len(without(found, kind)) == count - 1 for kind in found):
            return found


def with_article(kind: str) -> str:
    """A kind's noun with its indefinite article."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def plural(kind: str) -> str:
    """The plural of a kind's noun."""
    return PLURALS.get(kind, f"{kind}es" if kind.endswith(("s", "x", "ch", "sh")) else f"{kind}s")
