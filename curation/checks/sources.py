"""Sources: there, named, and under a licence that allows what is done with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.checks.context import Context
from curation.findings import Finding
from curation.models import Generated, Source

_SPDX = re.compile(
    r"CC0-1\.0|CC-PDDC|CC-PDM-1\.0|CC-BY(-NC)?(-SA|-ND)?-([1-4]\.0|2\.5)"
    r"|PDDL-1\.0|ODC-By-1\.0|ODbL-1\.0|CDLA-(Permissive-[12]\.0|Sharing-1\.0)|OGL-UK-[123]\.0|etalab-2\.0"
    r"|MIT|MIT-0|Apache-2\.0|BSD-[23]-Clause|0BSD|Unlicense|OFL-1\.1|WTFPL|LicenseRef-[A-Za-z0-9.-]+"
)
"""SPDX identifiers under which pictures and data are commonly given (https://spdx.org/licenses)."""

_NO_DERIVATIVES = re.compile(r"(^|[^a-z])nd([^a-z]|$)|no ?deriv", re.IGNORECASE)


def check(context: Context) -> Iterator[Finding]:
    """Look at every source, and at whether instances name theirs."""
    known = {row.uid for row in context.source_rows}
    for source in context.sources:
        yield from _licence(source)
    for instance in context.instances:
        for uid in instance.sources:
            if uid not in known:
                yield Finding("SRC001", instance.uid, f"names the source {uid}, which is not there")
    for puzzle in context.puzzles:
        if puzzle.sources:
            continue
        if puzzle.provenance.kind == "imported":
            yield Finding("SRC003", puzzle.uid, "its image was imported and names no source")
        elif isinstance(puzzle.provenance, Generated) and puzzle.question is None:
            yield Finding(
                "SRC003", puzzle.uid, "it has no question, as photo puzzles have none, and names no source"
            )


def _licence(source: Source) -> Iterator[Finding]:
    if not _SPDX.fullmatch(source.licence):
        yield Finding("SRC002", source.uid, f"{source.name}: {source.licence!r} is no common SPDX identifier")
    if _NO_DERIVATIVES.search(source.licence):
        yield Finding("SRC004", source.uid, f"{source.name}: {source.licence!r} allows no changed copies")
