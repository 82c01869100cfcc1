"""What does not fit a page is refused in one line that says why, whatever it is."""

from __future__ import annotations

import copy
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.annotations import (
    ChecklistJudgement,
    GEUReview,
    UEGReview,
)
from curation.models import Box, ChecklistItem
from curation.studio.pages import AXES, Page, PageError, read
from curation.taxonomy import Axis
from tests.studio.simulated import shown, simulate


def refused(made: Page, data: Any, results: Any, cancelled: bool = False) -> str:
    with pytest.raises(PageError) as caught:
        read(made, data, results, cancelled)
    [line] = caught.value.lines()
    assert "\n" not in line and line.isprintable() and len(line) <= 400
    return line


GOOD: dict[Axis, GEUReview | UEGReview] = {
    "GEU": GEUReview(
        answer="A", verdict="needs_fix", reasons=("other",), regions=(Box(x=1, y=1, width=9, height=9),)
    ),
    "UEG": UEGReview(
        checklist=(ChecklistJudgement(answer="yes", action="fix", question="Is it?"),) * 3,
        verdict="needs_fix",
        reasons=("other",),
        missing=(ChecklistItem(question="Is it day?", answer="no"),),
    ),
}


def one(results: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(result for result in results if result["from_name"] == name)


def test_results_that_do_not_fit_the_page_are_refused_in_one_line() -> None:
    made, data = shown("review", "GEU")
    good = simulate(made.xml, data, GOOD["GEU"])

    def said(name: str, value: Any, **more: Any) -> str:
        results = copy.deepcopy(good)
        one(results, name).update({"value": value} | more)
        return refused(made, data, results)

    assert "no control 'nonsense'" in refused(made, data, [*good, good[0] | {"from_name": "nonsense"}])
    assert "names no control" in refused(made, data, [good[0] | {"from_name": ["answer"]}])
    assert "no control 'answer_0'" in refused(made, data, [good[0] | {"from_name": "answer_0"}])
    assert "does not offer" in said("answer", {"choices": ["E"]})
    assert "2 answers" in said("answer", {"choices": ["A", "B"]})
    assert "2 answers" in said("reason", {"choices": ["other", "other"]})
    assert "no choice" in said("answer", {"choices": []})
    assert "no choice" in said("answer", {"choices": "A"})
    assert "no choice" in said("answer", {"choices": [["A"]]})
    assert "no value" in said("answer", ["A"])
    assert "not of the kind" in said("answer", {"choices": ["A"]}, type="textarea")
    assert "not of the kind" in said("answer", {"choices": ["A"]}, to_name="question")
    assert "answered twice" in refused(made, data, [*good, good[0]])
    for name in ("answer", "verdict", "reason"):
        assert f"{name} is not answered" in refused(
            made, data, [result for result in good if result["from_name"] != name]
        )
    assert "not one text" in said("question_fix", {"text": "bare"})
    assert "not one text" in said("question_fix", {"text": ["one", "two"]})
    assert "8,001 characters" in said("question_fix", {"text": ["x" * 8001]})
    assert "control character U+0000" in said("question_fix", {"text": ["a\0b"]})
    assert "control character U+001B" in said("question_fix", {"text": ["a\x1b[2Jb"]})
    assert "valid string" in said("question_fix", {"text": ["a\ud800b"]})
    assert "not a list" in refused(made, data, {"answer": "A"})
    assert "not an object" in refused(made, data, ["A"])
    assert "more than 300" in refused(made, data, good * 100)


@pytest.mark.parametrize(
    ("changes", "more", "why"),
    [
        ({"x": math.nan}, {}, "no number"),
        ({"x": math.inf}, {}, "no number"),
        ({"x": "1"}, {}, "no number"),
        ({"x": True}, {}, "no number"),
        ({"width": 10**400}, {}, "no number"),
        ({"width": None}, {}, "no number"),
        ({"x": -3}, {}, "outside"),
        ({"y": 99, "height": 3}, {}, "outside"),
        ({"width": 0}, {}, "outside"),
        ({"height": -1}, {}, "outside"),
        ({"rotation": 30}, {}, "turned"),
        ({}, {"image_rotation": 90}, "turned"),
        ({}, {"original_width": 641}, "another size"),
        ({}, {"original_height": None}, "another size"),
        ({"rectanglelabels": ["Key"]}, {}, "label"),
        ({"rectanglelabels": ["Relevant", "Problem"]}, {}, "label"),
        ({"rectanglelabels": [["Relevant"]]}, {}, "label"),
        ({"rectanglelabels": []}, {}, "label"),
    ],
)
def test_boxes_of_nonsense_are_refused(changes: dict[str, Any], more: dict[str, Any], why: str) -> None:
    made, data = shown("review", "GEU")
    results = simulate(made.xml, data, GOOD["GEU"])
    box = one(results, "region")
    box["value"].update(changes)
    box.update(more)
    assert why in refused(made, data, results)


def test_a_box_is_bounded_to_the_picture_and_never_empty() -> None:
    made, data = shown("review", "GEU")
    results = simulate(made.xml, data, GOOD["GEU"])
    for given_, expected in (
        ({"x": -0.3, "y": 99.9, "width": 100.6, "height": 0.4}, Box(x=0, y=479, width=640, height=1)),
        ({"x": 99.99, "y": 0, "width": 0.01, "height": 0.001}, Box(x=639, y=0, width=1, height=1)),
    ):
        one(results, "region")["value"].update(given_)
        found = read(made, data, results, False)
        assert isinstance(found, GEUReview)
        assert found.regions == (expected,)
    many = [one(results, "region")] * 51
    assert "more than 50 boxes" in refused(made, data, many)


def test_checklists_that_do_not_fit_are_refused() -> None:
    made, data = shown("review", "UEG")
    good = simulate(made.xml, data, GOOD["UEG"])

    def said(name: str, **changes: Any) -> str:
        results = copy.deepcopy(good)
        one(results, name).update(changes)
        return refused(made, data, results)

    assert "there are 3" in said("q_answer_2", from_name="q_answer_3")
    assert "there are 3" in said("q_answer_2", from_name="q_answer_77")
    for name in ("q_answer_02", "q_answer", "q_answer_-1", "q_answer_١", "q_answer_999"):
        assert "no control" in said("q_answer_2", from_name=name)
    assert "q_answer of question 3 is not answered" in refused(
        made, data, [result for result in good if result["from_name"] != "q_answer_2"]
    )
    assert "does not offer" in said("q_answer_0", value={"choices": ["maybe"]})
    assert "does not offer" in said("q_action_0", value={"choices": ["yes"]})
    assert "line 2 does not end in [yes] or [no]" in said("missing", value={"text": ["Is it? [yes]\nIs it day?"]})


def test_a_task_that_was_tampered_with_is_refused() -> None:
    for axis in AXES:
        made, data = shown("review", axis)
        good = simulate(made.xml, data, GOOD[axis])
        assert read(made, data, good, False) == GOOD[axis]
        for changed in (
            {**data, "revision": 9},
            {**data, "rev": "0" * 64},
            {**data, "new": 1},
            {**data, "x": math.nan},
            {name: value for name, value in data.items() if name != "rev"},
            {},
        ):
            assert "not what was sent" in refused(made, changed, good)
        assert "not what was sent" in refused(Page(made.name, made.version + 1, made.xml), data, good)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def spoilt(draw: st.DrawFn, results: list[dict[str, Any]]) -> list[Any]:
    """Good results with a few places of them replaced by anything."""
    found: list[Any] = copy.deepcopy(results)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(found) - 1))
        match draw(st.sampled_from(["all", "field", "value"])):
            case "all":
                found[place] = draw(JSON)
            case "field" if isinstance(found[place], dict):
                names = ["from_name", "to_name", "type", "value", "original_width"]
                found[place][draw(st.sampled_from(names))] = draw(JSON)
            case _ if isinstance(found[place], dict) and isinstance(found[place].get("value"), dict):
                names = ["choices", "text", "x", "width", "rotation", "rectanglelabels"]
                found[place]["value"][draw(st.sampled_from(names))] = draw(JSON)
    return found


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_comes_back_is_read_or_refused_in_one_line(data: st.DataObject) -> None:
    for axis in AXES:
        made, shows = shown("review", axis)
        results = data.draw(spoilt(simulate(made.xml, shows, GOOD[axis])))
        try:
            work = read(made, shows, results, False)
        except PageError as error:
            assert str(error).isprintable()
        else:
            assert isinstance(work, (GEUReview, UEGReview))
