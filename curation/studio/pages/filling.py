"""The data of a task: what a page shows of an instance, and what its answers are held against.

A blind task (stage `review`) has nothing in it that depends on a key, an expected answer or an oracle: not even
`rev`, for whoever can recompute a digest can try four letters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import JsonValue

from curation.annotations import Annotation, Decision
from curation.canonical import digest_json
from curation.models import LETTERS, GEUInstance, ImageRef, UEGInstance
from curation.store import Stored
from curation.studio.pages.page import Page
from curation.studio.pages.past import notes, sides
from curation.studio.pages.shown import isolated, item_lines, parts

Address = Callable[[ImageRef], str]
Data = dict[str, JsonValue]

YES_KEYS = "qwertyuio"
NO_KEYS = "asdfghjkl"
DROP_KEYS = "zxcvbnm,."
ADDRESSES = frozenset({"image", "oracles"})
"""Fields that say where a picture is; another place makes it no other task."""


def task_data(
    page: Page,
    stored: Stored,
    *,
    address: Address,
    reviews: Sequence[Annotation] = (),
    history: Sequence[Annotation | Decision] = (),
) -> Data:
    """Write the data of a task.

    Args:
        page: The page that shows it.
        stored: The instance as it stands.
        address: Where an image can be fetched by whoever sees the page; asked only for images that the page shows.
        reviews: What reviewers said about this revision; not shown to reviewers.
        history: What was said and decided about earlier revisions and this one; not shown to reviewers.

    Returns:
        Plain JSON values with `uid`, `revision`, and `rev`: a digest over all that the page shows, and of the page.
    """
    instance = stored.instance
    if instance.axis != page.axis:
        raise ValueError(f"{instance.uid} is {instance.axis}, and {page.name} is for {page.axis}")
    data: Data = {"uid": instance.uid, "revision": stored.revision}
    if page.stage == "review":
        data |= _blind_geu(instance, address) if isinstance(instance, GEUInstance) else _blind_ueg(instance)
    else:
        data |= _open_geu(instance, address) if isinstance(instance, GEUInstance) else _open_ueg(instance)
        said = notes(history if page.stage == "adjudicate" else [*history, *reviews])
        data["notes"] = [said] if said else []
    if page.stage == "adjudicate":
        if isinstance(instance, GEUInstance):
            data["oracles"] = [] if instance.oracle is None else [address(instance.oracle)]
        data["sides"] = sides(stored, reviews)
    return data | {"rev": rev(page.label, data)}


def rev(label: str, data: Data) -> str:
    """Digest the data of a task, but for where its pictures are, and the page that shows it."""
    shown = {name: value for name, value in data.items() if name not in ADDRESSES and name != "rev"}
    return digest_json({"page": label, "data": shown})


def _picture(instance: GEUInstance, address: Address) -> Data:
    return {"image": address(instance.image), "size": [instance.image.width, instance.image.height]}


def _options(options: Sequence[str], key: str | None = None) -> JsonValue:
    shown: dict[str, JsonValue] = {}
    for letter, text in zip(LETTERS, options, strict=True):
        shown[letter] = f"{letter}.  {isolated(text)}{'   ← the key' if letter == key else ''}"
    return shown


def _blind_geu(instance: GEUInstance, address: Address) -> Data:
    return _picture(instance, address) | {
        "question": instance.question or "",
        "options": list(instance.options or ()),
        "shown": _options(instance.options or ("", "", "", "")),
    }


def _blind_ueg(instance: UEGInstance) -> Data:
    return {
        "prompt": instance.prompt,
        "parts": list(parts(instance.prompt)),
        "checklist": [
            {
                "number": f"{row + 1}",
                "question": item.question,
                "answers": [_choice("yes", YES_KEYS, row), _choice("no", NO_KEYS, row)],
                "actions": [
                    _choice("keep", YES_KEYS, row, "shift+") | {"selected": True},
                    _choice("fix", NO_KEYS, row, "shift+"),
                    _choice("drop", DROP_KEYS, row, "shift+"),
                ],
            }
            for row, item in enumerate(instance.checklist)
        ],
    }


def _choice(value: str, keys: str, row: int, modifier: str = "") -> Data:
    """One choice of a row; beyond the ninth row there are no keys left."""
    choice: Data = {"value": value}
    if row < len(keys):
        choice["hotkey"] = modifier + keys[row]
    return choice


def _open_geu(instance: GEUInstance, address: Address) -> Data:
    options = instance.options or ("", "", "", "")
    return _picture(instance, address) | {
        "question": instance.question or "",
        "options": list(options),
        "shown": _options(options, instance.key),
        "key": instance.key or "",
        "keys": [
            {"value": letter, "hotkey": letter.lower(), "selected": letter == instance.key} for letter in LETTERS
        ],
        "regions": [region.plain() for region in instance.regions],
        "marked": _marked(len(instance.regions)),
    }


def _marked(boxes: int) -> str:
    if not boxes:
        return "No box is on record."
    return f"{boxes} box{'es are' if boxes > 1 else ' is'} on record; what you draw takes the place of them."


def _open_ueg(instance: UEGInstance) -> Data:
    return {
        "prompt": instance.prompt,
        "parts": list(parts(instance.prompt)),
        "refined": instance.refined_prompt or "",
        "facts": _facts(instance),
        "items": [item.plain() for item in instance.checklist],
        "lines": item_lines(instance.checklist),
    }


def _facts(instance: UEGInstance) -> list[JsonValue]:
    checklist = "\n".join(
        f"{number}. {isolated(item.question)}  [{item.answer}]" for number, item in enumerate(instance.checklist, 1)
    )
    facts = {
        "CHECKLIST, WITH THE EXPECTED ANSWERS": checklist,
        "REFINED PROMPT": instance.refined_prompt,
        "WHY THE ANSWER IS RIGHT": instance.rationale,
    }
    return [{"title": title, "text": text} for title, text in facts.items() if text]
