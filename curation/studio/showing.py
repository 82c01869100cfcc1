"""What a task shows: an instance, and for those who are not blind what was said about it before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pydantic import JsonValue

from curation.annotations import Annotation, Assignment, Decision
from curation.models import GEUInstance, ImageRef
from curation.store import Store, Stored
from curation.studio.images import ROLES, Images, Role, name_of
from curation.studio.ledger import Home, Sent, digest
from curation.studio.pages import Page, task_data
from curation.workspace import Workspace

Data = dict[str, JsonValue]


def shown(store: Store, page: Page, stored: Stored, address: Callable[[ImageRef], str]) -> Data:
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


class Showing:
    """Writes what the tasks of one push show, each instance once for each page, whoever is asked.

    Args:
        workspace: Whose instances.
        home: Its name and salt.
        images: How the server gets its images.
    """

    def __init__(self, workspace: Workspace, home: Home, images: Images) -> None:
        self._workspace, self._home, self._images = workspace, home, images
        self._loaded: dict[str, Stored] = {}
        self._written: dict[tuple[str, str, int], tuple[Sent, Data]] = {}

    def tasks(self, page: Page, asked: Sequence[Assignment]) -> list[tuple[Sent, Data]]:
        """Write what tasks show, and see to it that the server has their images."""
        self._load(item.uid for item in asked)
        for role in ROLES:
            if refs := self._pictures(page, asked, role):
                self._images.bring(role, refs)
        return [self._task(page, item) for item in asked]

    def roles(self, page: Page, asked: Sequence[Assignment]) -> list[Role]:
        """Name the roles of the images that tasks show; call it after `tasks`."""
        return [role for role in ROLES if self._pictures(page, asked, role)]

    def oracles(self, uids: Iterable[str]) -> list[ImageRef]:
        """Return the oracles of instances."""
        uids = sorted(uids)
        self._load(uids)
        instances = [self._loaded[uid].instance for uid in uids if uid in self._loaded]
        return [item.oracle for item in instances if isinstance(item, GEUInstance) and item.oracle is not None]

    def _task(self, page: Page, item: Assignment) -> tuple[Sent, Data]:
        place = (page.digest, item.uid, item.revision)
        if place not in self._written:
            stored = self._loaded[item.uid]
            data = shown(self._workspace.store, page, stored, self._address(page, stored))
            instance = stored.instance
            sent = Sent(
                uid=item.uid,
                revision=item.revision,
                page=page.digest,
                data=digest(data),
                files=(name_of(self._home, "inputs", instance.image),) if isinstance(instance, GEUInstance) else (),
            )
            self._written[place] = sent, data
        return self._written[place]

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

    def _pictures(self, page: Page, asked: Sequence[Assignment], role: Role) -> list[ImageRef]:
        if page.axis != "GEU" or (role == "oracles" and page.stage != "adjudicate"):
            return []
        puzzles = [
            instance for item in asked if isinstance(instance := self._loaded[item.uid].instance, GEUInstance)
        ]
        if role == "inputs":
            return [item.image for item in puzzles]
        return [item.oracle for item in puzzles if item.oracle is not None]

    def _address(self, page: Page, stored: Stored) -> Callable[[ImageRef], str]:
        def address(ref: ImageRef) -> str:
            instance = stored.instance
            if isinstance(instance, GEUInstance):
                if ref == instance.image:
                    return self._images.address("inputs", ref)
                if ref == instance.oracle and page.stage == "adjudicate":
                    return self._images.address("oracles", ref)
            raise ValueError("a page asks for an image that its annotator must not see")

        return address
