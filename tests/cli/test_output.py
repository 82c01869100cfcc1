"""What the commands print: for people the same each time, for programs JSON in the shape that the schemas say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

from curation.findings import codes
from curation.schemas import SHAPES
from curation.taxonomy import load_profile
from curation.workspace import open_workspace
from tests.cli.conftest import Filled
from tests.cli.running import curate, sound
from tests.packs.samples import ueg, write_jsonl

ROOT = Path(__file__).parents[2]

STATUS = """\
3 instances; 0 of 1,000 approved by people.

category                wanted  unreviewed  approved  needs fix  rejected  no question  to make
world_knowledge            100           2         0          0         0            0       98
commonsense_reasoning      100           1         0          0         0            0       99
mathematical_reasoning     100           0         0          0         0            0      100
logical_reasoning          100           0         0          0         0            0      100
scientific_reasoning       100           0         0          0         0            0      100
code_to_image              100           0         0          0         0            0      100
mental_reconstruction      100           0         0          0         0            0      100
mental_tracking            100           0         0          0         0            0      100
attentional_focusing       100           0         0          0         0            0      100
cognitive_navigation       100           0         0          0         0            0      100

origin            instances
authored:my-pack          3

0 photos, 0 images stored.
A full release lacks 1,000 approvals in 10 categories.
"""

SHOW = """\
my-food-001  world_knowledge / food
revision 2, unreviewed, authored

Prompt:   A baguette on a red plate.
Refined:  One baguette on a blue plate.
  [yes] Is there a baguette in the image?
  [no ] Is the plate white?
Because:  Baguette is the French word for stick.
Proof:    none

History:
      1  TIME  ann: instance.new (import of a.jsonl)
      4  TIME  bob: instance.changed (import of a.jsonl)
"""


def fits(shape: str, text: str) -> Any:
    found = SHAPES[shape]
    value = json.loads(text)
    if isinstance(found, TypeAdapter):
        found.validate_json(text, strict=True)
        fields = set(json.loads(json.dumps(value)))
        assert fields == set(found.json_schema()["required"])
    else:
        assert issubclass(found, BaseModel)
        again = found.model_validate_json(text, strict=True)
        assert json.loads(again.model_dump_json()) == value
    return value


def test_a_proof_is_shown_with_what_was_measured(tmp_path: Path) -> None:
    sound("init", "w", cwd=tmp_path)
    sound("generate", "-f", "tile_shuffle", "-n", "1", "--difficulty", "easy", "-w", "w", cwd=tmp_path)
    out = sound("status", "-w", "w", cwd=tmp_path)
    assert re.search(r"^proof +instances  pixel reader agrees\nid_buffer +1  1 of 1\n\n", out, re.MULTILINE)
    uid = open_workspace(tmp_path / "w").store.uids()
    told = sound("show", *uid, "-w", "w", cwd=tmp_path)
    assert re.search(r"^Proof: +tile_shuffle/\d+ by id_buffer: .+\n  colour agreement: .*\n", told, re.MULTILINE)
    assert "\n  reader agrees: true\n" in told


@pytest.mark.parametrize(
    ("command", "shape"),
    [
        ("import", "import-report"),
        ("sources add", "sources-report"),
        ("generate", "generate-report"),
        ("status", "status-report"),
        ("show", "show-report"),
        ("build-release", "build-report"),
    ],
)
def test_json_has_the_shape_that_its_schema_says(filled: Filled, command: str, shape: str) -> None:
    fits(shape, filled.said[command])


def test_what_the_reports_say(filled: Filled) -> None:
    said = {command: json.loads(text) for command, text in filled.said.items()}
    assert (said["import"]["new"], said["import"]["refused"]) == (10, 0)
    assert said["sources add"]["added"] == 1
    assert (said["generate"]["made"], said["generate"]["subtasks"][0]["subtask"]) == (1, "maze")
    assert (said["status"]["instances"], said["status"]["sources"], said["status"]["approved"]) == (11, 1, 0)
    assert said["status"]["proofs"] == [
        {"method": "pixels", "instances": 1, "read": 0, "agreed": 0},
        {"method": None, "instances": 10, "read": 0, "agreed": 0},
    ]
    assert said["show"]["instance"]["uid"] == "my-9-1"
    assert [event["actor"] for event in said["show"]["history"]] == ["ann"]
    assert (filled.root / said["show"]["files"]["image"]).is_file()
    assert said["build-release"]["instances"] == 10


def test_findings_as_json(filled: Filled) -> None:
    for words in (("check", "-w", filled.root), ("validate", filled.release)):
        done = curate(*words, "--format", "json")
        assert done.err == ""
        body = fits("findings-report", done.out)
        assert done.code == (1 if body["counts"]["error"] else 0)
        assert {finding["code"] for finding in body["findings"]} <= set(codes())


def test_photos_as_json(filled: Filled) -> None:
    (photo,) = fits("sources-list", sound("sources", "list", "-w", filled.root, "--json"))["sources"]
    assert (photo["uid"], photo["licence"]) in [
        (source.uid, source.licence) for source in open_workspace(filled.root).store.sources()
    ]


def test_codes_as_json() -> None:
    shape = SHAPES["codes"]
    assert isinstance(shape, TypeAdapter)
    text = sound("explain", "--json")
    assert shape.validate_json(text, strict=True) == list(codes().values())
    every = json.loads(text)
    assert json.loads(sound("explain", "key001", "--json")) == [one for one in every if one["code"] == "KEY001"]


def test_a_release_that_was_just_built_is_valid(filled: Filled) -> None:
    out = sound("validate", filled.release)
    assert out.endswith(f"{filled.release}: no findings.\n")
    assert sound("validate", filled.release, "--format", "github") == "\n"


def test_status_and_show_for_people(tmp_path: Path) -> None:
    rows = [ueg(), ueg("my-food-002", prompt="A croissant."), ueg("my-law-001", category="commonsense_reasoning")]
    rows[1]["refined_prompt"] = "One croissant."
    rows[2].update(subtask="physical_laws", prompt="A ball in free fall.", refined_prompt="A falling ball.")
    sound("init", "w", cwd=tmp_path)
    pack = write_jsonl(tmp_path / "a.jsonl", *rows)
    sound("import", pack, cwd=tmp_path / "w", CURATE_ACTOR="ann")
    rows[0]["prompt"] = "A baguette on a red plate."
    write_jsonl(pack, *rows)
    assert (
        sound("import", pack, "--actor", "bob", cwd=tmp_path / "w")
        == "0 new, 1 changed, 2 as they were, 0 refused.\n"
    )
    # From a folder below the workspace it is found too.
    assert sound("status", cwd=tmp_path / "w" / "assets") == STATUS
    out = sound("show", "my-food-001", "-w", "w", cwd=tmp_path)
    assert re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", "TIME", out) == SHOW
    done = curate("show", "my-food-009", "-w", "w", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.line() == "curate: there is no instance 'my-food-009'; there is my-food-001, my-food-002"


def test_show_of_a_puzzle(filled: Filled) -> None:
    out = sound("show", "my-9-1", "-w", filled.root)
    head, history = out.split("\n\nHistory:\n")
    image = json.loads(filled.said["show"])["files"]["image"]
    assert head == (
        f"my-9-1  cognitive_navigation / {load_profile().category('cognitive_navigation').subtasks[0].name}\n"
        "revision 1, unreviewed, authored\n\n"
        "Question: Which letter is closest to the goal?\n"
        f"    A. P\n  * B. Q\n    C. R\n    D. S\nImage:    {image}\nProof:    none"
    )
    assert len(history.splitlines()) == 1


def test_explain_says_all_there_is_to_say_about_every_code() -> None:
    from typer.testing import CliRunner

    from curation.cli.app import app

    runner = CliRunner()
    listed = runner.invoke(app, ["explain"]).stdout.splitlines()[1:]
    assert [line.split()[:2] for line in listed] == [[code.code, code.severity] for code in codes().values()]
    for code in codes().values():
        result = runner.invoke(app, ["explain", code.code.lower()])
        assert result.exit_code == 0
        assert result.stdout == (
            f"{code.code} ({code.severity}): {code.title}\nWhy it matters: {code.why}\nWhat to do: {code.remedy}\n"
        )
    done = curate("explain", "XYZ999")
    assert (done.code, done.out) == (2, "")
    assert done.line() == "curate: unknown code 'XYZ999'; `curate explain` lists all codes"


def test_schemas_are_checked_against_the_models(tmp_path: Path) -> None:
    assert sound("schemas", "--check", cwd=ROOT) == "schemas: as the models say.\n"
    assert sound("schemas", "new", cwd=tmp_path) == f"{len(SHAPES)} schemas written to new.\n"
    (tmp_path / "new" / "asset.json").unlink()
    done = curate("schemas", "--check", "new", cwd=tmp_path)
    line = "new/asset.json: differs from the models; run `curate schemas` and commit what it writes\n"
    assert (done.code, done.out, done.err) == (1, line, "")
    assert not (tmp_path / "new" / "asset.json").exists()


def test_nothing_in_a_pipe_disturbs_a_terminal(filled: Filled, tmp_path: Path) -> None:
    """No colours, no progress bars, and no control characters from names of files."""
    hostile = tmp_path / "a\x1b[31m\nb"
    hostile.mkdir()
    (hostile / "c\x1b[0m\udcff").write_text("x")
    (hostile / "UEG_direct.json").write_text('[{"index": "\x1b[31m"}]')
    pack = tmp_path / "p\x1b[1m.yaml"
    pack.write_text("x: [")
    runs = [
        curate("--help"),
        curate("generate", "--help"),
        curate("generate", "-c", "cognitive_navigation", "-n", "1", "--difficulty", "easy", "-w", filled.root),
        curate("check", "-w", filled.root),
        curate("validate", hostile),
        curate("validate", tmp_path / "n\x1b[31m\n"),
        curate("import", pack, "-w", filled.root),
        curate("status", "-w", hostile),
    ]
    assert [done.code for done in runs] == [0, 0, 0, runs[3].code, 1, 2, 2, 2]
    for done in runs:
        for text in (done.out, done.err):
            assert all(character == "\n" or character.isprintable() for character in text)
    assert len(runs[5].lines()) == len(runs[6].lines()) == len(runs[7].lines()) == 1


def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    place = tmp_path / "n\udcff"
    place.mkdir()
    assert "n\\udcff/w is a workspace for RealUnify" in sound("init", place / "w")
