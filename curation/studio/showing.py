"""What a task shows: an instance, and for those who are not blind what was said about it before."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import JsonValue

from curation.annotations import Annotation, Decision
from curation.models import ImageRef
from curation.store import Store, Stored
from curation.studio.pages import Page, task_data


def shown(store: Store, page: Page, stored: Stored, address: Callable[[ImageRef], str]) -> dict[str, JsonValue]:
    """Write a task's data.

    Args:
        store: Where annotations and decisions are looked up, for stages that are not blind.
        page: The page that shows it.
        stored: The instance.
        address: Where the page finds an image.
    """
    if page.stage == "review":
        return task_data(page, stored, address=address)
    uid, revision = stored.instance.uid, stored.revision
    said = [item for item in store.annotations(uid) if item.purpose == "work"]
    reviews = [item for item in said if item.stage == "review" and item.revision == revision]
    before = [item for item in said if item not in reviews]
    history: list[Annotation | Decision] = [*before, *store.decisions(uid)]
    return task_data(page, stored, address=address, reviews=reviews, history=history)
