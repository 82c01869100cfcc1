"""The project's own pack format, as YAML or as JSON Lines; described in `curation.packs`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from curation.errors import InputError
from curation.models import Authored
from curation.packs.documents import Refusal, Row, quote, read_jsonl
from curation.packs.drafts import Origin, Reading, draft
from curation.packs.wording import faults_of
from curation.packs.yaml_rows import read_yaml
from curation.taxonomy import Profile

STATUS = "authored, unreviewed"
"""What a pack says of itself: only people in review can say more, and they say it of each instance."""

HEADER = ("pack", "version", "status", "licence", "attribution")


def read_pack(path: Path, profile: Profile) -> Reading:
    """Read a pack; rows that cannot be taken are refused, one by one.

    Args:
        path: A `.yaml`, `.yml` or `.jsonl` file.
        profile: The benchmark whose categories it is for.

    Raises:
        InputError: The file cannot be read, or its header is wrong.
    """
    header, place, rows = _jsonl(path) if path.suffix.lower() == ".jsonl" else _yaml(path)
    origin = Origin(path, path.parent, profile, _header(path, header, place))
    reading = Reading(path)
    for row in rows:
        reading.add([row] if isinstance(row, Refusal) else draft(row.data, row.place, origin))
    if not reading.rows:
        raise InputError(path, "has no instances", "add some to the list of instances")
    return reading


def _yaml(path: Path) -> tuple[dict[str, Any], str | None, list[Row | Refusal]]:
    header, rows = read_yaml(path, "instances")
    if rows is None:
        raise InputError(path, "has no list of instances", "add the field instances with a list of them")
    return header, None, rows


def _jsonl(path: Path) -> tuple[dict[str, Any], str | None, list[Row | Refusal]]:
    rows = list(read_jsonl(path))
    first = rows.pop(0) if rows else None
    if isinstance(first, Refusal):
        raise InputError(path, f"the header {first.problem}", first.remedy, row=first.row)
    if first is None or not isinstance(first.data, dict) or "pack" not in first.data:
        raise InputError(path, "has no header", f"write the fields {', '.join(HEADER)} on the first line", row=1)
    return first.data, first.place, rows


def _header(path: Path, header: Mapping[str, Any], place: str | None) -> Authored:
    for name in header:
        if name not in HEADER:
            raise InputError(
                path,
                f"unknown field {quote(name)} in the header",
                f"remove it; the header has: {', '.join(HEADER)}",
                row=place,
            )
    for name in HEADER:
        if header.get(name) is None:
            raise InputError(path, f"{name} is missing in the header", "add it", row=place)
    if header["status"] != STATUS:
        raise InputError(
            path,
            f"status is {quote(header['status'])}",
            f"write {STATUS!r}: what people have approved is recorded in review, never in a pack",
            row=place,
        )
    version = _version(header["version"])
    if version is None:
        raise InputError(
            path, f"version is {quote(header['version'])}, not a whole number from 1 on", "correct it", row=place
        )
    try:
        return Authored(
            pack=header["pack"],
            pack_version=version,
            licence=header["licence"],
            attribution=header["attribution"],
        )
    except ValidationError as error:
        first = error.errors()[0]
        if first["loc"] == ("pack",):
            raise InputError(
                path,
                f"the name of the pack {quote(header['pack'])} is not well formed",
                "use 2 to 96 lower-case letters, digits, '.', '_' and '-', the first a letter or digit",
                row=place,
            ) from None
        fault = faults_of(error)[0]
        raise InputError(path, fault.problem, fault.remedy, row=place) from None


def _version(value: object) -> int | None:
    """Read a version from JSON's number or YAML's text."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 1 <= value < 2**53 else None
