"""Rules and assignment held to what must never happen, over long random sequences of what people do."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.annotations import Adjudication, Annotation, Authoring, Skip
from curation.models import GEUInstance, Stage
from curation.review.cases import all_cases
from curation.review.queue import STAGES, open_tasks
from curation.review.rules import matches
from curation.review.status import place_of
from curation.workspace import Workspace
from tests.core.samples import photo_puzzle
from tests.review.people import (
    SKIP,
    assigned,
    content,
    geu_work,
    hire,
    judged,
    opened,
    prompt,
    put,
    puzzle,
    say,
    settled,
    ueg_work,
)

PEOPLE = ("ann", "bob", "cid", "eve", "fay")


def reviewed(rng: random.Random, workspace: Workspace, uid: str) -> dict[str, Any]:
    stored = workspace.store.instance(uid)
    assert stored is not None
    verdict = rng.choice(["accept"] * 6 + ["needs_fix", "reject", "reject"])
    if rng.random() < 0.12:
        return SKIP
    if isinstance(stored.instance, GEUInstance):
        key = stored.instance.key or "A"
        return geu_work(rng.choice([key] * 6 + ["A", None]), verdict)
    return ueg_work("yes", rng.choice(["no"] * 6 + ["yes"]), verdict=verdict)


def mended(rng: random.Random, uid: str) -> dict[str, Any]:
    if uid.startswith("food"):
        item = {"question": f"Is there {rng.randrange(9)}?", "answer": "yes"}
        return {"axis": "UEG", "prompt": "A loaf.", "checklist": [item, {"question": "A cat?", "answer": "no"}]}
    return content(f"Which of {rng.randrange(9)}?", rng.choice("ABCD"))


def work(rng: random.Random, workspace: Workspace, stage: Stage, uid: str) -> dict[str, Any]:
    if stage == "review":
        return reviewed(rng, workspace, uid)
    if rng.random() < 0.15:
        return SKIP
    if stage == "author":
        return {"kind": "author", "content": mended(rng, uid)}
    outcome = rng.choice(["approved", "rejected", "needs_fix"])
    return judged(outcome, content=mended(rng, uid) if outcome == "needs_fix" and rng.random() < 0.6 else None)


def step(rng: random.Random, workspace: Workspace) -> None:
    """Somebody does something: mostly an open task, now and then another word on one that is done."""
    tasks = open_tasks(workspace)
    if tasks and rng.random() < 0.85:
        task = rng.choice(tasks)
        done = work(rng, workspace, task.stage, task.uid)
        say(workspace, task.uid, task.annotator, done, task.stage, purpose=task.purpose)
        return
    spoken = [item for item in workspace.store.all_annotations() if item.stage != "author"]
    if spoken:
        item = rng.choice(spoken)
        again = work(rng, workspace, item.stage, item.uid)
        workspace.store.put_annotation(
            Annotation.model_validate({**item.plain(), "work": again}), actor="tester", reason="another word"
        )


def must_hold(workspace: Workspace) -> None:
    """What no sequence may break, once it is settled."""
    rules = workspace.config.review
    asked: dict[tuple[str, str, Stage], list[int]] = defaultdict(list)
    for item in workspace.store.assignments():
        asked[item.uid, item.annotator, item.stage].append(item.revision)
    for (uid, name, stage), revisions in asked.items():
        if stage == "review":
            assert not asked.get((uid, name, "adjudicate")), "nobody judges what they were asked to review"
            shown = asked.get((uid, name, "author"), [])
            assert max(revisions) <= min(shown, default=max(revisions)), "nobody reviews after having written"
    for case in all_cases(workspace.store):
        decision = case.stored.decision
        if decision is None or decision.outcome != "approved":
            continue
        said = dict(case.reviews())
        if decision.rule == "adjudicated":
            (judge,) = decision.people
            assert judge not in case.reviewers() | case.editors
            words = [item.work for item in case.said("adjudicate") if item.annotator == judge]
            assert [word.outcome for word in words if isinstance(word, Adjudication)] == ["approved"]
        else:
            assert set(decision.people) <= set(said)
            assert all(matches(case.stored.instance, said[name]) for name in decision.people)
            assert len(decision.people) * 2 > rules.reviewers
            if rules.unanimous:
                assert len(decision.people) >= rules.reviewers
                assert all(matches(case.stored.instance, word) for word in said.values())
            agreed = sum(matches(case.stored.instance, word) for word in said.values())
            assert agreed * 2 > len(said)
            assert not set(decision.people) & case.editors, "an edit is reviewed by others"


@pytest.mark.parametrize("first", range(0, 24, 6))
def test_random_sequences(template: Path, first: int) -> None:
    for seed in range(first, first + 6):
        rng = random.Random(seed)
        with TemporaryDirectory() as folder:
            rules = {"reviewers": rng.choice([1, 2, 2, 3]), "unanimous": rng.random() < 0.6, "attention": 0.2}
            workspace = opened(template, Path(folder) / "workspace", **rules)
            hire(workspace, *PEOPLE[: rng.randint(3, 5)])
            if rng.random() < 0.5:
                hire(workspace, "dan", "gus", adjudicates=True)
            put(workspace, puzzle(0), puzzle(1), prompt(0), photo_puzzle())
            for _ in range(60):
                if rng.random() < 0.4:
                    settled(workspace)
                    must_hold(workspace)
                    assert (settled(workspace).decisions, settled(workspace).edited) == ((), ())
                    nothing_is_stuck(workspace)
                else:
                    step(rng, workspace)
            settled(workspace)
            must_hold(workspace)
            kept_everything(workspace)
            workspace.store.close()


def nothing_is_stuck(workspace: Workspace) -> None:
    """Once all is assigned, what is not decided is before somebody, or told to lack people."""
    short = {item.uid for stage in STAGES for item in assigned(workspace, stage).short}
    before = {task.uid for task in open_tasks(workspace) if task.purpose == "work"}
    for case in all_cases(workspace.store):
        place = place_of(case, workspace.config.review)
        assert place in {"approved", "rejected"} or case.uid in short | before, (case.uid, place)


def kept_everything(workspace: Workspace) -> None:
    """Each revision but the first was written by a person who is named, and no word of anybody is lost."""
    writers = {
        (item.uid, item.revision + 1, item.annotator)
        for item in workspace.store.all_annotations()
        if isinstance(item.work, (Authoring, Adjudication, Skip))
    }
    for event in workspace.store.events():
        if event.action == "instance.changed":
            assert (event.subject, event.details["revision"], event.actor) in writers
        if event.action == "annotation.changed":
            assert "replaced" in event.details


@pytest.mark.parametrize("seed", range(4))
def test_with_people_enough_everything_is_decided(template: Path, seed: int) -> None:
    rng = random.Random(seed)
    with TemporaryDirectory() as folder:
        workspace = opened(template, Path(folder) / "workspace", reviewers=2, unanimous=seed % 2 == 0)
        hire(workspace, *PEOPLE, "hal", "ida", "jon", "kim")
        hire(workspace, "dan", "gus", "lea", adjudicates=True)
        put(workspace, *(puzzle(number) for number in range(6)), prompt(0), prompt(1), photo_puzzle())
        for _ in range(40):
            settled(workspace)
            nothing_is_stuck(workspace)
            tasks = open_tasks(workspace)
            if not tasks:
                break
            for task in tasks:
                done = work(rng, workspace, task.stage, task.uid)
                if done != SKIP or rng.random() < 0.2:
                    say(workspace, task.uid, task.annotator, done, task.stage, purpose=task.purpose)
        places = {place_of(case, workspace.config.review) for case in all_cases(workspace.store)}
        assert places <= {"approved", "rejected"}
        assert workspace.store.counts()
        must_hold(workspace)
        kept_everything(workspace)
        workspace.store.close()


Words = list[tuple[str, Stage, dict[str, Any]]]


@st.composite
def said(draw: st.DrawFn) -> Words:
    """What reviewers and an adjudicator say of one puzzle, some of them more than once."""
    review = st.sampled_from(
        [geu_work(), geu_work(), geu_work("C"), geu_work(verdict="reject"), geu_work(verdict="needs_fix"), SKIP]
    )
    words: Words = []
    for name in ("ann", "bob", "cid"):
        words += [(name, "review", word) for word in draw(st.lists(review, max_size=3))]
    judging = st.sampled_from([judged("approved"), judged("rejected"), judged("needs_fix"), SKIP])
    words += [("dan", "adjudicate", word) for word in draw(st.lists(judging, max_size=2))]
    return words


@given(words=said(), data=st.data(), unanimous=st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_order_in_which_words_come_home_changes_nothing(
    template: Path, words: Words, data: st.DataObject, unanimous: bool
) -> None:
    """Nor how often it is settled in between; only each person's own last word counts."""
    order = data.draw(st.permutations(range(len(words))))
    by_person: dict[tuple[str, Stage], list[dict[str, Any]]] = defaultdict(list)
    for name, stage, word in words:
        by_person[name, stage].append(word)
    queues = {key: iter(found) for key, found in by_person.items()}
    mixed = [(words[place][0], words[place][1]) for place in order]
    stops = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    ends = []
    with TemporaryDirectory() as folder:
        for number in range(2):
            workspace = opened(template, Path(folder) / str(number), unanimous=unanimous)
            put(workspace, puzzle(0))
            if number == 0:
                for name, stage, word in words:
                    say(workspace, "maze-0000", name, word, stage)
            else:
                for (name, stage), stop in zip(mixed, stops, strict=True):
                    say(workspace, "maze-0000", name, next(queues[name, stage]), stage)
                    if stop:
                        settled(workspace)
            settled(workspace)
            assert settled(workspace).decisions == ()
            (case,) = all_cases(workspace.store)
            ends.append(place_of(case, workspace.config.review))
            workspace.store.close()
    assert ends[0] == ends[1]
