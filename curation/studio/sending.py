"""Sending: one group of projects brought in line with what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from curation.annotations import Assignment
from curation.models import GEUInstance, ImageRef, UEGInstance
from curation.store import Stored
from curation.studio.answers import Task
from curation.studio.client import Client, Endpoint
from curation.studio.images import Images, Role, name_of
from curation.studio.ledger import PENDING, Home, Mark, Marker, Sent, digest, mark_of, number, put_mark
from curation.studio.pages import Page, page, remember
from curation.studio.plan import RETIRED, Plan, There, make_plan, read_task
from curation.studio.projects import Key, Ours, make_or_set
from curation.studio.showing import shown
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
        self._loaded: dict[str, Stored] = {}

    def send(self, group: Group) -> Pushed | None:
        """Bring one group in line; `None` where there is nothing of it and nothing is asked for."""
        if not group.wanted.asked and not group.there:
            return None
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
        stage, axis, annotator = group.key
        made = page(stage, axis, self._workspace.config.review)
        remember(self._workspace.store, made)
        marker = Marker(workspace=self._home.name, stage=stage, axis=axis, annotator=annotator, page=made.label)
        marks = {
            item.project.id: mark_of(self._workspace.store, number(self._endpoint, item.project.id))
            for item in group.there
        }
        known = {project: mark.settings for project, mark in marks.items()}
        if not group.wanted.asked and not any(item.marker.page == marker.page for item in group.there):
            live, settings, new = group.there[0].project.id, known[group.there[0].project.id], False
        else:
            live, settings, new = make_or_set(self._client, marker, made, group.there, known)
        if new:
            self._images.made(live)
            marks[live] = Mark()
        work = _Work(made, live, marks, Pushed(live))
        mine = next((item.marker for item in group.there if item.project.id == live), marker)
        if (marks[live].settings, marks[live].marker) != (settings, mine):
            marks[live] = marks[live].model_copy(update={"settings": settings, "marker": mine})
            work.changed.add(live)
        return work

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

    # What tasks show

    def _load(self, uids: Iterable[str]) -> None:
        """Read instances, all at once where they are many."""
        missing = [uid for uid in uids if uid not in self._loaded]
        if len(missing) > 50:
            self._loaded |= {item.instance.uid: item for item in self._workspace.store.instances()}
            return
        for uid in missing:
            stored = self._workspace.store.instance(uid)
            if stored is not None:
                self._loaded[uid] = stored

    def _shown(self, work: _Work, asked: Sequence[Assignment]) -> list[tuple[Sent, dict[str, JsonValue]]]:
        """Make what tasks show, and see to it that their images are there."""
        self._load(item.uid for item in asked)
        stage = asked[0].stage if asked else "review"
        for role, refs in self._pictures(asked, stage).items():
            if refs:
                self._images.prepare(work.live, role, refs)
        made = []
        for item in asked:
            stored = self._loaded[item.uid]
            data = shown(self._workspace.store, work.stage_page, stored, self._address(work, stored, stage))
            sent = Sent(
                uid=item.uid,
                revision=item.revision,
                page=work.stage_page.digest,
                data=digest(data),
                files=tuple(self._names([stored.instance])),
            )
            made.append((sent, data))
        return made

    def _pictures(self, asked: Sequence[Assignment], stage: str) -> dict[Role, list[ImageRef]]:
        puzzles = [
            instance for item in asked if isinstance(instance := self._loaded[item.uid].instance, GEUInstance)
        ]
        oracles = [item.oracle for item in puzzles if item.oracle is not None] if stage == "adjudicate" else []
        return {"inputs": [item.image for item in puzzles], "oracles": oracles}

    def _names(self, instances: Iterable[UEGInstance | GEUInstance]) -> list[str]:
        return [name_of(self._home, "inputs", item.image) for item in instances if isinstance(item, GEUInstance)]

    def _address(self, work: _Work, stored: Stored, stage: str) -> Callable[[ImageRef], str]:
        def address(ref: ImageRef) -> str:
            instance = stored.instance
            if isinstance(instance, GEUInstance):
                if ref == instance.image:
                    return self._images.address(work.live, "inputs", ref)
                if ref == instance.oracle and stage == "adjudicate":
                    return self._images.address(work.live, "oracles", ref)
            raise ValueError("a page asks for an image that its annotator must not see")

        return address

    def oracles(self, uids: Iterable[str]) -> list[ImageRef]:
        """Return the oracles of instances."""
        uids = sorted(uids)
        self._load(uids)
        instances = [self._loaded[uid].instance for uid in uids if uid in self._loaded]
        return [item.oracle for item in instances if isinstance(item, GEUInstance) and item.oracle is not None]

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
            made = self._shown(work, plan.add[begin : begin + BATCH])
            ids = self._client.import_tasks(work.live, [{"data": data} for _, data in made])
            work.mark.sent.update(zip(ids, (sent for sent, _ in made), strict=True))
            work.pushed.new += len(ids)
            self._note(work, work.live)

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
