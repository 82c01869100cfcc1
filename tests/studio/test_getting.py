"""How tests get a browser, and what they say where none can be had."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.studio import browser, prepare


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """A machine without Chromium; what is run there is listed and does nothing."""
    ran: list[list[str]] = []

    def run(command: list[str], **_options: object) -> None:
        ran.append(command)

    monkeypatch.setenv("CURATE_CACHE", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr("subprocess.run", run)
    return ran


def test_the_machines_own_is_taken_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/opt/{name}" if "google" in name else None)
    assert browser.chromium() == Path("/opt/google-chrome")


@pytest.mark.parametrize("user", [0, 1000])
def test_where_none_can_be_had_one_line_says_what_to_do(
    bare: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], user: int
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    monkeypatch.setattr(prepare, "environment", lambda progress: None)
    with pytest.raises(SystemExit) as caught:
        prepare.main()
    assert caught.value.code == 3
    assert capsys.readouterr().err == f"tests: {browser.REMEDY}\n"
    assert any("chromium" in command for command in bare if command[0] == "apt-get") == (user == 0)
    assert bare[-1] == [sys.executable, "-m", "playwright", "install", "chromium"]
