"""The helper of the sandbox: standard library only, run as `python -I -S jail.py`, never imported.

It reads programs from standard input (four bytes of length, then the text), runs each in a child, and answers on
standard output in the same framing with JSON: what was printed, or why there is nothing.
"""

import json
import os
import resource
import select
import signal
import struct
import sys
import time

SECONDS = 2.0
CPU_SECONDS = 1
MEMORY = 256 * 1024 * 1024
MOST_OUTPUT = 16_000
NAMES = (
    *(
        "print",
        "range",
        "len",
        "sum",
        "min",
        "max",
        "sorted",
        "reversed",
        "enumerate",
        "zip",
        "list",
        "set",
        "dict",
    ),
    *("tuple", "str", "int", "abs", "any", "all"),
)
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def _limit(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (value, value if hard == resource.RLIM_INFINITY else min(value, hard)))


def _leave_network() -> bool:
    """Move into an empty network namespace, where the kernel allows it."""
    try:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        return any(libc.unshare(flags) == 0 for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK))
    except (OSError, AttributeError, ImportError):
        return False


def _read(size: int) -> bytes:
    found = b""
    while len(found) < size:
        part = os.read(0, size - len(found))
        if not part:
            raise EOFError
        found += part
    return found


def _write(answer: dict[str, object]) -> None:
    text = json.dumps(answer).encode("utf-8")
    rest = struct.pack(">I", len(text)) + text
    while rest:
        rest = rest[os.write(1, rest) :]


def _child(source: str, output: int, trouble: int) -> None:
    """Run a program with its output on one pipe and the name of its failure on another; never returns."""
    code = 1
    try:
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        os.dup2(output, 1)
        os.dup2(null, 2)
        os.dup2(trouble, 3)
        os.closerange(4, 64)
        # Nothing may be opened, written to disk or started from here on.
        _limit(resource.RLIMIT_NOFILE, 4)
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_NPROC, 0)
        _limit(resource.RLIMIT_AS, MEMORY)
        _limit(resource.RLIMIT_CPU, CPU_SECONDS)
        allowed = {name: __builtins__.__dict__[name] for name in NAMES}
        exec(compile(source, "program", "exec"), {"__builtins__": allowed})  # noqa: S102 - what the jail is for
        sys.stdout.flush()
        code = 0
    except BaseException as error:
        os.write(3, type(error).__name__.encode("ascii", "replace"))
    finally:
        os._exit(code)


def _run(source: str) -> dict[str, object]:
    output, output_end = os.pipe()
    trouble, trouble_end = os.pipe()
    child = os.fork()
    if child == 0:
        _child(source, output_end, trouble_end)
    os.close(output_end)
    os.close(trouble_end)
    printed, stopped = _collect(output)
    if stopped:
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    failure = b"" if stopped else os.read(trouble, 100)
    os.close(output)
    os.close(trouble)
    if stopped:
        return {"output": None, "reason": stopped}
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return {"output": None, "reason": f"the program was ended by {name}"}
    if failure or os.WEXITSTATUS(status):
        return {"output": None, "reason": f"the program fails: {failure.decode('ascii', 'replace')}"}
    return {"output": printed.decode("utf-8", "replace"), "reason": ""}


def _collect(output: int) -> tuple[bytes, str]:
    """What a child prints until it ends, and why it must be stopped."""
    printed = b""
    end = time.monotonic() + SECONDS
    while True:
        left = end - time.monotonic()
        if left <= 0 or not select.select([output], [], [], left)[0]:
            return printed, f"the program takes longer than {SECONDS:g} seconds"
        part = os.read(output, 65_536)
        if not part:
            return printed, ""
        printed += part
        if len(printed) > MOST_OUTPUT:
            return printed, f"the program prints more than {MOST_OUTPUT} bytes"


def main() -> None:
    """Answer until standard input ends."""
    _write({"confined": _leave_network()})
    while True:
        try:
            size = struct.unpack(">I", _read(4))[0]
            source = _read(size).decode("utf-8")
        except EOFError:
            return
        _write(_run(source))


if __name__ == "__main__":
    main()
