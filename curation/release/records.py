"""The records of a release: what it says of itself, and what each of its images must be."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from curation.models import Digest, ImageRef, Line, Name, Record, Source


class ReleaseImage(Record):
    """An image of a release: where it is and what it must be."""

    path: Line
    file: Digest
    size: Annotated[int, Field(ge=1)]
    image: ImageRef


class CategoryCount(Record):
    """How many instances of a category a release holds, in all and by subtask."""

    category: Name
    instances: Annotated[int, Field(ge=0)]
    approved: Annotated[int, Field(ge=0)]
    proved: Annotated[int, Field(ge=0)]
    subtasks: dict[str, Annotated[int, Field(ge=0)]]


class Shortfall(Record):
    """A subtask that could not fill its share of a draft."""

    category: Name
    subtask: Name
    wanted: Annotated[int, Field(ge=0)]
    found: Annotated[int, Field(ge=0)]


class ReleaseManifest(Record):
    """What a release says of itself.

    Attributes:
        name: `realunify-1.0.0`, the folder's name.
        profile: The profile that it was built by.
        version: Semantic version; a draft's is a pre-release.
        draft: Whether it was built without the approval of people.
        review: In plain words, who has reviewed it.
        instances: How many in all.
        categories: How many of each.
        shortfalls: Where a draft holds fewer of a subtask than it should.
        seed: What the selection was drawn with.
        sources: The photos and other inputs that instances were made from, with licence and attribution.
        records: SHA-256 over `instances.jsonl`.
        images: Every image file.
        toolkit: Version of this project.
        encoder: Versions of Pillow and zlib that wrote the images.
    """

    schema_version: Literal[1] = 1
    name: Line
    profile: Name
    version: Line
    draft: bool
    review: Line
    instances: Annotated[int, Field(ge=0)]
    categories: tuple[CategoryCount, ...]
    shortfalls: tuple[Shortfall, ...] = ()
    seed: Line
    sources: tuple[Source, ...] = ()
    records: Digest
    images: tuple[ReleaseImage, ...]
    toolkit: Line
    encoder: tuple[Line, ...]
