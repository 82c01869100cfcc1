"""How fast prompts are written and proved, and what streaming rows to disk takes: rows a second and memory.

python -m tests.bench prompts [--most N]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

from curation.models import DIFFICULTIES
from curation.prompts.program.solve import sandbox
from curation.prompts.registry import families
from curation.prompts.trial import Kept, attempts
from curation.puzzles.base import Draw

SIZES = (10_000, 100_000, 1_000_000)
STREAM = "from curation.cli import main; main()"
SUITES = """
import sys; from pathlib import Path
from curation.unisandbox.build import Spec, build
build(Path(sys.argv[1]), Spec(train=int(sys.argv[2]) // 2, pairs=0))
"""
CHECKED = """
import sys; from pathlib import Path
from curation.unisandbox.validate import validate
sys.exit(validate(Path(sys.argv[1])).exit_code)
"""
TICK = os.sysconf("SC_CLK_TCK")


def prompts(most: int) -> None:
    """Each family alone, then rows streamed to disk."""
    by_family(1500)
    streams(most)


def by_family(draws: int) -> None:
    """Kept prompts for each second of processor time, one process and its sandbox."""
    print(f"\nprompts written and proved ({draws} draws each; by a processor's time, the sandbox included)")
    for name, family in families().items():
        for subtask in family.subtasks:
            places = [
                Draw(name, family.version, subtask, DIFFICULTIES[index % 3], 7, index) for index in range(draws)
            ]
            attempts(family, places[:64])
            sandbox().close()
            begun, kept = sum(os.times()[:4]), 0
            for start in range(0, draws, 32):
                kept += sum(isinstance(one, Kept) for one in attempts(family, places[start : start + 32]))
            sandbox().close()
            seconds = sum(os.times()[:4]) - begun
            print(f"  {name:14}{subtask:24}{kept:6,} kept{kept / seconds:9,.0f} a second")


def streams(most: int) -> None:
    """Rows a second and the memory of all processes together, at growing numbers of rows."""
    print("\nrows streamed to disk, every one proved, all processors")
    print(f"  {'':30}{'rows':>10}{'seconds':>9}{'a second':>10}{'of processor':>14}{'memory':>9}")
    with tempfile.TemporaryDirectory() as folder:
        number = count()
        for size in (size for size in SIZES if size <= most):
            words = ["-c", STREAM, "stream", f"{folder}/{next(number)}", "-c", "logical_reasoning", "-n", str(size)]
            _report("prompts, logical_reasoning", size, [sys.executable, *words])
            suites = f"{folder}/{next(number)}"
            _report("unisandbox", size, [sys.executable, "-c", SUITES, suites, str(size)])
            _report("unisandbox, checked again", size, [sys.executable, "-c", CHECKED, suites])


def _report(what: str, size: int, words: list[str]) -> None:
    begun, spent = time.perf_counter(), sum(os.times()[2:4])
    run = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    memory = 0.0
    while run.poll() is None:
        memory = max(memory, sum(_held(pid) for pid in _tree(run.pid)))
        time.sleep(0.2)
    seconds, spent = time.perf_counter() - begun, sum(os.times()[2:4]) - spent
    if run.returncode:
        print(f"  {what:30}{size:10,}  failed")
        return
    print(f"  {what:30}{size:10,}{seconds:9.1f}{size / seconds:10,.0f}{size / spent:14,.0f}{memory:6.0f} MB")


def _tree(pid: int) -> list[int]:
    """A process and all that it started; it alone where the system does not tell."""
    found = [pid]
    for place in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [one for child in place.read_text().split() for one in _tree(int(child))]
        except OSError:
            continue
    return found


def _held(pid: int) -> float:
    """The memory of a process in MB, what it shares with others divided among them; 0 where nobody tells."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
