"""What a workspace holds and what a release still lacks; and everything about one instance."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from curation.annotations import Annotation, Decision
from curation.errors import UsageError
from curation.models import GEUInstance, ProofMethod, Record, UEGInstance
from curation.store import STATES
from curation.workspace import Workspace


class SubtaskStatus(Record):
    """How far one subtask is.

    Attributes:
        subtask: Its name; `None` for imported instances that name none.
        wanted: Its share of a full release; 0 for an extension family's, which is outside of the quotas.
        states: How many instances there are in each state.
    """

    subtask: str | None
    wanted: int
    states: dict[str, int]


class CategoryStatus(Record):
    """How far one category is.

    Attributes:
        category: Its name.
        axis: UEG or GEU.
        wanted: Its quota in a full release.
        states: How many instances there are in each state.
        to_make: How many more instances with a question are needed before review can fill the quota.
        to_approve: How many approvals are needed for a full release.
        subtasks: The same by subtask.
    """

    category: str
    axis: str
    wanted: int
    states: dict[str, int]
    to_make: int
    to_approve: int
    subtasks: tuple[SubtaskStatus, ...]


class ProofStatus(Record):
    """How many instances are proved in one way.

    Attributes:
        method: See `curation.models.Proof`; `None` for instances without a proof.
        instances: How many there are.
        read: How many of them a reader of the pixels alone has looked at, beside the proof.
        agreed: How many of those it answered as the proof does.
    """

    method: ProofMethod | None
    instances: int
    read: int
    agreed: int


class StatusReport(Record):
    """What a workspace holds.

    Attributes:
        profile: Which benchmark is made.
        instances: How many there are in all.
        approved: How many of them people have approved.
        wanted: Size of a full release.
        categories: In the order of the profile.
        origins: How many instances came from each pack, family and file format.
        refused_draws: How many draws of each family its solver or the draw itself refused.
        proofs: How many are proved, by method; those without a proof last.
        sources: How many photos there are.
        assets: How many images are stored.
        suites: How many rows each file of rows has, by its name; generated suites together as `generated`.
    """

    profile: str
    instances: int
    approved: int
    wanted: int
    categories: tuple[CategoryStatus, ...]
    origins: dict[str, int]
    refused_draws: dict[str, int]
    proofs: tuple[ProofStatus, ...]
    sources: int
    assets: int
    suites: dict[str, int]


class EventReport(Record):
    """One line of an instance's history."""

    seq: int
    at: str
    actor: str
    action: str
    reason: str
    details: dict[str, Any]


class ShowReport(Record):
    """Everything about one instance.

    Attributes:
        revision: The newest revision.
        state: Where it stands.
        instance: The newest record.
        decision: What was decided for the newest revision.
        annotations: What people said, over all revisions.
        history: Who changed what and why.
        files: Where its images are, below the workspace.
    """

    revision: int
    state: str
    instance: UEGInstance | GEUInstance
    decision: Decision | None
    annotations: tuple[Annotation, ...]
    history: tuple[EventReport, ...]
    files: dict[str, str]


def status(workspace: Workspace) -> StatusReport:
    """Count what there is, per category, subtask and state, and what is missing for a release."""
    from curation.unisandbox.suites import held  # It is far above; only this command needs it.

    counts = workspace.store.counts()
    origins: dict[str, int] = {}
    for _, _, origin, _, number in counts:
        origins[origin] = origins.get(origin, 0) + number
    refused: dict[str, int] = {}
    for family, _, number in workspace.store.refused_draws():
        refused[family] = refused.get(family, 0) + number

    def states(category: str, parts: Collection[str | None]) -> dict[str, int]:
        found: dict[str, int] = dict.fromkeys(STATES, 0)
        for of, part, _, state, number in counts:
            if of == category and part in parts:
                found[state] += number
        return found

    categories = []
    for category in workspace.profile.categories:
        quotas = category.quotas(category.quota)
        parts: list[str | None] = list(quotas)
        parts += [
            part
            for part in dict.fromkeys(part for of, part, *_ in counts if of == category.name)
            if part not in quotas
        ]
        total = states(category.name, {*quotas, None})
        usable = sum(total.values()) - total["waiting"] - total["rejected"]
        categories.append(
            CategoryStatus(
                category=category.name,
                axis=category.axis,
                wanted=category.quota,
                states=total,
                to_make=max(0, category.quota - usable),
                to_approve=max(0, category.quota - total["approved"]),
                subtasks=tuple(
                    SubtaskStatus(
                        subtask=part,
                        wanted=quotas.get(part, 0) if part is not None else 0,
                        states=states(category.name, {part}),
                    )
                    for part in parts
                ),
            )
        )
    return StatusReport(
        profile=workspace.profile.name,
        instances=sum(number for *_, number in counts),
        approved=sum(number for *_, state, number in counts if state == "approved"),
        wanted=workspace.profile.instances,
        categories=tuple(categories),
        origins=dict(sorted(origins.items())),
        refused_draws=refused,
        proofs=_proofs(workspace),
        sources=len(workspace.store.sources()),
        assets=workspace.store.asset_count(),
        suites={name: file.rows for name, file in held(workspace.store).items()},
    )


def _proofs(workspace: Workspace) -> tuple[ProofStatus, ...]:
    found: dict[str | None, list[int]] = {}
    for method, agreed, number in workspace.store.proofs():
        counted = found.setdefault(method, [0, 0, 0])
        for place, counts in enumerate((True, agreed is not None, agreed)):
            counted[place] += number if counts else 0
    return tuple(
        ProofStatus.model_validate({"method": method, "instances": every, "read": read, "agreed": agreed})
        for method, (every, read, agreed) in found.items()
    )


def show(workspace: Workspace, uid: str) -> ShowReport:
    """Collect everything about one instance.

    Raises:
        UsageError: There is no such instance.
    """
    stored = workspace.store.instance(uid)
    if stored is None:
        near = [known for known in sorted(workspace.store.uids()) if known.startswith(uid[:6])][:3]
        hint = f"; there is {', '.join(near)}" if near else "; `curate status` says what there is"
        raise UsageError(f"there is no instance {uid!r}{hint}")
    files: dict[str, str] = {}
    if isinstance(stored.instance, GEUInstance):
        for name, ref in (("image", stored.instance.image), ("oracle", stored.instance.oracle)):
            if ref is not None:
                files[name] = workspace.assets.path(ref).relative_to(workspace.root).as_posix()
    return ShowReport(
        revision=stored.revision,
        state=stored.state,
        instance=stored.instance,
        decision=stored.decision,
        annotations=tuple(workspace.store.annotations(uid)),
        history=tuple(
            EventReport(
                seq=event.seq,
                at=event.at,
                actor=event.actor,
                action=event.action,
                reason=event.reason,
                details=dict(event.details),
            )
            for event in workspace.store.events(uid)
        ),
        files=files,
    )
