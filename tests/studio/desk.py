"""A desk on the real server: a project for one page with its tasks, and what was sent from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page as View
from playwright.sync_api import Response

from curation.annotations import Annotation, Decision, Work
from curation.models import ImageRef, Stage
from curation.store import Stored
from curation.studio.client import Client
from curation.studio.connection import connect
from curation.studio.images import OwnImages, Role
from curation.studio.ledger import Marker, home
from curation.studio.pages import Page, page, read, task_data
from curation.studio.projects import settings_of
from curation.taxonomy import Axis
from curation.workspace import Review, Workspace


@dataclass(frozen=True)
class Desk:
    """A project with tasks.

    Attributes:
        client: The server.
        project: The project's number.
        page: The page that it shows.
        data: What its tasks show, in order.
    """

    client: Client
    project: int
    page: Page
    data: tuple[dict[str, Any], ...]

    def enter(self, view: View) -> None:
        """Open the first task that is not done, as an annotator does."""
        view.goto(f"{self.client.url}/projects/{self.project}/data?labeling=1")
        ready(view)

    def works(self) -> list[Work]:
        """Read what was sent, by task."""
        found = []
        for task in sorted(self.client.export(self.project), key=lambda task: task.id):
            [annotation] = task.annotations
            found.append(read(self.page, task.data, annotation["result"], bool(annotation["was_cancelled"])))
        return found


def ready(view: View) -> None:
    """Wait until a task is there to be worked on."""
    view.get_by_test_id("bottombar-submit-button").wait_for()
    view.locator(".cu-card:visible").first.wait_for()
    if view.locator(".cu-picture").count():
        view.wait_for_function(
            "[...document.querySelectorAll('.cu-picture img')].some(one => one.naturalWidth > 1)"
        )
        view.locator(".cu-picture canvas").first.wait_for()


def submit(view: View) -> None:
    """Send what is filled in, by keyboard; Label Studio hears no key while a field has it."""

    def sent(response: Response) -> bool:
        return "/annotations" in response.url and response.request.method == "POST"

    while view.evaluate("document.activeElement.matches('textarea, input')"):
        view.keyboard.press("Tab")
    with view.expect_response(sent) as answer:
        view.keyboard.press("Control+Enter")
    assert answer.value.status == 201, answer.value.text()


def lay(
    workspace: Workspace,
    stage: Stage,
    axis: Axis,
    *items: Stored,
    reviews: Callable[[Stored], Sequence[Annotation]] = lambda _: (),
    history: Callable[[Stored], Sequence[Annotation | Decision]] = lambda _: (),
) -> Desk:
    """Make a project as push does, with tasks that show these instances."""
    client = Client(connect(workspace))
    made = page(stage, axis, Review())
    mine = home(workspace.store)
    marker = Marker(workspace=mine.name, stage=stage, axis=axis, annotator="ann", page=made.label)
    project = client.create_project(settings_of(marker, made)).id
    images = OwnImages(workspace, mine, client)

    def address(ref: ImageRef) -> str:
        role: Role = "oracles" if ref in oracles else "inputs"
        images.bring(role, [ref])
        images.admit(project, role)
        return images.address(role, ref)

    oracles = {item.instance.oracle for item in items if item.instance.axis == "GEU"}
    data = tuple(
        task_data(made, item, address=address, reviews=reviews(item), history=history(item)) for item in items
    )
    client.import_tasks(project, [{"data": one} for one in data])
    return Desk(client, project, made, data)
