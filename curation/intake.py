"""Import: from files of users to instances in the workspace.

All files are read and judged first, so that a file that cannot be read costs nothing. Then, file by file, images
go to the asset store and all rows in one transaction to the database: killed at any moment and run again, an
import ends in the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from curation.errors import InputError, WorkspaceError
from curation.models import Authored, Generated, GEUInstance, Record, UEGInstance
from curation.packs.documents import Refusal, quote, shown
from curation.packs.drafts import Draft, Reading
from curation.packs.pack import read_pack
from curation.packs.realunify import FILES, is_benchmark, read_benchmark
from curation.packs.table import read_table
from curation.store import Store
from curation.taxonomy import Profile, load_profile
from curation.workspace import Workspace

if TYPE_CHECKING:
    from PIL import Image

Progress = Callable[[int, int], None]

KINDS = "a pack (.yaml, .yml, .jsonl), a table (.csv) or a folder with RealUnify's four files"


class ImportReport(Record):
    """What became of an import.

    Attributes:
        new: Instances that were not there.
        changed: Instances that got a new revision.
        same: Rows that changed nothing.
        refused: Rows that were not taken.
        refusals: Why, by file and line; a row may have several.
        warnings: What else the authors should know.
    """

    new: int
    changed: int
    same: int
    refused: int
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()


def starter_packs(profile: str = "realunify") -> list[Path]:
    """Return the packs that ship with the project for a profile, by name."""
    load_profile(profile)
    folder = resources.files("curation") / "packs" / profile
    if not folder.is_dir():
        return []
    return sorted(Path(str(item)).resolve() for item in folder.iterdir() if item.name.endswith(".yaml"))


def read(path: Path, profile: Profile) -> Reading:
    """Read whatever a path names.

    Raises:
        InputError: It is nothing that can be imported, or cannot be read.
    """
    if path.is_dir():
        if is_benchmark(path):
            return read_benchmark(path, profile)
        raise InputError(path, f"holds none of {', '.join(FILES)}", f"name {KINDS}")
    match path.suffix.lower():
        case ".yaml" | ".yml" | ".jsonl":
            return read_pack(path, profile)
        case ".csv":
            return read_table(path, profile)
        case _ if not path.exists():
            raise InputError(path, "there is no such file", "check the path")
        case ".json" if path.name in FILES:
            raise InputError(path, "is one of four files that belong together", f"name its folder: {path.parent}")
        case _:
            raise InputError(path, "is nothing that can be imported", f"name {KINDS}")


def import_paths(
    workspace: Workspace, paths: Sequence[Path], *, actor: str, progress: Progress | None = None
) -> ImportReport:
    """Bring instances in; a row that is there already changes nothing, one that differs becomes a revision.

    Rows stand alone: each is imported whole or refused. An id that occurs twice with different content is refused
    at both places; an id that came from elsewhere before is refused. A pack whose version alone has changed
    changes no instance, so that approvals of rows that nobody touched stay.

    Args:
        workspace: Where to.
        paths: Packs, tables, and folders with RealUnify's four files.
        actor: Who imports, for the event log.
        progress: Is told after each row how many rows of how many are done.

    Raises:
        InputError: A file cannot be read; then nothing has been imported.
        CurationError: The workspace cannot be written.
    """
    readings = [read(path, workspace.profile) for path in paths]
    refusals = [refusal for reading in readings for refusal in reading.refusals]
    warnings = tuple(warning for reading in readings for warning in reading.warnings)
    rows = sum(reading.rows for reading in readings)
    kept, clashes = _settled(readings)
    refusals += clashes
    counts = {"new": 0, "changed": 0, "same": 0}
    done = rows - sum(len(reading.drafts) for reading in readings)
    with workspace.writing():
        for reading, drafts in zip(readings, kept, strict=True):
            finished: list[UEGInstance | GEUInstance] = []
            for draft in drafts:
                instance = _finished(workspace, draft)
                if isinstance(instance, Refusal):
                    refusals.append(instance)
                else:
                    finished.append(instance)
                done += 1
                if progress is not None:
                    progress(done, rows)
            with workspace.store.transaction():
                reason = f"import of {shown(Path(reading.path.resolve().name))}"
                for instance in finished:
                    counts[_put(workspace.store, instance, actor, reason)] += 1
    return ImportReport(
        **counts,
        refused=rows - sum(counts.values()),
        refusals=tuple(sorted(refusals, key=_place)),
        warnings=warnings,
    )


def _place(refusal: Refusal) -> tuple[str, int]:
    return refusal.file, int(refusal.row or 0)


def _settled(readings: Sequence[Reading]) -> tuple[list[list[Draft]], list[Refusal]]:
    """Refuse every id that occurs with different contents; of equal rows all are kept."""
    places: dict[str, list[Draft]] = {}
    for reading in readings:
        for draft in reading.drafts:
            places.setdefault(draft.instance.uid, []).append(draft)
    refusals: list[Refusal] = []
    for drafts in places.values():
        first = drafts[0]
        if all(draft.says_the_same(first) for draft in drafts):
            continue
        for draft in drafts:
            other = next(item for item in drafts if item is not draft)
            refusals.append(draft.refuse(f"the id occurs at {other.where} too", "give each row an id of its own"))
        drafts.clear()
    kept = [[draft for draft in reading.drafts if places[draft.instance.uid]] for reading in readings]
    return kept, refusals


def _finished(workspace: Workspace, draft: Draft) -> UEGInstance | GEUInstance | Refusal:
    """Open and store the images of a draft; images that nothing refers to in the end do no harm."""
    from curation.assets import open_image, ref_of

    there = _origin_of(workspace.store, draft.instance.uid)
    if there is not None and there != _origin(draft.instance):
        return draft.refuse(f"the id is taken by an instance from {there}", "give the row an id of its own")
    images: dict[str, Image.Image] = {}
    for name, path in draft.images.items():
        try:
            images[name] = open_image(draft.folder / path, root=draft.folder)
        except InputError as error:
            return draft.refuse(f"{name} {quote(path)}: {error.problem}", error.remedy)
    finished = draft.finish({name: ref_of(image) for name, image in images.items()})
    if not isinstance(finished, Refusal):  # A row that is refused leaves nothing behind.
        for image in images.values():
            workspace.assets.put(image)
    return finished


def _origin(instance: UEGInstance | GEUInstance) -> str:
    provenance = instance.provenance
    if isinstance(provenance, Authored):
        return f"the pack {provenance.pack}"
    if isinstance(provenance, Generated):
        return f"the puzzle family {provenance.family}"
    return f"the file {provenance.file}"


def _origin_of(store: Store, uid: str) -> str | None:
    """Say where the instance that has the id came from; a record that cannot be read may be replaced by any."""
    try:
        there = store.instance(uid)
    except WorkspaceError:
        return None
    return None if there is None else _origin(there.instance)


def _put(store: Store, instance: UEGInstance | GEUInstance, actor: str, reason: str) -> str:
    """Store a row, unless it says what it last said: the file does not undo what review has mended."""
    try:
        there = store.instance(instance.uid)
        seen = [] if there is None else [there.instance, store.imported(instance.uid)]
    except (WorkspaceError, ValueError):
        seen = []
    if any(one is not None and _apart_from_version(one) == _apart_from_version(instance) for one in seen):
        return "same"
    return store.put_instance(instance, actor=actor, reason=reason)


def _apart_from_version(instance: UEGInstance | GEUInstance) -> UEGInstance | GEUInstance:
    if not isinstance(instance.provenance, Authored):
        return instance
    provenance = instance.provenance.model_copy(update={"pack_version": 1})
    return instance.model_copy(update={"provenance": provenance})


__all__ = ["ImportReport", "import_paths", "read", "starter_packs"]
