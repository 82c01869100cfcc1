"""Prompts to test with: kept ones of each family, made once."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from curation.models import DIFFICULTIES
from curation.prompts.registry import families, family
from curation.prompts.trial import Kept, attempt
from curation.puzzles.base import Draw

EACH = 24
SUBTASKS = [(name, subtask) for name, one in families().items() for subtask in one.subtasks]


def draw_of(name: str, subtask: str, index: int, seed: int = 11) -> Draw:
    """A place of a sequence, its difficulty in turn."""
    return Draw(name, family(name).version, subtask, DIFFICULTIES[index % 3], seed, index)


@cache
def kept(name: str, subtask: str, number: int = EACH) -> tuple[Kept, ...]:
    """As many kept prompts, one for each place."""
    found = []
    for index in range(number):
        for tries in range(40):
            tried = attempt(family(name), replace(draw_of(name, subtask, index), attempt=tries))
            if isinstance(tried, Kept):
                found.append(tried)
                break
    return tuple(found)
