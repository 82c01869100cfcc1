"""Scripts that act as annotators through the API, and small workspaces for them to act in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PIL import Image

from curation.annotations import Annotator
from curation.models import Authored, ChecklistItem, GEUInstance, UEGInstance
from curation.studio.client import Client
from curation.studio.ledger import home
from curation.studio.projects import Key, ours
from curation.workspace import Workspace
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


def puzzle_result(answer: str, verdict: str = "accept", **texts: str) -> list[dict[str, Any]]:
    """What the page `review_geu` sends."""
    made = [_choice("answer", "image", [answer]), _choice("verdict", "image", [verdict])]
    return made + _texts("image", texts)


def prompt_result(answers: Iterable[str], verdict: str = "accept", **texts: str) -> list[dict[str, Any]]:
    """What the page `review_ueg` sends."""
    made: list[dict[str, Any]] = []
    for row, answer in enumerate(answers):
        made.append(_choice(f"q_answer_{row}", f"q_text_{row}", [answer]))
        made.append(_choice(f"q_action_{row}", f"q_text_{row}", ["keep"]))
    return [*made, _choice("verdict", "prompt", [verdict]), *_texts("prompt", texts)]


def decision_result(decision: str, target: str, **texts: str) -> list[dict[str, Any]]:
    """What the pages `adjudicate_geu` and `adjudicate_ueg` send where nothing is edited."""
    return [_choice("decision", target, [decision]), *_texts(target, texts)]


def _choice(name: str, target: str, values: list[str]) -> dict[str, Any]:
    return {"from_name": name, "to_name": target, "type": "choices", "value": {"choices": values}}


def _texts(target: str, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"from_name": name, "to_name": target, "type": "textarea", "value": {"text": [text]}}
        for name, text in texts.items()
    ]


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
