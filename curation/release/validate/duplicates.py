"""Duplicates: what two instances of a release must not share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curation.findings import Finding
from curation.release.candidates import fold
from curation.release.rows import RECORDS, GEUDirectRow, UEGDirectRow
from curation.release.validate.images import Seen
from curation.release.validate.records import Records
from curation.release.validate.rows import Rows
from curation.release.validate.tree import Tree, show

_CODES = {
    "the image": "REL050",
    "the prompt": "REL051",
    "the question and the image": "REL052",
    "the canonical key": "REL053",
    "the uid": "REL053",
    "the source": "REL054",
}
_Mark = tuple[str, tuple[str, ...]]


def check_duplicates(tree: Tree, rows: Rows, records: Records, seen: dict[str, Seen]) -> Iterator[Finding]:
    """Yield every row and record that repeats another; the first of its kind is not told of."""
    for axis in ("UEG", "GEU"):
        # What the step file repeats, the direct file says already.
        name = next((name for name in (f"{axis}_direct.json", f"{axis}_step.json") if name in rows.files), None)
        if name is not None:
            marked = [
                (number, f"{show(row.task_type)} {row.index}", list(_row_marks(row, seen)))
                for number, row in rows.files[name]
            ]
            yield from _repeated(tree, name, marked)
    yield from _repeated(
        tree,
        RECORDS,
        [
            (
                number,
                record.instance.uid,
                [
                    ("the uid", (record.instance.uid,)),
                    ("the canonical key", (record.instance.canonical_key,)),
                    *(("the source", (source,)) for source in dict.fromkeys(record.instance.sources)),
                ],
            )
            for number, record in records.lines
        ],
    )


def _row_marks(row: object, seen: dict[str, Seen]) -> Iterator[_Mark]:
    if isinstance(row, UEGDirectRow):
        yield ("the prompt", (fold(row.prompt),))
    elif isinstance(row, GEUDirectRow):
        here = seen.get(row.input_image)
        if here is not None and here.image is not None:
            yield ("the image", (row.task_type, here.image.pixels))
            yield ("the question and the image", (fold(row.question), here.image.pixels))


def _repeated(tree: Tree, name: str, marked: Iterable[tuple[int, str, list[_Mark]]]) -> Iterator[Finding]:
    first: dict[_Mark, str] = {}
    for number, who, marks in marked:
        for mark in marks:
            if mark in first:
                yield tree.finding(_CODES[mark[0]], name, f"{who} shares {mark[0]} with {first[mark]}", number)
            first.setdefault(mark, who)
