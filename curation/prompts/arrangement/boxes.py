"""Coloured boxes in a row with one thing in each."""

from __future__ import annotations

from curation.prompts.arrangement.kinds import Kind, is_end


def boxes() -> tuple[Kind, ...]:
    """The kinds of condition of this layout."""

    def inside(k: int) -> Kind:
        sizes = tuple(n for n in (3, 4, 5) if k < n)
        words = f"in the {{c{k}}} {{box}}"
        return Kind(
            f"in_{k}", 1, lambda p, _n: p == k, ("{x} {v} " + words,), ("Is {x} " + words + "?",), sizes=sizes
        )

    def outside(k: int) -> Kind:
        sizes = tuple(n for n in (3, 4, 5) if k < n)
        return Kind(
            f"not_in_{k}",
            1,
            lambda p, _n: p != k,
            (f"the {{c{k}}} {{box}} does not hold {{x}}",),
            implicit=True,
            sizes=sizes,
        )

    return (
        *(inside(k) for k in range(5)),
        *(outside(k) for k in range(5)),
        Kind(
            "next_left",
            2,
            lambda p, q, _n: p + 1 == q,
            ("the {box} with {x} is directly to the left of the one with {y}",),
            ("Is {x} in the {box} directly to the left of the one with {y}?",),
        ),
        Kind(
            "left_of",
            2,
            lambda p, q, _n: p < q,
            ("{x} {v} in a {box} further left than {y}",),
            ("Is {x} in a {box} further left than {y}?",),
        ),
        Kind(
            "right_of",
            2,
            lambda p, q, _n: p > q,
            ("{x} {v} in a {box} further right than {y}",),
            ("Is {x} in a {box} further right than {y}?",),
        ),
        Kind(
            "beside",
            2,
            lambda p, q, _n: abs(p - q) == 1,
            ("{x} and {y} have neighbouring {boxes}",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "apart",
            2,
            lambda p, q, _n: abs(p - q) != 1,
            ("the {boxes} of {x} and {y} are not neighbours",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "inner",
            1,
            lambda p, n: not is_end(p, n),
            ("{x} {v} in neither of the two outer {boxes}",),
            implicit=True,
        ),
        Kind("outer", 1, is_end, ("{x} {v} in one of the two outer {boxes}",), implicit=True, sizes=(4, 5)),
        Kind(
            "one_between",
            2,
            lambda p, q, _n: abs(p - q) == 2,
            ("exactly one {box} separates those of {x} and {y}",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "either",
            1,
            lambda p, _n: p in (0, 2),
            ("either the {c0} {box} or the {c2} {box} holds {x}",),
            implicit=True,
            sizes=(4, 5),
        ),
    )
