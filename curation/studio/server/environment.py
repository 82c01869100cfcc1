"""The environment that Label Studio runs in: its own, for the server pins much; all workspaces share it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from curation.atomic import disk_errors, write_atomic
from curation.errors import CurationError

LOCK = Path(__file__).parents[1] / "server.lock"
LAUNCH = Path(__file__).with_name("launch.py")
MARKER = "complete.json"
DATABASE = "label_studio.sqlite3"
POLL_SECONDS = 0.5

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Environment:
    """A folder with Label Studio in it.

    Attributes:
        root: The folder.
        version: Which Label Studio it is.
        lock: The pinned packages, with hashes.
    """

    root: Path
    version: str
    lock: Path

    @property
    def python(self) -> Path:
        """The interpreter that runs the server."""
        return self.root / "env" / "bin" / "python"

    @property
    def template(self) -> Path:
        """A data folder with an empty database: the tables take most of a minute to make."""
        return self.root / "template"

    @property
    def log(self) -> Path:
        """What pip said."""
        return self.root.with_name(f"{self.root.name}.log")

    def command(self, mode: str, *words: str) -> list[str]:
        """Return the command that runs `launch.py` in it."""
        return [str(self.python), "-I", str(LAUNCH), mode, *words]

    def complete(self) -> bool:
        """Whether it was made to the end, from this lock, and is still there."""
        try:
            made = json.loads((self.root / MARKER).read_bytes())
        except (OSError, ValueError):
            return False
        whole = isinstance(made, dict) and made.get("lock") == _digest(self.lock)
        package = f"env/lib/python3*/site-packages/label_studio-{self.version}.dist-info/RECORD"
        return (
            whole and self.python.exists() and (self.template / DATABASE).is_file() and any(self.root.glob(package))
        )


def cache() -> Path:
    """Return the folder that holds what is made once: CURATE_CACHE, or the user's cache folder."""
    if named := os.environ.get("CURATE_CACHE"):
        return Path(named).absolute()
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home and Path(home).is_absolute() else Path.home() / ".cache") / "curate"


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def described(lock: Path = LOCK) -> Environment:
    """Name the environment that a lock file asks for, made or not.

    Raises:
        CurationError: The lock file is missing or pins no Label Studio.
    """
    try:
        found = re.search(r"^label-studio==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    if found is None:
        raise CurationError(f"{lock}: pins no label-studio; install curate again")
    version = found[1]
    return Environment(cache() / f"label-studio-{version}-{_digest(lock)[:12]}", version, lock)


def environment(progress: Progress | None = None, *, lock: Path = LOCK) -> Environment:
    """Return the environment; make it first where it is missing, was left unfinished, or was damaged.

    Args:
        progress: Told how far the installation is, as parts done of parts.
        lock: The pinned packages.

    Raises:
        CurationError: It cannot be made; the message names the log.
    """
    wanted = described(lock)
    if wanted.complete():
        return wanted
    with _making(wanted) as handle:
        if not wanted.complete():
            _make(wanted, handle, progress)
    return wanted


@contextmanager
def _making(wanted: Environment) -> Iterator[int]:
    """Hold the lock of the one process that makes it; another waits, and finds it made."""
    path = wanted.root.with_name(f"{wanted.root.name}.lock")
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _make(wanted: Environment, handle: int, progress: Progress | None) -> None:
    """Make it anew: what a killed pip left may look whole and not be; its downloads are in pip's cache."""
    with disk_errors(wanted.root):
        if wanted.root.exists():
            (wanted.root / MARKER).unlink(missing_ok=True)
            shutil.rmtree(wanted.root)
        wanted.root.mkdir()
        wanted.log.write_bytes(b"")
    packages = sum("==" in line for line in wanted.lock.read_text(encoding="utf-8").splitlines())

    def tell() -> None:
        if progress is not None:
            collected = wanted.log.read_bytes().count(b"Collecting ")
            installed = sum(1 for _ in wanted.root.glob("env/lib/python3*/site-packages/*.dist-info"))
            progress(min(collected + installed, 2 * packages), 2 * packages)

    env = {name: value for name, value in os.environ.items() if name not in _STEERING}
    pip = [str(wanted.python), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input"]
    install = ["install", "--progress-bar", "off", "--require-hashes", "-r", str(wanted.lock)]
    _step(wanted, handle, [sys.executable, "-I", "-m", "venv", str(wanted.root / "env")], env, tell)
    _step(wanted, handle, [*pip, *install], env, tell)
    wanted.template.mkdir(mode=0o700)
    settings = server_settings(data=wanted.template, files=wanted.template, home=wanted.template)
    _step(wanted, handle, wanted.command("template"), settings, tell)
    (wanted.template / ".env").unlink(missing_ok=True)  # A key: each server makes its own.
    shutil.rmtree(wanted.template / ".config", ignore_errors=True)  # So with the number of an installation.
    made = {"lock": _digest(wanted.lock), "python": sys.version.split()[0]}
    write_atomic(wanted.root / MARKER, json.dumps(made).encode())


_STEERING = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_REQUIRE_VIRTUALENV", "PIP_LOG")
"""Settings of pip that would put packages elsewhere, or stop it."""


def _step(
    wanted: Environment, handle: int, command: Sequence[str], env: dict[str, str], tell: Callable[[], None]
) -> None:
    """Run one step to its end; it keeps the lock, so that nobody begins anew while it outlives this process.

    Raises:
        CurationError: It failed.
    """
    with (
        wanted.log.open("ab") as log,
        subprocess.Popen(  # noqa: S603 - our own command
            command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[handle]
        ) as step,
    ):
        try:
            while True:
                tell()
                try:
                    code = step.wait(POLL_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    continue
        except BaseException:
            step.kill()
            raise
    if code:
        raise CurationError(
            f"Label Studio {wanted.version} could not be installed; the end of {wanted.log} says why"
        )


def server_settings(*, data: Path, files: Path, home: Path) -> dict[str, str]:
    """Return the environment variables of a server, and no other: Label Studio reads even PASSWORD, HOST and DEBUG.

    Args:
        data: Where its database is.
        files: The only folder whose images it serves.
        home: What it takes for its user's home folder.
    """
    return {
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
        "HOME": str(home),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_DB": "sqlite",
        "DJANGO_RUNSERVER_HIDE_WARNING": "true",
        "LABEL_STUDIO_BASE_DATA_DIR": str(data),
        "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
        "LABEL_STUDIO_COLLECT_ANALYTICS": "false",
        "LABEL_STUDIO_LATEST_VERSION_CHECK": "false",
        "LABEL_STUDIO_SENTRY_DSN": "",
        "LABEL_STUDIO_FRONTEND_SENTRY_DSN": "",
        "LABEL_STUDIO_CORS_ALLOW_ALL_ORIGINS": "false",
        "LABEL_STUDIO_ALLOWED_HOSTS": "127.0.0.1,localhost",
        "LABEL_STUDIO_LOCAL_FILES_SERVING_ENABLED": "true",
        "LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT": str(files),
    }
