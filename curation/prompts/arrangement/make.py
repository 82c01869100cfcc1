"""Write an arrangement prompt: a scene, the conditions that leave one arrangement, and a checklist that pins it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from pydantic import JsonValue

from curation.models import Aspect, ChecklistItem, Difficulty
from curation.prompts.arrangement.conditions import KINDS, kind_of, mask, places_of
from curation.prompts.arrangement.kinds import Kind
from curation.prompts.arrangement.scenes import Scene, scenes
from curation.prompts.base import Prompt
from curation.prompts.english import article, capital, listed, number, plural
from curation.puzzles.base import Discard

SIZES: dict[Difficulty, tuple[int, ...]] = {"easy": (3, 4), "medium": (4, 5), "hard": (5, 6)}
CONDITIONS: dict[Difficulty, tuple[int, int]] = {"easy": (2, 3), "medium": (2, 4), "hard": (3, 6)}
FEWEST_IMPLICIT = 2
MOST_PINS = 3


@dataclass(frozen=True, slots=True)
class Condition:
    """A kind and the objects that it is about; object i is at place i of the arrangement.

    Attributes:
        kind: What it says.
        objects: Of which objects.
        allowed: The arrangements that it allows, as bits; bit 0 is the one that is to be left.
    """

    kind: Kind
    objects: tuple[int, ...]
    allowed: int


def make(rng: random.Random, *, subtask: str, difficulty: Difficulty) -> Prompt:
    """Write the prompt of one draw.

    Raises:
        Discard: The conditions drawn do not pin an arrangement, or no checklist was found.
    """
    scene = rng.choice([scene for scene in scenes() if set(scene.sizes) & set(SIZES[difficulty])])
    n = rng.choice([size for size in SIZES[difficulty] if size in scene.sizes])
    objects = rng.sample(scene.things, n)
    conditions = _conditions(rng, scene.layout, n, subtask == "implicit_conditions", CONDITIONS[difficulty])
    checklist = _Checklist(scene, objects, conditions, rng).write()
    order = sorted(range(n), key=lambda one: objects[one])
    rng.shuffle(order)
    if order in (list(range(n)), list(range(n))[::-1]):
        raise Discard("the things are listed in the order of the answer")
    said = [_say(rng.choice(one.kind.phrases), scene, objects, one.objects) for one in conditions]
    intro = rng.choice(scene.intros)
    words = {
        "things": listed([article(objects[one]) for one in order]),
        "n": number(n),
        "colours": listed(scene.colours[:n]),
    }
    opening = capital(intro.format(Things=capital(words["things"]), **words))
    view = rng.choice(scene.view)
    prompt = " ".join(part for part in (opening, view, _sentences(rng, said), rng.choice(scene.ask)) if part)
    answer: list[JsonValue] = list(objects)
    return Prompt(
        prompt=prompt,
        refined_prompt=f"{scene.refined.format(n=number(n))} {_in_words(scene, objects)}",
        checklist=checklist,
        rationale=_rationale(scene, objects, conditions),
        answer=answer,
        canonical=[scene.layout, n, *sorted(f"{one.kind.name}{one.objects}" for one in conditions)],
        parameters={
            "layout": scene.layout,
            "template": scenes().index(scene),
            "objects": n,
            "conditions": [[one.kind.name, *one.objects] for one in conditions],
        },
    )


def _conditions(rng: random.Random, layout: str, n: int, implicit: bool, band: tuple[int, int]) -> list[Condition]:
    """Conditions that leave the arrangement with object i at place i alone, each of them needed."""
    first = [one for one in _usable(layout, n, implicit) if one.kind.implicit]
    then = [one for one in _usable(layout, n, implicit) if not one.kind.implicit]
    for _ in range(12):
        candidates = chain(_shuffled(rng, first), _shuffled(rng, then))
        chosen: list[Condition] = []
        left = -1
        used: dict[str, int] = {}
        for one in candidates:
            kept = left & one.allowed if left >= 0 else one.allowed
            if used.get(one.kind.name, 0) >= (1 if implicit else 2) or kept == left:
                continue
            chosen.append(one)
            used[one.kind.name] = used.get(one.kind.name, 0) + 1
            left = kept
            if left == 1:
                break
        chosen = _needed(chosen)
        if not band[0] <= len(chosen) <= band[1] or _left(chosen) != 1:
            continue
        if implicit and sum(one.kind.implicit for one in chosen) < FEWEST_IMPLICIT:
            continue
        rng.shuffle(chosen)
        return chosen
    raise Discard("no set of conditions of the right size pins an arrangement")


def _shuffled(rng: random.Random, conditions: Sequence[Condition]) -> Iterator[Condition]:
    """Every condition in random order, drawn as it is asked for: most are not."""
    rest = list(conditions)
    while rest:
        place = rng.randrange(len(rest))
        rest[place], rest[-1] = rest[-1], rest[place]
        yield rest.pop()


@cache
def _usable(layout: str, n: int, implicit: bool) -> tuple[Condition, ...]:
    """Every condition that holds where object i is at place i; the implicit kinds only where they are wanted."""
    kinds = [kind for kind in KINDS[layout] if not kind.sizes or n in kind.sizes]
    return tuple(one for kind in kinds if implicit or not kind.implicit for one in _true(layout, n, kind.name))


@cache
def _askable(layout: str, n: int) -> tuple[Kind, ...]:
    """The kinds that a question can be about."""
    return tuple(kind for kind in KINDS[layout] if kind.questions and (not kind.sizes or n in kind.sizes))


@cache
def _true(layout: str, n: int, name: str) -> tuple[Condition, ...]:
    """Every instance of a kind that holds where object i is at place i."""
    kind = kind_of(layout, name)
    found = []
    for objects in _tuples(n, kind.arity):
        rest = objects[1:] if kind.arity == 3 else objects
        if not kind.ordered and list(rest) != sorted(rest):
            continue
        allowed = mask(layout, name, objects, n)
        if allowed & 1:
            found.append(Condition(kind, objects, allowed))
    return tuple(found)


def _tuples(n: int, arity: int) -> list[tuple[int, ...]]:
    if arity == 1:
        return [(one,) for one in range(n)]
    shorter = _tuples(n, arity - 1)
    return [(*some, one) for some in shorter for one in range(n) if one not in some]


def _left(conditions: Sequence[Condition]) -> int:
    left = -1
    for one in conditions:
        left = one.allowed if left < 0 else left & one.allowed
    return left


def _bits(left: int) -> list[int]:
    found = []
    while left:
        found.append((left & -left).bit_length() - 1)
        left &= left - 1
    return found


def _needed(conditions: list[Condition]) -> list[Condition]:
    """Without those that leave the same arrangements when dropped."""
    kept = list(conditions)
    for one in conditions:
        others = [other for other in kept if other is not one]
        if others and _left(others) == _left(kept):
            kept = others
    return kept


def _say(phrase: str, scene: Scene, objects: Sequence[str], args: Sequence[int]) -> str:
    names = {letter: f"the {objects[one]}" for letter, one in zip("xyz", args, strict=False)}
    colours = {f"c{place}": colour for place, colour in enumerate(scene.colours)}
    box, boxes = scene.box
    return phrase.format(v=scene.verb[0], vs=scene.verb[1], box=box, boxes=boxes, **names, **colours)


def _sentences(rng: random.Random, said: Sequence[str]) -> str:
    """Join conditions to sentences of one or two."""
    sentences: list[str] = []
    rest = list(said)
    while rest:
        first = rest.pop(0)
        if rest and rng.random() < 0.5:
            link = rng.choice((", and ", "; ", ", while "))
            first = f"{first}{link}{rest.pop(0)}"
        sentences.append(f"{capital(first)}.")
    return " ".join(sentences)


def _in_words(scene: Scene, objects: Sequence[str]) -> str:
    named = [article(one) for one in objects]
    half = len(named) // 2
    if scene.layout == "row":
        return f"From the viewer's left to right: {listed(named)}."
    if scene.layout == "pile":
        return f"From the bottom to the top: {listed(named)}."
    if scene.layout == "table":
        return f"Clockwise, beginning at the top of the picture: {listed(named)}."
    if scene.layout == "shelves":
        upper, lower = listed(named[:half]), listed(named[half:])
        return f"Upper row from left to right: {upper}. Lower row from left to right: {lower}."
    if scene.layout == "heights":
        return f"From the tallest to the shortest: {listed(named)}."
    box = scene.box[0]
    pairs = [f"a {colour} {box} with {one}" for colour, one in zip(scene.colours, named, strict=False)]
    return f"From the viewer's left to right: {listed(pairs)}."


def _rationale(scene: Scene, objects: Sequence[str], conditions: Sequence[Condition]) -> str:
    words = _in_words(scene, objects)
    first = _say(conditions[0].kind.phrases[0], scene, objects, conditions[0].objects)
    every = "both" if len(conditions) == 2 else f"all {number(len(conditions))}"
    return (
        f"Of {_ways(len(objects))} arrangements only one satisfies {every} conditions. {words} "
        f"Likely mistake: a condition is overlooked, such as that {first}."
    )


def _ways(n: int) -> int:
    return n * _ways(n - 1) if n > 1 else 1


class _Checklist:
    """Questions that the arrangement alone answers, and one that a likely mistake would answer with yes."""

    def __init__(
        self, scene: Scene, objects: Sequence[str], conditions: Sequence[Condition], rng: random.Random
    ) -> None:
        self.scene, self.objects, self.conditions, self.rng = scene, objects, conditions, rng
        self.layout, self.n = scene.layout, len(objects)
        kinds = _askable(self.layout, self.n)
        self.askable = [one for kind in kinds for one in _true(self.layout, self.n, kind.name)]

    def write(self) -> tuple[ChecklistItem, ...]:
        count = ChecklistItem(question=self.scene.count.format(n=number(self.n)), answer="yes", aspect="count")
        pins = self._pins() or self._order()
        wrong = self._wrong(pins)
        aspect: Aspect = "attribute" if self.layout == "heights" else "relation"
        asked = [ChecklistItem(question=question, answer="yes", aspect=aspect) for question in pins]
        asked.insert(self.rng.randint(0, len(asked)), ChecklistItem(question=wrong, answer="no", aspect=aspect))
        return (count, *asked)

    def _ask(self, one: Condition) -> str:
        return capital(_say(one.kind.questions[0], self.scene, self.objects, one.objects))

    def _pins(self) -> list[str]:
        """At most three questions that pin the arrangement and name every object, or none."""
        for _ in range(8):
            chosen: list[Condition] = []
            left = -1
            for one in _shuffled(self.rng, self.askable):
                kept = one.allowed if left < 0 else left & one.allowed
                if kept != left:
                    chosen, left = [*chosen, one], kept
                    if left == 1 or len(chosen) == MOST_PINS:
                        break
            if left != 1:
                continue
            chosen = _needed(chosen)
            if len({number for one in chosen for number in one.objects}) == self.n:
                return [self._ask(one) for one in chosen]
        return []

    def _order(self) -> list[str]:
        """The whole arrangement in one or two questions."""
        names = [f"the {one}" for one in self.objects]
        half = self.n // 2
        if self.layout == "row":
            return [f"Is the order from left to right {listed(names)}?"]
        if self.layout == "pile":
            return [f"Is the order from bottom to top {listed(names)}?"]
        if self.layout == "table":
            return [f"Is the clockwise order from the top {listed(names)}?"]
        if self.layout == "shelves":
            return [
                f"Is the upper row from left to right {listed(names[:half])}?",
                f"Is the lower row from left to right {listed(names[half:])}?",
            ]
        if self.layout == "heights":
            return [f"Is the order from tallest to shortest {listed(names)}?"]
        return [f"Do the {plural(self.scene.box[0])} from left to right hold {listed(names)}?"]

    def _wrong(self, pins: Sequence[str]) -> str:
        """A question whose answer is yes in an arrangement that breaks just one condition."""
        order = list(range(len(self.conditions)))
        self.rng.shuffle(order)
        for dropped in order:
            others = [one for place, one in enumerate(self.conditions) if place != dropped]
            left = _left(others) & ~1 if others else 0
            if not left:
                continue
            near = places_of(self.rng.choice(_bits(left)), self.n)
            there = [near.index(place) for place in range(self.n)]
            about = set(self.conditions[dropped].objects)
            found: list[Condition] = []
            for kind in _askable(self.layout, self.n):
                for one in _true(self.layout, self.n, kind.name):
                    moved = tuple(there[place] for place in one.objects)
                    if about.isdisjoint(moved):
                        continue
                    if not kind.ordered:
                        moved = (*moved[: kind.arity == 3], *sorted(moved[kind.arity == 3 :]))
                    allowed = mask(self.layout, kind.name, moved, self.n)
                    if not allowed & 1:
                        found.append(Condition(kind, moved, allowed))
            mirrored = [sorted(pin.split()) for pin in pins]
            asked = [question for one in found if sorted((question := self._ask(one)).split()) not in mirrored]
            if asked:
                return self.rng.choice(asked)
        raise Discard("no question is aimed at a likely mistake")
