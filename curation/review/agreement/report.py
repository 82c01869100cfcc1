"""Agreement so far, per category and in all.

Taken over blind reviews that count (`Case.blind`): of every revision, each an item of its own, as its annotators
last submitted it; neither attention checks, nor skips, nor reviews by people who knew the key. Intervals come from
drawing instances, for what is said of an instance's revisions and checklist questions hangs together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from curation.annotations import GEUReview, UEGReview
from curation.models import LETTERS, Record
from curation.review.agreement.figures import LEVEL, RESAMPLES, Resampler
from curation.review.agreement.human import Human, Instances, PersonAttention, attention, human
from curation.review.agreement.scales import Rating, ScaleAgreement, scale_agreement
from curation.review.cases import Case, all_cases
from curation.taxonomy import Axis
from curation.workspace import Workspace

VERDICTS = ("accept", "needs_fix", "reject")
CANNOT_TELL = "cannot tell"
ANSWERS = (*LETTERS, CANNOT_TELL)
YES_NO = ("yes", "no")


class GroupAgreement(Record):
    """Agreement in one category, or in all of them.

    Attributes:
        category: Its name; `None` for all.
        axis: UEG or GEU; `None` for all.
        instances: Instances with a review that counts.
        reviews: Reviews that count.
        verdicts: On accept, needs_fix and reject.
        answers: On the answers of GEU questions, `cannot tell` among them; `None` for a UEG category.
        checklist: On the answers of UEG checklist questions; `None` for a GEU category.
        human: What people did.
    """

    category: str | None
    axis: Axis | None
    instances: int
    reviews: int
    verdicts: ScaleAgreement
    answers: ScaleAgreement | None
    checklist: ScaleAgreement | None
    human: Human


class AgreementReport(Record):
    """Agreement so far.

    Attributes:
        level: Of every interval.
        resamples: Of every bootstrap.
        reviewers: Reviews that each instance needs.
        total: In all categories.
        categories: In the order of the profile.
        attention: How each annotator did on attention checks.
    """

    level: float
    resamples: int
    reviewers: int
    total: GroupAgreement
    categories: tuple[GroupAgreement, ...]
    attention: tuple[PersonAttention, ...]


def agreement(workspace: Workspace) -> AgreementReport:
    """Measure agreement, the human baseline, and attention."""
    cases = all_cases(workspace.store)
    instances = {(case.uid, case.revision): case.stored.instance for case in cases}
    for case in cases:
        for item in case.blind():
            if (item.uid, item.revision) not in instances:
                found = workspace.store.revision(item.uid, item.revision)
                assert (
                    found is not None
                )  # Revisions are never deleted, and `blind` names none that is still to come.
                instances[item.uid, item.revision] = found
    categories = workspace.profile.categories
    return AgreementReport(
        level=LEVEL,
        resamples=RESAMPLES,
        reviewers=workspace.config.review.reviewers,
        total=_group(cases, instances, None, None),
        categories=tuple(
            _group(
                [case for case in cases if case.stored.instance.category == category.name],
                instances,
                category.name,
                category.axis,
            )
            for category in categories
        ),
        attention=attention(cases),
    )


def _group(cases: Sequence[Case], instances: Instances, category: str | None, axis: Axis | None) -> GroupAgreement:
    places = {case.uid: place for place, case in enumerate(cases)}
    resampler = Resampler(category or "all", len(cases))
    verdicts, answers, checklist = _ratings(cases, places)
    return GroupAgreement(
        category=category,
        axis=axis,
        instances=sum(1 for case in cases if case.blind()),
        reviews=len(verdicts),
        verdicts=scale_agreement(verdicts, VERDICTS, resampler),
        answers=None if axis == "UEG" else scale_agreement(answers, ANSWERS, resampler),
        checklist=None if axis == "GEU" else scale_agreement(checklist, YES_NO, resampler),
        human=human(cases, places, instances, resampler),
    )


def _ratings(cases: Sequence[Case], places: Mapping[str, int]) -> tuple[list[Rating], list[Rating], list[Rating]]:
    """Collect what was said: verdicts, answers of GEU questions, answers of checklist questions."""
    verdicts: list[Rating] = []
    answers: list[Rating] = []
    checklist: list[Rating] = []
    for case in cases:
        for item in case.blind():
            name, cluster, work = f"{item.uid}@{item.revision}", places[item.uid], item.work
            if isinstance(work, (GEUReview, UEGReview)):
                verdicts.append((name, cluster, item.annotator, work.verdict))
            if isinstance(work, GEUReview):
                answers.append((name, cluster, item.annotator, work.answer or CANNOT_TELL))
            elif isinstance(work, UEGReview):
                for number, said in enumerate(work.checklist):
                    checklist.append((f"{name}.{number}", cluster, item.annotator, said.answer))
    return verdicts, answers, checklist
