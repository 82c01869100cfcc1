"""`curate` as people run it: a process of its own, its output in pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAIN = "from curation.cli import main; main()"


@dataclass(frozen=True)
class Done:
    """What came of a run."""

    code: int
    out: str
    err: str

    def lines(self) -> list[str]:
        """The lines on stderr; each must be whole."""
        assert self.err == "" or self.err.endswith("\n")
        assert "Traceback" not in self.err
        return self.err.split("\n")[:-1]

    def line(self) -> str:
        """The one line on stderr."""
        (line,) = self.lines()
        return line


def curate(*words: str | os.PathLike[str], cwd: Path | None = None, setup: str = "", **variables: str) -> Done:
    """Run a command; `setup` is Python that runs in its process before it."""
    start = ["-c", f"{setup}\n{MAIN}"] if setup else ["-m", "curation"]
    hidden = {"CURATE_WORKSPACE", "CURATE_ACTOR"}
    kept: dict[str, Any] = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, *start, *words],
        cwd=cwd,
        env={**kept, "COLUMNS": "100", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def sound(*words: str | os.PathLike[str], **options: Any) -> str:
    """Run a command that must go well and say nothing on stderr; return what it prints."""
    done = curate(*words, **options)
    assert (done.code, done.err) == (0, "")
    return done.out
