"""The README's commands work as a newcomer types them, from a fresh clone."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from curation.studio.server.process import down
from tests.core.samples import real_photos

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
HIDDEN = (".venv", ".git", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "demo")


def blocks() -> list[str]:
    """The shell blocks of the README, in order."""
    return re.findall(r"^```sh\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The tracked files of this checkout as they are now, in a folder of their own."""
    folder = tmp_path_factory.mktemp("clone") / "curate"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
            target.chmod((ROOT / name).stat().st_mode)
    yield folder


def test_the_demo_and_the_tour_run_as_typed(clone: Path) -> None:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL", "MAKE"))
    }
    demo = subprocess.run(["make", "demo"], cwd=clone, env=clean, capture_output=True, text=True, check=False)
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assert "no findings" in demo.stdout
    assert demo.stdout.rstrip().splitlines()[-1].startswith("Look at ")

    real_photos(clone / "photos")
    script = "set -euo pipefail\n" + "\n".join(blocks())
    # The tour speaks of a folder `photos` beside the commands; the reader's own stand in for it here.
    script = script.replace("curate sources add photos", "curate sources add ../photos")
    try:
        tour = subprocess.run(
            ["bash", "-c", script], cwd=clone, env=clean, capture_output=True, text=True, check=False
        )
    finally:
        down(clone / "tour")
    assert tour.returncode == 0, tour.stdout + tour.stderr
    for said in (
        "1 new, 0 changed",
        "every answer proved",
        "2 photo puzzles made",
        "They log in at http://127.0.0.1",
        "is written: 40 instances",
    ):
        assert said in tour.stdout, said


def test_every_picture_and_link_of_the_readme_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", README):
        assert (ROOT / target).exists(), target


def test_the_tour_has_blocks() -> None:
    assert len(blocks()) >= 8
