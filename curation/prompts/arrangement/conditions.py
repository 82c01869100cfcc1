"""Every kind of condition by layout, and which arrangements each instance of it allows."""

from __future__ import annotations

from functools import cache
from itertools import permutations

from curation.prompts.arrangement.boxes import boxes
from curation.prompts.arrangement.heights import heights
from curation.prompts.arrangement.kinds import Kind
from curation.prompts.arrangement.piles import piles
from curation.prompts.arrangement.rows import rows
from curation.prompts.arrangement.shelves import shelves
from curation.prompts.arrangement.tables import tables

KINDS: dict[str, tuple[Kind, ...]] = {
    "row": rows(),
    "pile": piles(),
    "table": tables(),
    "shelves": shelves(),
    "heights": heights(),
    "boxes": boxes(),
}


@cache
def kind_of(layout: str, name: str) -> Kind:
    """Find a kind of a layout by name."""
    return next(kind for kind in KINDS[layout] if kind.name == name)


@cache
def _arrangements(n: int) -> tuple[tuple[int, ...], ...]:
    """All arrangements of n objects: the place of each object."""
    return tuple(permutations(range(n)))


@cache
def mask(layout: str, name: str, objects: tuple[int, ...], n: int) -> int:
    """The arrangements of n objects that a condition allows, as bits; bit 0 is that of object i at place i."""
    rule = kind_of(layout, name).rule
    bits = 0
    for number, places in enumerate(_arrangements(n)):
        if rule(*(places[one] for one in objects), n):
            bits |= 1 << number
    return bits


def places_of(bit: int, n: int) -> tuple[int, ...]:
    """The place of each object in the arrangement of that number."""
    return _arrangements(n)[bit]
