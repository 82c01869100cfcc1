"""Recolouring rules as maps from colour to colour, and the mistakes that people make with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Colouring = Mapping[str, str]
"""Where each colour of the picture ends."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Every segment of one colour turns another."""

    source: str
    target: str


def in_turn(rules: Sequence[Rule], colours: Sequence[str]) -> dict[str, str]:
    """Apply the rules one after another, each to what the one before left."""
    ends = {colour: colour for colour in colours}
    for rule in rules:
        ends = {colour: rule.target if now == rule.source else now for colour, now in ends.items()}
    return ends


def at_once(rules: Sequence[Rule], colours: Sequence[str]) -> dict[str, str]:
    """Apply the rules to the colours as they are; of two rules for one colour the first counts."""
    targets = {rule.source: rule.target for rule in reversed(rules)}
    return {colour: targets.get(colour, colour) for colour in colours}


def right(subtask: str, rules: Sequence[Rule], colours: Sequence[str]) -> dict[str, str]:
    """Apply the rules as the subtask means them."""
    return (in_turn if subtask == "sequential_rules" else at_once)(rules, colours)


WAYS = ("all rules at once", "rules in reverse order", "rules one after another")
"""The mistakes that take the rules in another way than the question says: what the subtasks are about."""


def mistakes(subtask: str, rules: Sequence[Rule], colours: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each mistake's name and where it leads, the subtask's own first; several may lead to the same."""
    last = len(rules) - 1
    if subtask == "sequential_rules":
        yield "all rules at once", at_once(rules, colours)
        yield "rules in reverse order", in_turn(rules[::-1], colours)
        for at in range(last):
            swapped = [*rules[:at], rules[at + 1], rules[at], *rules[at + 2 :]]
            yield f"rules {at + 1} and {at + 2} swapped", in_turn(swapped, colours)
    else:
        yield "rules one after another", in_turn(rules, colours)
        yield "rules one after another from the last", in_turn(rules[::-1], colours)
        once = at_once(rules, colours)
        yield "rules applied twice", {c: at_once(rules, [now])[now] for c, now in once.items()}
    for at, rule in enumerate(rules):
        yield f"rule {at + 1} skipped", right(subtask, [*rules[:at], *rules[at + 1 :]], colours)
        turned = [*rules[:at], Rule(rule.target, rule.source), *rules[at + 1 :]]
        yield f"rule {at + 1} backwards", right(subtask, turned, colours)
    yield "no rule applied", {colour: colour for colour in colours}
