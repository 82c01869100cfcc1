"""Figures with their n and their 95 percent interval; no figure from nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from statistics import NormalDist
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from curation.canonical import seed_of
from curation.models import Line, Record
from curation.review.agreement.coefficients import Floats, Ints

LEVEL = 0.95
RESAMPLES = 2000
AT_ONCE = 4_000_000
"""Cells of the matrix of weights that are held at once: bounds the memory at any number of instances."""
DIGITS = 4
NOTHING = "n = 0, so there is no figure"
ONE = "one instance alone has no spread"
SAME = "every resample gives the same value, so a bootstrap shows no spread"
SELDOM = "most resamples leave it undefined"


class Figure(Record):
    """A number that was measured.

    Attributes:
        value: The number; `None` where there is none, never a stand-in.
        low: Lower end of its 95 percent interval.
        high: Upper end.
        n: How many observations it rests on.
        interval: What the interval is: `bootstrap` draws instances with replacement and takes percentiles; `wilson`
            stands in for a proportion of which every resample is the same.
        reason: Why there is no value or no interval, or what is left out.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: Annotated[int, Field(ge=0)]
    interval: Literal["bootstrap", "wilson"] | None = None
    reason: Line | None = None


def nothing(reason: str = NOTHING, n: int = 0) -> Figure:
    """A figure that there is none of."""
    return Figure(value=None, n=n, reason=reason)


def wilson(right: float, n: float) -> tuple[float, float]:
    """Wilson's score interval (1927) of a proportion.

    Args:
        right: How many of them; between 0 and `n`.
        n: Of how many, above 0.
    """
    z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
    share, scale = right / n, 1 + z * z / n
    middle = (share + z * z / (2 * n)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def counted(right: int, n: int) -> Figure:
    """A proportion of independent observations, with Wilson's interval."""
    if n == 0:
        return nothing()
    low, high = wilson(right, n)
    return _figure(right / n, low, high, n, "wilson")


class Resampler:
    """Bootstrap weights over the instances of a group: the same for the same name and number of instances.

    Args:
        name: What is resampled; part of the seed.
        number: How many clusters there are.
    """

    def __init__(self, name: str, number: int) -> None:
        self.name, self.number = name, number

    @cached_property
    def _kept(self) -> Floats:
        return next(self._drawn())

    def _drawn(self) -> Iterator[Floats]:
        rng = np.random.Generator(np.random.PCG64(seed_of("bootstrap", self.name)))
        size = max(1, min(RESAMPLES, AT_ONCE // max(1, self.number)))
        for start in range(0, RESAMPLES, size):
            rows = min(size, RESAMPLES - start)
            drawn = rng.integers(0, self.number, size=(rows, self.number))
            drawn += np.arange(rows)[:, None] * self.number
            counts = np.bincount(drawn.ravel(), minlength=rows * self.number)
            yield counts.reshape(rows, self.number).astype(np.float64)

    def batches(self) -> Iterator[Floats]:
        """Yield weights, resamples by clusters, so many at once as fit."""
        if self.number * RESAMPLES <= AT_ONCE:
            yield self._kept
        else:
            yield from self._drawn()

    def each(self, statistic: Callable[[Floats], Floats]) -> Floats:
        """Compute a statistic of every resample."""
        return np.concatenate([statistic(weights) for weights in self.batches()])


def estimated(value: float, draws: Floats, n: int, clusters: int, *, share: bool = False) -> Figure:
    """A value with the percentiles of its bootstrap.

    Args:
        value: What the data give; NaN must have been dealt with before.
        draws: What the resamples give, NaN where they leave it undefined.
        n: Observations.
        clusters: Instances that they come from.
        share: Whether it is a proportion.
    """
    if clusters < 2 and not share:
        return _figure(value, None, None, n, None, ONE)
    found = draws[~np.isnan(draws)]
    if len(found) * 2 < len(draws):
        return _figure(value, None, None, n, None, SELDOM)
    low, high = np.percentile(found, [50 - 50 * LEVEL, 50 + 50 * LEVEL]).tolist()
    if found.max() - found.min() > 1e-9:
        return _figure(value, low, high, n, "bootstrap")
    if share:
        low, high = wilson(value * clusters, clusters)
        return _figure(value, low, high, n, "wilson")
    return _figure(value, None, None, n, None, SAME)


def proportion(right: Sequence[bool], clusters: Sequence[int], resampler: Resampler) -> Figure:
    """A proportion of observations that come in clusters."""
    if not right:
        return nothing()
    sums = np.zeros((resampler.number, 2))
    np.add.at(sums, np.asarray(clusters), np.column_stack([np.asarray(right, float), np.ones(len(right))]))

    def shares(weights: Floats) -> Floats:
        drawn = weights @ sums
        return np.where(drawn[:, 1] > 0, drawn[:, 0] / np.maximum(drawn[:, 1], 1), np.nan)

    value = sum(right) / len(right)
    return estimated(value, resampler.each(shares), len(right), len(set(clusters)), share=True)


def median(values: Sequence[float], clusters: Sequence[int], resampler: Resampler) -> Figure:
    """A median of observations that come in clusters."""
    if not values:
        return nothing()
    order = np.argsort(np.asarray(values), kind="stable")
    ordered, places = np.asarray(values)[order], np.asarray(clusters)[order]

    def medians(weights: Floats) -> Floats:
        return np.concatenate([_medians(ordered, places, part) for part in np.array_split(weights, 8) if len(part)])

    draws = resampler.each(medians)
    return estimated(float(np.median(ordered)), draws, len(values), len(set(clusters)))


def _medians(ordered: Floats, places: Ints, weights: Floats) -> Floats:
    """The median of each resample: the mean of the two middle values, which may be one."""
    reached = np.cumsum(weights[:, places], axis=1)
    total = reached[:, -1]
    below = np.argmax(reached >= total[:, None] / 2, axis=1)
    above = np.argmax(reached > total[:, None] / 2, axis=1)
    return np.where(total > 0, (ordered[below] + ordered[above]) / 2, np.nan)


def _figure(
    value: float,
    low: float | None,
    high: float | None,
    n: int,
    interval: Literal["bootstrap", "wilson"] | None,
    reason: str | None = None,
) -> Figure:
    def tidy(number: float | None) -> float | None:
        return None if number is None else round(number, DIGITS) + 0.0

    return Figure(value=tidy(value), low=tidy(low), high=tidy(high), n=n, interval=interval, reason=reason)
