"""A grammar of conditions: from English to what it demands of an order of things. Shares nothing with the maker.

Things are written `@0`, `@1`, ... in the order in which the text lists them. An arrangement is a tuple of things in
the order of its places: a row from the left, a pile from below, a table clockwise from the top, shelves row by row
from the upper left, heights from the tallest, coloured boxes in the order that the text gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Order = tuple[int, ...]
Demand = Callable[[Order], bool]

_VERB = r"(?:is|are|stands?|sits?|hangs?|lies?)"
_THING = r"@(\d)"
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_COUNT = {"no": 0, "one": 1, "two": 2, "three": 3, "four": 4}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence form of some layouts, and what it demands, made from the numbers of its things and other words."""

    layouts: tuple[str, ...]
    form: re.Pattern[str]
    meaning: Callable[[Sequence[str], Sequence[str]], Demand]


_PATTERNS: list[Pattern] = []


def _form(layouts: str, *forms: str) -> Callable[[Callable[..., Demand]], Callable[..., Demand]]:
    """Register sentence forms; `@` is a thing, `V` a verb of position, `#` a number word, `_` an ordinal."""

    def register(meaning: Callable[..., Demand]) -> Callable[..., Demand]:
        for form in forms:
            pattern = form.replace("@", _THING).replace("V", _VERB)
            pattern = pattern.replace("#", f"({'|'.join(_COUNT)})").replace("_", f"({'|'.join(_ORDINAL)})")

            def read(groups: Sequence[str], colours: Sequence[str]) -> Demand:
                values = [_value(group, colours) for group in groups]
                return meaning(*values)

            _PATTERNS.append(Pattern(tuple(layouts.split()), re.compile(pattern), read))
        return meaning

    return register


def _value(group: str, colours: Sequence[str]) -> int:
    if group.isdigit():
        return int(group)
    if group in colours:
        return colours.index(group)
    return _ORDINAL.get(group, _COUNT.get(group, -1))


def _near(order: Order, one: int, other: int) -> bool:
    pairs = list(pairwise(order))
    return (one, other) in pairs or (other, one) in pairs


def _ring(order: Order, one: int, other: int) -> bool:
    return _near((*order, order[0]), one, other)


def _gap(order: Order, one: int, other: int) -> int:
    return abs(order.index(one) - order.index(other)) - 1


def _rows(order: Order) -> tuple[Order, Order]:
    return order[: len(order) // 2], order[len(order) // 2 :]


def _column(order: Order, one: int) -> int:
    return order.index(one) % (len(order) // 2)


def _before(order: Order, one: int, other: int) -> bool:
    return order.index(one) < order.index(other)


def _beside(order: Order, one: int, other: int) -> bool:
    return any(_near(row, one, other) for row in _rows(order) if one in row and other in row)


# Rows, and boxes in a row.
_form(
    "row", "@ V at the left end(?: of the row)?", "@ V furthest to the left", "@ V at the left-hand end of the row"
)(lambda a: lambda o: o[0] == a)
_form(
    "row",
    "@ V at the right end(?: of the row)?",
    "@ V furthest to the right",
    "@ V at the right-hand end of the row",
)(lambda a: lambda o: o[-1] == a)
_form("row pile", "@ V in the middle(?: of the (?:row|pile))?", "@ has the middle place")(
    lambda a: lambda o: len(o) % 2 == 1 and o[len(o) // 2] == a
)
_form("row", "@ is the _ from the left", "@ has the _ place from the left")(lambda a, k: lambda o: o[k - 1] == a)
_form("row", "@ is the _ from the right", "@ has the _ place from the right")(lambda a, k: lambda o: o[-k] == a)
_form("row", "@ is not the _ from the left")(lambda a, k: lambda o: o[k - 1] != a)
_form("row", "@ is not the _ from the right")(lambda a, k: lambda o: o[-k] != a)
_form("row", "@ V (?:immediately|directly) to the left of @")(
    lambda a, b: lambda o: _near(o, a, b) and _before(o, a, b)
)
_form("row", "@ V (?:immediately|directly) to the right of @")(
    lambda a, b: lambda o: _near(o, a, b) and _before(o, b, a)
)
_form("row", "@ V (?:somewhere )?to the left of @", "@ V further left than @")(
    lambda a, b: lambda o: _before(o, a, b)
)
_form("row", "@ V (?:somewhere )?to the right of @", "@ V further right than @")(
    lambda a, b: lambda o: _before(o, b, a)
)
_form("row", "@ V to the left of both @ and @")(lambda a, b, c: lambda o: _before(o, a, b) and _before(o, a, c))
_form("row pile", "@ V directly between @ and @", "@ has @ on one side and @ on the other")(
    lambda a, b, c: lambda o: _near(o, a, b) and _near(o, a, c) and b != c
)
_form("row pile", "@ V somewhere between @ and @")(
    lambda a, b, c: lambda o: (_before(o, b, a) and _before(o, a, c)) or (_before(o, c, a) and _before(o, a, b))
)
_form("row", "@ and @ are on different sides of @")(lambda b, c, a: lambda o: _before(o, b, a) != _before(o, c, a))
_form("row", "@ V at neither end of the row", "@ has a neighbour on either side")(lambda a: lambda o: a in o[1:-1])
_form("row", "@ V at one of the two ends", "@ has only one neighbour")(lambda a: lambda o: a in (o[0], o[-1]))
_form("row", "neither @ nor @ V at an end")(lambda a, b: lambda o: a in o[1:-1] and b in o[1:-1])
_form("row", "the two ends of the row belong to @ and @")(lambda a, b: lambda o: {a, b} == {o[0], o[-1]})
_form("row", "@ V nowhere next to @", "@ and @ are not neighbours")(lambda a, b: lambda o: not _near(o, a, b))
_form("row", "@ and @ are neighbours", "@ V (?:right beside|next to) @")(lambda a, b: lambda o: _near(o, a, b))
_form("row", "@ V next to either @ or @, but not next to both")(
    lambda a, b, c: lambda o: _near(o, a, b) ^ _near(o, a, c)
)
_form("row", "something V to the left of @")(lambda a: lambda o: len(o[: o.index(a)]) > 0)
_form("row", "something V to the right of @")(lambda a: lambda o: len(o[o.index(a) + 1 :]) > 0)
_form("row", "exactly # of the others V to the right of @")(lambda k, a: lambda o: len(o[o.index(a) + 1 :]) == k)
_form("row", "exactly # of the others V to the left of @")(lambda k, a: lambda o: len(o[: o.index(a)]) == k)
_form("row", "@ has fewer of the others to its left than to its right")(
    lambda a: lambda o: len(o[: o.index(a)]) < len(o[o.index(a) + 1 :])
)
_form("row pile", "exactly # places? separates? @ from @")(lambda k, a, b: lambda o: _gap(o, a, b) == k)
_form("row", "between @ and @ there is room for just # of the others")(lambda a, b, k: lambda o: _gap(o, a, b) == k)

# Piles.
_form("pile", "@ V at the bottom(?: of the pile)?", "@ is the lowest")(lambda a: lambda o: o[0] == a)
_form("pile", "@ V at the top(?: of the pile)?", "@ is the highest")(lambda a: lambda o: o[-1] == a)
_form("pile", "@ V directly (?:on|above) @")(lambda a, b: lambda o: _near(o, a, b) and _before(o, b, a))
_form("pile", "@ V directly (?:under|below) @")(lambda a, b: lambda o: _near(o, a, b) and _before(o, a, b))
_form("pile", "@ V (?:higher up than|somewhere above) @")(lambda a, b: lambda o: _before(o, b, a))
_form("pile", "@ V (?:further down than|somewhere below) @")(lambda a, b: lambda o: _before(o, a, b))
_form("pile", "@ V above both @ and @")(lambda a, b, c: lambda o: _before(o, b, a) and _before(o, c, a))
_form("pile", "something V on top of @")(lambda a: lambda o: o[-1] != a)
_form("pile", "@ does not touch the ground")(lambda a: lambda o: o[0] != a)
_form("pile", "@ V neither at the top nor at the bottom")(lambda a: lambda o: a in o[1:-1])
_form("pile", "@ and @ do not touch each other")(lambda a, b: lambda o: not _near(o, a, b))
_form("pile", "@ and @ touch each other")(lambda a, b: lambda o: _near(o, a, b))
_form("pile", "exactly # of the others V above @")(lambda k, a: lambda o: len(o[o.index(a) + 1 :]) == k)
_form("pile", "exactly # of the others V below @")(lambda k, a: lambda o: len(o[: o.index(a)]) == k)
_form("pile", "@ has more of the others above it than below it")(
    lambda a: lambda o: len(o[o.index(a) + 1 :]) > len(o[: o.index(a)])
)

# Tables, clockwise from the top.
_form("table", "@ V at the top")(lambda a: lambda o: o[0] == a)
_form("table", "@ V at the right")(lambda a: lambda o: len(o) == 4 and o[1] == a)
_form("table", "@ V at the bottom")(lambda a: lambda o: o[len(o) // 2] == a)
_form("table", "@ V at the left")(lambda a: lambda o: len(o) == 4 and o[3] == a)
_form("table", "@ does not have the place at the top")(lambda a: lambda o: o[0] != a)
_form("table", "@ does not have the place at the bottom")(lambda a: lambda o: o[len(o) // 2] != a)
_form("table", "going clockwise, @ comes straight after @")(lambda a, b: lambda o: o[o.index(a) - 1] == b)
_form("table", "@ V opposite @")(lambda a, b: lambda o: _gap(o, a, b) + 1 == len(o) // 2)
_form("table", "@ V anywhere but opposite @")(lambda a, b: lambda o: _gap(o, a, b) + 1 != len(o) // 2)
_form("table", "neither @ nor @ V opposite @")(lambda b, c, a: lambda o: o[o.index(a) - len(o) // 2] not in (b, c))
_form("table", "@ V directly between @ and @")(
    lambda a, b, c: lambda o: _ring(o, a, b) and _ring(o, a, c) and b != c
)
_form("table", "@ and @ are neighbours", "@ V next to @")(lambda a, b: lambda o: _ring(o, a, b))
_form("table", "@ and @ are not neighbours")(lambda a, b: lambda o: not _ring(o, a, b))
_form("table", "@ V lower in the picture than @")(
    lambda a, b: lambda o: abs(o.index(a) - len(o) // 2) < abs(o.index(b) - len(o) // 2)
)

# Shelves: two rows, one above the other.
_form("shelves", "@ V at the upper left")(lambda a: lambda o: _rows(o)[0][0] == a)
_form("shelves", "@ V at the upper right")(lambda a: lambda o: _rows(o)[0][-1] == a)
_form("shelves", "@ V at the lower left")(lambda a: lambda o: _rows(o)[1][0] == a)
_form("shelves", "@ V at the lower right")(lambda a: lambda o: _rows(o)[1][-1] == a)
_form("shelves", "@ V directly above @")(lambda a, b: lambda o: (a, b) in zip(*_rows(o), strict=True))
_form("shelves", "@ V directly below @")(lambda a, b: lambda o: (b, a) in zip(*_rows(o), strict=True))
_form("shelves", "@ V directly to the left of @")(lambda a, b: lambda o: _beside(o, a, b) and _before(o, a, b))
_form("shelves", "@ V directly to the right of @")(lambda a, b: lambda o: _beside(o, a, b) and _before(o, b, a))
_form("shelves", "@ V in the upper row", "something V directly below @")(lambda a: lambda o: a in _rows(o)[0])
_form("shelves", "@ V in the lower row", "something V directly above @")(lambda a: lambda o: a in _rows(o)[1])
_form("shelves", "@ and @ share a row")(lambda a, b: lambda o: (a in _rows(o)[0]) == (b in _rows(o)[0]))
_form("shelves", "@ and @ are in different rows")(lambda a, b: lambda o: (a in _rows(o)[0]) != (b in _rows(o)[0]))
_form("shelves", "@ and @ share a column")(lambda a, b: lambda o: _column(o, a) == _column(o, b))
_form("shelves", "@ and @ are in different columns")(lambda a, b: lambda o: _column(o, a) != _column(o, b))
_form("shelves", "the left-hand column does not hold @")(lambda a: lambda o: _column(o, a) != 0)
_form("shelves", "the right-hand column does not hold @")(lambda a: lambda o: _column(o, a) != len(o) // 2 - 1)
_form("shelves", "@ V in no corner")(lambda a: lambda o: 0 < _column(o, a) < len(o) // 2 - 1)
_form("shelves", "@ V neither beside @ nor directly above or below it")(
    lambda a, b: lambda o: not _beside(o, a, b) and _column(o, a) != _column(o, b)
)

# Heights, the tallest first.
_form("heights", "@ is the tallest(?: of all)?")(lambda a: lambda o: o[0] == a)
_form("heights", "@ is the shortest(?: of all)?")(lambda a: lambda o: o[-1] == a)
_form("heights", "@ is the _ tallest")(lambda a, k: lambda o: o[k - 1] == a)
_form("heights", "@ is taller than @")(lambda a, b: lambda o: _before(o, a, b))
_form("heights", "@ is shorter than @")(lambda a, b: lambda o: _before(o, b, a))
_form("heights", "in height @ is between @ and @")(
    lambda a, b, c: lambda o: (_before(o, b, a) and _before(o, a, c)) or (_before(o, c, a) and _before(o, a, b))
)
_form("heights", "@ is not the tallest")(lambda a: lambda o: o[0] != a)
_form("heights", "@ is not the shortest")(lambda a: lambda o: o[-1] != a)
_form("heights", "(?:exactly|just) # of the others (?:is|are) taller than @")(
    lambda k, a: lambda o: len(o[: o.index(a)]) == k
)
_form("heights", "(?:exactly|just) # of the others (?:is|are) shorter than @")(
    lambda k, a: lambda o: len(o[o.index(a) + 1 :]) == k
)
_form("heights", "neither @ nor @ is the tallest")(lambda a, b: lambda o: o[0] not in (a, b))
_form("heights", "both @ and @ are shorter than @")(lambda b, c, a: lambda o: _before(o, a, b) and _before(o, a, c))
_form("heights", "@ is taller than only one of the two, @ and @")(
    lambda a, b, c: lambda o: _before(o, a, b) ^ _before(o, a, c)
)
_form("heights", "@ and @ are, in one order or the other, the tallest and the shortest")(
    lambda a, b: lambda o: {a, b} == {o[0], o[-1]}
)

# Coloured boxes, whatever they are called (`B`, put in by the reader).
_form("boxes", r"@ V in the (\w+) box")(lambda a, k: lambda o: 0 <= k < len(o) and o[k] == a)
_form("boxes", r"the (\w+) box does not hold @")(lambda k, a: lambda o: o[k] != a)
_form("boxes", r"either the (\w+) box or the (\w+) box holds @")(lambda j, k, a: lambda o: a in (o[j], o[k]))
_form("boxes", "(?:the box with )?@ is (?:in the box )?directly to the left of the one with @")(
    lambda a, b: lambda o: _near(o, a, b) and _before(o, a, b)
)
_form("boxes", "@ V in a box further left than @")(lambda a, b: lambda o: _before(o, a, b))
_form("boxes", "@ V in a box further right than @")(lambda a, b: lambda o: _before(o, b, a))
_form("boxes", "@ and @ have neighbouring boxes")(lambda a, b: lambda o: _near(o, a, b))
_form("boxes", "the boxes of @ and @ are not neighbours")(lambda a, b: lambda o: not _near(o, a, b))
_form("boxes", "@ V in neither of the two outer boxes")(lambda a: lambda o: a in o[1:-1])
_form("boxes", "@ V in one of the two outer boxes")(lambda a: lambda o: a in (o[0], o[-1]))
_form("boxes", "exactly # box(?:es)? separates? those of @ and @")(lambda k, a, b: lambda o: _gap(o, a, b) == k)


def demand(sentence: str, layout: str, colours: Sequence[str]) -> Demand | None:
    """What a sentence without its full stop demands; `None` where it is not understood."""
    for pattern in _PATTERNS:
        if layout in pattern.layouts:
            found = pattern.form.fullmatch(sentence)
            if found is not None:
                if any(group not in colours for group in found.groups() if _unknown(group)):
                    return None
                return pattern.meaning(found.groups(), colours)
    return None


def _unknown(group: str) -> bool:
    return not group.isdigit() and group not in _ORDINAL and group not in _COUNT
