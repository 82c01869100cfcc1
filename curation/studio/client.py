"""A thin layer over the Label Studio SDK: few requests, each answer bounded and parsed, each error one line.

The SDK's transport does the authentication (a legacy token, or a personal access token that is refreshed), and
nothing is retried: an import whose answer was lost may have been committed, so whoever sees an error lists again.
The SDK's own answer types are not used. They validate nothing, and trying seven of them for each task makes a
listing take three times as long.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from curation.errors import CurationError, one_line
from curation.studio.answers import (
    Exported,
    Imported,
    Project,
    Projects,
    Settings,
    Storage,
    Task,
    Tasks,
    Updated,
    Upload,
    User,
)

if TYPE_CHECKING:
    from label_studio_sdk import LabelStudio

PAGE = 1000
MOST_ANSWER = 192 * 1024 * 1024
MOST_ADDRESS = 3000
"""Bytes of task ids in one address; servers in between refuse addresses beyond 4 to 8 KB."""

LISTINGS = 3
"""How often a listing is begun again when tasks came or went while it ran."""

Shape = TypeVar("Shape")
Item = TypeVar("Item")


class StudioError(CurationError):
    """Label Studio could not be asked, or did not answer as it should; the message holds no token."""


_USERS = TypeAdapter(Annotated[list[User], Field(max_length=100_000)])
_EXPORT = TypeAdapter(Annotated[list[Exported], Field(max_length=100_000)])
_STORAGES = TypeAdapter(Annotated[list[Storage], Field(max_length=10_000)])
_UPLOADS = TypeAdapter(Annotated[list[Upload], Field(max_length=100_000)])
_UNANSWERED = {
    "conjunction": "and",
    "items": [
        {"filter": f"filter:tasks:{name}", "operator": "equal", "type": "Number", "value": 0}
        for name in ("total_annotations", "cancelled_annotations")
    ],
}


class Endpoint(Protocol):
    """Where a Label Studio is (`connection.Endpoint`)."""

    @property
    def url(self) -> str:
        """Its address."""
        ...

    @property
    def own(self) -> bool:
        """Whether it is the workspace's own."""
        ...

    def client(self) -> LabelStudio:
        """Make a client that retries nothing and waits for no longer than a bound."""
        ...


class Client:
    """What is asked of a Label Studio.

    Args:
        endpoint: Where it is, and the token.

    Raises:
        StudioError: From every method: it does not answer, refuses, fails, or answers with something else.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.url = endpoint.url.rstrip("/")
        with self._telling("connecting"):
            self._http = endpoint.client()._client_wrapper.httpx_client

    # Projects

    def projects(self) -> list[Project]:
        """List all projects, whole or not at all."""

        def read(body: bytes) -> tuple[dict[int, Project], int]:
            answer = self._read(Projects, body, "listing projects")
            return {project.id: project for project in answer.results}, answer.count

        given = {"include": "id,title,description,task_number"}
        return self._whole("api/projects/", given, read, "projects", "the list of projects")

    def settings(self, project: int) -> Settings:
        """Read a project's settings."""
        return self._get(Settings, "reading a project", f"api/projects/{project}/")

    def create_project(self, settings: Mapping[str, object]) -> Settings:
        """Create a project."""
        body = self._ask("creating a project", "POST", "api/projects/", body=settings)
        return self._read(Settings, body, "creating a project")

    def update_project(self, project: int, settings: Mapping[str, object]) -> None:
        """Change a project's settings."""
        self._ask("updating a project", "PATCH", f"api/projects/{project}/", body=settings)

    def delete_project(self, project: int) -> None:
        """Delete a project."""
        self._ask("deleting an empty project", "DELETE", f"api/projects/{project}/")

    # Tasks

    def tasks(self, project: int, *, data: bool) -> list[Task]:
        """List a project's tasks by id, whole or not at all.

        Args:
            project: Which project.
            data: Whether to ask for what the pages show as well.
        """
        include = "id,updated_at,total_annotations,cancelled_annotations" + (",data" if data else "")

        def read(body: bytes) -> tuple[dict[int, Task], int]:
            answer = self._read(Tasks, body, "listing tasks")
            return {task.id: task for task in answer.tasks}, answer.total

        given = {"project": project, "fields": "task_only", "include": include, "resolve_uri": "false"}
        return self._whole("api/tasks/", given, read, "tasks", f"the list of tasks of project {project}")

    def _whole(
        self,
        path: str,
        given: Mapping[str, object],
        read: Callable[[bytes], tuple[dict[int, Item], int]],
        what: str,
        name: str,
    ) -> list[Item]:
        """List something by id, page by page; begin again where some came or went meanwhile."""
        for _ in range(LISTINGS):
            found: dict[int, Item] = {}
            page, total = 1, 1
            while len(found) < total:
                # A page that is not there (some went while the list was read) answers 404.
                asked = {**given, "page_size": PAGE, "page": page}
                body = self._ask(f"listing {what}", "GET", path, asked, missing=page > 1)
                if body is None:
                    break
                some, total = read(body)
                found |= some
                page += 1
                if not some:
                    break
            if len(found) == total or total == 0:
                return [found[key] for key in sorted(found)]
        raise StudioError(f"{self.url}: {name} came incomplete; run again")

    def import_tasks(self, project: int, tasks: Sequence[Mapping[str, object]]) -> list[int]:
        """Import tasks, all or none; return their ids in the order of the request."""
        body = self._ask(
            "importing tasks", "POST", f"api/projects/{project}/import", {"return_task_ids": "true"}, body=tasks
        )
        ids = self._read(Imported, body, "importing tasks").task_ids
        if len(ids) != len(tasks) or len(set(ids)) != len(ids):
            raise StudioError(f"{self.url}: took {len(ids)} of {len(tasks)} tasks; run again")
        return ids

    def update_task(self, task: int, data: Mapping[str, object]) -> str:
        """Replace a task's data, keeping its annotations; return when the server did it."""
        body = self._ask("updating a task", "PATCH", f"api/tasks/{task}/", body={"data": data})
        return self._read(Updated, body, "updating a task").updated_at

    def delete_unanswered(self, project: int, tasks: Sequence[int]) -> None:
        """Delete those of the tasks that nobody has annotated; the server looks and deletes in one request."""
        for begin in range(0, len(tasks), PAGE):
            chosen = {"all": False, "included": list(tasks[begin : begin + PAGE])}
            self._ask(
                "removing tasks",
                "POST",
                "api/dm/actions",
                {"id": "delete_tasks", "project": project},
                body={"selectedItems": chosen, "filters": _UNANSWERED, "ordering": []},
            )

    def export(self, project: int, tasks: Sequence[int] | None = None) -> Iterator[Exported]:
        """Export annotated tasks with everybody's annotations, skips among them.

        Args:
            project: Which project.
            tasks: Only these; `None` for all.
        """
        for chosen in [None] if tasks is None else _portions(tasks):
            given: dict[str, object] = {"exportType": "JSON", "download_all_tasks": "false"}
            if chosen is not None:
                given["ids[]"] = chosen
            body = self._ask("exporting annotations", "GET", f"api/projects/{project}/export", given)
            yield from self._read(_EXPORT, body, "exporting annotations")

    # People

    def users(self) -> list[User]:
        """List the accounts."""
        return self._get(_USERS, "listing accounts", "api/users/")

    # Images

    def storages(self, project: int) -> list[Storage]:
        """List the folders of local files that a project may show."""
        return self._get(_STORAGES, "listing storages", "api/storages/localfiles/", {"project": project})

    def add_storage(self, project: int, title: str, path: str) -> None:
        """Let a project show the files of a folder; it is never synced, for that would make each file a task."""
        body = {"project": project, "title": title, "path": path, "use_blob_urls": False}
        self._ask("registering images", "POST", "api/storages/localfiles/", body=body)

    def delete_storage(self, storage: int) -> None:
        """Take a folder away again; its files stay."""
        self._ask("removing a storage", "DELETE", f"api/storages/localfiles/{storage}/")

    def uploads(self, project: int) -> list[Upload]:
        """List what was uploaded to a project."""
        return self._get(_UPLOADS, "listing uploads", f"api/projects/{project}/file-uploads", {"all": "true"})

    def upload(self, project: int, files: Mapping[str, bytes]) -> None:
        """Upload PNG images under their names, without making tasks of them."""
        self._ask(
            "uploading images",
            "POST",
            f"api/projects/{project}/import",
            {"commit_to_project": "false"},
            files={name: (name, data, "image/png") for name, data in files.items()},
        )

    # Asking

    def _get(
        self,
        shape: type[Shape] | TypeAdapter[Shape],
        doing: str,
        path: str,
        params: Mapping[str, object] | None = None,
    ) -> Shape:
        return self._read(shape, self._ask(doing, "GET", path, params), doing)

    def _ask(
        self,
        doing: str,
        method: str,
        path: str,
        params: Mapping[str, object] | None = None,
        *,
        body: object = None,
        files: Mapping[str, Any] | None = None,
        missing: bool = False,
    ) -> bytes | None:
        """Ask once; return the answer's bytes, or `None` where a missing page was allowed for."""
        given: dict[str, Any] = {"params": dict(params or {})}
        if body is not None:
            given["content"] = json.dumps(body, ensure_ascii=False).encode()
            given["headers"] = {"content-type": "application/json"}
        if files is not None:
            given["files"] = dict(files)
        with self._telling(doing), self._http.stream(path, method=method, **given) as response:
            data = bytearray()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > MOST_ANSWER:
                    raise StudioError(f"{self.url}: {doing}: answered with more than {MOST_ANSWER:,} bytes")
            if missing and response.status_code == 404:
                return None
            self._judge(doing, response.status_code, bytes(data))
            return bytes(data)

    def _judge(self, doing: str, status: int, body: bytes) -> None:
        if 200 <= status < 300:
            return
        if status in {401, 403}:
            raise StudioError(
                f"{self.url}: the token is refused ({status}); "
                "look to LABEL_STUDIO_API_KEY, or run `curate studio up`"
            )
        if status == 404:
            raise StudioError(
                f"{self.url}: {doing}: there is no such thing (404); "
                "check the address, or run again if it was deleted meanwhile"
            )
        if 300 <= status < 400:
            raise StudioError(f"{self.url}: leads elsewhere ({status}); give the final address in LABEL_STUDIO_URL")
        if status >= 500:
            raise StudioError(f"{self.url}: {doing}: the server failed ({status}); look to its log and run again")
        raise StudioError(f"{self.url}: {doing}: the server refused it ({status}: {_said(body)})")

    def _read(self, shape: type[Shape] | TypeAdapter[Shape], body: bytes | None, doing: str) -> Shape:
        adapter = shape if isinstance(shape, TypeAdapter) else TypeAdapter(shape)
        try:
            return adapter.validate_json(body or b"")
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"][:6]) or "the answer"
            raise StudioError(
                f"{self.url}: {doing}: answered with something that no Label Studio says "
                f"({one_line(place)[:80]}: {first['msg'][:120]}); check the address and the server's version"
            ) from None

    @contextmanager
    def _telling(self, doing: str) -> Iterator[None]:
        """Turn what the SDK and its transport raise into one line each, without what they hold of headers."""
        import httpx
        from label_studio_sdk.core.api_error import ApiError

        try:
            yield
        except ApiError as error:
            self._judge(doing, error.status_code or 500, b"")
            raise StudioError(f"{self.url}: {doing}: the token could not be used; make a new one") from None
        except httpx.TimeoutException:
            raise StudioError(f"{self.url}: {doing}: no answer in time; look to the server and run again") from None
        except httpx.ConnectError:
            raise StudioError(
                f"{self.url}: does not answer; start it with `curate studio up`, or check LABEL_STUDIO_URL"
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise StudioError(
                f"{self.url}: {doing}: the connection was cut ({type(error).__name__}); run again"
            ) from None


def _portions(tasks: Sequence[int]) -> Iterator[list[int]]:
    """Divide ids so that each portion fits an address."""
    portion: list[int] = []
    size = 0
    for task in tasks:
        width = len(str(task)) + len("&ids%5B%5D=")
        if portion and size + width > MOST_ADDRESS:
            yield portion
            portion, size = [], 0
        portion.append(task)
        size += width
    if portion:
        yield portion


def _said(body: bytes) -> str:
    """What a refusal says, in a bounded line."""
    try:
        answer = json.loads(body[:100_000])
    except (ValueError, RecursionError):
        return "no reason given"
    if isinstance(answer, dict):
        answer = answer.get("validation_errors") or answer.get("detail") or answer
    return one_line(json.dumps(answer, ensure_ascii=False))[:300]
