"""What the browser tests share: a window of an annotator, and instances for the pages to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Dialog
from playwright.sync_api import Page as View

from curation.annotations import Annotation, Decision
from curation.models import ChecklistItem, GEUInstance, UEGInstance
from curation.store import Stored
from curation.studio.server.private import FOLDER
from curation.taxonomy import Axis
from curation.workspace import Workspace, create
from tests.core.samples import annotation, decision, geu, ueg
from tests.studio.browser import log_in
from tests.studio.conftest import Studio
from tests.studio.people import enrol

LONG = (
    "Follow the steps in the given order, each on the display as the previous step left it. Step 1: all yellow "
    "segments turn red. Step 2: all blue segments turn yellow. Step 3: all purple segments turn blue. Once this is "
    "done, which digits do the yellow segments form, row by row and each row from left to right?"
)
PROGRAM = 'hour = 19\nlamps = 6\nif hour >= 18:\n    glowing = lamps // 2 + 1\nprint(f"{glowing} lamps")'
HOSTILE = (
    'Draw <b>bold</b> <img src=x onerror="alert(1)"> & $image ${prompt} {{idx}} &lt;i&gt; $parts[0]\n\n'
    'def draw(n):\n    if n > 1:\n        print("<i>", n)\n\n'
    "שלום עולם, צייר כלב אדום\n\nThe end: \"quoted\", 'single', \\n."
)
HOSTILE_LINE = 'Is <b>it</b> <img src=x onerror="alert(1)"> $prompt {{idx}} & "q"?'
HEBREW = "האם הכלב אדום?"


@pytest.fixture(scope="module")
def place(studio_server: Studio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace on the shared server."""
    workspace = create(tmp_path_factory.mktemp("browser") / "workspace")
    (workspace.root / FOLDER).symlink_to(studio_server.root / FOLDER)
    with closing(workspace.store):
        yield workspace


@pytest.fixture(scope="module")
def view(place: Workspace, browser: Browser) -> Iterator[View]:
    """A logged-in annotator's window; a dialog that some text opens is an error."""
    [ann] = enrol(place, "ann").values()

    def refuse(dialog: Dialog) -> None:
        raise AssertionError(f"a text was run as a program: {dialog.message}")

    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        window = context.new_page()
        window.set_default_timeout(20_000)
        window.on("dialog", refuse)
        log_in(window, ann.endpoint.url, ann)
        yield window


def picture(workspace: Workspace, width: int, height: int, colour: str) -> GEUInstance:
    """A puzzle with a picture of its own."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).ellipse((width // 4, height // 4, width // 2, height // 2), fill=colour)
    oracle = Image.new("RGB", (width, height), colour)
    return geu(
        f"puzzle-{colour}-{width}",
        image=workspace.assets.put(image).image,
        oracle=workspace.assets.put(oracle).image,
        question=LONG,
        options=("20 / 87", "20 / 83", "21 / 63", "21 / 67"),
    )


def prompt(uid: str = "prompt-1", questions: int = 6) -> UEGInstance:
    items = tuple(
        ChecklistItem(
            question=f"Are exactly {n} street lamps glowing?", answer="yes" if n == 4 else "no", aspect="count"
        )
        for n in range(questions)
    )
    return ueg(
        uid,
        category="code_to_image",
        subtask="branching",
        prompt=f"Run this program in your head and draw what it prints:\n\n{PROGRAM}",
        refined_prompt="A pier with exactly six street lamps, four of them glowing.",
        rationale="19 is not before 18.",
        checklist=items,
    )


def stored(instance: GEUInstance | UEGInstance, revision: int = 1) -> Stored:
    return Stored(instance, revision, "unreviewed", None)


def said(item: Stored) -> list[Annotation]:
    """Two reviews that differ."""
    uid = item.instance.uid
    if isinstance(item.instance, GEUInstance):
        fix = {
            "kind": "geu_review",
            "answer": None,
            "verdict": "needs_fix",
            "reasons": ["ambiguous"],
            "comment": "?",
        }
        return [annotation(uid), annotation(uid, annotator="bob", work=fix)]
    judged = [{"answer": "yes", "action": "keep"} for _ in item.instance.checklist]
    work = {"kind": "ueg_review", "checklist": judged, "verdict": "accept"}
    return [annotation(uid, work=work), annotation(uid, annotator="bob", work=work | {"verdict": "reject"})]


def before(item: Stored) -> list[Annotation | Decision]:
    return [decision(item.instance.uid, outcome="needs_fix", comment="It can be read in two ways.")]


def geu_like(workspace: Workspace) -> GEUInstance:
    return picture(workspace, 640, 480, "green")


def hostile(workspace: Workspace, axis: Axis) -> Stored:
    if axis == "UEG":
        items = (ChecklistItem(question=HOSTILE_LINE, answer="yes"), ChecklistItem(question=HEBREW, answer="no"))
        changes = {"prompt": HOSTILE, "refined_prompt": HOSTILE, "rationale": HOSTILE, "checklist": items}
        return stored(prompt("hostile-1").model_copy(update=changes))
    options = (HOSTILE_LINE, HEBREW, "$options", "{{idx}}")
    return stored(geu_like(workspace).model_copy(update={"question": HOSTILE, "options": options}))
