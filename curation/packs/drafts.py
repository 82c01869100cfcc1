"""From the fields of a row to an instance, or to what is wrong with the row in words that its author uses.

All readers hand rows of one form to `draft`: the fields of the pack format. A draft is an instance whose images
have been named but not yet opened, so that a whole import is judged before anything is written.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from curation.canonical import digest_json
from curation.errors import UsageError
from curation.models import Authored, GEUInstance, ImageRef, Imported, UEGInstance
from curation.packs.documents import Fault, Refusal, kind_of, quote
from curation.packs.wording import faults_of
from curation.taxonomy import Axis, Category, Profile

REQUIRED: Mapping[Axis, tuple[str, ...]] = {
    "UEG": ("prompt", "checklist"),
    "GEU": ("image", "question", "options", "key"),
}
OPTIONAL: Mapping[Axis, tuple[str, ...]] = {
    "UEG": ("refined_prompt", "rationale"),
    "GEU": ("oracle", "regions", "licence", "attribution"),
}
_ABOUT_IMAGES = ("image", "oracle")
_UID = re.compile(r"[a-z0-9][a-z0-9._-]{1,95}")
_STAND_IN = ImageRef(pixels="0" * 64, mode="RGB", width=1, height=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that makes an instance as soon as its images have been opened.

    Attributes:
        file: The file as the user named it.
        place: Line of the file.
        instance: The instance; images and canonical key of a GEU instance are stand-ins.
        images: The fields `image` and `oracle` to paths relative to `folder`.
        folder: What image paths are relative to, and may not leave.
    """

    file: Path
    place: str
    instance: UEGInstance | GEUInstance
    images: Mapping[str, str]
    folder: Path

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.file}:{self.place}"

    def says_the_same(self, other: Draft) -> bool:
        """Whether both rows make the same instance."""
        return (self.instance, self.images, self.folder) == (other.instance, other.images, other.folder)

    def refuse(self, problem: str, remedy: str) -> Refusal:
        """Refuse the row after all."""
        return Fault(f"{self.instance.uid}: {problem}", remedy).at(self.file, self.place)

    def finish(self, images: Mapping[str, ImageRef]) -> UEGInstance | GEUInstance | Refusal:
        """Put in the images; refuse a region that lies outside of its image."""
        if isinstance(self.instance, UEGInstance):
            return self.instance
        image = images["image"]
        for number, box in enumerate(self.instance.regions, start=1):
            if box.x + box.width > image.width or box.y + box.height > image.height:
                size = f"{image.width} x {image.height}"
                return self.refuse(f"region {number} reaches beyond the image ({size} px)", "correct the region")
        key = geu_key(image, self.instance.question)
        return self.instance.model_copy(
            update={"image": image, "oracle": images.get("oracle"), "canonical_key": key}
        )


@dataclass(slots=True)
class Reading:
    """What was read from one file or folder.

    Attributes:
        path: As the user named it.
        drafts: The rows that can be taken.
        refusals: What is wrong with the others.
        warnings: What the author should know besides.
        rows: How many rows were seen.
    """

    path: Path
    drafts: list[Draft] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    rows: int = 0

    def add(self, found: Draft | list[Refusal]) -> None:
        """Count a row and keep what became of it."""
        self.rows += 1
        if isinstance(found, Draft):
            self.drafts.append(found)
        else:
            self.refusals.extend(found)


@dataclass(frozen=True, slots=True)
class Origin:
    """What all rows of a file share.

    Attributes:
        file: The file as the user named it.
        folder: What image paths are relative to.
        profile: The benchmark whose categories are meant.
        provenance: For instances from the file; `Imported` gets each row's id as its row.
        subtasks: Whether a row must name its subtask.
        words: What the file calls fields that a pack calls otherwise, for messages.
    """

    file: Path
    folder: Path
    profile: Profile
    provenance: Authored | Imported
    subtasks: bool = True
    words: Mapping[str, str] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """What the file calls a field."""
        return self.words.get(name, name)


def folded(text: str) -> str:
    """Fold case, compatibility forms and white space: equal for texts that a reader would call the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def ueg_key(prompt: str) -> str:
    """Canonical key of an authored prompt."""
    return digest_json(["prompt", folded(prompt)])


def geu_key(image: ImageRef, question: str | None) -> str:
    """Canonical key of an authored question about an image."""
    return digest_json(["question", image.pixels, folded(question or "")])


def draft(fields: object, place: str, origin: Origin) -> Draft | list[Refusal]:
    """Make a draft of a row, or say everything that is wrong with it."""
    found = _read(fields, origin)
    if isinstance(found, list):
        uid = _uid(fields) if isinstance(fields, dict) else None
        prefix = "" if uid is None else f"{uid}: "
        return [Fault(prefix + fault.problem, fault.remedy).at(origin.file, place) for fault in found]
    instance, images = found
    return Draft(origin.file, place, instance, images, origin.folder)


def _uid(fields: Mapping[str, Any]) -> str | None:
    uid = fields.get("id")
    return uid if isinstance(uid, str) and _UID.fullmatch(uid) else None


def _read(fields: object, origin: Origin) -> list[Fault] | tuple[UEGInstance | GEUInstance, dict[str, str]]:
    if not isinstance(fields, dict):
        return [
            Fault(f"the row is {kind_of(fields)}, not a group of fields", "write its fields: id, category, ...")
        ]
    fields = {name: value for name, value in fields.items() if value is not None}
    category = _category(fields, origin)
    if isinstance(category, Fault):
        return [*_id_faults(fields), category]
    faults = [*_id_faults(fields), *_field_faults(fields, category, origin)]
    images = {name: fields[name] for name in _ABOUT_IMAGES if name in fields}
    for name, path in images.items():
        faults += _path_faults(origin.word(name), path)
    record, model = _record(fields, category, origin)
    try:
        instance = model.model_validate(record)
    except ValidationError as error:
        absent = [name for name in REQUIRED[category.axis] if name not in fields]
        faults += faults_of(error, absent=absent, words=origin.words)
    if faults:
        return faults
    if isinstance(instance, UEGInstance):
        instance = instance.model_copy(update={"canonical_key": ueg_key(instance.prompt)})
    return instance, images


def _record(
    fields: Mapping[str, Any], category: Category, origin: Origin
) -> tuple[dict[str, Any], type[UEGInstance] | type[GEUInstance]]:
    """Arrange the fields for the model; what has been judged already is left out or stood in for."""
    uid = _uid(fields) or "unnamed"
    provenance = origin.provenance.plain()
    if isinstance(origin.provenance, Imported):
        provenance["row"] = uid
    else:
        provenance.update({name: fields[name] for name in ("licence", "attribution") if name in fields})
    record: dict[str, Any] = {
        "uid": uid,
        "category": category.name,
        "subtask": next((item.name for item in category.subtasks if item.name == fields.get("subtask")), None),
        "provenance": provenance,
        "canonical_key": "0" * 64,
    }
    model: type[UEGInstance] | type[GEUInstance]
    if category.axis == "UEG":
        model, names = UEGInstance, ("prompt", "refined_prompt", "checklist", "rationale")
    else:
        model, names = GEUInstance, ("question", "options", "key", "regions")
        record["image"] = _STAND_IN
    record.update({name: fields[name] for name in names if name in fields})
    return record, model


def _id_faults(fields: Mapping[str, Any]) -> Iterator[Fault]:
    if "id" not in fields:
        yield Fault("id is missing", "give the row an id of its own")
    elif _uid(fields) is None:
        yield Fault(
            f"the id {quote(fields['id'])} is not well formed",
            "use 2 to 96 lower-case letters, digits, '.', '_' and '-', the first a letter or digit",
        )


def _category(fields: Mapping[str, Any], origin: Origin) -> Category | Fault:
    name = fields.get("category")
    known = [category.name for category in origin.profile.categories]
    if name is None:
        return Fault("category is missing", f"write one of: {', '.join(known)}")
    try:
        return origin.profile.category(name if isinstance(name, str) else "")
    except UsageError:
        return Fault(f"unknown {origin.word('category')} {quote(name)}", _suggestion(name, known))


def _suggestion(name: object, known: list[str]) -> str:
    close = difflib.get_close_matches(str(name)[:100], known, n=1)
    return f"did you mean {close[0]}?" if close else f"write one of: {', '.join(known)}"


def _field_faults(fields: Mapping[str, Any], category: Category, origin: Origin) -> Iterator[Fault]:
    axis = category.axis
    known = ["id", "category", "subtask", *REQUIRED[axis], *OPTIONAL[axis]]
    for name in fields:
        if name not in known:
            close = difflib.get_close_matches(name[:100], known, n=1)
            remedy = f"did you mean {close[0]}?" if close else f"remove it; {category.name} has: {', '.join(known)}"
            yield Fault(f"unknown field {quote(name)}", remedy)
    for name in REQUIRED[axis]:
        if name not in fields:
            yield Fault(f"{origin.word(name)} is missing", "add it")
    if fields.get("checklist") == []:
        yield Fault(f"{origin.word('checklist')} is empty", "add 2 to 5 questions")
    names = [subtask.name for subtask in category.subtasks]
    subtask = fields.get("subtask")
    if subtask is None:
        if origin.subtasks:
            yield Fault("subtask is missing", f"write one of: {', '.join(names)}")
    elif subtask not in names:
        yield Fault(f"unknown subtask {quote(subtask)} of {category.name}", _suggestion(subtask, names))


def _path_faults(name: str, path: object) -> Iterator[Fault]:
    if not isinstance(path, str):
        yield Fault(f"{name} is {kind_of(path)}, not a path", "write the path of an image file")
        return
    parts = PurePosixPath(path).parts
    if not parts or len(path) > 1000 or max(len(part.encode("utf-8", "replace")) for part in parts) > 255:
        yield Fault(f"{name} is no path", "write the path of an image file")
    elif any(unicodedata.category(character) in {"Cc", "Cs"} for character in path):
        yield Fault(f"{name} holds a control character: {quote(path)}", "remove it")
    elif "\\" in path:
        yield Fault(f"{name} {quote(path)} has a backslash", "separate folders by /")
    elif parts[0] == "/" or ".." in parts:
        yield Fault(
            f"{name} {quote(path)} leaves the folder of the file",
            "put the image below that folder and write how to get there from it",
        )
