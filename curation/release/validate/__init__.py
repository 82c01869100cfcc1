"""Validation of a release alone, without workspace or database.

The path is looked at before anything heavy is imported, so that a wrong one is refused at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curation.errors import InputError

if TYPE_CHECKING:
    from curation.findings import Report
    from curation.taxonomy import Profile


def validate(path: Path, profile: Profile | str = "realunify") -> Report:
    """Check a release: its files, rows, images, records and manifest, as far as they are there.

    Args:
        path: The release's folder.
        profile: What shape it must have, or the name of a profile that ships with the project.

    Returns:
        Findings, whatever is wrong inside; nothing inside raises.

    Raises:
        InputError: The path is no folder that can be read.
        UsageError: No profile has that name.
    """
    check_path(path)
    from curation.release.validate.run import run
    from curation.taxonomy import load_profile

    return run(path, load_profile(profile) if isinstance(profile, str) else profile)


def check_path(path: Path) -> None:
    """Refuse what cannot be a release, with the standard library alone.

    Raises:
        InputError: The path is no folder that can be read.
    """
    remedy = "name the folder of a release"
    try:
        if not path.exists():
            raise InputError(path, "there is no such folder", remedy)
        if not path.is_dir():
            raise InputError(path, "is no folder", remedy)
        next(path.iterdir(), None)
    except PermissionError:
        raise InputError(path, "may not be read", "give yourself the right to read it") from None
    except (OSError, ValueError) as error:
        raise InputError(path, f"cannot be read ({error})", remedy) from None


__all__ = ["check_path", "validate"]
