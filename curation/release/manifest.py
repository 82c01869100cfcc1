"""What a release says of itself, derived from its records alone: version, counts, who reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curation.errors import UsageError
from curation.release.records import CategoryCount, Shortfall
from curation.release.rows import ReleaseRecord
from curation.taxonomy import Profile

# The regular expression that semver.org suggests, for version 2.0.0.
_SEMVER = re.compile(
    r"(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)"
    r"(?P<pre>-(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?"
    r"(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?"
)
LONGEST_VERSION = 100


def version_problem(version: str, *, draft: bool) -> str | None:
    """Say what is wrong with a release's version, if anything."""
    found = _SEMVER.fullmatch(version) if len(version) <= LONGEST_VERSION else None
    if found is None:
        return f"{version[:LONGEST_VERSION]!r} is no semantic version"
    if draft and found["pre"] is None:
        return f"{version} is the version of a frozen release; a draft's is a pre-release"
    if not draft and found["pre"] is not None:
        return f"{version} is a pre-release, which only a draft may be"
    return None


def check_version(version: str, *, draft: bool) -> None:
    """Refuse a version that does not suit the release.

    Raises:
        UsageError: It is no semantic version; or it is a pre-release and no draft, or the other way round.
    """
    problem = version_problem(version, draft=draft)
    if problem is not None:
        raise UsageError(f"{problem}; use one such as {'1.0.0-draft.1 with --draft' if draft else '1.0.0'}")


def count(profile: Profile, records: Iterable[ReleaseRecord]) -> tuple[CategoryCount, ...]:
    """Count the records of each category of the profile, in its order."""
    by_category: dict[str, list[ReleaseRecord]] = {category.name: [] for category in profile.categories}
    for record in records:
        by_category.setdefault(record.task_type, []).append(record)
    return tuple(
        CategoryCount(
            category=category.name,
            instances=len(found := by_category[category.name]),
            approved=sum(record.approved_by is not None for record in found),
            proved=sum(record.instance.proof is not None for record in found),
            subtasks={
                subtask.name: sum(record.instance.subtask == subtask.name for record in found)
                for subtask in category.subtasks
            },
        )
        for category in profile.categories
    )


def shortfalls(profile: Profile, categories: Iterable[CategoryCount]) -> tuple[Shortfall, ...]:
    """Say which subtasks hold fewer than their even share of their category."""
    found = []
    for counted in categories:
        wanted = profile.category(counted.category).quotas(counted.instances)
        found += [
            Shortfall(category=counted.category, subtask=name, wanted=want, found=counted.subtasks[name])
            for name, want in wanted.items()
            if counted.subtasks[name] < want
        ]
    return tuple(found)


def review_words(records: Sequence[ReleaseRecord], *, draft: bool) -> str:
    """Say in plain words who has reviewed a release."""
    total = len(records)
    approved = sum(record.approved_by is not None for record in records)
    people = len({name for record in records for name in record.approved_by or ()})
    by = "one person" if people == 1 else f"{people:,} people"
    if not draft:
        return f"Each of the {total:,} instances was approved by people; {by} took part."
    if approved == 0:
        return "This is a draft: nobody has reviewed it."
    if approved == total:
        return f"This is a draft; each of its {total:,} instances was approved by people, {by} took part."
    return (
        f"This is a draft: nobody has reviewed {total - approved:,} of its {total:,} instances; "
        f"the other {approved:,} were approved by people, {by} took part."
    )
