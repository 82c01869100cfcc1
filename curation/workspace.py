"""A workspace on disk: `curation.toml`, the database, the assets, the releases, and a lock for whoever writes."""

from __future__ import annotations

import fcntl
import os
import time
import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from curation import database
from curation.assets import AssetStore
from curation.atomic import disk_errors, sweep, write_atomic
from curation.errors import UsageError, WorkspaceError
from curation.models import Line, Name, Record
from curation.store import Store
from curation.taxonomy import Profile, load_profile

CONFIG = "curation.toml"
DATABASE = "curation.db"
ASSETS = "assets"
VERSION = 1

TEMPLATE = """\
# A curation workspace. `curate --help` says what can be done in it.
workspace = {version}        # version of the layout
profile = "{profile}"   # which benchmark is made
seed = {seed}             # of generated puzzles, unless `curate generate --seed` says otherwise
exports = "exports"      # where releases are written, relative to this file

[review]
reviewers = 2            # annotators for each instance, blind to each other and to the key
unanimous = true         # whether all of them must accept and answer as the key says; else more than half of them
attention = 0.05         # share of each annotator's tasks whose answer is known, unmarked; 0: none
"""

PROFILE = "realunify"
SEED = 0

MOST_ATTENTION = 0.5
"""The largest share of attention checks: more, and people would mostly answer what is known."""


class Review(Record):
    """The rules by which reviews become decisions.

    Attributes:
        reviewers: How many annotators review each instance, blind to each other and to the key.
        unanimous: Whether all of them must say the same; else more than half of them must.
        attention: Share of each annotator's review tasks that are attention checks, 0 to `MOST_ATTENTION`.
    """

    reviewers: int = Field(default=2, ge=1, le=9)
    unanimous: bool = True
    attention: float = Field(default=0.05, ge=0, le=MOST_ATTENTION)


class Config(Record):
    """`curation.toml`."""

    workspace: int = Field(ge=1)
    profile: Name
    seed: int = Field(default=SEED, ge=0, lt=2**53)
    exports: Line = "exports"
    review: Review = Review()


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open workspace.

    Attributes:
        root: Its folder.
        config: What `curation.toml` says.
        store: The database.
        assets: The images.
    """

    root: Path
    config: Config
    store: Store
    assets: AssetStore

    @property
    def profile(self) -> Profile:
        """The benchmark that is made here."""
        return load_profile(self.config.profile)

    def meant(self, profile: str | None) -> Profile:
        """The benchmark that a command is for: the one it names, or the workspace's own.

        Suites are files beside the instances, so any workspace may hold them; instances need a workspace whose
        profile has their categories.

        Raises:
            UsageError: There is no such profile, or its instances have no place here.
        """
        named = self.profile if profile is None else load_profile(profile)
        if named != self.profile and not named.suites:
            raise UsageError(
                f"{self.root / CONFIG}: is a workspace for {self.profile.name}, which has no place for instances "
                f"of {named.name}; make one with `curate init DIR --profile {named.name}`"
            )
        return named

    @property
    def exports(self) -> Path:
        """Where releases are written."""
        return self.root / self.config.exports

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock of the one process that may write; the system frees it when that process dies.

        Raises:
            WorkspaceError: Another process writes.
        """
        with _locked(self.root):
            if self.assets.root.is_dir():
                sweep(self.assets.root)
            yield


@contextmanager
def _locked(root: Path, *, seconds: float = 0) -> Iterator[None]:
    """Hold a workspace's lock.

    Args:
        root: Its folder.
        seconds: How long to wait for it.

    Raises:
        WorkspaceError: Another process holds it.
    """
    lock = root / ".lock"
    with disk_errors(lock):
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    end = time.monotonic() + seconds
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise WorkspaceError(
                        f"{root}: another curate process is writing here; wait for it or stop it, and run again"
                    ) from None
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)


def create(root: Path, *, profile: str | None = None, seed: int | None = None) -> Workspace:
    """Make a workspace; in a folder that has one already, open it.

    What a stopped `create` left behind is finished: no event is in its database, and it has no configuration.
    Where another process makes it at this moment, that one's is waited for and opened.

    Args:
        root: The folder.
        profile: Which benchmark is made; `None` is what the workspace has, `PROFILE` for a new one.
        seed: Of generated puzzles; `None` is what the workspace has, `SEED` for a new one.

    Raises:
        UsageError: The folder holds something else or a workspace of another profile or seed, or the profile is
            unknown.
        CurationError: The folder cannot be written, or another process takes too long there.
    """
    load_profile(profile or PROFILE)
    config = root / CONFIG
    # What is there is looked at before the configuration, which another process may write in between.
    if root.exists() and not _empty(root) and not config.exists():
        raise UsageError(f"{root}: is there already and is no workspace; name a new or empty folder")
    with disk_errors(root):
        root.mkdir(parents=True, exist_ok=True)
    # SQLite waits for no other process that gives a new file its journal and tables.
    if not config.exists():
        with _locked(root, seconds=database.BUSY_SECONDS):
            if not config.exists():
                _make(root, profile or PROFILE, SEED if seed is None else seed)
    _refuse_other(config, profile, seed)
    return open_workspace(root)


def _make(root: Path, profile: str, seed: int) -> None:
    """Fill the folder, the configuration last: where it is, everything is."""
    config = root / CONFIG
    with disk_errors(root):
        (root / ASSETS).mkdir(exist_ok=True)
    with closing(Store(root / DATABASE)) as store:
        if next(store.events(), None) is not None:
            raise WorkspaceError(f"{config}: is missing, though there is a database; restore it from a copy")
    write_atomic(config, TEMPLATE.format(version=VERSION, profile=profile, seed=seed).encode())


def _refuse_other(path: Path, profile: str | None, seed: int | None) -> None:
    """Refuse what was asked of a new workspace where there is one that is otherwise: nothing would come of it."""
    found = _read_config(path)
    for name, wanted, has in (("profile", profile, found.profile), ("seed", seed, found.seed)):
        if wanted is not None and wanted != has:
            raise UsageError(
                f"{path}: is there already, with {name} {has} and not {wanted}; "
                f"leave --{name} out, or name a new folder"
            )


def _empty(root: Path) -> bool:
    """Whether a folder holds nothing that anybody would miss."""
    with disk_errors(root):
        if not root.is_dir():
            return False
        names = [item.name for item in root.iterdir() if not item.name.startswith(".")]
        ours = {ASSETS, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal"}
        return ours.issuperset(names) and not (ASSETS in names and any((root / ASSETS).iterdir()))


def _read_config(path: Path) -> Config:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Notepad puts a mark at the start.
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(
            f"{path.parent}: is no workspace; make one with `curate init DIR`, or name one with `--workspace DIR`"
        ) from None
    except RecursionError:
        raise WorkspaceError(
            f"{path}: cannot be read (it nests too deep); mend it or restore it from a copy"
        ) from None
    except (OSError, ValueError) as error:
        raise WorkspaceError(f"{path}: cannot be read ({error}); mend it or restore it from a copy") from None
    version = table.get("workspace")
    if isinstance(version, int) and version > VERSION:
        raise WorkspaceError(
            f"{path}: is of version {version}, newer than this curate knows ({VERSION}); update curate"
        )
    try:
        return Config.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise WorkspaceError(f"{path}: {field}: {first['msg']}; correct the line") from None


def open_workspace(root: Path) -> Workspace:
    """Open a workspace.

    Raises:
        UsageError: There is none.
        WorkspaceError: It is damaged, locked or of a newer version.
    """
    config = _read_config(root / CONFIG)
    path = root / DATABASE
    if not path.is_file():
        raise WorkspaceError(f"{path}: the database is missing; restore it from a copy")
    store = Store(path, new=False)
    return Workspace(root, config, store, AssetStore(root / ASSETS, store))
