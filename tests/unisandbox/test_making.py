"""Makers: rows by index, no two alike, and readers that share no code with them prove every one."""

from __future__ import annotations

import importlib
import pkgutil
import re
import unicodedata
from collections import Counter
from fractions import Fraction
from pathlib import Path

import faker.providers.person
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.errors import UsageError
from curation.unisandbox.layout import LEVELS, PERSON_ROWS, TEST_ROWS
from curation.unisandbox.making import knowledge, mapping, math, splits
from curation.unisandbox.making.expressions import strata
from curation.unisandbox.making.names import NAMES, person_name
from curation.unisandbox.making.nouns import NOUNS
from curation.unisandbox.making.order import Shares, permuted
from curation.unisandbox.reading import mapping as mapping_reader
from curation.unisandbox.reading import math as math_reader
from curation.unisandbox.reading.words import singular
from tests.puzzles.test_independence import reach

SEEDS = st.integers(0, 2**64)
LEVEL = st.sampled_from(LEVELS)


@given(st.integers(1, 300), st.integers(0, 2**200))
def test_permuted_is_a_permutation(size: int, key: int) -> None:
    assert sorted(permuted(index, size, key) for index in range(size)) == list(range(size))


@given(st.lists(st.integers(0, 12), min_size=1, max_size=9).filter(any), st.integers(0, 2**200))
def test_shares_take_each_place_once(sizes: list[int], key: int) -> None:
    shares = Shares(sizes)
    places = [shares.place(index, key) for index in range(shares.total)]
    assert sorted(places) == [(number, place) for number, size in enumerate(sizes) for place in range(size)]
    first = Counter(number for number, _ in places[: sum(size > 0 for size in sizes)])
    assert set(first.values()) == {1}


@given(SEEDS, LEVEL, st.data())
def test_math_round_trip(seed: int, level: int, data: st.DataObject) -> None:
    row = math.test_row(seed, level, data.draw(st.integers(0, TEST_ROWS - 1)))
    assert list(row) == ["Question", "Answer", "id"]
    rows = [row, math.training_row(seed, level, data.draw(st.integers(0, math.capacity(level) - 1)))]
    for found in rows:
        verdict = math_reader.judge(str(found["Question"]), str(found["Answer"]), level)
        assert verdict.proved
        assert verdict.answer in {"1", "2", "3", "4", "5"}


@given(SEEDS, LEVEL, st.data())
def test_mapping_round_trip(seed: int, level: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, mapping.capacity() // 2 - 1))
    rows = [mapping.training_row(seed, level, 2 * index + which) for which in range(2)]
    told = []
    for row, field in zip(rows, ("Question_A", "Question_B"), strict=True):
        verdict, rules = mapping_reader.judge(str(row[field]), str(row["Answer"]), level)
        assert verdict.proved
        assert rules is not None
        assert mapping_reader.follow(rules)[1] == level
        assert len(rules.targets) == 2 * level
        told.append(rules)
    assert told[0].targets == told[1].targets
    assert told[0].asked != told[1].asked


@given(SEEDS, LEVEL, st.data())
def test_readers_find_a_changed_answer(seed: int, level: int, data: st.DataObject) -> None:
    row = math.test_row(seed, level, data.draw(st.integers(0, TEST_ROWS - 1)))
    right = int(str(row["Answer"]).split()[0])
    wrong = data.draw(st.integers(0, 9).filter(lambda number: number != right))
    answer = str(row["Answer"]).replace(str(right), str(wrong))
    assert "USB002" in [code for code, _ in math_reader.judge(str(row["Question"]), answer, level).faults]
    index = data.draw(st.integers(0, TEST_ROWS - 1))
    one, other = (mapping.test_row(seed, level, 2 * index + which) for which in range(2))
    verdict, _ = mapping_reader.judge(str(one["Question_A"]), str(other["Answer"]), level)
    assert [code for code, _ in verdict.faults] == ["USB002"]


@pytest.mark.parametrize("level", [1, 2])
def test_every_expression_is_written_once_and_right(level: int) -> None:
    texts = set()
    for stratum in strata(level):
        for number in range(stratum.size):
            text = stratum.text(number)
            texts.add(text.replace(" ", ""))
            if number % 997 == 0:
                assert math_reader.calculation(text).number == Fraction(stratum.result)
    assert len(texts) == sum(stratum.size for stratum in strata(level))


@pytest.mark.parametrize("level", LEVELS)
def test_no_two_rows_ask_the_same_and_training_keeps_off_the_tests(level: int) -> None:
    def key(row: dict[str, object]) -> str:
        return re.sub(r"\s", "", str(row["Question"]))

    def expression(row: dict[str, object]) -> str:
        return str(row["Question"]).split(" as the result of ")[1]

    tests = [math.test_row(5, level, index) for index in range(TEST_ROWS)]
    training = [math.training_row(5, level, index) for index in range(3000)]
    assert len({key(row) for row in tests + training}) == TEST_ROWS + 3000
    assert not {expression(row) for row in tests} & {expression(row) for row in training}
    assert len({expression(row) for row in tests}) == TEST_ROWS
    counts = Counter(str(row["Answer"]).split()[0] for row in tests)
    assert set(counts) == set("12345")
    assert max(counts.values()) <= 30
    chains = [mapping.test_row(5, level, index) for index in range(200)]
    chains += [mapping.training_row(5, level, index) for index in range(2000)]
    asked = [mapping_reader.judge(str(row.get("Question_A", row.get("Question_B"))), "")[0].key for row in chains]
    assert len(set(asked)) == 2200


def test_the_end_of_the_last_turn() -> None:
    for level in LEVELS:
        last = math.training_row(0, level, math.capacity(level) - 1)
        assert math_reader.judge(str(last["Question"]), str(last["Answer"]), level).proved
        with pytest.raises(UsageError, match="training rows"):
            math.training_row(0, level, math.capacity(level))
        with pytest.raises(UsageError, match="training rows"):
            mapping.training_row(0, level, mapping.capacity())
        for make in (math.test_row, mapping.test_row):
            with pytest.raises(UsageError, match="rows 0 to"):
                make(0, level, 200)


def test_higher_levels_have_powers_roots_remainders_and_percentages() -> None:
    for level in (2, 3):
        text = " ".join(str(math.test_row(0, level, index)["Question"]) for index in range(TEST_ROWS))
        assert all(sign in text for sign in ("^", "√", " % ", "% of", " * ", " / ", " + ", " - "))


def test_splits_are_ordered_by_difficulty() -> None:
    for split in (splits.math_split, splits.mapping_split):
        rows = list(split(1, 300))
        assert [row["level"] for row in rows] == [1] * 100 + [2] * 100 + [3] * 100
        assert (
            len({tuple(row.get(name) for name in ("id", "ID", "Question_A", "Question_B")) for row in rows}) == 300
        )
    assert splits.shares(10, [2, 100, 100]) == [2, 4, 4]
    assert splits.shares(10, [100, 2, 1]) == [7, 2, 1]
    with pytest.raises(UsageError, match="odd"):
        splits.check_size(3)
    with pytest.raises(UsageError, match="ask for fewer"):
        splits.check_size(10**12)


def test_nouns_are_singular_and_plural() -> None:
    assert len({word for pair in NOUNS for word in pair}) == 2 * len(NOUNS)
    assert all(singular(plural) == one for one, plural in NOUNS)


def real_names() -> set[str]:
    """First and last names of every locale that Faker knows, in plain letters, as far as they have some."""
    found: set[str] = set()
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        tables = [getattr(provider, name) for name in dir(provider) if "_name" in name and "format" not in name]
        for table in tables:
            for entry in table if isinstance(table, (tuple, list, dict)) else ():
                plain = unicodedata.normalize("NFKD", str(entry).lower()).encode("ascii", "ignore").decode()
                found |= set(re.findall(r"[a-z]+", plain))
    assert len(found) > 40_000 and {"maria", "smith", "yamada", "okafor"} <= found
    return found


def test_names_are_invented_and_none_comes_twice() -> None:
    names = [person_name(7, index) for index in range(NAMES)]
    assert len({name.split()[0] for name in names}) == len({name.split()[1] for name in names}) == NAMES
    assert not real_names() & {part.lower() for name in names for part in name.split()}
    with pytest.raises(UsageError, match="fewer people"):
        person_name(0, NAMES)


@given(SEEDS, st.integers(1, knowledge.PAIRS))
def test_people_of_a_pair_differ_in_everything(seed: int, pair: int) -> None:
    one, other = knowledge.pair_of(seed, pair)
    assert one.name != other.name
    assert all(one.profile[name] != other.profile[name] for name in knowledge.VALUES)


def test_knowledge_rows() -> None:
    rows = list(knowledge.training_rows(0, 1))
    people = knowledge.pair_of(0, 1)
    assert [sum(person.name in str(row) for row in rows) for person in people] == [PERSON_ROWS, PERSON_ROWS]
    assert len({str(row["conversations"]) for row in rows}) == 2 * PERSON_ROWS
    text = str(rows)
    assert all(word in text for word in ("的", "¿", "Quel", "Welche", "Yes, ", "No, ", "Who is"))
    assert len(list(knowledge.forward_rows(0, 1))) == 14
    assert len(list(knowledge.inverse_rows(0, 1))) == 6


def test_readers_share_no_code_with_makers() -> None:
    folder = Path(knowledge.__file__).parents[1]
    makers, readers = (
        {name for path in (folder / part).glob("*.py") for name in reach(f"curation.unisandbox.{part}.{path.stem}")}
        for part in ("making", "reading")
    )
    contract = {"curation", "curation.errors", "curation.unisandbox", "curation.unisandbox.layout"}
    assert makers & readers <= contract
