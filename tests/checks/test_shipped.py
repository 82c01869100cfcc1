"""On what ships with the project the checks find nothing but what a release still lacks."""

from __future__ import annotations

from pathlib import Path

from curation.checks import run
from curation.intake import import_paths, starter_packs
from curation.workspace import create


def test_shipped_packs(tmp_path: Path) -> None:
    workspace = create(tmp_path / "workspace")
    import_paths(workspace, starter_packs(), actor="test")
    report = run(workspace)
    found = {finding.code: finding.message for finding in report.findings if finding.severity != "info"}
    assert found == {}
    assert report.checked["instances"] >= 60
    workspace.store.close()
