"""The question in words: several wordings for each subtask, all of which say the same."""

from __future__ import annotations

import random
from collections.abc import Sequence

from curation.puzzles.seven_segment.plan import Plan

_CLAUSES = (
    "all {source} segments turn {target}",
    "every {source} segment becomes {target}",
    "{source} segments are recoloured {target}",
    "each {source} segment changes to {target}",
)

_SHORT = "{source} to {target}"


def question(plan: Plan, rng: random.Random) -> tuple[str, bool]:
    """Word the question, without options.

    Returns:
        The text, and whether the options of two rows are to be written in words rather than with a stroke.
    """
    if plan.subtask == "sequential_rules":
        tell = rng.choice([_story, _steps, _list])
    else:
        tell = rng.choice([_at_once, _same_time, _table])
    clause = _SHORT if tell is _table else rng.choice(_CLAUSES)
    rules = tell([clause.format(source=rule.source, target=rule.target) for rule in plan.rules])
    in_words = rng.random() < 0.5
    return f"{rules} {_asking(plan, rng, in_words)}", in_words


def _story(clauses: Sequence[str]) -> str:
    first, *middle, last = clauses
    then = "".join(f" Then, {clause}." for clause in middle)
    return f"The display is recoloured in steps. First, {first}.{then} Finally, {last}."


def _steps(clauses: Sequence[str]) -> str:
    steps = "; ".join(f"({number}) {clause}" for number, clause in enumerate(clauses, 1))
    return f"These rules are applied one after another, each to the result of the rule before it: {steps}."


def _list(clauses: Sequence[str]) -> str:
    steps = " ".join(f"Step {number}: {clause}." for number, clause in enumerate(clauses, 1))
    return f"Follow the steps in the given order, each on the display as the previous step left it. {steps}"


def _joined(clauses: Sequence[str]) -> str:
    return f"{', '.join(clauses[:-1])} and {clauses[-1]}"


def _at_once(clauses: Sequence[str]) -> str:
    return f"All at once, {_joined(clauses)}. Each rule refers to the colours of the picture as shown."


def _same_time(clauses: Sequence[str]) -> str:
    return f"At the same time, {_joined(clauses)}, so that no segment changes colour more than once."


def _table(clauses: Sequence[str]) -> str:
    return (
        "Each segment is recoloured at most once, according to the colour that it has in the picture: "
        f"{'; '.join(clauses)}."
    )


def _asking(plan: Plan, rng: random.Random, in_words: bool) -> str:
    last = "In the end" if plan.subtask == "sequential_rules" else "Afterwards"
    after = rng.choice(["After that", last, "Once this is done"])
    if plan.rows == 1:
        return f"{after}, which digits do the {plan.asked} segments form, from left to right?"
    asked = f"{after}, which digits do the {plan.asked} segments form, row by row and each row from left to right?"
    return asked if in_words else f"{asked} Answers give the top row / the bottom row."


def option(digits: str, plan: Plan, in_words: bool) -> str:
    """Write a reading as an option."""
    if plan.rows == 1:
        return digits
    top, bottom = digits[: plan.columns], digits[plan.columns :]
    return f"{top} in the top row, {bottom} in the bottom row" if in_words else f"{top} / {bottom}"
