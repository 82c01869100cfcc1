"""`curate studio push`, `pull` and `sync`."""

from __future__ import annotations

import typer


def register(group: typer.Typer) -> None:
    """Add the commands to the `studio` group."""
