"""Mapping rows: rules from symbols to symbols or things, followed from the symbol that is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curation.unisandbox.reading.verdict import Unreadable, Verdict
from curation.unisandbox.reading.words import NUMBERS, alike, is_void, plain, singular, words

LONGEST = 4000
_SYMBOL = r"(?:(?:the |a |an )?(?:symbol|letter|sign|token|code|variable)s? )?[\"'`(]?(?P<{}>[^\s\"'`()]+?)[\"'`)]?"
_VERB = (
    r"(?:represents?|means?|stands? for|denotes?|refers? to|symboli[sz]es?|signif(?:y|ies)|indicates?|maps? to"
    r"|is mapped to|corresponds? to|equals?|is equal to|is defined as|points? to|translates? to|becomes?|is|are"
    r"|=|:=|->|=>|→|⇒|↦|≡)"
)
_OPENING = r"^(?:let |if |and |then |also |where |while |whereas |given that |suppose |assume )*"
_RULE = re.compile(rf"{_OPENING}{_SYMBOL.format('left')} ?{_VERB} ?(?P<right>.+)$", re.IGNORECASE)
_PASSIVE = re.compile(
    r"^(?:and )?(?P<right>.+?) (?:is|are) (?:represented|denoted|symboli[sz]ed|shown|meant|indicated) by "
    rf"{_SYMBOL.format('left')}$",
    re.IGNORECASE,
)
# A sentence with such a verb may say anything; a rule's left side is then plainly a symbol.
_COPULA = re.compile(r"^\S+ (?:is|are|becomes?) (?!mapped|defined|equal)", re.IGNORECASE)
_TARGET = re.compile(rf"^{_SYMBOL.format('name')}$", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:symbol|letter|sign|token|code|variable) [\"'`(]?([^\s\"'`().,;?!]+)", re.IGNORECASE)
_ORDER = re.compile(
    r"^(?:(?:please|now|then|so|therefore|finally|next|(?:can|could|would|will) you"
    r"|(?:using|with|from|given|based on|according to) (?:the |these |this |all )?(?:above |given |following )?"
    r"(?:rules?|information|mappings?|definitions?)),? )*"
    r"(?:generate|draw|create|paint|show|produce|make|render|depict|illustrate|sketch|visuali[sz]e|design|give"
    r"|what|which|i want|i would like|i'd like)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r",|\b(?:where|if|but|when|while|using|assuming|instead|not|except|without|neither|other than|both|either|each"
    r"|all|and|or|opposite|unlike|swap(?:ped)?|revers(?:e|ed)|after|before|next|previous)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^(?:rule \d+|(?:given |here are |consider )?(?:the |these )?(?:following )?"
    r"(?:rules?|mappings?|definitions?))\s*:\s*",
    re.IGNORECASE,
)
_COMMON_WORDS = """
a an the some of image picture photo photograph illustration it is are shows showing answer symbol represents
in to be means generate draw
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(slots=True)
class Rules:
    """What a question says.

    Attributes:
        targets: Symbol to what it stands for.
        asked: The symbol that is asked for.
        conflicts: Symbols with two rules that differ.
    """

    targets: dict[str, str] = field(default_factory=dict)
    asked: str = ""
    conflicts: list[str] = field(default_factory=list)

    def is_symbol(self, target: str) -> str | None:
        """The symbol that a target is, or None if it is a thing."""
        found = _TARGET.match(target)
        if found is None:
            return None
        name = found["name"]
        bare = target.strip("\"'`()") == name
        return name if name in self.targets or not bare or _looks_symbolic(name) else None


def _looks_symbolic(name: str) -> bool:
    return (len(name) <= 2 and name.isupper()) or not any(character.isalpha() for character in name)


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
        if _ORDER.match(sentence):
            asking.append(sentence)
            continue
        for clause in _clauses(sentence):
            _take(rules, clause)
    if len(asking) != 1:
        raise Unreadable("it asks for nothing" if not asking else "it asks for more than one thing")
    if not rules.targets:
        raise Unreadable("it has no rule")
    rules.asked = _asked(rules, asking[0])
    return rules


def _sentences(question: str) -> list[str]:
    text = plain(question.replace("\n", " . "))
    found = [part.strip(" .;!?") for part in re.split(r"(?<=[.;!?])\s+|\s*;\s*", text)]
    bare = (re.sub(r"^(?:\(?\d+[.)]|[-*•])\s+", "", part) for part in found if part and not part.isdigit())
    return [stripped for part in bare if (stripped := _HEADING.sub("", part))]


_LINK = re.compile(
    r",\s*(?:and\s+)?|\s+(?:and|while|whereas)\s+(?=(?:the )?(?:symbol|letter) )"
    rf"|\s+(?:and|while|whereas)\s+(?=\S+ {_VERB} )",
    re.IGNORECASE,
)


def _clauses(sentence: str) -> list[str]:
    return [part.strip() for part in _LINK.split(sentence) if part.strip()]


def _take(rules: Rules, clause: str) -> None:
    found = _PASSIVE.match(clause) or _RULE.match(clause)
    if found is None:
        raise Unreadable(f"{clause[:60]!r} is not understood")
    prefixed = _NAMED.search(clause) is not None
    if _COPULA.search(clause) and not prefixed and not _looks_symbolic(found["left"]):
        raise Unreadable(f"{clause[:60]!r} is not understood")
    left, right = found["left"], found["right"].strip(" .\"'`")
    if not right or re.search(rf"\s(?:not|never|unless|except|or|if)\s|\s{_VERB}\s", f" {right} ", re.IGNORECASE):
        raise Unreadable(f"{clause[:60]!r} is not understood")
    if left in rules.targets and rules.targets[left] != right:
        rules.conflicts.append(left)
    rules.targets[left] = right


def _asked(rules: Rules, sentence: str) -> str:
    if re.search(r"\b\d+\b", sentence) or any(word in NUMBERS for word in words(sentence)):
        raise Unreadable("it asks for a number of things")
    order = _ORDER.match(sentence)
    if order is None or _CONDITION.search(sentence, order.end()):
        raise Unreadable("it asks for one symbol under a condition")
    named = list(dict.fromkeys(_NAMED.findall(sentence)))
    if not named:
        pieces = [piece.removesuffix("'s").strip("\"'`().,;?!:") for piece in sentence[order.end() :].split()]
        known = {*rules.targets, *(name for target in rules.targets.values() if (name := rules.is_symbol(target)))}
        named = list(
            dict.fromkeys(piece for piece in pieces if piece in known or (_looks_symbolic(piece) and piece))
        )
    if len(named) != 1:
        raise Unreadable("it is open which symbol it asks for")
    return str(named[0])


def follow(rules: Rules) -> tuple[str | None, int, str]:
    """Follow the rules: the thing at the end or None, how many rules it took, and why there is no end."""
    symbol, hops, seen = rules.asked, 0, [rules.asked]
    while True:
        if symbol in rules.conflicts:
            return None, hops, f"{symbol} has two rules"
        if symbol not in rules.targets:
            return None, hops, f"{symbol} has no rule"
        target = rules.targets[symbol]
        hops += 1
        onward = rules.is_symbol(target)
        if onward is None:
            return (None, hops, f"{symbol} is {target!r}") if is_void(target) else (target, hops, "")
        if onward in seen:
            return None, hops, f"the rules run in a circle through {onward}"
        seen.append(onward)
        symbol = onward


def judge(question: str, answer: str, level: int | None = None) -> tuple[Verdict, Rules | None]:
    """Recompute a mapping row.

    Args:
        question: Its `Question_A` or `Question_B`.
        answer: Its `Answer`.
        level: How many hops it should have, if that is known.
    """
    verdict = Verdict()
    try:
        rules = rules_of(question)
    except Unreadable as error:
        code, why = ("USB004", f"the answer is {answer!r}") if is_void(answer) else ("USB008", str(error))
        return verdict.fault(code, why if code == "USB004" else f"the question was not understood: {why}"), None
    told = sorted(f"{symbol}={_thing(rules, target)}" for symbol, target in rules.targets.items())
    verdict.key = verdict.essence = f"{' '.join(told)}?{rules.asked}"
    end, hops, why = follow(rules)
    if is_void(answer):
        verdict.fault("USB004", f"the answer is {answer!r}")
    if end is None:
        return verdict.fault("USB005", f"the symbol {rules.asked} does not resolve: {why}"), rules
    if level is not None and hops != level:
        verdict.fault("USB006", f"it takes {hops} hop{'' if hops == 1 else 's'}, and its level says {level}")
    if level is not None and len(rules.targets) != 2 * level:
        verdict.fault("USB018", f"it has {len(rules.targets)} rules, and its level has {2 * level}")
    if any(code == "USB004" for code, _ in verdict.faults):
        return verdict, rules
    verdict.answer = end
    _compare(verdict, rules, end, answer)
    return verdict, rules


def _thing(rules: Rules, target: str) -> str:
    symbol = rules.is_symbol(target)
    return f"<{symbol}>" if symbol else " ".join(singular(word) for word in words(target) if word not in _COMMON)


def _content(text: str) -> list[str]:
    return [word for word in words(text) if word not in _COMMON]


def _compare(verdict: Verdict, rules: Rules, end: str, answer: str) -> None:
    right, given = _content(end), _content(answer)
    if not right or not given:
        verdict.fault("USB008", f"the answer {answer[:60]!r} was not understood")
        return
    if any(word in NUMBERS for word in given) or re.search(r"\d", answer):
        verdict.fault("USB008", f"the answer {answer[:60]!r} states a number, which the question does not")
        return
    likeness = [[alike(word, other) for other in given] for word in right]
    if all(any(same for same in row) for row in likeness) and len(given) == len(right):
        return
    others = [
        _content(target) for target in rules.targets.values() if target != end and not rules.is_symbol(target)
    ]
    named = [other for other in others if other and all(any(alike(word, one) for one in given) for word in other)]
    unsure = any(same is not False for row in likeness for same in row)
    if unsure and not named:
        verdict.fault("USB008", f"whether {answer[:60]!r} means {end!r} was not understood")
    else:
        verdict.fault("USB002", f"the answer says {answer[:60]!r}, and the rules lead to {end!r}")
