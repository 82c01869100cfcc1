"""Which images a server shows, and under which addresses.

A blind task shows its input image and nothing else. In Community every user can reach every project, register any
folder below the served one and list it: what must not be seen must not be there. So the folder of input images
holds only those of pushed tasks; an oracle is linked only while somebody is asked to adjudicate its instance, when
the blind reviews are in, and taken away afterwards. Names are keyed by a secret: whoever knows a picture, or draws
the solved one as a guess, can derive no name from it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import quote

from curation.atomic import PARTIAL, disk_errors
from curation.models import ImageRef
from curation.studio.client import Client, StudioError
from curation.studio.ledger import Home
from curation.studio.server.private import FOLDER, private
from curation.workspace import Workspace

Role = Literal["inputs", "oracles"]
ROLES: tuple[Role, ...] = ("inputs", "oracles")
_SHELF = '<View><Image name="image" value="$image"/></View>'
BATCH = 50
BATCH_BYTES = 100 * 1024 * 1024
"""Bounds on one upload: over 100 files make the server fail, and a body may have 250 MB."""


def name_of(home: Home, role: Role, ref: ImageRef) -> str:
    """Name an image's file."""
    key = bytes.fromhex(home.salt)
    return hmac.new(key, f"{role}:{ref.pixels}".encode(), hashlib.sha256).hexdigest()[:32] + ".png"


class Images(Protocol):
    """Where a server finds images."""

    def made(self, project: int) -> None:
        """Tell that a project is new."""
        ...

    def bring(self, role: Role, refs: Sequence[ImageRef]) -> None:
        """See to it that the server has images."""
        ...

    def admit(self, project: int, role: Role) -> None:
        """See to it that a project can show images of a role."""
        ...

    def address(self, role: Role, ref: ImageRef) -> str:
        """Where a page finds an image."""
        ...

    def there(self, role: Role, names: Iterable[str]) -> bool:
        """Whether files are where they were put."""
        ...

    def keep(self, role: Role, refs: Iterable[ImageRef]) -> None:
        """Take away all others."""
        ...


class OwnImages:
    """Images as local files of the workspace's own server.

    Args:
        workspace: Whose.
        home: Its name and salt.
        client: The server.
    """

    def __init__(self, workspace: Workspace, home: Home, client: Client) -> None:
        self._workspace, self._home, self._client = workspace, home, client
        folder = (workspace.root / FOLDER).absolute()
        if folder.is_symlink():
            folder = folder.parent / folder.readlink()
        # The server compares paths as text: no more is resolved than it was given.
        self._files = folder / private(workspace.root).files.name
        self._registered: set[tuple[int, Role]] = set()
        self._new: set[int] = set()

    def made(self, project: int) -> None:
        """A project is new: nothing is registered there."""
        self._new.add(project)

    def folder(self, role: Role) -> Path:
        """Where images of a role lie."""
        return self._files / self._home.name / role

    def bring(self, role: Role, refs: Sequence[ImageRef]) -> None:
        """Link the images into the served folder."""
        folder = self.folder(role)
        with disk_errors(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            there = set(os.listdir(folder))  # noqa: PTH208 - names alone, a thousand at a time
            for ref in refs:
                name = name_of(self._home, role, ref)
                if name not in there:
                    _link(self._workspace.assets.record(ref)[0], folder / name)

    def admit(self, project: int, role: Role) -> None:
        """Let a project show the folder."""
        if (project, role) in self._registered:
            return
        folder = self.folder(role)
        there = [] if project in self._new else self._client.storages(project)
        if str(folder) not in {storage.path for storage in there}:
            self._client.add_storage(project, f"curate {role}", str(folder))
        self._registered.add((project, role))

    def address(self, role: Role, ref: ImageRef) -> str:
        """Where a page finds an image: below the server's document root."""
        return f"/data/local-files/?d={quote(f'{self._home.name}/{role}/{name_of(self._home, role, ref)}')}"

    def there(self, role: Role, names: Iterable[str]) -> bool:
        """Whether files are where they were put."""
        try:
            found = set(os.listdir(self.folder(role)))  # noqa: PTH208 - names alone, a thousand at a time
        except FileNotFoundError:
            found = set()
        return found.issuperset(names)

    def keep(self, role: Role, refs: Iterable[ImageRef]) -> None:
        """Take away all others."""
        folder = self.folder(role)
        if not folder.is_dir():
            return
        kept = {name_of(self._home, role, ref) for ref in refs}
        with disk_errors(folder):
            for path in sorted(folder.iterdir()):
                if path.name not in kept:
                    path.unlink(missing_ok=True)


def _link(source: Path, target: Path) -> None:
    """Link a file, or copy it where the disk cannot link."""
    try:
        target.hardlink_to(source)
    except FileExistsError:
        return
    except OSError:
        beside = target.with_name(f".{target.name}{PARTIAL}copy")
        shutil.copyfile(source, beside)
        beside.replace(target)


class UploadedImages:
    """Images uploaded to a team's server, each once; found again by their names.

    They lie in a project of their own that has no task: the server refuses uploads to a project whose page shows
    more than one thing.

    Args:
        workspace: Whose.
        home: Its name and salt.
        client: The server.
    """

    def __init__(self, workspace: Workspace, home: Home, client: Client) -> None:
        self._workspace, self._home, self._client = workspace, home, client
        self._known: dict[str, str] | None = None

    @cached_property
    def shelf(self) -> int:
        """The project that the images lie in; made where there is none."""
        line = f"curate-images:{self._home.name}"
        there = [item.id for item in self._client.projects() if line in (item.description or "").splitlines()]
        if there:
            return min(there)
        about = "Pictures of the tasks that curate made; nobody works here, and without it no task has a picture."
        settings = {"title": "Pictures", "description": f"{about}\n{line}", "label_config": _SHELF}
        return self._client.create_project(settings).id

    def made(self, project: int) -> None:
        """Nothing: no project has images of its own."""
        del project

    def bring(self, role: Role, refs: Sequence[ImageRef]) -> None:
        """Upload what is not there yet."""
        wanted = {name_of(self._home, role, ref): ref for ref in refs}
        missing = [name for name in wanted if name not in self._listed()]
        batch: dict[str, bytes] = {}
        for name in missing:
            data = self._workspace.assets.record(wanted[name])[0].read_bytes()
            if batch and (len(batch) == BATCH or sum(map(len, batch.values())) + len(data) > BATCH_BYTES):
                self._client.upload(self.shelf, batch)
                batch = {}
            batch[name] = data
        if not missing:
            return
        self._client.upload(self.shelf, batch)
        self._known = None
        if lost := [name for name in missing if name not in self._listed()]:
            raise StudioError(f"{self._client.url}: {len(lost)} uploaded images are not there; run again")

    def _listed(self) -> dict[str, str]:
        """Return the paths of what was uploaded by our names; the server puts something of its own before them."""
        if self._known is None:
            uploads = self._client.uploads(self.shelf)
            self._known = {item.file.rsplit("-", 1)[-1]: item.file for item in reversed(uploads)}
        return self._known

    def admit(self, project: int, role: Role) -> None:
        """Nothing: every project can show what was uploaded."""
        del project, role

    def address(self, role: Role, ref: ImageRef) -> str:
        """Where a page finds an image."""
        return "/data/" + self._listed()[name_of(self._home, role, ref)]

    def there(self, role: Role, names: Iterable[str]) -> bool:
        """Nothing is asked: what was uploaded stays until its project is deleted."""
        del role, names
        return True

    def keep(self, role: Role, refs: Iterable[ImageRef]) -> None:
        """Nothing: what was uploaded cannot be taken back without what the tasks of others show."""
        del role, refs


def images_for(workspace: Workspace, home: Home, client: Client, *, own: bool) -> Images:
    """Choose how a server gets its images."""
    return OwnImages(workspace, home, client) if own else UploadedImages(workspace, home, client)
