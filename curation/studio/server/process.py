"""The server process of a workspace: start it, prove that it is ours, look at it, stop it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Literal

from curation.atomic import disk_errors
from curation.errors import CurationError
from curation.models import Record
from curation.studio.http import Caller, ServerError
from curation.studio.server.environment import DATABASE, Environment, Progress, environment, server_settings
from curation.studio.server.private import Note, Private, Secrets, private

HOST = "127.0.0.1"
FIRST_PORT = 8180
PORTS = 50
START_SECONDS = 300.0
STOP_SECONDS = 10.0
POLL_SECONDS = 0.05
FREE_SECONDS = 1.0
ANSWER_SECONDS = 10.0
MOST_LOG = 20_000_000

State = Literal["running", "starting", "silent", "stopped", "away"]


class StudioStatus(Record):
    """How a workspace's Label Studio is.

    Attributes:
        state: `silent`: the process lives and does not answer. `away`: the team's server does not answer.
        own: Whether it is the workspace's own server, rather than a team's.
        url: Its address; `None` where it has none.
        version: Which Label Studio it is; `None` where nobody says so.
        pid: The process.
        memory: What it takes of the machine's memory, in bytes; `None` where that is not known.
        log: The file that it writes to.
    """

    state: State
    own: bool
    url: str | None = None
    version: str | None = None
    pid: int | None = None
    memory: int | None = None
    log: str | None = None


def address(port: int) -> str:
    """Name the address of a server on this machine."""
    return f"http://{HOST}:{port}"


def up(root: Path, *, port: int | None = None, progress: Progress | None = None) -> StudioStatus:
    """Start the server of a workspace; where it runs already, say so.

    Args:
        root: The workspace's folder.
        port: Where to; by default where it was last, else the first free one from 8180 on.
        progress: Told how far the installation is, the first time.

    Raises:
        CurationError: The port is busy, the server cannot be installed, or it does not start.
    """
    place = private(root)
    place.make()
    with place.changing():
        if place.alive():
            note = _await(place)  # One whose starter was killed may still be on its way.
            if port not in {None, note.port}:
                raise CurationError(
                    f"the server of this workspace runs at {address(note.port)}; "
                    "stop it first with `curate studio down`"
                )
            _prove(place, note)
        else:
            made = environment(progress)
            chosen = _free_port(place, port)
            _prepare(place, made)
            try:
                _start(place, made, chosen)
                note = _await(place)
            except KeyboardInterrupt:
                _end(place)
                raise
            _prove(place, note)
        with disk_errors(place.port):
            place.port.write_text(f"{note.port}\n")
    return status(root)


def _free_port(place: Private, wanted: int | None) -> int:
    """Choose the port.

    Raises:
        CurationError: It is busy.
    """
    wanted = wanted or place.remembered_port()
    if wanted is None:
        wanted = next((port for port in range(FIRST_PORT, FIRST_PORT + PORTS) if _free(port)), FIRST_PORT)
    deadline = time.monotonic() + FREE_SECONDS
    while not (free := _free(wanted)) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)  # The system lets go of a dying server's lock before it does of its port.
    if not free:
        raise CurationError(
            f"port {wanted} of {HOST} is busy or not allowed; stop what is there, or name another with --port"
        )
    return wanted


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((HOST, port))
            found.listen(1)
        except OSError:
            return False
    return True


def _prepare(place: Private, made: Environment) -> None:
    """Give a new workspace a database with all its tables.

    Raises:
        CurationError: There is data without a database, or no room.
    """
    if (place.data / DATABASE).exists():
        return
    if place.data.exists():
        raise CurationError(
            f"{place.data}: has no {DATABASE}; restore it from a copy, or remove the folder to begin anew"
        )
    beside = place.root / "data.partial"
    with disk_errors(place.data):
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(made.template, beside)
        beside.chmod(0o700)
        (beside / DATABASE).chmod(0o600)
        beside.rename(place.data)


def _start(place: Private, made: Environment, port: int) -> None:
    """Start the process."""
    known = place.read_secrets()
    env = server_settings(data=place.data, files=place.files, home=place.home) | {
        "LABEL_STUDIO_USERNAME": known.email,
        "LABEL_STUDIO_PASSWORD": known.password,
        "LABEL_STUDIO_USER_TOKEN": known.token,
    }
    with disk_errors(place.root):
        place.note.unlink(missing_ok=True)
        if place.log.exists() and place.log.stat().st_size > MOST_LOG:
            place.log.replace(place.log.with_suffix(".log.old"))
        log = os.open(place.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    handle = place.hold_alive()
    try:
        with disk_errors(made.python):
            subprocess.run(  # noqa: S603 - our own command; it returns at once and leaves the server behind
                made.command("serve", str(place.note), str(port)),
                env=env,
                cwd=place.root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[handle],
                umask=0o077,
                check=False,
            )
    finally:
        os.close(log)
        os.close(handle)


def _await(place: Private) -> Note:
    """Wait until the process holds its port.

    Raises:
        CurationError: It ended, or took too long and was stopped.
    """
    deadline = time.monotonic() + START_SECONDS
    while place.alive():
        note = place.read_note()
        if note is not None and note.version is not None:
            return note
        if time.monotonic() > deadline:
            _end(place)
            raise CurationError(
                f"Label Studio did not start within {START_SECONDS:g} seconds; {place.log} may say why"
            )
        time.sleep(POLL_SECONDS)
    raise CurationError(f"Label Studio did not start; the end of {place.log} says why")


def _prove(place: Private, note: Note) -> None:
    """Ask who we are: only our server knows the token. Its process holds the port, so the token meets nobody else.

    Raises:
        CurationError: Another answer came back; the server is stopped.
    """
    known = place.read_secrets()
    try:
        if _answers(note, known):
            return
        problem = "does not know its own admin"
    except ServerError as error:
        problem = f"does not answer as it should ({error})"
    _end(place)
    raise CurationError(f"the server on port {note.port} {problem}; look into {place.log}")


def _answers(note: Note, known: Secrets) -> bool:
    caller = Caller(address(note.port), f"Token {known.token}", seconds=ANSWER_SECONDS)
    answer = caller.ask("/api/current-user/whoami")
    found = answer.json()
    return answer.status == 200 and isinstance(found, dict) and found.get("email") == known.email


def status(root: Path) -> StudioStatus:
    """Look how the server of a workspace is."""
    place = private(root)
    if not place.alive():
        return StudioStatus(state="stopped", own=True)
    note = place.read_note()
    if note is None or note.version is None:
        return StudioStatus(state="starting", own=True, log=str(place.log))
    state: State = "silent"
    with suppress(CurationError):
        state = "running" if _answers(note, place.read_secrets()) else "silent"
    return StudioStatus(
        state=state,
        own=True,
        url=address(note.port),
        version=note.version,
        pid=note.pid,
        memory=_memory(note.pid),
        log=str(place.log),
    )


def _memory(pid: int) -> int | None:
    """Resident memory of a process, in bytes, where the system tells it in /proc."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))
    except (OSError, ValueError, StopIteration):
        return None


def down(root: Path) -> bool:
    """Stop the server of a workspace with everything it started; return whether there was one.

    Raises:
        CurationError: It cannot be stopped.
    """
    place = private(root)
    if not place.root.is_dir():
        return False
    with place.changing():
        if not place.alive():
            return False
        _end(place)
    return True


def _end(place: Private) -> None:
    """End the process group that holds the lock; call it inside `changing`.

    Raises:
        CurationError: It does not end, or never wrote down who it is.
    """
    for force in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + STOP_SECONDS
        while place.alive():
            if (note := place.read_note()) is not None:
                with suppress(ProcessLookupError):
                    os.killpg(note.pid, force)
            if time.monotonic() > deadline:
                break
            time.sleep(POLL_SECONDS)
        else:
            return
    raise CurationError(f"the server of this workspace cannot be stopped; end the process that {place.note} names")
