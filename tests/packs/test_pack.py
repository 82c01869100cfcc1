"""The pack format: what its author wrote is what the instance says, and what is wrong is said in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.errors import InputError
from curation.models import Authored, Box, GEUInstance, ImageRef, UEGInstance
from curation.packs.drafts import geu_key, ueg_key
from curation.packs.pack import read_pack
from curation.taxonomy import load_profile
from tests.packs.samples import HEADER, geu, ueg, write_jsonl

PROFILE = load_profile()


def refusals(path: Path) -> list[str]:
    return [item.line().replace(f"{path.parent}/", "") for item in read_pack(path, PROFILE).refusals]


def test_a_prompt_becomes_an_instance(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "p.jsonl", ueg())
    reading = read_pack(path, PROFILE)
    assert (reading.rows, reading.refusals, reading.warnings) == (1, [], [])
    instance = reading.drafts[0].finish({})
    assert isinstance(instance, UEGInstance)
    assert instance.uid == "my-food-001"
    assert (instance.category, instance.subtask) == ("world_knowledge", "food")
    assert [item.answer for item in instance.checklist] == ["yes", "no"]
    assert [item.aspect for item in instance.checklist] == ["presence", None]
    assert instance.provenance == Authored(
        pack="my-pack", pack_version=1, licence="CC-BY-4.0", attribution="Somebody"
    )
    assert instance.canonical_key == ueg_key(ueg()["prompt"])


def test_prompts_that_say_the_same_have_one_canonical_key() -> None:
    assert ueg_key("The  BREAD\nof France.") == ueg_key("the bread of france.")
    assert ueg_key("the bread of France") != ueg_key("the bread of Spain")


def test_a_question_about_an_image_becomes_an_instance(tmp_path: Path) -> None:
    row = geu(
        oracle="mazes/001-path.png",
        regions=[{"x": 1, "y": 2, "width": 3, "height": 4, "label": "goal"}],
        licence="CC0-1.0",
        attribution="Somebody else",
    )
    draft = read_pack(write_jsonl(tmp_path / "p.jsonl", row), PROFILE).drafts[0]
    assert draft.images == {"image": "mazes/001.png", "oracle": "mazes/001-path.png"}
    image, oracle = (ImageRef(pixels=digit * 64, mode="RGB", width=9, height=9) for digit in "ab")
    instance = draft.finish({"image": image, "oracle": oracle})
    assert isinstance(instance, GEUInstance)
    assert (instance.image, instance.oracle) == (image, oracle)
    assert instance.options == ("P", "Q", "R", "S")
    assert instance.regions == (Box(x=1, y=2, width=3, height=4, label="goal"),)
    assert isinstance(instance.provenance, Authored)
    assert (instance.provenance.licence, instance.provenance.attribution) == ("CC0-1.0", "Somebody else")
    assert instance.canonical_key == geu_key(image, row["question"])
    small = draft.finish({"image": ImageRef(pixels="a" * 64, mode="RGB", width=3, height=9), "oracle": oracle})
    assert str(small) == (
        f"{tmp_path}/p.jsonl:2: my-maze-001: region 1 reaches beyond the image (3 x 9 px); correct the region"
    )


BAD: list[tuple[object, list[str]]] = [
    (ueg(prompt=...), ["my-food-001: prompt is missing; add it"]),
    (ueg(prompt=None), ["my-food-001: prompt is missing; add it"]),
    (
        ueg(subtask="fod"),
        ["my-food-001: unknown subtask 'fod' of world_knowledge; did you mean food?"],
    ),
    (
        ueg(subtask="zzz", category="code_to_image"),
        ["my-food-001: unknown subtask 'zzz' of code_to_image; write one of: branching, loops, data_structures"],
    ),
    (ueg(subtask=["food"]), ["my-food-001: unknown subtask ['food'] of world_knowledge; did you mean food?"]),
    (
        ueg(subtask=..., category="logical_reasoning"),
        ["my-food-001: subtask is missing; write one of: explicit_conditions, implicit_conditions"],
    ),
    (
        ueg(category="World_knowledge"),
        ["my-food-001: unknown category 'World_knowledge'; did you mean world_knowledge?"],
    ),
    (ueg(category=3), ["my-food-001: unknown category 3; write one of: world_knowledge, commonsense_reasoning, "]),
    (ueg(category=...), ["my-food-001: category is missing; write one of: world_knowledge, "]),
    (ueg(promt="x"), ["my-food-001: unknown field 'promt'; did you mean prompt?"]),
    (ueg(image="x.png"), ["my-food-001: unknown field 'image'; remove it; world_knowledge has: id, category, "]),
    (
        ueg(checklist=[{"question": "Is it there?", "answer": "Yes "}]),
        [
            "my-food-001: the answer of checklist question 1 is 'Yes ', not yes or no; "
            "write yes or no in lower case, without spaces"
        ],
    ),
    (
        ueg(checklist=[{"question": "Is it there?", "answer": True, "aspect": "colour", "x": 1}]),
        [
            "my-food-001: the answer of checklist question 1 is True, not yes or no; "
            "write yes or no in lower case, without spaces",
            "my-food-001: the aspect of checklist question 1 is 'colour', "
            "not presence, count, attribute or relation; write one of these, or leave it out",
            "my-food-001: the x of checklist question 1 is unknown; correct the name of the field or remove it",
        ],
    ),
    (
        ueg(checklist=[{"question": "", "answer": "no"}, {"answer": "no"}, "Is it?"]),
        [
            "my-food-001: the question of checklist question 1 is empty; "
            "fill it in, or remove it if it is optional",
            "my-food-001: the question of checklist question 2 is missing; add it",
            "my-food-001: checklist question 3 is text, not a group of fields; write its fields",
        ],
    ),
    (ueg(checklist=[]), ["my-food-001: checklist is empty; add 2 to 5 questions"]),
    (ueg(checklist="yes"), ["my-food-001: checklist is text, not a list; write a list"]),
    (
        ueg(checklist=[{"question": f"Is it {n}?", "answer": "no"} for n in range(21)]),
        ["my-food-001: checklist has 21 entries, more than 20; remove some"],
    ),
    (ueg(rationale=5), ["my-food-001: rationale is a number, not text; write text"]),
    (ueg(refined_prompt={}), ["my-food-001: refined_prompt is a group of fields, not text; write text"]),
    (ueg(prompt="x" * 8001), ["my-food-001: prompt has 8,001 characters, more than 8,000; shorten it"]),
    (ueg(prompt="x "), ["my-food-001: prompt begins or ends with white space; remove what is too much"]),
    (ueg(prompt="a\x07b"), ["my-food-001: prompt holds the control character U+0007; remove what is too much"]),
    (ueg(prompt="a\ud800b"), ["my-food-001: prompt holds half a character; write the character again"]),
    (
        ueg(checklist=[{"question": "Is\nit?", "answer": "no"}]),
        ["my-food-001: the question of checklist question 1 holds a line break or tab; write it in one line"],
    ),
    (ueg(id=...), ["id is missing; give the row an id of its own"]),
    (ueg(id="My Food"), ["the id 'My Food' is not well formed; use 2 to 96 lower-case letters, digits, "]),
    (ueg(id="\x1b[2J"), ["the id '\\x1b[2J' is not well formed; use "]),
    (ueg(id=7, prompt=..., subtask="x"), ["the id 7 is not", "prompt is missing; ", "unknown subtask 'x' of "]),
    (5, ["the row is a number, not a group of fields; write its fields: id, category, ..."]),
    (geu(options=["P", "Q"]), ["my-maze-001: has 2 options, not four; give exactly four options"]),
    (geu(options=list("PQRST")), ["my-maze-001: has 5 options, not four; give exactly four options"]),
    (geu(options="PQRS"), ["my-maze-001: options is text, not a list; write a list"]),
    (geu(options=["P", "", 3, "S"]), ["my-maze-001: option B is empty; ", "my-maze-001: option C is a number, "]),
    (geu(key="b"), ["my-maze-001: key is 'b', not A, B, C or D; write the letter of the right option"]),
    (
        geu(key=..., question=...),
        ["my-maze-001: question is missing; add it", "my-maze-001: key is missing; add it"],
    ),
    (
        geu(image="../secret.png"),
        ["my-maze-001: image '../secret.png' leaves the folder of the file; put the image "],
    ),
    (geu(oracle="/etc/x.png"), ["my-maze-001: oracle '/etc/x.png' leaves the folder of the file; put the image "]),
    (geu(image="a\\b.png"), ["my-maze-001: image 'a\\\\b.png' has a backslash; separate folders by /"]),
    (geu(image="a\x00.png"), ["my-maze-001: image holds a control character: 'a\\x00.png'; remove it"]),
    (geu(image="a" * 300), ["my-maze-001: image is no path; write the path of an image file"]),
    (geu(image=""), ["my-maze-001: image is no path; write the path of an image file"]),
    (geu(image=3), ["my-maze-001: image is a number, not a path; write the path of an image file"]),
    (
        geu(regions=[{"x": -1, "y": 0, "width": 1, "height": "a"}]),
        [
            "my-maze-001: the x of region 1 is -1; write a number of pixels that lies in the image",
            "my-maze-001: the height of region 1 is 'a'; write a number of pixels that lies in the image",
        ],
    ),
    (geu(licence="a\nb"), ["my-maze-001: licence holds a line break or tab; write it in one line"]),
]


@pytest.mark.parametrize(("row", "said"), BAD)
def test_a_bad_row_is_refused_in_plain_words_and_the_others_are_read(
    tmp_path: Path, row: object, said: list[str]
) -> None:
    path = write_jsonl(tmp_path / "p.jsonl", ueg("first"), row, ueg("last"))
    reading = read_pack(path, PROFILE)
    assert [draft.instance.uid for draft in reading.drafts] == ["first", "last"]
    assert reading.rows == 3
    found = refusals(path)
    assert len(found) == len(said)
    for line, expected in zip(found, said, strict=True):
        assert line.startswith(f"p.jsonl:3: {expected}")
        assert not any(word in line for word in ("Input", "pydantic", "validation", "\n", "str_"))


def test_a_line_cut_in_the_middle_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "p.jsonl", ueg("first"), '{"id": "cut", "prom', ueg("last"))
    assert [draft.instance.uid for draft in read_pack(path, PROFILE).drafts] == ["first", "last"]
    assert refusals(path) == ["p.jsonl:3: is cut in the middle; write the whole row as JSON on one line"]


HEADERS: list[tuple[Any, str]] = [
    ({**HEADER, "status": "approved"}, "status is 'approved'; write 'authored, unreviewed': what people have "),
    ({**HEADER, "version": "x"}, "version is 'x', not a whole number from 1 on; correct it"),
    ({**HEADER, "version": 0}, "version is 0, not a whole number from 1 on; correct it"),
    ({**HEADER, "version": True}, "version is True, not a whole number from 1 on; correct it"),
    ({**HEADER, "licence": None}, "licence is missing in the header; add it"),
    ({**HEADER, "attribution": ""}, "attribution is empty; fill it in, or remove it if it is optional"),
    ({**HEADER, "pack": "My Pack"}, "the name of the pack 'My Pack' is not well formed; use 2 to 96 "),
    ({**HEADER, "author": "me"}, "unknown field 'author' in the header; remove it; the header has: pack, version"),
    (ueg(), "has no header; write the fields pack, version, status, licence, attribution on the first line"),
    ('{"pack": "cut', "the header is cut in the middle; write the whole row as JSON on one line"),
]


@pytest.mark.parametrize(("header", "said"), HEADERS)
def test_a_bad_header_stops_the_file(tmp_path: Path, header: object, said: str) -> None:
    with pytest.raises(InputError) as error:
        read_pack(write_jsonl(tmp_path / "p.jsonl", ueg(), header=header), PROFILE)
    assert str(error.value).replace(f"{tmp_path}/", "").startswith(f"p.jsonl:1: {said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (yaml.safe_dump(HEADER), "has no list of instances; add the field instances with a list of them"),
        (yaml.safe_dump({**HEADER, "instances": []}), "has no instances; add some to the list of instances"),
        (
            yaml.safe_dump({**HEADER, "status": "x", "instances": [1]}),
            "status is 'x'; write 'authored, unreviewed'",
        ),
        (yaml.safe_dump({"instances": [ueg()]}), "pack is missing in the header; add it"),
    ],
)
def test_a_bad_yaml_pack_stops(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_pack(path, PROFILE)
    assert str(error.value).startswith(f"{path}: {said}")


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=20)
LINES = st.lists(WORDS.filter(lambda text: text == text.strip()), min_size=1, max_size=4).map(" ".join)
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)
QUESTIONS = st.fixed_dictionaries(
    {"question": LINES, "answer": st.sampled_from(["yes", "no"])},
    optional={"aspect": st.sampled_from(["presence", "count", "attribute", "relation"])},
)
PROMPTS = st.fixed_dictionaries(
    {"prompt": TEXTS, "checklist": st.lists(QUESTIONS, min_size=1, max_size=5)},
    optional={"refined_prompt": TEXTS, "rationale": TEXTS},
)
PUZZLES = st.fixed_dictionaries(
    {"question": TEXTS, "options": st.lists(LINES, min_size=4, max_size=4), "key": st.sampled_from("ABCD")}
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(PROMPTS, max_size=3), st.lists(PUZZLES, max_size=2))
def test_what_is_written_comes_back(tmp_path: Path, prompts: list[Any], puzzles: list[Any]) -> None:
    rows = [ueg(f"prompt-{n}", **{"refined_prompt": ..., "rationale": ..., **p}) for n, p in enumerate(prompts)]
    rows += [geu(f"puzzle-{n}", **p) for n, p in enumerate(puzzles)]
    if not rows:
        return
    as_yaml = tmp_path / "p.yaml"
    as_yaml.write_text(yaml.safe_dump({**HEADER, "instances": rows}, allow_unicode=True), encoding="utf-8")
    first, second = (read_pack(path, PROFILE) for path in (as_yaml, write_jsonl(tmp_path / "p.jsonl", *rows)))
    assert first.refusals == second.refusals == []
    assert [draft.instance for draft in first.drafts] == [draft.instance for draft in second.drafts]
    for row, draft in zip(rows, first.drafts, strict=True):
        plain = draft.instance.plain()
        assert {name: plain[name] for name in ("category", "subtask")} == {
            name: row[name] for name in ("category", "subtask")
        }
        for name in ("prompt", "refined_prompt", "rationale", "question", "options", "key"):
            assert plain.get(name) == row.get(name)
        if "checklist" in row:
            assert plain["checklist"] == [{"aspect": None, **item} for item in row["checklist"]]
