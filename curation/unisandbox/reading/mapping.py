"""Mapping rows: rules from symbols to symbols or things, followed from the symbol that is asked for."""

from __future__ import annotations

import re

from curation.unisandbox.reading.rules import Rules, rules_of
from curation.unisandbox.reading.verdict import Unreadable, Verdict
from curation.unisandbox.reading.words import NUMBERS, alike, is_void, singular, words

_COMMON_WORDS = """
a an the some of image picture photo photograph illustration it is are shows showing answer symbol represents
in to be means generate draw
"""
_COMMON = frozenset(_COMMON_WORDS.split())


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
        onward = rules.symbols.get(symbol)
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
    told = sorted(f"{symbol}={_thing(rules, symbol)}" for symbol in rules.targets)
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


def _thing(rules: Rules, symbol: str) -> str:
    if symbol in rules.symbols:
        return f"<{rules.symbols[symbol]}>"
    return " ".join(singular(word) for word in words(rules.targets[symbol]) if word not in _COMMON)


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
        _content(target)
        for symbol, target in rules.targets.items()
        if target != end and symbol not in rules.symbols
    ]
    named = [other for other in others if other and all(any(alike(word, one) for one in given) for word in other)]
    unsure = any(same is not False for row in likeness for same in row)
    if unsure and not named:
        verdict.fault("USB008", f"whether {answer[:60]!r} means {end!r} was not understood")
    else:
        verdict.fault("USB002", f"the answer says {answer[:60]!r}, and the rules lead to {end!r}")
