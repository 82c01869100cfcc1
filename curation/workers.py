"""Worker processes that end with the process that started them."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process


def _watch_parent() -> None:
    """End a worker whose parent was killed; else it would wait for work for ever."""
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
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_watch_parent)
