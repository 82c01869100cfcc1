"""The shared server, people and browser that the other tests stand on."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from curation.studio.connection import connect
from curation.workspace import Workspace
from tests.studio.browser import log_in
from tests.studio.people import enrol


def test_people_of_a_workspace_can_ask_and_look(studio_workspace: Callable[[], Workspace], page: Page) -> None:
    workspace = studio_workspace()
    [ann, bob] = enrol(workspace, "ann", "bob").values()
    assert connect(workspace).own
    assert ann.endpoint.client().users.whoami().email == ann.email != bob.email
    log_in(page, ann.endpoint.url, ann)
    assert page.url.startswith(ann.endpoint.url)
    assert [person.name for person in workspace.store.annotators()] == ["ann", "bob"]
