"""What people did: how often they are right, reject, mend and skip, and how long they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from curation.annotations import Annotation, GEUReview, Skip, UEGReview
from curation.models import GEUInstance, Record, UEGInstance
from curation.review.agreement.figures import Figure, Resampler, counted, median, nothing, proportion
from curation.review.attention import right, serves
from curation.review.cases import Case

Instances = Mapping[tuple[str, int], UEGInstance | GEUInstance]


class Human(Record):
    """What blind reviewers did, over all revisions unless said otherwise; each figure with its own n.

    Attributes:
        accuracy: Share of GEU answers that are the key's: the human baseline. `cannot tell` is wrong. Over every
            reviewed revision, for what was approved was approved because people answered it rightly.
        accuracy_approved: The same over approved instances alone, newest revision; an upper bound for that reason.
        cannot_tell: Share of GEU answers that are `cannot tell`.
        expected: Share of answers to UEG checklist questions that are the expected ones.
        rejects: Share of reviews that reject.
        fixes: Share of reviews that ask for a fix.
        skips: Share of review tasks answered or skipped that were skipped.
        seconds: Median working time of a review, where it is known.
        rejected: Share of decided instances that are rejected.
        mended: Share of reviewed instances that were edited after a review, or wait to be.
    """

    accuracy: Figure
    accuracy_approved: Figure
    cannot_tell: Figure
    expected: Figure
    rejects: Figure
    fixes: Figure
    skips: Figure
    seconds: Figure
    rejected: Figure
    mended: Figure


class PersonAttention(Record):
    """How one person did on attention checks.

    Attributes:
        annotator: Who.
        given: Checks given.
        skipped: Of those, passed over.
        void: Of those, answered, but on an instance that was changed, rejected or sent back since.
        accuracy: Share of the other answers that are the known one, with Wilson's interval.
    """

    annotator: str
    given: int
    skipped: int
    void: int
    accuracy: Figure


def human(cases: Sequence[Case], places: Mapping[str, int], instances: Instances, resampler: Resampler) -> Human:
    """Measure what people did with some instances.

    Args:
        cases: Which instances.
        places: The cluster of each uid in the resampler.
        instances: Every reviewed revision.
        resampler: Over these instances.
    """
    reviews = [(case, item) for case in cases for item in case.blind()]
    answers = [(case, item, item.work) for case, item in reviews if isinstance(item.work, GEUReview)]
    approved = [
        place
        for place, (case, item, _) in enumerate(answers)
        if case.stored.state == "approved" and item.revision == case.revision
    ]
    correct = [work.answer == _key(instances[item.uid, item.revision]) for _, item, work in answers]
    at = [places[item.uid] for _, item, _ in answers]
    whole = [places[item.uid] for _, item in reviews]
    tried = [
        item for case in cases for item in case.annotations if item.stage == "review" and item.purpose == "work"
    ]
    timed = [item for _, item in reviews if item.seconds is not None]
    decided = [case for case in cases if case.stored.state in {"approved", "rejected"}]
    reviewed = [case for case in cases if case.blind()]
    return Human(
        accuracy=proportion(correct, at, resampler),
        accuracy_approved=proportion([correct[i] for i in approved], [at[i] for i in approved], resampler),
        cannot_tell=proportion([work.answer is None for *_, work in answers], at, resampler),
        expected=_expected(reviews, places, instances, resampler),
        rejects=proportion([_verdict(item) == "reject" for _, item in reviews], whole, resampler),
        fixes=proportion([_verdict(item) == "needs_fix" for _, item in reviews], whole, resampler),
        skips=proportion(
            [isinstance(item.work, Skip) for item in tried], [places[i.uid] for i in tried], resampler
        ),
        seconds=median([item.seconds or 0.0 for item in timed], [places[item.uid] for item in timed], resampler),
        rejected=proportion(
            [case.stored.state == "rejected" for case in decided], [places[case.uid] for case in decided], resampler
        ),
        mended=proportion([_mended(case) for case in reviewed], [places[case.uid] for case in reviewed], resampler),
    )


def _key(instance: UEGInstance | GEUInstance) -> str | None:
    return instance.key if isinstance(instance, GEUInstance) else None


def _verdict(item: Annotation) -> str:
    return item.work.verdict if isinstance(item.work, (GEUReview, UEGReview)) else ""


def _mended(case: Case) -> bool:
    sent_back = case.stored.state == "needs_fix" and not case.undecided
    return sent_back or case.blind()[0].revision < case.revision


def _expected(
    reviews: Sequence[tuple[Case, Annotation]],
    places: Mapping[str, int],
    instances: Instances,
    resampler: Resampler,
) -> Figure:
    agreed: list[bool] = []
    clusters: list[int] = []
    for _, item in reviews:
        instance = instances[item.uid, item.revision]
        if not isinstance(item.work, UEGReview) or not isinstance(instance, UEGInstance):
            continue
        if len(item.work.checklist) != len(instance.checklist):
            continue
        for said, asked in zip(item.work.checklist, instance.checklist, strict=True):
            agreed.append(said.answer == asked.answer)
            clusters.append(places[item.uid])
    return proportion(agreed, clusters, resampler) if agreed else nothing()


def attention(cases: Sequence[Case]) -> tuple[PersonAttention, ...]:
    """Say how each person who was given attention checks did on them."""
    given: dict[str, int] = {}
    for case in cases:
        for task in case.assignments:
            if task.purpose == "attention":
                given[task.annotator] = given.get(task.annotator, 0) + 1
    answered: dict[str, list[bool]] = {name: [] for name in given}
    skipped, void = dict.fromkeys(given, 0), dict.fromkeys(given, 0)
    for case in cases:
        for item in case.annotations:
            if item.purpose != "attention" or item.annotator not in given:
                continue
            found = right(case.stored.instance, item)
            if found is None:
                skipped[item.annotator] += 1
            elif item.revision != case.revision or not serves(case):
                void[item.annotator] += 1
            else:
                answered[item.annotator].append(found)
    return tuple(
        PersonAttention(
            annotator=name,
            given=given[name],
            skipped=skipped[name],
            void=void[name],
            accuracy=counted(sum(answered[name]), len(answered[name])),
        )
        for name in sorted(given)
    )
