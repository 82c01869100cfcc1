"""Whatever somebody puts into a release: findings, and never a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curation.errors import CurationError
from curation.release.validate import validate
from curation.release.validate.documents import parse
from curation.release.validate.tree import path_problem, scan, show
from tests.release.makers import content, copied, sum_again

DOCUMENTS = ["GEU_direct.json", "GEU_step.json", "UEG_direct.json", "UEG_step.json", "manifest.json"]
SCALAR = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(), max_size=12),
    st.sampled_from(
        ["../x", "image/\0", "\u202e", "a" * 9000, "A", "yes", "mental_tracking", "[", "{0.__class__}"]
    ),
)
VALUE = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def _nodes(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON value: what holds it, and its key there."""
    places: list[tuple[Any, Any]] = []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        places += [(value, key), *_nodes(item)]
    return places


@given(st.sampled_from([*DOCUMENTS, "instances.jsonl"]), st.integers(0, 10**6), VALUE)
@settings(deadline=None, max_examples=120)
@example("manifest.json", 16, False)  # For a count of 0.
def test_a_wrong_value_anywhere_is_a_finding(tiny: Path, name: str, at: int, value: Any) -> None:
    before, sums = (tiny / name).read_bytes(), (tiny / "SHA256SUMS").read_bytes()
    lines = before.split(b"\n")[:-1] if name == "instances.jsonl" else [before]
    documents = [json.loads(line) for line in lines]
    places = _nodes(documents)
    holder, key = places[at % len(places)]
    same = holder[key] == value and type(holder[key]) is type(value)
    holder[key] = value
    dumped = [json.dumps(document).encode() for document in documents]
    (tiny / name).write_bytes(b"\n".join(dumped) + b"\n")
    try:
        sum_again(tiny)
        report = validate(tiny)
        for form in ("text", "json", "sarif", "github"):
            report.render(form).encode()
        assert same or report.findings
    finally:
        (tiny / name).write_bytes(before)
        (tiny / "SHA256SUMS").write_bytes(sums)


@given(st.sampled_from([*DOCUMENTS, "instances.jsonl", "SHA256SUMS", "README.md"]), st.binary(max_size=200))
@settings(deadline=None, max_examples=80)
def test_any_bytes_are_a_finding(tiny: Path, name: str, data: bytes) -> None:
    before = (tiny / name).read_bytes()
    (tiny / name).write_bytes(data)
    try:
        assert validate(tiny).findings
    finally:
        (tiny / name).write_bytes(before)


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_parsing_never_raises(data: bytes) -> None:
    document = parse(data)
    if document.broken is None:
        json.loads(data)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b'"\xff"', "is no UTF-8 at byte 2"),
        (b"[NaN]", "NaN"),
        (b"[-Infinity]", "-Infinity"),
        (b"1e400", "too large a number"),
        (b"9" * 6000, "limit"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"{'a': 1}", "line 1, column 2"),
        (b"", "Expecting value"),
        (b"[1] x", "Extra data"),
    ],
)
def test_what_is_no_json(data: bytes, problem: str) -> None:
    broken = parse(data).broken
    assert broken is not None
    assert problem in broken
    assert broken.isprintable()


def test_repeated_keys_are_told_however_deep() -> None:
    document = parse(b'[{"a": {"b": 1, "b": 2}, "a": 3}]')
    assert document.repeated == ["b", "a"]
    assert document.value == [{"a": 3}]


def test_rows_beyond_counting(tiny: Path, tmp_path: Path) -> None:
    release = copied(tiny, tmp_path)
    (release / "UEG_step.json").write_text(json.dumps([0] * 100_001))
    (release / "UEG_direct.json").write_text(json.dumps([0] * 50_000))
    sum_again(release)
    report = validate(release)
    assert "REL007" in {found.code for found in report.findings}
    assert len(report.findings) < 3_000


def test_deep_parameters(tiny: Path, tmp_path: Path) -> None:
    release = copied(tiny, tmp_path)
    path = release / "instances.jsonl"
    for depth in (200, 400, 900):
        deep = b"[" * depth + b"]" * depth
        path.write_bytes(
            path.read_bytes().replace(b'"parameters":{"size":1.5}', b'"parameters":{"size":' + deep + b"}")
        )
        sum_again(release)
        assert validate(release).exit_code == 1


def test_folders_without_end(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(30):
        folder /= "d"
    folder.mkdir(parents=True)
    (folder / "f").write_text("x")
    tree = scan(tmp_path)
    assert tree.files == {}
    assert "folders deep" in tree.strange[0][1]


def test_names_that_are_no_text(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/bad\xff", "wb"):  # noqa: PTH123 - a name that is no text
        pass
    report = validate(tmp_path)
    assert "REL005" in {found.code for found in report.findings}
    report.render("json").encode()


@pytest.mark.parametrize("path", ["", "/x", "a//b", "a/../b", "./a", "a/", "a\\b", "c:/x", "a\nb", "a" * 600])
def test_unsafe_paths(path: str) -> None:
    assert path_problem(path) is not None


def test_safe_paths_and_shown_text() -> None:
    assert path_problem("image/é b/001.png") is None
    assert show("a\n\udcff\x1b[0m") == "a\\n\\udcff\\x1b[0m"
    assert len(show("x" * 500)) == 80


def test_a_file_that_may_not_be_read_is_a_finding(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = copied(tiny, tmp_path)
    before = content(release)
    real = os.open

    def refuse(path: Any, *rest: Any, **more: Any) -> int:
        if str(path).endswith(("GEU_step.json", "001.png")):
            raise PermissionError(13, "Permission denied")
        return real(path, *rest, **more)

    monkeypatch.setattr("os.open", refuse)
    found = {finding.code for finding in validate(release).findings}
    assert {"REL007", "REL031"} <= found
    monkeypatch.undo()
    assert content(release) == before


def test_errors_are_the_projects_own() -> None:
    with pytest.raises(CurationError):
        validate(Path("\0"))
