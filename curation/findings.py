"""Findings: what a check has to say, and how it is said to people, to programs and to CI.

Codes are documented in `codes.toml`, in one place: severity, meaning and remedy. A check yields findings and
neither prints nor raises for bad data; whoever runs it collects, sorts and renders.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal
from urllib.parse import quote

from curation import __version__
from curation.errors import CLEAN, FINDINGS, UsageError, one_line

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
Format = Literal["text", "json", "sarif", "github"]


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding.

    Attributes:
        code: Three letters and three digits; never reused.
        severity: `error` makes `curate` exit with 1; the others inform.
        title: What is wrong, in a few words.
        why: What harm it does.
        remedy: What to do.
    """

    code: str
    severity: Severity
    title: str
    why: str
    remedy: str


@cache
def codes() -> dict[str, Code]:
    """Read every documented code, in order."""
    table = tomllib.loads((resources.files("curation") / "codes.toml").read_text(encoding="utf-8"))
    return {name: Code(code=name, **table[name]) for name in sorted(table)}


def explain(code: str) -> Code:
    """Look up one code, whatever its case.

    Raises:
        UsageError: There is no such code.
    """
    found = codes().get(code.upper())
    if found is None:
        raise UsageError(f"unknown code {code!r}; `curate explain` lists all codes")
    return found


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check has to say.

    Attributes:
        code: A documented code.
        where: The instance's uid, or a path below what was checked, with a row where there is one.
        message: What is wrong here, in one line.
        file: Path for tools that open files (SARIF, GitHub); empty where the place is no file.
        row: One-based line or row in `file`.
    """

    code: str
    where: str
    message: str
    file: str = ""
    row: int | None = None

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return codes()[self.code].severity

    @property
    def remedy(self) -> str:
        """The remedy of the code."""
        return codes()[self.code].remedy


def _order(finding: Finding) -> tuple[int, str, str, int, str, str]:
    return (
        SEVERITIES.index(finding.severity),
        finding.code,
        finding.where,
        finding.row or 0,
        finding.message,
        finding.file,
    )


@dataclass(frozen=True, slots=True)
class Report:
    """Findings in a stable order, and what was looked at.

    Attributes:
        subject: What was checked, as the user named it.
        findings: Sorted by severity, code and place; no two alike.
        checked: How many of each thing were looked at.
    """

    subject: str
    findings: tuple[Finding, ...]
    checked: dict[str, int] = field(default_factory=dict)

    @classmethod
    def collect(cls, subject: str, findings: Iterable[Finding], checked: dict[str, int]) -> Report:
        """Sort the findings and drop repetitions."""
        return cls(subject, tuple(sorted(set(findings), key=_order)), checked)

    @property
    def exit_code(self) -> int:
        """1 where there is an error, else 0."""
        return FINDINGS if any(finding.severity == "error" for finding in self.findings) else CLEAN

    def counts(self) -> dict[Severity, int]:
        """Count the findings of each severity."""
        seen = Counter(finding.severity for finding in self.findings)
        return {severity: seen[severity] for severity in SEVERITIES}

    def render(self, form: Format, *, most: int = 10) -> str:
        """Render for people (`text`), programs (`json`), code scanning (`sarif`) or a workflow (`github`).

        Args:
            form: Which rendering.
            most: How many findings of one code the text shows; the other forms show all.
        """
        if form == "text":
            return "\n".join(self._text(most))
        if form == "github":
            return "\n".join(self._github())
        return json.dumps(self.plain() if form == "json" else self._sarif(), indent=2, ensure_ascii=False)

    def plain(self) -> dict[str, Any]:
        """Return JSON values in the shape of `schemas/report.json`."""
        return {
            "subject": self.subject,
            "checked": self.checked,
            "counts": dict(self.counts()),
            "findings": [
                {**asdict(finding), "severity": finding.severity, "remedy": finding.remedy}
                for finding in self.findings
            ],
        }

    def _text(self, most: int) -> Iterator[str]:
        by_code: dict[str, list[Finding]] = {}
        for finding in self.findings:
            by_code.setdefault(finding.code, []).append(finding)
        for code, group in by_code.items():
            meaning = codes()[code]
            yield f"{meaning.severity} {code}: {meaning.title} ({len(group)})"
            yield from (one_line(f"  {finding.where}: {finding.message}") for finding in group[:most])
            if len(group) > most:
                yield f"  and {len(group) - most} more"
            yield f"  To mend: {meaning.remedy}"
            yield ""
        looked = ", ".join(f"{number} {thing}" for thing, number in self.checked.items())
        if looked:
            yield f"Looked at {looked}."
        counts, subject = self.counts(), one_line(self.subject)
        if not self.findings:
            yield f"{subject}: no findings."
        else:
            total = ", ".join(f"{number} {severity}" for severity, number in counts.items())
            yield f"{subject}: {total}. `curate explain CODE` says more about a code."

    def _github(self) -> Iterator[str]:
        levels = {"error": "error", "warning": "warning", "info": "notice"}
        for finding in self.findings:
            place = f"file={_escape(finding.file, ':,')}," if finding.file else ""
            line = f"line={finding.row}," if finding.row else ""
            message = _escape(f"{finding.where}: {finding.message}. {finding.remedy}")
            yield f"::{levels[finding.severity]} {place}{line}title={finding.code}::{message}"

    def _sarif(self) -> dict[str, Any]:
        levels = {"error": "error", "warning": "warning", "info": "note"}
        used = sorted({finding.code for finding in self.findings})
        return {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "curate",
                            "version": __version__,
                            "rules": [
                                {
                                    "id": code,
                                    "shortDescription": {"text": codes()[code].title},
                                    "fullDescription": {"text": codes()[code].why},
                                    "help": {"text": codes()[code].remedy},
                                    "defaultConfiguration": {"level": levels[codes()[code].severity]},
                                }
                                for code in used
                            ],
                        }
                    },
                    "results": [
                        {
                            "ruleId": finding.code,
                            "level": levels[finding.severity],
                            "message": {"text": f"{finding.where}: {finding.message}"},
                            "locations": [_location(finding)],
                        }
                        for finding in self.findings
                    ],
                }
            ],
        }


def _location(finding: Finding) -> dict[str, Any]:
    if not finding.file:
        return {"logicalLocations": [{"fullyQualifiedName": finding.where}]}
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.file, errors="surrogateescape")}}
    if finding.row:
        physical["region"] = {"startLine": finding.row}
    return {"physicalLocation": physical}


def _escape(text: str, more: str = "") -> str:
    """Escape a workflow command's text: `%`, line breaks and, in properties, `:` and `,`."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
