"""Results as Label Studio sends them, made from records: what an annotator who meant it would have sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curation.annotations import Adjudication, Authoring, Content, GEUContent, GEUReview, UEGReview, Work
from curation.models import Box, ChecklistItem, ImageRef, Stage
from curation.store import Stored
from curation.studio.pages import Page, page, task_data
from curation.studio.pages.results import controls
from curation.studio.pages.shown import item_lines
from curation.taxonomy import Axis
from curation.workspace import Review
from tests.core.samples import geu, ueg

Results = list[dict[str, Any]]
REVIEW = Review()
SIZE = ImageRef(pixels="c" * 64, mode="RGB", width=640, height=480)
ORACLE = ImageRef(pixels="d" * 64, mode="RGB", width=640, height=480)


def address(ref: ImageRef) -> str:
    return f"/data/{ref.pixels[:8]}.png"


def stored(axis: Axis, **changes: Any) -> Stored:
    if axis == "GEU":
        return Stored(geu(**({"image": SIZE, "oracle": ORACLE} | changes)), 2, "unreviewed", None)
    items = (
        ChecklistItem(question="Is there a baguette?", answer="yes", aspect="presence"),
        ChecklistItem(question="Is the plate white?", answer="no", aspect="attribute"),
        ChecklistItem(question="Are there two loaves?", answer="no", aspect="count"),
    )
    fields = {"checklist": items, "refined_prompt": "One baguette.", "rationale": "A stick."} | changes
    return Stored(ueg(**fields), 2, "unreviewed", None)


def shown(stage: Stage, axis: Axis, **changes: Any) -> tuple[Page, dict[str, Any]]:
    made = page(stage, axis, REVIEW)
    return made, task_data(made, stored(axis, **changes), address=address)


class Sheet:
    """Fills in a page."""

    def __init__(self, xml: str, data: Mapping[str, Any]) -> None:
        self._controls = controls(xml)
        self._data = data
        self.results: Results = []

    def _put(self, name: str, row: int | None, value: dict[str, Any], **more: Any) -> None:
        control = self._controls[name]
        result = {
            "id": f"r{len(self.results)}",
            "from_name": name if row is None else f"{name}_{row}",
            "to_name": control.target,
            "type": control.kind,
            "origin": "manual",
            "value": value,
            **more,
        }
        self.results.append(result)

    def choose(self, name: str, *values: str, row: int | None = None) -> None:
        self._put(name, row, {"choices": list(values)})

    def write(self, name: str, text: str | None, row: int | None = None) -> None:
        if text is not None:
            self._put(name, row, {"text": [text]})

    def box(self, label: str, box: Box) -> None:
        width, height = self._data["size"]
        value = {
            "x": box.x * 100 / width,
            "y": box.y * 100 / height,
            "width": box.width * 100 / width,
            "height": box.height * 100 / height,
            "rotation": 0,
            "rectanglelabels": [label],
        }
        self._put("region", None, value, original_width=width, original_height=height, image_rotation=0)


def simulate(xml: str, data: Mapping[str, Any], work: Work) -> Results:
    """Write the results that mean this record on this page."""
    sheet = Sheet(xml, data)
    if isinstance(work, GEUReview):
        _geu_review(sheet, work, data)
    elif isinstance(work, UEGReview):
        _ueg_review(sheet, work, data)
    elif isinstance(work, Authoring):
        _content(sheet, work.content)
        sheet.choose("ready", "ready")
    elif isinstance(work, Adjudication):
        chosen = {"approved": "approve", "rejected": "reject", "needs_fix": "send_back"}[work.outcome]
        sheet.choose("decision", "mend" if work.content is not None else chosen)
        if work.content is not None:
            _content(sheet, work.content)
    sheet.write("comment", work.comment)
    return sheet.results


def _geu_review(sheet: Sheet, work: GEUReview, data: Mapping[str, Any]) -> None:
    sheet.choose("answer", work.answer or "cannot_tell")
    sheet.choose("verdict", work.verdict)
    if work.verdict != "accept":
        sheet.choose("reason", *work.reasons)
        sheet.write("question_fix", work.question or data["question"])
    for label, boxes in (("Relevant", work.regions), ("Problem", work.problems)):
        for box in boxes:
            sheet.box(label, box)


def _ueg_review(sheet: Sheet, work: UEGReview, data: Mapping[str, Any]) -> None:
    for row, judged in enumerate(work.checklist):
        sheet.choose("q_answer", judged.answer, row=row)
        sheet.choose("q_action", judged.action, row=row)
        if judged.action == "fix":
            sheet.write("q_fix", judged.question or data["checklist"][row]["question"], row=row)
    sheet.choose("verdict", work.verdict)
    if work.verdict != "accept":
        sheet.choose("reason", *work.reasons)
        sheet.write("missing", item_lines(work.missing) or None)
        sheet.write("prompt_fix", work.prompt or data["prompt"])


def _content(sheet: Sheet, content: Content) -> None:
    if isinstance(content, GEUContent):
        sheet.write("question_text", content.question)
        for letter, option in zip("abcd", content.options, strict=True):
            sheet.write(f"option_{letter}", option)
        sheet.choose("key", content.key)
        for box in content.regions:
            sheet.box("Relevant", box)
    else:
        sheet.write("prompt_text", content.prompt)
        sheet.write("refined_text", content.refined_prompt)
        sheet.write("checklist_text", item_lines(content.checklist))
