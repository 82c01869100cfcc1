"""Every prompt family, by name."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from curation.errors import UsageError
from curation.prompts.base import PromptFamily

FAMILIES = ("word_problem", "arrangement", "program")


@cache
def families() -> dict[str, PromptFamily]:
    """Return every family in the order of the profile's categories."""
    return {name: import_module(f"curation.prompts.{name}").FAMILY for name in FAMILIES}


def family(name: str) -> PromptFamily:
    """Find a family by name.

    Raises:
        UsageError: There is none of that name.
    """
    found = families().get(name)
    if found is None:
        raise UsageError(f"unknown prompt family {name!r}; there is: {', '.join(FAMILIES)}")
    return found
