"""Scripts that act as annotators through the API, and small workspaces for them to act in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, cast
from xml.etree import ElementTree

from PIL import Image

from curation.annotations import Annotator
from curation.models import Authored, ChecklistItem, GEUInstance, Stage, UEGInstance
from curation.studio.client import Client
from curation.studio.ledger import home
from curation.studio.pages import page
from curation.studio.projects import Key, ours
from curation.workspace import Review, Workspace
from tests.core.samples import geu, ueg
from tests.studio.people import Person

WHO = {"actor": "test", "reason": "test"}


def note(workspace: Workspace, people: Mapping[str, Person], *names: str, adjudicator: str = "") -> None:
    """Add people who have accounts on the server to a workspace."""
    for name in (*names, *([adjudicator] if adjudicator else [])):
        person = Annotator(name=name, email=people[name].email, adjudicates=name == adjudicator)
        workspace.store.put_annotator(person, **WHO)


def picture(number: int, oracle: bool = False) -> Image.Image:
    """A picture of its own for each number."""
    return Image.new("RGB", (64, 48), (number * 37 % 256, number // 7 % 256, 200 if oracle else 90))


def put_geu(workspace: Workspace, number: int, **changes: Any) -> GEUInstance:
    """Store a puzzle with input and oracle."""
    image = workspace.assets.put(picture(number)).image
    oracle = workspace.assets.put(picture(number, oracle=True)).image
    fields: dict[str, Any] = {
        "canonical_key": f"{number:064x}",
        "image": image,
        "oracle": oracle,
        "question": f"Which one is number {number}?",
        "key": "ABCD"[number % 4],
    }
    made = geu(f"puzzle-{number:04}", **(fields | changes))
    workspace.store.put_instance(made, **WHO)
    return made


def put_ueg(workspace: Workspace, number: int, **changes: Any) -> UEGInstance:
    """Store a prompt with a checklist."""
    fields: dict[str, Any] = {
        "canonical_key": f"{number + 2**32:064x}",
        "prompt": f"Bread number {number} on a plate.",
        "checklist": (
            ChecklistItem(question="Is there a loaf of bread?", answer="yes", aspect="presence"),
            ChecklistItem(question="Is there a cat?", answer="no", aspect="presence"),
        ),
        "provenance": Authored(pack="my-pack", pack_version=1, licence="CC-BY-4.0", attribution="Somebody"),
    }
    made = ueg(f"prompt-{number:04}", **(fields | changes))
    workspace.store.put_instance(made, **WHO)
    return made


@cache
def _targets(name: str) -> dict[str, str]:
    """What each control of a page is about."""
    stage, axis = name.split("_")
    made = page(cast(Stage, stage), cast(Any, axis.upper()), Review())
    controls = ElementTree.fromstring(made.xml).iter()
    return {item.attrib["name"]: item.attrib["toName"] for item in controls if "toName" in item.attrib}


def result(
    name: str, *, choices: Mapping[str, str], texts: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """What a page sends; a control of a list has its row behind its name."""
    made: list[dict[str, Any]] = []
    for kind, plural, given in (("choices", "choices", choices), ("textarea", "text", texts or {})):
        for control, value in given.items():
            head, _, row = control.rpartition("_")
            listed = f"{head}_{{{{idx}}}}"
            target = _targets(name)[listed] if row.isdigit() else _targets(name)[control]
            made.append(
                {
                    "from_name": control,
                    "to_name": target.replace("{{idx}}", row),
                    "type": kind,
                    "value": {plural: [value]},
                }
            )
    return made


def puzzle_result(answer: str, verdict: str = "accept", **texts: str) -> list[dict[str, Any]]:
    """What the page `review_geu` sends."""
    why = {} if verdict == "accept" else {"reason": "bad picture"}
    return result("review_geu", choices={"answer": answer, "verdict": verdict, **why}, texts=texts)


def prompt_result(answers: Iterable[str], verdict: str = "accept", **texts: str) -> list[dict[str, Any]]:
    """What the page `review_ueg` sends."""
    choices = {"verdict": verdict} | ({} if verdict == "accept" else {"reason": "wrong facts"})
    for row, answer in enumerate(answers):
        choices |= {f"q_answer_{row}": answer, f"q_action_{row}": "keep"}
    return result("review_ueg", choices=choices, texts=texts)


def decision_result(axis: str, decision: str, **texts: str) -> list[dict[str, Any]]:
    """What the pages of an adjudicator send where nothing is edited."""
    return result(f"adjudicate_{axis.lower()}", choices={"decision": decision}, texts=texts)


def client_of(person: Person) -> Client:
    """The server as a person."""
    return Client(person.endpoint)


def projects_of(workspace: Workspace, client: Client) -> dict[Key, list[int]]:
    """The workspace's projects on the server."""
    found = ours(client.projects(), home(workspace.store).name)
    return {key: [item.project.id for item in items] for key, items in found.items()}


def tasks_of(client: Client, project: int) -> dict[str, list[int]]:
    """Ids of a project's tasks by their instance."""
    found: dict[str, list[int]] = {}
    for task in client.tasks(project, data=True):
        assert task.data is not None
        found.setdefault(str(task.data["uid"]), []).append(task.id)
    return found


def annotate(person: Person, task: int, result: list[dict[str, Any]], **fields: Any) -> int:
    """Annotate a task as a browser does; return the annotation's id."""
    body = {"result": result, "lead_time": 3.5, "was_cancelled": False} | fields
    answer = person.endpoint.caller().ask(f"/api/tasks/{task}/annotations/", method="POST", body=body)
    assert answer.status == 201, answer.status
    found = answer.json()
    assert isinstance(found, dict)
    return int(found["id"])


def ask(person: Person, path: str, method: str = "GET", body: Any = None) -> Any:
    """Ask the server as a person."""
    return person.endpoint.caller().ask(path, method=method, body=body)
