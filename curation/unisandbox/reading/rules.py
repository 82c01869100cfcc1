"""The rules and the question of a mapping row, read by a grammar that leaves no word over.

What is not a rule or a question in one of the forms below is not read at all: a word that is passed over may be the
one that turns the meaning round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from curation.unisandbox.reading.verdict import Unreadable
from curation.unisandbox.reading.words import is_thing, is_void, plain

LONGEST = 4000
_KIND = r"(?:symbol|letter|sign|token|code|variable|number|digit|numeral|character|glyph)s?"
_REF = (
    rf"(?:(?:the |an? )?(?P<{{0}}_kind>{_KIND}) )?"
    r"(?:(?P<{0}_quote>[\"'`])(?P<{0}_quoted>[^\s\"'`]{{1,20}})[\"'`]|(?P<{0}>[^\s\"'`,]{{1,20}}))"
)
_VERB = (
    r"(?:represents?|means?|stands? for|denotes?|refers? to|symboli[sz]es?|signif(?:y|ies)|indicates?|designates?"
    r"|(?:is |are )?(?:mapped|linked|translated) to|(?:maps?|corresponds?|points?|translates?|links?|leads?|goes"
    r"|pertains?) to|signs onto|equates to|is defined as|is equal to|equals?)"
)
_COPULA = r"(?:is|are|=|:=|->|=>|→|⇒|↦|≡)"
_DONE = r"(?:represented|denoted|symboli[sz]ed|shown|meant|indicated|designated|signified)"
_OPENING = r"^(?:let |if |and |then |also |where |given that |suppose |assume )*"
_RULE = re.compile(
    rf"{_OPENING}{_REF.format('left')} ?(?:{_VERB}|(?P<copula>{_COPULA})) ?(?P<right>.+)$", re.IGNORECASE
)
_PASSIVE = re.compile(
    rf"{_OPENING}(?P<right>.+?) (?:is|are) {_DONE} by {_REF.format('left')}$",
    re.IGNORECASE,
)
_TARGET = re.compile(rf"^{_REF.format('name')}$", re.IGNORECASE)
_POLITE = (
    r"(?:(?:please|now|then|so|therefore|finally|next|(?:can|could|would|will) you"
    r"|(?:using|with|from|given|based on|according to|by) (?:the |these |this |all )?(?:above |given |following )?"
    r"(?:rules?|information|mappings?|definitions?)),? )*"
)
_MAKE = (
    r"(?:generate|draw|create|paint|show|produce|make|render|depict|illustrate|sketch|visuali[sz]e|design|picture"
    r"|i want|i would like|i'd like)"
)
ORDER = re.compile(rf"^{_POLITE}(?:{_MAKE}|what|which)\b ?", re.IGNORECASE)
_PICTURE = (
    r"(?:(?:me|us) )?(?:(?:(?:an?|the|one) )?(?:(?:clear|single|simple|realistic|photorealistic|detailed) )*"
    r"(?:image|picture|photo|photograph|drawing|illustration|sketch|painting|rendering) (?:of|showing|with) )?"
)
_ENDED = r"(?: (?:in the end|at the end|finally|ultimately))?"
_SURELY = r"(?:(?:finally|ultimately|eventually|actually) )?"
_NOUN = r"(?:(?:the |an? )?(?P<noun>(?:[^\W\d_]+ ){1,4}?))"
_BARE = r"(?:represent|mean|stand for|denote|refer to|signify|symboli[sz]e|indicate|point to|lead to|map to)"
_IT = r"(?:it|that|this|them|that (?:thing|object|item))"
_ASKS = tuple(
    re.compile(f"^{form}$", re.IGNORECASE)
    for form in (
        rf"{_POLITE}{_MAKE} {_PICTURE}what {_REF.format('asked')} {_SURELY}{_VERB}{_ENDED}",
        rf"{_POLITE}{_MAKE} {_PICTURE}{_NOUN}(?:that |which )?{_REF.format('asked')} {_SURELY}{_VERB}{_ENDED}",
        rf"{_POLITE}{_MAKE} {_PICTURE}(?:what |{_NOUN}?)(?:(?:that |which )?(?:is|are) )?"
        rf"(?:{_DONE} by|associated with) {_REF.format('asked')}{_ENDED}",
        rf"{_POLITE}{_MAKE} {_PICTURE}{_NOUN}(?:for|behind) {_REF.format('asked')}",
        rf"{_POLITE}{_MAKE} {_PICTURE}{_REF.format('asked')}",
        rf"(?:what|which {_NOUN}?) ?(?:does|do) {_REF.format('asked')} {_SURELY}{_BARE}{_ENDED}",
        rf"(?:what|which {_NOUN}?) ?(?:is|are) {_DONE} by {_REF.format('asked')}",
    )
)
_AGAIN = re.compile(rf"^{_POLITE}{_MAKE} {_PICTURE}{_IT}$", re.IGNORECASE)
_HEADING = re.compile(
    r"^(?:(?:given |here are |consider |use )?(?:the |these )?(?:following )?(?:rules?|mappings?|definitions?|task"
    r"|question)(?: \d+)?\s*:\s*|\(?\d+[.)]\s+|[-*•]\s+(?=\S+ \S))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|(?<=[\s.;]))rule \d+\s*[:.)]\s*", re.IGNORECASE)
_ANY = re.sub(r"\(\?P<\w+>", "(?:", _REF.format("any"))
_LINK = re.compile(
    rf",\s*(?:and\s+)?|\s+(?:and|while|whereas)\s+(?=(?:let )?{_ANY} (?:{_VERB}|{_COPULA}) )", re.IGNORECASE
)
_ARROW = re.compile(r"\s*(?:->|=>|→|⇒|↦)\s*")
_THAT = "§"


@dataclass(slots=True)
class Rules:
    """What a question says.

    Attributes:
        targets: Symbol to what it stands for, as written.
        symbols: Of those, the ones that stand for another symbol, with its name.
        asked: The symbol that is asked for.
        conflicts: Symbols with two rules that differ.
    """

    targets: dict[str, str] = field(default_factory=dict)
    symbols: dict[str, str] = field(default_factory=dict)
    asked: str = ""
    conflicts: list[str] = field(default_factory=list)


def rules_of(question: str) -> Rules:
    """Read the rules of a question and what it asks for.

    Raises:
        Unreadable: A sentence is neither a rule nor the question, or it is open what is asked for.
    """
    if len(question) > LONGEST:
        raise Unreadable(f"the text has more than {LONGEST:,} characters")
    rules = Rules()
    asking: list[str] = []
    for sentence in _sentences(question):
        if ORDER.match(sentence):
            asking.append(sentence)
            continue
        last = ""
        for clause in _clauses(sentence):
            if ORDER.match(clause):
                asking.append(clause)
            else:
                last = _take(rules, clause, last)
    asking = [sentence for place, sentence in enumerate(asking) if not (place and _AGAIN.match(sentence))]
    if len(asking) != 1:
        raise Unreadable("it asks for nothing" if not asking else "it asks for more than one thing")
    if not rules.targets:
        raise Unreadable("it has no rule")
    _settle(rules)
    rules.asked = _asked(rules, asking[0])
    return rules


def _sentences(question: str) -> list[str]:
    text = plain(question.replace("\n", " ; "))
    rule = _NUMBERED.split(text)
    if len(rule) > 1:
        # A symbol may be a full stop or a question mark: only the last rule is followed by another sentence.
        *rule, last = rule
        rule += re.split(rf"[.;!]\s*(?={ORDER.pattern[1:]})", last, maxsplit=1, flags=re.IGNORECASE)[:2]
        return [ended for part in rule if (ended := _ended(part))]
    found = re.split(r"(?<=[^\s][.;!?])\s+|\s*;\s*|(?<=[a-z])\.(?=[A-Z])", text)
    return [bare for part in found if part and (bare := _bare(part)) and not bare.isdigit()]


def _ended(part: str) -> str:
    """A sentence without its full stop, which is none where it stands alone as a symbol does."""
    return re.sub(r"(?<=\S)\s*[.;]$", "", part.strip())


def _bare(part: str) -> str:
    """A sentence without its heading, its number and its full stop."""
    part = part.strip()
    for _ in range(3):
        part = _HEADING.sub("", part)
    if part.strip(".;!?") == "":
        return ""
    return re.sub(r"(?<=[^\s])[.;!?]+$", "", part).strip()


def _clauses(sentence: str) -> list[str]:
    marked = re.sub(rf",? which (?={_VERB} )", f", {_THAT} ", sentence, flags=re.IGNORECASE)
    return [part.strip() for part in _LINK.split(marked) if part and part.strip()]


def _name(found: re.Match[str], group: str) -> str:
    return found[f"{group}_quoted"] or found[group]


def _take(rules: Rules, clause: str, last: str) -> str:
    """Take a rule; return its right side, to which `which` may refer."""
    chain = _ARROW.split(clause)
    if len(chain) > 2:
        for left, right in pairwise(chain):
            _take(rules, f"{left} → {right}", "")
        return ""
    if clause.startswith(f"{_THAT} "):
        found = _TARGET.match(last)
        if found is None:
            raise Unreadable(f"what 'which' refers to is not understood: {clause[2:60]!r}")
        clause = f"the symbol {last if found['name_kind'] is None else _name(found, 'name')} {clause[2:]}"
    found = _PASSIVE.match(clause) or _RULE.match(clause)
    if found is None or not _is_name(found, "left"):
        raise Unreadable(f"{clause[:60]!r} is not understood")
    left, right = _name(found, "left"), found["right"].strip()
    if left in rules.targets and rules.targets[left] != right:
        rules.conflicts.append(left)
    rules.targets[left] = right
    return right


def _is_name(found: re.Match[str], group: str) -> bool:
    """Whether the left side of a rule is the name of a symbol; any word may stand there but what ties words."""
    name = _name(found, group)
    if found[f"{group}_kind"] is not None or found[f"{group}_quoted"] is not None or looks_symbolic(name):
        return True
    return found.groupdict().get("copula") is None and is_thing(name, 1)


def looks_symbolic(name: str) -> bool:
    """Whether a name is no word: a letter, a sign, a number, or letters with digits."""
    return (
        len(name) == 1
        or (len(name) <= 3 and name.isupper())
        or not any(map(str.isalpha, name))
        or (len(name) <= 4 and any(map(str.isdigit, name)))
    )


def _settle(rules: Rules) -> None:
    """Tell symbols from things among the right sides, now that all rules are known."""
    for left, target in rules.targets.items():
        found = _TARGET.match(target)
        name = _name(found, "name") if found else ""
        quoted = found is not None and found["name_quoted"] is not None
        if found and (found["name_kind"] is not None or name in rules.targets):
            rules.symbols[left] = name
        elif found and looks_symbolic(name) and not is_void(name):
            if name.isalpha() and len(name) > 1 and not quoted:
                raise Unreadable(f"{name!r} may be a symbol or a thing")
            rules.symbols[left] = name
        elif is_void(target):
            continue
        elif not is_thing(name if quoted else target):
            raise Unreadable(f"what {target[:60]!r} is, is not understood")


def _asked(rules: Rules, sentence: str) -> str:
    for form in _ASKS:
        found = form.match(sentence)
        if found is None:
            continue
        noun = (found.groupdict().get("noun") or "").strip()
        name = _name(found, "asked")
        known = name in rules.targets or name in rules.symbols.values()
        if noun and not is_thing(noun):
            continue
        if found["asked_kind"] is not None and form is _ASKS[4]:
            raise Unreadable("it may ask for the symbol itself")
        if not known and name.swapcase() in rules.targets:
            raise Unreadable(f"{name!r} has a rule in other letters")
        if known or looks_symbolic(name):
            return name
    raise Unreadable("it is open which symbol it asks for")
