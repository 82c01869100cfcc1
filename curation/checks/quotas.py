"""How far a workspace is from a full release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from curation.checks.context import Context
from curation.findings import Finding


def check(context: Context) -> Iterator[Finding]:
    """Count the instances with a question that are not rejected, by category and subtask."""
    usable = Counter((found.category, found.subtask) for found in context.instances if found.answerable)
    waiting: dict[str, list[str]] = {}
    for found in context.instances:
        if not found.answerable:
            waiting.setdefault(found.category, []).append(found.uid)
    for category in context.profile.categories:
        number = sum(count for (name, _), count in usable.items() if name == category.name)
        if number < category.quota:
            yield Finding("QUO001", category.name, f"has {number} of {category.quota} instances")
        for subtask, quota in category.quotas(category.quota).items():
            count = usable[category.name, subtask]
            if count < quota:
                where = f"{category.name}/{subtask}"
                yield Finding("QUO002", where, f"has {count} of {quota} instances")
    for name, uids in waiting.items():
        what = "1 instance waits" if len(uids) == 1 else f"{len(uids)} instances wait"
        yield Finding("QUO003", name, f"{what} for a question, such as {uids[0]}")
