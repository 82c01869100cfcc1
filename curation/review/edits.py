"""From what a person wrote to a new revision of the instance.

Only what people can write changes: a puzzle keeps its image, scene and sources, and every instance its id, category
and provenance; the event log says who edited.

- **Oracle.** That of a photo to be searched is made of the boxes that were drawn; every other stays as it is.
- **Canonical key.** That of a generated instance or a photo puzzle tells its draw, which wording does not change.
  That of an authored or imported one tells its text, and is made anew; `curate check` names what is there twice.
- **Proof.** It stays where nothing that it proves has changed. Else the family's solver answers the new text; where
  it confirms, that is the new proof, and where it does not, there is none, which `curate check` names: nothing that
  is generated is mended by hand against its solver.
"""

from __future__ import annotations

from typing import Any

from curation.annotations import Content, GEUContent, UEGContent
from curation.assets import AssetStore
from curation.errors import CurationError
from curation.families import families
from curation.models import INSTANCE, Generated, GEUInstance, ImageRef, Proof, UEGInstance
from curation.packs.drafts import geu_key, ueg_key
from curation.prompts.base import PromptFamily
from curation.review.cases import fault


def edited(
    instance: UEGInstance | GEUInstance, content: Content, *, assets: AssetStore | None
) -> UEGInstance | GEUInstance:
    """Put what a person wrote into an instance.

    Args:
        instance: The revision that was edited.
        content: What it should say.
        assets: Where its images are, for the solver of a generated puzzle and the oracle of a searched photo;
            `None`: no solver is asked, and the oracle stays.

    Raises:
        ValueError: It cannot be used; `cases.fault` says why.
    """
    if problem := fault(instance, content):
        raise ValueError(problem)
    if isinstance(instance, GEUInstance) and isinstance(content, GEUContent):
        return _puzzle(instance, content, assets)
    assert isinstance(instance, UEGInstance) and isinstance(content, UEGContent)
    return _prompt(instance, content)


def _puzzle(instance: GEUInstance, content: GEUContent, assets: AssetStore | None) -> GEUInstance:
    changes: dict[str, Any] = {
        "question": content.question,
        "options": content.options,
        "key": content.key,
        "regions": content.regions,
    }
    if not isinstance(instance.provenance, Generated):
        changes["canonical_key"] = geu_key(instance.image, content.question)
    elif instance.sources and instance.provenance.family == "clutter" and assets is not None:
        changes["oracle"] = _highlighted(instance, content, assets)
    made = _with(instance, changes)
    assert isinstance(made, GEUInstance)
    same = (made.question, made.options, made.key) == (instance.question, instance.options, instance.key)
    return made if same else made.model_copy(update={"proof": _solved(made, assets)})


def _highlighted(puzzle: GEUInstance, content: GEUContent, assets: AssetStore) -> ImageRef | None:
    """Make the oracle of a photo that is searched; none where no box is drawn."""
    from curation.puzzles.clutter.photo import highlighted

    if not content.regions:
        return None
    return assets.put(highlighted(assets.open(puzzle.image), content.regions)).image


def _solved(puzzle: GEUInstance, assets: AssetStore | None) -> Proof | None:
    """Ask the solver of a generated puzzle; a photo puzzle's question is its author's, so nothing can prove it."""
    generated = isinstance(puzzle.provenance, Generated) and not puzzle.sources
    if not generated or assets is None or puzzle.question is None or puzzle.options is None:
        return None
    assert isinstance(puzzle.provenance, Generated)
    family = families().get(puzzle.provenance.family)
    if family is None:
        return None
    try:
        image = assets.open(puzzle.image)
    except CurationError:
        return None
    solution = family.solve(image, puzzle.question, puzzle.options, puzzle.scene)
    if solution.letter != puzzle.key:
        return None
    return Proof(
        method=solution.method, solver=family.solver, answer=solution.answer, evidence=dict(solution.evidence)
    )


def _prompt(instance: UEGInstance, content: UEGContent) -> UEGInstance:
    changes: dict[str, Any] = {
        "prompt": content.prompt,
        "refined_prompt": content.refined_prompt,
        "checklist": content.checklist,
    }
    if not isinstance(instance.provenance, Generated):
        changes["canonical_key"] = ueg_key(content.prompt)
    made = _with(instance, changes)
    assert isinstance(made, UEGInstance)
    same = (made.prompt, made.checklist) == (instance.prompt, instance.checklist)
    return made if same else made.model_copy(update={"proof": _derived(made)})


def _derived(prompt: UEGInstance) -> Proof | None:
    if not isinstance(prompt.provenance, Generated):
        return None
    family = families().get(prompt.provenance.family)
    if not isinstance(family, PromptFamily):
        return None
    derived = family.derive(prompt.prompt, prompt.checklist)
    if derived.answer is None:
        return None
    return Proof(method="computed", solver=family.solver, answer=derived.words, evidence=dict(derived.evidence))


def _with(instance: UEGInstance | GEUInstance, changes: dict[str, Any]) -> UEGInstance | GEUInstance:
    """Change fields and judge the whole anew; `model_copy` alone would judge nothing."""
    return INSTANCE.validate_python(instance.model_copy(update=changes).model_dump())
