"""The six pages that people work at, and the record of every version of them that a workspace has used.

A page is a Label Studio config, rendered from `label_config/NAME.xml.j2`. Its number stands in the template's first
line; an annotation says which page it was made with, and is read against exactly that one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from curation.errors import WorkspaceError
from curation.models import Stage
from curation.store import Store
from curation.taxonomy import Axis
from curation.workspace import Review

STAGES: tuple[Stage, ...] = ("author", "review", "adjudicate")
AXES: tuple[Axis, ...] = ("GEU", "UEG")

_VERSION = re.compile(r"\{# version (\d{1,6})\b")
_LABEL = re.compile(r"([a-z_]{1,40})@(\d{1,6})", re.ASCII)
_ROOT = Path(__file__).parents[2]


def folder() -> Path:
    """Where the templates are: in a wheel inside of the package, in a checkout beside it."""
    shipped = _ROOT / "shipped" / "label_config"
    return shipped if shipped.is_dir() else _ROOT.parent / "label_config"


@dataclass(frozen=True, slots=True)
class Page:
    """What people see and fill in.

    Attributes:
        name: Stage and axis, such as `review_geu`.
        version: Raised with every change of the config.
        xml: The Label Studio config.
        instruction: HTML for Label Studio's panel of instructions; not part of the version.
    """

    name: str
    version: int
    xml: str
    instruction: str = ""

    @property
    def label(self) -> str:
        """Name and version, such as `review_geu@3`: what projects and annotations bear."""
        return f"{self.name}@{self.version}"

    @property
    def digest(self) -> str:
        """SHA-256 over the config."""
        return sha256(self.xml.encode()).hexdigest()

    @property
    def stage(self) -> Stage:
        """What is done on it."""
        return next(stage for stage in STAGES if self.name.startswith(stage))

    @property
    def axis(self) -> Axis:
        """With which instances."""
        return "GEU" if self.name.endswith("_geu") else "UEG"


@cache
def _templates(place: Path) -> Environment:
    """Keep compiled templates: a push that finds nothing new takes hardly longer than compiling them."""
    return Environment(
        loader=FileSystemLoader(place),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(stage: Stage, axis: Axis, review: Review) -> Page:
    """Render a page as it is now.

    Args:
        stage: What is done on it.
        axis: With which instances.
        review: The workspace's rules, which the instruction tells of.
    """
    name = f"{stage}_{axis.lower()}"
    templates = _templates(folder())
    source = (folder() / f"{name}.xml.j2").read_text(encoding="utf-8")
    found = _VERSION.match(source)
    if found is None:
        raise WorkspaceError(f"label_config/{name}.xml.j2: says no version; reinstall curate")
    xml = templates.get_template(f"{name}.xml.j2").render().strip() + "\n"
    # The panel keeps line breaks; those of the template are none.
    told = " ".join(templates.get_template(f"{name}.html.j2").render(review=review).split())
    return Page(name, int(found[1]), xml, told)


def remember(store: Store, page: Page) -> None:
    """Note a page's version for as long as the workspace lives; call it before anybody works with the page.

    Raises:
        WorkspaceError: The version is known with other contents.
    """
    row = [page.name, page.version, page.digest, page.xml]
    with store.transaction():
        store.execute("INSERT OR IGNORE INTO pages VALUES (?, ?, ?, ?) RETURNING name", row)
    if _xml(store, page.name, page.version) != page.xml:
        raise WorkspaceError(
            f"{page.label}: differs from the page of that version which the workspace has used; "
            "raise the version in its template, or update curate"
        )


def recall(store: Store, label: str) -> Page | None:
    """Find a version of a page that the workspace has used, by its label; `None` where it never did."""
    found = _LABEL.fullmatch(label)
    if found is None:
        return None
    name, version = found[1], int(found[2])
    xml = _xml(store, name, version)
    return None if xml is None else Page(name, version, xml)


def _xml(store: Store, name: str, version: int) -> str | None:
    rows = store.rows("SELECT xml FROM pages WHERE name = ? AND version = ?", [name, version])
    return str(rows[0]["xml"]) if rows else None
