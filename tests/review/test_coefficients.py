"""Coefficients of agreement: against published examples, two libraries, and a slow second implementation."""

from __future__ import annotations

import math
import warnings
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa

from curation.review.agreement.coefficients import Coefficient, Ratings, coefficients, defined_pairs

Rows = list[list[int]]
QUICK = settings(max_examples=50, deadline=None)

NONE = -1
OBSERVERS: Rows = [
    [1, 1, NONE, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [NONE, 5, 5, 5],
    [NONE, NONE, 1, 1],
    [NONE, NONE, 3, NONE],
]
"""Four observers, twelve units, five categories from 1: Krippendorff, Computing Krippendorff's Alpha-Reliability
(2011), whose nominal alpha is 0.743; the others are those of Gwet's R package irrCAC (cac.raw4raters)."""

PSYCHIATRISTS = (
    *("00060", "03003", "01401", "00006", "03030", "20400", "00402", "20310", "20040", "00006"),
    *("10050", "11040", "03300", "10050", "02031"),
)
"""Six raters, fifteen patients, five diagnoses, as counts: distrib.6raters of irrCAC."""


def table(rows: Rows, labels: int, *, first: int = 0) -> Ratings:
    codes = np.array([[code - first if code != NONE else NONE for code in row] for row in rows], dtype=np.intp)
    return Ratings(codes, np.arange(len(rows)), tuple("abcdefgh"[:labels]))


def values(ratings: Ratings) -> dict[Coefficient, float]:
    weights = np.ones((1, int(ratings.clusters.max()) + 1))
    return {name: float(found[0]) for name, found in coefficients(ratings, weights).items()}


def test_the_published_example_with_missing_ratings() -> None:
    found = values(table(OBSERVERS, 5, first=1))
    assert found["percent"] == pytest.approx(0.8181818, abs=1e-7)
    assert found["alpha"] == pytest.approx(0.74342, abs=1e-5)
    assert round(found["alpha"], 3) == 0.743
    assert found["fleiss"] == pytest.approx(0.76117, abs=1e-5)
    assert found["ac1"] == pytest.approx(0.77544, abs=1e-5)


def test_the_published_example_of_six_raters() -> None:
    rows = [[code for code, count in enumerate(patient) for _ in range(int(count))] for patient in PSYCHIATRISTS]
    found = values(table(rows, 5))
    assert found["percent"] == pytest.approx(0.5511111, abs=1e-7)
    assert found["fleiss"] == pytest.approx(0.4139265, abs=1e-7)
    assert found["ac1"] == pytest.approx(0.4448007, abs=1e-7)
    assert found["alpha"] == pytest.approx(0.4204384, abs=1e-7)


def test_the_published_example_of_two_raters() -> None:
    """cont3x3abstractors of irrCAC."""
    cells = {(0, 0): 13, (1, 1): 20, (1, 2): 7, (2, 1): 4, (2, 2): 56}
    found = values(table([list(pair) for pair, count in cells.items() for _ in range(count)], 3))
    assert found["percent"] == pytest.approx(0.89)
    assert found["cohen"] == pytest.approx(0.7964094, abs=1e-7)
    assert found["fleiss"] == pytest.approx(0.7962397, abs=1e-7)
    assert found["ac1"] == pytest.approx(0.8493305, abs=1e-7)
    assert found["alpha"] == pytest.approx(0.7972585, abs=1e-7)


@st.composite
def complete(draw: st.DrawFn, raters: int | None = None) -> tuple[Rows, int]:
    """Items that every rater rated, and the size of the scale."""
    scale = draw(st.integers(2, 5))
    number = raters or draw(st.integers(2, 5))
    row = st.lists(st.integers(0, scale - 1), min_size=number, max_size=number)
    return draw(st.lists(row, min_size=2, max_size=40)), scale


@st.composite
def sparse(draw: st.DrawFn) -> tuple[Rows, int]:
    """Items that some raters rated."""
    scale, number = draw(st.integers(2, 5)), draw(st.integers(2, 6))
    row = st.lists(st.integers(NONE, scale - 1), min_size=number, max_size=number)
    return draw(st.lists(row, min_size=2, max_size=30)), scale


@given(complete(raters=2))
@QUICK
def test_cohen_as_two_libraries_have_it(data: tuple[Rows, int]) -> None:
    rows, scale = data
    found = values(table(rows, scale))["cohen"]
    first, second = zip(*rows, strict=True)
    if len({*first, *second}) == 1:
        assert math.isnan(found)
        return
    assert found == pytest.approx(cohen_kappa_score(first, second, labels=list(range(scale))), abs=1e-9)
    crossed = np.zeros((scale, scale))
    np.add.at(crossed, (np.array(first), np.array(second)), 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # Its standard error divides by zero for perfect agreement.
        assert found == pytest.approx(cohens_kappa(crossed, return_results=False), abs=1e-9)


@given(complete())
@QUICK
def test_fleiss_as_statsmodels_has_it(data: tuple[Rows, int]) -> None:
    rows, scale = data
    found = values(table(rows, scale))["fleiss"]
    if len({code for row in rows for code in row}) == 1:
        assert math.isnan(found)
        return
    counts, _ = aggregate_raters(np.array(rows), n_cat=scale)
    assert found == pytest.approx(fleiss_kappa(counts, method="fleiss"), abs=1e-9)


def slow_alpha(rows: Rows, scale: int) -> float:
    """Krippendorff's alpha by its coincidence matrix, cell by cell."""
    cells = [[0.0] * scale for _ in range(scale)]
    for row in rows:
        said = [code for code in row if code != NONE]
        if len(said) < 2:
            continue
        for place, one in enumerate(said):
            for other_place, other in enumerate(said):
                if place != other_place:
                    cells[one][other] += 1 / (len(said) - 1)
    totals = [sum(row) for row in cells]
    every = sum(totals)
    observed = sum(cells[a][b] for a in range(scale) for b in range(scale) if a != b)
    expected = sum(totals[a] * totals[b] for a in range(scale) for b in range(scale) if a != b)
    return math.nan if expected == 0 else 1 - (every - 1) * observed / expected


def slow_percent(rows: Rows) -> float:
    shares = []
    for row in rows:
        pairs = list(combinations([code for code in row if code != NONE], 2))
        if pairs:
            shares.append(sum(one == other for one, other in pairs) / len(pairs))
    return sum(shares) / len(shares) if shares else math.nan


def slow_ac1(rows: Rows, scale: int) -> float:
    rated = [[code for code in row if code != NONE] for row in rows]
    rated = [row for row in rated if row]
    shares = [sum(row.count(code) / len(row) for row in rated) / len(rated) for code in range(scale)]
    chance = sum(share * (1 - share) for share in shares) / (scale - 1)
    return (slow_percent(rows) - chance) / (1 - chance)


def slow_cohen(rows: Rows, scale: int) -> float:
    """The mean of all pairs' kappas, by scikit-learn, weighted by what each pair rated in common."""
    total = weight = 0.0
    for one, other in combinations(range(len(rows[0])), 2):
        common = [(row[one], row[other]) for row in rows if NONE not in (row[one], row[other])]
        if len({code for pair in common for code in pair}) < 2:
            continue
        first, second = zip(*common, strict=True)
        total += len(common) * cohen_kappa_score(first, second, labels=list(range(scale)))
        weight += len(common)
    return total / weight if weight else math.nan


@given(sparse())
@QUICK
def test_missing_ratings_as_loops_have_it(data: tuple[Rows, int]) -> None:
    rows, scale = data
    assume(any(code != NONE for row in rows for code in row))
    found = values(table(rows, scale))
    assert found["alpha"] == pytest.approx(slow_alpha(rows, scale), abs=1e-9, nan_ok=True)
    assert found["percent"] == pytest.approx(slow_percent(rows), abs=1e-9, nan_ok=True)
    assert found["ac1"] == pytest.approx(slow_ac1(rows, scale), abs=1e-9, nan_ok=True)
    assert found["cohen"] == pytest.approx(slow_cohen(rows, scale), abs=1e-9, nan_ok=True)


@given(sparse(), st.data())
@QUICK
def test_a_weight_is_as_good_as_so_many_copies(data: tuple[Rows, int], draws: st.DataObject) -> None:
    rows, scale = data
    weights = draws.draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows)))
    copies = [row for row, weight in zip(rows, weights, strict=True) for _ in range(weight)]
    assume(any(code != NONE for row in copies for code in row))
    found = coefficients(table(rows, scale), np.array([weights], dtype=float))
    for name, value in values(table(copies, scale)).items():
        assert float(found[name][0]) == pytest.approx(value, abs=1e-9, nan_ok=True), name


@given(sparse())
@QUICK
def test_nobody_comes_first(data: tuple[Rows, int]) -> None:
    rows, scale = data
    assume(any(code != NONE for row in rows for code in row))
    swapped = [row[::-1] for row in rows[::-1]]
    found = values(table(rows, scale))
    for name, value in values(table(swapped, scale)).items():
        assert value == pytest.approx(found[name], abs=1e-9, nan_ok=True), name


def test_one_category_leaves_kappa_and_alpha_undefined() -> None:
    found = values(table([[0, 0], [0, 0], [0, NONE]], 3))
    assert found["percent"] == 1
    assert found["ac1"] == 1
    assert all(math.isnan(found[name]) for name in ("cohen", "fleiss", "alpha"))


def test_pairs_of_one_category_are_left_out() -> None:
    rows = [[0, 0, NONE], [0, 0, NONE], [NONE, 0, 1], [NONE, 1, 1], [0, NONE, NONE]]
    ratings = table(rows, 2)
    assert (len(ratings.pairs), defined_pairs(ratings)) == (2, 1)
    assert values(ratings)["cohen"] == pytest.approx(cohen_kappa_score([0, 1], [1, 1]))
