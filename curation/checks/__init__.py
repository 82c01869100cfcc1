"""Checks over a workspace: each yields findings, prints nothing and raises nothing for bad data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curation.findings import Report
    from curation.workspace import Workspace


def run(
    workspace: Workspace,
    *,
    only: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
    workers: int | None = None,
) -> Report:
    """Run every check, or some of them, and collect what they find.

    Args:
        workspace: What to check; nothing in it is changed.
        only: Names of checks; all of them by default.
        progress: Told after each image how many are looked at, of how many.
        workers: Processes that look at images; as many as there are processors by default. The findings do not
            depend on it.

    Returns:
        The findings in a stable order: the same workspace gives the same report.

    Raises:
        UsageError: There is no check of that name.
        WorkspaceError: The database cannot be read.
    """
    from curation.checks.context import Context
    from curation.checks.registry import choose
    from curation.findings import Report

    checks = choose(only)
    needs = frozenset(need for check in checks for need in check.needs)
    context = Context(workspace, needs=needs, progress=progress, workers=workers)
    findings = [finding for check in checks for finding in check.run(context)]
    return Report.collect(str(workspace.root), findings, context.checked())
