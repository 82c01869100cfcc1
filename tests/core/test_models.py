"""The records: frozen, refusing what they do not know, the same after a trip through JSON."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from curation.annotations import Annotation, Decision
from curation.canonical import canonical_json
from curation.models import INSTANCE, Box, Generated, GEUInstance, ImageRef, Proof, Source, UEGInstance
from tests.core.samples import annotation, decision, geu, photo_puzzle, source, ueg

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30).filter(
    lambda text: text == text.strip()
)
UID = st.from_regex(r"[a-z0-9][a-z0-9._-]{1,20}", fullmatch=True)
DIGEST = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
VALUES = st.dictionaries(
    TEXT,
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT | st.lists(st.integers(0, 9)),
    max_size=3,
)
IMAGES = st.builds(
    ImageRef,
    pixels=DIGEST,
    mode=st.sampled_from(["RGB", "RGBA"]),
    width=st.integers(1, 99),
    height=st.integers(1, 99),
)
PROVENANCE = st.builds(
    Generated,
    family=st.just("maze"),
    version=st.integers(1, 9),
    seed=st.integers(0, 2**53 - 1),
    index=st.integers(0, 2**53 - 1),
    attempt=st.integers(0, 99),
    parameters=VALUES,
)
GEU = st.builds(
    GEUInstance,
    uid=UID,
    category=st.just("mental_tracking"),
    subtask=st.none() | st.just("sequential_rules"),
    difficulty=st.sampled_from([None, "easy", "medium", "hard"]),
    provenance=PROVENANCE,
    sources=st.lists(UID, max_size=2).map(tuple),
    canonical_key=DIGEST,
    proof=st.none() | st.builds(Proof, method=st.just("pixels"), solver=TEXT, answer=TEXT, evidence=VALUES),
    image=IMAGES,
    oracle=st.none() | IMAGES,
    question=TEXT,
    options=st.tuples(TEXT, TEXT, TEXT, TEXT),
    key=st.sampled_from("ABCD"),
    regions=st.lists(st.builds(Box, x=st.integers(0, 9), y=st.integers(0, 9), width=st.just(1), height=st.just(2))),
    scene=st.none() | VALUES,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GEU)
def test_a_trip_through_json_changes_nothing(instance: GEUInstance) -> None:
    back = INSTANCE.validate_json(canonical_json(instance.plain()))
    assert back == instance
    assert back.digest() == instance.digest()
    assert INSTANCE.validate_json(instance.model_dump_json()) == instance


@pytest.mark.parametrize("record", [ueg(), geu(), photo_puzzle(), source(), annotation(), decision()])
def test_every_record_lives_through_json(record: Any) -> None:
    assert type(record).model_validate_json(canonical_json(record.plain())) == record
    changed = record.model_copy(update={"uid": "other"})
    assert changed.digest() != record.digest()


def faults(model: type[Any], record: Any, **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate({**record.plain(), **changes})
    return [(".".join(map(str, error["loc"])), error["type"]) for error in caught.value.errors()]


@pytest.mark.parametrize(
    ("changes", "whole"),
    [
        ({"question": None}, False),
        ({"options": None}, False),
        ({"key": None}, False),
        ({"question": None, "options": None}, False),
        ({"question": None, "options": None, "key": None}, True),
    ],
)
def test_question_options_and_key_come_together(changes: dict[str, None], whole: bool) -> None:
    values = {**geu().plain(), **changes}
    if whole:
        assert not GEUInstance.model_validate(values).answerable
    else:
        with pytest.raises(ValidationError, match="question, options and key must be given together"):
            GEUInstance.model_validate(values)


@pytest.mark.parametrize("character", ["\0", "\x1b", "\r", "\x7f", "\x85", "\ud800"])
def test_control_characters_are_refused(character: str) -> None:
    for field in ("prompt", "rationale", "refined_prompt"):
        (fault,) = faults(UEGInstance, ueg(), **{field: f"a{character}b"})
        assert fault[0] == field
    (fault,) = faults(GEUInstance, geu(), options=["P", f"Q{character}R", "S", "T"])
    assert fault[0] == "options.1"


def test_texts_may_have_lines_and_lines_may_not() -> None:
    assert ueg(prompt="def f():\n\treturn 1").prompt == "def f():\n\treturn 1"
    assert faults(GEUInstance, geu(), options=["P", "Q\nR", "S", "T"]) == [("options.1", "string_pattern_mismatch")]
    for text in (" a", "a ", "a\n", "\u00a0a"):
        assert faults(UEGInstance, ueg(), prompt=text) == [("prompt", "value_error")]
    assert faults(UEGInstance, ueg(), prompt="") == [("prompt", "string_too_short")]
    assert faults(UEGInstance, ueg(), prompt="a" * 8001) == [("prompt", "string_too_long")]


@pytest.mark.parametrize(
    ("model", "record"),
    [
        (UEGInstance, ueg()),
        (GEUInstance, geu()),
        (Source, source()),
        (Annotation, annotation()),
        (Decision, decision()),
    ],
)
def test_unknown_fields_are_refused_and_records_are_frozen(model: type[Any], record: Any) -> None:
    assert faults(model, record, extra=1) == [("extra", "extra_forbidden")]
    with pytest.raises(ValidationError, match="frozen"):
        record.uid = "other"


def test_unknown_fields_deep_inside_are_refused() -> None:
    image = {**geu().image.plain(), "path": "x"}
    assert faults(GEUInstance, geu(), image=image) == [("image.path", "extra_forbidden")]


@pytest.mark.parametrize("uid", ["", "a", "-a", "A1", "a/b", "a" * 97, "a b", "..", "ä1", "a1\n"])
def test_uids_are_plain(uid: str) -> None:
    assert [place for place, _ in faults(UEGInstance, ueg(), uid=uid)] == ["uid"]


@pytest.mark.parametrize("seconds", [math.inf, math.nan, -1.0])
def test_times_are_finite(seconds: float) -> None:
    assert [place for place, _ in faults(Annotation, annotation(), seconds=seconds)] == ["seconds"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"options": ["P", "Q", "R"]}, "options.3"),
        ({"options": ["P", "Q", "R", "S", "T"]}, "options"),
        ({"key": "E"}, "key"),
        ({"key": "b"}, "key"),
        ({"difficulty": "insane"}, "difficulty"),
        ({"canonical_key": "B" * 64}, "canonical_key"),
        ({"axis": "UEG"}, "axis"),
        ({"image": {"pixels": "c" * 64, "mode": "CMYK", "width": 4, "height": 3}}, "image.mode"),
        ({"image": {"pixels": "c" * 64, "mode": "RGB", "width": 0, "height": 3}}, "image.width"),
    ],
)
def test_values_out_of_range_are_refused(changes: dict[str, Any], place: str) -> None:
    assert [found for found, _ in faults(GEUInstance, geu(), **changes)] == [place]


def test_an_instance_is_told_by_its_axis() -> None:
    assert isinstance(INSTANCE.validate_python(ueg().plain()), UEGInstance)
    assert isinstance(INSTANCE.validate_python(geu().plain()), GEUInstance)
    with pytest.raises(ValidationError, match="axis"):
        INSTANCE.validate_python({**geu().plain(), "axis": "XYZ"})


def test_what_a_release_needs() -> None:
    assert ueg().answerable
    assert not ueg(checklist=()).answerable
    assert geu().answerable
    assert not photo_puzzle().answerable


def test_a_decision_is_made_by_somebody() -> None:
    assert faults(Decision, decision(), people=[]) == [("people", "too_short")]
