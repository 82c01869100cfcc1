"""What holds of every prompt family: proof, determinism, English, checklists."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from curation.canonical import digest_json
from curation.checks.folding import fold
from curation.checks.wordings import shingles
from curation.errors import UsageError
from curation.generate import generate
from curation.intake import starter_packs
from curation.models import UEGInstance
from curation.packs.pack import read_pack
from curation.prompts.base import Derivation, Prompt
from curation.prompts.registry import families, family
from curation.prompts.trial import Kept, Refused, attempt, sequence, sequences
from curation.prompts.word_problem.formula import evaluate
from curation.prompts.word_problem.make import MOST
from curation.prompts.word_problem.template import templates
from curation.taxonomy import load_profile
from curation.workspace import create
from tests.prompts.samples import EACH, SUBTASKS, draw_of, kept

PACKAGE = Path(__file__).parents[2] / "curation" / "prompts"


@pytest.mark.parametrize(("name", "subtask"), SUBTASKS)
def test_every_kept_prompt_is_proved_and_fits_the_models(name: str, subtask: str) -> None:
    found = kept(name, subtask)
    assert len(found) == EACH
    for number, one in enumerate(found):
        made = one.prompt
        assert one.proof.method == "computed" and one.proof.solver == f"{name}/{family(name).version}"
        assert family(name).derive(made.prompt, made.checklist).answer == made.answer
        UEGInstance(
            uid=f"test-{number}",
            category=family(name).category,
            subtask=subtask,
            provenance={
                **{"kind": "generated", "family": name, "version": 1, "seed": 11, "index": number, "attempt": 0},
                "parameters": dict(made.parameters),
            },
            canonical_key=one.canonical_key,
            proof=one.proof,
            prompt=made.prompt,
            refined_prompt=made.refined_prompt,
            checklist=made.checklist,
            rationale=made.rationale,
        )


@pytest.mark.parametrize(("name", "subtask"), SUBTASKS)
def test_checklists_have_two_to_five_questions_and_a_no(name: str, subtask: str) -> None:
    for one in kept(name, subtask):
        questions = [item.question for item in one.prompt.checklist]
        assert 2 <= len(questions) <= 5 and len(set(questions)) == len(questions)
        assert {item.answer for item in one.prompt.checklist} == {"yes", "no"}
        assert one.prompt.checklist[0].answer == "yes"
        assert all(item.aspect is not None for item in one.prompt.checklist)
        assert all(re.fullmatch(r"[A-Z][^?]*\?", question) for question in questions)


WRONG_ENGLISH = (
    r"(?<!of )\b(?:[2-9]|1\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r" [a-z-]+(?<!s)(?<!ss) (?:is|was)\b",
    r"(?<!-)\b(?:1|one) (?!bus|glass|octopus|class|less|across|cactus|iris|times|compass)[a-z]+s\b(?! )",
    r"\ban? (?:an?|the)\b",
    r"\ban [bcdfgjklmnpqrstvwxyz]",
    r"\ba [aeio][a-z]",
    r"  ",
    r" [,.;:?]",
    r"\{|\$|None|Fraction",
    r"\b(\w+) \1\b",
)


@pytest.mark.parametrize(("name", "subtask"), SUBTASKS)
def test_the_english_is_correct_as_far_as_patterns_tell(name: str, subtask: str) -> None:
    for one in kept(name, subtask):
        made = one.prompt
        prose = made.prompt.split("\n\n")[0] if name == "program" else made.prompt
        texts = [prose, made.refined_prompt, *(item.question for item in made.checklist)]
        for text in texts:
            assert text[0].isupper() or text[0].isdigit(), text
            for pattern in WRONG_ENGLISH:
                assert re.search(pattern, text) is None, (pattern, text)


def test_no_sentence_pattern_carries_more_than_a_tenth_of_a_category() -> None:
    for name in families():
        texts = [one.prompt.prompt for other, subtask in SUBTASKS if other == name for one in kept(name, subtask)]
        openings = [" ".join(text.split()[:3]) for text in texts]
        most = max(openings.count(opening) for opening in openings)
        assert most <= max(0.1 * len(openings), 3), name


LIKEST = 60
"""Percent of the wording that a generated prompt may share with one that somebody wrote; 55 are measured."""


@pytest.mark.parametrize(("name", "subtask"), SUBTASKS)
def test_no_template_asks_for_what_an_authored_prompt_asks(name: str, subtask: str) -> None:
    """With numbers and words drawn anew one would be the other."""
    profile = load_profile()
    authored = [
        (draft.instance.uid, shingles(fold(draft.instance.prompt)))
        for path in starter_packs()
        for draft in read_pack(path, profile).drafts
        if isinstance(draft.instance, UEGInstance) and draft.instance.category == family(name).category
    ]
    assert len(authored) >= 16
    for one in kept(name, subtask):
        mine = shingles(fold(one.prompt.prompt))
        for uid, yours in authored:
            assert 100 * len(mine & yours) < LIKEST * len(mine | yours), (uid, one.prompt.prompt)


def test_categories_and_subtasks_are_the_profiles() -> None:
    profile = load_profile()
    for one in families().values():
        assert one.subtasks == tuple(subtask.name for subtask in profile.category(one.category).subtasks)
        assert set(one.levels) == {"easy", "medium", "hard"}


def test_an_unknown_family_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="word_problem, arrangement, program"):
        family("word_problems")


def _digests() -> dict[str, str]:
    found = {}
    for name, subtask in SUBTASKS:
        for tries in range(40):
            draw = draw_of(name, subtask, 0)
            tried = attempt(family(name), replace(draw, attempt=tries))
            if isinstance(tried, Kept):
                made = tried.prompt
                texts = [
                    made.prompt,
                    made.refined_prompt,
                    made.rationale,
                    *(one.question for one in made.checklist),
                ]
                found[f"{name}/{subtask}"] = digest_json(texts)
                break
    return found


def test_a_fresh_process_writes_the_same() -> None:
    code = "import json; from tests.prompts.test_families import _digests; print(json.dumps(_digests()))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parents[1],
        env={"PYTHONHASHSEED": "123", "PATH": "/usr/bin:/bin"},
    )
    assert json.loads(run.stdout) == _digests()


@pytest.mark.parametrize("name", sorted(families()))
def test_maker_and_solver_share_no_code(name: str) -> None:
    """Beyond the contract, what one side imports of the family, the other does not."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        todo = [start]
        while todo:
            module = todo.pop()
            if module in seen or not module.startswith("curation.prompts."):
                continue
            seen.add(module)
            path = PACKAGE.parents[1] / (module.replace(".", "/") + ".py")
            if not path.is_file():
                path = path.with_suffix("") / "__init__.py"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    todo.append(node.module)
                    todo += [
                        f"{node.module}.{one.name}"
                        for one in node.names
                        if (PACKAGE.parents[1] / f"{node.module}/{one.name}".replace(".", "/"))
                        .with_suffix(".py")
                        .is_file()
                    ]
        return seen

    shared = reached(f"curation.prompts.{name}.make") & reached(f"curation.prompts.{name}.solve")
    program = {"curation.prompts.program.allowed", "curation.prompts.program.interpreter"}
    assert shared - {"curation.prompts.base"} <= (program if name == "program" else set())


class _Liar:
    """A family whose maker and solver disagree."""

    name, version, solver = "liar", 1, "liar/1"

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def write(self, draw: object) -> Prompt:
        return Prompt("Draw it.", "It.", (), "why", {"egg": 2}, [1], {})

    def derive(self, prompt: str, checklist: object) -> Derivation:
        return Derivation(self.answer, "words")  # type: ignore[arg-type]


@pytest.mark.parametrize(("answer", "reason"), [(None, "no answer: words"), ({"egg": 3}, "the solver says words")])
def test_what_the_solver_does_not_confirm_is_refused(answer: object, reason: str) -> None:
    tried = attempt(_Liar(answer), draw_of("word_problem", "equation_solving", 0))  # type: ignore[arg-type]
    assert isinstance(tried, Refused) and reason in tried.reason


@pytest.mark.parametrize(("name", "subtask"), SUBTASKS)
def test_places_tried_together_end_as_each_alone(name: str, subtask: str) -> None:
    one = family(name)
    draws = [draw_of(name, subtask, index, seed=3) for index in range(72)]
    together = sequences(one, draws)
    assert together == [list(sequence(one, draw, set())) for draw in draws]
    assert any(isinstance(tried, Refused) for tries in together for tried in tries)


def test_more_than_a_space_holds_is_refused_at_once(tmp_path: Path) -> None:
    """Before a single prompt is written, in one line that says how many there are."""
    workspace = create(tmp_path / "workspace")
    with pytest.raises(UsageError, match=r"^word_problem \(numerical_calculation, easy\): .* 296 in all; ask for"):
        generate(workspace, actor="tester", categories=["mathematical_reasoning"], count=100_000, workers=1)
    assert workspace.store.uids() == frozenset()
    workspace.store.close()


@pytest.mark.parametrize("subtask", family("word_problem").subtasks)
def test_spaces_of_word_problems_are_within_what_their_numbers_allow(subtask: str) -> None:
    """Counted by making every one; the numbers that fit are a few more, for some texts name their answers."""
    fitting: Counter[str] = Counter()
    for template in templates(subtask):
        for numbers in product(*(range(low, high + 1, step) for _, low, high, step in template.ranges)):
            values = {each[0]: Fraction(number) for each, number in zip(template.ranges, numbers, strict=True)}
            try:
                for shown in template.shown:
                    values[shown.name] = evaluate(shown.formula, values)
                results = [values[shown.name] for shown in template.shown]
                small = all(one.denominator == 1 and 1 <= one <= MOST for one in results)
                fitting[template.level] += small and (not template.where or evaluate(template.where, values) == 1)
            except ZeroDivisionError:
                continue
    for (name, level), space in family("word_problem").spaces.items():
        if name == subtask:
            assert 0.6 * fitting[level] <= space.size <= fitting[level]


def test_a_sequence_keeps_no_prompt_twice() -> None:
    one = family("word_problem")
    taken: set[str] = set()
    draw = draw_of("word_problem", "equation_solving", 1)
    first = list(sequence(one, draw, taken))[-1]
    second = list(sequence(one, draw, taken))
    assert isinstance(first, Kept) and any(isinstance(tried, Refused) for tried in second)
    last = second[-1]
    assert isinstance(last, Kept) and last.canonical_key != first.canonical_key
