"""Instances, images and files that the tests of the core share."""

from __future__ import annotations

import io
import struct
import zlib
from importlib import resources
from pathlib import Path
from typing import Any

from PIL import Image

from curation.annotations import Annotation, Decision
from curation.models import Authored, ChecklistItem, Generated, GEUInstance, ImageRef, Source, UEGInstance

WHO: dict[str, Any] = {"actor": "tester", "reason": "for a test"}


def ueg(uid: str = "my-food-001", **changes: Any) -> UEGInstance:
    fields: dict[str, Any] = {
        "uid": uid,
        "category": "world_knowledge",
        "subtask": "food",
        "provenance": Authored(pack="my-pack", pack_version=1, licence="CC-BY-4.0", attribution="Somebody"),
        "canonical_key": "a" * 64,
        "prompt": "The bread that is named after the French word for stick.",
        "checklist": (ChecklistItem(question="Is there a baguette?", answer="yes", aspect="presence"),),
        **changes,
    }
    return UEGInstance(**fields)


def geu(uid: str = "maze-1", **changes: Any) -> GEUInstance:
    fields: dict[str, Any] = {
        "uid": uid,
        "category": "cognitive_navigation",
        "subtask": "maze",
        "difficulty": "easy",
        "provenance": Generated(family="maze", version=1, seed=0, index=0, attempt=0),
        "canonical_key": "b" * 64,
        "image": ImageRef(pixels="c" * 64, mode="RGB", width=4, height=3),
        "question": "Which letter is closest to the goal?",
        "options": ("P", "Q", "R", "S"),
        "key": "B",
        **changes,
    }
    return GEUInstance(**fields)


def photo_puzzle(uid: str = "photo-1") -> GEUInstance:
    return geu(uid, category="mental_reconstruction", subtask="coarse_grid", question=None, options=None, key=None)


def source(**changes: Any) -> Source:
    fields: dict[str, Any] = {
        "uid": "src-1",
        "name": "a.jpg",
        "original": "d" * 64,
        "image": ImageRef(pixels="e" * 64, mode="RGB", width=400, height=300),
        "licence": "CC-BY-4.0",
        "attribution": "Somebody",
        **changes,
    }
    return Source(**fields)


def annotation(uid: str = "maze-1", **changes: Any) -> Annotation:
    fields: dict[str, Any] = {
        "uid": uid,
        "revision": 1,
        "stage": "review",
        "annotator": "ann",
        "page": "review_geu@1",
        "work": {"kind": "geu_review", "answer": "B", "verdict": "accept"},
        **changes,
    }
    return Annotation(**fields)


def decision(uid: str = "my-food-001", **changes: Any) -> Decision:
    fields: dict[str, Any] = {
        "uid": uid,
        "revision": 1,
        "outcome": "approved",
        "people": ("ann", "bob"),
        "rule": "unanimous",
        **changes,
    }
    return Decision(**fields)


def real_photos(folder: Path) -> None:
    """Put a temple and a flower into a folder: real photos, those that come with scikit-learn (CC BY 2.0)."""
    folder.mkdir(parents=True)
    for name in ("china.jpg", "flower.jpg"):
        (folder / name).write_bytes((resources.files("sklearn.datasets") / "images" / name).read_bytes())


def noise(size: tuple[int, int] = (40, 30)) -> Image.Image:
    """A picture of many colours, the same each time."""
    width, height = size
    image = Image.new("RGB", size)
    image.putdata([(x * 7 % 256, y * 11 % 256, (x * y) % 256) for y in range(height) for x in range(width)])
    return image


def encoded(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width: int, height: int, data: bytes) -> bytes:
    """A PNG whose header claims a size, whatever the data is."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """A sound PNG of a few kilobytes and 8,001 x 8,000 pixels."""
    packer = zlib.compressobj(9)
    row = b"\0" * (8001 * 3 + 1)
    return png_of(8001, 8000, b"".join(packer.compress(row) for _ in range(8000)) + packer.flush())
