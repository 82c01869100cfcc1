"""CSV for people who write in a spreadsheet; described in `curation.packs`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from curation.errors import InputError
from curation.models import Imported
from curation.packs.documents import Fault, Refusal, quote, read_csv, shown
from curation.packs.drafts import Draft, Origin, Reading, draft
from curation.taxonomy import Profile

MOST_QUESTIONS = 20
_COMMON = ("id", "category", "subtask")
_UEG = ("prompt", "refined_prompt", "rationale")
_GEU = ("image", "question", "option_a", "option_b", "option_c", "option_d", "key")
_OPTIONS = tuple(name for name in _GEU if name.startswith("option_"))
_QUESTION = re.compile(r"(question|answer|aspect)_([1-9]\d?)")


def read_table(path: Path, profile: Profile) -> Reading:
    """Read a table; rows that cannot be taken are refused, one by one.

    Args:
        path: A `.csv` file.
        profile: The benchmark whose categories it is for.

    Raises:
        InputError: The file cannot be read, or its columns are not those of a table of instances.
    """
    names, rows = read_csv(path)
    for name in names:
        if name not in (*_COMMON, *_UEG, *_GEU) and not _is_question(name):
            raise InputError(
                path,
                f"unknown column {quote(name)}",
                f"remove it; there is: {', '.join((*_COMMON, *_UEG))}, question_1, answer_1, aspect_1 and so on, "
                f"{', '.join(_GEU)}",
                row=1,
            )
    for name in _COMMON:
        if name not in names:
            raise InputError(path, f"the column {name} is missing", "add it", row=1)
    if not path.name.isprintable() or path.name != path.name.strip():
        raise InputError(shown(path), "has a name that is no line of text", "rename the file")
    reading = Reading(path)
    origin = Origin(path, path.parent, profile, Imported(format="csv", file=path.name, row="1"))
    for row in rows:
        if isinstance(row, Refusal):
            reading.add([row])
        else:
            reading.add(_draft(row.data, row.place, origin))
    return reading


def _is_question(name: str) -> bool:
    match = _QUESTION.fullmatch(name)
    return match is not None and int(match[2]) <= MOST_QUESTIONS


def _draft(cells: Mapping[str, str], place: str, origin: Origin) -> Draft | list[Refusal]:
    axes = {category.name: category.axis for category in origin.profile.categories}
    axis = axes.get(cells.get("category", ""))
    fields: dict[str, object] = {name: cells[name] for name in _COMMON if name in cells}
    faults: list[Fault] = []
    foreign: list[str] = []
    if axis == "UEG":
        fields.update({name: cells[name] for name in _UEG if name in cells})
        questions = list(_questions(cells))
        faults += [item for item in questions if isinstance(item, Fault)]
        fields["checklist"] = [item for item in questions if not isinstance(item, Fault)]
        foreign = [name for name in _GEU if name in cells]
    elif axis == "GEU":
        fields.update({name: cells[name] for name in ("image", "question", "key") if name in cells})
        faults += [Fault(f"{name} is missing", "fill in the cell") for name in _OPTIONS if name not in cells]
        fields["options"] = [cells.get(name, "empty") for name in _OPTIONS]  # Stood in for: refused above.
        foreign = [name for name in cells if name in _UEG or _is_question(name)]
    faults += [
        Fault(f"{name} does not belong to {cells['category']}", "empty the cell or correct the category")
        for name in foreign
    ]
    found = draft(fields, place, origin)
    if not faults:
        return found
    prefix = f"{cells['id']}: " if "id" in cells and isinstance(found, Draft) else ""
    extra = [Fault(prefix + fault.problem, fault.remedy).at(origin.file, place) for fault in faults]
    return extra if isinstance(found, Draft) else [*found, *extra]


def _questions(cells: Mapping[str, str]) -> Iterator[dict[str, str] | Fault]:
    for number in range(1, MOST_QUESTIONS + 1):
        parts = {
            name: cells[f"{name}_{number}"]
            for name in ("question", "answer", "aspect")
            if f"{name}_{number}" in cells
        }
        missing = [name for name in ("question", "answer") if name not in parts]
        if parts and missing:
            yield Fault(f"{missing[0]}_{number} is missing", "fill in the cell")
        elif parts:
            yield parts
