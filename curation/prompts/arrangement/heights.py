"""Heights: what is taller than what."""

from __future__ import annotations

from curation.prompts.arrangement.kinds import Kind


def heights() -> tuple[Kind, ...]:
    """The kinds of condition of this layout."""
    return (
        Kind("tallest", 1, lambda p, _n: p == 0, ("{x} is the tallest of all",), ("Is {x} the tallest?",)),
        Kind("shortest", 1, lambda p, n: p == n - 1, ("{x} is the shortest of all",), ("Is {x} the shortest?",)),
        Kind("second", 1, lambda p, _n: p == 1, ("{x} is the second tallest",), ("Is {x} the second tallest?",)),
        Kind("taller", 2, lambda p, q, _n: p < q, ("{x} is taller than {y}",), ("Is {x} taller than {y}?",)),
        Kind("shorter", 2, lambda p, q, _n: p > q, ("{x} is shorter than {y}",), ("Is {x} shorter than {y}?",)),
        Kind(
            "amid",
            3,
            lambda p, q, r, _n: min(q, r) < p < max(q, r),
            ("in height {x} is between {y} and {z}",),
            ordered=False,
        ),
        Kind("not_tallest", 1, lambda p, _n: p != 0, ("{x} is not the tallest",), implicit=True),
        Kind("not_shortest", 1, lambda p, n: p != n - 1, ("{x} is not the shortest",), implicit=True),
        Kind(
            "two_over",
            1,
            lambda p, _n: p == 2,
            ("exactly two of the others are taller than {x}",),
            implicit=True,
            sizes=(4, 5, 6),
        ),
        Kind(
            "one_under", 1, lambda p, n: p == n - 2, ("just one of the others is shorter than {x}",), implicit=True
        ),
        Kind(
            "neither_top",
            2,
            lambda p, q, _n: p != 0 and q != 0,
            ("neither {x} nor {y} is the tallest",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "over_both",
            3,
            lambda p, q, r, _n: p < q and p < r,
            ("both {y} and {z} are shorter than {x}",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "exceeds_one",
            3,
            lambda p, q, r, _n: (p < q) != (p < r),
            ("{x} is taller than only one of the two, {y} and {z}",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "extremes",
            2,
            lambda p, q, n: {p, q} == {0, n - 1},
            ("{x} and {y} are, in one order or the other, the tallest and the shortest",),
            implicit=True,
            ordered=False,
        ),
    )
