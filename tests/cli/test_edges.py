"""What is at the edges of a command: signals, standard streams, empty words, characters that are no text."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from curation.cli.common import named, say, say_raw, table
from curation.cli.demonstrating import _run as run_in_demo
from curation.cli.workspaces import _say_instance
from curation.errors import STOPPED
from curation.models import UEGInstance
from curation.status import show as show_of
from curation.workspace import open_workspace
from tests.cli.running import Done, curate, sound
from tests.cli.test_commands import COMMANDS
from tests.packs.samples import ueg, write_jsonl

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("interruptible")

AT_IMPORT = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
"""

SWALLOWED = """
import signal, sys
class Dies:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
def later(*words, **options):
    Dies()
    import threading
    threading.Event().wait(60)
    print("it went on")
import curation.cli.app
curation.cli.app.app = later
"""

AT_START_OF_A_THREAD = """
import signal, sys, threading
def strike(frame, event, _):
    if event == "call" and frame.f_code is threading.Event.wait.__code__:
        sys.setprofile(None)
        signal.raise_signal(signal.SIGINT)
def later(*words, **options):
    thread = threading.Thread(target=threading.Event().wait, args=[60], daemon=True)
    sys.setprofile(strike)
    try:
        thread.start()
    finally:
        thread.join()
    print("it went on")
import curation.cli.app
curation.cli.app.app = later
"""


def stopped(setup: str, *words: str) -> None:
    done = curate(*words, setup=setup)
    assert (done.code, done.out, done.err) == (STOPPED, "", "")


@pytest.mark.parametrize("module", ["typer", "typer.exceptions", "curation.cli.app", "curation.cli.common"])
def test_ctrl_c_while_it_starts_is_silent(module: str, tmp_path: Path) -> None:
    stopped(AT_IMPORT.format(module=module), "gallery", str(tmp_path), "-n", "1000")


def test_ctrl_c_before_main_is_silent_in_the_module_too() -> None:
    run = "import runpy; runpy.run_module('curation', run_name='__main__')"
    start = AT_IMPORT.format(module="curation.cli") + run
    done = subprocess.run([sys.executable, "-c", start], cwd=ROOT, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (STOPPED, b"", b"")


def test_ctrl_c_while_a_library_is_imported_that_can_be_done_without() -> None:
    """What swallows an ImportError, or anything, does not swallow an interrupt."""
    setup = AT_IMPORT.format(module="curation.wanted") + SWALLOWED.replace(
        "Dies()", "\n    try:\n        import curation.wanted\n    except BaseException:\n        pass"
    )
    stopped(setup)


def test_ctrl_c_in_a_destructor_is_not_lost() -> None:
    stopped(SWALLOWED)


def test_ctrl_c_while_a_thread_starts_comes_when_it_has() -> None:
    """Whoever cleans up would wait for the end of a thread that has not begun."""
    stopped(AT_START_OF_A_THREAD)


def test_ctrl_c_that_a_shell_has_a_background_job_ignore_stays_ignored() -> None:
    ignored = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
    done = curate("explain", "KEY001", setup=AT_IMPORT.format(module="curation.cli.app") + ignored)
    assert (done.code, done.err) == (0, "")


def test_a_demo_stops_with_its_step() -> None:
    with pytest.raises(KeyboardInterrupt):
        run_in_demo(lambda words, standalone_mode: STOPPED, "status")  # type: ignore[arg-type]


def children_of(number: int) -> list[int]:
    places = Path(f"/proc/{number}/task").glob("*/children")
    return [int(word) for place in places for word in place.read_text().split()]


def is_worker(number: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False


def interrupted_with_workers(words: Sequence[str], *, at_once: bool) -> Done:
    """Interrupt a command and all of its processes, when it has two workers or begins to start one."""
    start = [sys.executable, "-m", "curation", *words, "--workers", "2"]
    with subprocess.Popen(
        start, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        wanted = 1 if at_once else 2
        while process.poll() is None and sum(map(is_worker, children_of(process.pid))) < wanted:
            os.sched_yield()
        workers = [number for number in children_of(process.pid) if is_worker(number)]
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert workers
    assert not any(map(is_worker, workers))
    return Done(process.returncode, out, err)


@pytest.mark.parametrize("at_once", [True, False])
def test_ctrl_c_reaches_the_command_and_ends_its_workers(at_once: bool, tmp_path: Path) -> None:
    sound("init", tmp_path / "w")
    words = ["generate", "-c", "cognitive_navigation", "-n", "5000", "-w", str(tmp_path / "w")]
    assert interrupted_with_workers(words, at_once=at_once) == Done(STOPPED, "", "")
    words = ["stream", str(tmp_path / "s.jsonl"), "-n", "100000"]
    assert interrupted_with_workers(words, at_once=at_once) == Done(STOPPED, "", "")
    assert not (tmp_path / "s.jsonl").exists()


def test_130_is_documented() -> None:
    import curation.cli

    assert f"\n| {STOPPED} | stopped by Ctrl-C; " in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{STOPPED} stopped by Ctrl-C" in (curation.cli.__doc__ or "")


def redirected(redirection: str, *words: str) -> Done:
    """Run a command in a shell that redirects its streams."""
    line = f'exec "$@" {redirection}'
    done = subprocess.run(
        ["sh", "-c", line, "sh", sys.executable, "-m", "curation", *words], capture_output=True, text=True
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-", "<&- >&- 2>&-"])
def test_a_standard_stream_may_be_closed(closed: str, workspace: Path) -> None:
    done = redirected(closed, "status", "-w", str(workspace))
    assert (done.code, done.err) == (0, "")
    assert (done.out == "") == (">&-" in closed.replace("2>&-", ""))
    refused = redirected(closed, "status", "-w", str(workspace / "nowhere"))
    assert (refused.code, refused.out) == (curate("status", "-w", workspace / "nowhere").code, "")
    assert (refused.err == "") == ("2>&-" in closed)


def test_files_do_not_take_the_place_of_a_closed_stream(workspace: Path) -> None:
    """Else what is printed would be written into whichever file was opened first."""
    before = (workspace / "curation.toml").read_bytes()
    done = redirected("<&- >&- 2>&-", "generate", "-f", "tile_shuffle", "-n", "1", "-w", str(workspace))
    assert done == Done(0, "", "")
    assert (workspace / "curation.toml").read_bytes() == before
    assert sound("status", "-w", workspace)


@pytest.mark.parametrize("full", ["2>/dev/full", ">/dev/full 2>/dev/full"])
def test_the_exit_code_stays_where_errors_cannot_be_told(full: str, workspace: Path, tmp_path: Path) -> None:
    pack = write_jsonl(tmp_path / "half.jsonl", ueg("new-1"), ueg("new-2", subtask="foood"))
    for words in (["status", "--colour"], ["statu"], ["explain", "XYZ999"], ["import", str(pack)]):
        inside = ["-w", str(workspace)] if words[0] == "import" else []
        code = 3 if ">/dev/full 2" in full and words[0] == "import" else 2
        done = redirected(full, *words, *inside)
        assert (done.code, done.err) == (code, "")


def paths_of(words: tuple[str, ...]) -> list[Any]:
    """The parameters of a command that are paths, by what its function says they are."""
    return [
        parameter
        for parameter in COMMANDS[words].params
        if hasattr(parameter, "type_descriptor") and "Path" in repr(parameter.type_descriptor.annotation)
    ]


PATHS = [(words, parameter) for words in COMMANDS for parameter in paths_of(words)]


def test_the_paths_of_commands_are_found() -> None:
    found = {(*words, parameter.name) for words, parameter in PATHS}
    assert {("import", "paths"), ("import", "workspace"), ("sources", "add", "folder"), ("stream", "file")} <= found
    assert {("build-release", "exports"), ("studio", "up", "workspace"), ("demo", "folder")} <= found


@pytest.mark.parametrize(("words", "parameter"), PATHS, ids=[f"{' '.join(w)} {p.name}" for w, p in PATHS])
def test_every_path_of_every_command_refuses_an_empty_one(words: tuple[str, ...], parameter: Any) -> None:
    assert parameter.type_descriptor.parameter_info.parser is named


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["schemas", ""], "'DIR'"),
        (["gallery", ""], "'DIR'"),
        (["import", "a.yaml", ""], "'PATH...'"),
        (["sources", "add", "", "--licence", "CC0-1.0", "--attribution", "Ann"], "'DIR'"),
        (["build-release", "--exports", ""], "'--exports'"),
        (["validate", ""], "'PATH'"),
        (["status", "-w", ""], "'--workspace' / '-w' (env var: 'CURATE_WORKSPACE')"),
    ],
)
def test_an_empty_path_is_not_the_current_folder(words: list[str], name: str, tmp_path: Path) -> None:
    done = curate(*words, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    problem = "is empty; name a file or folder (is a shell variable unset?)"
    command = " ".join(words[: 2 if words[0] == "sources" else 1])
    assert done.line() == f"curate: invalid value for {name}: {problem}; see `python -m curation {command} -h`"
    assert not any(tmp_path.iterdir())


def test_a_variable_of_the_workspace_that_is_empty_is_not_set(workspace: Path) -> None:
    sound("status", cwd=workspace, CURATE_WORKSPACE="")


PROMPT = "A \u202ebaguette\x1b[31m.\nOn a plate.\x07"
SHOWN = "A \\u202ebaguette\\x1b[31m.\nOn a plate.\\x07"


def test_what_people_see_leaves_their_terminal_alone(capsys: pytest.CaptureFixture[str]) -> None:
    say(PROMPT)
    assert capsys.readouterr().out == f"{SHOWN}\n"
    # A cell stays in its row.
    say(table(("name", "number"), [(PROMPT, 1)]))
    assert capsys.readouterr().out.splitlines()[1].split("  ")[0] == SHOWN.replace("\n", "\\n")
    say_raw("\u202e")
    assert capsys.readouterr().out == "\u202e\n"


def test_show_leaves_a_terminal_alone(capsys: pytest.CaptureFixture[str], workspace: Path) -> None:
    instance = show_of(open_workspace(workspace), "my-0-1")
    assert isinstance(instance.instance, UEGInstance)
    told = instance.model_copy(
        update={"instance": instance.instance.model_copy(update={"prompt": PROMPT, "rationale": PROMPT})}
    )
    _say_instance(told)
    out = capsys.readouterr().out
    assert f"Prompt:   {SHOWN}\n" in out
    assert f"Because:  {SHOWN}\n" in out
    assert all(character == "\n" or character.isprintable() for character in out)


def test_nothing_that_commands_print_goes_past_that() -> None:
    for path in (ROOT / "curation" / "cli").glob("*.py"):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if "typer.echo(" in line]
        allowed = {
            "common.py": ["typer.echo(harmless(text))", "typer.echo(text)"],
            "app.py": ['typer.echo(f"curate {__version__}")'],
        }
        assert lines == allowed.get(path.name, []), path.name


def test_people_get_texts_escaped_and_programs_as_they_are(workspace: Path, tmp_path: Path) -> None:
    pack = write_jsonl(tmp_path / "a.jsonl", ueg("new-1", rationale="It is \u202eso."))
    sound("import", pack, "-w", workspace)
    assert "It is \u202eso." in sound("show", "new-1", "-w", workspace, "--json")
    assert "It is \\u202eso." in sound("show", "new-1", "-w", workspace)
    hostile = tmp_path / "a\x1b[31m"
    assert "a\\x1b[31m" in sound("schemas", hostile)
