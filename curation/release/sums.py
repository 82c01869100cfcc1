"""`SHA256SUMS` in the format of coreutils: 64 digits, two spaces, path; sorted by path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_LINE = re.compile(r"([0-9a-f]{64}) [ *]([^\n]+)")


@dataclass(slots=True)
class Sums:
    """What a file of sums says.

    Attributes:
        digests: Path to SHA-256.
        faults: One-based line numbers, each with what is wrong there.
    """

    digests: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)


def render_sums(digests: Mapping[str, str]) -> bytes:
    """Write the file, sorted by path."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def parse_sums(data: bytes) -> Sums:
    """Read the file; what cannot be read is told with its line."""
    sums = Sums()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        sums.faults.append((data.count(b"\n", 0, error.start) + 1, "is no UTF-8"))
        return sums
    if text and not text.endswith("\n"):
        sums.faults.append((text.count("\n") + 1, "does not end with a line break"))
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        found = _LINE.fullmatch(line)
        if found is None:
            sums.faults.append((number, "is not a SHA-256 of 64 digits, two spaces and a path"))
        elif found[2] in sums.digests:
            sums.faults.append((number, "names a file a second time"))
        else:
            sums.digests[found[2]] = found[1]
    return sums
