"""Canonical bytes: RFC 8785 JSON, digests of files and pixels, and seeds.

Two things are the same when their canonical digests are: JSON by RFC 8785, images by mode, size and then
pixels. PNG bytes are no identity, for they differ between zlib and zlib-ng where the pixels do not.
"""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

_CHUNK = 1 << 20
_SAFE = 2**53 - 1
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_json(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """Encode a JSON value by RFC 8785 (sorted keys, no spaces, ECMAScript numbers).

    Raises:
        ValueError: The value holds something that JSON does not (NaN, an integer beyond 2**53, a set).
    """
    if _plain(value):
        try:
            return _ENCODER.encode(value).encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"not canonical JSON: {error.reason}") from None
    import rfc8785

    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(f"not canonical JSON: {error}") from error


def _plain(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether Python's own encoder writes a value as RFC 8785 does, which is the case for nearly all there is.

    Not for large integers, and floats that are whole or may need an exponent; nor for keys beyond ASCII, which
    RFC 8785 sorts by UTF-16.
    """
    rest = [value]
    for item in rest:
        kind = type(item)
        if kind is str or kind is bool or item is None:
            continue
        if kind is dict:
            for key in item:
                if type(key) is not str or not key.isascii():
                    return False
            rest += item.values()
        elif kind is list or kind is tuple:
            rest += item
        elif kind is int:
            if not -_SAFE <= item <= _SAFE:
                return False
        elif kind is not float or not 1e-4 <= abs(item) < 1e15 or item.is_integer():
            return False
    return True


def digest_json(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """SHA-256 over the canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def digest_file(path: Path) -> str:
    """SHA-256 over a file's bytes, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def digest_pixels(image: Image.Image) -> str:
    """SHA-256 over `mode width height` in ASCII, a line break, and the raw pixels in row order."""
    digest = hashlib.sha256(f"{image.mode} {image.width} {image.height}\n".encode("ascii"))
    digest.update(image.tobytes())
    return digest.hexdigest()


def seed_of(*parts: str | int) -> int:
    """Derive a 256-bit seed from named parts: never `seed + i`, so that neighbours share nothing."""
    return int(digest_json([str(part) for part in parts]), 16)


def rng_of(*parts: str | int) -> random.Random:
    """Make a generator of its own, seeded by `seed_of(*parts)`."""
    return random.Random(seed_of(*parts))
