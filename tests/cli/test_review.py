"""`curate review` as people and programs read it."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from typer.testing import CliRunner

from curation.cli.app import app
from curation.taxonomy import load_profile
from curation.workspace import Workspace, create, open_workspace
from tests.cli.running import curate, sound
from tests.cli.test_output import fits
from tests.core.samples import photo_puzzle
from tests.review.people import (
    PROOF,
    assigned,
    geu_work,
    hire,
    prompt,
    put,
    puzzle,
    reviews,
    say,
    settled,
    ueg_work,
)

COMMANDS = ("status", "agreement", "queue")
NARROW = 100

EMPTY_AGREEMENT = """\
0 blind reviews of 0 instances.
In brackets: 95% intervals, from 2,000 resamples of instances.

Agreement on verdicts
  n = 0, so there is no figure.

Agreement on answers, GEU
  n = 0, so there is no figure.

Agreement on checklist answers, UEG
  n = 0, so there is no figure.

Human baseline, GEU: answers that are the key's (`cannot tell` is wrong)
  n = 0, so there is no figure.

Checklist answers that are the expected ones, UEG
  n = 0, so there is no figure.

Reviews
  n = 0, so there is no figure.

Instances
  n = 0, so there is no figure.

Attention checks
  n = 0: none has been given.
"""

STATUS = """\
4 instances, 2 reviews each, all must say the same.
3 annotators, 1 of them adjudicate.

category                write  review  adjudicate  settle  approved  rejected  nobody yet
world_knowledge             0       1           0       0         0         0           0
commonsense_reasoning       0       0           0       0         0         0           0
mathematical_reasoning      0       0           0       0         0         0           0
logical_reasoning           0       0           0       0         0         0           0
scientific_reasoning        0       0           0       0         0         0           0
code_to_image               0       0           0       0         0         0           0
mental_reconstruction       1       0           0       0         0         0           1
mental_tracking             0       0           1       0         0         0           1
attentional_focusing        0       0           0       0         0         0           0
cognitive_navigation        0       0           0       0         1         0           0

stage   annotator  assigned  done  skipped  left  retired
review  ann               3     2        0     1        0
review  bob               3     2        0     1        0

2 places have nobody yet; `curate studio push` assigns them.
2 tasks wait for their annotators; `curate review queue` lists them.
"""

QUEUE = """\
author, nobody yet: 1
  instance  category               revision
  photo-1   mental_reconstruction         1

review, ann: 1
  instance   category         revision
  food-0000  world_knowledge         1

review, bob: 1
  instance   category         revision
  food-0000  world_knowledge         1

adjudicate, nobody yet: 1
  instance   category         revision
  maze-0001  mental_tracking         1
"""

AGREEMENT = """\
4 blind reviews of 2 instances.
In brackets: 95% intervals, from 2,000 resamples of instances.

Agreement on verdicts
                      n  the same       Cohen's kappa  alpha  AC1
mental_tracking       1  100% (21-100)  -              -      1.00
cognitive_navigation  1  100% (21-100)  -              -      1.00
all                   2  100% (34-100)  -              -      1.00
  n = 0: world_knowledge, commonsense_reasoning, mathematical_reasoning, logical_reasoning,
  scientific_reasoning, code_to_image, mental_reconstruction, attentional_focusing.
  mental_tracking, cognitive_navigation, all: undefined: only 'accept' was ever said, so agreement
  by chance is already full.
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """One puzzle approved, one disputed, a prompt under review, and a photo puzzle without a question."""
    workspace = create(tmp_path / "workspace")
    config = workspace.root / "curation.toml"
    config.write_text(config.read_text().replace("attention = 0.05", "attention = 0.0"))
    workspace = open_workspace(workspace.root)
    hire(workspace, "ann", "bob")
    hire(workspace, "dan", adjudicates=True)
    put(workspace, puzzle(0), puzzle(1), prompt(0), photo_puzzle())
    assigned(workspace)
    reviews(workspace, "maze-0000", ann=geu_work(), bob=geu_work())
    reviews(workspace, "maze-0001", ann=geu_work(), bob=geu_work("C"))
    settled(workspace)
    return workspace


def printed(*words: str | os.PathLike[str]) -> str:
    """What a command prints, run in this process."""
    result = CliRunner().invoke(app, ["review", *map(str, words)])
    assert result.exit_code == 0
    return result.stdout


def test_status(workspace: Workspace) -> None:
    assert sound("review", "status", "-w", workspace.root) == STATUS


def test_queue(workspace: Workspace) -> None:
    assert sound("review", "queue", "-w", workspace.root) == QUEUE
    mine = sound("review", "queue", "--annotator", "ann", "-w", workspace.root)
    assert mine == QUEUE.split("\n\n")[1] + "\n"


def test_a_long_queue_is_cut(workspace: Workspace) -> None:
    put(workspace, *(prompt(number) for number in range(30)))
    assigned(workspace)
    out = sound("review", "queue", "--annotator", "bob", "--limit", "2", "-w", workspace.root)
    assert out.splitlines()[0] == "review, bob: 30"
    assert out.splitlines()[-1] == "  and 28 more"
    assert len(out.splitlines()) == 5


def test_agreement(workspace: Workspace) -> None:
    out = sound("review", "agreement", "-w", workspace.root)
    assert out.startswith(AGREEMENT)
    assert "all 4 75% (50-100) 2 100% (21-100) 0% (0-66)" in " ".join(out.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_json_has_the_shape_that_its_schema_says(workspace: Workspace, command: str) -> None:
    fits(f"review-{command}", sound("review", command, "--json", "-w", workspace.root))


def test_an_empty_workspace_says_so(tmp_path: Path) -> None:
    root = create(tmp_path / "workspace").root
    assert sound("review", "status", "-w", root) == (
        "0 instances, 2 reviews each, all must say the same.\n0 annotators, 0 of them adjudicate.\n\n"
        "There are no instances yet; make some with `curate generate` or `curate import`.\n"
    )
    assert sound("review", "queue", "-w", root) == (
        "Nothing is waiting; `curate review status` says how far review is.\n"
    )
    assert sound("review", "agreement", "-w", root) == EMPTY_AGREEMENT
    for command in COMMANDS:
        text = printed(command, "--json", "-w", root)
        assert "NaN" not in text
        fits(f"review-{command}", text)


def test_an_unknown_annotator_is_one_line(workspace: Workspace) -> None:
    done = curate("review", "queue", "--annotator", "zoe", "-w", workspace.root)
    assert (done.code, done.out) == (2, "")
    assert done.line() == "curate: there is no annotator 'zoe'; there is ann, bob, dan"


@pytest.mark.parametrize("reviewers", [2, 3])
def test_what_is_printed_fits_a_narrow_terminal(tmp_path: Path, reviewers: int) -> None:
    """A workspace of every category, with long names, prevalence, undefined figures and attention checks."""
    rng, workspace = random.Random(1), create(tmp_path / "workspace")
    config = workspace.root / "curation.toml"
    config.write_text(config.read_text().replace("reviewers = 2", f"reviewers = {reviewers}"))
    workspace = open_workspace(workspace.root)
    people = [f"a_rather_long_name_of_an_annotator_{letter}" for letter in "abcde"]
    hire(workspace, *people)
    hire(workspace, "dan", adjudicates=True)
    for place, category in enumerate(load_profile().categories):
        of = {"category": category.name, "subtask": category.subtasks[0].name}
        steps = range(100 * place, 100 * place + 12)
        if category.axis == "UEG":
            put(workspace, *(prompt(step, proof=PROOF, difficulty="easy", **of) for step in steps))
        else:
            put(workspace, *(puzzle(step, proof=PROOF, **of) for step in steps))
    assigned(workspace)
    for task in workspace.store.assignments("review"):
        verdict = rng.choice(["accept"] * 15 + ["needs_fix"])
        work = geu_work(rng.choice("BBBBBBAC"), verdict)
        if task.uid.startswith("food"):
            work = ueg_work("yes", rng.choice(["no"] * 9 + ["yes"]), verdict=verdict)
        say(workspace, task.uid, task.annotator, work, purpose=task.purpose, seconds=rng.uniform(5, 900))
    settled(workspace)
    assigned(workspace, "adjudicate")
    out = {command: printed(command, "-w", workspace.root) for command in COMMANDS}
    for command, text in out.items():
        assert max(len(line) for line in text.splitlines()) <= NARROW, command
    said = out["agreement"]
    assert ("  Cohen's kappa" in said, "  Fleiss' kappa" in said) == (reviewers == 2, reviewers == 3)
    assert "so kappa and alpha expect" in " ".join(said.split())
    assert "a_rather_long_name_of_a…" in said
    report = json.loads(printed("agreement", "--json", "-w", workspace.root))
    assert report["total"]["verdicts"]["cohen"]["value"] is not None
    assert report["total"]["verdicts"]["fleiss"]["value"] is not None
