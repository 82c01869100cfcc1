"""Templates of word problems, read from the TOML files beside this module.

A template's text has slots: `{n}` writes a number in digits, `{n:w}` in words, `{n:W}` in words with a capital,
`{n:c egg}` counts (`two eggs`), `{n:C egg}` with a capital, `{n:p is|are}` chooses, `{n:t}` how often (`once`),
`{n:T}` with a capital, `{n:f}` a fraction in words. `$word` inside a slot, and `{word}`, `{word:s}`, `{word:a}`,
`{word:A}` outside, are words that the template picks: as they are, in the plural, with an article, with an article
and a capital.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from curation.prompts import english
from curation.prompts.word_problem.formula import evaluate

FILES = {
    "numerical_calculation": "numerical.toml",
    "probability_estimation": "probability.toml",
    "proportional_reasoning": "proportion.toml",
    "equation_solving": "equation.toml",
}
_SLOT = re.compile(r"\{([^{}:]+)(?::([a-zA-Z])(?: ([^{}]+))?)?\}")
_RANGE = re.compile(r"(\w+)=(-?\d+)\.\.(\d+)(?:/(\d+))?")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number that the picture must show.

    Attributes:
        name: What formulas call it.
        formula: How it follows.
        label: What the answer calls it: the last word of the thing's name, or what tells it from the others.
        noun: The thing in the singular.
        where: Words after the thing in a question; may be empty.
        question: A question of its own in place of "Are there exactly ...?"; may be empty.
    """

    name: str
    formula: str
    label: str
    noun: str
    where: str
    question: str


@dataclass(frozen=True, slots=True)
class Template:
    """One way to build a word problem.

    Attributes:
        name: Its name in canonical keys.
        level: The difficulty that it makes.
        ranges: Name, lowest, highest and step of each number drawn.
        where: A condition on the numbers; may be empty.
        picks: Words to pick from, by name.
        text: The prompt.
        shown: What follows.
        refined: The refined prompt.
        asked: Further questions: aspect, answer, question.
        wrong: What likely mistakes give for the first of `shown`, the likeliest first, `;` between them.
        no: Questions whose answer is no, each with a condition under which it is (aspect, condition, question).
        why: The computation and the mistake.
    """

    name: str
    level: str
    ranges: tuple[tuple[str, int, int, int], ...]
    where: str
    picks: Mapping[str, tuple[str, ...]]
    text: str
    shown: tuple[Shown, ...]
    refined: str
    asked: tuple[tuple[str, str, str], ...]
    wrong: str
    no: tuple[tuple[str, str, str], ...]
    why: str


@cache
def templates(subtask: str) -> tuple[Template, ...]:
    """Read the templates of a subtask, in the order of its file."""
    text = (resources.files(__package__) / FILES[subtask]).read_text(encoding="utf-8")
    return tuple(_template(name, table) for name, table in tomllib.loads(text).items())


def _parts(line: str, number: int) -> list[str]:
    parts = [part.strip() for part in line.split("|")]
    return parts + [""] * (number - len(parts))


def _template(name: str, table: dict[str, Any]) -> Template:
    shown = []
    for line in table["show"]:
        formula, label, noun, where, question = _parts(line, 5)
        variable, _, formula = formula.partition("=")
        shown.append(Shown(variable.strip(), formula.strip(), label, noun or label, where, question))
    asked = [_parts(line, 3) for line in table.get("ask", [])]
    no = [_parts(line, 3) for line in table.get("no", [])]
    ranges = [(one, int(low), int(high), int(step or 1)) for one, low, high, step in _RANGE.findall(table["vary"])]
    return Template(
        name=name,
        level=table["level"],
        ranges=tuple(ranges),
        where=table.get("where", ""),
        picks={one: tuple(words) for one, words in table.get("pick", {}).items()},
        text=table["text"],
        shown=tuple(shown),
        refined=table["refined"],
        asked=tuple((one, two, three) for one, two, three in asked),
        wrong=table.get("wrong", ""),
        no=tuple((one, two, three) for one, two, three in no),
        why=table["why"],
    )


def fill(text: str, values: Mapping[str, Fraction], words: Mapping[str, str]) -> str:
    """Fill the slots of a text.

    Raises:
        ValueError: A count is not a whole number from 1 up.
    """

    def slot(found: re.Match[str]) -> str:
        what, form, noun = found.groups()
        if what in words:
            return _word(words[what], form)
        noun = re.sub(r"\$(\w+)", lambda named: words[named[1]], noun or "")
        return _number(evaluate(what, values), form, noun)

    return _SLOT.sub(slot, text)


def _word(word: str, form: str | None) -> str:
    if form == "s":
        return english.plural(word)
    if form == "a":
        return english.article(word)
    if form == "A":
        return english.capital(english.article(word))
    if form == "S":
        return english.capital(english.plural(word))
    return english.capital(word) if form == "C" else word


def _number(value: Fraction, form: str | None, noun: str) -> str:
    if form == "p" and "|" in noun:
        return noun.split("|")[0 if value == 1 else 1]
    if form == "f":
        return english.fraction(value.numerator, value.denominator)
    if form is None and value.denominator > 1:
        return f"{value.numerator}/{value.denominator}"
    if value.denominator > 1 or (form is not None and value < 1):
        raise ValueError(f"{value} is no count")
    count = int(value)
    if form is None:
        return str(count).replace("-", "−")
    if form in "tT":
        written = english.times(count)
    elif form in "cC":
        written = english.counted(count, noun) if noun else ""
    elif form in "wW":
        written = english.number(count)
    else:
        raise KeyError(form)
    return english.capital(written) if form.isupper() else written
