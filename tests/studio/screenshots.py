"""Pictures of the pages as annotators see them: `python -m tests.studio.screenshots DIR`, on the real server."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Page as View
from playwright.sync_api import sync_playwright

from curation.annotations import Annotation, ChecklistJudgement, Decision, GEUReview, UEGReview, Work
from curation.generate import generate
from curation.models import ChecklistItem, Stage
from curation.store import Stored
from curation.studio.server.process import down, up
from curation.taxonomy import Axis
from curation.workspace import Workspace, create
from tests.core.samples import annotation, decision
from tests.studio.browser import FLAGS, chromium, log_in
from tests.studio.desk import lay
from tests.studio.people import enrol

COLOURS = 96


@dataclass(frozen=True)
class Shot:
    """One picture.

    Attributes:
        stage: Of which page.
        axis: Of which page.
        family: Whose instance it shows.
        theme: Label Studio's theme.
        size: Width and height of the window in pixels.
        keys: What the annotator has pressed.
    """

    stage: Stage
    axis: Axis
    family: str
    theme: Literal["Light", "Dark"] = "Light"
    size: tuple[int, int] = (1440, 900)
    keys: str = ""

    @property
    def name(self) -> str:
        """File name."""
        looks = f"{self.theme.lower()}-{self.size[0]}"
        return f"studio-{self.stage}-{self.axis.lower()}-{looks}.png"


SHOTS = (
    Shot("review", "GEU", "clutter", keys="b2"),
    Shot("review", "GEU", "tile_shuffle", theme="Dark", size=(1280, 720), keys="c"),
    Shot("review", "UEG", "program", keys="qse"),
    Shot("author", "GEU", "maze", theme="Dark"),
    Shot("author", "UEG", "word_problem"),
    Shot("adjudicate", "GEU", "map_route"),
    Shot("adjudicate", "UEG", "program", theme="Dark", keys="1"),
)


def reviews(item: Stored) -> Sequence[Annotation]:
    """Two reviews that differ."""
    works: tuple[Work, Work]
    if item.instance.axis == "GEU":
        fix = f"{item.instance.question} Do not count the start."
        works = (
            GEUReview(answer=item.instance.key, verdict="accept"),
            GEUReview(answer=None, verdict="needs_fix", reasons=("ambiguous",), question=fix),
        )
    else:
        right = [ChecklistJudgement(answer=one.answer, action="keep") for one in item.instance.checklist]
        closer = item.instance.checklist[0].question.replace("?", ", no more and no fewer?")
        other = ChecklistJudgement(answer=right[0].answer, action="fix", question=closer)
        missing = (ChecklistItem(question="Is it day?", answer="yes"),)
        works = (
            UEGReview(checklist=tuple(right), verdict="accept"),
            UEGReview(
                checklist=(other, *right[1:]),
                missing=missing,
                verdict="needs_fix",
                reasons=("question missing",),
                comment="Nothing asks for the time of day.",
            ),
        )
    names = ("ann", "bob")
    return [
        annotation(item.instance.uid, revision=2, annotator=name, work=work)
        for name, work in zip(names, works, strict=True)
    ]


def history(item: Stored) -> Sequence[Annotation | Decision]:
    """Why it came back once."""
    comment = "It can be read in two ways: say from where one counts."
    return [decision(item.instance.uid, revision=1, outcome="needs_fix", comment=comment)]


def take(workspace: Workspace, view: View, shot: Shot) -> Image.Image:
    """Take one picture."""
    found = next(
        item
        for item in workspace.store.instances()
        if item.instance.provenance.kind == "generated" and item.instance.provenance.family == shot.family
    )
    item = Stored(found.instance, 2, "unreviewed", None)
    none: Callable[[Stored], Sequence[Annotation]] = lambda _: ()  # noqa: E731
    blind = shot.stage == "review"
    desk = lay(
        workspace,
        shot.stage,
        shot.axis,
        item,
        reviews=none if blind else reviews,
        history=none if blind else history,
    )
    view.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
    view.evaluate("theme => localStorage.setItem('preferred-color-scheme', theme)", shot.theme)
    desk.enter(view)
    for key in shot.keys:
        view.keyboard.press(key)
    view.evaluate("Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)))")
    return Image.open(io.BytesIO(view.screenshot()))


def main(folder: Path) -> None:
    """Take all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as root, sync_playwright() as playwright:
        workspace = create(Path(root) / "workspace")
        generate(workspace, actor="screenshots", names=sorted({shot.family for shot in SHOTS}), count=2)
        up(workspace.root)
        try:
            [ann] = enrol(workspace, "ann").values()
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
            view = browser.new_page()
            log_in(view, ann.endpoint.url, ann)
            for shot in SHOTS:
                picture = take(workspace, view, shot).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
                picture.save(folder / shot.name, optimize=True)
                print(folder / shot.name, (folder / shot.name).stat().st_size)
            browser.close()
        finally:
            down(workspace.root)
            workspace.store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
