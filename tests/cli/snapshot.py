"""What a workspace holds, in a form that two workspaces can be compared by."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

UNLIKE = {"events": {"at", "previous", "digest"}, "_sqlite_migrations": {"applied_at"}}
"""Columns that hold the time of day, or a digest over it."""


def tables(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for the columns that hold the time."""
    connection = sqlite3.connect(database)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for name in sorted(names):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info([{name}])")]
            kept = ", ".join(f"[{column}]" for column in columns if column not in UNLIKE.get(name, ()))
            found[name] = sorted(connection.execute(f"SELECT {kept} FROM [{name}]"), key=repr)
        return found
    finally:
        connection.close()


def files(folder: Path) -> dict[str, str]:
    """The digest of every file below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def snapshot(workspace: Path) -> tuple[object, ...]:
    """Everything: the tables, the images, the releases."""
    return tables(workspace / "curation.db"), files(workspace / "assets"), files(workspace / "exports")
