"""The evaluator's rules, written down again from its description, over the files of a release."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def first_letter(response: str) -> str | None:
    found = re.search("[A-D]", response)
    return found[0] if found else None


def _rows(release: Path, name: str) -> list[Row]:
    rows: list[Row] = json.loads((release / name).read_text(encoding="utf-8"))
    return rows


def score_geu(release: Path, name: str, respond: Callable[[Row], str]) -> dict[str, float]:
    """The share of right letters, by task_type."""
    right: dict[str, list[bool]] = defaultdict(list)
    for row in _rows(release, name):
        right[row["task_type"]].append(first_letter(respond(row)) == row["answer"])
    return {name: sum(found) / len(found) for name, found in right.items()}


def score_ueg(release: Path, name: str, judge: Callable[[Row], list[str]]) -> dict[str, float]:
    """The share of images whose judge agrees with every answer of the checklist, by task_type."""
    right: dict[str, list[bool]] = defaultdict(list)
    for row in _rows(release, name):
        answers = [item["answer"] for item in row["question_list"]]
        right[row["task_type"]].append(judge(row) == answers)
    return {name: sum(found) / len(found) for name, found in right.items()}
