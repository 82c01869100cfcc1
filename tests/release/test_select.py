"""Properties of the selection."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.errors import UsageError
from curation.models import LETTERS, GEUInstance, Letter, UEGInstance
from curation.release.select import Candidate, Selection, fold, identities, select
from tests.release.makers import PROFILE, Shelf, Stock, chosen, geu, small, stock, ueg

LETTER = st.sampled_from(LETTERS)


def _uids(selection: Selection) -> list[str]:
    return [item.candidate.instance.uid for item in selection.chosen]


def _counts(selection: Selection) -> Counter[tuple[str, str | None]]:
    return Counter((c.candidate.instance.category, c.candidate.instance.subtask) for c in selection.chosen)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shelf"))


@given(st.integers(0, 2**32), st.integers(1, 9))
@settings(deadline=None, max_examples=25)
def test_the_order_of_the_input_does_not_matter(shop: Stock, seed: int, number: int) -> None:
    shuffled = random.Random(seed).sample(shop.candidates, len(shop.candidates))
    one = select(shop.candidates, PROFILE, number, draft=True, seed=str(seed))
    two = select(shuffled, PROFILE, number, draft=True, seed=str(seed))
    assert one == two


@pytest.mark.parametrize("number", [1, 4, 7, 10])
def test_quotas_letters_and_identities(shop: Stock, number: int) -> None:
    selection = chosen(shop, number)
    counts = _counts(selection)
    assert len(selection.chosen) == number * 10
    assert selection.shortfalls == ()
    for category in PROFILE.categories:
        mine = [item for item in selection.chosen if item.candidate.instance.category == category.name]
        assert {name: counts[category.name, name] for name in category.quotas(number)} == category.quotas(number)
        assert [item.index for item in mine] == list(range(1, number + 1))
        if category.axis == "GEU":
            keys = Counter(
                item.candidate.instance.key for item in mine if isinstance(item.candidate.instance, GEUInstance)
            )
            spread = [keys[letter] for letter in LETTERS]
            assert max(spread) - min(spread) <= 1
            levels = Counter((item.candidate.instance.subtask, item.candidate.instance.difficulty) for item in mine)
            assert max(levels.values()) - min(levels.values()) <= 2
    marks = [mark for item in selection.chosen for mark in identities(item.candidate.instance)]
    assert len(marks) == len(set(marks))


def test_another_seed_chooses_others(shop: Stock) -> None:
    one, two = (select(shop.candidates, PROFILE, 4, draft=True, seed=seed) for seed in ("0", "1"))
    assert sorted(_uids(one)) != sorted(_uids(two))


@given(st.lists(st.tuples(st.sampled_from(["maze", "map"]), LETTER), min_size=1, max_size=16), st.integers(1, 8))
@settings(deadline=None, max_examples=60)
def test_letters_are_as_even_as_can_be(shelf: Shelf, drawn: list[tuple[str, Letter]], number: int) -> None:
    category = PROFILE.category("cognitive_navigation")
    only = replace(PROFILE, categories=(category,))
    pool = [
        Candidate(geu("cognitive_navigation", name, place, shelf, key=key), 1)
        for place, (name, key) in enumerate(drawn)
    ]
    if len(pool) < number:
        with pytest.raises(UsageError, match=f"cognitive_navigation: {len(pool)} of {number}"):
            select(pool, only, number, draft=True, seed="0")
        return
    selection = select(pool, only, number, draft=True, seed="0")
    counts = {name: sum(home == name for _, home in _counts(selection).elements()) for name in ("maze", "map")}
    there = Counter(name for name, _ in drawn)
    quotas = category.quotas(number)
    for name, other in (("maze", "map"), ("map", "maze")):
        assert counts[name] == min(there[name], quotas[name] + max(0, quotas[other] - there[other]))
    assert {short.subtask for short in selection.shortfalls} == {
        name for name in counts if counts[name] < quotas[name]
    }
    supply = {name: Counter(key for home, key in drawn if home == name) for name in counts}
    best = min(
        sum((one[letter] + two[letter]) ** 2 for letter in LETTERS)
        for one in _ways(supply["maze"], counts["maze"])
        for two in _ways(supply["map"], counts["map"])
    )
    keys = Counter(
        item.candidate.instance.key for item in selection.chosen if isinstance(item.candidate.instance, GEUInstance)
    )
    assert sum(n**2 for n in keys.values()) == best


def _ways(supply: Counter[Letter], number: int) -> list[dict[Letter, int]]:
    ways: list[dict[Letter, int]] = [{}]
    for letter in LETTERS:
        ways = [way | {letter: n} for way in ways for n in range(min(supply[letter], number) + 1)]
    return [way for way in ways if sum(way.values()) == number]


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_no_two_share_a_source_and_places_are_filled_if_they_can_be(shelf: Shelf, data: st.DataObject) -> None:
    photos = data.draw(
        st.lists(
            st.sets(st.sampled_from(["quantity", "ocr", "attribute_recognition"]), min_size=1),
            min_size=3,
            max_size=8,
        )
    )
    pool = [
        Candidate(geu("attentional_focusing", name, 100 + place, shelf, sources=(f"src-{place}",)), 1)
        for place, able in enumerate(photos)
        for name in sorted(able)
    ]
    only = replace(PROFILE, categories=(PROFILE.category("attentional_focusing"),))
    selection = select(pool, only, 3, draft=True, seed="0")
    used = [item.candidate.instance.sources for item in selection.chosen]
    assert len(set(used)) == len(used) == 3
    able_all = any(
        len({one, two, three}) == 3
        for one in (n for n, able in enumerate(photos) if "quantity" in able)
        for two in (n for n, able in enumerate(photos) if "ocr" in able)
        for three in (n for n, able in enumerate(photos) if "attribute_recognition" in able)
    )
    assert (selection.shortfalls == ()) == able_all


def test_texts_and_pictures_are_compared_folded(shelf: Shelf) -> None:
    assert fold("  Draw\n a CAT ") == "draw a cat"
    one = ueg("world_knowledge", "food", 1, prompt="Draw a cat")
    two = ueg("world_knowledge", "food", 2, prompt="draw  a\nCat")
    assert set(identities(one)) & set(identities(two)) == {("prompt", "draw a cat")}
    left = geu("mental_tracking", "sequential_rules", 1, shelf)
    right = geu("mental_tracking", "simultaneous_rules", 2, shelf, image=left.image)
    assert set(identities(left)) & set(identities(right)) == {("image", "mental_tracking", left.image.pixels)}


def _moved(instance: UEGInstance | GEUInstance, **changes: str | None) -> UEGInstance | GEUInstance:
    return instance.model_copy(update=changes)


def test_what_cannot_be_asked_or_has_no_home_is_passed_over(shop: Stock, shelf: Shelf) -> None:
    extra = [
        Candidate(geu("mental_tracking", "sequential_rules", 90, shelf, question=None, options=None, key=None), 1),
        Candidate(_moved(geu("mental_tracking", "sequential_rules", 91, shelf), subtask=None), 1),
        Candidate(_moved(geu("mental_tracking", "sequential_rules", 92, shelf), subtask="dice"), 1),
        Candidate(_moved(ueg("world_knowledge", "food", 93), category="elsewhere"), 1),
        Candidate(ueg("world_knowledge", "food", 94, checklist=()), 1),
    ]
    assert select([*extra, *shop.candidates], PROFILE, 4, draft=True, seed="0") == chosen(shop, 4)


def test_a_uid_that_comes_twice_is_taken_once(shop: Stock) -> None:
    doubled = [Candidate(found.instance, found.revision + 1) for found in shop.candidates]
    selection = select([*shop.candidates, *doubled], PROFILE, 12, draft=True, seed="0")
    assert len(set(_uids(selection))) == 120
    newest = {found.instance.uid: found.revision for found in doubled}
    assert all(item.candidate.revision == newest[item.candidate.instance.uid] for item in selection.chosen)


def test_a_draft_takes_approved_instances_first(shop: Stock) -> None:
    names = {found.instance.uid for found in shop.candidates if found.instance.uid.endswith(("-1", "-4"))}
    some = [
        Candidate(found.instance, 1, ("ada",), "adjudicated") if found.instance.uid in names else found
        for found in shop.candidates
    ]
    taken = _uids(select(some, PROFILE, 2, draft=True, seed="0"))
    prompts = [uid for uid in taken if not uid.startswith(("mental", "attention", "cognitive"))]
    assert set(prompts) <= names


def test_a_shortage_is_told_by_category(shop: Stock) -> None:
    lacking = [found for found in shop.candidates if found.instance.subtask not in {"maze", "map", "food"}]
    with pytest.raises(UsageError) as told:
        select(lacking, PROFILE, 2, draft=True, seed="0")
    lines = told.value.lines()
    assert "  world_knowledge: 2 of 2" in lines
    assert "  cognitive_navigation: 0 of 2" in lines
    assert "--per-category" in lines[-1]
    assert len(lines) == 12


def test_a_frozen_release_says_how_many_are_approved(tmp_path: Path) -> None:
    found = stock(tmp_path, 2, approved=True)
    some = [c if c.instance.subtask != "ocr" else Candidate(c.instance, c.revision) for c in found.candidates]
    with pytest.raises(UsageError) as told:
        select(some, small(4), draft=False, seed="0")
    text = str(told.value)
    assert "  attentional_focusing: 3 of 4 (ocr 0 of 1)" in text
    assert "  mental_tracking: 4 of 4\n" in text
    assert "curate studio" in text
    assert "--draft" in text


def test_a_frozen_release_fills_no_shortage_from_other_subtasks(tmp_path: Path) -> None:
    found = stock(tmp_path, 4, approved=True)
    some = [c for c in found.candidates if c.instance.subtask != "maze"]
    with pytest.raises(UsageError, match=r"cognitive_navigation: 2 of 4 \(maze 0 of 2\)"):
        select(some, small(4), draft=False, seed="0")
    draft = select(some, small(4), draft=True, seed="0")
    assert [(short.subtask, short.wanted, short.found) for short in draft.shortfalls] == [("maze", 2, 0)]


def test_a_frozen_release_has_the_profiles_size(shop: Stock) -> None:
    with pytest.raises(UsageError, match="a frozen release holds 100 instances"):
        chosen(shop, 10, draft=False)
