"""Questions that the output of a program answers beyond doubt: numbers of things, what there is, what is how."""

from __future__ import annotations

import re
from itertools import pairwise

from curation.checks.counting import count_of
from curation.checks.english import PREPOSITIONS, content_roots, is_content, is_number, root, words

_PRESENT = re.compile(r"(?:is there|are there)(?: an?| any)? ((?:[a-z-]+ ){0,2}[a-z-]+)")
_SAME = frozenset({"the", "it", "its", "this", "that", "and", "but", "with"})
"""What a line begins with that may go on about a thing of the line before."""
_ATTRIBUTE = re.compile(r"(?:is|are)(?: all)? the ([a-z-]+(?: [a-z-]+)?) ([a-z-]+)")


class Printed:
    """What a program prints, and what it might have printed.

    Args:
        intro: What stands before the program.
        texts: Every text that the program holds.
        output: What it prints.
    """

    def __init__(self, intro: str, texts: tuple[str, ...], output: str) -> None:
        self.output = output.strip()
        self.said = [root(word) for word in words(self.output)]
        self.intro = frozenset(content_roots(intro))
        self.might = frozenset(word for text in texts for word in content_roots(text))

    def answer(self, question: str) -> bool | None:
        """Whether a question is to be answered with yes; `None` where that is not beyond doubt."""
        count = count_of(question)
        if count is not None:
            value = value_of(question, self.output)
            return None if value is None else value in count.allowed
        asked = question.lower().rstrip("?").strip()
        present = _PRESENT.fullmatch(asked)
        if present is not None:
            return self._present(present[1])
        attribute = _ATTRIBUTE.fullmatch(asked)
        return None if attribute is None else self._attribute(attribute[1], attribute[2])

    def _present(self, phrase: str) -> bool | None:
        """Whether there is something of which the program decides alone: it is not named in the introduction."""
        named = content_roots(phrase)
        if len(named) != 1 or named[0] not in self.might or named[0] in self.intro:
            return None
        if named[0] in self.said:
            # "no lamp", "the lamp is off" and "0 lamps" are printed of what is not there, or not to be seen.
            return None if {"no", "not", "off", "without", "0"} & set(words(self.output)) else True
        return False

    def _attribute(self, noun: str, attribute: str) -> bool | None:
        """Whether a thing is as asked: the word stands beside it, or another that might have stood there."""
        (named, *more), how = content_roots(noun)[::-1] or ("",), root(attribute)
        if more or how not in self.might or self.said.count(named) != 1:
            return None
        place = self.said.index(named)
        beside = self.said[max(place - 1, 0) : place] + self.said[place + 1 : place + 2]
        if how in beside:
            return True
        # Only words that stand where the asked one does elsewhere in the program can exclude it: `hat = "blue"`.
        if how in self.said or how in self.intro:
            return None
        return False if self.said[max(place - 1, 0)] in self.might and place else None


def value_of(question: str, printed: str) -> int | None:
    """The number of what a question asks for: the printed one that shares most words, or how often it stands there.

    `None` where nothing printed, or more than one thing, may be meant.
    """
    named = frozenset(content_roots(question))
    given = _numbered(printed)
    if given:
        shared = [(len(named & about), -len(about)) for _, about in given]
        best = max(shared)
        if best[0] == 0:
            return _lines(named, printed)
        return given[shared.index(best)][0] if shared.count(best) == 1 else None
    question = re.sub(r"\bof them\b", "", question)
    heading, _, listed = printed.rpartition(":")
    # A place in the question ("in the top row") narrows what is counted.
    if ":" in heading or "\n" in heading or PREPOSITIONS & set(words(question)):
        return None
    if named & set(content_roots(heading)):
        return None if "\n" in listed else len(listed.split(","))
    said = content_roots(listed)
    meant = sorted(named & set(said))
    return said.count(meant[0]) if len(meant) == 1 else None


def _lines(named: frozenset[str], printed: str) -> int | None:
    """How many lines are printed, where each begins a new thing of the kind that is asked for."""
    lines = [[root(word) for word in words(line)] for line in printed.splitlines()]
    if len(named) != 1 or len(lines) < 2 or any(not line or line[0] in _SAME for line in lines):
        return None
    (kind,) = named
    return len(lines) if all(line.count(kind) == 1 for line in lines) else None


def _numbered(printed: str) -> list[tuple[int, frozenset[str]]]:
    """Each number that is printed, with the roots of the words that follow it up to the next one."""
    found: list[tuple[int, frozenset[str]]] = []
    for line in printed.splitlines():
        said = words(line)
        places = [place for place, word in enumerate(said) if is_number(word)]
        for place, end in pairwise([*places, len(said)]):
            about = frozenset(root(word) for word in said[place + 1 : end] if is_content(word))
            if found and said[place + 1 : place + 3] == ["of", "them"]:
                about |= found[-1][1]
            found.append((int(said[place]), about))
    return found
