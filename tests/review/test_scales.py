"""Agreement on a scale, with prevalence and with why a coefficient is low or is none."""

from __future__ import annotations

import numpy as np
import pytest

from curation.review.agreement.figures import Figure, Resampler
from curation.review.agreement.scales import Rating, ScaleAgreement, scale_agreement, tabulate

VERDICTS = ("accept", "needs_fix", "reject")


def rated(*items: str, labels: tuple[str, ...] = VERDICTS) -> ScaleAgreement:
    """Items as the first letters of what ann, bob and cid said; `-` where they said nothing."""
    by_letter = {label[0]: label for label in labels}
    ratings: list[Rating] = [
        (f"item-{place}", place, name, by_letter[letter])
        for place, item in enumerate(items)
        for name, letter in zip(("ann", "bob", "cid"), item, strict=False)
        if letter != "-"
    ]
    return scale_agreement(ratings, labels, Resampler("test", len(items)))


def figures(found: ScaleAgreement) -> dict[str, Figure]:
    return {name: getattr(found, name) for name in ("percent", "cohen", "fleiss", "alpha", "ac1")}


def test_prevalence_explains_a_low_kappa_beside_a_high_agreement() -> None:
    found = rated(*["aa"] * 95, "an", "na", "ar", "ra", "an")
    assert found.percent.value == 0.95
    assert found.ac1.value is not None and found.ac1.value > 0.9
    assert found.alpha.value is not None and found.alpha.value < 0
    assert found.prevalence == {"accept": 0.975, "needs_fix": 0.015, "reject": 0.01}
    assert found.note == (
        "98% of what was said is 'accept', so kappa and alpha expect 95% agreement by chance and a few "
        "disagreements bring them low; AC1 does not rest on that expectation"
    )


def test_agreement_without_prevalence_needs_no_words() -> None:
    found = rated(*["aa", "nn", "rr", "an"] * 10)
    assert found.note is None
    assert all(figure.interval == "bootstrap" for figure in figures(found).values())
    for figure in figures(found).values():
        assert figure.low is not None and figure.value is not None and figure.high is not None
        assert figure.low <= figure.value <= figure.high
        assert figure.n == 40


def test_one_category_alone_leaves_kappa_without_a_value() -> None:
    found = rated(*["aa"] * 12)
    assert (found.percent.value, found.percent.interval) == (1.0, "wilson")
    for name in ("cohen", "fleiss", "alpha"):
        figure = figures(found)[name]
        assert (figure.value, figure.low, figure.high, figure.n) == (None, None, None, 12)
        assert figure.reason == "undefined: only 'accept' was ever said, so agreement by chance is already full"
    assert found.ac1.value == 1.0


def test_pairs_that_used_one_category_each_have_no_cohen() -> None:
    found = rated("aa-", "aa-", "-nn", "-nn")
    assert found.cohen.value is None
    assert found.cohen.reason is not None and found.cohen.reason.startswith("undefined: no pair of raters")
    assert found.alpha.value == 1.0


def test_pairs_left_out_are_named() -> None:
    found = rated("aa-", "aa-", "-nr", "-nn", "-rr")
    assert found.cohen.value is not None
    assert found.cohen.reason == "it leaves out 1 of 2 pairs of raters, who used one category alone"


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ((), "n = 0, so there is no figure"),
        (("a--", "-n-"), "no item has two reviews yet, so n = 0 and there is no figure"),
    ],
)
def test_nothing_has_no_figure(items: tuple[str, ...], reason: str) -> None:
    found = rated(*items)
    assert (found.items, found.ratings, found.raters, found.prevalence) == (0, 0, 0, {})
    assert {(figure.value, figure.n, figure.reason) for figure in figures(found).values()} == {(None, 0, reason)}


def test_one_item_has_no_interval() -> None:
    found = rated("an")
    assert (found.percent.value, found.percent.interval) == (0.0, "wilson")
    assert found.alpha.value == 0.0
    assert found.alpha.reason == "one instance alone has no spread"


def test_items_with_one_rating_are_counted_apart() -> None:
    found = rated("aa-", "n--", "ana")
    assert (found.items, found.ratings, found.raters) == (2, 5, 3)


def test_questions_of_one_instance_are_drawn_together() -> None:
    """Five questions of each instance, answered alike within it, make no narrower interval than one."""
    answers = [("yes", "yes"), ("no", "no"), ("yes", "no"), ("no", "no")] * 6
    once: list[Rating] = []
    fivefold: list[Rating] = []
    for place, pair in enumerate(answers):
        for name, said in zip(("ann", "bob"), pair, strict=True):
            once.append((f"{place}.0", place, name, said))
            fivefold += [(f"{place}.{number}", place, name, said) for number in range(5)]
    resampler = Resampler("questions", len(answers))
    one, five = (scale_agreement(found, ("yes", "no"), resampler) for found in (once, fivefold))
    assert five.items == 5 * one.items
    assert (one.percent.low, one.percent.high) == (five.percent.low, five.percent.high)
    assert (one.ac1.low, one.ac1.high) == (five.ac1.low, five.ac1.high)


def test_the_order_of_what_was_said_changes_nothing() -> None:
    ratings: list[Rating] = [
        ("b", 1, "bob", "no"),
        ("a", 0, "ann", "yes"),
        ("a", 0, "bob", "no"),
        ("b", 1, "ann", "no"),
    ]
    table, turned = tabulate(ratings, ("yes", "no")), tabulate(ratings[::-1], ("yes", "no"))
    assert np.array_equal(table.codes, turned.codes)
    assert table.codes.tolist() == [[0, 1], [1, 1]]
