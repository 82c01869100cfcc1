"""A workspace in which nothing is wrong, and the small records that tests put beside it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from curation.annotations import Decision
from curation.canonical import digest_json
from curation.models import Authored, ChecklistItem, Generated, GEUInstance, ImageRef, Source, UEGInstance
from curation.puzzles.base import Draw
from curation.puzzles.registry import family
from curation.puzzles.trial import Kept, sequence
from curation.workspace import Workspace, create

PACK = Authored(pack="test-pack", pack_version=1, licence="CC-BY-4.0", attribution="Test")

PROMPTS = (
    ("A tower in Paris that was built for the world's fair of 1889, at night.", "the Eiffel Tower"),
    ("The fruit that is said to have fallen on Newton, with one bite missing.", "an apple"),
    ("What bees make, in an open jar on a wooden table.", "honey"),
    ("The animal that carries its house on its back, on a wet leaf.", "a snail"),
    ("The instrument with eighty-eight keys, on an empty stage.", "a piano"),
    ("The hat that cooks wear, on a hook beside a window.", "a toque"),
)


def photo(seed: int, size: tuple[int, int] = (240, 180)) -> Image.Image:
    """A picture like a photo: soft shapes of many colours, and some with edges."""
    rng = random.Random(seed)
    image = Image.frombytes("RGB", (8, 6), rng.randbytes(8 * 6 * 3)).resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(4):
        x, y = rng.randrange(size[0]), rng.randrange(size[1])
        colour = (rng.randrange(256), rng.randrange(256), rng.randrange(256))
        draw.ellipse((x, y, x + rng.randrange(20, 80), y + rng.randrange(20, 80)), fill=colour)
    return image


def prompt(number: int, **changes: Any) -> UEGInstance:
    """One of `PROMPTS` as an authored instance."""
    text, thing = PROMPTS[number]
    values: dict[str, Any] = {
        "uid": f"prompt-{number}",
        "category": "world_knowledge",
        "subtask": "culture",
        "provenance": PACK,
        "canonical_key": digest_json(["prompt", number, *sorted(changes)]),
        "prompt": text,
        "refined_prompt": f"A picture of {thing}.",
        "checklist": (
            ChecklistItem(question=f"Does the image show {thing}?", answer="yes"),
            ChecklistItem(question="Is there a person in the image?", answer="no"),
        ),
    }
    return UEGInstance(**{**values, **changes})


def puzzle(uid: str, image: ImageRef, **changes: Any) -> GEUInstance:
    """An authored question about an image."""
    values: dict[str, Any] = {
        "uid": uid,
        "category": "attentional_focusing",
        "subtask": "quantity",
        "provenance": PACK,
        "canonical_key": digest_json(["puzzle", uid]),
        "image": image,
        "question": "How many round spots have a plain colour?",
        "options": ("two", "three", "four", "five"),
        "key": "C",
    }
    return GEUInstance(**{**values, **changes})


def put(workspace: Workspace, *instances: UEGInstance | GEUInstance, approve: bool = True) -> None:
    """Store instances, approved by people where they have a question."""
    for instance in instances:
        workspace.store.put_instance(instance, actor="test", reason="test")
        if approve and instance.answerable:
            stored = workspace.store.rows("SELECT revision FROM instances WHERE uid = ?", [instance.uid])
            workspace.store.put_decision(
                Decision(
                    uid=instance.uid,
                    revision=stored[0]["revision"],
                    outcome="approved",
                    people=("ann", "ben"),
                    rule="unanimous",
                ),
                actor="test",
                reason="test",
            )


def put_source(workspace: Workspace, image: Image.Image, **changes: Any) -> Source:
    """Store a photo as a source."""
    ref = workspace.assets.put(image).image
    values: dict[str, Any] = {
        "uid": f"src-{ref.pixels[:16]}",
        "name": "photo.jpg",
        "original": ref.pixels,
        "image": ref,
        "licence": "CC-BY-4.0",
        "attribution": "Somebody",
    }
    source = Source(**{**values, **changes})
    workspace.store.put_source(source, actor="test", reason="test")
    return source


def maze(workspace: Workspace, index: int, **changes: Any) -> GEUInstance:
    """A proved maze whose images are stored."""
    found = family("maze")
    draw = Draw(found.name, found.version, "maze", "easy", 5, index)
    *_, kept = sequence(found, draw, set())
    assert isinstance(kept, Kept)
    made = kept.puzzle
    values: dict[str, Any] = {
        "uid": f"maze-{index}",
        "category": found.category,
        "subtask": "maze",
        "difficulty": "easy",
        "provenance": Generated(
            family=found.name, version=found.version, seed=5, index=index, attempt=kept.draw.attempt
        ),
        "canonical_key": kept.canonical_key,
        "proof": kept.proof,
        "image": workspace.assets.put(made.image).image,
        "oracle": workspace.assets.put(made.oracle).image,
        "question": made.question,
        "options": made.options,
        "key": made.key,
    }
    return GEUInstance(**{**values, **changes})


def make_clean(root: Path) -> None:
    """Make a workspace in which nothing is wrong: prompts, mazes, a photo, what is made from it, a question."""
    workspace = create(root)
    put(workspace, *(prompt(number) for number in range(len(PROMPTS))))
    put(workspace, maze(workspace, 0), maze(workspace, 1), approve=False)
    source = put_source(workspace, photo(1))
    waiting = workspace.assets.put(photo(2)).image
    put(
        workspace,
        puzzle("photo-1", waiting, question=None, options=None, key=None, sources=(source.uid,)),
        puzzle("spots-1", workspace.assets.put(photo(3)).image),
    )
    workspace.store.close()
