"""The vendored font: B612 (SIL Open Font License 1.1), drawn for legibility in cockpits."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Literal

from PIL import ImageFont

from curation.errors import CurationError

Weight = Literal["Regular", "Bold"]


@lru_cache(maxsize=256)
def font(size: int, weight: Weight = "Bold") -> ImageFont.FreeTypeFont:
    """Load the font at `size` pixels (the height of the em square).

    The basic layout engine is asked for by name: with Raqm, which not every Pillow has, kerning would differ.

    Raises:
        CurationError: The font file is missing from the installation.
    """
    with resources.as_file(resources.files(__package__) / f"B612-{weight}.otf") as path:
        try:
            return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
        except OSError as error:
            raise CurationError(f"the font {path.name} is missing or unreadable; install curate again") from error
