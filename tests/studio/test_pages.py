"""The pages without a server: their versions, and what a task shows and hides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.annotations import (
    Annotation,
    ChecklistJudgement,
    GEUReview,
    Skip,
    UEGReview,
    Work,
)
from curation.errors import WorkspaceError
from curation.models import LETTERS, Box, ChecklistItem, ImageRef, Stage
from curation.store import Store, Stored
from curation.studio.pages import AXES, STAGES, Page, PageError, page, read, recall, remember, task_data
from curation.studio.pages.shown import isolated, parts, read_items
from curation.taxonomy import Axis
from curation.workspace import Review
from tests.core.samples import annotation, decision
from tests.studio.simulated import ORACLE, REVIEW, SIZE, address, shown, simulate, stored

GOLDEN = {
    "author_geu@1": "7d63533a4b7bc9c525113ccac62a629a708f0c34e34f6da1c7845beae04c8d76",
    "author_ueg@1": "f42c28aca2dc8360a05328d7af4b1a3825fa11fe4a959289ff2720e7263b67da",
    "review_geu@2": "becdadec1513dae21c6333722dd38d8643954149746165e2f7ee87e36bd0c330",
    "review_ueg@2": "bbf1329857a1c6c8c5eec8b42e92528e047702f20d06cce2bccaa4e527042f65",
    "adjudicate_geu@1": "0364de47918ae79cb84d0893e5e5ae8899ef06b5921249276313583b171c63a4",
    "adjudicate_ueg@1": "6f3f04c7ae516d5c3692a4d35fce4564072d11552d04df4d9130032f1a51c623",
}
"""SHA-256 of each page as people have worked with it. A page that changes needs a new version, and a new line."""


# Versions


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("stage", STAGES)
def test_a_page_that_changed_has_a_new_version(stage: Stage, axis: Axis) -> None:
    made = page(stage, axis, REVIEW)
    assert GOLDEN.get(made.label) == made.digest, f"{made.label} is {made.digest}: raise its version if it changed"
    assert page(stage, axis, Review(reviewers=3, unanimous=False)).xml == made.xml


def test_old_versions_are_kept_and_read_by(tmp_path: Path) -> None:
    store = Store(tmp_path / "curation.db")
    made, data = shown("review", "GEU")
    remember(store, made)
    remember(store, made)
    newer = Page(made.name, made.version + 1, made.xml.replace('alias="D"', 'alias="Z"'))
    remember(store, newer)
    with pytest.raises(WorkspaceError, match="raise the version"):
        remember(store, Page(made.name, made.version, newer.xml))
    old = recall(store, made.label)
    assert old is not None
    assert (old.xml, old.digest, old.stage, old.axis) == (made.xml, made.digest, "review", "GEU")
    for label in ("review_geu@99", "review_geu", "review_geu@", "x@1\n", "@1", "review_geu@-1", "review_geu@１"):
        assert recall(store, label) is None
    work = GEUReview(answer="D", verdict="accept")
    assert read(old, data, simulate(old.xml, data, work), False) == work
    store.close()


def test_instructions_are_plain_html_of_their_stage() -> None:
    for stage in STAGES:
        for axis in AXES:
            told = page(stage, axis, Review(reviewers=3)).instruction
            assert told.startswith("<p>") and "\n" not in told and "Control+Enter" in told
            assert not {word for word in ("oracle", "GEU", "UEG", "checklist_text", "config") if word in told}
    assert "3 people review each item" in page("review", "GEU", Review(reviewers=3)).instruction
    assert "people review each item" not in page("review", "GEU", Review(reviewers=1)).instruction


# Blindness


@pytest.mark.parametrize("regions", [(), (Box(x=1, y=1, width=2, height=2),)])
def test_a_blind_puzzle_shows_the_same_bytes_whatever_the_key(regions: tuple[Box, ...]) -> None:
    seen = {
        json.dumps(shown("review", "GEU", key=key, oracle=oracle, regions=regions, scene={"answer": key})[1])
        for key in LETTERS
        for oracle in (None, ORACLE)
    }
    assert len(seen) == 1
    [text] = seen
    assert ORACLE.pixels[:8] not in text and not {"key", "oracle", "regions"} & set(json.loads(text))


def test_a_blind_prompt_shows_the_same_bytes_whatever_is_expected() -> None:
    questions = [item.question for item in stored("UEG").instance.checklist]  # type: ignore[union-attr]
    seen = set()
    for answers in ("yes yes yes", "yes no yes", "no no no", "no yes no"):
        checklist = tuple(
            ChecklistItem.model_validate({"question": question, "answer": answer, "aspect": aspect})
            for question, answer, aspect in zip(
                questions, answers.split(), ("count", None, "presence"), strict=True
            )
        )
        told = {"refined_prompt": answers, "rationale": answers}
        seen.add(json.dumps(shown("review", "UEG", checklist=checklist, **told)[1]))
    assert len(seen) == 1
    for row in json.loads(seen.pop())["checklist"]:
        assert set(row) == {"number", "question", "answers", "actions"}
        assert [choice["value"] for choice in row["answers"]] == ["yes", "no"]
        assert not any(choice.get("selected") for choice in row["answers"])


def test_a_blind_task_shows_nothing_of_others() -> None:
    for axis in AXES:
        made, data = shown("review", axis)
        said = annotation(stored(axis).instance.uid, work=Skip(comment="I know"))
        assert task_data(made, stored(axis), address=address, reviews=[said], history=[said, decision()]) == data


def test_an_image_is_asked_for_only_where_it_is_shown() -> None:
    for stage, images in (("review", [SIZE]), ("author", [SIZE]), ("adjudicate", [SIZE, ORACLE])):
        asked: list[ImageRef] = []

        def note(ref: ImageRef, asked: list[ImageRef] = asked) -> str:
            asked.append(ref)
            return address(ref)

        task_data(page(stage, "GEU", REVIEW), stored("GEU"), address=note)  # type: ignore[arg-type]
        assert asked == images


def test_rev_tells_what_is_shown_and_not_where_pictures_lie() -> None:
    made, data = shown("review", "GEU")
    item = stored("GEU")
    moved = task_data(made, item, address=lambda ref: "/elsewhere")
    assert moved != data and moved["rev"] == data["rev"]
    again = Stored(item.instance, 3, "unreviewed", None)
    newer = Page(made.name, made.version + 1, made.xml)
    others = [
        task_data(made, again, address=address),
        task_data(newer, item, address=address),
        shown("review", "GEU", question="Which?")[1],
    ]
    assert len({data["rev"], *(other["rev"] for other in others)}) == 4


def test_a_page_is_for_instances_of_its_axis() -> None:
    with pytest.raises(ValueError, match="is UEG"):
        task_data(page("review", "GEU", REVIEW), stored("UEG"), address=address)


# The adjudicator's and the author's page


def reviews(axis: Axis) -> list[Annotation]:
    uid = stored(axis).instance.uid
    works: dict[Axis, tuple[Work, ...]] = {
        "GEU": (
            GEUReview(answer="B", verdict="accept"),
            GEUReview(answer=None, verdict="reject", reasons=("other",), question="Which one?", comment="No."),
        ),
        "UEG": (
            UEGReview(checklist=(ChecklistJudgement(answer="yes", action="keep"),) * 3, verdict="accept"),
            UEGReview(
                checklist=(
                    ChecklistJudgement(answer="yes", action="fix", question="Is it a baguette?"),
                    ChecklistJudgement(answer="no", action="drop"),
                    ChecklistJudgement(answer="no", action="keep"),
                ),
                missing=(ChecklistItem(question="Is it day?", answer="yes"),),
                prompt="Another prompt.",
                verdict="needs_fix",
                reasons=("wrong facts",),
            ),
        ),
    }
    names = ("zelda_nameless", "adam_nameless")
    return [
        annotation(uid, revision=2, annotator=name, work=work)
        for name, work in zip(names, works[axis], strict=True)
    ]


@pytest.mark.parametrize("axis", AXES)
def test_an_adjudicator_sees_both_sides_without_names_in_an_order_of_its_own(axis: Axis) -> None:
    made, said = page("adjudicate", axis, REVIEW), reviews(axis)
    data = task_data(made, stored(axis), address=address, reviews=said, history=[decision(revision=1)])
    assert data == task_data(
        made, stored(axis), address=address, reviews=said[::-1], history=[decision(revision=1)]
    )
    text = json.dumps(data)
    assert "nameless" not in text
    titles = [side["title"] for side in data["sides"]]  # type: ignore[union-attr,call-overload,index]
    assert titles == ["FIRST REVIEWER", "SECOND REVIEWER"]
    words = {
        "GEU": ("as the key says", "cannot tell", "Which one?", "the key", "Because: other"),
        "UEG": ("not what is expected", "Is it a baguette?", "to be dropped", "Is it day?", "Another prompt."),
    }
    for word in words[axis]:
        assert word in text
    assert "Revision 1 was approved." in text


@pytest.mark.parametrize("axis", AXES)
def test_an_author_sees_why_it_came_back(axis: Axis) -> None:
    made, uid = page("author", axis, REVIEW), stored(axis).instance.uid
    history = [decision(uid, revision=1, outcome="needs_fix", comment="Say which plate.")]
    data = task_data(made, stored(axis), address=address, reviews=reviews(axis), history=history)
    notes = json.dumps(data["notes"])
    assert "Revision 1 was sent back." in notes and "Say which plate." in notes
    assert "nameless" not in notes and "A reviewer of revision 2" in notes
    assert task_data(made, stored(axis), address=address)["notes"] == []


# Texts


@given(
    st.lists(st.text("ab ={}\n", max_size=9) | st.just("    x = 1") | st.just("Draw."), min_size=1)
    .map("\n\n".join)
    .filter(lambda text: text == text.strip() != "")
)
def test_parts_join_to_the_prompt(text: str) -> None:
    found = parts(text)
    assert "\n\n".join(found if found[0] else found[1:]) == text


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Only prose: a cat, sitting (on a mat).", ["Only prose: a cat, sitting (on a mat)."]),
        ("Draw:\n\nx = 1\n\nprint(x)", ["Draw:", "x = 1\n\nprint(x)"]),
        ("for x in y:\n    print(x)\n\nDraw it.", ["", "for x in y:\n    print(x)", "Draw it."]),
    ],
)
def test_code_is_told_from_prose(prompt: str, expected: list[str]) -> None:
    assert parts(prompt) == expected


def test_isolates_keep_directions_apart() -> None:
    assert isolated("שלום") == "\u2068שלום\u2069"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, []),
        ("\n \n", []),
        ("Is it blue? [yes]", [("Is it blue?", "yes")]),
        ("  Is it blue?   [ YES ]  \n\nIs it red?[No]", [("Is it blue?", "yes"), ("Is it red?", "no")]),
        ("Does it say [no]? [yes]", [("Does it say [no]?", "yes")]),
        ("Is it\tblue? [yes]", [("Is it blue?", "yes")]),
    ],
)
def test_checklist_lines(text: str | None, expected: list[tuple[str, str]]) -> None:
    assert [(item.question, item.answer) for item in read_items(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Is it blue?",
        "[yes]",
        "Is it blue? [maybe]",
        "Is it? [yes]\nis it? [no]",
        "A\x07? [yes]",
        "x" * 1001 + "? [no]",
    ],
)
def test_checklist_lines_that_are_refused(text: str) -> None:
    with pytest.raises(PageError):
        read_items(text)
    with pytest.raises(PageError):
        read_items("\n".join(f"Is it {number}? [yes]" for number in range(21)))
