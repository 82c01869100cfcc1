"""Photos that puzzles are made from: decoded safely, upright, in sRGB, without metadata, bounded, licensed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from curation.errors import InputError, UsageError
from curation.models import Record, Source
from curation.packs.documents import Fault, Refusal, shown
from curation.workspace import Workspace

if TYPE_CHECKING:
    from PIL import Image

LONG_SIDE = 2048
"""Photos are scaled down to it: the largest side of any puzzle."""

SHORT_SIDE = 256
"""Below it, a tile of a 5 x 5 grid would have fewer than 50 pixels a side."""

ONE_COLOUR = 8
"""A photo whose every channel spans no more than this shows one colour, give or take the noise of a camera."""

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")


class SourcesReport(Record):
    """What became of a folder of photos.

    Attributes:
        added: Photos that were not there.
        changed: Photos whose licence, attribution or origin was corrected.
        same: Photos that were there already.
        refusals: Files that were not taken, and why, by path.
    """

    added: int
    changed: int
    same: int
    refusals: tuple[Refusal, ...] = ()


class SourcesList(Record):
    """The photos of a workspace, in the order of their ids."""

    sources: tuple[Source, ...]


def add_sources(
    workspace: Workspace,
    folder: Path,
    *,
    licence: str,
    attribution: str,
    origin: str | None = None,
    actor: str,
    progress: Callable[[int, int], None] | None = None,
) -> SourcesReport:
    """Add every photo below a folder, in the order of their paths; hidden files are passed over.

    A photo is known by its pixels: adding it again under another name changes nothing, with another licence,
    attribution or origin it corrects these. What is refused goes to the event log as well.

    Args:
        workspace: Where to.
        folder: Where the photos are; folders in it are searched too, links are not followed.
        licence: SPDX identifier or name of the licence that holds for all of them.
        attribution: Whom to credit.
        origin: Where they come from, in words or as an address.
        actor: Who adds them, for the event log.
        progress: Is told after each file how many of how many are done.

    Raises:
        UsageError: The folder is not there or holds no files, or licence, attribution or origin is no line of text.
        CurationError: The workspace cannot be written.
    """
    for name, text in (("licence", licence), ("attribution", attribution), ("origin", origin)):
        if text is not None and (not text.strip() or len(text) > 1000 or not text.isprintable()):
            raise UsageError(f"the {name} is no line of text; write it in one line of up to 1,000 characters")
    if not folder.is_dir():
        raise InputError(folder, "there is no such folder", "name a folder of PNG, JPEG or WebP files")
    paths = list(_files(folder))
    if not paths:
        raise InputError(folder, "holds no files", "name a folder of PNG, JPEG or WebP files")
    counts = {"new": 0, "changed": 0, "same": 0}
    refusals: list[Refusal] = []
    with workspace.writing():
        known = {source.uid: source for source in workspace.store.sources()}
        for done, path in enumerate(paths, start=1):
            taken = _taken(workspace, path, folder, licence.strip(), attribution.strip(), origin and origin.strip())
            if isinstance(taken, Fault):
                refusals.append(taken.at(path, None))
                _note(workspace, path.relative_to(folder), taken, actor)
            else:
                before = known.get(taken.uid)
                if before is not None:
                    taken = taken.model_copy(update={"name": before.name, "original": before.original})
                known[taken.uid] = taken
                counts[workspace.store.put_source(taken, actor=actor, reason="sources add")] += 1
            if progress is not None:
                progress(done, len(paths))
    return SourcesReport(
        added=counts["new"], changed=counts["changed"], same=counts["same"], refusals=tuple(refusals)
    )


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file and link below a folder, sorted; hidden ones and what is behind links left out."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        yield from (Path(place) / name for name in sorted([*files, *links]) if not name.startswith("."))


def _taken(
    workspace: Workspace, path: Path, folder: Path, licence: str, attribution: str, origin: str | None
) -> Source | Fault:
    from curation.assets import MOST_BYTES, decode, read_bounded

    if path.is_symlink():
        return Fault("is a symbolic link", "put the photo itself here")
    if path.suffix.lower() not in SUFFIXES:
        return Fault("is no PNG, JPEG or WebP file by its name", "save it as PNG or JPEG, or move it elsewhere")
    try:
        data = read_bounded(path, MOST_BYTES, root=folder)
        image = _prepared(decode(data, path))
    except InputError as error:
        return Fault(error.problem, error.remedy)
    fault = _unfit(image)
    if fault is not None:
        return fault
    ref = workspace.assets.put(image).image
    try:
        return Source(
            uid=f"src-{ref.pixels[:16]}",
            name=path.name,
            original=hashlib.sha256(data).hexdigest(),
            image=ref,
            licence=licence,
            attribution=attribution,
            origin=origin,
        )
    except ValidationError:
        return Fault("has a name that is no line of text", "rename the file")


def _prepared(image: Image.Image) -> Image.Image:
    """Make it RGB, on white where something shows through, and bound its long side."""
    from PIL import Image

    if image.mode == "RGBA":
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    image = image.convert("RGB")
    longest = max(image.size)
    if longest <= LONG_SIDE:
        return image
    width, height = (max(1, (side * LONG_SIDE + longest // 2) // longest) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _unfit(image: Image.Image) -> Fault | None:
    if min(image.size) < SHORT_SIDE:
        bounded = " when its long side is bounded" if max(image.size) == LONG_SIDE else ""
        return Fault(
            f"has {image.width} x {image.height} px{bounded}",
            f"use a photo whose short side has at least {SHORT_SIDE} px",
        )
    if all(high - low <= ONE_COLOUR for low, high in _spans(image)):
        return Fault("shows one colour", "use a photo that shows something")
    return None


def _spans(image: Image.Image) -> Iterator[tuple[int, int]]:
    for band in image.split():
        yield cast("tuple[int, int]", band.getextrema())


def _note(workspace: Workspace, path: Path, fault: Fault, actor: str) -> None:
    """Record a refusal, once for each file and reason."""
    subject = shown(path)
    noted = [event.reason for event in workspace.store.events(subject) if event.action == "source.refused"]
    if fault.problem not in noted:
        workspace.store.event("source.refused", subject, actor=actor, reason=fault.problem)
