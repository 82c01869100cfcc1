"""Checks of suites: every answer again from the question's own text, and training kept apart from tests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from curation.findings import Finding, Report
from curation.unisandbox.layout import Row, level_of
from curation.unisandbox.reading import knowledge, mapping, math
from curation.unisandbox.reading.files import digest_of, identity, rows, suite_of
from curation.unisandbox.reading.rules import Rules
from curation.unisandbox.reading.verdict import Verdict

MOST_TOLD = 10_000
"""How many rows of a file are told one by one for each code, so that a million bad rows need little memory."""
_TRAINING = re.compile(r"train", re.IGNORECASE)


def is_training(path: Path) -> bool:
    """Whether a file holds training rows, by its name or its folder's."""
    return _TRAINING.search(path.stem) is not None or path.parent.name == "train"


@dataclass(slots=True)
class _Half:
    """The first row of an id of the mapping suite, until the second comes."""

    row: int
    field: str
    rules: Rules | None


@dataclass(slots=True)
class _Checker:
    """What is remembered from row to row: digests of eight bytes, so that a million rows take little memory."""

    root: Path | None = None
    people: knowledge.People = field(default_factory=knowledge.People)
    tests: set[bytes] = field(default_factory=set)
    essences: set[bytes] = field(default_factory=set)
    training: set[bytes] = field(default_factory=set)
    looked: int = 0
    proved: int = 0

    def learn(self, path: Path) -> None:
        for _, row in rows(path):
            if isinstance(row, str):
                continue
            suite = suite_of(row, path.name)
            if suite == "profiles":
                self.people.learn(*knowledge.profile(row))
            elif suite in {"math", "mapping"}:
                return  # Such rows hold no facts, and may be a million.
            elif suite == "training":
                for _, answer in _conversation(row):
                    statement = knowledge.stated(answer)
                    if statement is not None:
                        self.people.learn(statement.name, statement.values)

    def file(self, path: Path) -> Iterator[Finding]:
        ids: set[bytes] = set()
        halves: dict[str, _Half] = {}
        for number, row in rows(path):
            self.looked += 1
            if isinstance(row, str):
                yield self._finding("USB001", path, number, row)
                continue
            suite = suite_of(row, path.name)
            if suite not in {"math", "mapping", "profiles", "training", "forward", "inverse"}:
                yield self._finding("USB001", path, number, suite)
                continue
            if (digest := digest_of(identity(row))) in ids:
                yield self._finding("USB009", path, number, f"the id {identity(row)[:40]!r} comes a second time")
            ids.add(digest)
            if suite == "mapping":
                yield from self._mapping(path, number, row, halves)
                continue
            verdicts = judge_row(suite, row, path, self.people)
            self.proved += all(verdict.proved for verdict in verdicts)
            for verdict in verdicts:
                yield from self._told(path, number, suite, verdict)
        for name, half in halves.items():
            yield self._finding("USB009", path, half.row, f"the id {name[:40]!r} has {half.field} alone")

    def shown(self, path: Path) -> Path:
        """A file as the report names it."""
        return path if self.root is None else path.relative_to(self.root)

    def _finding(self, code: str, path: Path, row: int, message: str) -> Finding:
        return Finding(code, f"{self.shown(path).as_posix()}:{row}", message, file=path.as_posix(), row=row)

    def _mapping(self, path: Path, number: int, row: Row, halves: dict[str, _Half]) -> Iterator[Finding]:
        asked = "Question_A" if "Question_A" in row else "Question_B"
        name = str(row.get("id", row.get("ID")))
        verdict, rules = mapping.judge(str(row[asked]), str(row["Answer"]), _level(row, path))
        other = halves.pop(name, None)
        if other is None:
            halves[name] = _Half(number, asked, rules)
        elif rules is not None and other.rules is not None:
            if rules.targets != other.rules.targets:
                verdict.fault("USB013", f"its rules are not those of row {other.row}, the other of its id")
            if rules.asked == other.rules.asked:
                verdict.fault("USB013", f"it asks for the symbol {rules.asked}, as row {other.row} does")
        self.proved += verdict.proved
        yield from self._told(path, number, "mapping", verdict)

    def _told(self, path: Path, number: int, suite: str, verdict: Verdict) -> Iterator[Finding]:
        yield from (self._finding(code, path, number, message) for code, message in verdict.faults)
        if not verdict.key:
            return
        group = suite if suite in {"math", "mapping"} else "knowledge"
        key, essence = digest_of(f"{group} {verdict.key}"), digest_of(f"{group} {verdict.essence}")
        training = is_training(path)
        if key in (self.training if training else self.tests):
            yield self._finding("USB010", path, number, f"another row asks the same: {_clip(verdict.key)}")
        if training:
            if key in self.tests:
                yield self._finding("USB011", path, number, f"a test row asks the same: {_clip(verdict.key)}")
            elif verdict.essence and essence in self.essences:
                yield self._finding(
                    "USB012", path, number, f"a test row has it of another object: {_clip(verdict.essence)}"
                )
            self.training.add(key)
        else:
            self.tests.add(key)
            if verdict.essence:
                self.essences.add(essence)


def judge_row(suite: str, row: Row, path: Path, people: knowledge.People) -> list[Verdict]:
    """Recompute a row of a suite, alone; a conversation has a verdict for each of its questions.

    Args:
        suite: What `suite_of` says of the row.
        row: The row.
        path: Its file, whose name may tell the level.
        people: What is known of the people it names.
    """
    if suite == "profiles":
        return [knowledge.judge_profile(row, people)]
    if suite == "training":
        return [knowledge.judge_training(*turn, people) for turn in _conversation(row)]
    question = next(str(row[field]) for field in ("Question", "Question_A", "Question_B") if field in row)
    answer = str(row["Answer"])
    if suite == "math":
        return [math.judge(question, answer, _level(row, path))]
    if suite == "mapping":
        return [mapping.judge(question, answer, _level(row, path))[0]]
    portrait = row.get("Portrait")
    return [knowledge.judge_test(question, answer, portrait if isinstance(portrait, str) else None, people)]


def _level(row: Row, path: Path) -> int | None:
    level = row.get("level")
    return level if isinstance(level, int) else level_of(path.name)


def _conversation(row: Row) -> Iterator[tuple[str, str]]:
    turns = row["conversations"]
    assert isinstance(turns, list)
    for place in range(0, len(turns), 2):
        yield turns[place]["value"], turns[place + 1]["value"]


def _clip(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _bounded(path: Path, shown: Path, findings: Iterator[Finding]) -> Iterator[Finding]:
    """Pass on what is found in a file, the first of each code row by row and the rest as a number."""
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] <= MOST_TOLD:
            yield finding
    for code, number in seen.items():
        if number > MOST_TOLD:
            more = f"{number - MOST_TOLD:,} more rows have it, beside the first {MOST_TOLD:,}"
            yield Finding(code, shown.as_posix(), more, file=path.as_posix())


def check_files(paths: Sequence[Path], *, root: Path | None = None) -> Report:
    """Recompute every row of files in the layout of UniSandBox, whoever made them.

    Args:
        paths: Files of rows; given together, training is held against tests, and tests against facts.
        root: The folder below which the report names them.

    Raises:
        InputError: A file cannot be read at all.
    """
    ordered = sorted(dict.fromkeys(paths))
    checker = _Checker(root)
    for path in ordered:
        checker.learn(path)
    findings = [
        finding
        for training in (False, True)
        for path in ordered
        if is_training(path) is training
        for finding in _bounded(path, checker.shown(path), checker.file(path))
    ]
    checked = {"files": len(ordered), "rows": checker.looked, "rows with a proved answer": checker.proved}
    return Report.collect("suites", findings, checked)
