"""Worker processes that end with the process that started them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import connection, parent_process, resource_tracker
from multiprocessing.context import BaseContext, SpawnContext
from multiprocessing.process import BaseProcess
from multiprocessing.queues import SimpleQueue
from typing import Any, ParamSpec, TypeVar

A = TypeVar("A")
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


class _Results(SimpleQueue[Any]):
    """A queue that several threads may close."""

    def __init__(self, context: BaseContext) -> None:
        super().__init__(ctx=context)
        self._closing = threading.Lock()  # Two that close one file could close the next that is opened, too.

    def close(self) -> None:
        """Write and read no more."""
        with self._closing:
            super().close()

    def end(self) -> None:
        """Write no more from this process, so that whoever reads learns when all other writers have ended."""
        with self._closing:
            self._writer.close()  # type: ignore[attr-defined]  # The type hints of the library leave it out.


class _Context(SpawnContext):
    def SimpleQueue(self) -> _Results:
        return _Results(self.get_context())


class _Pool(ProcessPoolExecutor):
    """A pool that ends when one of its workers does.

    The library's own would wait for ever for the rest of a result that a worker was killed in the middle of.
    """

    def __init__(self, workers: int) -> None:
        super().__init__(workers, mp_context=_Context(), initializer=_begin)
        assert isinstance(self._result_queue, _Results)
        self._results = self._result_queue
        self._guards: dict[BaseProcess, threading.Thread] = {}
        self._over = False
        self._changing = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Submit a call; Ctrl-C waits until it is done, because a pool that is half started cannot be shut down.

        Raises:
            BrokenProcessPool: A worker was killed.
        """
        with _held_back(), self._changing:
            if self._over:
                raise BrokenProcessPool("a worker was killed")
            future = super().submit(fn, *args, **kwargs)
            # A worker is started when there is a call for it; Ctrl-C does not reach it, not even while it starts.
            for worker in set(self._processes.values()) - self._guards.keys():
                self._guards[worker] = threading.Thread(target=self._end_with, args=[worker], daemon=True)
                self._guards[worker].start()
        return future

    def _end_with(self, worker: BaseProcess) -> None:
        """End all workers when one has ended, which they do only when there is nothing left, or were killed."""
        connection.wait([worker.sentinel])
        with self._changing:
            self._over = True
            for one in self._guards:
                one.terminate()
            self._results.end()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Shut down; after an error without what has not begun, after Ctrl-C without what workers are at either."""
        error = sys.exc_info()[1]
        cancel_futures = cancel_futures or error is not None
        if isinstance(error, KeyboardInterrupt):
            for worker in self._guards:
                worker.terminate()
        super().shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            for guard in self._guards.values():
                guard.join()  # Else it might be the last to let go of the pool, while Python ends.


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
        return _Pool(workers)


def each(
    pool: ProcessPoolExecutor, call: Callable[[A], T], items: Iterable[A], *, ahead: int, chunk: int = 1
) -> Iterator[tuple[A, T]]:
    """Call with every item in worker processes; yield items and results, in order.

    Args:
        pool: The processes.
        call: What to call: a function that another process can import.
        items: Taken as they are needed.
        ahead: Chunks that are handed out before they are wanted; bounds the memory at any number of items.
        chunk: Items that a worker is given at a time; more for short calls.

    Raises:
        BrokenProcessPool: A worker was killed.
    """
    rest = iter(items)
    chunks = iter(lambda: list(islice(rest, chunk)), [])
    waiting: deque[tuple[list[A], Future[list[T]]]] = deque()
    waiting.extend((some, pool.submit(_all, call, some)) for some in islice(chunks, ahead))
    while waiting:
        some, future = waiting.popleft()
        results = future.result()
        waiting.extend((following, pool.submit(_all, call, following)) for following in islice(chunks, 1))
        yield from zip(some, results, strict=True)


def _all(call: Callable[[A], T], items: Sequence[A]) -> list[T]:
    return [call(item) for item in items]
