"""Filling a workspace: the same puzzles with any number of workers and wherever a run was stopped."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import Image

from curation import generate as generation
from curation.errors import CurationError, UsageError
from curation.generate import GenerateReport, generate
from curation.models import Generated, GEUInstance, Letter
from curation.places import plan
from curation.puzzles import registry
from curation.puzzles.base import Discard, Family, Puzzle, Solution, Space, letter_of, place
from curation.puzzles.registry import family
from curation.puzzles.trial import REPEATED
from curation.taxonomy import load_profile
from curation.workspace import Workspace, create, open_workspace
from tests.cli.snapshot import snapshot

NAVIGATION = load_profile().category("cognitive_navigation")
FOCUSING = load_profile().category("attentional_focusing")


@pytest.fixture(autouse=True)
def only_mazes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "families", lambda: {"maze": family("maze")})


def fill(workspace: Workspace, count: int, **options: Any) -> GenerateReport:
    settings: dict[str, Any] = {"seed": 3, "difficulty": "easy", "workers": 1, "actor": "tester", **options}
    return generate(workspace, categories=["cognitive_navigation"], count=count, **settings)


def puzzles(workspace: Workspace) -> list[GEUInstance]:
    found = [stored.instance for stored in workspace.store.instances()]
    return [instance for instance in found if isinstance(instance, GEUInstance)]


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with five mazes; copy it before you change it."""
    root = tmp_path_factory.mktemp("five") / "workspace"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation, "families", lambda: {"maze": family("maze")})
        workspace = create(root)
        report = fill(workspace, 5)
    workspace.store.close()
    (counted,) = report.subtasks
    assert (report.seed, report.made, report.there, counted.subtask, counted.made) == (3, 5, 0, "maze", 5)
    return root


# The same puzzles


def test_two_workers_make_what_one_makes(five: Path, tmp_path: Path) -> None:
    workspace = create(tmp_path / "two")
    assert fill(workspace, 5, workers=2).made == 5
    assert snapshot(workspace.root) == snapshot(five)


def test_a_run_that_was_stopped_goes_on(five: Path, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, of: int) -> None:
        assert of == 5
        if done == 2:
            raise Stop

    workspace = create(tmp_path / "stopped")
    with pytest.raises(Stop):
        fill(workspace, 5, progress=stop)
    assert len(puzzles(workspace)) == 2
    assert fill(workspace, 4).made == 2
    seen: list[tuple[int, int]] = []
    report = fill(workspace, 5, progress=lambda done, of: seen.append((done, of)))
    assert (report.made, report.there, seen) == (1, 4, [(1, 1)])
    assert snapshot(workspace.root) == snapshot(five)


def test_a_second_run_changes_nothing(five: Path, tmp_path: Path) -> None:
    workspace = open_workspace(shutil.copytree(five, tmp_path / "again"))
    before = snapshot(five)
    report = fill(workspace, 5)
    assert (report.made, report.there, report.refused) == (0, 5, 0)
    assert snapshot(workspace.root) == before


def test_another_seed_makes_other_puzzles(five: Path, tmp_path: Path) -> None:
    workspace = open_workspace(shutil.copytree(five, tmp_path / "more"))
    assert fill(workspace, 1, seed=4).made == 1
    keys = [puzzle.canonical_key for puzzle in puzzles(workspace)]
    assert len(keys) == len(set(keys)) == 6


def test_what_is_kept_says_how_to_make_it_again(five: Path) -> None:
    workspace = open_workspace(five)
    made = puzzles(workspace)
    indices = []
    for puzzle in made:
        origin = puzzle.provenance
        assert isinstance(origin, Generated)
        assert (origin.family, origin.seed, puzzle.category, puzzle.difficulty) == (
            "maze",
            3,
            NAVIGATION.name,
            "easy",
        )
        indices.append(origin.index)
        assert puzzle.proof is not None
        assert puzzle.proof.method == "pixels"
        assert puzzle.options is not None
        assert puzzle.oracle is not None
        assert workspace.assets.open(puzzle.image).size == workspace.assets.open(puzzle.oracle).size
    assert sorted(indices) == [0, 1, 2, 3, 4]
    letters = Counter(puzzle.key for puzzle in made if puzzle.provenance.kind == "generated")
    assert max(letters.values()) <= 2
    assert {event.action for event in workspace.store.events()} == {"instance.new"}
    assert {event.actor for event in workspace.store.events()} == {"tester"}
    workspace.store.close()


def test_a_killed_worker_is_told_in_one_line(tmp_path: Path) -> None:
    workspace = create(tmp_path / "killed")

    def kill(done: int, of: int) -> None:
        for child in multiprocessing.active_children():
            child.kill()  # It may be dead already: progress is told once more before the pool knows.

    with pytest.raises(CurationError) as caught:
        fill(workspace, 12, workers=2, progress=kill)
    assert str(caught.value) == (
        "a worker process was killed, as happens when memory runs out; what was made is kept; "
        "run again with fewer --workers"
    )
    assert caught.value.exit_code == 3
    assert len(puzzles(workspace)) >= 1
    with workspace.writing():
        pass


# What is asked for


def declared(name: str, category: str, *subtasks: str, quota: bool = True) -> Family:
    levels = {"easy": "", "medium": "", "hard": ""}
    return Family(name, 1, category, subtasks, "", levels, quota)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [1, 2, 3, 10, 100])
def test_count_and_levels_are_spread_over_subtasks(count: int) -> None:
    every = [
        declared("clutter", FOCUSING.name, "attribute_recognition", "quantity"),
        declared("signs", FOCUSING.name, "ocr"),
        declared("maze", NAVIGATION.name, "maze"),
    ]
    draws = plan(FOCUSING, count, seed=1, difficulty=None, every=every)
    assert len(draws) == len(set(draws)) == count
    by_subtask = Counter(draw.subtask for draw in draws)
    assert by_subtask == {name: number for name, number in FOCUSING.quotas(count).items() if number}
    assert {draw.subtask: draw.family for draw in draws}.items() <= {
        "quantity": "clutter",
        "ocr": "signs",
        "attribute_recognition": "clutter",
    }.items()
    for subtask in by_subtask:
        levels = Counter(draw.difficulty for draw in draws if draw.subtask == subtask)
        assert max(levels.values()) - min(levels.values() if len(levels) == 3 else [0]) <= 1
        for level in levels:
            indices = [draw.index for draw in draws if (draw.subtask, draw.difficulty) == (subtask, level)]
            assert indices == list(range(len(indices)))


def test_a_larger_count_begins_with_the_smaller_one() -> None:
    few, many = (
        plan(NAVIGATION, count, seed=1, difficulty=None, every=[declared("maze", NAVIGATION.name, "maze")])
        for count in (4, 9)
    )
    assert many[:4] == few


def test_one_level() -> None:
    draws = plan(NAVIGATION, 4, seed=1, difficulty="hard", every=[family("maze")])
    assert [(draw.difficulty, draw.index) for draw in draws] == [("hard", index) for index in range(4)]


def test_unknown_and_unmade_categories(tmp_path: Path) -> None:
    workspace = create(tmp_path / "workspace")
    with pytest.raises(UsageError, match=r"^unknown category 'mazes'; the profile realunify has: "):
        generate(workspace, actor="tester", categories=["mazes"], count=1)
    with pytest.raises(UsageError) as caught:
        generate(workspace, actor="tester", categories=["world_knowledge"], count=1)
    assert str(caught.value) == "no family makes world_knowledge; generated are cognitive_navigation"
    assert puzzles(workspace) == []


# A family with four puzzles


TINY = declared("tiny", NAVIGATION.name, "maze")


def make(rng: random.Random, *, subtask: str, difficulty: str, key: Letter) -> Puzzle:
    number = rng.randrange(6)
    if number == 0:
        raise Discard("a nought")
    image = Image.new("RGB", (4, 4), (number, 0, 0))
    others = [str(other) for other in range(1, 6) if other != number]
    options = place(str(number), others, key, rng)
    return Puzzle(image, image.copy(), "Which number?", options, key, number, {"number": number})


def solve(image: Image.Image, question: str, options: tuple[str, str, str, str], scene: object) -> Solution:
    pixel = image.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    answer = "none" if pixel[0] == 1 else str(pixel[0])
    return Solution(letter_of(answer, options), answer, "pixels")


@pytest.fixture
def tiny(only_mazes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for function in (make, solve):
        module = ModuleType(f"curation.puzzles.tiny.{function.__name__}")
        setattr(module, function.__name__, function)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    for place_of_it in (generation, registry):
        monkeypatch.setattr(place_of_it, "families", lambda: {"tiny": TINY})


@pytest.mark.usefixtures("tiny")
def test_refused_draws_are_counted_and_recorded(tmp_path: Path) -> None:
    workspace = create(tmp_path / "workspace")
    report = fill(workspace, 4)
    made = puzzles(workspace)
    origins = [puzzle.provenance for puzzle in made if isinstance(puzzle.provenance, Generated)]
    assert sorted(str(origin.parameters["number"]) for origin in origins) == ["2", "3", "4", "5"]
    assert len({puzzle.canonical_key for puzzle in made}) == 4
    attempts = [origin.attempt for origin in origins]
    recorded = workspace.store.refused_draws()
    assert report.refused == sum(attempts) == sum(number for *_, number in recorded) == sum(report.reasons.values())
    reasons = {reason for _, reason, _ in recorded}
    assert "a nought" in reasons
    assert REPEATED in reasons
    assert any(reason.startswith("the solver says no letter (none), the maker ") for reason in reasons)
    assert {f"tiny: {reason}" for reason in reasons} == set(report.reasons)


@pytest.mark.usefixtures("tiny")
def test_a_space_that_is_used_up_is_told_and_what_was_made_is_kept(tmp_path: Path) -> None:
    workspace = create(tmp_path / "workspace")
    with pytest.raises(UsageError) as caught:
        fill(workspace, 5)
    assert str(caught.value) == (
        "tiny (maze, easy): the space seems used up, for 200 draws in a row gave no new one; how many there are in "
        "all is not known, and 4 are here already and kept; ask for a smaller --count, another --difficulty or "
        "another --family"
    )
    assert len(puzzles(workspace)) == 4
    assert sum(number for *_, number in workspace.store.refused_draws()) >= 200
    assert fill(workspace, 4).there == 4


@pytest.mark.usefixtures("tiny")
def test_more_than_a_declared_space_holds_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = create(tmp_path / "workspace")
    small = replace(TINY, spaces={("maze", "easy"): Space(4)})
    for place_of_it in (generation, registry):
        monkeypatch.setattr(place_of_it, "families", lambda: {"tiny": small})
    with pytest.raises(UsageError) as caught:
        fill(workspace, 5)
    assert str(caught.value) == (
        "tiny (maze, easy): 5 are asked for, and there are 4 in all; ask for a smaller --count, another "
        "--difficulty or another --family"
    )
    assert puzzles(workspace) == []
    assert fill(workspace, 4).made == 4


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(("space", "told"), [(Space(4), "4"), (Space(4_000, counted=False), "about 4,000")])
def test_the_size_of_a_space_is_told_when_another_seed_finds_nothing_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, space: Space, told: str
) -> None:
    workspace = create(tmp_path / "workspace")
    fill(workspace, 4)
    small = replace(TINY, spaces={("maze", "easy"): space})
    for place_of_it in (generation, registry):
        monkeypatch.setattr(place_of_it, "families", lambda: {"tiny": small})
    with pytest.raises(UsageError) as caught:
        fill(workspace, 1, seed=2)
    assert f"; there are {told} in all, and 4 are here already and kept; " in str(caught.value)


def test_a_palette_is_recorded_and_has_its_own_sequence(tmp_path: Path) -> None:
    workspace = create(tmp_path / "workspace")
    asked = {"actor": "tester", "names": ["cups", "paper_fold"], "count": 2, "difficulty": "easy", "workers": 1}
    standard = generate(workspace, **asked)  # type: ignore[arg-type]
    other = generate(workspace, palette="deuteranopia", **asked)  # type: ignore[arg-type]
    # What asks for no colour is the same in every palette.
    assert [row.made for row in standard.subtasks] == [1, 1]
    assert {row.subtask: (row.made, row.there) for row in other.subtasks} == {"cups": (1, 0), "paper_fold": (0, 1)}
    origins = [puzzle.provenance for puzzle in puzzles(workspace)]
    told = [origin.parameters.get("sequence_palette") for origin in origins if isinstance(origin, Generated)]
    assert sorted(told, key=str) == [None, None, "deuteranopia"]
    assert generate(workspace, palette="deuteranopia", **asked).made == 0  # type: ignore[arg-type]


def test_an_extension_family_is_planned_after_the_profile_subtasks() -> None:
    every = [
        declared("cups", FOCUSING.name, "cups", quota=False),
        declared("signs", FOCUSING.name, "ocr"),
    ]
    draws = plan(FOCUSING, 5, seed=1, difficulty=None, every=every)
    assert [draw.subtask for draw in draws] == ["ocr"] * 3 + ["cups"] * 2


def test_naming_a_category_or_a_family_twice_asks_for_it_once(tmp_path: Path) -> None:
    workspace = create(tmp_path / "workspace")
    maze = {"actor": "tester", "count": 2, "difficulty": "easy", "workers": 1}
    twice = generate(workspace, names=["maze"] * 2, categories=["cognitive_navigation"] * 2, **maze)  # type: ignore[arg-type]
    assert (twice.made, twice.there, len(puzzles(workspace))) == (2, 0, 2)
    assert generate(workspace, names=["maze"], **maze).there == 2  # type: ignore[arg-type]


def test_images_that_are_gone_or_cut_are_drawn_again(tmp_path: Path) -> None:
    workspace = create(tmp_path / "workspace")
    fill(workspace, 4)
    before = {path: path.read_bytes() for path in sorted(workspace.assets.root.rglob("*.png"))}
    first, second, *_ = before
    first.unlink()
    second.write_bytes(before[second][:100])
    report = fill(workspace, 4)
    assert (report.made, report.there, report.restored) == (0, 4, 2)
    assert {path: path.read_bytes() for path in sorted(workspace.assets.root.rglob("*.png"))} == before
    assert fill(workspace, 4).restored == 0
