"""Every command explains itself, is documented, and starts without what it does not need."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from curation.cli.app import app
from curation.models import DIFFICULTIES
from curation.puzzles.registry import FAMILIES as PUZZLES
from curation.puzzles.registry import family
from tests.cli.running import curate

ROOT = Path(__file__).parents[2]

HEAVY = {"pydantic", "PIL", "numpy", "scipy", "sqlite_utils", "sqlite3", "rich", "yaml", "jinja2", "imagehash"}
HEAVY |= {"label_studio_sdk", "httpx"}

LISTING = """
import atexit, json, sys
def listing():
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
atexit.register(listing)
"""

NOTHING = """
import typer
app = typer.Typer()
@app.command()
def one(path: str = "") -> None:
    print(path)
@app.command()
def two() -> None:
    pass
def main():
    app()
"""


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    def below(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
        for name, inner in getattr(command, "commands", {}).items():
            yield (*words, name), inner
            yield from below((*words, name), inner)

    yield from below((), typer.main.get_command(app))


COMMANDS = dict(commands())


def test_there_are_commands() -> None:
    assert {("init",), ("import",), ("sources", "add"), ("generate",), ("check",), ("validate",)} <= COMMANDS.keys()


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_and_parameter_explains_itself(words: tuple[str, ...]) -> None:
    command = COMMANDS[words]
    assert command.help
    assert command.help.strip().endswith(".")
    for parameter in command.params:
        if parameter.name != "help":
            assert parameter.help, parameter.name
            assert parameter.help.endswith("."), parameter.name


def test_help_lists_every_command() -> None:
    from typer.testing import CliRunner

    runner = CliRunner()
    for words in COMMANDS:
        result = runner.invoke(app, [*words[:-1], "--help"])
        assert result.exit_code == 0
        assert words[-1] in result.stdout
        shown = runner.invoke(app, [*words, "-h"])
        assert shown.exit_code == 0
        assert "Usage: " in shown.stdout


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_is_documented(words: tuple[str, ...]) -> None:
    pages = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")]
    if words != ("sources",):
        assert any(f"curate {' '.join(words)}" in page for page in pages)


@pytest.mark.parametrize("name", PUZZLES)
def test_the_levels_of_every_puzzle_family_are_documented(name: str) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(family(name).levels) == set(DIFFICULTIES)
    for level, meaning in family(name).levels.items():
        assert f"| `{name}` | {level} | {meaning} |\n" in page


def loaded(setup: str, *words: str) -> set[str]:
    done = curate(*words, setup=LISTING + setup)
    return set(json.loads(done.err.splitlines()[-1])) & HEAVY


@pytest.mark.parametrize(
    "words", [["--help"], ["validate", "WRONG"], ["generate", "--help"], ["explain", "KEY001"]]
)
def test_nothing_heavy_is_loaded_that_typer_does_not_load_itself(words: list[str], tmp_path: Path) -> None:
    """Keeps `curate --help` quick, without a clock: compare with an application of two commands that do nothing."""
    bare = "import sys, types\nmodule = types.ModuleType('curation.cli')\nsys.modules['curation.cli'] = module\n"
    bare += f"exec({NOTHING!r}, module.__dict__)\n"
    alike = {"--help": ["--help"], "generate": ["one", "--help"]}
    plain = loaded(bare, *alike.get(words[0], ["one"]))
    assert loaded("", *words) <= plain


def test_the_main_module_is_the_command() -> None:
    module, function = curate("explain"), curate("explain", setup="pass")
    assert module == function
    assert module.code == 0
