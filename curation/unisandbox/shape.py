"""Whether a folder holds suites, told from its names and its manifest, before anything heavy is imported."""

from __future__ import annotations

import json
from pathlib import Path

from curation.taxonomy import load_profile
from curation.unisandbox.layout import MANIFEST

MOST_MANIFEST = 16 << 20


def is_suites(path: Path) -> bool:
    """Whether a folder is in the layout of UniSandBox, by what its manifest says or by its files' names."""
    profile = load_profile("unisandbox")
    manifest = path / MANIFEST
    if manifest.is_file():
        declared = read_json(manifest)
        return isinstance(declared, dict) and declared.get("profile") == profile.name
    return any((path / suite.file).is_file() for suite in profile.suites)


def read_json(path: Path) -> object:
    """What a file of outside holds; None where it is missing, too large or no JSON."""
    try:
        return None if path.stat().st_size > MOST_MANIFEST else json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
