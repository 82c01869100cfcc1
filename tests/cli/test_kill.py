"""SIGKILL at any moment: the next run ends where an undisturbed one does, to the byte."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.snapshot import snapshot

MOMENTS = 50
Base = Callable[[Path], None]


def curate(*words: str) -> list[str]:
    return [sys.executable, "-m", "curation", *words]


def run(*words: str) -> None:
    subprocess.run(curate(*words), check=True, capture_output=True)


def empty(folder: Path) -> None:
    run("init", str(folder))


def filled(folder: Path) -> None:
    empty(folder)
    run("import", "--starter", "-w", str(folder))
    run("generate", "--count", "2", "-w", str(folder))


CASES: dict[str, tuple[Base, list[str]]] = {
    "import": (empty, ["import", "--starter"]),
    "generate": (empty, ["generate", "--category", "cognitive_navigation", "--count", "8"]),
    "build-release": (
        filled,
        ["build-release", "--draft", "--version", "1.0.0-draft.1", "--per-category", "2"],
    ),
}


def looks_whole(workspace: Path) -> bool:
    """Whether whatever is named like a release can be checked by coreutils."""
    for release in (workspace / "exports").glob("realunify-*"):
        if subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=release).returncode:
            return False
    return True


def cut_short(words: list[str], base: Path, workspace: Path, delay: float) -> None:
    """Run in a copy of a workspace and kill it after a while; sooner where it was done before that."""
    while True:
        shutil.copytree(base, workspace)
        process = subprocess.Popen(
            curate(*words, "-w", str(workspace)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        if process.wait() == -signal.SIGKILL:
            return
        shutil.rmtree(workspace)
        delay *= 0.8


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("part", range(2))
def test_a_killed_run_can_be_run_again(name: str, part: int, tmp_path: Path) -> None:
    base, words = CASES[name]
    base(tmp_path / "base")
    whole = tmp_path / "whole"
    shutil.copytree(tmp_path / "base", whole)
    begun = time.monotonic()
    run(*words, "-w", str(whole))
    duration = time.monotonic() - begun
    expected = snapshot(whole)

    moments = random.Random(f"{name} {part}")
    for moment in range(MOMENTS // 2):
        workspace = tmp_path / str(moment)
        cut_short(words, tmp_path / "base", workspace, duration * moments.uniform(0.1, 1.0))
        assert looks_whole(workspace)
        run(*words, "-w", str(workspace))
        assert snapshot(workspace) == expected
        shutil.rmtree(workspace)
