"""The records of the project: frozen, fully typed, refusing what they do not know.

Every record that leaves the program (database, release, `--json`) is one of these; `schemas/` is generated from
them. Text from outside is bounded and may hold no control characters but tab and line break.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

from curation.canonical import digest_json

Letter = Literal["A", "B", "C", "D"]
LETTERS: tuple[Letter, ...] = ("A", "B", "C", "D")
Difficulty = Literal["easy", "medium", "hard"]
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
Aspect = Literal["presence", "count", "attribute", "relation"]
Stage = Literal["author", "review", "adjudicate"]
Verdict = Literal["accept", "needs_fix", "reject"]
ProofMethod = Literal["pixels", "id_buffer", "computed"]


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and lone surrogates, but for the line break and the tab."""


def _plain(text: str) -> str:
    found = _CONTROL.search(text)
    if found is not None:
        raise ValueError(f"holds the control character U+{ord(found[0]):04X}")
    if text != text.strip():
        raise ValueError("begins or ends with white space")
    return text


Text = Annotated[str, StringConstraints(min_length=1, max_length=8000), AfterValidator(_plain)]
Line = Annotated[
    str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[^\n\t]*$"), AfterValidator(_plain)
]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Uid = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{1,95}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Pixels = Annotated[int, Field(ge=0, le=100_000)]


class Record(BaseModel):
    """Base of every record: immutable, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def plain(self) -> dict[str, Any]:
        """Return the record as JSON values."""
        return self.model_dump(mode="json")

    def digest(self) -> str:
        """SHA-256 over the record's canonical JSON."""
        return digest_json(self.plain())


class ImageRef(Record):
    """An image by its content.

    Attributes:
        pixels: SHA-256 over mode, size and pixels (`canonical.digest_pixels`).
        mode: Pillow mode.
        width: In pixels.
        height: In pixels.
    """

    pixels: Digest
    mode: Literal["RGB", "RGBA", "L", "P"]
    width: Annotated[int, Field(ge=1, le=100_000)]
    height: Annotated[int, Field(ge=1, le=100_000)]


class Asset(Record):
    """An image file in the asset store.

    Attributes:
        image: What the file shows.
        file: SHA-256 over the file's bytes.
        size: Bytes of the file.
        encoder: Versions of Pillow and zlib that wrote it; with others the bytes may differ, the pixels not.
    """

    image: ImageRef
    file: Digest
    size: Annotated[int, Field(ge=1)]
    encoder: Line


class Box(Record):
    """A region of an image, in pixels from its top left corner."""

    x: Pixels
    y: Pixels
    width: Annotated[int, Field(ge=1, le=100_000)]
    height: Annotated[int, Field(ge=1, le=100_000)]
    label: Line | None = None


class Source(Record):
    """A photo or other input that instances are made from.

    Attributes:
        uid: `src-` and the first 16 digits of its pixel digest.
        name: File name that it came under, without folders.
        original: SHA-256 over the file as it was given.
        image: What was stored: upright, sRGB, without metadata, bounded in size.
        licence: SPDX identifier or the licence's name.
        attribution: Whom to credit.
        origin: Where it came from, in words or as an address.
    """

    uid: Uid
    name: Line
    original: Digest
    image: ImageRef
    licence: Line
    attribution: Line
    origin: Line | None = None


class Authored(Record):
    """Written by an author, in a pack; says nothing about review."""

    kind: Literal["authored"] = "authored"
    pack: Uid
    pack_version: Annotated[int, Field(ge=1)]
    licence: Line
    attribution: Line


class Generated(Record):
    """Made by a puzzle or prompt family; all that is needed to make it again.

    Attributes:
        family: Name in the registry.
        version: The family's version; raised whenever the same seed would give another instance.
        seed: The curator's seed.
        index: Place in the seed's sequence for this family, subtask and difficulty.
        attempt: Draws that were refused at this place before.
        parameters: What was drawn, for people and for analysis.
    """

    kind: Literal["generated"] = "generated"
    family: Name
    version: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0, lt=2**53)]
    index: Annotated[int, Field(ge=0, lt=2**53)]
    attempt: Annotated[int, Field(ge=0)]
    parameters: dict[str, JsonValue] = {}


class Imported(Record):
    """Read from a file that was made elsewhere.

    Attributes:
        format: Which reader read it.
        file: The file's name, without folders.
        row: Where in the file.
    """

    kind: Literal["imported"] = "imported"
    format: Literal["realunify", "csv"]
    file: Line
    row: Line


Provenance = Annotated[Authored | Generated | Imported, Field(discriminator="kind")]


class Proof(Record):
    """How a key was derived a second time, by code that shares nothing with the maker.

    Attributes:
        method: `pixels` (from the input image and the question), `id_buffer` (from the saved scene, rendered by
            separate code and checked against the pixels), `computed` (from the prompt's text).
        solver: The solver's name and version.
        answer: What it derived.
        evidence: What it measured, among it whether a second reader agreed.
    """

    method: ProofMethod
    solver: Line
    answer: Line
    evidence: dict[str, JsonValue] = {}


class ChecklistItem(Record):
    """One yes/no question that judges a generated image.

    Attributes:
        question: Answerable from the image alone.
        answer: What a correct image gets.
        aspect: What the question is about.
    """

    question: Line
    answer: Literal["yes", "no"]
    aspect: Aspect | None = None


class _Instance(Record):
    uid: Uid
    category: Name
    subtask: Name | None = None
    difficulty: Difficulty | None = None
    provenance: Provenance
    sources: tuple[Uid, ...] = ()
    canonical_key: Digest
    proof: Proof | None = None


class UEGInstance(_Instance):
    """A prompt whose image must show that the prompt was understood.

    Attributes:
        prompt: What the model gets; does not name its answer.
        refined_prompt: The oracle of the stepwise protocol, which does.
        checklist: What the judge asks about the image.
        rationale: The fact or the computation that the answer rests on.
    """

    axis: Literal["UEG"] = "UEG"
    prompt: Text
    refined_prompt: Text | None = None
    checklist: Annotated[tuple[ChecklistItem, ...], Field(max_length=20)]
    rationale: Text | None = None

    @property
    def answerable(self) -> bool:
        """Whether the instance has all that a release needs of it."""
        return bool(self.checklist)


class GEUInstance(_Instance):
    """A multiple-choice question about an image.

    A photo puzzle has no question until somebody writes one; then question, options and key are all `None`.

    Attributes:
        image: The input image.
        oracle: The edited image that makes the question easy.
        question: Text of the question, without options.
        options: Four texts without their letters.
        key: The letter of the right one.
        regions: Where in the input image the answer is, as far as that is known.
        scene: The description that the image was drawn from, where there is one.
    """

    axis: Literal["GEU"] = "GEU"
    image: ImageRef
    oracle: ImageRef | None = None
    question: Text | None = None
    options: tuple[Line, Line, Line, Line] | None = None
    key: Letter | None = None
    regions: tuple[Box, ...] = ()
    scene: dict[str, JsonValue] | None = None

    @model_validator(mode="after")
    def _all_or_none(self) -> GEUInstance:
        given = [part is not None for part in (self.question, self.options, self.key)]
        if any(given) and not all(given):
            raise ValueError("question, options and key must be given together")
        return self

    @property
    def answerable(self) -> bool:
        """Whether the instance has a question."""
        return self.question is not None


Instance = Annotated[UEGInstance | GEUInstance, Field(discriminator="axis")]
INSTANCE: TypeAdapter[UEGInstance | GEUInstance] = TypeAdapter(Instance)


class RejectedDraw(Record):
    """A draw that was not kept, and why."""

    family: Name
    version: Annotated[int, Field(ge=1)]
    subtask: Name
    difficulty: Difficulty
    seed: Annotated[int, Field(ge=0, lt=2**53)]
    index: Annotated[int, Field(ge=0)]
    attempt: Annotated[int, Field(ge=0)]
    reason: Line
