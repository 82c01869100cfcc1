"""`make bench`: timings, as ratios of things measured side by side in one run. Nothing is asserted.

python -m tests.bench [startup] [families] [workers] [review] [prompts] [studio] [--count N] [--most ROWS]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children, get_context
from pathlib import Path

from PIL import Image

from curation.assets import encode
from curation.generate import generate
from curation.models import DIFFICULTIES
from curation.puzzles.base import Draw
from curation.puzzles.registry import families
from curation.puzzles.trial import Kept, sequence
from curation.workspace import create, open_workspace
from tests.prompts.bench import prompts
from tests.review.measure import review

WARM_UP = 1_000_000
"""A place in every sequence that nothing is measured at."""

GEU = tuple(dict.fromkeys(found.category for found in families().values() if found.quota))

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
    """Drawing and proving beside encoding the same pictures, in turn, in one process; processor time."""
    print(f"\nfamilies ({count} kept puzzles each, one process; floor: encoding the same two pictures)")
    print(f"  {'family':16}{'subtask':24}{'made and proved':>16}{'floor':>10}{'ratio':>8}{'puzzles/s':>11}")
    for found in families().values():
        for subtask in found.subtasks:
            taken: set[str] = set()
            made = floor = 0.0
            for number in range(-3, count):
                # The first of each level fills caches and counts for nothing.
                level, index = DIFFICULTIES[number % 3], number // 3 if number >= 0 else WARM_UP
                begun = time.process_time()
                *_, last = sequence(found, Draw(found.name, found.version, subtask, level, 1, index), taken)
                assert isinstance(last, Kept)
                drawn = time.process_time()
                for picture in (last.puzzle.image, last.puzzle.oracle):
                    encode(picture)
                if number >= 0:
                    made += drawn - begun
                    floor += time.process_time() - drawn
            row = f"{made / count * 1000:13.0f} ms{floor / count * 1000:7.0f} ms{(made + floor) / floor:8.1f}"
            print(f"  {found.name:16}{subtask:24}{row}{count / (made + floor):11.1f}")


def _peak(pid: int | str) -> float:
    """The most memory that a process has held, in MB; 0 where the system does not tell.

    Not `ru_maxrss`: a new process starts with its parent's.
    """
    try:
        lines = (Path("/proc") / str(pid) / "status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def _generated(root: Path, count: int, number: int) -> tuple[float, float, list[float]]:
    """Fill a workspace with puzzles: seconds, and the most memory that this process and each worker held."""
    create(root).store.close()
    peaks: dict[int, float] = {}

    def look(_done: int, _total: int) -> None:
        for child in active_children():
            if child.pid is not None:
                peaks[child.pid] = max(peaks.get(child.pid, 0.0), _peak(child.pid))

    workspace = open_workspace(root)
    begun = time.perf_counter()
    generate(workspace, actor="bench", categories=GEU, count=count, workers=number, progress=look)
    seconds = time.perf_counter() - begun
    workspace.store.close()
    return seconds, _peak("self"), sorted(peaks.values())


def _encoded(paths: list[str]) -> float:
    """Seconds that encoding takes, pictures decoded before."""
    seconds = 0.0
    for path in paths:
        with Image.open(path) as image:
            image.load()
            begun = time.perf_counter()
            encode(image)
            seconds += time.perf_counter() - begun
    return seconds


def workers(count: int) -> None:
    """`curate generate` with one worker, and with as many as there are processors, beside encoding what it made."""
    many = os.cpu_count() or 1
    print(f"\ncurate generate, {count} puzzles for each of {len(GEU)} categories")
    spawn = get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        times: dict[int, float] = {}
        for number in (1, many):
            with ProcessPoolExecutor(1, mp_context=spawn) as fresh:
                asked = fresh.submit(_generated, Path(folder) / str(number), count, number)
                times[number], own, peaks = asked.result()
            told = ", ".join(f"{peak:.0f}" for peak in peaks) or "none"
            print(f"  {number} workers: {times[number]:6.1f} s; peak memory {own:.0f} MB, of each worker {told}")
        paths = [str(path) for path in sorted((Path(folder) / "1" / "assets").rglob("*.png"))]
        with ProcessPoolExecutor(many, mp_context=spawn) as pool:
            # One process alone first, then all at once, each with its share.
            floor = pool.submit(_encoded, paths).result()
            shared = max(pool.map(_encoded, [paths[first::many] for first in range(many)]))
    print(f"  floor, encoding alone: one process {floor:.1f} s; {many} processes {shared:.1f} s")
    print(f"  1 worker takes {times[1] / floor:.1f} times the floor of one process")
    print(f"  {many} workers take {times[many] / shared:.1f} times the floor of {many} processes")
    print(f"  {many} workers are {times[1] / times[many]:.2f} times as fast as one")


def main() -> None:
    """Measure what was asked for, or everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "what", nargs="*", choices=["startup", "families", "workers", "review", "prompts", "studio", []]
    )
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--most", type=int, default=1_000_000)
    asked = parser.parse_args()
    what = asked.what or ["startup", "families", "workers", "review", "prompts", "studio"]
    if "startup" in what:
        startup()
    if "families" in what:
        by_family(asked.count)
    if "workers" in what:
        workers(asked.count)
    if "review" in what:
        review()
    if "prompts" in what:
        prompts(asked.most)
    if "studio" in what:
        from tests.studio.measure import studio

        studio()


if __name__ == "__main__":
    main()
