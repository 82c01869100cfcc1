"""Sending: one group of projects brought in line with what is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial

from curation.annotations import Assignment
from curation.models import ImageRef
from curation.studio.answers import Settings, Task
from curation.studio.client import Client, Endpoint
from curation.studio.courier import Courier
from curation.studio.images import Images, Role
from curation.studio.ledger import PENDING, Home, Mark, Marker, Sent, digest, mark_of, number, put_mark
from curation.studio.pages import Page, page, remember
from curation.studio.plan import RETIRED, Plan, There, make_plan, read_task
from curation.studio.projects import Key, Ours, set_project, settings_digest, settings_of
from curation.studio.showing import Data, Showing
from curation.workspace import Workspace

BATCH = 1000
"""Tasks of one import, which the server carries out whole or not at all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of one person.

    Attributes:
        asked: By uid.
        done: Uids that are answered, as we know from a pull.
        void: Tasks (number of the project, id) whose annotations do not count.
    """

    asked: Mapping[str, Assignment]
    done: Collection[str]
    void: Collection[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Group:
    """A person's projects for a stage and an axis, and what is asked of them."""

    key: Key
    there: Sequence[Ours]
    wanted: Wanted


@dataclass(slots=True)
class Pushed:
    """What was done in a group.

    Attributes:
        project: Where new tasks go.
        tasks: Tasks that the annotator is or was asked for.
        open: Those that nobody has answered.
        new: Tasks that were made.
        updated: Tasks that were changed in place.
        removed: Unanswered tasks that were removed.
        retired: Annotated tasks that were retired.
    """

    project: int
    tasks: int = 0
    open: int = 0
    new: int = 0
    updated: int = 0
    removed: int = 0
    retired: int = 0


@dataclass(slots=True)
class _Work:
    """A group while it is worked on."""

    stage_page: Page
    live: int
    marks: dict[int, Mark]
    pushed: Pushed
    changed: set[int] = field(default_factory=set)
    listed: dict[int, list[Task]] = field(default_factory=dict)

    @property
    def mark(self) -> Mark:
        return self.marks[self.live]


@dataclass(frozen=True, slots=True)
class _Flying:
    """An import that is on its way: into which group, of what."""

    work: _Work
    sent: tuple[Sent, ...]
    answer: Future[list[int]]


class Sender:
    """Brings groups in line.

    Args:
        workspace: Whose instances.
        client: The server.
        endpoint: Where that is.
        home: The workspace's name and salt.
        images: How the server gets its images.
    """

    def __init__(
        self, workspace: Workspace, client: Client, endpoint: Endpoint, home: Home, images: Images
    ) -> None:
        self._workspace, self._client, self._endpoint = workspace, client, endpoint
        self._home, self._images = home, images
        self._showing = Showing(workspace, home, images)
        self._courier = Courier()
        self._creating: dict[Key, Future[Settings]] = {}
        self._flying: _Flying | None = None

    def begin(self, keys: Iterable[Key]) -> None:
        """Have the projects of new groups made, while what their tasks show is written."""
        for key in keys:
            made, marker = self._page(key)
            settings = settings_of(marker, made)
            self._creating[key] = self._courier.send(partial(self._client.create_project, settings))

    def send(self, group: Group) -> Pushed | None:
        """Bring one group in line; `None` where there is nothing of it and nothing is asked for.

        The last import of a group that is new may be on its way when this returns: `land` waits for it.
        """
        if not group.wanted.asked and not group.there:
            return None
        if group.there:
            self.land()
        work = self._open(group)
        there = self._glance(group, work)
        plan = self._plan(group, there or [])
        if there is None or not plan.idle or not self._all_known(plan, work):
            there = self._list(group, work)
            plan = self._plan(group, there)
            self._compare(plan, work)
            self._recognize(plan, work)
            if plan.idle:
                self._remember(there, work)
        self._update(plan, work)
        self._add(plan, work)
        if group.there:
            self.land()
        self._retire(plan, work)
        self._remove(plan, work, group)
        pushed = work.pushed
        gone = len(plan.remove)
        pushed.tasks = len(there) - gone + pushed.new - sum(item.retired for item in there) - pushed.retired
        pushed.open = sum(not item.task.answered for item in there) - gone + pushed.new
        for project in sorted(work.changed):
            self._note(work, project)
        return pushed

    def _plan(self, group: Group, there: Sequence[There]) -> Plan:
        wanted, places = group.wanted, {(item.project, item.task.id) for item in there}
        void = {place for place in places if (number(self._endpoint, place[0]), place[1]) in wanted.void}
        return make_plan(wanted.asked, there, done=wanted.done, void=void)

    def _glance(self, group: Group, work: _Work) -> list[There] | None:
        """List tasks without what they show; `None` unless each is as it was when all were in line.

        The server moves a task's `updated_at` with whatever is changed of it.
        """
        found: list[There] = []
        for project in sorted(item.project.id for item in group.there):
            looked = work.marks[project].looked
            listed = self._client.tasks(project, data=False) if looked else []
            if not looked or {task.id: task.signature for task in listed} != {
                task: known[:3] for task, known in looked.items()
            }:
                return None
            for task in listed:
                uid, revision, retired = looked[task.id][3:]
                if uid:
                    found.append(There(project, project == work.live, task, uid, revision, retired))
        return found

    def _all_known(self, plan: Plan, work: _Work) -> bool:
        """Whether every unanswered task was sent for the page as it is now, and its image is there."""
        sent = work.mark.sent
        names: set[str] = set()
        for item, asked in plan.keep:
            known = sent.get(item.task.id)
            if known is None or known.since == PENDING:
                return False
            if (known.uid, known.revision, known.page) != (asked.uid, asked.revision, work.stage_page.digest):
                return False
            names.update(known.files)
        return self._images.there("inputs", names)

    def _remember(self, there: Sequence[There], work: _Work) -> None:
        """Note that all tasks are in line, as they were listed."""
        ours = {(item.project, item.task.id): item for item in there}
        for project, listed in work.listed.items():
            looked = {}
            for task in listed:
                item = ours.get((project, task.id))
                said = ("", 0, False) if item is None else (item.uid, item.revision, item.retired)
                looked[task.id] = (*task.signature, *said)
            if looked != work.marks[project].looked:
                work.marks[project] = work.marks[project].model_copy(update={"looked": looked})
                work.changed.add(project)

    def _open(self, group: Group) -> _Work:
        made, marker = self._page(group.key)
        remember(self._workspace.store, made)
        marks = {
            item.project.id: mark_of(self._workspace.store, number(self._endpoint, item.project.id))
            for item in group.there
        }
        live = next((item for item in group.there if item.marker.page == marker.page), None)
        if live is not None:
            known = marks[live.project.id].settings
            settings = set_project(self._client, marker, made, live, known)
        elif group.wanted.asked:
            live, settings = self._create(group, made, marker), settings_digest(settings_of(marker, made))
            self._images.made(live.project.id)
            marks[live.project.id] = Mark()
        else:
            live = group.there[0]
            settings = marks[live.project.id].settings
        place = live.project.id
        work = _Work(made, place, marks, Pushed(place))
        if (marks[place].settings, marks[place].marker) != (settings, live.marker):
            marks[place] = marks[place].model_copy(update={"settings": settings, "marker": live.marker})
            work.changed.add(place)
        return work

    def _page(self, key: Key) -> tuple[Page, Marker]:
        stage, axis, annotator = key
        made = page(stage, axis, self._workspace.config.review)
        return made, Marker(workspace=self._home.name, stage=stage, axis=axis, annotator=annotator, page=made.label)

    def _create(self, group: Group, stage_page: Page, marker: Marker) -> Ours:
        """Wait for a project to be made, and meanwhile write what its tasks show."""
        if group.key not in self._creating:
            self.begin([group.key])
        if not group.there:
            self._showing.tasks(stage_page, list(group.wanted.asked.values()))
        return Ours(self._creating.pop(group.key).result(), marker)

    def _list(self, group: Group, work: _Work) -> list[There]:
        """List every task of the group; what is remembered of tasks that have gone is forgotten."""
        found: list[There] = []
        for project in sorted(item.project.id for item in group.there):
            listed = work.listed[project] = self._client.tasks(project, data=True)
            read = (read_task(project, task, live=project == work.live) for task in listed)
            found += [item for item in read if item is not None]
            sent = work.marks[project].sent
            for task in sent.keys() - {item.id for item in listed}:
                del sent[task]
                work.changed.add(project)
        return found

    def _shown(self, work: _Work, asked: Sequence[Assignment]) -> list[tuple[Sent, Data]]:
        """Write what tasks show, and see to it that their project can show their images."""
        made = self._showing.tasks(work.stage_page, asked)
        for role in self._showing.roles(work.stage_page, asked):
            self._images.admit(work.live, role)
        return made

    def oracles(self, uids: Iterable[str]) -> list[ImageRef]:
        """Return the oracles of instances."""
        return self._showing.oracles(uids)

    # The steps

    def _compare(self, plan: Plan, work: _Work) -> None:
        """Find the tasks that show something else than they should: by what we know of them, or made again."""
        unsure = []
        sent = work.mark.sent
        for item, asked in plan.keep:
            known = sent.get(item.task.id)
            fits = (
                known is not None
                and (known.uid, known.revision, known.page) == (asked.uid, asked.revision, work.stage_page.digest)
                and known.data == digest(item.task.data or {})
            )
            if not fits or known is None or known.since == PENDING:
                unsure.append((item, asked))
        names = {name for item, _ in plan.keep if (known := sent.get(item.task.id)) for name in known.files}
        if not self._images.there("inputs", names):
            self._shown(work, [asked for _, asked in plan.keep])
        made = self._shown(work, [asked for _, asked in unsure])
        for (item, asked), (should, _) in zip(unsure, made, strict=True):
            if should.data != digest(item.task.data or {}):
                plan.update.append((item, asked))
                continue
            known = sent.get(item.task.id)
            since = item.task.updated_at if known is not None and known.since is not None else None
            sent[item.task.id] = should.model_copy(update={"since": since})
            work.changed.add(work.live)

    def _recognize(self, plan: Plan, work: _Work) -> None:
        """Note annotated tasks whose import was cut before it could be noted, where they show what they should."""
        sent = work.mark.sent
        strange = [(item, asked) for item, asked in plan.served if item.live and item.task.id not in sent]
        made = self._shown(work, [asked for _, asked in strange])
        for (item, _), (should, _) in zip(strange, made, strict=True):
            if should.data == digest(item.task.data or {}):
                sent[item.task.id] = should
                work.changed.add(work.live)

    def _update(self, plan: Plan, work: _Work) -> None:
        """Change tasks in place; noted before and after, for somebody may sit at one of them."""
        if not plan.update:
            return
        made = self._shown(work, [asked for _, asked in plan.update])
        sent = work.mark.sent
        for (item, _), (should, _) in zip(plan.update, made, strict=True):
            sent[item.task.id] = should.model_copy(update={"since": PENDING})
        self._note(work, work.live)
        for (item, _), (should, data) in zip(plan.update, made, strict=True):
            since = self._client.update_task(item.task.id, data)
            sent[item.task.id] = should.model_copy(update={"since": since})
            work.pushed.updated += 1
        work.changed.add(work.live)

    def _add(self, plan: Plan, work: _Work) -> None:
        for begin in range(0, len(plan.add), BATCH):
            asked = plan.add[begin : begin + BATCH]
            made = self._showing.tasks(work.stage_page, asked)
            roles = self._showing.roles(work.stage_page, asked)
            self.land()
            deliver = partial(self._deliver, work.live, roles, [{"data": data} for _, data in made])
            self._flying = _Flying(work, tuple(sent for sent, _ in made), self._courier.send(deliver))
            work.pushed.new += len(made)

    def _deliver(self, project: int, roles: Sequence[Role], tasks: Sequence[Mapping[str, object]]) -> list[int]:
        for role in roles:
            self._images.admit(project, role)
        return self._client.import_tasks(project, tasks)

    def land(self) -> None:
        """Wait for the import that is on its way, and note what became of it."""
        flying, self._flying = self._flying, None
        if flying is not None:
            flying.work.mark.sent.update(zip(flying.answer.result(), flying.sent, strict=True))
            self._note(flying.work, flying.work.live)

    def stop(self) -> None:
        """Send nothing more: a push that follows at once must see all that this one did."""
        self._courier.stop()

    def _retire(self, plan: Plan, work: _Work) -> None:
        """Mark tasks that stay for their annotations; being annotated, they are out of the label stream."""
        for item in plan.retire:
            self._client.update_task(item.task.id, {**(item.task.data or {}), RETIRED: True})
            work.pushed.retired += 1

    def _remove(self, plan: Plan, work: _Work, group: Group) -> None:
        """Remove unanswered tasks, and projects of ours that are left with nothing."""
        gone: dict[int, set[int]] = {}
        for item in plan.remove:
            gone.setdefault(item.project, set()).add(item.task.id)
        for project, tasks in sorted(gone.items()):
            self._client.delete_unanswered(project, sorted(tasks))
            work.pushed.removed += len(tasks)
            for task in tasks:
                work.marks[project].sent.pop(task, None)
            work.changed.add(project)
        for project in (other.project.id for other in group.there):
            if project != work.live and not self._client.tasks(project, data=False):
                self._client.delete_project(project)
                work.marks[project] = Mark()
                work.changed.add(project)

    def _note(self, work: _Work, project: int) -> None:
        put_mark(self._workspace.store, number(self._endpoint, project), work.marks[project])


__all__ = ["Group", "Pushed", "Sender", "Task", "Wanted"]
