"""Who is asked for what: the same for the same workspace, evenly spread, and never taken back.

- **author**: one person, for an instance without a question or one to be mended. Where blind reviewers are scarce
  it is somebody who knows the key already, else anybody; adjudicators last.
- **review**: as many as configured, for an undecided instance with a question. Nobody who was ever asked to write
  or adjudicate it, in whatever revision, for they were shown its key.
- **adjudicate**: one person, where the reviews are in and do not settle, or a decision was withdrawn. Nobody who
  was ever asked to review it, in whatever revision, not even as an attention check; nobody who wrote any of it.

Adjudicators (`Annotator.adjudicates`) adjudicate where there are any, else anybody does. They review only where
there are too few others, for whoever reviewed an instance cannot adjudicate it. Whoever skips frees the place for
somebody who has not been asked yet.

Each place goes to the person with the fewest instances of that category, then of the stage, then by a hash of the
workspace's seed, person and instance. What is assigned stays, so new instances and new people change nothing of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from curation.annotations import Annotator, Assignment
from curation.canonical import seed_of
from curation.models import Record, Stage
from curation.review.attention import checks
from curation.review.cases import Case, all_cases
from curation.review.rules import need
from curation.taxonomy import Axis
from curation.workspace import Review, Workspace

NOBODY = "there are no annotators yet; add some with `curate studio add-annotator NAME`"


class Waiting(Record):
    """An instance that waits for people.

    Attributes:
        uid: The instance.
        revision: Its newest revision.
        axis: UEG or GEU.
        category: Its category.
        stage: What it waits for.
        open: Who is asked and has not answered.
        places: How many more people are to be asked.
    """

    uid: str
    revision: int
    axis: Axis
    category: str
    stage: Stage
    open: tuple[str, ...] = ()
    places: int = 0


class AssignReport(Record):
    """What was assigned.

    Attributes:
        stage: Which stage.
        new: How many assignments are new, attention checks left out.
        attention: How many attention checks are new.
        people: New assignments by annotator, attention checks left out.
        short: Instances for which there are not people enough.
        lines: What the curator should know, a line each.
    """

    stage: Stage
    new: int
    attention: int
    people: dict[str, int]
    short: tuple[Waiting, ...] = ()
    lines: tuple[str, ...] = ()


def waiting_for(case: Case, stage: Stage, rules: Review) -> Waiting | None:
    """Say what an instance waits for, where it waits for this stage."""
    if need(case, rules) != stage:
        return None
    wanted = rules.reviewers - len(case.reviews()) if stage == "review" else 1
    instance = case.stored.instance
    open_now = case.open(stage)
    return Waiting(
        uid=case.uid,
        revision=case.revision,
        axis=instance.axis,
        category=instance.category,
        stage=stage,
        open=tuple(sorted(open_now)),
        places=max(0, wanted - len(open_now)),
    )


def waiting(workspace: Workspace, stage: Stage) -> tuple[Waiting, ...]:
    """Say which instances need a stage, in the store's order: those that `settle` would not settle."""
    found = (waiting_for(case, stage, workspace.config.review) for case in all_cases(workspace.store))
    return tuple(item for item in found if item is not None)


class _Desk:
    """Hands out places to the least loaded.

    Args:
        stage: What is assigned.
        people: Every annotator.
        cases: Every instance.
        seed: The workspace's.
        rules: How many review.
    """

    def __init__(
        self, stage: Stage, people: Sequence[Annotator], cases: Iterable[Case], seed: int, rules: Review
    ) -> None:
        self.stage, self.people, self.seed, self.rules = stage, people, seed, rules
        self.given: list[Assignment] = []
        self.filled_in = 0
        self._load: dict[str, Counter[str]] = defaultdict(Counter)
        for case in cases:
            for item in case.assignments:
                if item.stage == stage and item.purpose == "work":
                    self._load[item.annotator][case.stored.instance.category] += 1

    def fill(self, case: Case, places: int) -> int:
        """Give so many places of an instance away; return how many are left over."""
        taken = case.asked(self.stage)
        able = [person for person in self.people if person.name not in taken and self._may(case, person)]
        for place in range(places):
            if not able:
                return places - place
            chosen = min(able, key=self._order(case))
            able.remove(chosen)
            if self.stage == "review" and chosen.adjudicates:
                self.filled_in += 1
            self._load[chosen.name][case.stored.instance.category] += 1
            self.given.append(
                Assignment(uid=case.uid, revision=case.revision, stage=self.stage, annotator=chosen.name)
            )
        return 0

    def _may(self, case: Case, person: Annotator) -> bool:
        if self.stage == "review":
            return person.name not in case.shown_key()
        if self.stage == "adjudicate":
            return may_adjudicate(case, person, self.people)
        return True

    def _order(self, case: Case) -> Callable[[Annotator], tuple[object, ...]]:
        inside = case.shown_key()

        def order(person: Annotator) -> tuple[int, int, int, int, int]:
            last = self.stage == "review" and person.adjudicates
            if self.stage == "author":
                blind = {other.name for other in self.people if not other.adjudicates} - inside - {person.name}
                last = person.name not in inside and len(blind) < self.rules.reviewers and not person.adjudicates
            load = self._load[person.name]
            draw = seed_of(self.seed, "assign", self.stage, person.name, case.uid, case.revision)
            spared = int(self.stage == "author" and person.adjudicates)
            return int(last), spared, load[case.stored.instance.category], load.total(), draw

        return order


def may_adjudicate(case: Case, person: Annotator, people: Sequence[Annotator]) -> bool:
    """Whether a person can judge an instance that others disagree on."""
    if any(other.adjudicates for other in people) and not person.adjudicates:
        return False
    return person.name not in case.shown_blind() | case.editors


def assign(workspace: Workspace, stage: Stage, *, actor: str) -> AssignReport:
    """Ask people for what is needed in a stage; run `settle` before, so that nobody is asked for nothing.

    All is written in one transaction. Run again, it assigns only what has become necessary since.

    Args:
        workspace: Where. The caller may hold its lock; it need not.
        stage: For which stage.
        actor: Who asked for it, for the event log.

    Raises:
        WorkspaceError: The database cannot be written, or a record cannot be read.
    """
    store, rules = workspace.store, workspace.config.review
    people = store.annotators()
    with store.transaction():
        cases = all_cases(store)
        desk = _Desk(stage, people, cases, workspace.config.seed, rules)
        short: list[Waiting] = []
        for case in sorted(cases, key=lambda case: seed_of(workspace.config.seed, "order", case.uid)):
            found = waiting_for(case, stage, rules)
            if found is not None and found.places and (left := desk.fill(case, found.places)):
                short.append(found.model_copy(update={"places": left}))
        lines = _lines(stage, desk, short)
        known: tuple[Assignment, ...] = ()
        if stage == "review" and rules.attention:
            known, line = checks(cases, desk.given, people, rules, workspace.config.seed)
            lines += [line] if line else []
        new = store.put_assignments([*desk.given, *known])
        if new:
            details = {"work": len(desk.given), "attention": len(known)}
            store.event("assignments.new", stage, actor=actor, reason=f"{stage} assigned", details=details)
    return AssignReport(
        stage=stage,
        new=len(desk.given),
        attention=len(known),
        people=dict(sorted(Counter(item.annotator for item in desk.given).items())),
        short=tuple(sorted(short, key=lambda item: (item.axis != "UEG", item.category, item.uid))),
        lines=tuple(lines),
    )


def _lines(stage: Stage, desk: _Desk, short: Sequence[Waiting]) -> list[str]:
    lines = []
    if short and not desk.people:
        lines.append(NOBODY)
    elif short:
        places, examples = sum(item.places for item in short), ", ".join(item.uid for item in short[:3])
        more = ", ..." if len(short) > 3 else ""
        lines.append(
            f"{stage}: {places:,} places at {len(short):,} instances have nobody ({examples}{more}): {_WHY[stage]}"
        )
    if desk.filled_in:
        lines.append(
            f"review: {desk.filled_in:,} places went to adjudicators for want of other annotators; "
            "they cannot adjudicate what they review"
        )
    return lines


_WHY: dict[Stage, str] = {
    "author": "everybody has passed them over; add an annotator, or reject them",
    "review": "nobody who may review them is left unasked; add an annotator",
    "adjudicate": "nobody is left who neither reviewed nor wrote them; add an adjudicator",
}
"""Why nobody can be asked, and what helps."""
