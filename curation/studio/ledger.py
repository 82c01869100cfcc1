"""What a workspace remembers of servers: its own name there, and of each project what was sent and seen.

All of it can be lost at any moment but the name: what is not remembered is looked up and compared again.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection, Mapping
from typing import Annotated, Any

from pydantic import Field, JsonValue, StringConstraints, ValidationError

from curation.canonical import digest_json
from curation.models import Name, Record, Stage, Uid
from curation.store import Store
from curation.studio.client import Endpoint
from curation.taxonomy import Axis
from curation.workspace import Workspace

PREFIX = "curate:"
PENDING = "pending"
"""Instead of the time of a change that was begun and not seen to end."""

_WORKSPACE = 0
Hex = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16,64}$")]


class Marker(Record):
    """Says in a project's description whose it is and what for.

    Attributes:
        workspace: The workspace's name on servers.
        stage: What is done in the project.
        axis: Of which instances.
        annotator: By whom.
        page: On which page, such as `review_geu@3`.
    """

    workspace: Hex
    stage: Stage
    axis: Axis
    annotator: Name
    page: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}@[0-9]{1,6}$")]

    @property
    def key(self) -> tuple[Stage, Axis, str]:
        """Who does what: there is one project of the newest page for each."""
        return self.stage, self.axis, self.annotator

    def line(self) -> str:
        """Write it as a line of a description."""
        return PREFIX + json.dumps(self.plain(), sort_keys=True, separators=(",", ":"))


def marker_of(description: str | None) -> Marker | None:
    """Find the marker in a project's description; `None` where it is not ours, or somebody broke it."""
    for line in (description or "").splitlines():
        if line.startswith(PREFIX):
            try:
                return Marker.model_validate_json(line.removeprefix(PREFIX))
            except ValidationError:
                return None
    return None


class Sent(Record):
    """What a task shows, as we sent it.

    Attributes:
        uid: The instance.
        revision: Which one of it.
        page: Digest of the page that it was made for.
        data: Digest of the data that was sent.
        files: Names of the input images that it shows.
        since: When the task was last changed in place, by the server's clock; `PENDING` where that is not known.
            Whoever began before saw something else.
    """

    uid: Uid
    revision: Annotated[int, Field(ge=1)]
    page: str
    data: str
    files: tuple[str, ...] = ()
    since: str | None = None


class Mark(Record):
    """What is remembered of a project.

    Attributes:
        marker: What the project is for.
        settings: Digest of the settings that were last made.
        sent: What each task shows.
        seen: Of each task the signature under which its annotations were last read.
        looked: Of each task, as it was when all of them were found to be in line: the signature, the instance (none
            where the task is not ours), its revision, and whether it was retired.
    """

    marker: Marker | None = None
    settings: str = ""
    sent: dict[int, Sent] = Field(default_factory=dict)
    seen: dict[int, tuple[str, int, int]] = Field(default_factory=dict)
    looked: dict[int, tuple[str, int, int, str, int, bool]] = Field(default_factory=dict)


class Home(Record):
    """What is remembered of the workspace itself.

    Attributes:
        name: The workspace's name on servers; random, so that copies of a pack do not share one.
        salt: What the names of images are made with, so that nobody can guess them.
        assigned: State of the workspace when people were last asked for what is needed.
        lines: What the curator was to know then.
        settled: State of the workspace when conclusions were last drawn.
    """

    name: Hex
    salt: Hex
    assigned: str = ""
    lines: tuple[str, ...] = ()
    settled: str = ""


def home(store: Store) -> Home:
    """Return what the workspace remembers of itself; made on first use."""
    text = _mark(store, _WORKSPACE)
    if text is not None:
        return Home.model_validate_json(text)
    made = Home(name=secrets.token_hex(8), salt=secrets.token_hex(32))
    put_home(store, made)
    return made


def put_home(store: Store, made: Home) -> None:
    """Remember it."""
    _put_mark(store, _WORKSPACE, made.model_dump_json())


def state(workspace: Workspace) -> str:
    """Digest all that assignments and decisions depend on: every change has an event, but those of the rules."""
    rows = workspace.store.rows("SELECT digest FROM events ORDER BY seq DESC LIMIT 1")
    return digest_json([rows[0]["digest"] if rows else "", workspace.config.plain()])


def number(endpoint: Endpoint, project: int) -> int:
    """Number a project so that those of a team's server and of our own are told apart."""
    if endpoint.own:
        return project
    server = int(hashlib.sha256(endpoint.url.encode()).hexdigest()[:5], 16) + 1
    return (server << 32) + project % 2**32  # Below 2**53, for JSON.


def gone(store: Store, endpoint: Endpoint, listed: Collection[int]) -> list[int]:
    """Number the projects of a server that something is remembered of, and that are not there any more."""
    places = [row["project"] for row in store.rows("SELECT project FROM seen WHERE project > 0 ORDER BY project")]
    here = {number(endpoint, project) for project in listed}
    return [place for place in places if place >> 32 == number(endpoint, 0) >> 32 and place not in here]


def mark_of(store: Store, place: int) -> Mark:
    """Return what is remembered of a project, by its number."""
    text = _mark(store, place)
    return Mark() if text is None else Mark.model_validate_json(text)


def put_mark(store: Store, place: int, mark: Mark) -> None:
    """Remember it."""
    _put_mark(store, place, mark.model_dump_json())


def digest(data: Mapping[str, JsonValue]) -> str:
    """Digest what a task shows; canonical enough for what was JSON before, and fast."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def pulled(store: Store, place: int) -> list[dict[str, Any]]:
    """Return what became of each annotation that came from a project, without its record."""
    return store.rows(
        "SELECT project, annotation, task, uid, revision, annotator, stage, digest, outcome, reason FROM pulled "
        "WHERE project = ? ORDER BY annotation",
        [place],
    )


def pulled_record(store: Store, place: int, annotation: int) -> str | None:
    """Return an annotation as it came from the server."""
    rows = store.rows("SELECT record FROM pulled WHERE project = ? AND annotation = ?", [place, annotation])
    return rows[0]["record"] if rows else None


def put_pulled(store: Store, row: Mapping[str, Any]) -> None:
    """Keep an annotation as it came from the server; `outcome` says what became of it."""
    names, values = ", ".join(row), ", ".join("?" * len(row))
    sql = f"INSERT OR REPLACE INTO pulled ({names}) VALUES ({values})"  # noqa: S608 - our own names
    store.execute(sql, list(row.values()))


def _mark(store: Store, place: int) -> str | None:
    rows = store.rows("SELECT mark FROM seen WHERE project = ?", [place])
    return rows[0]["mark"] if rows else None


def _put_mark(store: Store, place: int, mark: str) -> None:
    store.execute("INSERT OR REPLACE INTO seen (project, mark) VALUES (?, ?)", [place, mark])
