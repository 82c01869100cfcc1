"""From a workspace to a release: what may be released is selected, and what was selected is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from curation.models import Record
from curation.release.build import build
from curation.release.candidates import Candidate
from curation.release.manifest import check_version
from curation.release.records import CategoryCount, Shortfall
from curation.release.select import select
from curation.store import Stored
from curation.workspace import Workspace


class BuildReport(Record):
    """What was built.

    Attributes:
        path: The release's folder.
        existing: Whether it was there already, with the same bytes.
        version: Its version.
        draft: Whether it was built without the approval of people.
        review: In plain words, who has reviewed it.
        instances: How many in all.
        categories: How many of each.
        shortfalls: Where a draft holds fewer of a subtask than it should.
    """

    path: str
    existing: bool
    version: str
    draft: bool
    review: str
    instances: int
    categories: tuple[CategoryCount, ...]
    shortfalls: tuple[Shortfall, ...]


def _candidate(stored: Stored) -> Candidate:
    approved = stored.state == "approved" and stored.decision is not None
    return Candidate(
        instance=stored.instance,
        revision=stored.revision,
        approved_by=stored.decision.people if approved and stored.decision else None,
        rule=stored.decision.rule if approved and stored.decision else None,
    )


def assemble(
    workspace: Workspace,
    *,
    version: str,
    per_category: int | None = None,
    draft: bool = False,
    exports: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> BuildReport:
    """Select from a workspace and write the release.

    Instances that people rejected or sent back are left out of drafts, too.

    Args:
        workspace: Where from.
        version: Semantic version; a pre-release for a draft.
        per_category: How many of each category; the profile's quota by default.
        draft: Whether to take instances that nobody has approved.
        exports: Where to; the workspace's exports folder by default.
        progress: Told after each image how many are written, of how many.

    Raises:
        UsageError: The version does not suit, or there are not enough instances: how many, for each category.
        CurationError: An image is missing or damaged, the disk is full, or another process builds.
    """
    check_version(version, draft=draft)
    profile = workspace.profile
    candidates = [
        _candidate(stored) for stored in workspace.store.instances() if stored.state in {"unreviewed", "approved"}
    ]
    selection = select(candidates, profile, per_category, draft=draft, seed=str(workspace.config.seed))
    folder = workspace.exports if exports is None else exports
    result = build(
        selection,
        profile,
        version=version,
        draft=draft,
        assets=workspace.assets.record,
        exports=folder,
        sources={source.uid: source for source in workspace.store.sources()},
        progress=progress,
    )
    manifest = result.manifest
    return BuildReport(
        path=str(result.path),
        existing=result.existing,
        version=manifest.version,
        draft=manifest.draft,
        review=manifest.review,
        instances=manifest.instances,
        categories=manifest.categories,
        shortfalls=manifest.shortfalls,
    )
