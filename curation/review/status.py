"""Who has done what, and how far each category is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Literal

from curation.annotations import Skip
from curation.models import Record, Stage
from curation.review.assignment import NOBODY, waiting_for
from curation.review.cases import Case, all_cases
from curation.review.queue import STAGES, to_do
from curation.review.rules import need
from curation.taxonomy import Axis
from curation.workspace import Review, Workspace

Place = Literal["to_write", "to_review", "to_adjudicate", "to_settle", "approved", "rejected"]
PLACES: tuple[Place, ...] = ("to_write", "to_review", "to_adjudicate", "to_settle", "approved", "rejected")
_OF_STAGE: dict[Stage, Place] = {"author": "to_write", "review": "to_review", "adjudicate": "to_adjudicate"}


class PersonStatus(Record):
    """How far one person is in one stage, attention checks included.

    Attributes:
        annotator: Who.
        stage: In which stage.
        assigned: Tasks given, over all revisions.
        done: Of those, answered.
        skipped: Of those, passed over.
        left: Of those, still to do.
        retired: Of those, not needed any more: decided or changed before they were answered.
    """

    annotator: str
    stage: Stage
    assigned: int
    done: int
    skipped: int
    left: int
    retired: int


class CategoryReview(Record):
    """How far one category is.

    Attributes:
        category: Its name.
        axis: UEG or GEU.
        instances: How many there are.
        places: What each of them needs next, or what became of it; `to_settle`: the next pull decides it.
        unassigned: Places that nobody has been given yet, over all stages.
    """

    category: str
    axis: Axis
    instances: int
    places: dict[Place, int]
    unassigned: int


class ReviewStatus(Record):
    """How far review is.

    Attributes:
        reviewers: Reviews that each instance needs.
        unanimous: Whether all of them must say the same.
        instances: How many instances there are.
        annotators: How many people there are.
        adjudicators: How many of them adjudicate.
        people: By stage and name; only where somebody was given anything.
        categories: In the order of the profile.
        next: What is to be done next, a line each.
    """

    reviewers: int
    unanimous: bool
    instances: int
    annotators: int
    adjudicators: int
    people: tuple[PersonStatus, ...]
    categories: tuple[CategoryReview, ...]
    next: tuple[str, ...]


def place_of(case: Case, rules: Review) -> Place:
    """Say what an instance needs next, or what became of it."""
    needed = need(case, rules)
    if needed is not None:
        return _OF_STAGE[needed]
    if case.stored.state == "approved":
        return "approved"
    return "rejected" if case.stored.state == "rejected" else "to_settle"


def review_status(workspace: Workspace) -> ReviewStatus:
    """Say who has done what, and what each category's instances need next."""
    rules, people = workspace.config.review, workspace.store.annotators()
    cases = all_cases(workspace.store)
    categories = _categories(workspace, cases)
    return ReviewStatus(
        reviewers=rules.reviewers,
        unanimous=rules.unanimous,
        instances=len(cases),
        annotators=len(people),
        adjudicators=sum(person.adjudicates for person in people),
        people=_people(cases, rules),
        categories=categories,
        next=tuple(_next(cases, categories, bool(people), rules)),
    )


def _people(cases: Sequence[Case], rules: Review) -> tuple[PersonStatus, ...]:
    counts: dict[tuple[Stage, str], Counter[str]] = defaultdict(Counter)
    for case in cases:
        spoken = {
            (item.revision, item.stage, item.annotator): "skipped" if isinstance(item.work, Skip) else "done"
            for item in case.annotations
        }
        left = {(item.revision, item.stage, item.annotator) for item in to_do(case, rules)}
        for item in case.assignments:
            key = (item.revision, item.stage, item.annotator)
            what = spoken.get(key) or ("left" if key in left else "retired")
            counts[item.stage, item.annotator].update(["assigned", what])
    return tuple(
        PersonStatus(
            annotator=name,
            stage=stage,
            assigned=found["assigned"],
            done=found["done"],
            skipped=found["skipped"],
            left=found["left"],
            retired=found["retired"],
        )
        for (stage, name), found in sorted(counts.items(), key=lambda item: (STAGES.index(item[0][0]), item[0][1]))
    )


def _categories(workspace: Workspace, cases: Sequence[Case]) -> tuple[CategoryReview, ...]:
    rules = workspace.config.review
    found: dict[str, Counter[Place]] = defaultdict(Counter)
    unassigned: Counter[str] = Counter()
    for case in cases:
        name = case.stored.instance.category
        found[name][place_of(case, rules)] += 1
        waits = (waiting_for(case, stage, rules) for stage in STAGES)
        unassigned[name] += sum(item.places for item in waits if item is not None)
    return tuple(
        CategoryReview(
            category=category.name,
            axis=category.axis,
            instances=found[category.name].total(),
            places={place: found[category.name][place] for place in PLACES},
            unassigned=unassigned[category.name],
        )
        for category in workspace.profile.categories
    )


def _next(cases: Sequence[Case], categories: Sequence[CategoryReview], people: bool, rules: Review) -> list[str]:
    """What the curator does next."""
    if not cases:
        return ["There are no instances yet; make some with `curate generate` or `curate import`."]
    total: Counter[Place] = Counter()
    for category in categories:
        total.update(category.places)
    lines = []
    if total["to_settle"]:
        lines.append(f"{total['to_settle']:,} can be decided; `curate studio pull` does that.")
    if not people:
        return [*lines, f"T{NOBODY[1:]}."]
    if unassigned := sum(category.unassigned for category in categories):
        lines.append(f"{unassigned:,} places have nobody yet; `curate studio push` assigns them.")
    if left := sum(1 for case in cases for _ in to_do(case, rules)):
        lines.append(f"{left:,} tasks wait for their annotators; `curate review queue` lists them.")
    if not lines:
        lines.append("Everything is reviewed and decided.")
    return lines
