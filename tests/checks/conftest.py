"""A clean workspace, made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from curation.workspace import Workspace, open_workspace
from tests.checks.makers import make_clean


@pytest.fixture(scope="session")
def clean_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("checks") / "clean"
    make_clean(root)
    return root


@pytest.fixture
def workspace(clean_root: Path, tmp_path: Path) -> Iterator[Workspace]:
    root = tmp_path / "workspace"
    shutil.copytree(clean_root, root)
    opened = open_workspace(root)
    yield opened
    opened.store.close()
