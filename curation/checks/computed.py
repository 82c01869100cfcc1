"""Authored and imported checklists beside what their prompts compute, where a program can read them.

Generated prompts are proved again by `keys`. Here the readers of the prompt families are tried on what people
wrote: what they cannot read is passed over, and so is a question that they do not understand; neither is called
right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from curation.checks.context import Context, lineage
from curation.checks.counting import count_of, follows
from curation.checks.english import content_roots, is_content, is_number, root, words
from curation.findings import Finding
from curation.models import UEGInstance

LONGEST = 2000
"""Characters of a prompt that is read as a word problem."""
_COMPARED = re.compile(r"(?:is|are) there (more|fewer|as many) (.+?) (?:than|as) (.+)")
_SUBJECT = re.compile(r"does the (.+?) consist of exactly [a-z0-9-]+ [a-z-]+\?|is the number on the (.+?) [0-9]+\?")
"""Questions whose number belongs to what stands before it."""
_PYTHON = re.compile(r"^(?:import \w+|from \w+ import .*|(?:while|for|if|def) .*:|.*\bprint\(.*)$", re.MULTILINE)
"""A line as Python has it; prompts may hold programs in other languages, which nobody here reads."""
_OF_THEM = re.compile(r"of (?:the|them|these|its|their|all)")


@dataclass(frozen=True, slots=True)
class Computed:
    """What a prompt computes.

    Attributes:
        said: The result in words.
        answers: Places of the questions that it answers, from 1, and whether with yes.
    """

    said: str
    answers: Mapping[int, bool]


def check(context: Context) -> Iterator[Finding]:
    """Compute again whatever prompts hold a sum or a program that can be read."""
    from curation.prompts.program.allowed import RefusedProgram

    for prompt in context.prompts:
        if lineage(prompt) or not prompt.checklist:
            continue
        try:
            found = computed(prompt)
        except RefusedProgram as reason:
            yield Finding("KEY007", prompt.uid, f"{reason}")
            continue
        if found is None:
            continue
        for place, right in found.answers.items():
            item = prompt.checklist[place - 1]
            if right != (item.answer == "yes"):
                yield Finding(
                    "KEY006", prompt.uid, f"question {place} is not what follows ({found.said}): {item.question!r}"
                )


def computed(prompt: UEGInstance) -> Computed | None:
    """Compute what a prompt asks for, and answer its questions by it; `None` where it cannot be read.

    Raises:
        RefusedProgram: It is a program that the allow-list refuses, that oversteps a bound or fails.
    """
    if prompt.category == "code_to_image" and _PYTHON.search(prompt.prompt):
        return _program(prompt)
    if prompt.category == "mathematical_reasoning" and len(prompt.prompt) <= LONGEST:
        return _arithmetic(prompt)
    return None


def _arithmetic(prompt: UEGInstance) -> Computed | None:
    from curation.prompts.word_problem.reading.world import Unclear
    from curation.prompts.word_problem.solve import read

    try:
        found = {root(label): int(value) for label, value in read(prompt.prompt).items()}
    except Unclear:
        return None
    answers = {}
    for place, item in enumerate(prompt.checklist, start=1):
        right = _numbers(item.question, item.answer, found)
        if right is not None:
            answers[place] = right
    return Computed(", ".join(f"{label} {value}" for label, value in found.items()), answers)


def _numbers(question: str, answer: str, found: Mapping[str, int]) -> bool | None:
    """Whether a question about numbers of things is to be answered with yes; `None` where that is left open."""
    compared = _COMPARED.fullmatch(question.lower().rstrip("?").strip())
    if compared is not None:
        return _comparison(compared[1], _labels(compared[2], found), _labels(compared[3], found), found)
    count = count_of(question)
    subject = _SUBJECT.fullmatch(question.lower())
    named = _counted(question) if subject is None else frozenset(content_roots(subject[1] or subject[2]))
    labels = [label for label in found if label in named]
    if count is None or len(labels) != 1:
        return None
    value = found[labels[0]]
    # A number of all of them together is another matter than the one that was computed.
    if value not in count.expects(answer) and answer == "yes" and follows(count.number, found.values()):
        return None
    return value in count.allowed


def _comparison(how: str, one: list[str], other: list[str], found: Mapping[str, int]) -> bool | None:
    if len(one) != 1 or len(other) != 1 or one == other:
        return None
    left, right = found[one[0]], found[other[0]]
    if how == "as many":
        # Who has more has as many, too.
        return None if left > right else left == right
    return left > right if how == "more" else left < right


def _labels(phrase: str, found: Mapping[str, int]) -> list[str]:
    named = content_roots(phrase)
    return [label for label in found if label in named]


def _counted(question: str) -> frozenset[str]:
    """The roots of the noun phrase that a question's number opens; of the things after `of the`, what they are."""
    found = words(question)
    place = next((place for place, word in enumerate(found) if is_number(word)), len(found))
    rest = found[place + 1 :]
    if _OF_THEM.fullmatch(" ".join(rest[:2])):
        rest = rest[2:]
    phrase = [*takewhile(is_content, rest)]
    # "boats with a sail": what tells them apart is the preposition.
    after = rest[len(phrase) : len(phrase) + 1]
    return frozenset(root(word) for word in phrase) | (frozenset(after) & {"with", "without"})


def _program(prompt: UEGInstance) -> Computed | None:
    from curation.checks.printed import Printed
    from curation.prompts.program.interpreter import interpret
    from curation.prompts.program.solve import sandbox, split

    intro, program = split(prompt.prompt)
    output = interpret(program)
    if sandbox().run(program).output != output:
        return None
    printed = Printed(intro, program.texts, output)
    answers = {}
    for place, item in enumerate(prompt.checklist, start=1):
        right = printed.answer(item.question)
        if right is not None:
            answers[place] = right
    return Computed(" / ".join(line.strip() for line in output.strip().splitlines()), answers)
