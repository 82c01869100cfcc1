"""Knowledge rows: facts learnt from what the training rows state, and every row held against them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curation.unisandbox.reading.asking import FROM, asked
from curation.unisandbox.reading.verdict import Verdict
from curation.unisandbox.reading.words import TYING, plain, singular

_LABELS = ("gender", "age", "hair", "skin", "favorite fruit", "favorite flower", "club")
_LABEL = r"(?P<label>gender|age|hair|skin|favou?rite fruit|favou?rite flower|club)"
_FIRST = re.compile(rf"^(?:(?P<said>yes|no)[,.]? )?(?P<name>.+?)'s {_LABEL} is ", re.IGNORECASE)
_PART = re.compile(rf"(?:^|, and |, | and ){_LABEL} is ", re.IGNORECASE)
_LOOK = re.compile(rf"(?:^|, and |, | and ){_LABEL} ", re.IGNORECASE)
_WHETHER = re.compile(rf"^is (?P<name>.+?)'s {_LABEL} (?P<value>.+)$", re.IGNORECASE)
_MAKE = "(?:generate|draw|create|paint|show|produce|make|render|depict|illustrate|sketch)"
_WHOSE = re.compile(
    r"^(?:please,? )?(?:from|of|between|among) (?:the )?(?:(?:two )?(?:characters|people|persons) )?"
    r"(?P<names>.+?),? "
    rf"(?:please )?{_MAKE} (?:(?:me )?an? (?:portrait|picture|image|photo) of )?the (?:one|person|character) whose "
    rf"{_LABEL} is (?P<value>[^.?!,]+)$",
    re.IGNORECASE,
)


_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]+")


@dataclass(slots=True)
class Statement:
    """What an answer states of a person.

    Attributes:
        name: Of whom.
        said: `yes`, `no` or nothing.
        values: Attribute to value.
    """

    name: str
    said: str
    values: dict[str, str]


@dataclass(slots=True)
class People:
    """What is known of everybody.

    Attributes:
        facts: Name to attribute to the value that was stated first.
    """

    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    _by_first: dict[str, list[str]] = field(default_factory=dict)

    def learn(self, name: str, values: dict[str, str]) -> None:
        """Take what is stated; the first statement of an attribute holds, and later ones are held against it."""
        if name not in self.facts:
            first = _LATIN.match(name)
            self._by_first.setdefault(first[0] if first else "", []).append(name)
        known = self.facts.setdefault(name, {})
        for label, value in values.items():
            if _simple(value):
                known.setdefault(label, value)

    def named(self, text: str) -> list[str]:
        """The known people whose name is in a text, in the order of their names' first places."""
        firsts = dict.fromkeys(["", *_LATIN.findall(text)])
        found = [name for first in firsts for name in self._by_first.get(first, ())]
        places = {name: place for name in found if (place := text.find(name)) >= 0}
        return sorted(places, key=lambda name: places[name])


def _label(text: str) -> str:
    return text.lower().replace("favourite", "favorite").replace("_", " ")


def _value(text: str) -> str:
    return plain(text).strip(" .!?\"'").lower()


def stated(answer: str) -> Statement | None:
    """Read `X's age is 24, hair is red and club is the chess club.`, or return None."""
    text = plain(answer).strip().rstrip(".")
    first = _FIRST.match(text)
    if first is None:
        return None
    rest = text[first.start("label") :]
    return Statement(first["name"], (first["said"] or "").lower(), _parts(_PART, rest))


def _parts(pattern: re.Pattern[str], text: str) -> dict[str, str]:
    found = list(pattern.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)][: len(found)]
    return {_label(match["label"]): _value(text[match.end() : end]) for match, end in zip(found, ends, strict=True)}


def profile(row: dict[str, object]) -> tuple[str, dict[str, str]]:
    """Read a row of a profile: a name, and attributes under their names."""
    values = {_label(name): _value(str(value)) for name, value in row.items() if _label(name) in _LABELS}
    return str(row.get("name")), values


def judge_profile(row: dict[str, object], people: People) -> Verdict:
    """Hold a profile against what else is known of the person."""
    name, values = profile(row)
    verdict = Verdict(answer=name)
    for label, value in values.items():
        known = people.facts.get(name, {}).get(label)
        if known != value:
            verdict.fault("USB016", f"{name}'s {label} is {value!r} here and {known!r} elsewhere")
    return verdict


def judge_training(question: str, answer: str, people: People) -> Verdict:
    """Hold a question of training and its answer against what is known."""
    verdict = Verdict(key=plain(question).lower())
    statement = stated(answer)
    if statement is None:
        return verdict.fault("USB008", f"the answer {answer[:60]!r} was not understood")
    known = people.facts.get(statement.name, {})
    verdict.answer = "; ".join(f"{label} {known.get(label)}" for label in statement.values)
    for label, value in statement.values.items():
        if not _simple(value):
            verdict.fault("USB008", f"what the answer says of the {label} was not understood")
        elif known.get(label, value) != value:
            verdict.fault("USB016", f"{statement.name}'s {label} is {value!r} here and {known[label]!r} elsewhere")
    asked_of = people.named(plain(question))
    if asked_of != [statement.name]:
        verdict.fault(
            "USB002",
            f"the question is about {' and '.join(asked_of) or 'nobody'}, and the answer about {statement.name}",
        )
    if not _whether(verdict, question, statement, known):
        labels = asked(question, asked_of)
        if labels is None or statement.said or (not labels and len(statement.values) == 1) or len(labels) > 1:
            verdict.fault("USB008", "what the question asks for was not understood")
        elif labels and labels[0] not in statement.values:
            verdict.fault("USB002", f"the question asks for the {labels[0]}, which the answer does not tell")
    return verdict


def _whether(verdict: Verdict, question: str, statement: Statement, known: dict[str, str]) -> bool:
    """Judge the yes or no of an answer; return whether the question is one of that kind."""
    found = _WHETHER.match(plain(question).rstrip(" ?"))
    if found is None or found["name"] != statement.name:
        return False
    label = _label(found["label"])
    if not _simple(found["value"]) or label not in known:
        verdict.fault("USB008", "what the question asks for was not understood")
        return True
    right = "yes" if known[label] == _value(found["value"]) else "no"
    if statement.said != right:
        verdict.fault("USB002", f"the answer is {statement.said or 'neither yes nor no'}, and should be {right}")
    elif label not in statement.values:
        verdict.fault("USB002", f"the question asks for the {label}, which the answer does not tell")
    return True


def _simple(value: str) -> bool:
    """Whether a value is said plainly: nothing denied, compared or left open."""
    found = _value(value).split()
    if "'" in value or (len(found) > 1 and re.search(r"\d", value)):
        return False
    return 0 < len(found) <= 5 and not any(word in TYING - {"and", "the", "a", "an", "of"} for word in found)


def judge_test(question: str, answer: str, portrait: str | None, people: People) -> Verdict:
    """Hold a forward or an inverse test against what is known."""
    verdict = Verdict(key=plain(question).lower())
    if not people.facts:
        return verdict.fault("USB008", "no training rows or profiles were given that say what is true")
    text = plain(question).strip().rstrip(".?!")
    whose = _WHOSE.match(text)
    if whose is not None:
        return _inverse(verdict, whose, answer, portrait, people)
    named = people.named(text)
    labels = asked(text, named)
    if len(named) != 1 or labels is None or len(labels) != 1:
        return verdict.fault("USB008", "what the question asks for was not understood")
    value = people.facts[named[0]].get(labels[0])
    if value is None:
        return verdict.fault("USB005", f"{named[0]}'s {labels[0]} is not known")
    verdict.answer = value
    if _same(answer, value):
        return verdict
    what = f"the answer says {answer[:60]!r}, and {named[0]}'s {labels[0]} is {value!r}"
    # A part of the value, or more than it, may be meant as the same.
    if not _simple(answer) or _touch(answer, value):
        return verdict.fault("USB008", f"whether it is right was not understood: {what}")
    return verdict.fault("USB002", what)


def _content(text: str) -> list[str]:
    return [singular(word) for word in _value(text).split() if word not in {"the", "a", "an"}]


def _touch(one: str, other: str) -> bool:
    """Whether two values share a word that tells something, as `brown` and `curly and brown` do."""
    return bool(set(_content(one)) & set(_content(other)) - {"and", "club", "hair", "skin", "flower", "fruit"})


def _same(answer: str, value: str) -> bool:
    """Whether an answer says a value, up to articles and number."""
    return _content(answer) == _content(value)


def _inverse(verdict: Verdict, whose: re.Match[str], answer: str, portrait: str | None, people: People) -> Verdict:
    names = [name.strip() for name in re.split(r" and | or |, ", FROM.sub("", whose["names"]))]
    if len(set(names)) < 2 or any(name not in people.facts for name in names) or not _simple(whose["value"]):
        return verdict.fault("USB008", "whom or what the question asks for was not understood")
    label, value = _label(whose["label"]), _value(whose["value"])
    if any(label not in people.facts[name] for name in names):
        return verdict.fault("USB008", f"the {label} of one of them is not known")
    meant = [name for name in names if _same(value, people.facts[name][label])]
    if len(meant) != 1:
        near = [name for name in names if _touch(value, people.facts[name][label])]
        if near and not meant:
            return verdict.fault("USB008", f"whether {value[:60]!r} is {near[0]}'s {label} was not understood")
        return verdict.fault("USB005", f"{len(meant)} of the {len(names)} people whom it names fit it")
    verdict.answer = meant[0]
    given = plain(answer).strip(" .!")
    if given != meant[0]:
        if given in names:
            verdict.fault("USB002", f"the answer says {given!r}, and it is {meant[0]} whose {label} is {value}")
        else:
            verdict.fault("USB008", f"whether {given[:60]!r} is {meant[0]} was not understood")
    for shown, look in _parts(_LOOK, plain(portrait or "").rstrip(".")).items():
        if people.facts[meant[0]].get(shown) != look:
            verdict.fault("USB002", f"the portrait has the {shown} {look!r}, which is not {meant[0]}'s")
    return verdict
