"""Projects on the server: found by the marker in their description, made where missing, set as they should be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curation.canonical import digest_json
from curation.models import Stage
from curation.studio.answers import Project
from curation.studio.client import Client
from curation.studio.ledger import Marker, marker_of
from curation.taxonomy import Axis

if TYPE_CHECKING:
    from curation.studio.pages import Page

Key = tuple[Stage, Axis, str]
MOST_TITLE = 50
_STAGES: dict[Stage, str] = {"author": "Write", "review": "Review", "adjudicate": "Decide"}
_AXES: dict[Axis, str] = {"UEG": "prompts", "GEU": "puzzles"}


@dataclass(frozen=True, slots=True)
class Ours:
    """A project of this workspace."""

    project: Project
    marker: Marker


def ours(projects: Sequence[Project], workspace: str) -> dict[Key, list[Ours]]:
    """Find the workspace's projects, the oldest first."""
    found: dict[Key, list[Ours]] = {}
    for project in sorted(projects, key=lambda item: item.id):
        marker = marker_of(project.description)
        if marker is not None and marker.workspace == workspace:
            found.setdefault(marker.key, []).append(Ours(project, marker))
    return found


def title_of(marker: Marker) -> str:
    """Name a project for people; the server takes up to 50 characters."""
    return f"{_STAGES[marker.stage]} {_AXES[marker.axis]}: {marker.annotator}"[:MOST_TITLE]


def settings_of(marker: Marker, page: Page) -> dict[str, object]:
    """Return how a project is to be: one annotation a task, in order, no empty ones, a skip is an answer."""
    about = "Made and kept by curate; leave the next line as it is, or its tasks are not found again."
    return {
        "title": title_of(marker),
        "description": f"{about}\n{marker.line()}",
        "label_config": page.xml,
        "expert_instruction": page.instruction,
        "show_instruction": False,
        "show_skip_button": True,
        "enable_empty_annotation": False,
        "maximum_annotations": 1,
        "sampling": "Sequential sampling",
        "skip_queue": "IGNORE_SKIPPED",
        "show_collab_predictions": False,
        "reveal_preannotations_interactively": False,
        "show_annotation_history": False,
    }


def settings_digest(settings: Mapping[str, object]) -> str:
    """Digest settings, to tell without asking whether they were made already."""
    return digest_json(json.loads(json.dumps(settings)))


def set_project(client: Client, marker: Marker, page: Page, live: Ours, known: str | None) -> str:
    """See to it that a project is set as its page needs it.

    Args:
        client: The server.
        marker: What the project is for.
        page: What its tasks look like.
        live: The project.
        known: Digest of the settings that were last made, as far as that is remembered.

    Returns:
        The digest of its settings.
    """
    settings = settings_of(marker, page)
    digest = settings_digest(settings)
    same = live.project.title == settings["title"] and live.project.description == settings["description"]
    if not same or known != digest:
        client.update_project(live.project.id, settings)
    return digest
