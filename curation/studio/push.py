"""Push: what people are asked for becomes tasks, each once, whatever fails in between.

What is on the server is listed first, and no request is repeated: one that failed may have been carried out, which
the next push sees. A task that somebody annotated is never changed and never deleted; deleting asks the server to
look for annotations in the same request.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import get_args

from curation.annotations import Assignment
from curation.errors import UsageError
from curation.models import Record, Stage
from curation.review.assignment import assign
from curation.review.rules import settle
from curation.studio.answers import Project, User
from curation.studio.client import Client, Endpoint
from curation.studio.connection import connect
from curation.studio.courier import Courier
from curation.studio.images import ROLES, images_for
from curation.studio.ledger import Mark, gone, home, put_home, put_mark, state
from curation.studio.projects import Key, ours
from curation.studio.sending import Group, Pushed, Sender, Wanted
from curation.taxonomy import Axis
from curation.workspace import Workspace

STAGES: tuple[Stage, ...] = get_args(Stage)
Progress = Callable[[int, int], None]


class PushedProject(Record):
    """What became of one person's project.

    Attributes:
        stage: What is done there.
        axis: Of which instances.
        annotator: By whom.
        address: Where the annotator works; the label stream alone.
        tasks: Tasks that the annotator is or was asked for.
        open: Those that nobody has answered.
        new: Tasks that were not there.
        updated: Tasks that were changed in place.
        removed: Tasks that are asked of nobody any more, and were not annotated.
        retired: Annotated tasks that are asked of nobody any more; they stay.
    """

    stage: Stage
    axis: Axis
    annotator: str
    address: str
    tasks: int
    open: int
    new: int
    updated: int
    removed: int
    retired: int


class PushReport(Record):
    """What came of a push.

    Attributes:
        projects: One for each person, stage and axis.
        assigned: How many assignments are new, by stage, attention checks included.
        held: Adjudications that wait until every blind task of their instance is answered.
        lines: What else the curator should know.
    """

    projects: tuple[PushedProject, ...] = ()
    assigned: dict[Stage, int] = {}  # noqa: RUF012 - pydantic copies it
    held: int = 0
    lines: tuple[str, ...] = ()

    @property
    def changes(self) -> int:
        """How many tasks were made, changed, removed or retired."""
        return sum(item.new + item.updated + item.removed + item.retired for item in self.projects)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of everybody, of the newest revisions."""

    groups: dict[Key, dict[str, Assignment]]
    held: int


def push(
    workspace: Workspace,
    *,
    stages: Sequence[Stage] = STAGES,
    annotators: Collection[str] = (),
    actor: str,
    progress: Progress | None = None,
    endpoint: Endpoint | None = None,
) -> PushReport:
    """Ask people for what is needed, and bring the server's projects and tasks in line with it.

    Args:
        workspace: Whose instances.
        stages: For which stages.
        annotators: Only their tasks, for servers of their own; by default everybody's.
        actor: Who does this, for the event log.
        progress: Is told after each project how many tasks of how many are in line, those of the last perhaps not.
        endpoint: Which server; by default the workspace's own, or the one that the environment names.

    Raises:
        UsageError: An annotator is unknown, or has no account on the server.
        CurationError: The server or the workspace cannot be used; run again when it can.
    """
    known = {person.name for person in workspace.store.annotators()}
    if strange := sorted(set(annotators) - known):
        raise UsageError(f"{strange[0]} is nobody here; `curate studio list-annotators` lists everybody")
    where = connect(workspace) if endpoint is None else endpoint
    client = Client(where)
    with workspace.writing():
        mine = home(workspace.store)
        looking = Courier().send(partial(_look, client, mine.name, known))
        assigned, lines = _assign(workspace, actor)
        asked = _asked(workspace, stages, annotators)
        found = looking.result()
        there = ours(found.projects, mine.name)
        for place in gone(workspace.store, where, [project.id for project in found.projects]):
            put_mark(workspace.store, place, Mark())
        _need_accounts(workspace, client, asked.groups.keys() - there.keys(), found.users)
        images = images_for(workspace, mine, client, own=where.own)
        sender = Sender(workspace, client, where, mine, images)
        every = asked.groups.keys() | there.keys()
        keys = sorted(key for key in every if key[0] in stages and (not annotators or key[2] in annotators))
        total, finished, results = sum(len(asked.groups.get(key, {})) for key in keys), 0, []
        done, void = _done(workspace), _void(workspace)
        sender.begin(key for key in keys if key not in there)
        try:
            for key in keys:
                wanted = asked.groups.get(key, {})
                group = Group(key, there.get(key, []), Wanted(wanted, done[key[0], key[2]], void))
                pushed = sender.send(group)
                results += [_result(client.url, key, pushed)] if pushed is not None else []
                if progress is not None:
                    progress(finished, total)
                finished += len(wanted)
        except Exception:
            sender.stop()
            raise
        sender.land()
        if progress is not None:
            progress(total, total)
        if "adjudicate" in stages:
            images.keep(ROLES[1], sender.oracles(_open_adjudications(workspace)))
    return PushReport(projects=tuple(results), assigned=assigned, held=asked.held, lines=lines)


def _result(url: str, key: Key, pushed: Pushed) -> PushedProject:
    stage, axis, annotator = key
    counts = {name: getattr(pushed, name) for name in ("tasks", "open", "new", "updated", "removed", "retired")}
    address = f"{url}/projects/{pushed.project}/data?labeling=1"
    return PushedProject(stage=stage, axis=axis, annotator=annotator, address=address, **counts)


def _assign(workspace: Workspace, actor: str) -> tuple[dict[Stage, int], tuple[str, ...]]:
    """Settle and assign, unless nothing has happened since that was done last."""
    mine, now = home(workspace.store), state(workspace)
    if mine.assigned == now:
        return {}, mine.lines
    if mine.settled != now:
        settle(workspace, actor=actor)
    lines: list[str] = []
    counts: dict[Stage, int] = {}
    for stage in STAGES:
        if _may_need(workspace, stage):
            report = assign(workspace, stage, actor=actor)
            counts[stage] = report.new + report.attention
            lines += report.lines
    told = tuple(dict.fromkeys(lines))
    now = state(workspace)
    put_home(workspace.store, mine.model_copy(update={"assigned": now, "lines": told, "settled": now}))
    return {stage: count for stage, count in counts.items() if count}, told


_MAY_NEED: dict[Stage, str] = {
    "author": "SELECT 1 FROM instances WHERE answerable = 0 UNION SELECT 1 FROM decisions LIMIT 1",
    "review": "SELECT 1 FROM instances LIMIT 1",
    "adjudicate": "SELECT 1 FROM annotations UNION SELECT 1 FROM decisions LIMIT 1",
}


def _may_need(workspace: Workspace, stage: Stage) -> bool:
    """Whether anybody can be needed for a stage: reading every instance to find that nobody is takes a while."""
    return bool(workspace.store.rows(_MAY_NEED[stage]))


def _asked(workspace: Workspace, stages: Iterable[Stage], annotators: Collection[str]) -> _Asked:
    """Group what is asked of each person of the newest revisions, and hold back what would show a key too early."""
    rows = workspace.store.rows("SELECT uid, axis, revision FROM instances")
    newest = {row["uid"]: (row["axis"], row["revision"]) for row in rows}
    blind_open = _blind_open(workspace)
    groups: dict[Key, dict[str, Assignment]] = defaultdict(dict)
    held = 0
    for item in workspace.store.assignments():
        axis, revision = newest.get(item.uid, (None, 0))
        if item.stage not in stages or revision != item.revision:
            continue
        if annotators and item.annotator not in annotators:
            continue
        if item.stage == "adjudicate" and item.uid in blind_open:
            held += 1
            continue
        groups[item.stage, axis, item.annotator][item.uid] = item
    return _Asked(dict(groups), held)


_UNANSWERED = """
    SELECT a.uid FROM assignments a JOIN instances i ON i.uid = a.uid AND i.revision = a.revision
    WHERE a.stage = ? AND NOT EXISTS (SELECT 1 FROM annotations n WHERE n.uid = a.uid
        AND n.revision = a.revision AND n.stage = a.stage AND n.annotator = a.annotator)
"""


def _blind_open(workspace: Workspace) -> frozenset[str]:
    """Name the instances that somebody has still to answer blind, attention checks among them."""
    return frozenset(row["uid"] for row in workspace.store.rows(_UNANSWERED, ["review"]))


def _open_adjudications(workspace: Workspace) -> frozenset[str]:
    """Name the instances whose oracle an adjudicator needs now."""
    asked = frozenset(row["uid"] for row in workspace.store.rows(_UNANSWERED, ["adjudicate"]))
    return asked - _blind_open(workspace)


def _done(workspace: Workspace) -> dict[tuple[Stage, str], set[str]]:
    """Name what each person has answered of the newest revisions, as far as it is home."""
    done: dict[tuple[Stage, str], set[str]] = defaultdict(set)
    for row in workspace.store.rows(
        "SELECT n.uid, n.stage, n.annotator FROM annotations n "
        "JOIN instances i ON i.uid = n.uid AND i.revision = n.revision"
    ):
        done[row["stage"], row["annotator"]].add(row["uid"])
    return done


def _void(workspace: Workspace) -> frozenset[tuple[int, int]]:
    """Name the tasks that changed under an annotator's eyes: their annotations do not count."""
    rows = workspace.store.rows("SELECT project, task FROM pulled WHERE outcome = 'stale'")
    return frozenset((row["project"], row["task"]) for row in rows)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is on the server: the projects, and the accounts where somebody has no project yet."""

    projects: list[Project]
    users: list[User] | None


def _look(client: Client, workspace: str, people: Collection[str]) -> _Found:
    projects = client.projects()
    enter = {annotator for _, _, annotator in ours(projects, workspace)}
    return _Found(projects, client.users() if set(people) - enter else None)


def _need_accounts(
    workspace: Workspace, client: Client, groups: Iterable[Key], users: Iterable[User] | None
) -> None:
    """Refuse to make projects for people who cannot enter.

    Raises:
        UsageError: Somebody has no account on the server.
    """
    named = {annotator for _, _, annotator in groups}
    if not named:
        return
    emails = {person.name: person.email.lower() for person in workspace.store.annotators()}
    there = {user.email.lower() for user in (client.users() if users is None else users)}
    if missing := sorted(name for name in named if emails.get(name) not in there):
        raise UsageError(
            f"{client.url}: {', '.join(missing)} has no account on this server; "
            f"run `curate studio add-annotator {missing[0]}`"
        )


def counted(report: PushReport) -> Counter[str]:
    """Add up what was done."""
    total: Counter[str] = Counter()
    for item in report.projects:
        total.update(new=item.new, updated=item.updated, removed=item.removed, retired=item.retired)
    return total


__all__ = ["STAGES", "PushReport", "PushedProject", "counted", "push"]
