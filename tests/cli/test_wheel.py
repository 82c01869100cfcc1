"""The wheel carries what the program needs: it runs the demo in a clean environment, far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from curation.models import LETTERS
from curation.release.validate import validate
from curation.schemas import SHAPES
from tests.release.evaluator import score_geu, score_ueg

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    [path] = folder.glob("*.whl")
    return path


def test_the_wheel_carries_schemas_label_configs_packs_and_licences(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"curation/shipped/schemas/{name}.json" for name in SHAPES} <= names
    for folder, pattern in (("label_config", "*.j2"), ("curation/packs/realunify", "*.yaml")):
        shipped = [path.name for path in (ROOT / folder).glob(pattern)]
        assert shipped
        at = "curation/shipped/label_config" if folder == "label_config" else folder
        assert {f"{at}/{name}" for name in shipped} <= names
    assert {"curation/studio/server.lock", "curation/studio/server/launch.py"} <= names
    assert {"OFL-1.1.txt", "CC-BY-4.0.txt", "LICENSE"} <= {Path(name).name for name in names}


def test_the_demo_runs_from_the_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    python = tmp_path / "env/bin/python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    assert not list((tmp_path / "env").rglob("label_studio_sdk")), "the core does without the Label Studio SDK"

    away = tmp_path / "away"
    away.mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(tmp_path / "env/bin/curate"), "demo", "--per-category", "10"],
        cwd=away,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Look at demo/exports/realunify-1.0.0-draft.1/README.md first" in done.stdout

    release = away / "demo/exports/realunify-1.0.0-draft.1"
    assert validate(release).findings == ()
    for name in ("GEU_direct.json", "GEU_step.json"):
        assert set(score_geu(release, name, lambda row: row["answer"]).values()) == {1.0}
        for letter in LETTERS:
            scores = score_geu(release, name, lambda row, letter=letter: letter)  # type: ignore[misc]
            assert all(0.15 <= score <= 0.35 for score in scores.values()), (letter, scores)
    for name in ("UEG_direct.json", "UEG_step.json"):
        perfect = score_ueg(release, name, lambda row: [item["answer"] for item in row["question_list"]])
        assert set(perfect.values()) == {1.0}
