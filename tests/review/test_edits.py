"""Edits: only what people can write changes, and a proof stays only with what it proves."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.annotations import GEUContent, UEGContent
from curation.generate import generate
from curation.models import Authored, Box, ChecklistItem, GEUInstance, Imported, Proof, UEGInstance
from curation.packs.drafts import geu_key, ueg_key
from curation.photos import generate_from_photos
from curation.review.edits import edited
from curation.sources import add_sources
from curation.workspace import Workspace, create
from tests.core.samples import geu, photo_puzzle, ueg
from tests.puzzles.test_tile_shuffle import photo

PROOF = Proof(method="pixels", solver="maze/1", answer="Q")
IMPORTED = Imported(format="csv", file="a.csv", row="2")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A generated puzzle and a generated prompt."""
    workspace = create(tmp_path_factory.mktemp("edits") / "workspace")
    generate(workspace, actor="tester", categories=["cognitive_navigation"], names=["maze"], count=1, workers=1)
    generate(workspace, actor="tester", names=["word_problem"], count=1, workers=1)
    return workspace


def of(workspace: Workspace, axis: str) -> GEUInstance | UEGInstance:
    return next(found.instance for found in workspace.store.instances() if found.instance.axis == axis)


def asks(instance: GEUInstance) -> GEUContent:
    assert instance.question is not None and instance.options is not None and instance.key is not None
    return GEUContent(
        question=instance.question, options=instance.options, key=instance.key, regions=instance.regions
    )


def says(instance: UEGInstance) -> UEGContent:
    return UEGContent(prompt=instance.prompt, refined_prompt=instance.refined_prompt, checklist=instance.checklist)


def turned(instance: GEUInstance | UEGInstance) -> GEUContent:
    """The same question with its options in another order, and the key with them."""
    assert isinstance(instance, GEUInstance)
    content = asks(instance)
    first, second, third, fourth = content.options
    moved = {"A": "D", "B": "A", "C": "B", "D": "C"}[content.key]
    return GEUContent.model_validate(
        {**content.model_dump(), "options": (second, third, fourth, first), "key": moved}
    )


def test_what_nobody_can_write_stays() -> None:
    before = geu(sources=("src-1",), scene={"walls": 4}, oracle=geu().image, provenance=IMPORTED)
    made = edited(before, GEUContent(question="Which?", options=("1", "2", "3", "4"), key="D"), assets=None)
    assert isinstance(made, GEUInstance)
    assert (made.question, made.options, made.key, made.regions) == ("Which?", ("1", "2", "3", "4"), "D", ())
    kept = before.model_fields_set - {"question", "options", "key", "regions", "canonical_key", "proof"}
    assert all(getattr(made, name) == getattr(before, name) for name in kept)


def test_a_photo_puzzle_keeps_picture_and_canonical_key() -> None:
    before = photo_puzzle().model_copy(update={"sources": ("src-1",), "oracle": geu().image})
    made = edited(before, GEUContent(question="Which?", options=("1", "2", "3", "4"), key="D"), assets=None)
    assert isinstance(made, GEUInstance)
    assert (made.image, made.oracle, made.sources) == (before.image, before.oracle, ("src-1",))
    assert (made.canonical_key, made.proof, made.answerable) == (before.canonical_key, None, True)


def test_a_real_photo_puzzle_can_be_written(tmp_path: Path) -> None:
    workspace = create(tmp_path / "workspace")
    photos = tmp_path / "photos"
    photos.mkdir()
    photo(3, (1200, 900)).save(photos / "a.png")
    add_sources(workspace, photos, licence="CC0-1.0", attribution="Ann", actor="tester")
    generate_from_photos(workspace, actor="tester")
    before = of(workspace, "GEU")
    content = GEUContent(question="Which?", options=("1", "2", "3", "4"), key="D")
    made = edited(before, content, assets=workspace.assets)
    assert isinstance(made, GEUInstance) and isinstance(before, GEUInstance)
    assert (made.image, made.proof) == (before.image, None)


@pytest.mark.parametrize("provenance", [IMPORTED, ueg().provenance])
def test_the_canonical_key_of_what_people_brought_tells_its_text(provenance: Imported | Authored) -> None:
    content = GEUContent(question="Which?", options=("1", "2", "3", "4"), key="D")
    puzzle = geu(provenance=provenance)
    assert edited(puzzle, content, assets=None).canonical_key == geu_key(puzzle.image, "Which?")
    words = UEGContent(prompt="A loaf.", checklist=ueg().checklist)
    assert edited(ueg(provenance=provenance), words, assets=None).canonical_key == ueg_key("A loaf.")


@pytest.mark.parametrize(
    "change",
    [{"question": "Which?"}, {"options": ("1", "2", "3", "4")}, {"key": "A"}],
)
def test_a_proof_falls_with_what_it_proves(change: dict[str, object]) -> None:
    before = geu(proof=PROOF, provenance=IMPORTED)
    content = GEUContent.model_validate({**asks(before).model_dump(), **change})
    made = edited(before, content, assets=None)
    assert made.proof is None


def test_a_proof_stays_with_what_it_proves() -> None:
    before = geu(proof=PROOF)
    content = asks(before).model_copy(update={"regions": (Box(x=0, y=0, width=2, height=2),)})
    made = edited(before, content, assets=None)
    assert isinstance(made, GEUInstance)
    assert (made.proof, len(made.regions)) == (PROOF, 1)
    item = ChecklistItem(question="Is it long?", answer="yes")
    words = ueg(proof=PROOF)
    refined = says(words).model_copy(update={"refined_prompt": "A baguette."})
    assert edited(words, refined, assets=None).proof == PROOF
    longer = says(words).model_copy(update={"checklist": (*words.checklist, item)})
    assert edited(words, longer, assets=None).proof is None


def test_a_solver_that_confirms_proves_the_edit(filled: Workspace) -> None:
    before = of(filled, "GEU")
    made = edited(before, turned(before), assets=filled.assets)
    assert made.proof is not None and before.proof is not None
    assert (made.proof.answer, made.proof.solver) == (before.proof.answer, before.proof.solver)
    assert made.canonical_key == before.canonical_key


def test_a_solver_that_says_otherwise_proves_nothing(filled: Workspace) -> None:
    before = of(filled, "GEU")
    assert isinstance(before, GEUInstance) and before.key is not None
    content = asks(before).model_copy(update={"key": "DABC"["ABCD".index(before.key)]})
    assert edited(before, content, assets=filled.assets).proof is None


def test_an_image_that_cannot_be_opened_proves_nothing(filled: Workspace, tmp_path: Path) -> None:
    before = of(filled, "GEU")
    empty = create(tmp_path / "workspace")
    assert edited(before, turned(before), assets=empty.assets).proof is None


def test_a_generated_prompt_is_derived_anew(filled: Workspace) -> None:
    before = of(filled, "UEG")
    assert isinstance(before, UEGInstance)
    fewer = says(before).model_copy(update={"checklist": before.checklist[:-1]})
    made = edited(before, fewer, assets=None)
    assert made.proof is None or made.proof.answer == (before.proof and before.proof.answer)
    other = says(before).model_copy(update={"prompt": "A loaf of bread on a table."})
    made = edited(before, other, assets=None)
    assert (made.proof, made.canonical_key) == (None, before.canonical_key)


def test_what_belongs_to_the_other_axis_is_refused() -> None:
    with pytest.raises(ValueError, match="it is for UEG, the instance is GEU"):
        edited(geu(), says(ueg()), assets=None)
    with pytest.raises(ValueError, match="region 1 reaches beyond the image"):
        edited(geu(), asks(geu()).model_copy(update={"regions": (Box(x=4, y=0, width=1, height=1),)}), assets=None)
