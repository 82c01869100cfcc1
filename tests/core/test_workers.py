"""Pools of workers end, whatever befalls them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import FrameType

import pytest

from curation.workers import each, worker_pool

ROOT = Path(__file__).parents[2]
LARGE = 100_000
"""Bytes of a result that is written in several parts."""


def interrupted_at(function: str | None) -> set[str]:
    """Start a pool, interrupted where a function of its library is first called; give all that are called."""
    called: set[str] = set()

    def strike(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_code.co_qualname
        if event != "call" or frame.f_globals["__name__"] not in ("concurrent.futures.process", "threading"):
            return
        if name == function and name not in called:
            signal.raise_signal(signal.SIGINT)
        called.add(name)

    with worker_pool(1) as pool:
        sys.setprofile(strike)
        try:
            pool.submit(abs, -1)
        finally:
            sys.setprofile(None)
    return called


@pytest.mark.usefixtures("interruptible")
def test_a_pool_can_be_shut_down_whenever_ctrl_c_came_while_it_started() -> None:
    moments = interrupted_at(None)
    assert {"_ExecutorManagerThread.__init__", "Thread.start"} <= moments
    for moment in sorted(moments):
        with pytest.raises(KeyboardInterrupt):
            interrupted_at(moment)


def result_cut_short(interrupt: bool) -> bytes:
    """Runs in a worker: write the head of a result; then be killed, or stop while the parent is interrupted."""
    parts = []

    def strike(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_qualname == "Connection._send":
            parts.append(frame)
            if len(parts) == 2 and interrupt:
                os.kill(os.getppid(), signal.SIGINT)
                threading.Event().wait()
            elif len(parts) == 2:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(strike)
    return bytes(LARGE)


def end_in_the_middle_of_a_result(interrupt: str) -> None:
    """Print how a pool ended; runs in a process of its own, which may not end."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with worker_pool(2) as pool:
            print(list(each(pool, result_cut_short, [bool(interrupt)] * 20, ahead=20)))
    except (KeyboardInterrupt, BrokenProcessPool) as error:
        print(type(error).__name__)


@pytest.mark.parametrize(("interrupt", "end"), [("", "BrokenProcessPool"), ("yes", "KeyboardInterrupt")])
def test_a_pool_ends_though_a_worker_was_in_the_middle_of_a_result(interrupt: str, end: str) -> None:
    run = f"from {__name__} import *; end_in_the_middle_of_a_result({interrupt!r})"
    done = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{end}\n", "")


@pytest.mark.parametrize("chunk", [1, 3, 50])
def test_each_item_comes_back_in_order_with_its_result(chunk: int) -> None:
    with worker_pool(2) as pool:
        assert list(each(pool, abs, range(-10, 0), ahead=3, chunk=chunk)) == [(n, -n) for n in range(-10, 0)]
        assert list(each(pool, abs, (), ahead=3, chunk=chunk)) == []


def test_items_are_taken_no_further_ahead_than_asked() -> None:
    items = iter(range(100))
    with worker_pool(2) as pool:
        for item, _ in each(pool, abs, items, ahead=3, chunk=2):
            if item == 10:
                break
    assert next(items) == 18  # 12 to 17 are under way.


def test_an_error_of_a_call_reaches_the_caller() -> None:
    with worker_pool(1) as pool, pytest.raises(ValueError, match="no number"):
        list(each(pool, int, ["no number"], ahead=1))
