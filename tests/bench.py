"""`make bench`: timings, as ratios of things measured side by side in one run. Nothing is asserted.

python -m tests.bench [startup] [families] [workers] [--count N]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from PIL import Image

from curation.assets import encode
from curation.generate import generate
from curation.models import DIFFICULTIES
from curation.puzzles.base import Draw
from curation.puzzles.registry import families
from curation.puzzles.trial import Kept, sequence
from curation.workspace import create, open_workspace

TWO_COMMANDS = """
import typer
app = typer.Typer()
@app.command()
def one() -> None: ...
@app.command()
def two() -> None: ...
app()
"""


def _seconds(*words: str) -> float:
    begun = time.perf_counter()
    subprocess.run(words, capture_output=True, check=False)
    return time.perf_counter() - begun


def startup(rounds: int = 21) -> None:
    """`curate --help` and a refused path beside the help of a Typer application that does nothing."""
    curate = Path(sys.executable).with_name("curate")
    with tempfile.TemporaryDirectory() as folder:
        two = Path(folder) / "two.py"
        two.write_text(TWO_COMMANDS)
        commands = {
            "two-command Typer --help": (sys.executable, str(two), "--help"),
            "curate --help": (str(curate), "--help"),
            "curate validate WRONG": (str(curate), "validate", str(Path(folder) / "missing")),
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, words in commands.items():
                times[name].append(_seconds(*words))
    floor = statistics.median(times["two-command Typer --help"])
    print(f"start-up (median of {rounds}, interleaved)")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"  {name:26} {median * 1000:6.0f} ms  {median / floor:4.2f} times")


def by_family(count: int) -> None:
    """Drawing and proving beside encoding the same pictures, one process."""
    print(f"\nfamilies ({count} kept puzzles each, one process; floor: encoding the same two pictures)")
    print(f"  {'family':16}{'subtask':24}{'made and proved':>16}{'floor':>10}{'ratio':>8}{'puzzles/s':>11}")
    for found in families().values():
        for subtask in found.subtasks:
            pictures: list[Image.Image] = []
            taken: set[str] = set()
            begun = time.perf_counter()
            for number in range(count):
                level = DIFFICULTIES[number % 3]
                *_, last = sequence(found, Draw(found.name, found.version, subtask, level, 1, number // 3), taken)
                assert isinstance(last, Kept)
                pictures += [last.puzzle.image, last.puzzle.oracle]
            made = time.perf_counter() - begun
            begun = time.perf_counter()
            for picture in pictures:
                encode(picture)
            floor = time.perf_counter() - begun
            row = f"{made / count * 1000:13.0f} ms{floor / count * 1000:7.0f} ms{(made + floor) / floor:8.1f}"
            print(f"  {found.name:16}{subtask:24}{row}{count / (made + floor):11.1f}")


def _encode_file(path: str) -> int:
    with Image.open(path) as image:
        image.load()
    return len(encode(image))


def workers(count: int) -> None:
    """`curate generate` with one and two workers beside encoding what it made."""
    print(f"\ncurate generate, {count} for each category")
    with tempfile.TemporaryDirectory() as folder:
        times: dict[int, float] = {}
        for number in (1, 2):
            root = Path(folder) / str(number)
            create(root).store.close()
            workspace = open_workspace(root)
            begun = time.perf_counter()
            generate(workspace, actor="bench", count=count, workers=number)
            times[number] = time.perf_counter() - begun
            workspace.store.close()
        paths = [str(path) for path in sorted((Path(folder) / "1" / "assets").rglob("*.png"))]
        images = [Image.open(path) for path in paths]
        for image in images:
            image.load()
        begun = time.perf_counter()
        for image in images:
            encode(image)
        floor = time.perf_counter() - begun
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            list(pool.map(_encode_file, paths[:2]))
            begun = time.perf_counter()
            list(pool.map(_encode_file, paths))
            floor_two = time.perf_counter() - begun
    print(f"  floor, encoding only: one process {floor:.1f} s; two, with decoding {floor_two:.1f} s")
    for number, seconds in times.items():
        print(f"  {number} workers: {seconds:6.1f} s, {seconds / (floor / number):4.1f} times the floor")
    print(f"  two workers are {times[1] / times[2]:.2f} times as fast as one")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  largest process: {peak:.0f} MB")


def main() -> None:
    """Measure what was asked for, or everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", nargs="*", choices=["startup", "families", "workers", []])
    parser.add_argument("--count", type=int, default=24)
    asked = parser.parse_args()
    what = asked.what or ["startup", "families", "workers"]
    if "startup" in what:
        startup()
    if "families" in what:
        by_family(asked.count)
    if "workers" in what:
        workers(asked.count)


if __name__ == "__main__":
    main()
