"""Every file against SHA256SUMS, and no file beyond them or beyond what the release itself knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from curation.canonical import digest_file
from curation.findings import Finding
from curation.release.rows import CARD, FILES, LICENCE, MANIFEST, RECORDS, SUMS
from curation.release.sums import parse_sums
from curation.release.validate.tree import Tree, path_problem, show

MOST_SUMS = 32 * 1024 * 1024
MOST_FILE = 1024 * 1024 * 1024
"""Bounds, in bytes, of the sums and of any file that is digested."""


def check_strange(tree: Tree) -> Iterator[Finding]:
    """Yield what the folder holds that is neither a plain file nor a folder."""
    for path, problem in tree.strange:
        yield tree.finding("REL005", path, problem)


def check_sums(tree: Tree) -> Iterator[Finding]:
    """Compare the files with SHA256SUMS; nothing to say of a release that never had any."""
    if SUMS not in tree.files:
        if MANIFEST in tree.files:
            yield tree.finding("REL004", SUMS, "is missing")
        return
    if tree.files[SUMS] > MOST_SUMS:
        yield tree.finding("REL007", SUMS, f"has more than {MOST_SUMS:,} bytes")
        return
    try:
        sums = parse_sums((tree.root / SUMS).read_bytes())
    except OSError as error:
        yield tree.finding("REL007", SUMS, f"cannot be read ({error.strerror})")
        return
    for line, fault in sums.faults:
        yield tree.finding("REL004", SUMS, fault, line)
    if list(sums.digests) != sorted(sums.digests):
        yield tree.finding("REL004", SUMS, "is not sorted by path")
    for path, digest in sums.digests.items():
        problem = path_problem(path)
        if problem is not None:
            yield tree.finding("REL006", SUMS, f"the path {show(path)} {problem}")
        elif path not in tree.files:
            yield tree.finding("REL002", path, "is missing")
        else:
            yield from _compare(tree, path, digest)
    for path in tree.files:
        if path != SUMS and path not in sums.digests:
            yield tree.finding("REL003", path, "is not in SHA256SUMS")


def check_beyond(tree: Tree, known: Collection[str]) -> Iterator[Finding]:
    """Yield the files that are no part of the release, whether the sums list them or not.

    Who adds a file can add its line to the sums as well, so the sums alone cannot tell it.

    Args:
        tree: The release.
        known: Paths of the images that its manifest and its rows name.
    """
    fixed = {SUMS, MANIFEST, RECORDS, CARD, LICENCE, *(file.name for file in FILES)}
    for path in tree.files:
        if path not in fixed and path not in known:
            yield tree.finding("REL055", path, "neither the manifest nor a row names it")


def _compare(tree: Tree, path: str, digest: str) -> Iterator[Finding]:
    if tree.files[path] > MOST_FILE:
        yield tree.finding("REL007", path, f"has more than {MOST_FILE:,} bytes")
        return
    try:
        found = digest_file(tree.root / path)
    except OSError as error:
        yield tree.finding("REL007", path, f"cannot be read ({error.strerror})")
        return
    if found != digest:
        yield tree.finding("REL001", path, f"has the digest {found[:12]}…, not {digest[:12]}…")
