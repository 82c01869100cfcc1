"""Every page worked at in a real browser, on the real server, by keyboard and mouse, and read back equal."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as View
from playwright.sync_api import expect

from curation.annotations import Adjudication, Authoring, GEUContent, GEUReview, Skip, UEGContent, UEGReview
from curation.models import Box, ChecklistItem, GEUInstance
from curation.studio.pages import AXES
from curation.taxonomy import Axis
from curation.workspace import Workspace
from tests.studio.desk import Desk, lay, ready, submit
from tests.studio.window import HOSTILE, PROGRAM, before, geu_like, hostile, picture, prompt, said, stored
from tests.studio.window import place as place
from tests.studio.window import view as view


def draw(view: View, key: str, left: float, top: float, right: float, bottom: float) -> None:
    """Draw a box on the first picture; edges as shares of it."""
    view.keyboard.press(key)
    area = view.locator(".cu-picture img").first.bounding_box()
    assert area is not None
    view.mouse.move(area["x"] + left * area["width"], area["y"] + top * area["height"])
    view.mouse.down()
    view.mouse.move(area["x"] + right * area["width"], area["y"] + bottom * area["height"], steps=4)
    view.mouse.up()


def close_to(box: Box, expected: tuple[float, float, float, float], tolerance: float) -> bool:
    edges = (box.x, box.y, box.x + box.width, box.y + box.height)
    return all(abs(one - other) <= tolerance for one, other in zip(edges, expected, strict=True))


def write(view: View, name: str, text: str) -> None:
    """Replace what a field holds, by mouse and keyboard."""
    view.locator(f"[name={name}]").click()
    view.keyboard.press("Control+A")
    view.keyboard.insert_text(text)


def leave(view: View) -> None:
    """Click beside all fields, so that keys are heard again."""
    view.locator(".cu-card").last.click(position={"x": 3, "y": 3})


def test_review_of_a_puzzle(place: Workspace, view: View) -> None:
    desk = lay(place, "review", "GEU", stored(picture(place, 2048, 1360, "red")), stored(geu_like(place)))
    desk.enter(view)
    expect(view.locator("[name=comment]")).to_be_hidden()
    view.keyboard.press("c")
    expect(view.locator("[name=comment]")).to_be_visible()
    view.keyboard.press("2")
    view.keyboard.press("4")
    view.keyboard.press("7")
    draw(view, "r", 0.25, 0.25, 0.5, 0.5)
    draw(view, "p", 0.7, 0.6, 0.9, 0.9)
    write(view, "question_fix", "Which digits do the yellow segments form?")
    write(view, "comment", "First line\n    second $line <b>{{idx}}</b>")
    submit(view)
    ready(view)
    view.keyboard.press("e")
    view.keyboard.press("1")
    submit(view)
    first, second = desk.works()
    assert isinstance(first, GEUReview)
    assert first.model_copy(update={"regions": (), "problems": ()}) == GEUReview(
        answer="C",
        verdict="needs_fix",
        reasons=("ambiguous", "bad picture"),
        question="Which digits do the yellow segments form?",
        comment="First line\n    second $line <b>{{idx}}</b>",
    )
    [region], [problem] = first.regions, first.problems
    assert close_to(region, (512, 340, 1024, 680), 6), region
    assert close_to(problem, (0.7 * 2048, 0.6 * 1360, 0.9 * 2048, 0.9 * 1360), 6), problem
    assert second == GEUReview(answer=None, verdict="accept")


def test_review_of_a_prompt(place: Workspace, view: View) -> None:
    desk = lay(place, "review", "UEG", stored(prompt()), stored(prompt("prompt-2", 2)))
    desk.enter(view)
    for key in ("q", "s", "e", "f", "t", "h"):
        view.keyboard.press(key)
    view.keyboard.press("Shift+S")
    write(view, "q_fix_1", "Is exactly one lamp glowing?")
    leave(view)
    view.keyboard.press("Shift+C")
    view.keyboard.press("2")
    view.keyboard.press("5")
    write(view, "missing", "Is the pier wooden? [yes]\nIs it day? [No]")
    write(view, "prompt_fix", f"Draw what this prints:\n\n{PROGRAM}")
    submit(view)
    ready(view)
    view.keyboard.press("a")
    view.keyboard.press("w")
    view.keyboard.press("1")
    submit(view)
    first, second = desk.works()
    answers = ("yes", "no", "yes", "no", "yes", "no")
    actions = ("keep", "fix", "drop", "keep", "keep", "keep")
    assert first == UEGReview.model_validate(
        {
            "checklist": [
                {"answer": answer, "action": action}
                | ({"question": "Is exactly one lamp glowing?"} if action == "fix" else {})
                for answer, action in zip(answers, actions, strict=True)
            ],
            "missing": [
                {"question": "Is the pier wooden?", "answer": "yes"},
                {"question": "Is it day?", "answer": "no"},
            ],
            "prompt": f"Draw what this prints:\n\n{PROGRAM}",
            "verdict": "needs_fix",
            "reasons": ["question missing"],
        }
    )
    kept = [{"answer": "no", "action": "keep"}, {"answer": "yes", "action": "keep"}]
    assert second == UEGReview.model_validate({"checklist": kept, "verdict": "accept"})


def test_author_of_a_puzzle(place: Workspace, view: View) -> None:
    blank = geu_like(place).model_copy(update={"question": None, "options": None, "key": None})
    known = (Box(x=1, y=2, width=30, height=40),)
    there = geu_like(place).model_copy(update={"regions": known})
    desk = lay(place, "author", "GEU", stored(blank), stored(there, 2), history=before)
    desk.enter(view)
    write(view, "question_text", "Which colour is the disc?")
    for letter, colour in zip("abcd", ("red", "green", "blue", "black"), strict=True):
        write(view, f"option_{letter}", colour)
    write(view, "comment", "Easy.")
    leave(view)
    draw(view, "r", 0.25, 0.25, 0.5, 0.5)
    view.keyboard.press("b")
    view.keyboard.press("1")
    submit(view)
    ready(view)
    expect(view.locator(".cu-side")).to_contain_text("It can be read in two ways.")
    view.keyboard.press("1")
    submit(view)
    first, second = desk.works()
    assert isinstance(first, Authoring)
    assert isinstance(first.content, GEUContent)
    assert (first.content.question, first.content.options, first.content.key, first.comment) == (
        "Which colour is the disc?",
        ("red", "green", "blue", "black"),
        "B",
        "Easy.",
    )
    [region] = first.content.regions
    assert close_to(region, (160, 120, 320, 240), 3), region
    assert there.question is not None and there.options is not None and there.key is not None
    same = GEUContent(question=there.question, options=there.options, key=there.key, regions=known)
    assert second == Authoring(content=same)


def test_author_of_a_prompt(place: Workspace, view: View) -> None:
    old = prompt(questions=2)
    desk = lay(place, "author", "UEG", stored(old, 2), history=before)
    desk.enter(view)
    expect(view.locator(".cu-ueg")).to_contain_text("It can be read in two ways.")
    view.locator("[name=checklist_text]").click()
    view.keyboard.press("Control+End")
    view.keyboard.press("Enter")
    view.keyboard.type("Is it night? [yes]")
    view.keyboard.press("Tab")
    view.keyboard.type("One more question.")
    view.keyboard.press("Tab")
    view.keyboard.press("Space")
    submit(view)
    content = UEGContent(
        prompt=old.prompt,
        refined_prompt=old.refined_prompt,
        checklist=(*old.checklist, ChecklistItem(question="Is it night?", answer="yes")),
    )
    assert desk.works() == [Authoring(content=content, comment="One more question.")]


def test_adjudication_of_a_puzzle(place: Workspace, view: View) -> None:
    old = geu_like(place)
    items = [stored(old.model_copy(update={"uid": f"puzzle-{n}"}), 2) for n in range(4)]
    desk = lay(place, "adjudicate", "GEU", *items, reviews=said, history=before)
    desk.enter(view)
    side = view.locator(".cu-side")
    for words in ("FIRST REVIEWER", "SECOND REVIEWER", "← the key", "It can be read in two ways.", "cannot tell"):
        expect(side).to_contain_text(words)
    for name in ("ann", "bob"):
        assert name not in side.inner_text().lower().replace("cannot", "").split()
    view.keyboard.press("1")
    submit(view)
    ready(view)
    view.keyboard.press("2")
    write(view, "option_d", "none of them")
    write(view, "comment", "The last option was wrong.")
    submit(view)
    ready(view)
    view.keyboard.press("2")
    submit(view)
    ready(view)
    view.keyboard.press("4")
    submit(view)
    assert old.question is not None and old.options is not None and old.key is not None
    mended = GEUContent(question=old.question, options=(*old.options[:3], "none of them"), key=old.key)
    assert desk.works() == [
        Adjudication(outcome="approved"),
        Adjudication(outcome="needs_fix", content=mended, comment="The last option was wrong."),
        Adjudication(outcome="needs_fix"),
        Adjudication(outcome="rejected"),
    ]


def test_adjudication_of_a_prompt(place: Workspace, view: View) -> None:
    old = prompt(questions=3)
    desk = lay(place, "adjudicate", "UEG", stored(old, 2), stored(old, 3), reviews=said, history=before)
    desk.enter(view)
    for words in ("FIRST REVIEWER", "SECOND REVIEWER", "19 is not before 18.", "A pier with exactly six"):
        expect(view.locator(".cu-ueg")).to_contain_text(words)
    view.keyboard.press("2")
    write(view, "refined_text", "Six lamps, four of them on.")
    submit(view)
    ready(view)
    view.keyboard.press("3")
    write(view, "comment", "Count again.")
    submit(view)
    content = UEGContent(prompt=old.prompt, refined_prompt="Six lamps, four of them on.", checklist=old.checklist)
    assert desk.works() == [
        Adjudication(outcome="needs_fix", content=content),
        Adjudication(outcome="needs_fix", comment="Count again."),
    ]


def test_a_skipped_task(place: Workspace, view: View) -> None:
    desk = lay(place, "review", "UEG", stored(prompt("prompt-3", 1)))
    desk.enter(view)
    with view.expect_response(lambda response: "/annotations" in response.url):
        view.locator("button[aria-label=skip-task]").click()
    assert desk.works() == [Skip()]


@pytest.mark.parametrize("axis", AXES)
def test_texts_come_back_as_they_were(place: Workspace, view: View, axis: Axis) -> None:
    item = hostile(place, axis)
    desk = lay(place, "author", axis, item)
    desk.enter(view)
    view.keyboard.press("1")
    submit(view)
    [work] = desk.works()
    assert isinstance(work, Authoring)
    instance = item.instance
    if isinstance(instance, GEUInstance):
        assert isinstance(work.content, GEUContent)
        assert (work.content.question, work.content.options) == (HOSTILE, instance.options)
    else:
        assert isinstance(work.content, UEGContent)
        assert (work.content.prompt, work.content.refined_prompt) == (HOSTILE, HOSTILE)
        assert work.content.checklist == instance.checklist


def test_what_is_required_stops_a_submission_in_plain_words(place: Workspace, view: View) -> None:
    def refused(desk: Desk, keys: str, words: str) -> None:
        desk.enter(view)
        for key in keys:
            view.keyboard.press(key)
        view.keyboard.press("Control+Enter")
        expect(view.locator(".ant-modal-confirm, .ant-modal").first).to_contain_text(words)

    puzzle = lay(place, "review", "GEU", stored(geu_like(place)))
    refused(puzzle, "a", "Say whether the item is good: 1, 2 or 3.")
    refused(puzzle, "a3", "Say why: pick at least one reason.")
    words = lay(place, "review", "UEG", stored(prompt("prompt-4", 3)))
    refused(words, "1", "Answer every question of the checklist: yes or no.")
    refused(lay(place, "author", "GEU", stored(geu_like(place))), "", "Say that it is ready for review: 1.")
    assert list(puzzle.client.export(puzzle.project)) == []
