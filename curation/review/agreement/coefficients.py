"""Agreement on a nominal scale, by five coefficients, for many weightings of the items at once.

Every coefficient is a function of sums over items, so a bootstrap is a matrix product: resamples by clusters, times
clusters by sums. Ratings may be missing, and the number of raters may differ from item to item.

Written for an item i with r ratings, n_k of them in category k; K categories in the scale; sums over items:

- Percent agreement: mean of `sum n_k (n_k - 1) / (r (r - 1))` over items with two ratings or more.
- Fleiss' kappa (1971) and Gwet's AC1 (2008), for missing ratings as in Gwet, Handbook of Inter-Rater Reliability,
  4th edition (2014): shares `p_k` are the mean of `n_k / r` over all rated items; chance agreement is `sum p_k^2`
  for Fleiss' kappa and `sum p_k (1 - p_k) / (K - 1)` for AC1. K is the scale's, whether all of it was used or not.
- Krippendorff's alpha (Computing Krippendorff's Alpha-Reliability, 2011): from coincidences within items with two
  ratings or more.
- Cohen's kappa (1960): for each pair of raters over the items that both rated; of several pairs the mean, weighted
  by the items of each. A pair that used one category alone has none, and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Coefficient = Literal["percent", "cohen", "fleiss", "alpha", "ac1"]
COEFFICIENTS: tuple[Coefficient, ...] = ("percent", "cohen", "fleiss", "alpha", "ac1")
TINY = 1e-12
"""What the chance of disagreement must exceed; below it only one category was used."""


@dataclass(frozen=True)
class Ratings:
    """What raters said of items on one scale.

    Attributes:
        codes: Items by raters; the category's place in `labels`, or -1 where a rater did not rate an item.
        clusters: For each item the cluster, from 0, that it is drawn with in a bootstrap.
        labels: The scale, at least two categories.
    """

    codes: Ints
    clusters: Ints
    labels: tuple[str, ...]

    @cached_property
    def counts(self) -> Floats:
        """Items by categories: how many raters chose each."""
        found = [(self.codes == place).sum(axis=1) for place in range(len(self.labels))]
        return np.stack(found, axis=1).astype(np.float64)

    @property
    def rated(self) -> Floats:
        """Ratings of each item."""
        return np.asarray(self.counts.sum(axis=1))

    @property
    def doubly(self) -> NDArray[np.bool_]:
        """Which items have two ratings or more."""
        return np.asarray(self.rated >= 2)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Pairs of raters who rated an item in common."""
        there = self.codes >= 0
        return [(a, b) for a, b in combinations(range(there.shape[1]), 2) if (there[:, a] & there[:, b]).any()]


def coefficients(ratings: Ratings, weights: Floats) -> dict[Coefficient, Floats]:
    """Compute every coefficient for every weighting.

    Args:
        ratings: What was said.
        weights: Weightings by clusters; a cluster of weight 2 counts twice.

    Returns:
        For each coefficient its value by weighting, NaN where it is not defined.
    """
    counts, rated, doubly = ratings.counts, ratings.rated, ratings.doubly
    several = np.where(doubly, rated, 2.0)
    agreeing = np.where(doubly, (counts * (counts - 1)).sum(axis=1) / (several * (several - 1)), 0.0)
    shares = counts / np.maximum(rated, 1.0)[:, None]
    coincident = np.where(doubly, (counts * (counts - 1)).sum(axis=1) / (several - 1), 0.0)
    values = counts * doubly[:, None]
    columns = [doubly, agreeing, rated > 0, coincident]
    items = np.column_stack([*(column.astype(np.float64) for column in columns), shares, values])
    sums = weights @ _by_cluster(items, ratings.clusters, weights.shape[1])
    scale = len(ratings.labels)
    pairable, agreed, any_rated, together = sums[:, :4].T
    proportions = _ratio(sums[:, 4 : 4 + scale], any_rated[:, None])
    percent = _ratio(agreed, pairable)
    fleiss_chance = (proportions**2).sum(axis=1)
    ac1_chance = (proportions * (1 - proportions)).sum(axis=1) / (scale - 1)
    return {
        "percent": percent,
        "cohen": _cohen(ratings, weights),
        "fleiss": _ratio(percent - fleiss_chance, 1 - fleiss_chance),
        "alpha": _alpha(sums[:, 4 + scale :], together),
        "ac1": _ratio(percent - ac1_chance, 1 - ac1_chance),
    }


def _alpha(values: Floats, together: Floats) -> Floats:
    """Krippendorff's alpha from values by category and coincidences within categories."""
    total = values.sum(axis=1)
    observed = 1 - _ratio(together, total)
    expected = 1 - _ratio((values * (values - 1)).sum(axis=1), total * (total - 1))
    return 1 - _ratio(observed, expected)


def _cohen(ratings: Ratings, weights: Floats) -> Floats:
    """The mean kappa of all pairs of raters, weighted by what they rated in common."""
    scale = len(ratings.labels)
    weighted, total = np.zeros(len(weights)), np.zeros(len(weights))
    for first, second in ratings.pairs:
        kappa, common = _pair(ratings.codes[:, [first, second]], ratings.clusters, scale, weights)
        defined = ~np.isnan(kappa)
        weighted += np.where(defined, kappa * common, 0.0)
        total += np.where(defined, common, 0.0)
    return _ratio(weighted, total)


def defined_pairs(ratings: Ratings) -> int:
    """How many pairs of raters have a kappa."""
    ones = np.ones((1, int(ratings.clusters.max(initial=-1)) + 1))
    scale = len(ratings.labels)
    found = (_pair(ratings.codes[:, list(pair)], ratings.clusters, scale, ones)[0] for pair in ratings.pairs)
    return sum(not bool(np.isnan(kappa[0])) for kappa in found)


def _pair(codes: Ints, clusters: Ints, scale: int, weights: Floats) -> tuple[Floats, Floats]:
    """Cohen's kappa of two raters, and the weight of what they rated in common, by weighting."""
    both = (codes >= 0).all(axis=1)
    cells = codes[both, 0] * scale + codes[both, 1]
    there, places = np.unique(clusters[both], return_inverse=True)
    table = np.zeros((len(there), scale * scale))
    np.add.at(table, (places, cells), 1.0)
    crossed = (weights[:, there] @ table).reshape(-1, scale, scale)
    common = crossed.sum(axis=(1, 2))
    observed = _ratio(np.trace(crossed, axis1=1, axis2=2), common)
    chance = _ratio((crossed.sum(axis=2) * crossed.sum(axis=1)).sum(axis=1), common**2)
    return _ratio(observed - chance, 1 - chance), common


def _by_cluster(items: Floats, clusters: Ints, number: int) -> Floats:
    """Sum rows of items into rows of clusters."""
    sums = np.zeros((number, items.shape[1]))
    np.add.at(sums, clusters, items)
    return sums


def _ratio(over: Any, under: Any) -> Floats:  # noqa: ANN401 - arrays that broadcast
    """Divide; NaN where there is nothing to divide by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(np.abs(under) > TINY, over / under, np.nan), dtype=np.float64)
