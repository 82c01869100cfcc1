"""Texts are folded as people read them, and near ones found without comparing all."""

from __future__ import annotations

import random

import pytest

from curation.checks.balance import fair
from curation.checks.folding import content, fold, fold_numbers, negated
from curation.checks.pairs import compare
from curation.checks.wordings import ALIKE, alike, shingles
from curation.models import ChecklistItem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3", "three"),
        ("3.0", "Three."),
        ("1,000", "1000"),
        ("twenty-one", "21"),
        ("three cups", "3 cups"),
        ("½", "1/2"),
        ("0.5", "1/2"),
        ("A  red\u00a0CAR", "a red car"),
        ("the king’s crown", "The king's crown"),
        ("x < 3", "x<3"),
    ],
)
def test_same(one: str, other: str) -> None:
    assert fold_numbers(one) == fold_numbers(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("3", "4"), ("007", "7"), ("1e5", "100000"), ("3/0", "3"), ("3x3", "4x4"), ("x < 3", "x > 3"), ("-3", "3")],
)
def test_different(one: str, other: str) -> None:
    assert fold_numbers(one) != fold_numbers(other)


def test_fold_keeps_signs() -> None:
    assert fold("for i in range(3): print('*')") != fold("for i in range(3): print('+')")


def test_content() -> None:
    assert content("Are there exactly three cats in the image?") == ("exactly", "3", "cats")
    assert negated("Is there no cat?")
    assert not negated("Is it not true that there is no cat?")


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        (("Is there a cat?", "yes"), ("Is a cat shown in the image?", "yes"), "CHK002"),
        (("Is there a cat?", "yes"), ("Is a cat shown in the image?", "no"), "CHK006"),
        (("Is there a cat?", "yes"), ("Is there no cat?", "no"), "CHK002"),
        (("Is there a cat?", "yes"), ("Is there no cat?", "yes"), "CHK006"),
        (("Is the cat left of the dog?", "yes"), ("Is the dog left of the cat?", "no"), None),
        (("Is the cat beside the dog?", "yes"), ("Is the dog beside the cat?", "yes"), "CHK002"),
        (("Are there exactly 3 cats?", "yes"), ("Are there exactly three cats?", "yes"), "CHK002"),
        (("Are there three cats?", "yes"), ("Are there four cats?", "no"), None),
        (("Is it?", "yes"), ("Is there?", "no"), None),
    ],
)
def test_compare(one: tuple[str, str], other: tuple[str, str], code: str | None) -> None:
    items = [ChecklistItem.model_validate({"question": text, "answer": answer}) for text, answer in (one, other)]
    found = compare(*items)
    assert (found and found[0]) == code


def test_alike_finds_what_comparing_all_finds() -> None:
    rng = random.Random(4)
    words = ["".join(rng.choices("aeinorst", k=rng.randint(2, 7))) for _ in range(60)]
    texts: dict[str, tuple[str, str]] = {}
    for number in range(90):
        chosen = rng.choices(words, k=rng.randint(4, 15))
        texts[f"a{number:03}"] = (rng.choice(["", "one", "other"]), " ".join(chosen))
        chosen[rng.randrange(len(chosen))] = rng.choice(words)
        texts[f"b{number:03}"] = (rng.choice(["", "one", "other"]), " ".join(chosen))
    expected = set()
    for later, (of, text) in texts.items():
        for earlier, (whose, before) in texts.items():
            mine, yours = shingles(text), shingles(before)
            if earlier < later and (whose != of or not of) and 100 * len(mine & yours) >= ALIKE * len(mine | yours):
                expected.add(later)
    found = list(alike(texts))
    assert {later for _, later, _ in found} == expected
    assert len(found) == len(expected) > 20
    assert all(ALIKE <= share <= 100 for *_, share in found)


@pytest.mark.parametrize(
    ("count", "total", "expected"),
    [
        *[(15, 100, True), (25, 100, True), (35, 100, True), (14, 100, False), (36, 100, False)],
        *[(6, 40, True), (5, 40, False), (0, 20, True), (0, 30, False), (8, 12, True), (9, 12, False)],
        # One letter five times running is as rare as 1 in 1024.
        *[(1, 1, True), (4, 4, True), (5, 5, False)],
    ],
)
def test_fair(count: int, total: int, expected: bool) -> None:
    assert fair(count, total) is expected
