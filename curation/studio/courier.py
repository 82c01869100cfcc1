"""Requests carried out one after another beside the work that prepares the next."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from threading import Thread
from typing import TypeVar

Answer = TypeVar("Answer")


class Courier:
    """Sends one request at a time, in the order given, each in a thread that nobody need wait for.

    A server takes half of a push's time and the preparation the other half. After a request that failed none is
    sent: those that wait fail like it. The threads are daemons, so that an interrupt is not held up by a server
    that does not answer.
    """

    def __init__(self) -> None:
        self._last: Future[BaseException | None] = Future()
        self._last.set_result(None)
        self._stopped = False

    def send(self, request: Callable[[], Answer]) -> Future[Answer]:
        """Carry out a request when those before it are done."""
        before, over, answer = self._last, Future[BaseException | None](), Future[Answer]()
        self._last = over

        def carry() -> None:
            failed = before.result()
            if failed is None and self._stopped:
                failed = CancelledError()
            if failed is None:
                try:
                    answer.set_result(request())
                except BaseException as error:  # Raised where the answer is asked for.
                    failed = error
            if failed is not None:
                answer.set_exception(failed)
            over.set_result(failed)

        Thread(target=carry, daemon=True).start()
        return answer

    def stop(self) -> None:
        """Send nothing more, and wait for what is under way."""
        self._stopped = True
        self._last.result()
