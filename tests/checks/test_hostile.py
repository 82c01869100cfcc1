"""Whatever stands in the database, the checks find it and go on."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.checks import run
from curation.workspace import Workspace, open_workspace
from tests.checks.broken import tamper

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["A", "yes", "0" * 64, "GEU", "UEG", "RGB", "generated", "maze", "none", "\x00", "3/0", "1,0"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a JSON value."""
    yield path
    if isinstance(value, dict):
        for name, part in value.items():
            yield from places(part, (*path, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from places(part, (*path, number))


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """The value with another one at a place."""
    if not path:
        return new
    copy: Any = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@pytest.fixture(scope="module")
def original(clean_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("hostile") / "workspace"
    shutil.copytree(clean_root, root)
    workspace = open_workspace(root)
    for table in ("revisions", "events"):
        for verb in ("update", "delete"):
            with sqlite3.connect(workspace.store.path) as database:
                database.execute(f"DROP TRIGGER {table}_no_{verb}")
            database.close()
    return workspace


@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_mutated_records(original: Workspace, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(["revisions", "revisions", "revisions", "sources", "assets", "decisions"]))
    key = "pixels" if table == "assets" else "uid"
    rows = original.store.rows(f"SELECT {key} AS key, record FROM {table} ORDER BY {key}")
    row = data.draw(st.sampled_from(rows))
    record = json.loads(row["record"])
    path = data.draw(st.sampled_from(list(places(record))))
    changed = json.dumps(replaced(record, path, data.draw(VALUES)))
    sql = f"UPDATE {table} SET record = ? WHERE {key} = ?"
    tamper(original, sql, changed, row["key"])
    try:
        report = run(original, workers=1)
    finally:
        tamper(original, sql, row["record"], row["key"])
    if table == "revisions" and json.loads(changed) != record:
        assert report.exit_code == 1


@pytest.mark.parametrize(
    "record", ["", "[]", "null", "[" * 100_000, '{"uid": "\ud800"}'.encode("utf-8", "ignore").decode()]
)
def test_hardly_json(workspace: Workspace, record: str) -> None:
    for table in ("revisions", "sources", "assets", "decisions"):
        tamper(workspace, f"UPDATE {table} SET record = ?", record)
    report = run(workspace)
    assert {"SCH001", "LOG003"} <= {finding.code for finding in report.findings}


@pytest.mark.parametrize(
    "details", ["", "[]", '{"digest": [], "revision": {}}', '{"digest": 1e999, "revision": 1}']
)
def test_events(workspace: Workspace, details: str) -> None:
    tamper(workspace, "UPDATE events SET details = ?", details)
    found = {finding.code for finding in run(workspace, only=["log"]).findings}
    assert found == {"LOG001", "LOG002", "LOG003"}


def test_no_asset_folder(workspace: Workspace) -> None:
    shutil.rmtree(workspace.assets.root)
    assert {"FIL001", "KEY002"} <= {finding.code for finding in run(workspace).findings}
