"""Writing a release: whole or not at all, and the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from curation import __version__
from curation.atomic import PARTIAL, disk_errors
from curation.errors import CurationError, UsageError
from curation.models import Asset, GEUInstance, ImageRef, Source, UEGInstance
from curation.release.card import render_card, render_licence
from curation.release.manifest import check_version, count, review_words
from curation.release.publish import alone, publish, refuse_other, sweep_folders
from curation.release.records import ReleaseImage, ReleaseManifest
from curation.release.rows import (
    CARD,
    LICENCE,
    MANIFEST,
    RECORDS,
    SUMS,
    ReleaseRecord,
    evaluator_files,
    image_path,
    pretty_json,
)
from curation.release.select import Selection
from curation.release.sums import render_sums
from curation.taxonomy import Profile

Assets = Callable[[ImageRef], tuple[Path, Asset]]
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build came to.

    Attributes:
        path: The release.
        existing: Whether it was there already, with the same bytes.
        manifest: What it says of itself.
    """

    path: Path
    existing: bool
    manifest: ReleaseManifest


def build(
    selection: Selection,
    profile: Profile,
    *,
    version: str,
    draft: bool,
    assets: Assets,
    exports: Path,
    sources: Mapping[str, Source] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> BuildResult:
    """Write a release into a hidden folder beside its place, then rename it there.

    Args:
        selection: What it holds.
        profile: The benchmark.
        version: Semantic version; a pre-release for a draft, none for a frozen release.
        draft: Whether instances that nobody approved may be in it.
        assets: Finds the file and the record of an image.
        exports: Folder of the releases.
        sources: By uid, whatever the instances name in `sources`.
        progress: Told after each image how many are written, of how many.

    Raises:
        UsageError: The version does not suit, an instance is not approved, or another release has that version.
        CurationError: An image or a source is missing or damaged, the disk is full, or another build runs.
    """
    check_version(version, draft=draft)
    records = _records(selection, draft=draft)
    used = _sources(records, sources or {})
    name = f"{profile.name}-{version}"
    target = exports / name
    with disk_errors(exports), alone(exports):
        sweep_folders(exports, profile.name)
        staging = exports / f".{name}{PARTIAL}{secrets.token_hex(6)}"
        staging.mkdir()
        try:
            images, encoders = _write_images(records, assets, staging, progress)
            lines = b"".join(_line(record) for record in records)
            manifest = ReleaseManifest(
                name=name,
                profile=profile.name,
                version=version,
                draft=draft,
                review=review_words(records, draft=draft),
                instances=len(records),
                categories=count(profile, records),
                shortfalls=selection.shortfalls,
                seed=selection.seed,
                sources=used,
                records=hashlib.sha256(lines).hexdigest(),
                images=images,
                toolkit=__version__,
                encoder=encoders,
            )
            files = {
                **evaluator_files(profile, [(record.index, record.instance) for record in records]),
                RECORDS: lines,
                MANIFEST: pretty_json(manifest.plain()),
                CARD: render_card(profile, manifest, records),
                LICENCE: render_licence(manifest, records),
            }
            for file, data in files.items():
                _write(staging / file, [data])
            sums = {file: hashlib.sha256(data).hexdigest() for file, data in files.items()}
            sums.update((image.path, image.file) for image in images)
            rendered = render_sums(sums)
            _write(staging / SUMS, [rendered])
            if os.path.lexists(target):
                refuse_other(target, rendered)
                return BuildResult(target, True, manifest)
            publish(staging, target)
            return BuildResult(target, False, manifest)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _records(selection: Selection, *, draft: bool) -> list[ReleaseRecord]:
    records = []
    for chosen in selection.chosen:
        candidate = chosen.candidate
        if not draft and not candidate.approved_by:
            raise UsageError(
                f"{candidate.instance.uid}: nobody has approved it; have it reviewed, or build a draft with --draft"
            )
        records.append(
            ReleaseRecord(
                task_type=candidate.instance.category,
                index=chosen.index,
                revision=candidate.revision,
                approved_by=candidate.approved_by or None,
                rule=candidate.rule if candidate.approved_by else None,
                instance=candidate.instance,
            )
        )
    return records


def _sources(records: list[ReleaseRecord], sources: Mapping[str, Source]) -> tuple[Source, ...]:
    used: dict[str, Source] = {}
    for record in records:
        for uid in record.instance.sources:
            if uid not in sources:
                raise CurationError(
                    f"{record.instance.uid}: the licence of its source {uid} is not known; "
                    "add the source again with `curate sources add`"
                )
            used[uid] = sources[uid]
    return tuple(used[uid] for uid in sorted(used))


def _line(record: ReleaseRecord) -> bytes:
    try:
        return record.line()
    except ValueError as error:
        raise CurationError(f"{record.instance.uid}: cannot be written ({error}); mend its record") from None


def _pictures(record: ReleaseRecord) -> Iterator[tuple[str, ImageRef]]:
    instance = record.instance
    if isinstance(instance, UEGInstance):
        return
    yield image_path(instance, record.index), instance.image
    if instance.oracle is not None:
        yield image_path(instance, record.index, oracle=True), instance.oracle


def _write_images(
    records: list[ReleaseRecord], assets: Assets, staging: Path, progress: Callable[[int, int], None] | None
) -> tuple[tuple[ReleaseImage, ...], tuple[str, ...]]:
    pictures = [(record.instance, path, ref) for record in records for path, ref in _pictures(record)]
    images: list[ReleaseImage] = []
    encoders: set[str] = set()
    for done, (instance, path, ref) in enumerate(pictures, 1):
        try:
            source, asset = assets(ref)
        except CurationError as error:
            raise CurationError(f"{instance.uid}: its image cannot be released: {error}") from None
        if asset.image != ref:
            raise CurationError(f"{instance.uid}: its image is recorded as another one; run `curate check`")
        _copy(instance, source, asset, staging / path)
        images.append(ReleaseImage(path=path, file=asset.file, size=asset.size, image=ref))
        encoders.add(asset.encoder)
        if progress is not None:
            progress(done, len(pictures))
    return tuple(sorted(images, key=lambda image: image.path)), tuple(sorted(encoders))


def _copy(instance: UEGInstance | GEUInstance, source: Path, asset: Asset, target: Path) -> None:
    """Copy, and compare what was copied with the asset's digest: a link would change when the store does."""
    digest = hashlib.sha256()
    remedy = "import or generate the instance again"

    def chunks() -> Iterator[bytes]:
        try:
            with source.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    yield chunk
        except OSError as error:
            raise CurationError(
                f"{instance.uid}: its image {source} cannot be read ({error.strerror}); {remedy}"
            ) from None

    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, chunks())
    if digest.hexdigest() != asset.file:
        raise CurationError(f"{instance.uid}: its image {source} is damaged; {remedy}")


def _write(path: Path, chunks: Iterator[bytes] | list[bytes]) -> None:
    with path.open("xb") as stream:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
