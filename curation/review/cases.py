"""An instance together with all that people were asked and said about it, and what it needs next.

What counts and what does not is told here alone; assignment, rules, status and agreement all read it from a `Case`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from curation.annotations import (
    Adjudication,
    Annotation,
    Assignment,
    Authoring,
    Content,
    GEUContent,
    GEUReview,
    Skip,
    UEGReview,
)
from curation.models import GEUInstance, Stage, UEGInstance
from curation.store import Store, Stored

UNANIMOUS = "unanimous"
MAJORITY = "majority"
ADJUDICATED = "adjudicated"
WITHDRAWN = "withdrawn"
"""Rule of a decision which takes an earlier one back, for those it rested on now say otherwise."""

INSIDE: tuple[Stage, ...] = ("author", "adjudicate")
"""Stages whose pages show the key: whoever was asked there is not blind to the instance any more."""


def content_of(instance: UEGInstance | GEUInstance) -> tuple[object, ...]:
    """What an annotator can write of an instance, to be compared with what one wrote."""
    if isinstance(instance, GEUInstance):
        return (instance.question, instance.options, instance.key, instance.regions)
    return (instance.prompt, instance.refined_prompt, instance.checklist)


def written(content: Content) -> tuple[object, ...]:
    """The same of what an annotator wrote."""
    if isinstance(content, GEUContent):
        return (content.question, content.options, content.key, content.regions)
    return (content.prompt, content.refined_prompt, content.checklist)


def fault(instance: UEGInstance | GEUInstance, content: Content) -> str:
    """Why what somebody wrote cannot be put into the instance, in a line; empty where it can."""
    if content.axis != instance.axis:
        return f"it is for {content.axis}, the instance is {instance.axis}"
    if isinstance(instance, GEUInstance) and isinstance(content, GEUContent):
        for number, box in enumerate(content.regions, start=1):
            if box.x + box.width > instance.image.width or box.y + box.height > instance.image.height:
                return f"region {number} reaches beyond the image"
    return ""


@dataclass(frozen=True, slots=True)
class Case:
    """An instance with everything that was asked and said about it.

    Attributes:
        stored: The newest revision and where it stands.
        annotations: What was said, over all revisions.
        assignments: Who was asked, over all revisions.
        editors: Who made its later revisions, as the log has it: words may be replaced, the log is not.
    """

    stored: Stored
    annotations: tuple[Annotation, ...]
    assignments: tuple[Assignment, ...]
    editors: frozenset[str] = frozenset()

    @property
    def uid(self) -> str:
        """The instance's uid."""
        return self.stored.instance.uid

    @property
    def revision(self) -> int:
        """The newest revision."""
        return self.stored.revision

    @property
    def undecided(self) -> bool:
        """Whether reviewers have the word: nothing is decided, or what was is withdrawn."""
        decision = self.stored.decision
        withdrawn = decision is not None and decision.rule == WITHDRAWN
        return self.stored.state == "unreviewed" or (self.stored.state == "needs_fix" and withdrawn)

    @property
    def to_write(self) -> bool:
        """Whether an author has the word: there is no question yet, or it is to be mended."""
        return self.stored.state == "waiting" or (self.stored.state == "needs_fix" and not self.undecided)

    def said(self, stage: Stage) -> Iterator[Annotation]:
        """What was said of the newest revision in a stage, attention checks left out."""
        for item in self.annotations:
            if item.revision == self.revision and item.stage == stage and item.purpose == "work":
                yield item

    def passed(self, stage: Stage) -> frozenset[str]:
        """Who passed the newest revision over: skipped it, or as its author left it as it was."""
        return frozenset(
            item.annotator
            for item in self.said(stage)
            if isinstance(item.work, Skip) or (isinstance(item.work, Authoring) and not self.changes(item.work))
        )

    def changes(self, work: Authoring | Adjudication) -> bool:
        """Whether somebody wrote something that differs from what there is."""
        return work.content is not None and written(work.content) != content_of(self.stored.instance)

    def fault(self, work: Authoring | Adjudication) -> str:
        """Why what somebody wrote cannot be used, in a line; empty where it can."""
        return fault(self.stored.instance, work.content) if work.content is not None else ""

    def reviews(self) -> list[tuple[str, GEUReview | UEGReview]]:
        """The reviews of the newest revision that count, by annotator.

        Not those of people who wrote or adjudicated an earlier revision: they know the key.
        """
        found = ((item, item.work) for item in self.blind() if item.revision == self.revision)
        return [(item.annotator, work) for item, work in found if isinstance(work, (GEUReview, UEGReview))]

    def blind(self) -> list[Annotation]:
        """The reviews of every revision that count, by revision and annotator; no attention checks, no skips."""
        kind = GEUReview if self.stored.instance.axis == "GEU" else UEGReview
        return sorted(
            (
                item
                for item in self.annotations
                if item.stage == "review"
                and item.purpose == "work"
                and item.revision <= self.revision
                and isinstance(item.work, kind)
                and item.annotator not in self.insiders(before=item.revision)
            ),
            key=lambda item: (item.revision, item.annotator),
        )

    def adjudications(self) -> list[Annotation]:
        """The adjudications of the newest revision that count, first finished first; none by who reviewed any."""
        barred = self.reviewers()
        found = (
            item
            for item in self.said("adjudicate")
            if isinstance(item.work, Adjudication) and item.annotator not in barred and not self.fault(item.work)
        )
        return sorted(found, key=lambda item: (item.finished or "", item.annotator))

    def authorings(self) -> list[Annotation]:
        """What authors wrote of the newest revision that can be used and differs, first finished first."""
        found = (
            item
            for item in self.said("author")
            if isinstance(item.work, Authoring) and self.changes(item.work) and not self.fault(item.work)
        )
        return sorted(found, key=lambda item: (item.finished or "", item.annotator))

    def insiders(self, *, before: int) -> frozenset[str]:
        """Who wrote or adjudicated a revision before this one."""
        return self.editors | {
            item.annotator
            for item in self.annotations
            if item.stage in INSIDE and item.revision < before and not isinstance(item.work, Skip)
        }

    def shown_key(self) -> frozenset[str]:
        """Who was ever asked to write or adjudicate it, whether they did or not."""
        asked = {item.annotator for item in self.assignments if item.stage in INSIDE}
        return self.editors | asked | {item.annotator for item in self.annotations if item.stage in INSIDE}

    def reviewers(self) -> frozenset[str]:
        """Who reviewed any revision, as work or as an attention check."""
        return frozenset(
            item.annotator
            for item in self.annotations
            if item.stage == "review" and not isinstance(item.work, Skip)
        )

    def shown_blind(self) -> frozenset[str]:
        """Who was ever asked to review it, whether they did or not."""
        asked = {item.annotator for item in self.assignments if item.stage == "review"}
        return frozenset(asked | {item.annotator for item in self.annotations if item.stage == "review"})

    def asked(self, stage: Stage) -> frozenset[str]:
        """Who was asked for the newest revision in a stage, attention checks included."""
        return frozenset(
            item.annotator for item in self.assignments if item.revision == self.revision and item.stage == stage
        )

    def open(self, stage: Stage) -> frozenset[str]:
        """Who was asked for the newest revision in a stage, as work, and has said nothing yet."""
        asked = {
            item.annotator
            for item in self.assignments
            if item.revision == self.revision and item.stage == stage and item.purpose == "work"
        }
        return frozenset(asked - {item.annotator for item in self.said(stage)})

    def reviewed(self, reviewers: int) -> bool:
        """Whether as many reviews as are asked for are in, and nobody who was asked still owes one."""
        return len(self.reviews()) >= reviewers and not self.open("review")


def all_cases(store: Store) -> list[Case]:
    """Read every instance with what was asked and said about it, in the store's order."""
    annotations: dict[str, list[Annotation]] = defaultdict(list)
    for annotation in store.all_annotations():
        annotations[annotation.uid].append(annotation)
    assignments: dict[str, list[Assignment]] = defaultdict(list)
    for assignment in store.assignments():
        assignments[assignment.uid].append(assignment)
    editors = store.editors()
    return [
        Case(stored, tuple(annotations[uid]), tuple(assignments[uid]), editors.get(uid, frozenset()))
        for stored in store.instances()
        for uid in [stored.instance.uid]
    ]
