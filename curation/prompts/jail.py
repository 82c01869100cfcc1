"""The helper of the sandbox: standard library only, run as `python -I -S jail.py`, never imported.

It reads requests from standard input: four bytes with the number of programs, then each with four bytes of length
before its text. It answers on standard output with four bytes of length and a JSON list: for each program what was
printed, or why there is nothing.

A single program runs in a child of its own. Several run in one child, each with names and built-ins of its own:
where one of them fails, takes too long or prints too much, the answer is `null`, and nothing that any of them
printed counts. They are then to be asked for one by one.
"""

import json
import os
import resource
import select
import signal
import struct
import sys
import time

SECONDS = 6.0
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


def _write(answer: object) -> None:
    text = json.dumps(answer).encode("utf-8")
    rest = struct.pack(">I", len(text)) + text
    while rest:
        rest = rest[os.write(1, rest) :]


class _Printed:
    """What one program prints, bounded."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def write(self, text: str) -> int:
        part = text.encode("utf-8")
        self.size += len(part)
        if self.size > MOST_OUTPUT:
            raise OverflowError
        self.parts.append(part)
        return len(text)


def _child(sources: list[str], output: int, trouble: int) -> None:
    """Run programs with their output on one pipe and the name of a failure on another; never returns."""
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
        if len(sources) == 1:
            _execute(sources[0])
            sys.stdout.flush()
        else:
            _together(sources)
        code = 0
    except BaseException as error:
        os.write(3, type(error).__name__.encode("ascii", "replace"))
    finally:
        os._exit(code)


def _execute(source: str) -> None:
    allowed = {name: __builtins__.__dict__[name] for name in NAMES}
    exec(compile(source, "program", "exec"), {"__builtins__": allowed})  # noqa: S102 - what the jail is for


def _together(sources: list[str]) -> None:
    found = []
    for source in sources:
        printed = _Printed()
        sys.stdout = printed
        _execute(source)
        found.append(b"".join(printed.parts))
    rest = b"".join(struct.pack(">I", len(one)) + one for one in found)
    while rest:
        rest = rest[os.write(1, rest) :]


def _run(sources: list[str]) -> list[dict[str, object]] | None:
    output, output_end = os.pipe()
    trouble, trouble_end = os.pipe()
    child = os.fork()
    if child == 0:
        _child(sources, output_end, trouble_end)
    os.close(output_end)
    os.close(trouble_end)
    most = MOST_OUTPUT if len(sources) == 1 else (MOST_OUTPUT + 4) * len(sources)
    printed, stopped = _collect(output, most)
    if stopped:
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    failure = b"" if stopped else os.read(trouble, 100)
    os.close(output)
    os.close(trouble)
    if len(sources) > 1:
        return None if stopped or failure or status else _apart(printed, len(sources))
    if stopped:
        return [{"output": None, "reason": stopped}]
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return [{"output": None, "reason": f"the program was ended by {name}"}]
    if failure or os.WEXITSTATUS(status):
        return [{"output": None, "reason": f"the program fails: {failure.decode('ascii', 'replace')}"}]
    return [{"output": printed.decode("utf-8", "replace"), "reason": ""}]


def _apart(printed: bytes, number: int) -> list[dict[str, object]] | None:
    """What each program printed; `None` where it does not come out even."""
    found: list[dict[str, object]] = []
    place = 0
    while place + 4 <= len(printed):
        size = struct.unpack_from(">I", printed, place)[0]
        found.append({"output": printed[place + 4 : place + 4 + size].decode("utf-8", "replace"), "reason": ""})
        place += 4 + size
    return found if len(found) == number and place == len(printed) else None


def _collect(output: int, most: int) -> tuple[bytes, str]:
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
        if len(printed) > most:
            return printed, f"the program prints more than {MOST_OUTPUT} bytes"


def main() -> None:
    """Answer until standard input ends."""
    _write({"confined": _leave_network()})
    while True:
        try:
            number = struct.unpack(">I", _read(4))[0]
            sources = [_read(struct.unpack(">I", _read(4))[0]).decode("utf-8") for _ in range(number)]
        except EOFError:
            return
        _write(_run(sources))


if __name__ == "__main__":
    main()
