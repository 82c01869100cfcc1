"""What checks look at: the workspace, read once, with whatever in it cannot be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from curation.checks.pictures import Job, Picture, Problem, look_at_all
from curation.models import INSTANCE, Asset, Generated, GEUInstance, ImageRef, Source, UEGInstance
from curation.taxonomy import Profile
from curation.workspace import Workspace

Model = TypeVar("Model")

_INDEX = """
    SELECT i.*, r.record, r.digest AS revision_digest FROM instances i
    LEFT JOIN revisions r ON r.uid = i.uid AND r.revision = i.revision ORDER BY i.uid
"""


@dataclass(frozen=True, slots=True)
class Row(Generic[Model]):
    """A row of the database that holds a record.

    Attributes:
        uid: Its primary key.
        raw: The record's JSON; `None` where it is missing.
        record: The record, or `None` where it does not fit its model.
        problem: Why it does not, in a line; empty where it does.
        columns: The row's other columns.
    """

    uid: str
    raw: str | None
    record: Model | None
    problem: str
    columns: Mapping[str, Any]


def _objection(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "the record"
    more = error.error_count() - 1
    return f"{field}: {first['msg']}" + (f" (and {more} more)" if more else "")


def _read(columns: Mapping[str, Any], uid: str, parse: Callable[[str], Model]) -> Row[Model]:
    raw: str | None = columns["record"]
    if raw is None:
        return Row(uid, None, None, "its newest revision is missing", columns)
    try:
        return Row(uid, raw, parse(raw), "", columns)
    except ValidationError as error:
        return Row(uid, raw, None, _objection(error), columns)
    except (ValueError, RecursionError) as error:
        return Row(uid, raw, None, str(error).split("\n")[0], columns)


def lineage(instance: UEGInstance | GEUInstance) -> str:
    """The family that made an instance; empty for what people wrote or brought.

    What one family makes looks and reads alike by nature, so likeness within it says nothing.
    """
    provenance = instance.provenance
    return provenance.family if isinstance(provenance, Generated) and not instance.sources else ""


class Context:
    """A workspace as the checks see it.

    Args:
        workspace: What to check.
        needs: What the checks need of the images; see `registry.Need`.
        progress: Told after each image how many are looked at, of how many.
        workers: Processes that look at images; as many as there are processors by default.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        needs: frozenset[str] = frozenset(),
        progress: Callable[[int, int], None] | None = None,
        workers: int | None = None,
    ) -> None:
        self.workspace = workspace
        self._needs = needs
        self._progress = progress
        self._workers = workers
        self.looked: dict[str, int] = {}
        """What else a check looked at, of each thing how many."""

    @property
    def profile(self) -> Profile:
        """The benchmark that is made here."""
        return self.workspace.profile

    @cached_property
    def rows(self) -> tuple[Row[UEGInstance | GEUInstance], ...]:
        """Every instance's row with its newest revision, by uid, whether it can be read or not."""
        return tuple(
            _read(columns, columns["uid"], INSTANCE.validate_json) for columns in self.workspace.store.rows(_INDEX)
        )

    @cached_property
    def outcomes(self) -> Mapping[tuple[str, int], str]:
        """The last decision's outcome, by uid and revision."""
        found = self.workspace.store.rows("SELECT uid, revision, outcome FROM decisions ORDER BY id")
        return {(row["uid"], row["revision"]): row["outcome"] for row in found}

    def outcome(self, row: Row[UEGInstance | GEUInstance]) -> str | None:
        """What people decided for the newest revision of an instance, if anything."""
        return self.outcomes.get((row.uid, row.columns["revision"]))

    @cached_property
    def instances(self) -> tuple[UEGInstance | GEUInstance, ...]:
        """The instances that may come into a release, by uid: those that can be read and are not rejected."""
        return tuple(row.record for row in self.rows if row.record is not None and self.outcome(row) != "rejected")

    @property
    def prompts(self) -> tuple[UEGInstance, ...]:
        """The UEG instances among `instances`."""
        return tuple(instance for instance in self.instances if isinstance(instance, UEGInstance))

    @property
    def puzzles(self) -> tuple[GEUInstance, ...]:
        """The GEU instances among `instances`."""
        return tuple(instance for instance in self.instances if isinstance(instance, GEUInstance))

    @cached_property
    def source_rows(self) -> tuple[Row[Source], ...]:
        """Every source's row, by uid."""
        found = self.workspace.store.rows("SELECT uid, record FROM sources ORDER BY uid")
        return tuple(_read(columns, columns["uid"], Source.model_validate_json) for columns in found)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources that can be read, by uid."""
        return tuple(row.record for row in self.source_rows if row.record is not None)

    @cached_property
    def asset_rows(self) -> tuple[Row[Asset], ...]:
        """Every asset's row, by pixel digest."""
        found = self.workspace.store.rows("SELECT pixels, record FROM assets ORDER BY pixels")
        return tuple(_read(columns, columns["pixels"], Asset.model_validate_json) for columns in found)

    @cached_property
    def assets(self) -> Mapping[str, Asset]:
        """The asset records that can be read, by the pixel digest under which they are noted."""
        return {row.uid: row.record for row in self.asset_rows if row.record is not None}

    @cached_property
    def images(self) -> tuple[tuple[str, str, ImageRef], ...]:
        """Every image that something refers to: whose, what it is there, and which; rejected instances included."""
        found: list[tuple[str, str, ImageRef]] = []
        for row in self.rows:
            if isinstance(row.record, GEUInstance):
                found.append((row.uid, "image", row.record.image))
                if row.record.oracle is not None:
                    found.append((row.uid, "oracle", row.record.oracle))
        found.extend((source.uid, "source", source.image) for source in self.sources)
        return tuple(found)

    @cached_property
    def referred(self) -> frozenset[str]:
        """Pixel digests of every image that a source or any revision of an instance refers to."""
        found = {ref.pixels for _, _, ref in self.images}
        for columns in self.workspace.store.rows("SELECT record FROM revisions"):
            try:
                record = json.loads(columns["record"])
            except (ValueError, RecursionError):
                continue
            for name in ("image", "oracle"):
                part = record.get(name) if isinstance(record, dict) else None
                if isinstance(part, dict) and isinstance(part.get("pixels"), str):
                    found.add(part["pixels"])
        return frozenset(found)

    @cached_property
    def pictures(self) -> Mapping[str, Picture | Problem]:
        """What is in each image file, by pixel digest: every file is read and decoded once, here."""
        puzzles: dict[str, list[GEUInstance]] = {}
        if "solutions" in self._needs:
            for puzzle in self.puzzles:
                if isinstance(puzzle.provenance, Generated) and puzzle.question is not None:
                    puzzles.setdefault(puzzle.image.pixels, []).append(puzzle)
        shown = {puzzle.image.pixels for puzzle in self.puzzles} | {source.image.pixels for source in self.sources}
        refs = {ref.pixels: ref for _, _, ref in self.images}
        jobs = [
            Job(
                pixels=pixels,
                path=self.workspace.assets.path(refs[pixels]),
                root=self.workspace.assets.root,
                signature="signatures" in self._needs and pixels in shown,
                puzzles=tuple(puzzles.get(pixels, ())),
            )
            for pixels in sorted(refs)
        ]
        return look_at_all(jobs, workers=self._workers, progress=self._progress)

    def checked(self) -> dict[str, int]:
        """Count what was looked at."""
        counts = {"instances": len(self.rows), "sources": len(self.source_rows)}
        if self._needs:
            counts["images"] = len(self.pictures)
        return counts | self.looked
