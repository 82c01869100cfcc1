"""What follows from what people said: decisions and new revisions, each made once.

- A review **matches** where its annotator accepts and answers as the key says. GEU: the answer is the key, and the
  question is left as it is. UEG: each answer is the expected one, every question is kept, none is missing, and the
  prompt is left as it is.
- All reviews match: `approved`, rule `unanimous`. All reject: `rejected`. With `unanimous = false` more than half
  of them suffice, rule `majority`. Anything else goes to an adjudicator.
- An adjudication goes before all reviews. It decides (rule `adjudicated`), or edits: then the edit becomes a new
  revision, which is reviewed from the beginning. So does what an author wrote.
- Who changes their word after a decision that rested on it takes it back: the decision is followed by one of rule
  `withdrawn`, so that nothing stays approved that its reviewers no longer approve, and reviewers or an adjudicator
  decide anew.

Decisions are appended and never altered. Which decision holds depends on what was said, not on the order in which
it came home or on how often `settle` ran in between. (But a majority stands where one who was against it skips
afterwards.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curation.annotations import Adjudication, Annotation, Authoring, Decision, GEUReview, Outcome, Skip, UEGReview
from curation.models import GEUInstance, Record, Stage, UEGInstance
from curation.review.cases import ADJUDICATED, MAJORITY, UNANIMOUS, WITHDRAWN, Case, all_cases
from curation.review.edits import edited
from curation.store import Store
from curation.workspace import Review, Workspace

Said = Sequence[tuple[str, GEUReview | UEGReview]]


class SettleReport(Record):
    """What followed from what people said.

    Attributes:
        decisions: Those made now, in the store's order.
        edited: Instances that got a new revision now.
        notes: What did not count, and why, a line each.
    """

    decisions: tuple[Decision, ...] = ()
    edited: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person wrote, which becomes a new revision."""

    annotation: Annotation
    work: Authoring | Adjudication


def matches(instance: UEGInstance | GEUInstance, review: GEUReview | UEGReview) -> bool:
    """Whether a reviewer accepts an instance as it is and answers as its key says."""
    if review.verdict != "accept":
        return False
    if isinstance(instance, GEUInstance):
        if not isinstance(review, GEUReview) or review.question not in {None, instance.question}:
            return False
        return review.answer is not None and review.answer == instance.key
    if not isinstance(review, UEGReview) or review.prompt not in {None, instance.prompt} or review.missing:
        return False
    said = [judgement.answer for judgement in review.checklist if judgement.action == "keep"]
    return said == [item.answer for item in instance.checklist] and len(said) == len(review.checklist)


def outcome_of(case: Case, said: Said, *, unanimous: bool) -> Decision | None:
    """Draw the conclusion from reviews; `None` where they do not settle."""
    instance = case.stored.instance
    found: tuple[tuple[Outcome, list[str]], ...] = (
        ("approved", [name for name, review in said if matches(instance, review)]),
        ("rejected", [name for name, review in said if review.verdict == "reject"]),
    )
    for outcome, people in found:
        if not people or len(people) * 2 <= len(said) or (unanimous and len(people) < len(said)):
            continue
        rule = UNANIMOUS if len(people) == len(said) else MAJORITY
        return Decision(uid=case.uid, revision=case.revision, outcome=outcome, people=tuple(people), rule=rule)
    return None


def need(case: Case, rules: Review) -> Stage | None:
    """Say which stage an instance needs next; `None` where it is decided, or `settle` will decide it."""
    if case.to_write:
        return None if case.authorings() else "author"
    if not case.undecided:
        return None
    if case.adjudications():
        return None
    if not case.reviewed(rules.reviewers):
        return "review"
    return None if outcome_of(case, case.reviews(), unanimous=rules.unanimous) else "adjudicate"


def follows(case: Case, rules: Review) -> Decision | Edit | None:
    """Say what follows from what was said of an instance's newest revision, beyond what is decided already."""
    if case.to_write and (authorings := case.authorings()):
        return _edit(authorings[0])
    if not case.stored.instance.answerable:
        return None
    standing = case.stored.decision
    if adjudications := case.adjudications():
        return _adjudicated(case, adjudications, standing)
    if standing is None or standing.rule == WITHDRAWN:
        return _reviewed(case, rules)
    return _withdrawn(case, standing, rules)


def _reviewed(case: Case, rules: Review) -> Decision | None:
    """Follow the reviewers, once all of them have spoken."""
    if not case.reviewed(rules.reviewers):
        return None
    return outcome_of(case, case.reviews(), unanimous=rules.unanimous)


def _edit(annotation: Annotation) -> Edit:
    assert isinstance(annotation.work, (Authoring, Adjudication))
    return Edit(annotation, annotation.work)


def _adjudicated(case: Case, words: Sequence[Annotation], standing: Decision | None) -> Decision | Edit | None:
    """Follow the adjudicator who has decided already, else the first."""
    holds = standing is not None and standing.rule == ADJUDICATED
    ours = [item for item in words if holds and standing is not None and standing.people == (item.annotator,)]
    chosen = (ours or words)[0]
    work = chosen.work
    assert isinstance(work, Adjudication)
    if work.outcome != "rejected" and case.changes(work):
        return Edit(chosen, work)
    decision = Decision(
        uid=case.uid,
        revision=case.revision,
        outcome=work.outcome,
        people=(chosen.annotator,),
        rule=ADJUDICATED,
        comment=work.comment,
    )
    return None if decision == standing else decision


def _withdrawn(case: Case, standing: Decision, rules: Review) -> Decision | None:
    """Take a decision back that those it rested on no longer bear out, or replace it where they settle anew."""
    spoken: dict[str, Annotation] = {}
    borne_out = False
    if standing.rule == ADJUDICATED:
        spoken = {item.annotator: item for item in case.said("adjudicate") if isinstance(item.work, Skip)}
    elif standing.rule in {UNANIMOUS, MAJORITY}:
        spoken = {item.annotator: item for item in case.said("review")}
        unanimous = rules.unanimous and standing.rule == UNANIMOUS
        now = outcome_of(case, case.reviews(), unanimous=unanimous)
        borne_out = now is not None and now.outcome == standing.outcome and {*standing.people} <= {*now.people}
    if borne_out or not spoken.keys() >= set(standing.people):
        return None
    if anew := _reviewed(case, rules):
        return anew
    return Decision(
        uid=case.uid,
        revision=case.revision,
        outcome="needs_fix",
        people=standing.people,
        rule=WITHDRAWN,
        comment=f"{standing.outcome} before; what was said since does not bear it out",
    )


def settle(workspace: Workspace, *, actor: str) -> SettleReport:
    """Turn what people said into decisions and new revisions.

    Each instance is settled in a transaction of its own: killed at any moment and run again, it ends in the same
    place, and what is settled is not settled again. What arrives while it runs is left to the next run.

    Args:
        workspace: Where. The caller may hold its lock; it need not.
        actor: Who asked for it, for the event log; an edit is logged under the name of who wrote it.

    Raises:
        WorkspaceError: The database cannot be written, or a record cannot be read.
    """
    decisions: list[Decision] = []
    changed: list[str] = []
    notes: list[str] = []
    said = workspace.store.rows("SELECT 1 FROM annotations LIMIT 1")
    for case in all_cases(workspace.store) if said else ():
        notes += _not_counted(case)
        conclusion = follows(case, workspace.config.review)
        if isinstance(conclusion, Edit):
            if _revise(workspace, case, conclusion, actor):
                changed.append(case.uid)
        elif conclusion is not None:
            with workspace.store.transaction():
                if _as_it_was(workspace.store, case):
                    reason = f"rule {conclusion.rule}: {', '.join(conclusion.people)}"
                    workspace.store.put_decision(conclusion, actor=actor, reason=reason)
                    decisions.append(conclusion)
    return SettleReport(decisions=tuple(decisions), edited=tuple(changed), notes=tuple(notes))


def _revise(workspace: Workspace, case: Case, edit: Edit, actor: str) -> bool:
    """Make a new revision of what a person wrote; an adjudicator's edit is decided as `needs_fix` beforehand."""
    content = edit.work.content
    assert content is not None
    made = edited(case.stored.instance, content, assets=workspace.assets)
    name, store = edit.annotation.annotator, workspace.store
    with store.transaction():
        if not _as_it_was(store, case):
            return False
        if isinstance(edit.work, Adjudication):
            decision = Decision(
                uid=case.uid,
                revision=case.revision,
                outcome="needs_fix",
                people=(name,),
                rule=ADJUDICATED,
                comment=edit.work.comment,
            )
            store.put_decision(decision, actor=actor, reason=f"edited by {name}")
        does = "edited in adjudication" if isinstance(edit.work, Adjudication) else "written"
        store.put_instance(made, actor=name, reason=f"{does}; revision {case.revision} was seen")
    return True


def _as_it_was(store: Store, case: Case) -> bool:
    """Whether nothing has happened to an instance since it was read."""
    return store.instance(case.uid) == case.stored and tuple(store.annotations(case.uid)) == case.annotations


def _not_counted(case: Case) -> list[str]:
    """Name what was said of the newest revision and cannot count."""
    counted = {name for name, _ in case.reviews()}
    judged = case.reviewers()
    notes = []
    for item in case.said("review"):
        if not isinstance(item.work, Skip) and item.annotator not in counted:
            notes.append(f"{case.uid}: the review of {item.annotator} does not count: they knew the key")
    for item in case.said("adjudicate"):
        if not isinstance(item.work, Skip) and item.annotator in judged:
            notes.append(f"{case.uid}: the adjudication of {item.annotator} does not count: they reviewed it")
    for item in (*case.said("author"), *case.said("adjudicate")):
        if isinstance(item.work, (Authoring, Adjudication)) and (problem := case.fault(item.work)):
            notes.append(f"{case.uid}: what {item.annotator} wrote cannot be used: {problem}")
    return notes
