"""Rows a second and memory of building and checking suites, by hand; nothing is asserted but that no row is wrong.

python -m tests.unisandbox.measure ROWS FOLDER
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

from curation.unisandbox.build import Spec, build
from curation.unisandbox.validate import validate


def measure(step: str, rows: int, folder: Path) -> None:
    """Do one step in this process, whose peak of memory is then that step's."""
    begun, worked = time.perf_counter(), time.process_time()
    if step == "build":
        total = build(folder, Spec(1, rows // 2)).total
    else:
        report = validate(folder)
        assert not report.findings, report.render("text")
        total = report.checked["rows"]
    clock, work = time.perf_counter() - begun, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{step:6}{total:>10,} rows{total / clock:>9,.0f}/s by the clock{total / work:>9,.0f}/s of one core", end=""
    )
    print(f"{peak:>7,.0f} MB")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        measure(sys.argv[3], int(sys.argv[1]), Path(sys.argv[2]))
    else:
        for name in ("build", "check"):
            subprocess.run([sys.executable, "-m", __spec__.name, *sys.argv[1:3], name], check=True)
