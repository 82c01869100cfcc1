"""Figures: each with its n and an interval that covers, and none from nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from curation.review.agreement.figures import (
    AT_ONCE,
    NOTHING,
    RESAMPLES,
    Resampler,
    counted,
    estimated,
    median,
    proportion,
    wilson,
)

LOOSE = 0.02


@given(st.integers(1, 3000), st.data())
@settings(deadline=None)
def test_wilson_as_statsmodels_has_it(n: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, n))
    low, high = proportion_confint(right, n, method="wilson")
    assert wilson(right, n) == pytest.approx((max(0.0, low), min(1.0, high)), abs=1e-9)


def test_nothing_has_no_figure() -> None:
    resampler = Resampler("none", 3)
    for figure in (counted(0, 0), proportion([], [], resampler), median([], [], resampler)):
        assert figure.model_dump(exclude_none=True) == {"n": 0, "reason": NOTHING}


def test_weights_draw_as_many_instances_as_there_are_and_are_the_same_each_time() -> None:
    first = np.concatenate(list(Resampler("food", 7).batches()))
    assert first.shape == (RESAMPLES, 7)
    assert set(first.sum(axis=1)) == {7.0}
    assert np.array_equal(first, np.concatenate(list(Resampler("food", 7).batches())))
    assert not np.array_equal(first, np.concatenate(list(Resampler("maze", 7).batches())))


def test_many_instances_are_drawn_in_parts() -> None:
    number = AT_ONCE // RESAMPLES + 1
    parts = [weights.shape for weights in Resampler("all", number).batches()]
    assert len(parts) == 2
    assert sum(rows for rows, _ in parts) == RESAMPLES
    assert all(rows * columns <= AT_ONCE for rows, columns in parts)


def test_a_proportion_and_its_interval_by_loops() -> None:
    """The same with every instance drawn one by one; the two sets of draws differ, so the ends do a little."""
    rng = np.random.default_rng(5)
    clusters = [place for place in range(60) for _ in range(2)]
    right = [bool(rng.random() < (0.5 if place % 3 else 0.95)) for place in clusters]
    figure = proportion(right, clusters, Resampler("loops", 60))
    draws = []
    for _ in range(2000):
        drawn = rng.integers(0, 60, size=60)
        found = [right[2 * place + half] for place in drawn for half in (0, 1)]
        draws.append(sum(found) / len(found))
    low, high = np.percentile(draws, [2.5, 97.5])
    assert figure.value == pytest.approx(sum(right) / 120, abs=1e-4)
    assert figure.low == pytest.approx(low, abs=LOOSE)
    assert figure.high == pytest.approx(high, abs=LOOSE)
    assert (figure.n, figure.interval, figure.reason) == (120, "bootstrap", None)


def test_what_hangs_together_counts_as_less() -> None:
    """Ten answers about each of twenty instances, all alike, tell as much as one about each."""
    right = [place % 4 != 0 for place in range(20)]
    once = proportion(right, list(range(20)), Resampler("clusters", 20))
    tenfold = proportion(
        [said for said in right for _ in range(10)], sorted([*range(20)] * 10), Resampler("clusters", 20)
    )
    assert (once.low, once.high) == (tenfold.low, tenfold.high)
    assert (once.n, tenfold.n) == (20, 200)


def test_where_every_resample_is_the_same_a_proportion_has_wilsons_interval_over_instances() -> None:
    figure = proportion([True] * 20, [place // 2 for place in range(20)], Resampler("same", 10))
    assert (figure.value, figure.interval, figure.n) == (1.0, "wilson", 20)
    assert figure.low == pytest.approx(wilson(10, 10)[0], abs=1e-4)
    assert figure.high == 1.0


@given(st.lists(st.floats(0.1, 1000), min_size=1, max_size=40), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_a_median_is_numpys(values: list[float], width: int) -> None:
    clusters = [place // width for place in range(len(values))]
    figure = median(values, clusters, Resampler("median", max(clusters) + 1))
    assert figure.value == pytest.approx(float(np.median(values)), abs=1e-4)
    if figure.low is not None and figure.high is not None:
        assert min(values) - 1e-3 <= figure.low <= figure.high <= max(values) + 1e-3


def test_the_medians_of_resamples_are_those_of_their_copies() -> None:
    values, resampler = [3.0, 9.0, 1.0, 7.0, 5.0, 2.0], Resampler("copies", 3)
    clusters = [0, 0, 1, 1, 2, 2]
    draws = []
    for weights in np.concatenate(list(resampler.batches())):
        draws.append(
            np.median(
                [value for value, place in zip(values, clusters, strict=True) for _ in range(int(weights[place]))]
            )
        )
    low, high = np.percentile(draws, [2.5, 97.5])
    figure = median(values, clusters, resampler)
    assert figure.low == pytest.approx(low, abs=1e-4)
    assert figure.high == pytest.approx(high, abs=1e-4)


def test_an_interval_that_cannot_be_had_says_why() -> None:
    draws = np.array([0.1, 0.2, 0.3, 0.4])
    assert estimated(0.5, draws, 2, 1).reason == "one instance alone has no spread"
    assert (
        estimated(0.5, np.array([0.1, np.nan, np.nan, np.nan]), 9, 9).reason == "most resamples leave it undefined"
    )
    same = estimated(1.0, np.ones(4), 9, 9)
    assert (same.value, same.low, same.reason) == (
        1.0,
        None,
        "every resample gives the same value, so a bootstrap shows no spread",
    )
    assert estimated(0.5, draws, 9, 9).interval == "bootstrap"


def test_the_bootstrap_covers_what_it_should() -> None:
    """Of 200 samples with a known share, about 95 percent of the intervals hold it; two answers an instance."""
    rng = np.random.default_rng(11)
    clusters = [place for place in range(60) for _ in range(2)]
    resampler, held = Resampler("coverage", 60), 0
    for _ in range(200):
        hard = rng.beta(8, 2, size=60)
        right = [bool(rng.random() < hard[place]) for place in clusters]
        figure = proportion(right, clusters, resampler)
        assert figure.low is not None and figure.high is not None
        held += figure.low <= 0.8 <= figure.high
    assert 180 <= held <= 198
