"""The validator: every code, every byte, every field."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from curation.errors import InputError, UsageError
from curation.findings import codes
from curation.release.validate import validate
from tests.release.broken import BROKEN, Break
from tests.release.makers import agree, content, copied, edit_json, edit_lines, small, strip, sum_again

CASES = [(code, number) for code, breaks in BROKEN.items() for number in range(len(breaks))]


def found_codes(release: Path) -> set[str]:
    return {found.code for found in validate(release).findings}


def test_every_code_has_a_broken_release() -> None:
    assert set(BROKEN) == {code for code in codes() if code.startswith("REL")}


@pytest.mark.parametrize(("code", "number"), CASES)
def test_a_broken_release_is_found_out(pristine: Path, tmp_path: Path, code: str, number: int) -> None:
    release = copied(pristine, tmp_path)
    breaking: Break = BROKEN[code][number]
    breaking(release)
    report = validate(release)
    assert code in {found.code for found in report.findings}, report.render("text")
    if codes()[code].severity == "error":
        assert report.exit_code == 1
    for form in ("text", "json", "sarif", "github"):
        report.render(form).encode()
    assert all("\n" not in found.message and found.message.isprintable() for found in report.findings)


def test_a_pristine_release_is_clean(pristine: Path) -> None:
    report = validate(pristine)
    assert report.findings == ()
    assert report.exit_code == 0
    assert report.checked == {"files": 73, "rows": 160, "records": 80, "images": 64}


def _flips(data: bytes) -> Iterator[bytes]:
    for place in (0, len(data) // 2, len(data) - 1):
        yield data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_one_byte_in_any_file_is_found(tiny: Path) -> None:
    for name, data in content(tiny).items():
        path = tiny / name
        for changed in _flips(data):
            path.write_bytes(changed)
            assert validate(tiny).exit_code == 1, name
        path.write_bytes(data)
    assert validate(tiny).findings == ()


def test_one_byte_is_found_though_the_sums_agree(tiny: Path) -> None:
    before = content(tiny)
    for name, data in before.items():
        if name == "SHA256SUMS":
            continue
        for changed in _flips(data):
            (tiny / name).write_bytes(changed)
            sum_again(tiny)
            assert found_codes(tiny), name
        (tiny / name).write_bytes(data)
    (tiny / "SHA256SUMS").write_bytes(before["SHA256SUMS"])
    assert validate(tiny).findings == ()


def _leaves(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*place, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, (*place, number))
    else:
        yield place


OTHER = {
    "answer": {"yes": "no", "no": "yes", "A": "B", "B": "C", "C": "D", "D": "A"},
    "task_type": {
        "world_knowledge": "logical_reasoning",
        "mental_reconstruction": "mental_tracking",
    },
}


def _other(place: tuple[str | int, ...], value: Any) -> Any:
    """Another value of the same type, as plausible as can be."""
    table = OTHER.get(str(place[-1]))
    if table is not None and value in table:
        return table[value]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return f"{value} too" if isinstance(value, str) else "something"


def _put(value: Any, place: tuple[str | int, ...]) -> None:
    for part in place[:-1]:
        value = value[part]
    value[place[-1]] = _other(place, value[place[-1]])


def _changing(row: int | None, place: tuple[str | int, ...]) -> Callable[[Any], None]:
    return lambda value: _put(value if row is None else value[row], place)


@pytest.mark.parametrize("name", ["UEG_direct.json", "UEG_step.json", "GEU_direct.json", "GEU_step.json"])
def test_one_field_of_any_row_is_found(tiny: Path, name: str) -> None:
    before = content(tiny)
    row = json.loads(before[name])[0]
    for place in _leaves(row):
        edit_json(tiny / name, _changing(0, place))
        sum_again(tiny)
        assert validate(tiny).exit_code == 1, place
        (tiny / name).write_bytes(before[name])
    (tiny / "SHA256SUMS").write_bytes(before["SHA256SUMS"])


def test_one_field_of_any_row_is_found_without_records(tiny: Path, tmp_path: Path) -> None:
    """Direct and step rows vouch for each other in a release of other hands too."""
    release = copied(tiny, tmp_path)
    strip(release)
    profile = small(1)
    assert validate(release, profile).exit_code == 0
    for name in ("UEG_direct.json", "UEG_step.json", "GEU_direct.json", "GEU_step.json"):
        before = (release / name).read_bytes()
        for place in _leaves(json.loads(before)[0]):
            edit_json(release / name, _changing(0, place))
            assert validate(release, profile).exit_code == 1, (name, place)
            (release / name).write_bytes(before)


UNKNOWABLE = {
    "revision",
    "proof",
    "provenance",
    "refined_prompt",
    "rationale",
    "aspect",
    "difficulty",
    "canonical_key",
}
"""What nothing else in a release repeats; the digest of the records in the manifest covers it."""


@pytest.mark.parametrize("place", [0, -1])
def test_one_field_of_any_record_is_found(tiny: Path, place: int) -> None:
    before = content(tiny)
    lines = before["instances.jsonl"].split(b"\n")[:-1]
    for leaf in _leaves(json.loads(lines[place])):
        edit_lines(tiny / "instances.jsonl", _changing(place, leaf))
        sum_again(tiny)
        assert validate(tiny).exit_code == 1, leaf
        agree(tiny)
        known = not UNKNOWABLE.intersection(map(str, leaf)) and leaf != ("instance", "uid")
        if known:
            assert validate(tiny).exit_code == 1, leaf
        for name in ("instances.jsonl", "manifest.json", "SHA256SUMS"):
            (tiny / name).write_bytes(before[name])


def test_one_field_of_the_manifest_is_found(tiny: Path) -> None:
    before = content(tiny)
    manifest = json.loads(before["manifest.json"])
    places = [place for place in _leaves(manifest) if place[0] != "images" or place[1] == 0]
    for place in places:
        edit_json(tiny / "manifest.json", _changing(None, place))
        sum_again(tiny)
        assert found_codes(tiny), place
        (tiny / "manifest.json").write_bytes(before["manifest.json"])
    (tiny / "SHA256SUMS").write_bytes(before["SHA256SUMS"])
    assert validate(tiny).findings == ()


def test_a_key_changed_everywhere_is_told_by_its_proof_alone(pristine: Path, tmp_path: Path) -> None:
    release = copied(pristine, tmp_path)
    BROKEN["REL049"][0](release)
    report = validate(release)
    assert [found.code for found in report.findings] == ["REL049"]
    assert "its proof says" in report.findings[0].message


def test_a_file_more_is_told_alone_though_the_sums_list_it(tiny: Path, tmp_path: Path) -> None:
    release = copied(tiny, tmp_path)
    (release / "extra.txt").write_text("x")
    sum_again(release)
    assert [(found.code, found.where) for found in validate(release).findings] == [("REL055", "extra.txt")]


def test_without_a_manifest_nobody_knows_which_files_belong(tiny: Path, tmp_path: Path) -> None:
    """A release of other hands may hold whatever its makers put there."""
    release = copied(tiny, tmp_path)
    strip(release)
    (release / "extra.txt").write_text("x")
    assert "REL055" not in found_codes(release)


def test_the_card_of_another_version_is_told_of_and_no_error(tiny: Path, tmp_path: Path) -> None:
    release = copied(tiny, tmp_path)
    edit_json(release / "manifest.json", lambda manifest: manifest.update(toolkit="0.0.1"))
    sum_again(release)
    report = validate(release)
    assert [(found.code, found.where) for found in report.findings] == [
        ("REL056", "LICENSE"),
        ("REL056", "README.md"),
    ]
    assert "curate 0.0.1" in report.findings[0].message
    assert report.exit_code == 0


def test_a_release_of_other_hands(pristine: Path, tmp_path: Path) -> None:
    release = copied(pristine, tmp_path)
    strip(release)
    report = validate(release, small(8))
    assert [found.code for found in report.findings] == ["REL040"]
    assert report.exit_code == 0
    for name in ("UEG_direct.json", "UEG_step.json"):
        (release / name).unlink()
    assert found_codes(release) == {"REL009", "REL026", "REL040"}
    (release / "GEU_direct.json").unlink()
    (release / "GEU_step.json").unlink()
    assert found_codes(release) == {"REL008", "REL040"}


def test_a_path_that_is_no_release(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "none", tmp_path / "file", tmp_path / ("x" * 300), Path("nul\0")):
        with pytest.raises(InputError) as told:
            validate(path)
        assert told.value.exit_code == 2
    assert found_codes(tmp_path) == {"REL008", "REL040"}
    with pytest.raises(UsageError, match="unknown profile"):
        validate(tmp_path, "none")


def test_a_wrong_path_imports_nothing_heavy() -> None:
    code = (
        "import sys, pathlib\nfrom curation.release.validate import validate\n"
        "try:\n    validate(pathlib.Path('/none/here'))\nexcept Exception as error:\n    print(error.exit_code)\n"
        "print(*sorted({'pydantic', 'PIL', 'numpy', 'jinja2', 'json'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2"]


def test_a_release_that_moved_is_as_good(pristine: Path, tmp_path: Path) -> None:
    release = tmp_path / "under another name"
    shutil.copytree(pristine, release)
    assert validate(release).findings == ()
