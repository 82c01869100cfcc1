"""The templates in `label_config/`: each is used, and makes a page that Label Studio takes, with what it needs."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from curation.models import Stage
from curation.studio.pages import AXES, STAGES, page
from curation.studio.pages.page import folder
from curation.studio.pages.results import controls
from curation.taxonomy import Axis
from curation.workspace import Review

CONTENT = {
    "GEU": {"question_text", "option_a", "option_b", "option_c", "option_d", "key", "region"},
    "UEG": {"prompt_text", "refined_text", "checklist_text"},
}
ASKED = {
    "GEU": {"answer", "verdict", "reason", "question_fix", "region"},
    "UEG": {"q_answer", "q_action", "q_fix", "missing", "prompt_fix", "verdict", "reason"},
}
HIDDEN = ("key", "oracle", "expected", "refined", "rationale", "regions", "lines", "facts", "notes", "sides")


def wanted(stage: Stage, axis: Axis) -> set[str]:
    if stage == "review":
        return {*ASKED[axis], "comment"}
    return {*CONTENT[axis], "comment", "ready" if stage == "author" else "decision"}


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("stage", STAGES)
def test_a_page_has_its_controls_and_no_others(stage: Stage, axis: Axis) -> None:
    assert set(controls(page(stage, axis, Review()).xml)) == wanted(stage, axis)


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("stage", STAGES)
def test_names_are_told_once_and_point_to_what_is_there(stage: Stage, axis: Axis) -> None:
    tags = list(ElementTree.fromstring(page(stage, axis, Review()).xml).iter())
    names = [tag.attrib["name"] for tag in tags if "name" in tag.attrib]
    assert len(set(names)) == len(names)
    assert {tag.attrib["toName"] for tag in tags if "toName" in tag.attrib} <= set(names)
    assert {tag.attrib["whenTagName"] for tag in tags if "whenTagName" in tag.attrib} <= set(names)
    for tag in tags:
        assert "requiredMessage" in tag.attrib or "required" not in tag.attrib


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("stage", STAGES)
def test_no_key_does_two_things(stage: Stage, axis: Axis) -> None:
    tags = ElementTree.fromstring(page(stage, axis, Review()).xml).iter()
    keys = [tag.attrib["hotkey"] for tag in tags if "hotkey" in tag.attrib]
    assert len(set(keys)) == len(keys) > 0


@pytest.mark.parametrize("axis", AXES)
def test_a_reviewers_page_asks_for_nothing_that_a_reviewer_may_not_see(axis: Axis) -> None:
    tags = ElementTree.fromstring(page("review", axis, Review()).xml).iter()
    shown = {value for tag in tags for value in tag.attrib.values() if value.startswith("$")}
    assert shown
    assert not [value for value in shown if any(word in value for word in HIDDEN)]


def test_every_template_is_one_that_is_used() -> None:
    pages = {f"{stage}_{axis.lower()}.{kind}.j2" for stage in STAGES for axis in AXES for kind in ("xml", "html")}
    assert {path.name for path in folder().iterdir()} == pages | {"shared.j2", "geu.j2", "ueg.j2"}
