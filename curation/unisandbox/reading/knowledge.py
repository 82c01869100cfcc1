"""Knowledge rows: facts learnt from what the training rows state, and every row held against them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curation.unisandbox.reading.verdict import Verdict
from curation.unisandbox.reading.words import plain

_LABELS = ("gender", "age", "hair", "skin", "favorite fruit", "favorite flower", "club")
_LABEL = r"(?P<label>gender|age|hair|skin|favou?rite fruit|favou?rite flower|club)"
_FIRST = re.compile(rf"^(?:(?P<said>yes|no)[,.]? )?(?P<name>.+?)'s {_LABEL} is ", re.IGNORECASE)
_PART = re.compile(rf"(?:^|, and |, | and ){_LABEL} is ", re.IGNORECASE)
_LOOK = re.compile(rf"(?:^|, and |, | and ){_LABEL} ", re.IGNORECASE)
_WHETHER = re.compile(rf"^is (?P<name>.+?)'s {_LABEL} (?P<value>.+)$", re.IGNORECASE)
_WHOSE = re.compile(rf"\bwhose {_LABEL} is (?P<value>[^.?!]+)", re.IGNORECASE)
# Words by which questions in some languages name an attribute; `*` stands for any ending.
_ASKED = {
    "gender": "gender|género|genre|geschlecht|性别|性別|sexe|sexo|sesso|genere",
    "age": "age|old|edad|años|âge|alter|alt|年龄|年齢|年齡|età",
    "hair": "hair|cabello|pelo|cheveux|haare?|头发|頭髮|髪|capelli",
    "skin": "skin|piel|peau|teint|haut|肤色|皮肤|膚色|肌|pelle",
    "favorite fruit": "fruit|fruta|obst|lieblingsobst|lieblingsfrucht|水果|果物|frutta|frutto",
    "favorite flower": "flower|flor|fleur|blume|lieblingsblume|花|fiore",
    "club": "club|klub|verein|俱乐部|クラブ|部活",
}
_ASKED_RE = {
    label: re.compile(
        "|".join(rf"\b{word}\b" if word[0] < "\u3000" else word for word in words.split("|")), re.IGNORECASE
    )
    for label, words in _ASKED.items()
}


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
        if known.get(label, value) != value:
            verdict.fault("USB016", f"{statement.name}'s {label} is {value!r} here and {known[label]!r} elsewhere")
    asked_of = people.named(plain(question))
    if asked_of != [statement.name]:
        verdict.fault(
            "USB002",
            f"the question is about {' and '.join(asked_of) or 'nobody'}, and the answer about {statement.name}",
        )
    asked = _asked(question, people)
    if len(asked) == 1 and asked[0] not in statement.values:
        verdict.fault("USB002", f"the question asks for the {asked[0]}, which the answer does not tell")
    elif not asked and len(statement.values) == 1:
        verdict.fault("USB008", "what the question asks for was not understood")
    _whether(verdict, question, statement, known)
    return verdict


def _whether(verdict: Verdict, question: str, statement: Statement, known: dict[str, str]) -> None:
    found = _WHETHER.match(plain(question).rstrip(" ?"))
    if found is None:
        if statement.said:
            verdict.fault("USB008", "the answer is yes or no, and the question was not understood")
        return
    true = known.get(_label(found["label"])) == _value(found["value"])
    if statement.said != ("yes" if true else "no"):
        verdict.fault(
            "USB002",
            f"the answer is {statement.said or 'neither yes nor no'}, and should be {'yes' if true else 'no'}",
        )


def _asked(question: str, people: People) -> list[str]:
    text = plain(question)
    for name in people.named(text):
        text = text.replace(name, " ")
    return [label for label, pattern in _ASKED_RE.items() if pattern.search(text)]


def judge_test(question: str, answer: str, portrait: str | None, people: People) -> Verdict:
    """Hold a forward or an inverse test against what is known."""
    verdict = Verdict(key=plain(question).lower())
    if not people.facts:
        return verdict.fault("USB008", "no training rows or profiles were given that say what is true")
    text = plain(question)
    whose, named = _WHOSE.search(text), people.named(text)
    if whose is not None:
        return _inverse(verdict, whose, named, answer, portrait, people)
    asked = _asked(question, people)
    if not named:
        return verdict.fault("USB005", "nobody whom it names is known")
    if len(named) != 1 or len(asked) != 1:
        return verdict.fault("USB008", "what the question asks for was not understood")
    value = people.facts[named[0]].get(asked[0])
    if value is None:
        return verdict.fault("USB005", f"{named[0]}'s {asked[0]} is not known")
    verdict.answer = value
    if _value(answer) != value:
        verdict.fault("USB002", f"the answer says {answer[:60]!r}, and {named[0]}'s {asked[0]} is {value!r}")
    return verdict


def _inverse(
    verdict: Verdict, whose: re.Match[str], named: list[str], answer: str, portrait: str | None, people: People
) -> Verdict:
    label, value = _label(whose["label"]), _value(whose["value"])
    meant = [name for name in named if people.facts[name].get(label) == value]
    if len(meant) != 1 or len(named) < 2:
        return verdict.fault("USB005", f"{len(meant)} of the {len(named)} known people whom it names fit it")
    verdict.answer = meant[0]
    if people.named(plain(answer)) != meant:
        verdict.fault("USB002", f"the answer says {answer[:60]!r}, and it is {meant[0]} whose {label} is {value}")
    for shown, look in _parts(_LOOK, plain(portrait or "").rstrip(".")).items():
        if people.facts[meant[0]].get(shown) != look:
            verdict.fault("USB002", f"the portrait has the {shown} {look!r}, which is not {meant[0]}'s")
    return verdict
