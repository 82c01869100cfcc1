"""How texts are shown: plain, each in its own direction of writing, code apart from prose; and checklists as lines.

Label Studio shows data as it is (no HTML, no `$name`) where a tag's whole value is a reference such as `$prompt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from curation.models import ChecklistItem, Line
from curation.studio.pages.results import PageError

_FIRST_STRONG, _POP = "\u2068", "\u2069"
_CODE = re.compile(
    r"^\s{2,}\S|^\t|^```|^\s*(?:def|for|while|if|elif|else|class|return|import|from|print)\b.*[:)]\s*$|^\s*\w+\s*[-+*/]?=\s"
    r"|^\s*[{}]\s*$|^\s*\w+(?:\.\w+)*\(.*\)\s*$"
)
_ITEM = re.compile(r"(?s)(\S.*?)\s*\[\s*(yes|no)\s*\]\s*", re.IGNORECASE)
MOST_ITEMS = 20


def isolated(text: str) -> str:
    """Keep a text's direction of writing from those around it (Unicode isolates); shown only, never read back."""
    return f"{_FIRST_STRONG}{text}{_POP}"


def parts(prompt: str) -> list[str]:
    """Divide a prompt into prose, code, prose and so on, by turns; joined by empty lines they are the prompt.

    The first part is prose; where the prompt begins with code it is empty, and none of the prompt.
    """
    turns: list[list[str]] = [[]]
    for paragraph in prompt.split("\n\n"):
        code = _is_code(paragraph)
        if code == (len(turns) % 2 == 0):
            turns[-1].append(paragraph)
        else:
            turns.append([paragraph])
    return ["\n\n".join(turn) for turn in turns]


def _is_code(paragraph: str) -> bool:
    return any(_CODE.search(line) for line in paragraph.split("\n"))


def item_lines(items: Iterable[ChecklistItem]) -> str:
    """Write a checklist, a line for each question with its answer in brackets."""
    return "\n".join(f"{item.question} [{item.answer}]" for item in items)


def read_items(text: str | None, known: Sequence[ChecklistItem] = ()) -> tuple[ChecklistItem, ...]:
    """Read a checklist as people write it: a question in each line, and its answer in brackets.

    A question that is worded like a known one is about the same aspect.

    Raises:
        PageError: A line is not of that form, or there are too many or the same twice.
    """
    aspects = {item.question: item.aspect for item in known}
    items: list[ChecklistItem] = []
    for number, line in enumerate((text or "").split("\n"), start=1):
        line = line.replace("\t", " ").strip()
        if not line:
            continue
        found = _ITEM.fullmatch(line)
        if found is None:
            raise PageError(f"line {number} does not end in [yes] or [no]: {line[:80]!r}")
        question = line_of(found[1].strip(), f"line {number}")
        answer: Literal["yes", "no"] = "yes" if found[2].lower() == "yes" else "no"
        items.append(ChecklistItem(question=question, answer=answer, aspect=aspects.get(question)))
    if len(items) > MOST_ITEMS:
        raise PageError(f"there are {len(items)} questions, more than {MOST_ITEMS}")
    if len({item.question.casefold() for item in items}) < len(items):
        raise PageError("a question is written twice")
    return tuple(items)


_LINE: TypeAdapter[str] = TypeAdapter(Line)


def line_of(text: str, what: str) -> str:
    """Hold a text to what one line may be.

    Raises:
        PageError: It is empty, too long, or holds control characters.
    """
    try:
        return _LINE.validate_python(text)
    except ValidationError as error:
        raise PageError(f"{what}: {reason(error)}") from None


def reason(error: ValidationError) -> str:
    """Say in a few words what a record does not allow."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if not str(part).endswith("Content"))
    said = str(first["msg"]).removeprefix("Value error, ")
    return f"{where}: {said}" if where else said


__all__ = ["isolated", "item_lines", "line_of", "parts", "read_items", "reason"]
