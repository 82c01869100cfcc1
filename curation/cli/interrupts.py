"""Ctrl-C that is neither lost nor told as a traceback."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

LATER = 0.02
"""Seconds until an interrupt that came at a bad moment comes again."""


def heed_interrupts() -> None:
    """Let Ctrl-C raise KeyboardInterrupt, but for moments at which Python or a library would swallow it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # A shell's background job ignores it.
        signal.signal(signal.SIGINT, _interrupt)
        sys.unraisablehook = _tell_unraisable


def leave_interrupts() -> None:
    """Let Ctrl-C end the process at once, where nothing is left to do but to exit."""
    if signal.getsignal(signal.SIGINT) is _interrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt once no import is under way, nor the start of a thread.

    The import system clears its locks in callbacks, from which nothing can be raised; classes wrap what is raised
    while they are made, extension modules replace it, and libraries that import what they can do without go on.
    Who started a thread waits for its end, which cannot be while it is starting.
    """
    del number
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith("<frozen importlib") or code is threading.Thread.start.__code__:
            _come_again()
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def _come_again() -> None:
    # To the main thread, which may be waiting: a signal to another one would not wake it.
    main = threading.main_thread().ident
    timer = threading.Timer(LATER, signal.pthread_kill, (main, signal.SIGINT))
    timer.daemon = True  # The process does not wait for it.
    timer.start()


def _tell_unraisable(problem: UnraisableHookArgs) -> None:
    """An interrupt that struck in a destructor comes again; all else is told as ever."""
    if issubclass(problem.exc_type, KeyboardInterrupt):
        _come_again()
    else:
        sys.__unraisablehook__(problem)
