"""How the pages look in a real browser: texts as they are, both themes legible, puzzles without scrolling."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page as View
from playwright.sync_api import expect

from curation.models import Stage
from curation.studio.pages import AXES, STAGES
from curation.taxonomy import Axis
from curation.workspace import Workspace
from tests.studio.desk import lay
from tests.studio.window import HEBREW, HOSTILE, HOSTILE_LINE, before, hostile, picture, place, said, stored, view

__all__ = ["place", "view"]

GROUND = """theme => {
    const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
    return (r + g + b < 384 ? 'dark' : 'light') === theme;
}"""
"""Whether the page is as dark or light as a theme."""
OVERFLOW = "one => [one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth]"
CONTRAST = """() => {
    const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(
        v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
    ).reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0);
    const behind = one => {
        for (let at = one; at; at = at.parentElement) {
            const [r, g, b, a = 1] = parse(getComputedStyle(at).backgroundColor);
            if (a > 0.9 && r !== undefined) return [r, g, b];
        }
        return [255, 255, 255];
    };
    const found = [];
    for (const one of document.querySelectorAll('.lsf-main-content .cu-card *')) {
        const own = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        if ((!own && !one.value) || one.type === 'radio' || one.type === 'checkbox' || !one.offsetParent) continue;
        const style = getComputedStyle(one), back = behind(one), front = parse(style.color);
        let opacity = (front[3] ?? 1);
        for (let at = one; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
        const mixed = front.slice(0, 3).map((v, k) => v * opacity + back[k] * (1 - opacity));
        const [high, low] = [light(mixed), light(back)].sort((a, b) => b - a);
        found.push([(one.textContent || one.value).slice(0, 40), (high + 0.05) / (low + 0.05)]);
    }
    return found;
}"""


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("stage", STAGES)
def test_a_page_shows_what_it_has_to_show(place: Workspace, view: View, stage: Stage, axis: Axis) -> None:
    desk = lay(place, stage, axis, hostile(place, axis), reviews=said, history=before)
    desk.enter(view)
    for key in "a2" if stage == "review" else "2" if stage == "adjudicate" else "":
        view.keyboard.press(key)
    texts_are_shown_as_they_are(view, stage, axis)
    both_themes_are_legible(view)
    the_instruction_is_one_click_away(view)


def texts_are_shown_as_they_are(view: View, stage: Stage, axis: Axis) -> None:
    fields = view.eval_on_selector_all(".cu-card textarea, .cu-card input", "all => all.map(one => one.value)")
    told = re.sub("[\u2068\u2069]", "", "\n".join([view.locator(".lsf-main-content").inner_text(), *fields]))
    for text in (HOSTILE_LINE, HEBREW):
        assert text in told
    if axis == "GEU":
        assert HOSTILE in told
    elif stage != "author":
        shown = view.eval_on_selector_all(".cu-part", "all => all.map(one => one.innerText)")
        assert "\n\n".join(shown) == HOSTILE
        code = view.locator(".cu-part", has_text="def draw").locator("*").last
        assert "monospace" in code.evaluate("one => getComputedStyle(one).fontFamily")
    hebrew = view.locator("[style*=plaintext]", has_text=re.compile("[\u05d0-\u05ea]")).all()
    assert hebrew or stage == "author"
    for one in hebrew:
        style = one.evaluate("one => [getComputedStyle(one).unicodeBidi, getComputedStyle(one).textAlign]")
        assert style == ["plaintext", "start"]
    assert view.locator(".lsf-main-content").locator("b, i, img[src=x]").count() == 0
    assert HOSTILE in fields


def both_themes_are_legible(view: View) -> None:
    chosen = view.locator("button", has_text=re.compile("^(Auto|Light|Dark)$"))
    for theme in ("dark", "light"):
        while view.evaluate("document.documentElement.dataset.colorScheme") != theme:
            before = chosen.inner_text()
            chosen.click()
            expect(chosen).not_to_have_text(before)
        # Colours follow the choice a little later, and fade over; what is measured is where they end.
        view.wait_for_function(GROUND, arg=theme)
        view.evaluate("Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)))")
        ratios: Sequence[tuple[str, float]] = view.evaluate(CONTRAST)
        assert len(ratios) > 5
        assert not [one for one in ratios if one[1] < 4.5], theme


def the_instruction_is_one_click_away(view: View) -> None:
    view.get_by_text("Instructions", exact=True).click()
    panel = view.locator(".lsf-modal-ls__body")
    expect(panel).to_contain_text("Control+Enter")
    expect(panel.locator("li").first).to_be_visible()
    assert panel.locator("li").first.evaluate("one => getComputedStyle(one.parentElement).listStyleType") == "disc"


@pytest.mark.parametrize("stage", STAGES)
def test_a_puzzle_needs_no_scrolling_of_the_page(place: Workspace, view: View, stage: Stage) -> None:
    desk = lay(place, stage, "GEU", stored(picture(place, 729, 993, "blue")), reviews=said, history=before)
    for width, height in ((1440, 900), (1280, 720)):
        view.set_viewport_size({"width": width, "height": height})
        desk.enter(view)
        for key in "a2" if stage == "review" else "":
            view.keyboard.press(key)
        for part in ("html", ".lsf-main-content"):
            down, right = view.locator(part).evaluate(OVERFLOW)
            assert down <= 0 and right <= 0, (part, width, height)
        image = view.locator(".cu-picture img").first.bounding_box()
        assert image is not None and image["y"] >= 0 and image["y"] + image["height"] <= height - 48
        if stage == "review" and height == 900:
            assert view.locator(".cu-side").evaluate(OVERFLOW)[0] <= 0
    view.set_viewport_size({"width": 1440, "height": 900})


def test_a_large_picture_can_be_zoomed(place: Workspace, view: View) -> None:
    desk = lay(place, "review", "GEU", stored(picture(place, 2048, 1536, "purple")))
    desk.enter(view)
    image = view.locator(".cu-picture img").first
    area = image.bounding_box()
    assert area is not None
    view.mouse.move(area["x"] + area["width"] / 3, area["y"] + area["height"] / 3)
    view.keyboard.down("Control")
    view.mouse.wheel(0, -400)
    view.keyboard.up("Control")
    view.wait_for_function(
        "width => document.querySelector('.cu-picture img').getBoundingClientRect().width > 1.2 * width",
        arg=area["width"],
    )
