"""Piles: what is above and below what."""

from __future__ import annotations

from curation.prompts.arrangement.kinds import Kind, is_end


def piles() -> tuple[Kind, ...]:
    """The kinds of condition of this layout."""
    return (
        Kind(
            "bottom",
            1,
            lambda p, _n: p == 0,
            ("{x} {v} at the bottom", "{x} is the lowest"),
            ("Is {x} at the bottom of the pile?",),
        ),
        Kind(
            "top",
            1,
            lambda p, n: p == n - 1,
            ("{x} {v} at the top", "{x} is the highest"),
            ("Is {x} at the top of the pile?",),
        ),
        Kind(
            "middle",
            1,
            lambda p, n: 2 * p == n - 1,
            ("{x} {v} in the middle of the pile",),
            ("Is {x} in the middle of the pile?",),
            sizes=(3, 5),
        ),
        Kind(
            "upon",
            2,
            lambda p, q, _n: p == q + 1,
            ("{x} {v} directly on {y}", "{x} {v} directly above {y}"),
            ("Is {x} directly on {y}?",),
        ),
        Kind(
            "under",
            2,
            lambda p, q, _n: p + 1 == q,
            ("{x} {v} directly under {y}", "{x} {v} directly below {y}"),
            ("Is {x} directly under {y}?",),
        ),
        Kind(
            "above",
            2,
            lambda p, q, _n: p > q,
            ("{x} {v} higher up than {y}", "{x} {v} somewhere above {y}"),
            ("Is {x} higher up than {y}?",),
        ),
        Kind(
            "below",
            2,
            lambda p, q, _n: p < q,
            ("{x} {v} further down than {y}", "{x} {v} somewhere below {y}"),
            ("Is {x} further down than {y}?",),
        ),
        Kind(
            "between",
            3,
            lambda p, q, r, _n: abs(p - q) == 1 and abs(p - r) == 1 and q != r,
            ("{x} {v} directly between {y} and {z}",),
            ("Is {x} directly between {y} and {z}?",),
            ordered=False,
        ),
        Kind("not_top", 1, lambda p, n: p != n - 1, ("something {v} on top of {x}",), implicit=True),
        Kind("not_bottom", 1, lambda p, _n: p != 0, ("{x} does not touch the ground",), implicit=True),
        Kind(
            "not_end",
            1,
            lambda p, n: not is_end(p, n),
            ("{x} {v} neither at the top nor at the bottom",),
            implicit=True,
        ),
        Kind(
            "apart",
            2,
            lambda p, q, _n: abs(p - q) != 1,
            ("{x} and {y} do not touch each other",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "touch",
            2,
            lambda p, q, _n: abs(p - q) == 1,
            ("{x} and {y} touch each other",),
            ("Do {x} and {y} touch each other?",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "one_between",
            2,
            lambda p, q, _n: abs(p - q) == 2,
            ("exactly one place separates {x} from {y}",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "two_above",
            1,
            lambda p, n: p == n - 3,
            ("exactly two of the others {vs} above {x}",),
            implicit=True,
            sizes=(4, 5, 6),
        ),
        Kind(
            "two_below",
            1,
            lambda p, _n: p == 2,
            ("exactly two of the others {vs} below {x}",),
            implicit=True,
            sizes=(4, 5, 6),
        ),
        Kind(
            "amid",
            3,
            lambda p, q, r, _n: min(q, r) < p < max(q, r),
            ("{x} {v} somewhere between {y} and {z}",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "above_both",
            3,
            lambda p, q, r, _n: p > q and p > r,
            ("{x} {v} above both {y} and {z}",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "low_half",
            1,
            lambda p, n: 2 * p < n - 1,
            ("{x} has more of the others above it than below it",),
            implicit=True,
            sizes=(4, 5, 6),
        ),
    )
