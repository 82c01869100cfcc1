"""A small workspace, filled through the command line alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from curation.taxonomy import load_profile
from tests.cli.running import sound
from tests.core.samples import noise
from tests.packs.samples import geu, picture, ueg, write_jsonl


@dataclass(frozen=True)
class Filled:
    """A workspace with an instance of each category; copy it before you change it.

    Attributes:
        root: The workspace.
        release: A draft of one instance a category.
        said: What each command said with `--json` while it was filled.
    """

    root: Path
    release: Path
    said: dict[str, str]


def write_pack(folder: Path) -> Path:
    """One row of each category."""
    rows = []
    for number, category in enumerate(load_profile().categories):
        uid, name = f"my-{number}-1", category.name
        subtask = category.subtasks[0].name
        if category.axis == "UEG":
            rows.append(ueg(uid, category=name, subtask=subtask, prompt=f"The {number}th bread on a plate."))
        else:
            picture(folder / f"{number}.png", (30 * number % 256, 250 - 25 * number, 90), (40 + number, 30))
            rows.append(geu(uid, category=name, subtask=subtask, image=f"{number}.png", key="ABCD"[number % 4]))
    return write_jsonl(folder / "pack.jsonl", *rows)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    folder = tmp_path_factory.mktemp("filled")
    root = folder / "workspace"
    photos = folder / "photos"
    photos.mkdir()
    noise((300, 280)).save(photos / "a.png")
    inside = ("-w", root, "--json")
    sound("init", root)
    said = {
        "import": sound("import", write_pack(folder), "--actor", "ann", *inside),
        "sources add": sound("sources", "add", photos, "--licence", "CC0-1.0", "--attribution", "Ann", *inside),
        "generate": sound("generate", "-c", "cognitive_navigation", "-n", "1", "--difficulty", "easy", *inside),
        "status": sound("status", *inside),
        "show": sound("show", "my-9-1", *inside),
        "build-release": sound(
            "build-release", "--draft", "--version", "1.0.0-draft.1", "--per-category", "1", *inside
        ),
    }
    yield Filled(root, root / "exports" / "realunify-1.0.0-draft.1", said)


@pytest.fixture
def workspace(filled: Filled, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(filled.root, tmp_path / "workspace"))
