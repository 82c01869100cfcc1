"""JSON Schemas, generated from the models: what leaves the program has a shape that others can rely on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter

from curation.annotations import Annotation, Annotator, Assignment, Decision
from curation.atomic import write_atomic
from curation.findings import Code, Severity
from curation.generate import GenerateReport
from curation.intake import ImportReport
from curation.models import INSTANCE, Asset, RejectedDraw, Source
from curation.photos import PhotoReport
from curation.release.assemble import BuildReport
from curation.release.records import ReleaseManifest
from curation.release.rows import GEUDirectRow, GEUStepRow, ReleaseRecord, UEGDirectRow, UEGStepRow
from curation.review.agreement.report import AgreementReport
from curation.review.queue import QueueReport
from curation.review.status import ReviewStatus
from curation.sources import SourcesList, SourcesReport
from curation.status import ShowReport, StatusReport
from curation.studio.accounts import AddReport, AnnotatorsReport
from curation.studio.pull import PullReport
from curation.studio.push import PushReport
from curation.studio.server.process import StudioStatus
from curation.unisandbox.release import SuitesRelease
from curation.unisandbox.suites import SuitesReport


@dataclass(frozen=True)
class _Finding:
    code: str
    where: str
    message: str
    file: str
    row: int | None
    severity: Severity
    remedy: str


@dataclass(frozen=True)
class _FindingsReport:
    subject: str
    checked: dict[str, int]
    counts: dict[Literal["error", "warning", "info"], int]
    findings: list[_Finding]


SHAPES: dict[str, type[BaseModel] | TypeAdapter[Any]] = {
    "accounts-report": AddReport,
    "annotation": Annotation,
    "annotator": Annotator,
    "annotators-report": AnnotatorsReport,
    "asset": Asset,
    "assignment": Assignment,
    "build-report": BuildReport,
    "codes": TypeAdapter(list[Code]),
    "decision": Decision,
    "findings-report": TypeAdapter(_FindingsReport),
    "generate-report": GenerateReport,
    "geu-direct": TypeAdapter(list[GEUDirectRow]),
    "geu-step": TypeAdapter(list[GEUStepRow]),
    "import-report": ImportReport,
    "instance": INSTANCE,
    "photo-report": PhotoReport,
    "pull-report": PullReport,
    "push-report": PushReport,
    "refused-draw": RejectedDraw,
    "release-manifest": ReleaseManifest,
    "release-record": ReleaseRecord,
    "review-agreement": AgreementReport,
    "review-queue": QueueReport,
    "review-status": ReviewStatus,
    "show-report": ShowReport,
    "source": Source,
    "sources-list": SourcesList,
    "sources-report": SourcesReport,
    "status-report": StatusReport,
    "studio-report": StudioStatus,
    "suites-release": SuitesRelease,
    "suites-report": SuitesReport,
    "ueg-direct": TypeAdapter(list[UEGDirectRow]),
    "ueg-step": TypeAdapter(list[UEGStepRow]),
}
"""Every shape by the name of its file. An evaluator file is a list; `instances.jsonl` has one record a line."""


def render(name: str) -> bytes:
    """Generate one schema (JSON Schema 2020-12)."""
    shape = SHAPES[name]
    if isinstance(shape, TypeAdapter):
        body = shape.json_schema(mode="serialization")
    else:
        body = shape.model_json_schema(mode="serialization")
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **body, "title": name}
    return (json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def write(folder: Path) -> int:
    """Write every schema; return how many there are."""
    for name in SHAPES:
        write_atomic(folder / f"{name}.json", render(name))
    return len(SHAPES)


def drift(folder: Path) -> list[str]:
    """Name the files that differ from what the models say, are missing, or belong to no model."""
    expected = {f"{name}.json": render(name) for name in SHAPES}
    there = {path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))}
    return sorted(name for name in expected.keys() | there.keys() if expected.get(name) != there.get(name))
