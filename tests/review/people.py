"""Workspaces with annotators, and annotators who answer as they are told."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from curation.annotations import Annotation, Annotator, Assignment
from curation.models import ChecklistItem, GEUInstance, Proof, Stage, UEGInstance
from curation.review.assignment import AssignReport, assign
from curation.review.cases import Case, all_cases
from curation.review.rules import SettleReport, settle
from curation.workspace import CONFIG, Workspace, create, open_workspace
from tests.core import samples

WHO = samples.WHO
CATEGORIES = ("cognitive_navigation", "mental_tracking", "attentional_focusing")
PROOF = Proof(method="pixels", solver="maze/1", answer="Q")
YES_NO = (
    ChecklistItem(question="Is there a baguette?", answer="yes", aspect="presence"),
    ChecklistItem(question="Is there a cat?", answer="no", aspect="presence"),
)


def fresh(folder: Path) -> Path:
    """An empty workspace to be copied."""
    workspace = create(folder)
    workspace.store.close()
    return folder


def opened(template: Path, folder: Path, **review: Any) -> Workspace:
    """A copy of an empty workspace, with other rules of review."""
    shutil.copytree(template, folder)
    if review:
        said = "".join(f"{name} = {str(value).lower()}\n" for name, value in review.items())
        text = (folder / CONFIG).read_text()
        (folder / CONFIG).write_text(text[: text.index("[review]")] + "[review]\n" + said)
    return open_workspace(folder)


def hire(workspace: Workspace, *names: str, adjudicates: bool = False) -> None:
    """Add annotators."""
    for name in names:
        person = Annotator(name=name, email=f"{name}@example.org", adjudicates=adjudicates)
        workspace.store.put_annotator(person, **WHO)


def puzzle(number: int, **changes: Any) -> GEUInstance:
    """A puzzle whose key is B; their categories take turns."""
    fields = {"category": CATEGORIES[number % 3], "canonical_key": f"{number:064x}", **changes}
    return samples.geu(f"maze-{number:04}", **fields)


def prompt(number: int, **changes: Any) -> UEGInstance:
    """A prompt with two questions, `yes` and `no`."""
    fields = {"checklist": YES_NO, "canonical_key": f"f{number:063x}", **changes}
    return samples.ueg(f"food-{number:04}", **fields)


def put(workspace: Workspace, *instances: GEUInstance | UEGInstance) -> None:
    """Store instances."""
    with workspace.store.transaction():
        for instance in instances:
            workspace.store.put_instance(instance, **WHO)


def puzzles(workspace: Workspace, count: int, start: int = 0, **changes: Any) -> None:
    """Store so many puzzles."""
    put(workspace, *(puzzle(number, **changes) for number in range(start, start + count)))


def geu_work(answer: str | None = "B", verdict: str = "accept", **more: Any) -> dict[str, Any]:
    """A review of a puzzle."""
    return {"kind": "geu_review", "answer": answer, "verdict": verdict, **more}


def ueg_work(*answers: str, verdict: str = "accept", **more: Any) -> dict[str, Any]:
    """A review of a prompt that keeps every question."""
    said = [{"answer": answer, "action": "keep"} for answer in answers or ("yes", "no")]
    return {"kind": "ueg_review", "checklist": said, "verdict": verdict, **more}


def content(question: str = "Which way?", key: str = "C", **more: Any) -> dict[str, Any]:
    """What a person makes of a puzzle."""
    return {"axis": "GEU", "question": question, "options": ["P", "Q", "R", "S"], "key": key, **more}


def judged(outcome: str = "approved", **more: Any) -> dict[str, Any]:
    """An adjudication."""
    return {"kind": "adjudication", "outcome": outcome, **more}


SKIP: dict[str, Any] = {"kind": "skip"}


def say(
    workspace: Workspace, uid: str, name: str, work: dict[str, Any], stage: Stage = "review", **more: Any
) -> None:
    """Let somebody say something of an instance's newest revision."""
    stored = workspace.store.instance(uid)
    assert stored is not None
    fields = {"uid": uid, "revision": stored.revision, "stage": stage, "annotator": name, "page": "page@1", **more}
    workspace.store.put_annotation(Annotation(**{**fields, "work": work}), **WHO)


def reviews(workspace: Workspace, uid: str, **works: dict[str, Any]) -> None:
    """Let several people review an instance."""
    for name, work in works.items():
        say(workspace, uid, name, work)


def assigned(workspace: Workspace, stage: Stage = "review") -> AssignReport:
    """Assign a stage."""
    return assign(workspace, stage, actor="tester")


def settled(workspace: Workspace) -> SettleReport:
    """Settle."""
    return settle(workspace, actor="tester")


def case(workspace: Workspace, uid: str) -> Case:
    """An instance with what was said of it."""
    return next(found for found in all_cases(workspace.store) if found.uid == uid)


def names(items: Sequence[Assignment], uid: str) -> list[str]:
    """Who was asked for an instance."""
    return sorted(item.annotator for item in items if item.uid == uid)
