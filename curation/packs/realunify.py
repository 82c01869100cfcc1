"""RealUnify's four JSON files with their images, so that an existing benchmark can be audited.

The direct files make the instances. The step files repeat them: what they say differently, or leave out, is
reported and otherwise not used. White space around texts, which published files are full of, is removed and
reported; everything else is taken as it is or refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from curation.errors import InputError
from curation.models import Imported
from curation.packs.documents import Fault, Refusal, read_json_list
from curation.packs.drafts import Draft, Origin, Reading, draft
from curation.taxonomy import Axis, Profile

FILES = ("UEG_direct.json", "UEG_step.json", "GEU_direct.json", "GEU_step.json")
_AXES: tuple[Axis, ...] = ("UEG", "GEU")
_REPEATED: Mapping[Axis, tuple[str, ...]] = {
    "UEG": ("question_list",),
    "GEU": ("question", "option", "answer", "input_image", "evaluation_prompt"),
}
"""What a step row repeats of its direct row."""

_WORDS = {
    "category": "task_type",
    "checklist": "question_list",
    "image": "input_image",
    "options": "option",
    "key": "answer",
}
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_INDEX = re.compile(r"[0-9]{1,15}")
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Raw:
    """A row of one of the files, as it was written."""

    file: Path
    place: str
    fields: dict[str, Any]

    def note(self, problem: str, remedy: str) -> Refusal:
        return Fault(problem, remedy).at(self.file, self.place)


def is_benchmark(folder: Path) -> bool:
    """Whether a folder holds any of the four files."""
    return any((folder / name).is_file() for name in FILES)


def read_benchmark(folder: Path, profile: Profile) -> Reading:
    """Read a folder that holds the four files, or some of them.

    Rows are judged one by one; a file that cannot be read stops the whole.

    Args:
        folder: What image paths are relative to.
        profile: The benchmark whose categories are meant.

    Raises:
        InputError: A file cannot be read, or there is no direct file.
    """
    if not any((folder / f"{axis}_direct.json").is_file() for axis in _AXES):
        raise InputError(
            folder, "has neither UEG_direct.json nor GEU_direct.json", "name the folder that holds the four files"
        )
    reading = Reading(folder)
    for axis in _AXES:
        _read_axis(reading, folder, axis, profile)
    return reading


def _read_axis(reading: Reading, folder: Path, axis: Axis, profile: Profile) -> None:
    direct, step = folder / f"{axis}_direct.json", folder / f"{axis}_step.json"
    for path in (direct, step):
        if not path.exists():
            what = "its rows are not imported" if path == direct else "the direct rows are compared with nothing"
            missing = Fault(f"is missing; {what}", "add the file if there is one, and import again")
            reading.warnings.append(missing.at(path, None))
    repeated = dict(_step_rows(reading, step)) if step.exists() else None
    seen: set[_Key] = set()
    if direct.exists():
        file = Imported(format="realunify", file=direct.name, row="1")
        origin = Origin(direct, folder, profile, file, subtasks=False, words=_WORDS)
        for row in read_json_list(direct):
            if isinstance(row, Refusal):
                reading.add([row])
                continue
            raw = _Raw(direct, row.place, row.data) if isinstance(row.data, dict) else None
            key = None if raw is None else _key(raw)
            if raw is None or key is None:
                reading.add([_without_key(direct, row.place)])
                continue
            seen.add(key)
            fields, trimmed = _trimmed(_fields(axis, raw.fields, profile))
            found = draft({**fields, "id": _uid(key)}, row.place, origin)
            reading.add(found)
            if isinstance(found, Draft):
                reading.warnings.extend(_notes(raw, key, trimmed, repeated, axis))
        for key, other in (repeated or {}).items():
            if key not in seen:
                reading.warnings.append(
                    other.note(f"{_uid(key)}: has no row in {direct.name}; it is not imported", "add it there")
                )


def _notes(
    raw: _Raw, key: _Key, trimmed: list[str], repeated: Mapping[_Key, _Raw] | None, axis: Axis
) -> Iterator[Refusal]:
    if trimmed:
        names = ", ".join(dict.fromkeys(trimmed))
        yield raw.note(f"{_uid(key)}: white space around {names} was removed", "remove it in the file")
    if repeated is None:
        return
    step = repeated.get(key)
    if step is None:
        yield raw.note(f"{_uid(key)}: has no row in {axis}_step.json; the direct row is imported", "add it there")
        return
    remedy = f"make it agree with {raw.file.name}:{raw.place}, which is imported"
    for name in _REPEATED[axis]:
        if step.fields.get(name) != raw.fields.get(name):
            yield step.note(f"{_uid(key)}: {name} differs from the direct row", remedy)
    if axis == "UEG" and str(raw.fields.get("prompt")).strip() not in str(step.fields.get("new_prompt")):
        yield step.note(f"{_uid(key)}: new_prompt does not hold the prompt of the direct row", remedy)


def _step_rows(reading: Reading, path: Path) -> Iterator[tuple[_Key, _Raw]]:
    seen: dict[_Key, str] = {}
    for row in read_json_list(path):
        if isinstance(row, Refusal):
            reading.warnings.append(row)
            continue
        raw = _Raw(path, row.place, row.data) if isinstance(row.data, dict) else None
        key = None if raw is None else _key(raw)
        if raw is None or key is None:
            reading.warnings.append(_without_key(path, row.place))
        elif key in seen:
            reading.warnings.append(
                raw.note(f"{_uid(key)}: occurs at {path.name}:{seen[key]} already", "give each row one index")
            )
        else:
            seen[key] = row.place
            yield key, raw


def _without_key(path: Path, place: str) -> Refusal:
    problem = "has no sound task_type and index"
    return Fault(problem, "write task_type as text and index as a whole number").at(path, place)


def _key(raw: _Raw) -> _Key | None:
    category, index = raw.fields.get("task_type"), raw.fields.get("index")
    if isinstance(index, bool) or not isinstance(index, int | str) or not isinstance(category, str):
        return None
    return (category, str(index)) if _NAME.fullmatch(category) and _INDEX.fullmatch(str(index)) else None


def _uid(key: _Key) -> str:
    return f"ru-{key[0].replace('_', '-')}-{key[1]}"


def _fields(axis: Axis, row: Mapping[str, Any], profile: Profile) -> dict[str, Any]:
    """Call the fields of a direct row what a pack calls them."""
    category = row["task_type"]
    if axis == "UEG":
        return {"category": category, "prompt": row.get("prompt"), "checklist": row.get("question_list")}
    image = row.get("input_image")
    return {
        "category": category,
        "subtask": _subtask(category, image, profile),
        "image": image,
        "question": row.get("question"),
        "options": row.get("option"),
        "key": row.get("answer"),
    }


def _subtask(category: str, image: object, profile: Profile) -> str | None:
    """Find the subtask in `image/<task_type>/<subtask>/images/<file>`, where it is one of the profile's."""
    known = [item.name for entry in profile.categories if entry.name == category for item in entry.subtasks]
    parts = PurePosixPath(image).parts if isinstance(image, str) else ()
    return next((part for part in parts if part in known), None)


def _trimmed(fields: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Remove white space around texts, and name the fields that had some; keys and answers stay as they are."""
    touched: list[str] = []

    def trim(name: str, value: object) -> object:
        if isinstance(value, list):
            return [trim(name, item) for item in value]
        if isinstance(value, dict):
            return {inner: trim(name, item) if inner == "question" else item for inner, item in value.items()}
        if not isinstance(value, str) or name in {"key", "category"}:
            return value
        plain = value.replace("\r\n", "\n").strip()
        if plain != value:
            touched.append(_WORDS.get(name, name))
        return plain

    return {name: trim(name, value) for name, value in fields.items()}, touched
