"""The published layout: files, fields and how many rows; the contract that makers and readers share."""

from __future__ import annotations

import re
from typing import Literal

Suite = Literal["math", "mapping", "profiles", "training", "forward", "inverse"]
Row = dict[str, object]

LEVELS = (1, 2, 3)
TEST_ROWS = 100
"""Rows of a math file, and ids of a mapping file, each of which has two rows."""
RESULTS = (1, 2, 3, 4, 5)
"""What a math question may come to: few enough to count in a picture."""
PERSON_ROWS = 40
"""Rows of training about one person; a pair has twice as many."""
PAIR_ROWS = 2 + 2 * PERSON_ROWS + 14 + 6
"""Rows about one pair: profiles, training, forward and inverse tests."""
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"

_LEVEL = re.compile(r"(?:math|mapping)[_-]?([123])(?![0-9])", re.IGNORECASE)


def math_file(level: int) -> str:
    """The path of a math suite's test file."""
    return f"math_{level}.jsonl"


def mapping_file(level: int) -> str:
    """The path of a mapping suite's test file."""
    return f"mapping{level}.jsonl"


def training_file(suite: str) -> str:
    """The path of a suite's training split; each of its rows says its level."""
    return f"train/{suite}.jsonl"


def knowledge_file(pair: int, part: str) -> str:
    """The path of a pair's file: `profiles`, `train`, `forward` or `inverse`; pairs count from 1."""
    return f"knowledge/pair{pair:03}/{part}.jsonl"


def level_of(name: str) -> int | None:
    """The level that a file's name declares, if it does."""
    found = _LEVEL.search(name)
    return int(found[1]) if found else None
