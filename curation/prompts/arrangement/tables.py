"""Round tables: what is opposite what, and what comes next clockwise."""

from __future__ import annotations

from collections.abc import Callable

from curation.prompts.arrangement.kinds import Kind


def tables() -> tuple[Kind, ...]:
    """The kinds of condition of this layout."""

    def side(name: str, at: Callable[[int, int], bool], words: str, sizes: tuple[int, ...] = ()) -> Kind:
        return Kind(name, 1, at, ("{x} {v} " + words,), ("Is {x} " + words + "?",), sizes=sizes)

    return (
        side("at_top", lambda p, _n: p == 0, "at the top"),
        side("at_right", lambda p, _n: p == 1, "at the right", (4,)),
        side("at_bottom", lambda p, n: 2 * p == n, "at the bottom"),
        side("at_left", lambda p, _n: p == 3, "at the left", (4,)),
        Kind(
            "clockwise",
            2,
            lambda p, q, n: p == (q + 1) % n,
            ("going clockwise, {x} comes straight after {y}",),
            ("Going clockwise, does {x} come straight after {y}?",),
        ),
        Kind(
            "opposite",
            2,
            lambda p, q, n: 2 * abs(p - q) == n,
            ("{x} {v} opposite {y}",),
            ("Is {x} opposite {y}?",),
            ordered=False,
        ),
        Kind(
            "between",
            3,
            lambda p, q, r, n: q != r and {(p - q) % n, (p - r) % n} == {1, n - 1},
            ("{x} {v} directly between {y} and {z}",),
            ("Is {x} directly between {y} and {z}?",),
            ordered=False,
        ),
        Kind(
            "beside",
            2,
            lambda p, q, n: (p - q) % n in (1, n - 1),
            ("{x} and {y} are neighbours",),
            ("Is {x} next to {y}?",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "apart",
            2,
            lambda p, q, n: (p - q) % n not in (1, n - 1),
            ("{x} and {y} are not neighbours",),
            implicit=True,
            ordered=False,
        ),
        Kind(
            "not_opposite",
            2,
            lambda p, q, n: 2 * abs(p - q) != n,
            ("{x} {v} anywhere but opposite {y}",),
            implicit=True,
            ordered=False,
        ),
        Kind("not_top", 1, lambda p, _n: p != 0, ("{x} does not have the place at the top",), implicit=True),
        Kind(
            "not_bottom", 1, lambda p, n: 2 * p != n, ("{x} does not have the place at the bottom",), implicit=True
        ),
        Kind(
            "lower",
            2,
            lambda p, q, n: _depth(p, n) > _depth(q, n),
            ("{x} {v} lower in the picture than {y}",),
            implicit=True,
        ),
        Kind(
            "neither_faces",
            3,
            lambda p, q, r, n: 2 * abs(p - q) != n and 2 * abs(p - r) != n,
            ("neither {y} nor {z} {v} opposite {x}",),
            implicit=True,
            ordered=False,
            sizes=(6,),
        ),
    )


def _depth(p: int, n: int) -> int:
    return min(p, n - p)
