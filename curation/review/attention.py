"""Attention checks: tasks whose answer is known beforehand, which their annotator cannot tell from the others.

An instance serves where its key is proved by a program, it is easy, and nobody has found fault with it: it is
approved (such go first), or still under review and its proof stands. A check goes to somebody who neither reviews
it nor was ever shown its key, on an axis on which they have work, so that it does not stand out. What is answered
counts for that person's accuracy and nothing else: never for a decision, never for agreement.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence, Set

from curation.annotations import Annotation, Annotator, Assignment, GEUReview, UEGReview
from curation.canonical import seed_of
from curation.models import GEUInstance, UEGInstance
from curation.review.cases import Case
from curation.workspace import Review


def serves(case: Case) -> bool:
    """Whether an instance's answer is known and easy."""
    instance = case.stored.instance
    if instance.proof is None or instance.difficulty != "easy" or not instance.answerable:
        return False
    return case.stored.state in {"approved", "unreviewed"}


def right(instance: UEGInstance | GEUInstance, annotation: Annotation) -> bool | None:
    """Whether an answer is the known one, whatever the verdict; `None` where it is none."""
    work = annotation.work
    if isinstance(instance, GEUInstance):
        return work.answer == instance.key if isinstance(work, GEUReview) else None
    if not isinstance(work, UEGReview):
        return None
    return [judgement.answer for judgement in work.checklist] == [item.answer for item in instance.checklist]


def wanted(work: int, share: float) -> int:
    """How many checks make up `share` of all tasks beside so many tasks of work; rounded down."""
    return math.floor(work * share / (1 - share) + 1e-9)


def checks(
    cases: Sequence[Case], given: Sequence[Assignment], people: Sequence[Annotator], rules: Review, seed: int
) -> tuple[tuple[Assignment, ...], str]:
    """Choose who gets which checks, beyond those they have; return them, and a line where there are too few.

    Args:
        cases: Every instance.
        given: What is being assigned at the same time.
        people: Every annotator.
        rules: The share of tasks.
        seed: The workspace's.
    """
    axes = {case.uid: case.stored.instance.axis for case in cases}
    tasks: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for item in [*(item for case in cases for item in case.assignments if item.stage == "review"), *given]:
        tasks[item.annotator, axes[item.uid]][item.purpose] += 1
    # Whoever could still review one of them has been given it by now: a check takes no reviewer away.
    serving = [case for case in cases if serves(case)]
    barred = {case.uid: {*case.shown_key(), *case.shown_blind()} for case in serving}
    for item in given:
        barred.get(item.uid, set()).add(item.annotator)
    found: list[Assignment] = []
    lacking: Counter[str] = Counter()
    for person in people:
        for axis in ("UEG", "GEU"):
            there = tasks[person.name, axis]
            missing = wanted(there["work"], rules.attention) - there["attention"]
            if missing <= 0:
                continue
            able = [
                case
                for case in serving
                if axes[case.uid] == axis
                and person.name not in barred[case.uid]
                and _leaves_a_judge(case, person, people, barred[case.uid])
            ]
            able.sort(key=lambda case: (case.undecided, seed_of(seed, "attention", person.name, case.uid)))
            for case in able[:missing]:
                barred[case.uid].add(person.name)
                found.append(
                    Assignment(
                        uid=case.uid,
                        revision=case.revision,
                        stage="review",
                        annotator=person.name,
                        purpose="attention",
                    )
                )
            lacking[axis] += max(0, missing - len(able))
    return tuple(found), _line(lacking)


def _leaves_a_judge(case: Case, person: Annotator, people: Sequence[Annotator], barred: Set[str]) -> bool:
    """Whether somebody could still adjudicate the instance, if that should become necessary."""
    if not case.undecided:
        return True
    judges = [other for other in people if other.adjudicates] or people
    return any(other.name != person.name and other.name not in barred for other in judges)


def _line(lacking: Counter[str]) -> str:
    if not lacking.total():
        return ""
    where = " and ".join(f"{number:,} of {axis}" for axis, number in sorted(lacking.items()) if number)
    return (
        f"attention: {where} lack an instance that serves (easy, proved by a program, "
        "and reviewed by others); `curate generate` makes such"
    )
