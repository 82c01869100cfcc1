"""Faults planted in sound prompts; by hand, `python -m tests.checks.mutations` prints how many are found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import cast

from curation.checks import checklists, computed, coverage, refined, seeable
from curation.checks.context import Context
from curation.checks.counting import count_of
from curation.checks.english import COLOURS, PLAIN, content_roots, root, words
from curation.findings import Finding
from curation.intake import starter_packs
from curation.models import DIFFICULTIES, Authored, ChecklistItem, Generated, UEGInstance
from curation.packs.pack import read_pack
from curation.prompts.registry import families
from curation.prompts.trial import Kept, attempt
from curation.puzzles.base import Draw
from curation.taxonomy import load_profile

Mutation = Callable[[UEGInstance], UEGInstance | None]
CHECKS = (checklists, coverage, seeable, refined, computed)
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
PACK = Authored(pack="test-pack", pack_version=1, licence="CC-BY-4.0", attribution="Test")

SEEN = (
    "Is the {thing} expensive?",
    "Was the {thing} here yesterday?",
    "Does the {thing} weigh 3 kg?",
    "Why is the {thing} in the image?",
    "Does the {thing} smell of roses?",
    "Is the {thing} famous?",
    "Is somebody thinking of the {thing}?",
    "Is the {thing} larger than in reality?",
    "Is the {thing} named Anna?",
    "Is the {thing} ten degrees Celsius warm?",
)


def shipped() -> list[UEGInstance]:
    """Every prompt of the shipped packs."""
    profile = load_profile()
    drafts = [draft for path in starter_packs() for draft in read_pack(path, profile).drafts]
    return [draft.instance for draft in drafts if isinstance(draft.instance, UEGInstance)]


def generated(name: str, count: int) -> Iterator[UEGInstance]:
    """About so many proved prompts of a family."""
    family = families()[name]
    for index in range(count):
        subtask = family.subtasks[index % len(family.subtasks)]
        draw = Draw(family.name, family.version, subtask, DIFFICULTIES[index // len(family.subtasks) % 3], 7, index)
        kept = attempt(family, draw)
        if isinstance(kept, Kept):
            yield UEGInstance(
                uid=f"{name.replace('_', '-')}-{index}",
                category=family.category,
                subtask=subtask,
                provenance=Generated(family=name, version=family.version, seed=7, index=index, attempt=0),
                canonical_key=kept.canonical_key,
                prompt=kept.prompt.prompt,
                refined_prompt=kept.prompt.refined_prompt,
                checklist=kept.prompt.checklist,
                proof=kept.proof,
            )


def found(instances: Sequence[UEGInstance]) -> list[Finding]:
    """What the checks on checklists say of instances."""
    context = cast("Context", SimpleNamespace(prompts=tuple(instances)))
    return [finding for check in CHECKS for finding in check.check(context)]


def _with(instance: UEGInstance, *items: ChecklistItem) -> UEGInstance:
    return instance.model_copy(update={"checklist": (*instance.checklist, *items)})


def _yes(instance: UEGInstance, pattern: str) -> ChecklistItem | None:
    items = [item for item in instance.checklist if item.answer == "yes"]
    return next((item for item in items if re.match(pattern, item.question)), None)


def _count(instance: UEGInstance) -> tuple[ChecklistItem, int] | None:
    for item in instance.checklist:
        count = count_of(item.question)
        if item.answer == "yes" and count and count.exact and 2 <= count.number < 12 and "exactly" in item.question:
            return item, count.number
    return None


def _flip(question: str, number: int) -> str:
    return re.sub(rf"\b{WORDS[number]}\b", WORDS[number + 1], question, count=1)


def _thing(instance: UEGInstance) -> str | None:
    item = _yes(instance, r"(?:Is there an?|Are there) ")
    if item is None:
        return None
    phrase = re.match(
        r"(?:Is there an?|Are there) (.*?)(?: (?:in|on|with|of|at|from|holding|lying)\b.*)?\?", item.question
    )
    return phrase[1] if phrase else None


def without_count(instance: UEGInstance) -> UEGInstance | None:
    """Remove every question that names the number of a count question."""
    count = _count(instance)
    if count is None:
        return None
    left = [item for item in instance.checklist if count_of(item.question) is None]
    return instance.model_copy(update={"checklist": tuple(left)}) if left else None


def without_object(instance: UEGInstance) -> UEGInstance | None:
    """Remove every question that mentions the thing that a question of presence asks for."""
    thing = _thing(instance)
    if thing is None or instance.refined_prompt is None:
        return None
    roots = {word for word in content_roots(thing) if word not in PLAIN}
    given = set(content_roots(instance.prompt)) & set(content_roots(instance.refined_prompt))
    left = [item for item in instance.checklist if not roots & set(content_roots(item.question))]
    return instance.model_copy(update={"checklist": tuple(left)}) if left and roots & given else None


def restated(instance: UEGInstance) -> UEGInstance | None:
    """Ask a question of presence once more in another frame."""
    for frame in ("Does the image show {}?", "Can {} be seen?", "Is {} visible in the picture?"):
        item = _yes(instance, r"Is there an? ")
        if item is not None and len(instance.uid) % 3 == len(frame) % 3:
            rest = item.question.removeprefix("Is there ").rstrip("?").removesuffix(" in the image")
            return _with(instance, ChecklistItem(question=frame.format(rest), answer="yes"))
    return None


def recounted(instance: UEGInstance) -> UEGInstance | None:
    """Ask for a number once more in digits and without `exactly`."""
    count = _count(instance)
    if count is None:
        return None
    question = count[0].question.replace("exactly ", "").replace(WORDS[count[1]], str(count[1]), 1)
    return _with(instance, ChecklistItem(question=question, answer="yes"))


def another_count(instance: UEGInstance) -> UEGInstance | None:
    """Expect one more of the same things as well."""
    count = _count(instance)
    return count and _with(instance, ChecklistItem(question=_flip(count[0].question, count[1]), answer="yes"))


def denied(instance: UEGInstance) -> UEGInstance | None:
    """Expect that the thing is there, and that it is not."""
    item = _yes(instance, r"Is there an? ")
    if item is None:
        return None
    question = re.sub(r"^Is there an? ", "Is there no ", item.question)
    return _with(instance, ChecklistItem(question=question, answer="yes"))


def another_colour(instance: UEGInstance) -> UEGInstance | None:
    """Expect a second colour of the same thing."""
    for item in instance.checklist:
        said = re.fullmatch(r"(Is the .* )(\w+)\?", item.question)
        if item.answer == "yes" and said and said[2] in COLOURS:
            colour = "green" if said[2] != "green" else "red"
            return _with(instance, ChecklistItem(question=f"{said[1]}{colour}?", answer="yes"))
    return None


def unseeable(instance: UEGInstance) -> UEGInstance | None:
    """Ask what no image shows."""
    thing = _thing(instance)
    form = SEEN[sum(map(ord, instance.uid)) % len(SEEN)]
    return _with(instance, ChecklistItem(question=form.format(thing=thing), answer="no")) if thing else None


def answer_given(instance: UEGInstance) -> UEGInstance | None:
    """Put the answer into the prompt."""
    return instance.model_copy(update={"prompt": f"{instance.prompt} In short: {instance.refined_prompt}"})


def answer_named(instance: UEGInstance) -> UEGInstance | None:
    """Put the words of the answer that the prompt lacks behind it."""
    given = set(content_roots(instance.prompt))
    new = [word for word in words(instance.refined_prompt or "") if root(word) not in given]
    return instance.model_copy(update={"prompt": f"{instance.prompt} ({' '.join(new)})"})


def flipped(instance: UEGInstance) -> UEGInstance | None:
    """Ask for one more than there are."""
    count = _count(instance)
    if count is None:
        return None
    items = [
        item.model_copy(update={"question": _flip(item.question, count[1])}) if item is count[0] else item
        for item in instance.checklist
    ]
    return instance.model_copy(update={"checklist": tuple(items)})


def not_refined(instance: UEGInstance) -> UEGInstance | None:
    """Take what a question of presence asks for out of the refined prompt."""
    thing = _thing(instance)
    if thing is None or instance.refined_prompt is None:
        return None
    roots = set(content_roots(thing))
    said = instance.refined_prompt.split()
    kept = [word for word in said if not roots & {root(part) for part in words(word)}]
    return instance.model_copy(update={"refined_prompt": " ".join(kept)})


def flipped_as_authored(instance: UEGInstance) -> UEGInstance | None:
    """Ask for one more than the prompt computes, as if somebody had written it."""
    wrong = flipped(instance)
    return wrong and wrong.model_copy(update={"provenance": PACK, "proof": None})


KINDS: tuple[tuple[str, Mutation], ...] = (
    ("CHK007", without_count),
    ("CHK008", without_object),
    ("CHK002", restated),
    ("CHK002", recounted),
    ("CHK006", another_count),
    ("CHK006", denied),
    ("CHK009", another_colour),
    ("CHK010", unseeable),
    ("CHK011", answer_given),
    ("CHK011", answer_named),
    ("CHK012", flipped),
    ("CHK012", not_refined),
    ("KEY006", flipped_as_authored),
)


def recall(code: str, mutate: Mutation, instances: Sequence[UEGInstance]) -> tuple[list[UEGInstance], int]:
    """The mutants that are missed, and how many there are."""
    mutants = [mutant for instance in instances if (mutant := mutate(instance)) is not None]
    seen = {finding.where for finding in found(mutants) if finding.code == code}
    return [mutant for mutant in mutants if mutant.uid not in seen], len(mutants)


def main() -> None:
    """Print a line a kind."""
    sound = shipped()
    families_made = [*generated("word_problem", 300), *generated("program", 300)]
    for name, instances in (("packs", sound), *((name, list(generated(name, 300))) for name in families())):
        print(f"{name}: {len(found(instances))} findings in {len(instances)} sound prompts")
    for code, mutate in KINDS:
        instances = [*sound, *families_made]
        for name, part in (("packs", sound), ("packs and families", instances)):
            missed, number = recall(code, mutate, part)
            print(f"{code} {mutate.__name__}, {name}: {number - len(missed)} of {number} found")


if __name__ == "__main__":
    main()
