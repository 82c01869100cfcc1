"""Agreement on one scale, with what it needs to be read rightly: prevalence, and why a coefficient is low."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from curation.models import Line, Record
from curation.review.agreement.coefficients import (
    COEFFICIENTS,
    Coefficient,
    Floats,
    Ratings,
    coefficients,
    defined_pairs,
)
from curation.review.agreement.figures import NOTHING, Figure, Resampler, estimated, nothing

APART = 0.2
"""By how much AC1 must lie above kappa or alpha for the report to say why."""
PREVALENT = 0.7
"""Share of one category from which chance agreement explains that."""


class ScaleAgreement(Record):
    """How well raters agree on one scale.

    Attributes:
        items: Items with two ratings or more.
        ratings: Ratings of them.
        raters: How many people gave them.
        prevalence: Share of each category among these ratings; empty where there are none.
        percent: Share of pairs of ratings of an item that are the same.
        cohen: Cohen's kappa; of several pairs of raters the mean, weighted by what they rated in common. Its reason
            says how many pairs it leaves out.
        fleiss: Fleiss' kappa.
        alpha: Krippendorff's alpha, nominal.
        ac1: Gwet's AC1.
        note: Why kappa and alpha are low although agreement is high, where they are.
    """

    items: Annotated[int, Field(ge=0)]
    ratings: Annotated[int, Field(ge=0)]
    raters: Annotated[int, Field(ge=0)]
    prevalence: dict[str, float]
    percent: Figure
    cohen: Figure
    fleiss: Figure
    alpha: Figure
    ac1: Figure
    note: Line | None = None


Rating = tuple[str, int, str, str]
"""Item, cluster, rater, category."""


def tabulate(ratings: Sequence[Rating], labels: tuple[str, ...]) -> Ratings:
    """Lay ratings out as items by raters, both in order of their names."""
    items = {name: place for place, name in enumerate(sorted({item for item, *_ in ratings}))}
    raters = {name: place for place, name in enumerate(sorted({rater for _, _, rater, _ in ratings}))}
    codes = np.full((len(items), len(raters)), -1, dtype=np.intp)
    clusters = np.zeros(len(items), dtype=np.intp)
    for item, cluster, rater, category in ratings:
        codes[items[item], raters[rater]] = labels.index(category)
        clusters[items[item]] = cluster
    return Ratings(codes, clusters, labels)


def scale_agreement(ratings: Sequence[Rating], labels: tuple[str, ...], resampler: Resampler) -> ScaleAgreement:
    """Measure agreement on one scale.

    Args:
        ratings: What was said; items with one rating count for how often categories are used, as Gwet has it.
        labels: The scale.
        resampler: Over the clusters that the ratings name.
    """
    table = tabulate(ratings, labels)
    items = int(table.doubly.sum())
    if not items:
        none = nothing(NOTHING if not ratings else "no item has two reviews yet, so n = 0 and there is no figure")
        figures: dict[Coefficient, Figure] = dict.fromkeys(COEFFICIENTS, none)
        return ScaleAgreement(items=0, ratings=0, raters=0, prevalence={}, **figures)
    values = coefficients(table, np.ones((1, resampler.number)))
    draws = _drawn(table, resampler)
    clusters = len(np.unique(table.clusters[table.doubly]))
    figures = {}
    for name in COEFFICIENTS:
        value = float(values[name][0])
        if np.isnan(value):
            figures[name] = nothing(_undefined(table), items)
        else:
            figures[name] = estimated(value, draws[name], items, clusters, share=name == "percent")
            if name == "cohen" and (left := _left_out(table)):
                figures[name] = figures[name].model_copy(update={"reason": left})
    used = table.counts[table.doubly].sum(axis=0)
    prevalence = {label: round(float(share), 4) for label, share in zip(labels, used / used.sum(), strict=True)}
    return ScaleAgreement(
        items=items,
        ratings=int(used.sum()),
        raters=int((table.codes[table.doubly] >= 0).any(axis=0).sum()),
        prevalence=prevalence,
        **figures,
        note=_note(figures, prevalence),
    )


def _drawn(table: Ratings, resampler: Resampler) -> dict[Coefficient, Floats]:
    found = [coefficients(table, weights) for weights in resampler.batches()]
    return {name: np.concatenate([part[name] for part in found]) for name in COEFFICIENTS}


def _undefined(table: Ratings) -> str:
    """Why a coefficient is not defined: where chance alone gives full agreement, nothing can go beyond it."""
    used = [label for label, count in zip(table.labels, table.counts.sum(axis=0), strict=True) if count]
    if len(used) == 1:
        return f"undefined: only {used[0]!r} was ever said, so agreement by chance is already full"
    return "undefined: no pair of raters used more than one category, so agreement by chance is already full"


def _left_out(table: Ratings) -> str | None:
    """How many pairs of raters Cohen's kappa leaves out."""
    pairs = len(table.pairs)
    left = pairs - defined_pairs(table)
    return f"it leaves out {left} of {pairs} pairs of raters, who used one category alone" if left else None


def _note(figures: dict[Coefficient, Figure], prevalence: dict[str, float]) -> str | None:
    commonest = max(prevalence, key=lambda label: prevalence[label])
    ac1 = figures["ac1"].value
    others = [figure.value for name, figure in figures.items() if name in {"cohen", "fleiss", "alpha"}]
    found = [value for value in others if value is not None]
    if ac1 is None or not found or prevalence[commonest] < PREVALENT or ac1 - min(found) < APART:
        return None
    share, chance = prevalence[commonest], sum(part * part for part in prevalence.values())
    return (
        f"{share:.0%} of what was said is {commonest!r}, so kappa and alpha expect {chance:.0%} agreement by "
        "chance and a few disagreements bring them low; AC1 does not rest on that expectation"
    )
