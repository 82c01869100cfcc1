"""What one kind of condition is: a rule over positions, and the English for it.

Positions are whole numbers: in a row from the viewer's left, in a pile from below, round a table clockwise from the
top, on shelves row by row from the upper left, by height from the tallest, in coloured boxes by the box.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Rule = Callable[..., bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of condition.

    Attributes:
        name: Its name in canonical keys.
        arity: How many objects it is about.
        rule: Positions and the number of places to whether it holds.
        phrases: Statements; `{x}`, `{y}`, `{z}` are objects with their article, `{v}` the scene's verb.
        questions: The same as questions; none where a picture is not asked so.
        implicit: Whether something must be inferred from it (negations, counts, alternatives).
        ordered: Whether its objects have different parts; if not, each set of them is named once.
        sizes: Numbers of places that it makes sense for; all where empty.
    """

    name: str
    arity: int
    rule: Rule
    phrases: tuple[str, ...]
    questions: tuple[str, ...] = ()
    implicit: bool = False
    ordered: bool = True
    sizes: tuple[int, ...] = ()


def is_end(p: int, n: int) -> bool:
    """Whether a place is the first or the last of n."""
    return p in (0, n - 1)
