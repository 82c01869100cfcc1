"""Real photos, as people take them, on their way to puzzles."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from curation.annotations import GEUContent
from curation.errors import UsageError
from curation.models import Box, GEUInstance
from curation.photos import CUT, SEARCHED, generate_from_photos
from curation.puzzles.tile_shuffle.solve import solve_permutation
from curation.review.edits import edited
from curation.sources import add_sources
from curation.workspace import Workspace, create
from tests.core.samples import real_photos


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with two real photos: a temple and a flower."""
    folder = tmp_path / "photos"
    real_photos(folder)
    made = create(tmp_path / "workspace")
    report = add_sources(made, folder, licence="CC-BY-2.0", attribution="danielbuechele, vultilion", actor="tester")
    assert (report.added, report.refusals) == (2, ())
    return made


def puzzles(workspace: Workspace) -> list[GEUInstance]:
    return [found.instance for found in workspace.store.instances() if isinstance(found.instance, GEUInstance)]


@pytest.mark.parametrize("subtask", CUT)
def test_real_photos_are_cut_and_can_be_put_together_again(workspace: Workspace, subtask: str) -> None:
    report = generate_from_photos(workspace, actor="tester", subtask=subtask, difficulty="easy")
    assert (report.made, report.refused) == (2, {})
    for puzzle in puzzles(workspace):
        assert (puzzle.category, puzzle.subtask, puzzle.answerable) == ("mental_reconstruction", subtask, False)
        assert isinstance(puzzle.provenance.parameters["permutation"], list)  # type: ignore[union-attr]
        order = puzzle.provenance.parameters["permutation"]  # type: ignore[union-attr]
        assert solve_permutation(workspace.assets.open(puzzle.image)) == order


@pytest.mark.parametrize("subtask", SEARCHED)
def test_a_photo_to_be_searched_stays_as_it_is(workspace: Workspace, subtask: str) -> None:
    assert generate_from_photos(workspace, actor="tester", subtask=subtask).made == 2
    assert generate_from_photos(workspace, actor="tester", subtask=subtask).there == 2
    images = {source.uid: source.image for source in workspace.store.sources()}
    for puzzle in puzzles(workspace):
        assert (puzzle.category, puzzle.subtask) == ("attentional_focusing", subtask)
        assert (puzzle.image, puzzle.oracle, puzzle.regions) == (images[puzzle.sources[0]], None, ())
        assert not puzzle.answerable


def test_the_oracle_is_made_of_the_boxes_that_the_author_drew(workspace: Workspace) -> None:
    generate_from_photos(workspace, actor="tester", subtask="quantity")
    before = puzzles(workspace)[0]
    boxes = (Box(x=0, y=0, width=1, height=1), Box(x=300, y=200, width=40, height=30))
    words = GEUContent(question="How many?", options=("1", "2", "3", "4"), key="B", regions=boxes)
    made = edited(before, words, assets=workspace.assets)
    assert isinstance(made, GEUInstance) and made.oracle is not None
    assert (made.image, made.regions, made.canonical_key, made.proof) == (
        before.image,
        boxes,
        before.canonical_key,
        None,
    )
    photo, oracle = workspace.assets.open(made.image), workspace.assets.open(made.oracle)
    assert oracle.size == photo.size
    inside = (300, 200, 340, 230)
    assert ImageChops.difference(photo.crop(inside), oracle.crop(inside)).getbbox() is None
    outside = (500, 300, 600, 400)
    assert _light(oracle.crop(outside)) < 0.7 * _light(photo.crop(outside))
    again = edited(made, words.model_copy(update={"regions": ()}), assets=workspace.assets)
    assert isinstance(again, GEUInstance) and again.oracle is None


def _light(image: Image.Image) -> float:
    small = image.convert("L").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(small, int)
    return float(small)


@pytest.mark.parametrize(
    ("size", "colours", "said"),
    [
        ((600, 400), ("red", "blue"), "too small to be searched: 600 x 400 pixels, and its longer side needs 640"),
        ((900, 600), ("red", "red"), "of one colour, so that there is nothing to find"),
    ],
)
def test_a_photo_without_anything_to_find_is_refused_and_recorded(
    tmp_path: Path, size: tuple[int, int], colours: tuple[str, str], said: str
) -> None:
    image = Image.new("RGB", size, colours[0])
    image.paste(colours[1], (0, 0, size[0] // 2, size[1]))
    image.putpixel((0, 0), (255, 255, 255))
    folder = tmp_path / "photos"
    folder.mkdir()
    image.save(folder / "a.png")
    workspace = create(tmp_path / "workspace")
    add_sources(workspace, folder, licence="CC0-1.0", attribution="Nobody", actor="tester")
    (source,) = workspace.store.sources()
    for _ in range(2):
        report = generate_from_photos(workspace, actor="tester", subtask="ocr")
        assert report.made == 0 and said in report.refused["a.png"]
    reasons = [event.reason for event in workspace.store.events(source.uid) if event.action == "source.refused"]
    assert len(reasons) == 1 and said in reasons[0]
    assert puzzles(workspace) == []


def test_nothing_else_is_made_from_photos(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="nothing of 'maze' is made from photos; known are coarse_grid, fine_grid"):
        generate_from_photos(workspace, actor="tester", subtask="maze")
