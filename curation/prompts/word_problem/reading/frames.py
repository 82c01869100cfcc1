"""Sentence forms: a pattern over normal English, and what a sentence of that form adds to the world."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from curation.prompts.word_problem.reading.world import World

Meaning = Callable[..., None]

_WORD = r"[a-zà-öø-ÿ'-]+"
_PREPOSITION = (
    r"(?:in|on|at|from|across|along|over|for|with|beside|behind|near|under|of|into|to|by|above|down|through|round"
    r"|after|between|outside|inside|upon|onto|without)"
)
_MACROS = {
    "<n>": r"(\d+(?:/\d+)?)",
    "<%>": r"(\d+)%",
    "<x>": rf"((?:{_WORD} ){{0,4}}?{_WORD})",
    "<w>": rf"({_WORD})",
    "<who>": rf"(?:{_WORD} ){{0,8}}?{_WORD}",
    "<p>": rf"(?:,? {_PREPOSITION}(?: (?!each\b|every\b|all\b|which\b){_WORD}){{1,7}})?",
    "<front>": rf"(?:(?:{_PREPOSITION} (?:{_WORD} ){{1,5}}?{_WORD},? )|then |first |now |there )?",
    "<list>": rf"(\d+(?: {_WORD}){{1,3}}(?:(?:,| and|, and) \d+(?: {_WORD}){{1,3}})*)",
    "<sum>": r"([\d(][\d +*/()-]*)",
    "<gain>": (
        r"(?:(?:have |has |had |is |are |were |was |come |came )?(?:landed|arrived|joined(?: them)?|came"
        r"|get on|got on"
        r"|added|bought|flew in|swam up|moved in|appeared|hatched|opened|lit up|put down|ran up|sprouted))"
    ),
    "<loss>": (
        r"(?:(?:have |has |had |is |are |were |was )?(?:flew away|flew off|flown away|flown off|burst"
        r"|get off|got off|left"
        r"|blown out|gone out|went out|ran away|swam away|sank|fell off|fell down|fell|broke|melted"
        r"|eaten|sold|taken away"
        r"|removed|given away|handed out|withered|went dark|gone dark|rolled away|moved out|drove off"
        r"|drove away|closed))"
    ),
    "<lose>": (
        r"(?:has |have |had )?(?:blown out|carried off|knocked down|gave away|gives away|took away|takes"
        r" away|broke|breaks"
        r"|breaks off and eats|ate|eats|eaten|sold|sells|lost|loses|stole|stolen|dropped|drops|popped"
        r"|removed|removes"
        r"|used up|uses up|hid|hides|catches|cuts down|pulls out|pulled out)"
    ),
    "<make>": (
        r"(?:has |have |had )?(?:made|makes|bought|buys|baked|bakes|adds|added|brought|brings|carved|carves|painted"
        r"|paints|got|gets|received|receives|finds|picks|picked|puts in|put in)"
    ),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence form and its meaning; the groups of the form are the arguments of the meaning."""

    form: re.Pattern[str]
    meaning: Meaning


_FRAMES: dict[str, list[Frame]] = {"say": [], "ask": []}


def expand(form: str) -> re.Pattern[str]:
    """Compile a form with its macros."""
    for macro, meant in _MACROS.items():
        form = form.replace(macro, meant)
    return re.compile(form)


def say(*forms: str) -> Callable[[Meaning], Meaning]:
    """Register a meaning for statements of these forms; earlier ones are tried first."""
    return _register("say", forms)


def ask(*forms: str) -> Callable[[Meaning], Meaning]:
    """Register a meaning for requests of these forms that add to what is said."""
    return _register("ask", forms)


def _register(kind: str, forms: tuple[str, ...]) -> Callable[[Meaning], Meaning]:
    def register(meaning: Meaning) -> Meaning:
        _FRAMES[kind] += [Frame(expand(form), meaning) for form in forms]
        return meaning

    return register


@dataclass(frozen=True, slots=True)
class Step:
    """A clause that was understood: what it means, and with which words."""

    meaning: Meaning
    arguments: tuple[str | None, ...]

    def run(self, world: World) -> None:
        """Add the clause to the world."""
        self.meaning(world, *self.arguments)


_BREAKS = (
    "; ",
    ", and ",
    ", but ",
    ", then ",
    " and then ",
    ", until ",
    " until ",
    " when ",
    ", while ",
    ", ",
    " and ",
    ": ",
)
_LOADED = re.compile(
    r"\d|\b(?:not|no|none|never|without|except|half|double|more|fewer|less|each|every|all|other|others|rest|equal"
    r"|equally|same|gone|left|lost|missing|likely|chance|probability|ratio|average|many|much|only|both|any|before"
    r"|after|again|last|next|remain\w*|another|either|neither|twice|once|times|share[sd]?|away|off|out|eaten|empty"
    r"|percent|add\w*|remov\w*|tak\w*|giv\w*|gave|took|sold|bought|broke\w*)\b"
)


@lru_cache(maxsize=20_000)
def understand(kind: str, sentence: str) -> tuple[Step, ...] | None:
    """Read a sentence as one of the forms, or as several clauses that are; `None` where it cannot be read."""
    for frame in _FRAMES[kind]:
        found = frame.form.fullmatch(sentence)
        if found is not None:
            return (Step(frame.meaning, found.groups()),)
    if kind == "ask":
        return None
    if _LOADED.search(sentence) is None:
        return ()
    for cut in _BREAKS:
        start = sentence.find(cut)
        while start >= 0:
            before = understand(kind, sentence[:start])
            if before is not None:
                after = understand(kind, sentence[start + len(cut) :])
                if after is not None:
                    return before + after
            start = sentence.find(cut, start + 1)
    return None
