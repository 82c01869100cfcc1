"""What lies in a release's folder: plain files, and whatever else should not be there."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from curation.findings import Finding

MOST_ENTRIES = 200_000
DEEPEST = 16
"""Bounds on what is walked: a release has a few thousand files, four folders deep."""


@dataclass(slots=True)
class Tree:
    """The files of a folder.

    Attributes:
        root: The folder, as the user named it.
        files: Path below the root, with `/`, to size in bytes; regular files only, in order.
        strange: Path and what is wrong with it.
    """

    root: Path
    files: dict[str, int] = field(default_factory=dict)
    strange: list[tuple[str, str]] = field(default_factory=list)

    def finding(self, code: str, path: str, message: str, row: int | None = None) -> Finding:
        """Make a finding about one of the files, or about a row of it."""
        shown = show(path)
        where = shown if row is None else f"{shown}:{row}"
        return Finding(code, where, message, file=show((self.root / path).as_posix(), 4096), row=row)


def show(text: object, most: int = 80) -> str:
    """Make text from outside fit to be printed: bounded, and no control characters or surrogates."""
    words = str(text)
    words = words if len(words) <= most else words[: most - 1] + "…"
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in words
    )


def path_problem(path: str) -> str | None:
    """Say why a path may not be used in a release, if so."""
    if not path or len(path) > 500:
        return "is empty or too long"
    if path.startswith("/") or "\\" in path or ":" in path:
        return "is absolute, or not written with /"
    if any(part in {"", ".", ".."} for part in path.split("/")):
        return "leaves the release or goes a roundabout way"
    if not path.isprintable():
        return "holds control characters"
    return None


def scan(root: Path) -> Tree:
    """List a folder without following a link; what cannot be listed is told as strange."""
    tree = Tree(root)
    folders: list[tuple[str, int]] = [("", 0)]
    entries = 0
    while folders:
        below, depth = folders.pop()
        try:
            with os.scandir(root / below) as found:
                names = sorted(found, key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            tree.strange.append((below or ".", f"cannot be listed ({error.strerror})"))
            continue
        for entry in names:
            entries += 1
            if entries > MOST_ENTRIES:
                tree.strange.append((below or ".", f"the release has more than {MOST_ENTRIES:,} entries"))
                return _sorted(tree)
            path = f"{below}/{entry.name}" if below else entry.name
            _place(tree, entry, path, depth, folders)
    return _sorted(tree)


def _sorted(tree: Tree) -> Tree:
    tree.files = dict(sorted(tree.files.items()))
    return tree


def _place(tree: Tree, entry: os.DirEntry[str], path: str, depth: int, folders: list[tuple[str, int]]) -> None:
    try:
        state = entry.stat(follow_symlinks=False)
    except OSError as error:
        tree.strange.append((path, f"cannot be looked at ({error.strerror})"))
        return
    problem = path_problem(path)
    if problem is not None:
        tree.strange.append((path, f"has a name that {problem}"))
    elif stat.S_ISDIR(state.st_mode):
        if depth >= DEEPEST:
            tree.strange.append((path, f"lies more than {DEEPEST} folders deep"))
        else:
            folders.append((path, depth + 1))
    elif stat.S_ISREG(state.st_mode):
        tree.files[path] = state.st_size
    else:
        kind = "a symbolic link" if stat.S_ISLNK(state.st_mode) else "a special file"
        tree.strange.append((path, f"is {kind}"))
