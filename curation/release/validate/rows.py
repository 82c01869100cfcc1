"""The evaluator's four files: shape, keys, prompts, answers and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from pydantic import ValidationError

from curation.findings import Finding
from curation.release.candidates import fold
from curation.release.rows import (
    FILES,
    GEUDirectRow,
    GEUStepRow,
    Row,
    RowFile,
    UEGDirectRow,
    UEGStepRow,
    edit_prompt,
    evaluation_prompt,
    new_prompt,
)
from curation.release.validate.documents import MOST_ROWS, MOST_TOLD, faults, load
from curation.release.validate.tree import Tree, show
from curation.taxonomy import Profile

Key = tuple[str, int]


@dataclass(slots=True)
class Rows:
    """What the evaluator's files hold.

    Attributes:
        files: File name to its sound rows, each with its one-based place; a file that is missing or no list is
            not among them.
        whole: Names of the files of which every row is sound.
    """

    files: dict[str, list[tuple[int, Row]]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)

    def table(self, name: str) -> dict[Key, tuple[int, Row]]:
        """The rows of a file by key; of two with one key, the first."""
        found: dict[Key, tuple[int, Row]] = {}
        for number, row in self.files.get(name, ()):
            found.setdefault((row.task_type, row.index), (number, row))
        return found


def read_rows(tree: Tree, *, ours: bool) -> tuple[Rows, list[Finding]]:
    """Read the four files.

    Args:
        tree: The release.
        ours: Whether the release has a manifest, so that none of the four may be missing.
    """
    rows = Rows()
    found: list[Finding] = []
    there = [file for file in FILES if file.name in tree.files]
    for file in FILES:
        if file in there:
            found += _read(tree, file, rows)
        else:
            found.append(tree.finding("REL008" if ours or not there else "REL009", file.name, "is missing"))
    return rows, found


def _read(tree: Tree, file: RowFile, rows: Rows) -> Iterator[Finding]:
    document, found = load(tree, file.name)
    yield from found
    if document.broken is not None:
        return
    if not isinstance(document.value, list):
        yield tree.finding("REL013", file.name, "is no list of rows")
        return
    if len(document.value) > MOST_ROWS:
        yield tree.finding("REL007", file.name, f"has {len(document.value):,} rows, more than {MOST_ROWS:,}")
        return
    sound: list[tuple[int, Row]] = []
    bad = 0
    for number, value in enumerate(document.value, 1):
        try:
            sound.append((number, file.model.model_validate(value)))
        except ValidationError as error:
            bad += 1
            if bad <= MOST_TOLD:
                for fault in faults(error):
                    yield tree.finding("REL012", file.name, fault, number)
    rows.files[file.name] = sound
    if not bad and not document.repeated:
        rows.whole.add(file.name)


def check_rows(tree: Tree, profile: Profile, rows: Rows, expected: Mapping[str, int] | None) -> Iterator[Finding]:
    """Check the rows by themselves and against each other.

    Args:
        tree: The release.
        profile: The benchmark.
        rows: What `read_rows` read.
        expected: How many instances each category must have; `None` where that is not known.
    """
    for file in FILES:
        if file.name in rows.files:
            yield from _check_file(tree, profile, file, rows, expected)
    for axis, compare in (("UEG", _compare_ueg), ("GEU", _compare_geu)):
        direct, step = f"{axis}_direct.json", f"{axis}_step.json"
        if direct not in rows.files or step not in rows.files:
            continue
        left, right = rows.table(direct), rows.table(step)
        for name, table, other in ((direct, left, right), (step, right, left)):
            if {direct, step} <= rows.whole:
                for key in table:
                    if key not in other:
                        missing = step if name == direct else direct
                        message = f"{show(key[0])} {key[1]} is not in {missing}"
                        yield tree.finding("REL021", name, message, table[key][0])
        for key, (number, row) in right.items():
            if key in left:
                for message in compare(profile, left[key][1], row):
                    yield tree.finding("REL022", step, f"{show(key[0])} {key[1]}: {message}", number)


def _check_file(
    tree: Tree, profile: Profile, file: RowFile, rows: Rows, expected: Mapping[str, int] | None
) -> Iterator[Finding]:
    known = {category.name for category in profile.axis(file.axis)}
    seen: dict[Key, int] = {}
    for number, row in rows.files[file.name]:
        key = (row.task_type, row.index)
        if key in seen:
            message = f"{show(row.task_type)} {row.index} is in row {seen[key]} too"
            yield tree.finding("REL020", file.name, message, number)
        seen.setdefault(key, number)
        if row.task_type not in known:
            message = f"{show(row.task_type)} is no {file.axis} category of the profile {profile.name}"
            yield tree.finding("REL023", file.name, message, number)
        elif isinstance(row, GEUDirectRow):
            for message in _geu_prompts(profile, row):
                yield tree.finding("REL024", file.name, message, number)
        for message in _content(row):
            yield tree.finding("REL025", file.name, message, number)
    if expected is None or file.name not in rows.whole:
        return
    counts = Counter(row.task_type for _, row in rows.files[file.name])
    for name in (category.name for category in profile.axis(file.axis)):
        if counts[name] != expected.get(name, 0):
            message = f"{name} has {counts[name]:,} rows, not {expected.get(name, 0):,}"
            yield tree.finding("REL026", file.name, message)


def _geu_prompts(profile: Profile, row: GEUDirectRow) -> Iterator[str]:
    if row.evaluation_prompt != evaluation_prompt(profile, row.question, row.option):
        yield "evaluation_prompt is not the template with the row's question and options"
    if isinstance(row, GEUStepRow):
        category = profile.category(row.task_type)
        if row.edit_prompt != edit_prompt(category, row.question):
            yield "edit_prompt is not the template of its category"


def _content(row: Row) -> Iterator[str]:
    if isinstance(row, GEUDirectRow):
        texts, what = row.option, "options"
        if not row.question.strip():
            yield "the question is blank"
    else:
        texts = [item.question for item in cast("UEGDirectRow | UEGStepRow", row).question_list]
        what = "checklist questions"
        if isinstance(row, UEGDirectRow) and not row.prompt.strip():
            yield "the prompt is blank"
    folded = [fold(text) for text in texts]
    if "" in folded:
        yield f"one of the {what} is blank"
    if len(set(folded)) < len(folded):
        yield f"two {what} say the same"


def _compare_ueg(profile: Profile, direct: Row, step: Row) -> Iterator[str]:
    left, right = cast("UEGDirectRow", direct), cast("UEGStepRow", step)
    if left.question_list != right.question_list:
        yield "question_list differs from the direct row's"
    if right.new_prompt != new_prompt(profile, left.prompt):
        yield "new_prompt is not the template with the direct row's prompt"


def _compare_geu(profile: Profile, direct: Row, step: Row) -> Iterator[str]:
    del profile
    right = step.model_dump()
    for name, value in direct.model_dump().items():
        if right[name] != value:
            yield f"{name} differs from the direct row's"
