"""What people say about instances: reviews, written content, adjudications and skips; and what was decided."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from curation.models import (
    Box,
    ChecklistItem,
    Letter,
    Line,
    Name,
    Record,
    Stage,
    Text,
    Uid,
    Verdict,
)

Purpose = Literal["work", "attention"]
Outcome = Literal["approved", "needs_fix", "rejected"]
Boxes = Annotated[tuple[Box, ...], Field(max_length=50)]
Reasons = Annotated[tuple[Line, ...], Field(max_length=20)]


class GEUContent(Record):
    """What a GEU instance asks, as a person wrote or mended it.

    Attributes:
        question: Text of the question, without options.
        options: Four texts without their letters.
        key: The letter of the right one.
        regions: Where in the input image the answer is.
    """

    axis: Literal["GEU"] = "GEU"
    question: Text
    options: tuple[Line, Line, Line, Line]
    key: Letter
    regions: Boxes = ()

    @model_validator(mode="after")
    def _told_apart(self) -> GEUContent:
        if len({" ".join(option.casefold().split()) for option in self.options}) < len(self.options):
            raise ValueError("two of the options are the same")
        return self


class UEGContent(Record):
    """What a UEG instance asks, as a person wrote or mended it."""

    axis: Literal["UEG"] = "UEG"
    prompt: Text
    refined_prompt: Text | None = None
    checklist: Annotated[tuple[ChecklistItem, ...], Field(min_length=1, max_length=20)]


Content = Annotated[GEUContent | UEGContent, Field(discriminator="axis")]


class GEUReview(Record):
    """An annotator's answer to a puzzle, and only then a judgement of it.

    Attributes:
        answer: What the annotator answered; `None` is "cannot tell".
        verdict: What should become of the instance.
        reasons: Why, where it is not accepted.
        question: The question as it should be, where the annotator corrected it.
        regions: Where the annotator found the answer.
        problems: Where something is wrong with the picture.
        comment: In the annotator's words.
    """

    kind: Literal["geu_review"] = "geu_review"
    answer: Letter | None
    verdict: Verdict
    reasons: Reasons = ()
    question: Text | None = None
    regions: Boxes = ()
    problems: Boxes = ()
    comment: Text | None = None


class ChecklistJudgement(Record):
    """What an annotator said about one checklist question.

    Attributes:
        answer: The right answer for a correct image.
        action: What should become of the question.
        question: The question as it should be, where `action` is `fix`.
    """

    answer: Literal["yes", "no"]
    action: Literal["keep", "fix", "drop"]
    question: Line | None = None


class UEGReview(Record):
    """An annotator's answers to a checklist, and a judgement of it and of the prompt.

    Attributes:
        checklist: One judgement for each checklist question, in order.
        missing: Questions that should be asked as well.
        prompt: The prompt as it should be, where the annotator corrected it.
        verdict: What should become of the instance.
        reasons: Why, where it is not accepted.
        comment: In the annotator's words.
    """

    kind: Literal["ueg_review"] = "ueg_review"
    checklist: Annotated[tuple[ChecklistJudgement, ...], Field(min_length=1, max_length=20)]
    missing: Annotated[tuple[ChecklistItem, ...], Field(max_length=20)] = ()
    prompt: Text | None = None
    verdict: Verdict
    reasons: Reasons = ()
    comment: Text | None = None


class Authoring(Record):
    """An instance's content as an annotator wrote it; becomes a new revision, which is reviewed."""

    kind: Literal["author"] = "author"
    content: Content
    comment: Text | None = None


class Adjudication(Record):
    """What an adjudicator decided.

    Attributes:
        outcome: What becomes of the instance; with `content` it must be `needs_fix`, for an edit is reviewed again.
        content: The mended content, where the adjudicator edited it.
        comment: Why.
    """

    kind: Literal["adjudication"] = "adjudication"
    outcome: Outcome
    content: Content | None = None
    comment: Text | None = None


class Skip(Record):
    """The annotator passed the task over."""

    kind: Literal["skip"] = "skip"
    comment: Text | None = None


Work = Annotated[GEUReview | UEGReview | Authoring | Adjudication | Skip, Field(discriminator="kind")]


class Annotation(Record):
    """What one annotator said about one revision of an instance.

    Attributes:
        uid: The instance.
        revision: Which revision was seen.
        stage: What the annotator was asked to do.
        annotator: Account name.
        purpose: `attention`: the answer was known beforehand; counts for the annotator's accuracy and nothing else.
        page: Name and version of the page that it was made with, such as `review_geu@2`.
        work: What the annotator did.
        seconds: Working time; `None` where it is not known.
        finished: When it was submitted or last changed, UTC, ISO 8601; `None` where it is not known.
    """

    uid: Uid
    revision: Annotated[int, Field(ge=1)]
    stage: Stage
    annotator: Name
    purpose: Purpose = "work"
    page: Line
    work: Work
    seconds: Annotated[float, Field(ge=0, le=10_000_000)] | None = None
    finished: Line | None = None


class Annotator(Record):
    """A person with an account.

    Attributes:
        name: Short name, unique in the workspace.
        email: What the account is entered with.
        adjudicates: Whether disagreements go to this person.
    """

    name: Name
    email: Line
    adjudicates: bool = False


class Assignment(Record):
    """Who is asked to do what with which revision."""

    uid: Uid
    revision: Annotated[int, Field(ge=1)]
    stage: Stage
    annotator: Name
    purpose: Purpose = "work"


class Decision(Record):
    """The outcome for one revision of an instance.

    Attributes:
        uid: The instance.
        revision: Which revision it holds for; a later one needs its own.
        outcome: What becomes of the instance.
        people: Whose word it rests on: the reviewers, or the adjudicator.
        rule: The rule that it follows from, such as `unanimous` or `adjudicated`.
        comment: Why.
    """

    uid: Uid
    revision: Annotated[int, Field(ge=1)]
    outcome: Outcome
    people: Annotated[tuple[Line, ...], Field(min_length=1)]
    rule: Line
    comment: Text | None = None
