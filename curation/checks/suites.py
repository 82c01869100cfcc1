"""The suites of UniSandBox: every row again from its own text, as `curation.unisandbox` reads it."""

from __future__ import annotations

from collections.abc import Iterator

from curation.checks.context import Context
from curation.findings import Finding


def check(context: Context) -> Iterator[Finding]:
    """Recompute the suites that the workspace holds."""
    from curation.unisandbox.suites import findings

    found, looked = findings(context.workspace)
    context.looked.update(looked)
    yield from found
