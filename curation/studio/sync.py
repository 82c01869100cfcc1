"""Sync: push and pull in turn, until stopped; a server that is away for a while is waited for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from curation.errors import CurationError, UsageError
from curation.findings import Report
from curation.studio.pull import PullReport, pull
from curation.studio.push import PushReport, push
from curation.workspace import Workspace

MOST_WAIT = 600.0


@dataclass(frozen=True, slots=True)
class Round:
    """One round.

    Attributes:
        pushed: What came of the push; `None` where it failed.
        pulled: What came of the pull; `None` where it failed.
        findings: What does not hold on the server; `None` where it could not be asked.
        problem: Why it failed, in a line; empty where it did not.
    """

    pushed: PushReport | None = None
    pulled: PullReport | None = None
    findings: Report | None = None
    problem: str = ""

    def line(self) -> str:
        """Say in a line what came of it."""
        if self.pushed is None or self.pulled is None or self.findings is None:
            return f"waiting: {self.problem}"
        open_tasks = sum(item.open for item in self.pushed.projects)
        errors = self.findings.counts()["error"]
        found = f", {errors:,} errors (`curate studio pull` tells them)" if errors else ""
        return (
            f"{open_tasks:,} tasks open; {self.pushed.changes:,} sent, {self.pulled.new:,} new and "
            f"{self.pulled.changed:,} changed annotations, {self.pulled.decisions:,} decisions{found}"
        )


def once(workspace: Workspace, *, actor: str) -> Round:
    """Pull, then push: what people did decides what is asked next.

    Raises:
        UsageError: Something must be mended before this can work.
    """
    try:
        brought = pull(workspace, actor=actor)
        pushed = push(workspace, actor=actor)
    except UsageError:
        raise
    except CurationError as error:
        return Round(problem=str(error))
    return Round(pushed, brought.report, brought.findings)


def watch(
    workspace: Workspace, *, actor: str, every: float, tell: Callable[[Round], None], stop: threading.Event
) -> None:
    """Do rounds until told to stop.

    Args:
        workspace: Which one.
        actor: Who does this, for the event log.
        every: Seconds between two rounds; after failures up to ten minutes.
        tell: Is told of each round.
        stop: Set to end after the round at hand.

    Raises:
        UsageError: Something must be mended before this can work.
    """
    failures = 0
    while not stop.is_set():
        done = once(workspace, actor=actor)
        tell(done)
        failures = failures + 1 if done.problem else 0
        stop.wait(min(every * 2 ** min(failures, 6), max(every, MOST_WAIT)) if failures > 1 else every)


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """Set an event on the first Ctrl-C or SIGTERM; a second one ends the process at once, which harms nothing."""
    stop = threading.Event()

    def handle(number: int, frame: FrameType | None) -> None:
        del frame
        if stop.is_set():
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        stop.set()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, former in before.items():
            signal.signal(number, former)
