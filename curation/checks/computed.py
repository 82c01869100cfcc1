"""Authored and imported checklists beside what their prompts compute, where a program can read them.

Generated prompts are proved again by `keys`. Here the readers of the prompt families are tried on what people
wrote: what they cannot read is passed over, and so is a question that they do not understand; neither is called
right.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile

from curation.checks.context import Context, lineage
from curation.checks.counting import count_of, follows
from curation.checks.english import PREPOSITIONS, content_roots, is_content, is_number, root, words
from curation.findings import Finding
from curation.models import UEGInstance

LONGEST = 2000
"""Characters of a prompt that is read as a word problem."""


def check(context: Context) -> Iterator[Finding]:
    """Compute again whatever prompts hold a sum or a program that can be read."""
    for prompt in context.prompts:
        if lineage(prompt) or not prompt.checklist:
            continue
        if "print(" in prompt.prompt:
            yield from _program(prompt)
        elif prompt.category == "mathematical_reasoning" and len(prompt.prompt) <= LONGEST:
            yield from _arithmetic(prompt)


def _arithmetic(prompt: UEGInstance) -> Iterator[Finding]:
    from curation.prompts.word_problem.reading.world import Unclear
    from curation.prompts.word_problem.solve import read

    try:
        found = {root(label): int(value) for label, value in read(prompt.prompt).items()}
    except Unclear:
        return
    said = ", ".join(f"{label} {value}" for label, value in found.items())
    for place, item in enumerate(prompt.checklist, start=1):
        count = count_of(item.question)
        named = _counted(item.question)
        labels = [label for label in found if label in named]
        if count is None or not count.exact or len(labels) != 1:
            continue
        # A number of all of them together is another matter than the one that was computed.
        right = found[labels[0]] in count.expects(item.answer)
        if not right and not (item.answer == "yes" and follows(count.number, found.values())):
            yield Finding("KEY006", prompt.uid, f"question {place} is not what follows ({said}): {item.question!r}")


def _program(prompt: UEGInstance) -> Iterator[Finding]:
    from curation.prompts.program.allowed import RefusedProgram
    from curation.prompts.program.interpreter import interpret
    from curation.prompts.program.solve import split

    try:
        _, program = split(prompt.prompt)
        printed = interpret(program).strip()
    except RefusedProgram:
        return
    said = " / ".join(line.strip() for line in printed.splitlines())
    for place, item in enumerate(prompt.checklist, start=1):
        count = count_of(item.question)
        if count is None or not count.exact:
            continue
        value = _value(item.question, printed)
        if value is not None and value not in count.expects(item.answer):
            yield Finding(
                "KEY006", prompt.uid, f"question {place} is not what is printed ({said}): {item.question!r}"
            )


def _counted(question: str) -> frozenset[str]:
    """The roots of the noun phrase that a question's number opens."""
    found = words(question)
    place = next((place for place, word in enumerate(found) if is_number(word)), len(found))
    named = takewhile(is_content, found[place + 1 :])
    return frozenset(root(word) for word in named)


def _value(question: str, printed: str) -> int | None:
    """The number of what a question asks for: the printed one that shares most words, or how often it stands there.

    `None` where nothing printed, or more than one thing, may be meant.
    """
    named = frozenset(content_roots(question))
    given = _numbered(printed)
    if given:
        shared = [(len(named & about), -len(about)) for _, about in given]
        best = max(shared)
        return given[shared.index(best)][0] if best[0] > 0 and shared.count(best) == 1 else None
    heading, _, listed = printed.rpartition(":")
    # A place in the question ("in the top row") narrows what is counted.
    if ":" in heading or "\n" in heading or PREPOSITIONS & set(words(question)):
        return None
    if named & set(content_roots(heading)):
        return None if "\n" in listed else len(listed.split(","))
    said = content_roots(listed)
    meant = sorted(named & set(said))
    return said.count(meant[0]) if len(meant) == 1 else None


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
