"""Keys and checklists beside their proofs, over what every family really makes."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from curation.families import families
from curation.models import DIFFICULTIES, LETTERS, GEUInstance, Imported, UEGInstance
from curation.places import fill
from curation.prompts.sandbox import Sandbox
from curation.puzzles.base import Draw, Family
from curation.release.manifest import count, shortfalls
from curation.release.rows import RECORDS, ReleaseRecord, evaluator_files
from curation.release.select import Candidate, Chosen, Selection
from curation.release.validate import validate
from curation.release.validate.proofs import LONGEST
from tests.release.makers import PROFILE, Shelf, Stock, agree, built, copied, edit_lines

Change = Callable[[dict[str, Any]], object]


def _made(family: Family, shelf: Shelf) -> list[UEGInstance | GEUInstance]:
    """One of each subtask and level; those of extension families go where a release can have them."""
    homes = [subtask.name for subtask in PROFILE.category(family.category).subtasks]
    found = []
    for subtask in family.subtasks:
        for level in DIFFICULTIES:
            outcome = fill(Draw(family.name, family.version, subtask, level, seed=5, index=0))
            assert outcome.instance is not None
            for _, data in outcome.images:
                shelf.put(Image.open(io.BytesIO(data)))
            home = subtask if subtask in homes else homes[0]
            found.append(outcome.instance.model_copy(update={"subtask": home}))
    return found


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft of what all families make, extension families too."""
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    made = [instance for family in families().values() for instance in _made(family, shelf)]
    chosen = []
    for category in PROFILE.categories:
        names = [subtask.name for subtask in category.subtasks]
        mine = [instance for instance in made if instance.category == category.name]
        mine.sort(key=lambda instance: names.index(str(instance.subtask)))
        chosen += [Chosen(index, Candidate(instance, 1)) for index, instance in enumerate(mine, 1)]
    records = [
        ReleaseRecord(
            task_type=one.candidate.instance.category, index=1, revision=1, instance=one.candidate.instance
        )
        for one in chosen
    ]
    selection = Selection("0", tuple(chosen), shortfalls(PROFILE, count(PROFILE, records)))
    return built(Stock(shelf, []), tmp_path_factory.mktemp("exports"), selection).path


def _records(release: Path) -> list[ReleaseRecord]:
    lines = (release / RECORDS).read_bytes().split(b"\n")[:-1]
    return [ReleaseRecord.model_validate_json(line) for line in lines]


def _change(release: Path, change: Change, *families: str) -> list[str]:
    """Change the records of some families as somebody would who then makes rows, manifest and sums agree.

    Returns:
        Where a finding is due: uid by uid.
    """
    changed: list[str] = []

    def apply(records: list[dict[str, Any]]) -> None:
        for record in records:
            instance = record["instance"]
            if not families or instance["provenance"]["family"] in families:
                change(instance)
                changed.append(instance["uid"])

    edit_lines(release / RECORDS, apply)
    placed = [(record.index, record.instance) for record in _records(release)]
    for name, data in evaluator_files(PROFILE, placed).items():
        (release / name).write_bytes(data)
    agree(release)
    return sorted(changed)


def _told(release: Path) -> list[str]:
    findings = validate(release).findings
    assert {found.code for found in findings} <= {"REL049"}
    return sorted(found.message.partition(":")[0] for found in findings)


def _next_key(instance: dict[str, Any]) -> None:
    if instance["axis"] == "GEU":
        instance["key"] = LETTERS[(LETTERS.index(instance["key"]) + 1) % 4]


def _flip(instance: dict[str, Any]) -> None:
    """Flip one question that the family's solver judges; what is about the scene alone it passes over."""
    if instance["axis"] == "UEG":
        judged = [item for item in instance["checklist"] if "exactly" in item["question"]]
        item = (judged or instance["checklist"])[0]
        item["answer"] = "no" if item["answer"] == "yes" else "yes"


PUZZLES = [name for name, family in families().items() if family.home == "curation.puzzles"]
PROMPTS = [name for name, family in families().items() if family.home == "curation.prompts"]


def test_no_honest_record_is_refused(real: Path) -> None:
    report = validate(real)
    assert report.findings == ()
    proofs = [record.instance.proof for record in _records(real)]
    assert {proof.solver for proof in proofs if proof} == {family.solver for family in families().values()}
    # Two rows of a display are put into words in the options, and not in the proof.
    assert any(proof and " / " in proof.answer and proof.method == "pixels" for proof in proofs)


def test_a_key_that_contradicts_its_proof_is_told(real: Path, tmp_path: Path) -> None:
    release = copied(real, tmp_path)
    due = _change(release, _next_key, *PUZZLES)
    assert len(due) >= 39
    assert _told(release) == due


def test_an_option_that_its_proof_does_not_say_is_told(real: Path, tmp_path: Path) -> None:
    def reword(instance: dict[str, Any]) -> None:
        instance["options"][LETTERS.index(instance["key"])] = "none of them"

    release = copied(real, tmp_path)
    due = _change(release, reword, *PUZZLES)
    assert _told(release) == due


def test_a_checklist_that_contradicts_its_text_is_told(real: Path, tmp_path: Path) -> None:
    release = copied(real, tmp_path)
    due = _change(release, _flip, *PROMPTS)
    assert len(due) >= 27
    assert _told(release) == due


def test_a_proof_that_contradicts_its_text_is_told(real: Path, tmp_path: Path) -> None:
    release = copied(real, tmp_path)
    due = _change(release, lambda instance: instance["proof"].update(answer="another"), *PROMPTS)
    assert _told(release) == due


def test_a_program_of_a_release_is_never_run(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("CPython was asked")

    monkeypatch.setattr(Sandbox, "run", refuse)
    monkeypatch.setattr(Sandbox, "run_all", refuse)
    assert validate(real).findings == ()


def test_a_program_that_is_none_is_told(real: Path, tmp_path: Path) -> None:
    release = copied(real, tmp_path)

    def endless(instance: dict[str, Any]) -> None:
        instance["prompt"] = f"Draw {instance['uid']}.\n\nwhile True:\n    print(1)"

    due = _change(release, endless, "program")
    assert _told(release) == due


def test_another_solvers_words_are_its_own(real: Path, tmp_path: Path) -> None:
    """Of a proof by an older solver only what contradicts the key is known."""
    release = copied(real, tmp_path)

    def older(instance: dict[str, Any]) -> None:
        instance["proof"].update(solver="older/0", answer="said in another way")

    _change(release, older)
    assert _told(release) == []
    due = _change(release, lambda instance: instance["proof"].update(answer=_wrong(instance)), *PUZZLES)
    assert _told(release) == due


def _wrong(instance: dict[str, Any]) -> str:
    wrong = instance["options"][LETTERS.index(instance["key"]) - 1]
    return str(wrong).upper()


def test_what_no_solver_has_answered_is_left_to_people(real: Path, tmp_path: Path) -> None:
    release = copied(real, tmp_path)
    imported = Imported(format="csv", file="mine.csv", row="2").model_dump()

    def bring(instance: dict[str, Any]) -> None:
        _next_key(instance)
        _flip(instance)
        instance["provenance"] = imported

    _change(release, bring)
    assert "REL049" not in {found.code for found in validate(release).findings}


def test_a_long_text_is_not_derived(real: Path, tmp_path: Path) -> None:
    release = copied(real, tmp_path)

    def lengthen(instance: dict[str, Any]) -> None:
        instance["prompt"] += f"{' and so on' * (LONGEST // 10 + 1)} for {instance['uid']}"

    _change(release, lengthen, *PROMPTS)
    assert _told(release) == []
