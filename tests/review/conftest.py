"""A workspace with three reviewers and an adjudicator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from curation.workspace import Workspace
from tests.review.people import fresh, hire, opened, puzzles

Making = Callable[..., Workspace]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fresh(tmp_path_factory.mktemp("review") / "workspace")


@pytest.fixture
def making(template: Path, tmp_path: Path) -> Iterator[Making]:
    """Makes empty workspaces with the rules that are asked for."""
    made: list[Workspace] = []

    def make(**review: Any) -> Workspace:
        made.append(opened(template, tmp_path / f"workspace-{len(made)}", **review))
        return made[-1]

    yield make
    for workspace in made:
        workspace.store.close()


@pytest.fixture
def workspace(making: Making) -> Workspace:
    """Three reviewers (ann, bob, cid), an adjudicator (dan), no instances."""
    workspace = making()
    hire(workspace, "ann", "bob", "cid")
    hire(workspace, "dan", adjudicates=True)
    return workspace


@pytest.fixture
def maze(workspace: Workspace) -> Workspace:
    """One puzzle, whose key is B."""
    puzzles(workspace, 1)
    return workspace
