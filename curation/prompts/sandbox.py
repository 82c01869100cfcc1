"""Run programs with CPython where they can do no harm: a process of its own, bounded in every way.

A helper process (`jail.py`, started with `python -I -S`, no environment, an empty directory, no network where the
kernel lets it give up the network) forks a child, which lives under limits of time, memory and files. Only programs
that the allow-list has passed are taken.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from curation.prompts.program.allowed import Program

SECONDS = 10.0
"""How long the helper may take to answer; the program itself has less (`jail.SECONDS`)."""
TOGETHER = 64
"""Programs that may share a child."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a program.

    Attributes:
        output: What it printed; `None` where it was stopped or failed.
        reason: Why there is no output, in a line.
    """

    output: str | None
    reason: str = ""


class Sandbox:
    """A helper process that runs programs one after another, each in a child of its own; started when needed."""

    def __init__(self) -> None:
        self._helper: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._place = ""
        self._confined = False

    @property
    def without_network(self) -> bool:
        """Whether the helper could give up the network (a kernel that allows it)."""
        self._start()
        return self._confined

    def run(self, program: Program) -> Outcome:
        """Run one program, in a child of its own."""
        self._start()
        try:
            answer = json.loads(self._ask(_request([program])))
        except (OSError, EOFError, TimeoutError) as error:
            self.close()
            return Outcome(None, f"the sandbox was stopped: {type(error).__name__}")
        return Outcome(answer[0]["output"], answer[0]["reason"])

    def run_all(self, programs: Sequence[Program]) -> list[Outcome]:
        """Run programs of our own making: many in one child, for starting a child costs more than a short program.

        Each has names of its own, and none can reach what another printed unless it gets past the allow-list; so
        what comes from outside is run with `run`. Where one of them fails, all of that child are run one by one.
        """
        found: list[Outcome] = []
        for start in range(0, len(programs), TOGETHER):
            some = programs[start : start + TOGETHER]
            found += (self._together(some) if len(some) > 1 else None) or [self.run(one) for one in some]
        return found

    def _together(self, programs: Sequence[Program]) -> list[Outcome] | None:
        self._start()
        try:
            answer = json.loads(self._ask(_request(programs)))
        except (OSError, EOFError, TimeoutError):
            self.close()
            return None
        return None if answer is None else [Outcome(one["output"], one["reason"]) for one in answer]

    def close(self) -> None:
        """End the helper and everything that it started."""
        if self._helper is not None and self._owner == os.getpid():
            self._helper.kill()
            self._helper.wait()
            for pipe in (self._helper.stdin, self._helper.stdout):
                if pipe is not None:
                    pipe.close()
            shutil.rmtree(self._place, ignore_errors=True)
        self._helper = None

    def _start(self) -> None:
        # A fork of this process must not share the helper's pipes with its parent.
        if self._helper is not None and self._owner == os.getpid() and self._helper.poll() is None:
            return
        self.close()
        self._owner = os.getpid()
        self._place = tempfile.mkdtemp(prefix="curate-sandbox-")
        self._helper = subprocess.Popen(  # noqa: S603 - our own file, by its full path
            [sys.executable, "-I", "-S", "-B", str(Path(__file__).with_name("jail.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd=self._place,
            bufsize=0,
            close_fds=True,
            start_new_session=True,
        )
        self._confined = bool(json.loads(self._read()).get("confined"))
        atexit.register(self.close)

    def _ask(self, message: bytes) -> bytes:
        if self._helper is None or self._helper.stdin is None:
            raise EOFError
        rest = memoryview(message)
        while rest:
            rest = rest[self._helper.stdin.write(rest) :]
        return self._read()

    def _read(self) -> bytes:
        size = struct.unpack(">I", self._bytes(4))[0]
        return self._bytes(size)

    def _bytes(self, size: int) -> bytes:
        if self._helper is None or self._helper.stdout is None:
            raise EOFError
        found = b""
        while len(found) < size:
            ready, _, _ = select.select([self._helper.stdout], [], [], SECONDS)
            if not ready:
                raise TimeoutError
            part = self._helper.stdout.read(size - len(found))
            if not part:
                raise EOFError
            found += part
        return found


def _request(programs: Sequence[Program]) -> bytes:
    sources = [program.source.encode("utf-8") for program in programs]
    return struct.pack(">I", len(sources)) + b"".join(struct.pack(">I", len(one)) + one for one in sources)
