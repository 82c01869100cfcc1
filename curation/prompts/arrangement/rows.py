"""Rows: what is to the left and right of what."""

from __future__ import annotations

from curation.prompts.arrangement.kinds import Kind, is_end
from curation.prompts.english import ORDINALS


def rows() -> tuple[Kind, ...]:
    """The kinds of condition of this layout."""
    place = "{x} {v} "
    return (
        Kind(
            "left_end",
            1,
            lambda p, _n: p == 0,
            (place + "at the left end", place + "furthest to the left", place + "at the left-hand end of the row"),
            ("Is {x} at the left end of the row?",),
        ),
        Kind(
            "right_end",
            1,
            lambda p, n: p == n - 1,
            (
                place + "at the right end",
                place + "furthest to the right",
                place + "at the right-hand end of the row",
            ),
            ("Is {x} at the right end of the row?",),
        ),
        Kind(
            "middle",
            1,
            lambda p, n: 2 * p == n - 1,
            (place + "in the middle of the row", "{x} has the middle place"),
            ("Is {x} in the middle of the row?",),
            sizes=(3, 5),
        ),
        *(
            Kind(
                f"from_left_{k}",
                1,
                lambda p, _n, k=k: p == k,
                (
                    "{x} is the " + ORDINALS[k] + " from the left",
                    "{x} has the " + ORDINALS[k] + " place from the left",
                ),
                ("Is {x} the " + ORDINALS[k] + " from the left?",),
                sizes=(4, 5, 6),
            )
            for k in (1, 2)
        ),
        Kind(
            "next_left",
            2,
            lambda p, q, _n: p + 1 == q,
            (place + "immediately to the left of {y}", place + "directly to the left of {y}"),
            ("Is {x} directly to the left of {y}?",),
        ),
        Kind(
            "next_right",
            2,
            lambda p, q, _n: p == q + 1,
            (place + "immediately to the right of {y}", place + "directly to the right of {y}"),
            ("Is {x} directly to the right of {y}?",),
        ),
        Kind(
            "left_of",
            2,
            lambda p, q, _n: p < q,
            (place + "somewhere to the left of {y}", place + "further left than {y}"),
            ("Is {x} to the left of {y}?",),
        ),
        Kind(
            "right_of",
            2,
            lambda p, q, _n: p > q,
            (place + "somewhere to the right of {y}", place + "further right than {y}"),
            ("Is {x} to the right of {y}?",),
        ),
        Kind(
            "between",
            3,
            lambda p, q, r, _n: abs(p - q) == 1 and abs(p - r) == 1 and q != r,
            (place + "directly between {y} and {z}", "{x} has {y} on one side and {z} on the other"),
            ("Is {x} directly between {y} and {z}?",),
            ordered=False,
        ),
        Kind(
            "not_end",
            1,
            lambda p, n: not is_end(p, n),
            (place + "at neither end of the row", "{x} has a neighbour on either side"),
            implicit=True,
        ),
        Kind(
            "an_end",
            1,
            is_end,
            (place + "at one of the two ends", "{x} has only one neighbour"),
            implicit=True,
            sizes=(4, 5, 6),
        ),
        Kind(
            "apart",
            2,
            lambda p, q, _n: abs(p - q) != 1,
            ("{x} {v} nowhere next to {y}", "{x} and {y} are not neighbours"),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "beside",
            2,
            lambda p, q, _n: abs(p - q) == 1,
            ("{x} and {y} are neighbours", place + "right beside {y}"),
            ("Is {x} next to {y}?",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "not_left_end",
            1,
            lambda p, _n: p != 0,
            ("{x} is not the first from the left", "something {v} to the left of {x}"),
            implicit=True,
        ),
        Kind(
            "not_right_end",
            1,
            lambda p, n: p != n - 1,
            ("{x} is not the first from the right", "something {v} to the right of {x}"),
            implicit=True,
        ),
        Kind(
            "one_between",
            2,
            lambda p, q, _n: abs(p - q) == 2,
            (
                "exactly one place separates {x} from {y}",
                "between {x} and {y} there is room for just one of the others",
            ),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "two_between",
            2,
            lambda p, q, _n: abs(p - q) == 3,
            ("exactly two places separate {x} from {y}",),
            implicit=True,
            ordered=False,
            sizes=(5, 6),
        ),
        Kind(
            "amid",
            3,
            lambda p, q, r, _n: min(q, r) < p < max(q, r),
            ("{x} {v} somewhere between {y} and {z}", "{y} and {z} are on different sides of {x}"),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "neither_end",
            2,
            lambda p, q, n: not is_end(p, n) and not is_end(q, n),
            ("neither {x} nor {y} {v} at an end",),
            implicit=True,
            ordered=False,
            sizes=(4, 5, 6),
        ),
        Kind(
            "bothis_end",
            2,
            lambda p, q, n: {p, q} == {0, n - 1},
            ("the two ends of the row belong to {x} and {y}",),
            implicit=True,
            ordered=False,
            sizes=(4, 5, 6),
        ),
        Kind(
            "before_both",
            3,
            lambda p, q, r, _n: p < q and p < r,
            (place + "to the left of both {y} and {z}",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "left_half",
            1,
            lambda p, n: 2 * p < n - 1,
            ("{x} has fewer of the others to its left than to its right",),
            implicit=True,
            sizes=(4, 5, 6),
        ),
        Kind(
            "two_right",
            1,
            lambda p, n: p == n - 3,
            ("exactly two of the others {vs} to the right of {x}",),
            implicit=True,
            sizes=(4, 5, 6),
        ),
        Kind(
            "either",
            3,
            lambda p, q, r, _n: (abs(p - q) == 1) != (abs(p - r) == 1),
            ("{x} {v} next to either {y} or {z}, but not next to both",),
            implicit=True,
            ordered=False,
            sizes=(4, 5, 6),
        ),
    )
