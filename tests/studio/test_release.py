"""A whole release: 1,000 instances reviewed by two scripts on a real server, adjudicated by a third, and frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from PIL import Image

from curation.models import GEUInstance, ImageRef, UEGInstance
from curation.release.assemble import BuildReport
from curation.studio.client import Client
from curation.studio.connection import connect
from curation.studio.pull import pull
from curation.studio.push import counted, push
from curation.workspace import Workspace
from tests.cli.running import curate, sound
from tests.release.makers import PROFILE, Shelf, geu, ueg
from tests.studio.answering import answered_on_import
from tests.studio.people import Person
from tests.studio.scripts import (
    WHO,
    annotate,
    decision_result,
    note,
    projects_of,
    prompt_result,
    puzzle_result,
    tasks_of,
)

Make = Callable[[], Workspace]
ONE, TWO, THREE = "script_one", "script_two", "script_three"
EVERY_DISPUTED = 20
"""Of so many instances the second script has another opinion of one."""

BY_HAND = 8
"""So many tasks of each project are answered one by one, as a browser does; the others come with their answer."""


@dataclass(frozen=True)
class Store:
    """The workspace's images, as the makers of instances see them."""

    workspace: Workspace

    def put(self, image: Image.Image) -> ImageRef:
        return self.workspace.assets.put(image).image


def fill(workspace: Workspace) -> dict[str, UEGInstance | GEUInstance]:
    """A release's worth of instances, each subtask with its quota."""
    shelf = cast(Shelf, Store(workspace))
    made: dict[str, UEGInstance | GEUInstance] = {}
    with workspace.store.transaction():
        for category in PROFILE.categories:
            for subtask, quota in category.quotas(category.quota).items():
                for number in range(quota):
                    if category.axis == "UEG":
                        instance: UEGInstance | GEUInstance = ueg(category.name, subtask, number)
                    else:
                        instance = geu(category.name, subtask, number, shelf)
                    workspace.store.put_instance(instance, **WHO)
                    made[instance.uid] = instance
    return made


class Scripts:
    """What the scripts say.

    Args:
        instances: Every instance; a script that is right knows it.
    """

    def __init__(self, instances: Mapping[str, UEGInstance | GEUInstance]) -> None:
        self.instances = instances
        self.disputed = set(sorted(instances)[::EVERY_DISPUTED])
        self.left: dict[tuple[str, str], list[str]] = {}

    def answer(self, name: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        uid = data["uid"]
        instance = self.instances[uid]
        if name == THREE:
            return decision_result(instance.axis, "approve", comment="Looked at again.")
        wrong = name == TWO and uid in self.disputed
        if isinstance(instance, UEGInstance):
            said = ["no" if wrong and row == 0 else item.answer for row, item in enumerate(instance.checklist)]
            return prompt_result(said)
        letter = next(letter for letter in "ABCD" if (letter == instance.key) != wrong)
        return puzzle_result(letter)

    def most(self, name: str, data: Mapping[str, Any]) -> list[dict[str, Any]] | None:
        """Answer with the import, but for a few of each project."""
        left = self.left.setdefault((name, self.instances[data["uid"]].axis), [])
        if len(left) < BY_HAND:
            left.append(data["uid"])
            return None
        return self.answer(name, data)


def finish(workspace: Workspace, scripts: Scripts, people: Mapping[str, Person], stage: Any) -> int:
    """Answer one by one what is left, each script with its own token."""
    client = Client(connect(workspace))
    done = 0
    for (name, axis), uids in scripts.left.items():
        (project,) = projects_of(workspace, client)[stage, cast(Any, axis), name]
        tasks = tasks_of(client, project)
        for uid in uids:
            annotate(people[name], tasks[uid][0], scripts.answer(name, {"uid": uid}))
            done += 1
    scripts.left.clear()
    return done


def refused(workspace: Workspace, part: str) -> None:
    done = curate("build-release", "--version", "1.0.0", "-w", workspace.root)
    assert done.code == 2
    assert part in done.err
    assert not list(workspace.exports.glob("realunify-*"))


def test_a_release_of_reviewed_instances(studio_workspace: Make, scripts: dict[str, Person]) -> None:
    workspace = studio_workspace()
    note(workspace, scripts, ONE, TWO, adjudicator=THREE)
    instances = fill(workspace)
    assert len(instances) == 1000
    refused(workspace, "world_knowledge: 0 of 100")
    acting = Scripts(instances)
    users = {name: person.user for name, person in scripts.items()}

    with answered_on_import(users, acting.most):
        assert counted(push(workspace, actor="test"))["new"] == 2000
    assert finish(workspace, acting, scripts, "review") == 4 * BY_HAND
    brought = pull(workspace, actor="test")
    assert (brought.report.new, brought.report.refused, brought.findings.findings) == (2000, 0, ())
    disputed = len(acting.disputed)
    assert (brought.report.decisions, disputed) == (1000 - disputed, 50)
    first, second = workspace.store.annotations(max(acting.disputed))
    assert (first.annotator, second.annotator, first.seconds) == (ONE, TWO, 12.5)
    refused(workspace, "there are not enough different instances that people have approved")

    with answered_on_import(users, acting.most):
        report = push(workspace, actor="test")
    assert (counted(report)["new"], report.assigned) == (disputed, {"adjudicate": disputed})
    assert finish(workspace, acting, scripts, "adjudicate") == 2 * BY_HAND
    brought = pull(workspace, actor="test")
    assert (brought.report.new, brought.report.decisions, brought.findings.findings) == (disputed, disputed, ())

    said = sound("build-release", "--version", "1.0.0", "-w", workspace.root, "--json")
    built = BuildReport.model_validate_json(said)
    assert (built.instances, built.draft, built.shortfalls) == (1000, False, ())
    sound("validate", built.path)
    assert push(workspace, actor="test").changes == 0
    assert pull(workspace, actor="test").report.read == 0
    rules = {
        row["rule"] for row in workspace.store.rows("SELECT json_extract(record, '$.rule') AS rule FROM decisions")
    }
    assert rules == {"unanimous", "adjudicated"}
