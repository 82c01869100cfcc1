"""What an annotator meant is what is read: from record to results and back, without a server."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.annotations import (
    Adjudication,
    Authoring,
    ChecklistJudgement,
    GEUContent,
    GEUReview,
    Skip,
    UEGContent,
    UEGReview,
    Work,
)
from curation.models import LETTERS, Box, ChecklistItem, Stage
from curation.studio.pages import AXES, page, read
from curation.studio.pages.results import controls
from curation.taxonomy import Axis
from tests.studio.simulated import REVIEW, shown, simulate, stored

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), min_size=1, max_size=200
).filter(lambda text: text == text.strip())
LINE = TEXT.filter(lambda text: not {"\n", "\t"} & set(text))
BOXES = st.lists(
    st.builds(
        Box,
        x=st.integers(0, 600),
        y=st.integers(0, 440),
        width=st.integers(1, 40),
        height=st.integers(1, 40),
    ),
    max_size=5,
).map(tuple)
COMMENT = st.none() | TEXT
QUESTION = LINE.filter(lambda text: text.casefold() == text)
ITEMS = st.lists(
    st.builds(ChecklistItem, question=QUESTION, answer=st.sampled_from(["yes", "no"])),
    min_size=1,
    max_size=6,
    unique_by=lambda item: item.question,
).map(tuple)


def chosen(name: str, axis: Axis) -> st.SearchStrategy[tuple[str, ...]]:
    values = sorted(controls(page("review", axis, REVIEW).xml)[name].values or ())
    return st.lists(st.sampled_from(values), min_size=1, unique=True).map(lambda found: tuple(sorted(found)))


@st.composite
def geu_reviews(draw: st.DrawFn) -> GEUReview:
    verdict = draw(st.sampled_from(["accept", "needs_fix", "reject"]))
    accepted = verdict == "accept"
    return GEUReview(
        answer=draw(st.none() | st.sampled_from(LETTERS)),
        verdict=verdict,
        reasons=() if accepted else draw(chosen("reason", "GEU")),
        question=None if accepted else draw(st.none() | TEXT),
        regions=draw(BOXES),
        problems=draw(BOXES),
        comment=draw(COMMENT),
    )


@st.composite
def ueg_reviews(draw: st.DrawFn, rows: int) -> UEGReview:
    verdict = draw(st.sampled_from(["accept", "needs_fix", "reject"]))
    accepted = verdict == "accept"
    judged = []
    for _ in range(rows):
        action = draw(st.sampled_from(["keep", "fix", "drop"]))
        judged.append(
            ChecklistJudgement(
                answer=draw(st.sampled_from(["yes", "no"])),
                action=action,
                question=draw(LINE) if action == "fix" else None,
            )
        )
    return UEGReview(
        checklist=tuple(judged),
        missing=() if accepted else draw(st.just(()) | ITEMS),
        prompt=None if accepted else draw(st.none() | TEXT),
        verdict=verdict,
        reasons=() if accepted else draw(chosen("reason", "UEG")),
        comment=draw(COMMENT),
    )


OPTIONS = st.lists(LINE, min_size=4, max_size=4, unique_by=lambda text: " ".join(text.casefold().split()))
GEU_CONTENT = st.builds(
    GEUContent, question=TEXT, options=OPTIONS.map(tuple), key=st.sampled_from(LETTERS), regions=BOXES
)
UEG_CONTENT = st.builds(UEGContent, prompt=TEXT, refined_prompt=st.none() | TEXT, checklist=ITEMS)
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def back(stage: Stage, axis: Axis, work: Work) -> Work:
    made, data = shown(stage, axis)
    results = json.loads(json.dumps(simulate(made.xml, data, work)))
    return read(made, json.loads(json.dumps(data)), results, False)


@quick
@given(geu_reviews())
def test_a_puzzle_review_comes_back_equal(work: GEUReview) -> None:
    assert back("review", "GEU", work) == work


@quick
@given(ueg_reviews(3))
def test_a_prompt_review_comes_back_equal(work: UEGReview) -> None:
    assert back("review", "UEG", work) == work


@quick
@given(GEU_CONTENT | UEG_CONTENT, COMMENT)
def test_authored_content_comes_back_equal(content: GEUContent | UEGContent, comment: str | None) -> None:
    work = Authoring(content=content, comment=comment)
    assert back("author", content.axis, work) == work


@quick
@given(GEU_CONTENT | UEG_CONTENT, COMMENT)
def test_a_mending_adjudication_comes_back_equal(content: GEUContent | UEGContent, comment: str | None) -> None:
    work = Adjudication(outcome="needs_fix", content=content, comment=comment)
    assert back("adjudicate", content.axis, work) == work


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("outcome", ["approved", "needs_fix", "rejected"])
def test_an_adjudication_without_an_edit_comes_back_equal(outcome: Any, axis: Axis) -> None:
    work = Adjudication(outcome=outcome, comment="Because.")
    assert back("adjudicate", axis, work) == work


def test_an_unedited_field_is_no_edit() -> None:
    item = stored("UEG").instance
    assert item.axis == "UEG"
    same = UEGContent(prompt=item.prompt, refined_prompt=item.refined_prompt, checklist=item.checklist)
    assert back("adjudicate", "UEG", Adjudication(outcome="needs_fix", content=same)) == Adjudication(
        outcome="needs_fix"
    )
    assert back("author", "UEG", Authoring(content=same)) == Authoring(content=same), "aspects are kept"
    puzzle = stored("GEU").instance
    assert puzzle.axis == "GEU" and puzzle.question and puzzle.options and puzzle.key
    content = GEUContent(question=puzzle.question, options=puzzle.options, key=puzzle.key)
    mended = Adjudication(outcome="needs_fix", content=content)
    assert back("adjudicate", "GEU", mended) == Adjudication(outcome="needs_fix")


def test_boxes_on_record_stay_until_others_are_drawn() -> None:
    known, drawn = (Box(x=1, y=2, width=3, height=4),), (Box(x=5, y=6, width=7, height=8),)
    made, data = shown("author", "GEU", regions=known)
    content = GEUContent(question="Which?", options=("1", "2", "3", "4"), key="A")
    for regions, kept in (((), known), (drawn, drawn)):
        work = Authoring(content=content.model_copy(update={"regions": regions}))
        found = read(made, data, simulate(made.xml, data, work), False)
        assert isinstance(found, Authoring) and isinstance(found.content, GEUContent)
        assert found.content.regions == kept


def test_a_skip_is_read_from_anything_that_fits_the_page() -> None:
    for axis in AXES:
        made, data = shown("review", axis)
        assert read(made, data, [], True) == Skip()
        text = {"from_name": "comment", "to_name": controls(made.xml)["comment"].target, "type": "textarea"}
        assert read(made, data, [text | {"value": {"text": [" Mine. "]}}], True) == Skip(comment="Mine.")


def test_what_is_typed_keeps_its_inside() -> None:
    text = "  def f():\r\n\treturn 1\r\n\n  \u05e9\u05dc\u05d5\u05dd $image {{idx}} <b> \\n  "
    made, data = shown("review", "GEU")
    results = simulate(made.xml, data, GEUReview(answer="A", verdict="accept", comment="x"))
    results[-1]["value"]["text"] = [text]
    assert read(made, data, results, False).comment == text.replace("\r\n", "\n").strip()
