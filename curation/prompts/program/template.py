"""Templates of programs, read from the TOML files beside this module.

`<n>` in a template's code and introduction stands for a number or word that is drawn. What the program prints is
read back by the form of the template: a sentence with `{names}` for what changes, or a sequence of things.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from curation.models import DIFFICULTIES
from curation.prompts import english

_SLOT = re.compile(r"<(\w+)(?::(\w))?>")
_FORMS: dict[str, Callable[[str], str]] = {
    **{"s": english.plural, "a": english.article, "w": lambda one: english.number(int(one)), "": str},
}
_RANGE = re.compile(r"(\w+)=(-?\d+)\.\.(\d+)(?:/(\d+))?")


@dataclass(frozen=True, slots=True)
class Template:
    """One way to build a program.

    Attributes:
        name: Its name in canonical keys.
        level: The difficulty that it makes.
        ranges: Name, lowest, highest and step of each number drawn.
        where: A condition on the numbers; may be empty.
        picks: Names and the words that different ones are picked for them from.
        intro: What stands before the program.
        code: The program.
        reads: For sentences: what is printed, with `{name}` for each part that changes.
        sequence: For sequences: questions `count`, `order`, `place` and `has`, with `{n}`, `{items}` or `{things}`
            (the same with articles), `{k}`, `{item}` or `{a}`; `total` where the words of each line count.
        asked: For sentences: name of a part, aspect and question; it is asked with what is printed.
        scene: Further questions: aspect, answer, question.
        refined: The refined prompt.
        mistakes: Likely mistakes: what is misread in the code, as what, and in words.
    """

    name: str
    level: str
    ranges: tuple[tuple[str, int, int, int], ...]
    where: str
    picks: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    intro: tuple[str, ...]
    code: str
    reads: str
    sequence: Mapping[str, str]
    asked: tuple[tuple[str, str, str], ...]
    scene: tuple[tuple[str, str, str], ...]
    refined: str
    mistakes: tuple[tuple[str, str, str], ...]


@cache
def templates(subtask: str) -> tuple[Template, ...]:
    """Read the templates of a subtask, level by level, in the order of their files."""
    folder = resources.files(__package__)
    texts = [(folder / f"{subtask}_{level}.toml").read_text(encoding="utf-8") for level in DIFFICULTIES]
    return tuple(_template(name, table) for text in texts for name, table in tomllib.loads(text).items())


def _three(line: str) -> tuple[str, str, str]:
    one, two, three = (part.strip() for part in line.split("|"))
    return one, two, three


def _mistake(line: str) -> tuple[str, str, str]:
    change, words = line.rsplit("|", 1)
    old, new = change.split("->")
    return old.strip(), new.strip(), words.strip()


def _template(name: str, table: dict[str, Any]) -> Template:
    intro = table["intro"]
    ranges = _RANGE.findall(table.get("vary", ""))
    return Template(
        name=name,
        level=table["level"],
        ranges=tuple((one, int(low), int(high), int(step or 1)) for one, low, high, step in ranges),
        where=table.get("where", ""),
        picks=tuple((tuple(names.split()), tuple(words)) for names, words in table.get("pick", {}).items()),
        intro=tuple(intro if isinstance(intro, list) else [intro]),
        code=table["code"].strip("\n"),
        reads=table.get("reads", ""),
        sequence=table.get("sequence", {}),
        asked=tuple(_three(line) for line in table.get("ask", [])),
        scene=tuple(_three(line) for line in table.get("scene", [])),
        refined=table["refined"],
        mistakes=tuple(_mistake(line) for line in table["mistakes"]),
    )


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put what was drawn in place of `<n>`: `<n:s>` in the plural, `<n:a>` with an article, `<n:w>` in words."""

    def slot(found: re.Match[str]) -> str:
        return _FORMS[found[2] or ""](values[found[1]])

    return _SLOT.sub(slot, text)


def printed(template: Template, output: str, values: Mapping[str, str]) -> dict[str, str] | None:
    """The parts of a printed sentence that change; `None` where it does not have the template's form."""
    form = re.escape(fill(template.reads, values).strip())
    for name in re.findall(r"\\\{(\w+)\\\}", form):
        form = form.replace(rf"\{{{name}\}}", f"(?P<{name}>.+?)", 1)
    found = re.fullmatch(form.replace(r"\ ", " "), output.strip())
    return None if found is None else found.groupdict()


def items(output: str) -> list[str]:
    """The things of a printed sequence: one a line, or after a colon with commas between."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if len(lines) == 1:
        return [item.strip() for item in lines[0].rpartition(":")[2].split(",")]
    return lines
