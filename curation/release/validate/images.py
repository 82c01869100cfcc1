"""The images: inside the release, decodable, and what the manifest says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from curation.assets import open_image, ref_of
from curation.canonical import digest_file
from curation.errors import InputError
from curation.findings import Finding
from curation.models import ImageRef
from curation.release.records import ReleaseManifest
from curation.release.rows import GEUDirectRow
from curation.release.validate.rows import Rows
from curation.release.validate.tree import Tree, path_problem, show
from curation.taxonomy import Profile
from curation.workers import each, worker_pool

ALONE = 200
"""Up to so many images one process is as fast: decoding takes some 15 ms each, a second process 0.4 s to start."""
_PLACE = re.compile(r"image/([^/]+)/([^/]+)/images/[^/]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file turned out to be.

    Attributes:
        file: SHA-256 over its bytes.
        image: What it shows, `None` where it cannot be decoded.
        problem: Why not.
    """

    file: str
    image: ImageRef | None
    problem: str = ""


def look(path: Path) -> Seen:
    """Digest and decode one image file."""
    try:
        image = ref_of(open_image(path))
        return Seen(digest_file(path), image)
    except InputError as error:
        return Seen("", None, error.problem)
    except OSError as error:
        return Seen("", None, f"cannot be read ({error.strerror})")


def look_at_all(tree: Tree, paths: Sequence[str]) -> dict[str, Seen]:
    """Digest and decode many image files, in two processes where it pays."""
    places = [tree.root / path for path in paths]
    if len(places) > ALONE:
        with suppress(BrokenProcessPool), worker_pool(2) as pool:
            seen = each(pool, look, places, ahead=8, chunk=16)
            return {path: found for path, (_, found) in zip(paths, seen, strict=True)}
        # Here no worker could be started, or one was killed; this process can do it too.
    return dict(zip(paths, map(look, places), strict=True))


def wanted_images(rows: Rows, manifest: ReleaseManifest | None) -> list[str]:
    """The safe paths that rows and manifest name, sorted."""
    named = [row.input_image for found in rows.files.values() for _, row in found if isinstance(row, GEUDirectRow)]
    if manifest is not None:
        named += [image.path for image in manifest.images]
    return sorted(path for path in dict.fromkeys(named) if path_problem(path) is None)


def check_images(
    tree: Tree, profile: Profile, rows: Rows, manifest: ReleaseManifest | None, seen: dict[str, Seen]
) -> Iterator[Finding]:
    """Check every image that a row or the manifest names."""
    homes = {(category.name, subtask.name) for category in profile.axis("GEU") for subtask in category.subtasks}
    for name, found in rows.files.items():
        for number, row in found:
            if isinstance(row, GEUDirectRow):
                yield from _check_path(tree, name, number, row, homes)
    for path, image in seen.items():
        if image.image is None:
            yield tree.finding("REL031", path, image.problem)
    if manifest is None:
        return
    for declared in manifest.images:
        problem = path_problem(declared.path)
        if problem is not None:
            yield tree.finding("REL006", "manifest.json", f"the path {show(declared.path)} {problem}")
        elif declared.path not in tree.files:
            yield tree.finding("REL030", declared.path, "is missing; the manifest names it")
        else:
            told = (declared.size, declared.file, declared.image)
            here = seen[declared.path]
            actual = (tree.files[declared.path], here.file, here.image)
            for what, left, right in zip(("size", "file digest", "picture"), told, actual, strict=True):
                if here.image is not None and left != right:
                    yield tree.finding("REL032", declared.path, f"its {what} is not what the manifest declares")


def _check_path(
    tree: Tree, name: str, number: int, row: GEUDirectRow, homes: set[tuple[str, str]]
) -> Iterator[Finding]:
    path = row.input_image
    problem = path_problem(path)
    if problem is not None:
        yield tree.finding("REL006", name, f"input_image: the path {show(path)} {problem}", number)
        return
    if path not in tree.files:
        yield tree.finding("REL030", name, f"input_image: {show(path)} is missing", number)
    place = _PLACE.fullmatch(path)
    if place is None or (place[1], place[2]) not in homes or place[1] != row.task_type:
        expected = f"image/{show(row.task_type)}/<subtask>/images/<file>"
        yield tree.finding("REL033", name, f"input_image: {show(path)} is not at {expected}", number)
