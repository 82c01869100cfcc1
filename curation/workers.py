"""Worker processes that end with the process that started them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, parent_process, resource_tracker
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def _held_back() -> Iterator[None]:
    """Hold SIGINT back from this thread until the end, and for good from processes that are started here."""
    resource_tracker.ensure_running()  # Else it is started in between, which lets SIGINT in again.
    came: list[int] = []
    handler = signal.getsignal(signal.SIGINT)
    # Another thread, such as numpy's, may take the signal; then Python runs the handler here in spite of the mask.
    defer = callable(handler) and threading.current_thread() is threading.main_thread()
    if defer:
        signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if defer:
            signal.signal(signal.SIGINT, handler)
        if came:
            signal.raise_signal(signal.SIGINT)


class _Worker(SpawnProcess):
    """A process that Ctrl-C does not reach, not even while it starts; its parent is told, and ends it."""

    def start(self) -> None:
        """Start it with SIGINT held back, until it knows to ignore it."""
        with _held_back():
            super().start()


class _Context(SpawnContext):
    Process = _Worker


class _Pool(ProcessPoolExecutor):
    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Submit a call; Ctrl-C waits until it is done, because a pool that is half started cannot be shut down."""
        with _held_back():
            return super().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Shut down; after Ctrl-C without waiting for what workers are at, which the next run does again."""
        if isinstance(sys.exc_info()[1], KeyboardInterrupt):
            cancel_futures = True
            for process in active_children():
                if isinstance(process, _Worker):
                    process.terminate()
        super().shutdown(wait, cancel_futures=cancel_futures)


def _begin() -> None:
    """Leave Ctrl-C to the parent, and end when it was killed; else a worker would wait for work for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def worker_pool(workers: int) -> ProcessPoolExecutor:
    """Make a pool of fresh processes, which inherit neither threads nor locks.

    A script that comes here needs the usual `if __name__ == "__main__":`, because workers import it again.
    """
    with _held_back():  # An interrupt in here would leave semaphores behind, which Python would complain of.
        return _Pool(workers, mp_context=_Context(), initializer=_begin)
