"""Every check: silent on a clean workspace, and each finds its own in one that is broken that way."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.checks import pictures, run
from curation.checks.registry import CHECKS
from curation.errors import UsageError
from curation.workspace import Workspace
from tests.checks.broken import BREAKS, Break

CASES = [(code, function) for code, functions in sorted(BREAKS.items()) for function in functions]
UNDER_WAY = {"QUO001", "QUO002", "QUO003"}
"""What is found in a workspace that is far from a release and has a photo puzzle without a question."""


def test_clean(workspace: Workspace) -> None:
    report = run(workspace)
    assert {finding.code for finding in report.findings} == UNDER_WAY
    assert report.exit_code == 0
    assert report.checked == {"instances": 10, "sources": 1, "images": 7}


@pytest.mark.parametrize(
    ("code", "function"), CASES, ids=[f"{code}{function.__name__}" for code, function in CASES]
)
def test_broken(workspace: Workspace, code: str, function: Break) -> None:
    function(workspace)
    assert {finding.code for finding in run(workspace).findings} | UNDER_WAY == {code} | UNDER_WAY


def test_each_check_has_a_module() -> None:
    folder = Path(pictures.__file__).parent
    with_check = {path.stem for path in folder.glob("*.py") if "\ndef check(context: Context)" in path.read_text()}
    assert with_check == {check.name for check in CHECKS}


def test_only(workspace: Workspace) -> None:
    seen: list[tuple[int, int]] = []
    report = run(workspace, only=["quotas"], progress=lambda done, total: seen.append((done, total)))
    assert {finding.code for finding in report.findings} == UNDER_WAY
    assert not seen
    assert "images" not in report.checked
    with pytest.raises(UsageError, match="unknown check 'quota'; there is: schema, files"):
        run(workspace, only=["quota"])


def test_same_report_whatever_the_processes(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ("KEY001", "FIL003", "DUP003"):
        for function in BREAKS[code]:
            function(workspace)
    seen: list[tuple[int, int]] = []
    alone = run(workspace, workers=1, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(number, len(seen)) for number in range(1, len(seen) + 1)]
    monkeypatch.setattr(pictures, "MOST_ALONE", 0)
    assert run(workspace, workers=2) == alone


def test_rejected_instances_are_left_out(workspace: Workspace) -> None:
    for function in (BREAKS["DUP001"][0], BREAKS["KEY001"][0]):
        function(workspace)
    for uid in ("spots-2", "maze-0"):
        reject(workspace, uid)
    assert {finding.code for finding in run(workspace).findings} == UNDER_WAY


def reject(workspace: Workspace, uid: str) -> None:
    from curation.annotations import Decision

    stored = workspace.store.instance(uid)
    assert stored is not None
    decision = Decision(uid=uid, revision=stored.revision, outcome="rejected", people=("ann",), rule="adjudicated")
    workspace.store.put_decision(decision, actor="ann", reason="a copy")
