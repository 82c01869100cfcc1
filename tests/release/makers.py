"""Small instances, an image store on disk, and releases made of them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PIL import Image

from curation.assets import ENCODER, encode, ref_of
from curation.canonical import canonical_json, digest_json
from curation.errors import WorkspaceError
from curation.models import (
    DIFFICULTIES,
    LETTERS,
    Asset,
    Authored,
    ChecklistItem,
    Generated,
    GEUInstance,
    ImageRef,
    Imported,
    Proof,
    Provenance,
    Source,
    UEGInstance,
)
from curation.release.build import BuildResult, build
from curation.release.select import Candidate, Selection, select
from curation.release.sums import render_sums
from curation.taxonomy import Profile, load_profile

PROFILE = load_profile()
VERSION = "1.0.0-draft.1"


def picture(*parts: str | int, size: int = 12) -> Image.Image:
    """A small picture of its own for each name."""
    digest = hashlib.sha256(repr(parts).encode()).digest()
    image = Image.frombytes("RGB", (3, 3), (digest + digest)[:27])
    return image.resize((size, size), Image.Resampling.NEAREST)


@dataclass
class Shelf:
    """A folder of encoded images, as a build sees it."""

    root: Path
    files: dict[str, tuple[Path, Asset]] = field(default_factory=dict)

    def put(self, image: Image.Image) -> ImageRef:
        ref = ref_of(image)
        if ref.pixels not in self.files:
            data = encode(image)
            path = self.root / f"{ref.pixels}.png"
            path.write_bytes(data)
            digest = hashlib.sha256(data).hexdigest()
            self.files[ref.pixels] = (
                path,
                Asset(image=ref, file=digest, size=len(data), encoder=ENCODER),
            )
        return ref

    def find(self, ref: ImageRef) -> tuple[Path, Asset]:
        if ref.pixels not in self.files:
            raise WorkspaceError(f"{ref.pixels[:8]}: the image is missing; generate it again")
        return self.files[ref.pixels]


def ueg(category: str, subtask: str, number: int, **changes: Any) -> UEGInstance:
    fields: dict[str, Any] = {
        "uid": f"{category}-{subtask}-{number}",
        "category": category,
        "subtask": subtask,
        "provenance": Authored(pack="tests", pack_version=1, licence="CC-BY-4.0", attribution="The curate project"),
        "canonical_key": digest_json([category, subtask, number]),
        "prompt": f"Draw {category} {subtask} “{number}” – étude, {{braces}}",
        "refined_prompt": f"{number} apples",
        "checklist": (
            ChecklistItem(question=f"Are there {number} apples?", answer="yes", aspect="count"),
            ChecklistItem(question="Is there a pear?", answer="no"),
        ),
    }
    return UEGInstance(**(fields | changes))


def geu(category: str, subtask: str, number: int, shelf: Shelf, **changes: Any) -> GEUInstance:
    options = ("red", "green", "blue", "grey")
    fields: dict[str, Any] = {
        "uid": f"{category}-{subtask}-{number}",
        "category": category,
        "subtask": subtask,
        "difficulty": DIFFICULTIES[number % 3],
        "provenance": Generated(
            family="handmade", version=1, seed=7, index=number, attempt=0, parameters={"size": 1.5}
        ),
        "canonical_key": digest_json([category, subtask, number]),
        "proof": Proof(method="pixels", solver="handmade/1", answer=options[number % 4]),
        "image": shelf.put(picture(category, subtask, number)),
        "oracle": shelf.put(picture(category, subtask, number, "oracle")),
        "question": f"What colour is {subtask} {{a}} no. {number}?",
        "options": options,
        "key": LETTERS[number % 4],
    }
    return GEUInstance(**(fields | changes))


def source(name: str, shelf: Shelf, licence: str = "CC-BY-SA-4.0") -> Source:
    image = picture("source", name)
    return Source(
        uid=f"src-{name}",
        name=f"{name}.jpg",
        original=hashlib.sha256(name.encode()).hexdigest(),
        image=shelf.put(image),
        licence=licence,
        attribution="Ada <b>Photo</b> | grapher",
        origin="https://example.org/photo",
    )


@dataclass
class Stock:
    """What there is to release from."""

    shelf: Shelf
    candidates: list[Candidate]
    sources: dict[str, Source] = field(default_factory=dict)


def stock(folder: Path, each: int = 6, *, approved: bool = False) -> Stock:
    """`each` instances of every subtask; two of them from photos, one imported."""
    folder.mkdir(parents=True, exist_ok=True)
    shelf = Shelf(folder)
    people = ("ada", "bob") if approved else None
    rule = "unanimous" if approved else None
    instances: list[UEGInstance | GEUInstance] = []
    for category in PROFILE.categories:
        for subtask in category.subtasks:
            for number in range(each):
                if category.axis == "UEG":
                    instances.append(ueg(category.name, subtask.name, number))
                else:
                    instances.append(geu(category.name, subtask.name, number, shelf))
    sources = {}
    for place, name in ((-1, "harbour"), (-each - 1, "market")):
        made = source(name, shelf)
        sources[made.uid] = made
        instances[place] = instances[place].model_copy(update={"sources": (made.uid,)})
    provenance: Provenance = Imported(format="csv", file="mine.csv", row="2")
    instances[0] = instances[0].model_copy(update={"provenance": provenance})
    found = [Candidate(item, 1 + place % 3, people, rule) for place, item in enumerate(instances)]
    return Stock(shelf, found, sources)


def chosen(found: Stock, per_category: int = 8, profile: Profile = PROFILE, *, draft: bool = True) -> Selection:
    return select(found.candidates, profile, per_category, draft=draft, seed="0")


def built(found: Stock, exports: Path, selection: Selection | None = None, **options: Any) -> BuildResult:
    given: dict[str, Any] = {
        "version": VERSION,
        "draft": True,
        "assets": found.shelf.find,
        "exports": exports,
        "sources": found.sources,
    }
    profile = options.pop("profile", PROFILE)
    return build(selection or chosen(found), profile, **(given | options))


def small(per_category: int) -> Profile:
    """The profile with another quota."""
    categories = tuple(replace(category, quota=per_category) for category in PROFILE.categories)
    return replace(PROFILE, categories=categories, instances=per_category * len(categories))


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def sum_again(release: Path) -> None:
    """Write SHA256SUMS anew, as somebody would who knows about it."""
    files = content(release)
    files.pop("SHA256SUMS", None)
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    (release / "SHA256SUMS").write_bytes(render_sums(digests))


def edit_json(path: Path, change: Callable[[Any], object]) -> None:
    """Change a JSON file; the function changes its argument in place."""
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def edit_lines(path: Path, change: Callable[[list[dict[str, Any]]], object]) -> None:
    """Change the records of `instances.jsonl`, and write them in canonical form."""
    records = [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
    change(records)
    path.write_bytes(b"".join(canonical_json(record) + b"\n" for record in records))


def agree(release: Path) -> None:
    """Make the manifest's digest of the records right again, then the sums."""
    digest = hashlib.sha256((release / "instances.jsonl").read_bytes()).hexdigest()
    edit_json(release / "manifest.json", lambda manifest: manifest.update(records=digest))
    sum_again(release)


def copied(release: Path, folder: Path) -> Path:
    """A copy to break."""
    target = folder / release.name
    shutil.copytree(release, target)
    return target


def strip(release: Path, keep: Mapping[str, bool] | None = None) -> None:
    """Make it a release of other hands: the evaluator's files and images alone."""
    for name in ("manifest.json", "instances.jsonl", "SHA256SUMS", "README.md", "LICENSE"):
        if not (keep or {}).get(name):
            (release / name).unlink()
    for path in sorted(release.glob("image/*/*/oracles")):
        shutil.rmtree(path)
