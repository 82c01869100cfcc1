"""What a push has to do to a group of projects, worked out from what is there before anything is done.

A group is what one annotator does in one stage for one axis: the project of the newest page, and older ones (of an
earlier page, or left over from a push whose connection was cut) where something was annotated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from curation.annotations import Assignment
from curation.studio.answers import Task

RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class There:
    """A task that is on the server.

    Attributes:
        project: Where.
        live: Whether that is the project that new tasks go to.
        task: As it was listed.
        uid: Its instance.
        revision: Which one of it.
        retired: Whether it is kept for its annotations alone.
    """

    project: int
    live: bool
    task: Task
    uid: str
    revision: int
    retired: bool


@dataclass(slots=True)
class Plan:
    """What is to be done, in this order.

    Attributes:
        served: Annotated tasks of what is asked for.
        keep: Unanswered tasks that stay, to be compared with what they should show.
        update: Unanswered tasks of another revision, to be changed in place.
        add: Assignments without a task.
        retire: Annotated tasks that are asked of nobody any more.
        remove: Unanswered tasks that are asked of nobody any more, or are there twice.
    """

    served: list[tuple[There, Assignment]] = field(default_factory=list)
    keep: list[tuple[There, Assignment]] = field(default_factory=list)
    update: list[tuple[There, Assignment]] = field(default_factory=list)
    add: list[Assignment] = field(default_factory=list)
    retire: list[There] = field(default_factory=list)
    remove: list[There] = field(default_factory=list)

    @property
    def idle(self) -> bool:
        """Whether everything is there, and nothing else."""
        return not (self.update or self.add or self.retire or self.remove)


def read_task(project: int, task: Task, *, live: bool) -> There | None:
    """Say which instance a task is for; `None` for one that is not ours."""
    data = task.data or {}
    uid, revision = data.get("uid"), data.get("revision")
    if not isinstance(uid, str) or not isinstance(revision, int) or isinstance(revision, bool):
        return None
    return There(project, live, task, uid, revision, data.get(RETIRED) is True)


def make_plan(
    wanted: Mapping[str, Assignment],
    there: Iterable[There],
    *,
    done: Collection[str],
    void: Collection[tuple[int, int]],
) -> Plan:
    """Work out what is to be done.

    Args:
        wanted: What the annotator is asked for, by uid.
        there: Every task of ours in the group.
        done: Uids whose wanted revision the annotator has answered already, as we know from a pull.
        void: Tasks (project, id) whose annotations do not count, so that they are asked again.
    """
    plan = Plan()
    by_uid: dict[str, list[There]] = defaultdict(list)
    for item in there:
        by_uid[item.uid].append(item)
    for uid in sorted(by_uid.keys() | wanted.keys()):
        _one(plan, wanted.get(uid), by_uid[uid], uid in done, void)
    return plan


def _one(
    plan: Plan,
    asked: Assignment | None,
    there: list[There],
    done: bool,
    void: Collection[tuple[int, int]],
) -> None:
    there.sort(key=lambda item: (not item.live, item.project, item.task.id))
    fits = [
        item
        for item in there
        if asked is not None
        and item.revision == asked.revision
        and not item.retired
        and (item.project, item.task.id) not in void
    ]
    served = [item for item in fits if item.task.answered]
    if asked is not None:
        plan.served += [(item, asked) for item in served]
    spare = [item for item in there if item.live and not item.task.answered]
    chosen: There | None = None
    if asked is not None and not served:
        chosen = next((item for item in spare if item in fits), None)
        if chosen is not None:
            plan.keep.append((chosen, asked))
        elif not done:
            chosen = next(iter(spare), None)
            if chosen is not None:
                plan.update.append((chosen, asked))
            else:
                plan.add.append(asked)
    for item in there:
        if item is chosen:
            continue
        if not item.task.answered:
            plan.remove.append(item)
        elif item not in fits and not item.retired:
            plan.retire.append(item)
