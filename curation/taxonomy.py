"""Axes, categories, subtasks and suites of a benchmark: profiles, read from `profiles/*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from curation.errors import UsageError

Axis = Literal["UEG", "GEU"]


@dataclass(frozen=True, slots=True)
class Subtask:
    """One division of a category.

    Attributes:
        name: Lower-case name.
        named_by: "paper" where the benchmark's paper names it, "project" where this project did.
    """

    name: str
    named_by: Literal["paper", "project"]


@dataclass(frozen=True, slots=True)
class Category:
    """One `task_type` of the evaluator.

    Attributes:
        name: Lower-case name, as the evaluator reads it.
        axis: UEG or GEU.
        quota: Instances in a full release.
        subtasks: Its divisions, in the order of the profile.
        edit_prompt: Template of the stepwise prompt (GEU only); may hold `{question}`.
    """

    name: str
    axis: Axis
    quota: int
    subtasks: tuple[Subtask, ...]
    edit_prompt: str | None

    def quotas(self, total: int) -> dict[str, int]:
        """Spread `total` instances evenly over the subtasks; the first ones take the remainder."""
        base, extra = divmod(total, len(self.subtasks))
        return {subtask.name: base + (place < extra) for place, subtask in enumerate(self.subtasks)}


@dataclass(frozen=True, slots=True)
class Suite:
    """A file of rows that every release has.

    Attributes:
        file: Its path in the release.
        rows: How many it has.
    """

    file: str
    rows: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A benchmark's shape: categories of instances, or suites of rows.

    Attributes:
        name: Lower-case name, used in file names.
        title: Name for people.
        instances: Size of the full release.
        categories: In the order of the profile.
        suites: The same.
        evaluation_prompt: Template with `{question}`, `{a}`, `{b}`, `{c}`, `{d}`.
        new_prompt: Template with `{prompt}`.
    """

    name: str
    title: str
    instances: int
    categories: tuple[Category, ...]
    suites: tuple[Suite, ...]
    evaluation_prompt: str
    new_prompt: str

    def category(self, name: str) -> Category:
        """Find a category by name.

        Raises:
            UsageError: No category has that name.
        """
        for category in self.categories:
            if category.name == name:
                return category
        known = ", ".join(category.name for category in self.categories)
        raise UsageError(f"unknown category {name!r}; the profile {self.name} has: {known}")

    def axis(self, axis: Axis) -> tuple[Category, ...]:
        """Return the categories of one axis."""
        return tuple(category for category in self.categories if category.axis == axis)


def _category(table: dict[str, Any]) -> Category:
    return Category(
        name=table["name"],
        axis=table["axis"],
        quota=table["quota"],
        subtasks=tuple(Subtask(**subtask) for subtask in table["subtasks"]),
        edit_prompt=table.get("edit_prompt"),
    )


@cache
def load_profile(name: str = "realunify") -> Profile:
    """Read a profile that ships with the project.

    Raises:
        UsageError: No profile has that name.
    """
    folder = resources.files("curation") / "profiles"
    known = sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))
    if name not in known:
        raise UsageError(f"unknown profile {name!r}; there is: {', '.join(known)}")
    table = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    templates = table.get("templates", {})
    return Profile(
        name=table["name"],
        title=table["title"],
        instances=table["instances"],
        categories=tuple(_category(category) for category in table.get("categories", ())),
        suites=tuple(Suite(**suite) for suite in table.get("suites", ())),
        evaluation_prompt=templates.get("evaluation_prompt", ""),
        new_prompt=templates.get("new_prompt", ""),
    )
