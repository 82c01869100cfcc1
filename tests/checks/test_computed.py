"""What authored prompts compute: most of them are read, no question is answered wrongly, and doubt is no answer."""

from __future__ import annotations

import pytest

from curation.checks.computed import computed
from curation.checks.printed import Printed
from curation.models import Generated, UEGInstance
from tests.checks.mutations import generated, shipped

LEAST = {"mathematical_reasoning": (20, 40), "code_to_image": (14, 29)}
"""Authored instances with a computed answer, and their questions that are answered, at least."""


@pytest.mark.parametrize("category", LEAST)
def test_most_authored_instances_are_computed_and_right(category: str) -> None:
    instances = [one for one in shipped() if one.category == category]
    read = [(one, computed(one)) for one in instances]
    assert all(found is not None for _, found in read)
    answered = [(one, found.answers) for one, found in read if found is not None and found.answers]
    for one, answers in answered:
        for place, right in answers.items():
            assert right == (one.checklist[place - 1].answer == "yes"), (one.uid, place)
    least_instances, least_questions = LEAST[category]
    assert len(answered) >= least_instances
    assert sum(len(answers) for _, answers in answered) >= least_questions


@pytest.mark.parametrize("name", ["word_problem", "program"])
def test_no_proved_question_is_answered_wrongly(name: str) -> None:
    """What a family proved is read as if somebody had written it: thousands of questions in all wordings."""
    answered = 0
    for one in generated(name, 240):
        assert isinstance(one.provenance, Generated)
        found = computed(one)
        for place, right in (found.answers if found else {}).items():
            item = one.checklist[place - 1]
            assert right == (item.answer == "yes"), (one.prompt, item.question)
            answered += 1
    assert answered > 300


def asked(prompt: str, *questions: tuple[str, str], category: str = "mathematical_reasoning") -> dict[int, bool]:
    (one, *_) = [item for item in shipped() if item.category == category]
    changed = {"prompt": prompt, "checklist": [{"question": q, "answer": a} for q, a in questions]}
    found = computed(UEGInstance.model_validate(one.model_dump() | changed))
    assert found is not None
    return dict(found.answers)


BOWL = (
    "Ten beads, some black and the rest white, lie in a bowl. Whoever takes one with closed eyes gets a black one "
    "with a probability of 2/5. Draw the bowl."
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Are there exactly four black beads?", True),
        ("Are there as many as six black beads?", False),
        ("Are exactly six of the beads white?", True),
        ("Are exactly six beads white?", True),
        ("Are there more black beads than white ones?", False),
        ("Are there fewer black beads than white ones?", True),
        ("Are there as many black beads as white ones?", False),
        ("Are there as many white beads as black ones?", None),
        ("Are there exactly three beads beside the white ones?", None),
        ("Are there exactly ten beads?", None),
        ("Is there a bowl?", None),
    ],
)
def test_questions_about_numbers_of_things(question: str, answer: bool | None) -> None:
    found = asked(BOWL, (question, "no" if answer is False else "yes"), ("Is there a spoon?", "no"))
    assert found == ({} if answer is None else {1: answer})


HAT = Printed(
    "Dress the cat.",
    ("red", "blue", "cat", "dog", "a cat in a ", " hat with ", " bells"),
    "a cat in a blue hat with 3 bells",
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Are there exactly three bells?", True),
        ("Are there as many as five bells?", False),
        ("Is the hat blue?", True),
        ("Is the hat red?", False),
        ("Is the hat green?", None),
        ("Is there a dog?", False),
        ("Is there a cat?", None),
        ("Is there a mouse?", None),
        ("Is there a dog behind the cat?", None),
        ("Is the cat asleep?", None),
        ("Do the bells ring?", None),
    ],
)
def test_questions_about_what_is_printed(question: str, answer: bool | None) -> None:
    assert HAT.answer(question) is answer


@pytest.mark.parametrize(
    ("output", "question", "answer"),
    [
        ("red box\nblue box", "Are there exactly two boxes?", True),
        ("red box 3\nblue box 1", "Are there exactly two boxes?", True),
        ("the box 3\nthe box 1", "Are there exactly two boxes?", None),
        ("sock shirt sock", "Are exactly two of them socks?", True),
        ("sock shirt sock", "Are exactly two of the things on the line socks?", None),
        ("lamp off", "Is there a lamp?", None),
        ("no lamp", "Is there a lamp?", None),
    ],
)
def test_doubt_is_no_answer(output: str, question: str, answer: bool | None) -> None:
    assert Printed("Draw it.", (output,), output).answer(question) is answer


def test_an_output_that_cpython_does_not_confirm_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from curation.prompts.program import interpreter

    prompt = "Draw it.\n\nx = 2\nprint(x, 'owls')"
    questions = (("Are there exactly two owls?", "yes"), ("Is there a cat?", "no"))
    assert asked(prompt, *questions, category="code_to_image") == {1: True}
    monkeypatch.setattr(interpreter, "interpret", lambda _program: "3 owls\n")
    with pytest.raises(AssertionError):
        asked(prompt, *questions, category="code_to_image")
