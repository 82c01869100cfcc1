"""The Label Studio pages: well formed, with the controls that a review needs, and blind."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parents[1] / "label_config"
CONTROLS = {
    "review_geu.xml.j2": {"region", "answer", "verdict", "reason", "question_fix", "comment"},
    "review_ueg.xml.j2": {"prompt_edit", "q_answer_{{idx}}", "q_verdict_{{idx}}", "q_new", "verdict", "reason"},
}


def rendered(name: str) -> ElementTree.Element:
    pages = Environment(loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=True)
    return ElementTree.fromstring(pages.get_template(name).render(reasons=["ambiguous", 'says "<b>" & more']))


@pytest.mark.parametrize("name", CONTROLS)
def test_a_page_has_its_controls(name: str) -> None:
    page = rendered(name)
    assert CONTROLS[name] <= {tag.get("name") for tag in page.iter()}
    reasons = next(tag for tag in page.iter("Choices") if tag.get("name") == "reason")
    assert [choice.get("value") for choice in reasons] == ["ambiguous", 'says "<b>" & more']


@pytest.mark.parametrize("name", CONTROLS)
def test_a_page_shows_neither_key_nor_oracle(name: str) -> None:
    shown = {value for tag in rendered(name).iter() for value in tag.attrib.values() if value.startswith("$")}
    assert shown
    assert not [value for value in shown if "key" in value or "oracle" in value or "expected" in value]


def test_every_page_is_tested() -> None:
    assert {path.name for path in FOLDER.glob("*.j2")} == set(CONTROLS)
