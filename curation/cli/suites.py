"""What `generate`, `import`, `build-release` and `status` do for suites of rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curation.cli.common import progress, say, say_json, table

if TYPE_CHECKING:
    from curation.workspace import Workspace


def generate(workspace: Workspace, *, seed: int | None, train: int, pairs: int, actor: str, as_json: bool) -> None:
    """Make the suites."""
    from curation.unisandbox.build import Spec
    from curation.unisandbox.suites import generate as made

    spec = Spec(workspace.config.seed if seed is None else seed, train, pairs)
    with progress("writing rows") as bar:
        report = made(workspace, spec, actor=actor, progress=bar)
    if as_json:
        say_json(report)
        return
    say(table(("suite", "files", "rows"), by_suite(report.rows)))
    what = "are there already" if report.existing else "are made"
    say(f"{sum(report.rows.values()):,} rows {what}, with seed {report.seed}; every answer proved by its reader.")


def build_release(workspace: Workspace, *, version: str, exports: Path | None, as_json: bool) -> None:
    """Write the release."""
    from curation.unisandbox.release import build_release as built

    with progress("copying files") as bar:
        report = built(workspace, version=version, exports=exports, progress=bar)
    if as_json:
        say_json(report)
        return
    say(table(("suite", "files", "rows"), by_suite(report.rows)))
    what = "is there already, with the same bytes" if report.existing else "is written"
    say(f"{report.path} {what}: {sum(report.rows.values()):,} rows. {report.review}")


def by_suite(rows: dict[str, int]) -> list[tuple[str, int, int]]:
    """Count files and rows of each suite: tests of math and mapping, training of both, knowledge."""
    names = {file: "training" if file.startswith("train/") else file.partition("/")[0] for file in rows}
    names = {
        file: next((suite for suite in ("math", "mapping") if name.startswith(suite)), name)
        for file, name in names.items()
    }
    return [
        (
            suite,
            sum(name == suite for name in names.values()),
            sum(number for file, number in rows.items() if names[file] == suite),
        )
        for suite in dict.fromkeys(names.values())
    ]
