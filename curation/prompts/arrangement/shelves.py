"""Two rows, one above the other."""

from __future__ import annotations

from curation.prompts.arrangement.kinds import Kind


def shelves() -> tuple[Kind, ...]:
    """The kinds of condition of this layout."""

    def cell(p: int, n: int) -> tuple[int, int]:
        return divmod(p, n // 2)

    def level(p: int, q: int, n: int, step: int) -> bool:
        return cell(p, n)[0] == cell(q, n)[0] and cell(p, n)[1] + step == cell(q, n)[1]

    def corner(name: str, row: int, column: int, words: str) -> Kind:
        def rule(p: int, n: int) -> bool:
            return cell(p, n) == (row, column % (n // 2))

        return Kind(name, 1, rule, ("{x} {v} at the " + words,), ("Is {x} at the " + words + "?",))

    return (
        corner("upper_left", 0, 0, "upper left"),
        corner("upper_right", 0, -1, "upper right"),
        corner("lower_left", 1, 0, "lower left"),
        corner("lower_right", 1, -1, "lower right"),
        Kind(
            "above",
            2,
            lambda p, q, n: p + n // 2 == q,
            ("{x} {v} directly above {y}",),
            ("Is {x} directly above {y}?",),
        ),
        Kind(
            "below",
            2,
            lambda p, q, n: q + n // 2 == p,
            ("{x} {v} directly below {y}",),
            ("Is {x} directly below {y}?",),
        ),
        Kind(
            "next_left",
            2,
            lambda p, q, n: level(p, q, n, 1),
            ("{x} {v} directly to the left of {y}",),
            ("Is {x} directly to the left of {y}?",),
        ),
        Kind(
            "next_right",
            2,
            lambda p, q, n: level(q, p, n, 1),
            ("{x} {v} directly to the right of {y}",),
            ("Is {x} directly to the right of {y}?",),
        ),
        Kind("upper", 1, lambda p, n: p < n // 2, ("{x} {v} in the upper row",), ("Is {x} in the upper row?",)),
        Kind("lower", 1, lambda p, n: p >= n // 2, ("{x} {v} in the lower row",), ("Is {x} in the lower row?",)),
        Kind(
            "same_row",
            2,
            lambda p, q, n: cell(p, n)[0] == cell(q, n)[0],
            ("{x} and {y} share a row",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "other_row",
            2,
            lambda p, q, n: cell(p, n)[0] != cell(q, n)[0],
            ("{x} and {y} are in different rows",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "other_column",
            2,
            lambda p, q, n: cell(p, n)[1] != cell(q, n)[1],
            ("{x} and {y} are in different columns",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "same_column",
            2,
            lambda p, q, n: cell(p, n)[1] == cell(q, n)[1],
            ("{x} and {y} share a column",),
            implicit=True,
            ordered=False,
        ),
        Kind("has_below", 1, lambda p, n: p < n // 2, ("something {v} directly below {x}",), implicit=True),
        Kind(
            "not_left",
            1,
            lambda p, n: cell(p, n)[1] != 0,
            ("the left-hand column does not hold {x}",),
            implicit=True,
        ),
        Kind(
            "not_right",
            1,
            lambda p, n: cell(p, n)[1] != n // 2 - 1,
            ("the right-hand column does not hold {x}",),
            implicit=True,
        ),
        Kind("no_corner", 1, lambda p, n: cell(p, n)[1] == 1, ("{x} {v} in no corner",), implicit=True, sizes=(6,)),
        Kind(
            "not_touching",
            2,
            lambda p, q, n: not (level(p, q, n, 1) or level(q, p, n, 1) or abs(p - q) == n // 2),
            ("{x} {v} neither beside {y} nor directly above or below it",),
            implicit=True,
            ordered=False,
        ),
    )
