"""Prompts in a file: whole or not at all, the same with any number of workers, no two alike."""

from __future__ import annotations

import hashlib
import json
import random
from functools import cache
from pathlib import Path

import pytest

from curation import stream as streaming
from curation.errors import CurationError, UsageError
from curation.families import family
from curation.models import Difficulty, UEGInstance
from curation.prompts.base import Prompt, PromptFamily
from curation.prompts.program.make import make as make_program
from curation.puzzles.base import Discard
from curation.puzzles.trial import REPEATED
from curation.stream import Seen, stream
from tests.cli.running import curate


def rows(path: Path) -> list[UEGInstance]:
    return [UEGInstance.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_rows_are_proved_records_of_each_category_spread_over_subtasks(tmp_path: Path) -> None:
    report = stream(tmp_path / "rows.jsonl", count=40, seed=3, workers=1)
    found = rows(tmp_path / "rows.jsonl")
    assert report.made == len(found) == 120 and report.seed == 3
    categories = ("mathematical_reasoning", "logical_reasoning", "code_to_image")
    assert [one.category for one in found] == [name for name in categories for _ in range(40)]
    assert [row.made for row in report.subtasks] == [10, 10, 10, 10, 20, 20, 14, 13, 13]
    assert report.refused == sum(row.refused for row in report.subtasks) == sum(report.reasons.values())
    for one in found:
        assert one.proof is not None and one.proof.method == "computed"
    assert len({one.prompt.lower() for one in found}) == len({one.uid for one in found}) == 120


def test_two_workers_write_what_one_writes(tmp_path: Path) -> None:
    for workers in (1, 2):
        # The easy ones have few forms, so that some draws are repeated and tried further.
        report = stream(tmp_path / str(workers), names=["program"], count=240, difficulty="easy", workers=workers)
        assert report.reasons[f"program: {REPEATED}"] > 3
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert len({one.prompt for one in rows(tmp_path / "1")}) == 240


def few(rng: random.Random, *, subtask: str, difficulty: Difficulty) -> Prompt:
    """Write one of five prompts."""
    return five(subtask)[rng.randrange(5)]


@cache
def five(subtask: str) -> list[Prompt]:
    found: dict[str, Prompt] = {}
    for number in range(200):
        try:
            made = make_program(random.Random(number), subtask=subtask, difficulty="easy")
        except Discard:
            continue
        found.setdefault(made.prompt, made)
    return [*found.values()][:5]


def test_a_count_beyond_the_space_ends_with_one_line_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PromptFamily, "load", lambda _self, module: {"make": few}[module])
    place = tmp_path / "rows.jsonl"
    assert stream(place, names=["program"], count=15, workers=1).made == 15
    with pytest.raises(UsageError, match=r"program \(branching, [a-z]+\): 200 draws in a row.*--count") as error:
        stream(tmp_path / "more.jsonl", names=["program"], count=18, workers=1)
    assert "\n" not in str(error.value)
    assert [path.name for path in tmp_path.iterdir()] == ["rows.jsonl"]


def test_what_is_asked_for_wrongly_is_said_in_one_line(tmp_path: Path) -> None:
    there = tmp_path / "there.jsonl"
    there.write_text("mine", encoding="utf-8")
    for options, message in (
        ({"path": there}, "is there already"),
        ({"names": ["maze"]}, "maze makes pictures"),
        ({"names": ["nothing"]}, "unknown family"),
        ({"categories": ["cognitive_navigation"]}, "no family makes cognitive_navigation"),
        ({"categories": ["maths"]}, "unknown category"),
    ):
        with pytest.raises(UsageError, match=message):
            stream(**{"path": tmp_path / "new.jsonl", "count": 3, "workers": 1, **options})  # type: ignore[arg-type]
    with pytest.raises(CurationError, match="cannot be written"):
        stream(tmp_path / "nowhere" / "new.jsonl", count=1, workers=1)
    assert there.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["there.jsonl"]


def test_a_run_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        stream(tmp_path / "rows.jsonl", names=["arrangement"], count=50, workers=1, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_goes_with_the_next(tmp_path: Path) -> None:
    (tmp_path / ".rows.jsonl.partial-0a").write_bytes(b"half a row")
    (tmp_path / ".others.jsonl.partial-0a").write_bytes(b"another's")
    stream(tmp_path / "rows.jsonl", names=["arrangement"], count=2, workers=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".others.jsonl.partial-0a", "rows.jsonl"]


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    said = []

    def another(done: int, of: int) -> None:
        with pytest.raises(CurationError) as caught:
            stream(path, names=["arrangement"], count=1, seed=2, workers=1)
        said.append(str(caught.value))

    stream(path, names=["arrangement"], count=2, workers=1, progress=another)
    assert said
    assert set(said) == {f"{path}: another run is writing it; wait for it, or name another file"}
    assert len(rows(path)) == 2
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_came_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"

    def precious(done: int, of: int) -> None:
        path.write_text("precious", encoding="utf-8")

    with pytest.raises(UsageError, match="has come to be there meanwhile"):
        stream(
            path,
            names=["arrangement"],
            count=2,
            workers=1,
            progress=precious,
        )
    assert path.read_text(encoding="utf-8") == "precious"
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_is_known() -> None:
    seen = Seen()
    digests = [hashlib.sha256(str(number).encode()).digest() for number in range(3000)]
    assert all(seen.add(one) for one in digests)
    assert not any(seen.add(one) for one in digests)


def test_the_command_writes_and_counts(tmp_path: Path) -> None:
    run = curate("stream", "rows.jsonl", "-c", "logical_reasoning", "-n", "6", "--workers", "1", cwd=tmp_path)
    assert (run.code, run.err) == (0, "") and "6 prompts, every answer proved" in run.out
    assert len(rows(tmp_path / "rows.jsonl")) == 6
    again = curate("stream", "rows.jsonl", cwd=tmp_path)
    assert again.code == 2 and "is there already" in again.line()
    spoken = curate("stream", "other.jsonl", "-f", "arrangement", "-n", "2", "--json", cwd=tmp_path)
    assert json.loads(spoken.out)["made"] == 2


def test_the_families_that_stream_are_those_of_prompts() -> None:
    assert [found.name for found in streaming._writers(())] == ["word_problem", "arrangement", "program"]
    assert streaming._writers(["program"]) == [family("program")]
