"""From what Label Studio sends back to the records of `curation.annotations`, strictly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from curation.annotations import (
    Adjudication,
    Authoring,
    ChecklistJudgement,
    Content,
    GEUContent,
    GEUReview,
    Outcome,
    Skip,
    UEGContent,
    UEGReview,
    Work,
)
from curation.models import LETTERS, Box, ChecklistItem, Letter, Record, Verdict
from curation.studio.pages.filling import rev
from curation.studio.pages.page import Page
from curation.studio.pages.results import Answers, PageError, answers
from curation.studio.pages.shown import read_items, reason

_Made = TypeVar("_Made", bound=Record)
OUTCOMES: dict[str, Outcome] = {
    "approve": "approved",
    "mend": "needs_fix",
    "send_back": "needs_fix",
    "reject": "rejected",
}


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


_Side = Annotated[int, Field(ge=1, le=100_000)]


class _GEUData(_Data):
    """What reading a page about a GEU instance needs of its task's data."""

    size: tuple[_Side, _Side]
    question: str
    options: tuple[str, ...] = ()
    key: str = ""
    regions: tuple[Box, ...] = ()


class _Row(_Data):
    question: str


class _UEGData(_Data):
    """The same about a UEG instance."""

    prompt: str
    checklist: tuple[_Row, ...] = ()
    refined: str = ""
    items: tuple[ChecklistItem, ...] = ()


def read(page: Page, data: Mapping[str, Any], results: object, was_cancelled: bool) -> Work:
    """Read one annotation.

    Args:
        page: The page that it was made with, of that version (`recall`).
        data: The data of its task, as the server has it.
        results: The annotation's results, as parsed JSON.
        was_cancelled: Whether the annotator passed the task over.

    Raises:
        PageError: They do not fit the page, or the task is no more what was sent.
    """
    if data.get("rev") != _rev(page, data):
        raise PageError("the task's data is not what was sent; somebody changed it on the server")
    try:
        task = (_GEUData if page.axis == "GEU" else _UEGData).model_validate(dict(data))
    except ValidationError as error:
        raise PageError(f"the task's data cannot be read: {reason(error)}") from None
    given = answers(page.xml, data, results, size=task.size if isinstance(task, _GEUData) else None)
    if was_cancelled:
        return _made(Skip, comment=given.text("comment"))
    if isinstance(task, _GEUData):
        return _GEU[page.stage](task, given)
    return _UEG[page.stage](task, given)


def _rev(page: Page, data: Mapping[str, Any]) -> str | None:
    try:
        return rev(page.label, dict(data))
    except (ValueError, RecursionError):
        return None


def _made(record: type[_Made], **fields: object) -> _Made:
    try:
        return record(**fields)
    except ValidationError as error:
        raise PageError(reason(error)) from None


def _changed(text: str | None, shown: str) -> str | None:
    """What was written, if it is something else than what the field was filled with."""
    return None if text is None or text == shown.strip() else text


# GEU


def _review_geu(task: _GEUData, given: Answers) -> Work:
    answer, verdict = given.one("answer"), cast(Verdict, given.one("verdict"))
    return _made(
        GEUReview,
        answer=None if answer == "cannot_tell" else answer,
        verdict=verdict,
        reasons=_reasons(given, verdict),
        question=_changed(given.text("question_fix"), task.question) if verdict != "accept" else None,
        regions=tuple(given.boxes.get("Relevant", ())),
        problems=tuple(given.boxes.get("Problem", ())),
        comment=given.text("comment"),
    )


def _reasons(given: Answers, verdict: Verdict) -> tuple[str, ...]:
    if verdict == "accept":
        return ()
    given.one("reason")
    return given.all("reason")


def _geu_content(task: _GEUData, given: Answers) -> GEUContent:
    options = tuple(given.needed_line(f"option_{letter.lower()}") for letter in LETTERS)
    drawn = tuple(given.boxes.get("Relevant", ()))
    return _made(
        GEUContent,
        question=given.needed("question_text"),
        options=options,
        key=cast(Letter, given.one("key")),
        regions=drawn or task.regions,
    )


def _author_geu(task: _GEUData, given: Answers) -> Work:
    given.one("ready")
    return _made(Authoring, content=_geu_content(task, given), comment=given.text("comment"))


def _adjudicate_geu(task: _GEUData, given: Answers) -> Work:
    def content() -> GEUContent | None:
        new = _geu_content(task, given)
        old = (task.question, task.options, task.key, task.regions)
        return None if (new.question, new.options, new.key, new.regions) == old else new

    return _adjudication(given, content)


# UEG


def _review_ueg(task: _UEGData, given: Answers) -> Work:
    verdict = cast(Verdict, given.one("verdict"))
    judged = tuple(_judgement(row, item.question, given) for row, item in enumerate(task.checklist))
    fixing = verdict != "accept"
    return _made(
        UEGReview,
        checklist=judged,
        missing=read_items(given.text("missing")) if fixing else (),
        prompt=_changed(given.text("prompt_fix"), task.prompt) if fixing else None,
        verdict=verdict,
        reasons=_reasons(given, verdict),
        comment=given.text("comment"),
    )


def _judgement(row: int, question: str, given: Answers) -> ChecklistJudgement:
    action = cast(Literal["keep", "fix", "drop"], given.one("q_action", row))
    return _made(
        ChecklistJudgement,
        answer=given.one("q_answer", row),
        action=action,
        question=_changed(given.line("q_fix", row), question) if action == "fix" else None,
    )


def _ueg_content(task: _UEGData, given: Answers) -> UEGContent:
    return _made(
        UEGContent,
        prompt=given.needed("prompt_text"),
        refined_prompt=given.text("refined_text"),
        checklist=read_items(given.needed("checklist_text"), task.items),
    )


def _author_ueg(task: _UEGData, given: Answers) -> Work:
    given.one("ready")
    return _made(Authoring, content=_ueg_content(task, given), comment=given.text("comment"))


def _adjudicate_ueg(task: _UEGData, given: Answers) -> Work:
    def content() -> UEGContent | None:
        new = _ueg_content(task, given)
        old = (task.prompt, task.refined or None, task.items)
        return None if (new.prompt, new.refined_prompt, new.checklist) == old else new

    return _adjudication(given, content)


# Both


def _adjudication(given: Answers, content: Callable[[], Content | None]) -> Work:
    """Read a decision. Mending without a change of anything asks for a fix and offers none: it is sent back."""
    chosen = given.one("decision")
    if chosen not in OUTCOMES:
        raise PageError(f"nobody knows what the decision {chosen!r} means")
    return _made(
        Adjudication,
        outcome=OUTCOMES[chosen],
        content=content() if chosen == "mend" else None,
        comment=given.text("comment"),
    )


_GEU: dict[str, Callable[[_GEUData, Answers], Work]] = {
    "author": _author_geu,
    "review": _review_geu,
    "adjudicate": _adjudicate_geu,
}
_UEG: dict[str, Callable[[_UEGData, Answers], Work]] = {
    "author": _author_ueg,
    "review": _review_ueg,
    "adjudicate": _adjudicate_ueg,
}
