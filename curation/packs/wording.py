"""What a model objects to, in the words of the person who wrote the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from curation.models import LETTERS
from curation.packs.documents import Fault, kind_of, quote

_CHOICES: Mapping[int | str, tuple[str, str]] = {
    "answer": ("yes or no", "write yes or no in lower case, without spaces"),
    "aspect": ("presence, count, attribute or relation", "write one of these, or leave it out"),
    "key": ("A, B, C or D", "write the letter of the right option"),
}


def place_of(location: Sequence[int | str], words: Mapping[str, str]) -> str:
    """Say which field is meant: `the answer of checklist question 2`, `option C`, `prompt`."""
    names = [part for part in location if part not in {"provenance", "authored", "imported"}]
    match names:
        case ["checklist", int(number), *rest]:
            entry = f"checklist question {number + 1}"
        case ["options", int(number), *rest] if number < len(LETTERS):
            return f"option {LETTERS[number]}"
        case ["regions", int(number), *rest]:
            entry = f"region {number + 1}"
        case _:
            return ".".join(words.get(str(part), str(part)) for part in names) or "the row"
    return f"the {rest[0]} of {entry}" if rest else entry


def _fault(error: ErrorDetails, words: Mapping[str, str]) -> Fault:
    what, value, context = place_of(error["loc"], words), error["input"], error.get("ctx", {})
    kind = kind_of(value)
    match error["type"]:
        case "missing":
            return Fault(f"{what} is missing", "add it")
        case "extra_forbidden":
            return Fault(f"{what} is unknown", "correct the name of the field or remove it")
        case "string_type":
            return Fault(f"{what} is {kind}, not text", "write text")
        case "string_too_short":
            return Fault(f"{what} is empty", "fill it in, or remove it if it is optional")
        case "string_too_long":
            most = context["max_length"]
            return Fault(f"{what} has {len(value):,} characters, more than {most:,}", "shorten it")
        case "string_pattern_mismatch":
            return Fault(f"{what} holds a line break or tab", "write it in one line")
        case "string_unicode":
            return Fault(f"{what} holds half a character", "write the character again")
        case "value_error":
            return Fault(f"{what} {context['error']}", "remove what is too much")
        case "literal_error" if error["loc"][-1] in _CHOICES:
            expected, remedy = _CHOICES[error["loc"][-1]]
            return Fault(f"{what} is {quote(value)}, not {expected}", remedy)
        case "tuple_type":
            return Fault(f"{what} is {kind}, not a list", "write a list")
        case "model_type":
            return Fault(f"{what} is {kind}, not a group of fields", "write its fields")
        case "too_long":
            return Fault(f"{what} has {len(value)} entries, more than {context['max_length']}", "remove some")
        case "int_type" | "int_parsing" | "int_from_float" | "greater_than_equal" | "less_than_equal":
            return Fault(f"{what} is {quote(value)}", "write a number of pixels that lies in the image")
        case _:
            return Fault(f"{what} is {quote(value)}, which cannot be read", "compare it with a shipped pack")


def faults_of(
    error: ValidationError, *, absent: Sequence[str] = (), words: Mapping[str, str] | None = None
) -> list[Fault]:
    """Say what a model objects to, one fault a field.

    Args:
        error: The objections.
        absent: Fields whose absence has been said already.
        words: What the file calls fields that a pack calls otherwise.
    """
    faults: list[Fault] = []
    for detail in error.errors(include_url=False):
        first = str(detail["loc"][0]) if detail["loc"] else ""
        if first in absent or (not first and absent):
            continue
        if first == "options" and detail["type"] in {"missing", "too_long"}:
            fault = Fault(f"has {len(detail['input'])} options, not four", "give exactly four options")
        else:
            fault = _fault(detail, words or {})
        if fault not in faults:
            faults.append(fault)
    return faults
