"""What is next, and for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from curation.annotations import Assignment
from curation.errors import UsageError
from curation.models import Record, Stage
from curation.review.assignment import waiting_for
from curation.review.attention import serves
from curation.review.cases import Case, all_cases
from curation.review.rules import need
from curation.taxonomy import Axis
from curation.workspace import Review, Workspace

STAGES: tuple[Stage, ...] = ("author", "review", "adjudicate")


class QueueItem(Record):
    """A task that somebody has before them, or a place that nobody has been given yet.

    Attributes:
        stage: What is to be done.
        annotator: By whom; `None`: by nobody yet.
        uid: With which instance.
        revision: Its newest revision.
        axis: UEG or GEU.
        category: Its category.
    """

    stage: Stage
    annotator: str | None
    uid: str
    revision: int
    axis: Axis
    category: str


class QueueReport(Record):
    """What is next.

    Attributes:
        annotator: For whom, where one person was asked about.
        tasks: By stage, then person, then in the store's order; places that nobody has come last in their stage.
            Attention checks are among them, unmarked.
    """

    annotator: str | None
    tasks: tuple[QueueItem, ...]


def to_do(case: Case, rules: Review) -> Iterator[Assignment]:
    """Yield the assignments of an instance's newest revision that still wait for their annotator."""
    needed = need(case, rules)
    answered = {(item.annotator, item.stage) for item in case.annotations if item.revision == case.revision}
    for item in case.assignments:
        if item.revision != case.revision or (item.annotator, item.stage) in answered:
            continue
        if item.stage == needed if item.purpose == "work" else serves(case):
            yield item


def open_tasks(workspace: Workspace, stage: Stage | None = None) -> tuple[Assignment, ...]:
    """Return who still has to do what, of all stages or one, in the store's order; what is decided is left out."""
    rules = workspace.config.review
    found = (item for case in all_cases(workspace.store) for item in to_do(case, rules))
    return tuple(item for item in found if stage is None or item.stage == stage)


def queue(workspace: Workspace, *, annotator: str | None = None) -> QueueReport:
    """Say what is next, for everybody or one person.

    Raises:
        UsageError: There is no such annotator.
    """
    names = [person.name for person in workspace.store.annotators()]
    if annotator is not None and annotator not in names:
        known = f"there is {', '.join(names)}" if names else "there are none yet"
        raise UsageError(f"there is no annotator {annotator!r}; {known}")
    rules = workspace.config.review
    found: dict[tuple[Stage, str | None], list[QueueItem]] = defaultdict(list)
    for case in all_cases(workspace.store):
        for item in to_do(case, rules):
            found[item.stage, item.annotator].append(_item(case, item.stage, item.annotator))
        for stage in STAGES:
            lacking = waiting_for(case, stage, rules)
            if lacking is not None:
                found[stage, None] += [_item(case, stage, None)] * lacking.places
    order = [(stage, name) for stage in STAGES for name in (*names, None)]
    wanted = [key for key in order if annotator is None or key[1] == annotator]
    return QueueReport(annotator=annotator, tasks=tuple(item for key in wanted for item in found.get(key, ())))


def _item(case: Case, stage: Stage, annotator: str | None) -> QueueItem:
    instance = case.stored.instance
    return QueueItem(
        stage=stage,
        annotator=annotator,
        uid=case.uid,
        revision=case.revision,
        axis=instance.axis,
        category=instance.category,
    )
