"""What a workspace keeps of its server: `.studio`, which only its owner can enter."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from curation.atomic import disk_errors, write_atomic
from curation.errors import CurationError, WorkspaceError
from curation.models import Record

FOLDER = ".studio"
ADMIN = "curator@localhost"


class Secrets(Record):
    """How the curator enters the server; in no log, no database, no `repr`."""

    email: str
    password: Annotated[str, Field(repr=False, min_length=12)]
    token: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$"), Field(repr=False)]


class Note(Record):
    """Which process is the server, as it wrote down itself.

    Attributes:
        pid: Its number, and that of its group.
        port: Where it serves.
        version: Which Label Studio; `None` until it holds its port.
    """

    pid: Annotated[int, Field(gt=1)]
    port: Annotated[int, Field(ge=1, le=65535)]
    version: str | None


@dataclass(frozen=True, slots=True)
class Private:
    """The private folder of a workspace.

    Attributes:
        root: The folder.
    """

    root: Path

    @property
    def data(self) -> Path:
        """Label Studio's own data: its database, uploads and key."""
        return self.root / "data"

    @property
    def files(self) -> Path:
        """The only folder whose images the server serves."""
        return self.root / "files"

    @property
    def home(self) -> Path:
        """What the server takes for its user's home folder."""
        return self.root / "home"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.root / "server.log"

    @property
    def secrets(self) -> Path:
        """The admin's email, password and token."""
        return self.root / "secrets.json"

    @property
    def note(self) -> Path:
        """Which process is the server; true only while `alive`."""
        return self.root / "server.json"

    @property
    def port(self) -> Path:
        """The port that was last used: annotators keep their bookmarks."""
        return self.root / "port"

    def make(self) -> None:
        """Make the folder and what is in it, for the owner's eyes only."""
        with disk_errors(self.root):
            for folder in (self.root, self.files, self.home):
                folder.mkdir(mode=0o700, exist_ok=True)
                folder.chmod(0o700)
            if self.secrets.exists():
                self.secrets.chmod(0o600)
        if not (ignore := self.root / ".gitignore").exists():
            write_atomic(ignore, b"*\n")  # Whoever keeps a workspace in git does not publish its passwords.
        if not self.secrets.exists():
            made = Secrets(email=ADMIN, password=secrets.token_urlsafe(18), token=secrets.token_hex(20))
            write_private(self.secrets, made.model_dump_json().encode())

    def read_secrets(self) -> Secrets:
        """Return how the curator enters the server.

        Raises:
            WorkspaceError: There is no such file, or it is damaged.
        """
        try:
            return Secrets.model_validate_json(self.secrets.read_bytes())
        except FileNotFoundError:
            raise WorkspaceError(
                "this workspace has no Label Studio yet; start one with `curate studio up`, "
                "or name your team's with LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY"
            ) from None
        except (OSError, ValidationError):
            # The message of a ValidationError repeats its input.
            raise WorkspaceError(f"{self.secrets}: cannot be read; restore it from a copy") from None

    def read_note(self) -> Note | None:
        """Return which process the server is; `None` where none has written itself down."""
        try:
            return Note.model_validate_json(self.note.read_bytes())
        except (OSError, ValidationError):
            return None

    def remembered_port(self) -> int | None:
        """Return the port that was used last."""
        try:
            port = int(self.port.read_bytes()[:20])
        except (OSError, ValueError):
            return None
        return port if 0 < port < 65536 else None

    def alive(self) -> bool:
        """Whether a server process lives: it holds a lock, which the system frees whatever it dies of."""
        handle = self._open("alive.lock", create=False)
        if handle is None:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False

    def hold_alive(self) -> int:
        """Take the lock that the server process is to inherit; call it inside `changing`."""
        handle = self._open("alive.lock")
        assert handle is not None
        fcntl.flock(handle, fcntl.LOCK_EX)  # Whoever looks whether it is held lets go at once.
        return handle

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock of the one process that may start or stop the server.

        Raises:
            WorkspaceError: Another does.
        """
        handle = self._open("change.lock")
        assert handle is not None
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise WorkspaceError(
                    f"{self.root}: another curate process is starting or stopping this server; wait for it"
                ) from None
            yield
        finally:
            os.close(handle)

    def _open(self, name: str, *, create: bool = True) -> int | None:
        path = self.root / name
        flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | (os.O_CREAT if create else 0)
        try:
            with disk_errors(path):
                return os.open(path, flags, 0o600)
        except CurationError:
            if create:
                raise
            return None


def write_private(path: Path, data: bytes) -> None:
    """Write a file that nobody else can read at any moment, whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with disk_errors(path):
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)


def private(root: Path) -> Private:
    """Name the private folder of the workspace at `root`."""
    return Private((root / FOLDER).absolute())
