"""Write a program prompt: a template, what is drawn for it, and a checklist from what it prints."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction

from pydantic import JsonValue

from curation.models import ChecklistItem, Difficulty
from curation.prompts import english
from curation.prompts.base import Prompt
from curation.prompts.program.allowed import RefusedProgram, allow
from curation.prompts.program.interpreter import interpret
from curation.prompts.program.template import Template, fill, items, printed, templates
from curation.prompts.word_problem.formula import evaluate
from curation.puzzles.base import Discard

FEWEST, MOST = 2, 12
"""What a picture must show is counted from two (one needs other words) to twelve."""
TRIES = 60


def make(rng: random.Random, *, subtask: str, difficulty: Difficulty) -> Prompt:
    """Write the prompt of one draw.

    Raises:
        Discard: What is drawn makes no good program.
    """
    template = rng.choice([one for one in templates(subtask) if one.level == difficulty])
    values = _values(template, rng)
    code = fill(template.code, values)
    output = _run(code)
    intro = fill(rng.choice(template.intro), values)
    if output.strip() in intro:
        raise Discard("the introduction names what is printed")
    mistaken, mistake = _mistaken(template, values, output)
    write = _sequence if template.sequence else _sentence
    refined, checklist = write(template, values, output, mistaken, rng)
    return Prompt(
        prompt=f"{intro}\n\n{code}",
        refined_prompt=refined,
        checklist=checklist,
        rationale=f"The program prints: {_flat(output)}. Likely mistake: {mistake} ({_flat(mistaken)}).",
        answer=output,
        canonical=[template.name, *sorted(f"{name}={value}" for name, value in values.items())],
        parameters={"template": template.name, **_parameters(values)},
    )


def _parameters(values: Mapping[str, str]) -> dict[str, JsonValue]:
    return dict(values)


def _flat(output: str) -> str:
    return " / ".join(line.strip() for line in output.splitlines() if line.strip())


def _values(template: Template, rng: random.Random) -> dict[str, str]:
    words: dict[str, str] = {}
    for names, choices in template.picks:
        words |= dict(zip(names, rng.sample(choices, len(names)), strict=True))
    for _ in range(TRIES):
        numbers = {name: rng.randrange(low, high + 1, step) for name, low, high, step in template.ranges}
        if not template.where or evaluate(template.where, {name: Fraction(one) for name, one in numbers.items()}):
            return words | {name: str(one) for name, one in numbers.items()}
    raise Discard("no numbers fit the template")


def _run(code: str) -> str:
    try:
        return interpret(allow(code)).rstrip("\n")
    except RefusedProgram as refused:
        raise Discard(f"the program does not run: {refused}") from refused


def _mistaken(template: Template, values: Mapping[str, str], output: str) -> tuple[str, str]:
    """What would be printed if the code were misread, and how it is misread."""
    code = fill(template.code, values)
    for old, new, words in template.mistakes:
        misread = code.replace(fill(old, values), fill(new, values), 1)
        if misread == code:
            continue
        try:
            wrong = _run(misread)
        except Discard:
            continue
        if wrong != output and wrong.strip():
            return wrong, fill(words, values)
    raise Discard("no likely mistake changes what is printed")


def _in_words(parts: Mapping[str, str]) -> dict[str, str]:
    return {name: english.number(int(one)) if one.isdigit() else one for name, one in parts.items()}


def _sentence(
    template: Template, values: Mapping[str, str], output: str, mistaken: str, rng: random.Random
) -> tuple[str, tuple[ChecklistItem, ...]]:
    right, wrong = printed(template, output, values), printed(template, mistaken, values)
    if right is None or wrong is None:
        raise Discard("what is printed does not have the form of the template")
    if any(one.lstrip("-").isdigit() and not FEWEST <= int(one) <= MOST for one in right.values()):
        raise Discard("a number is too small or too large to draw")
    words = _in_words(right)
    questions = [
        ChecklistItem.model_validate(
            {"question": fill(question, values).format(**words), "answer": "yes", "aspect": aspect}
        )
        for _, aspect, question in template.asked
    ]
    noes = []
    for name, aspect, question in template.asked:
        if wrong[name] == right[name]:
            continue
        asked = fill(question, values)
        said = _in_words(wrong)
        if right[name].isdigit():
            if not wrong[name].isdigit() or not 1 < int(wrong[name]) <= 2 * MOST:
                continue
            more = int(wrong[name]) > int(right[name])
            asked = asked.replace("exactly", "as many as" if more else "only")
        noes.append(
            ChecklistItem.model_validate(
                {"question": asked.format(**{**words, name: said[name]}), "answer": "no", "aspect": aspect}
            )
        )
    refined = fill(template.refined, values).format(**words)
    return refined, _joined(template, values, questions, noes, rng)


def _joined(
    template: Template,
    values: Mapping[str, str],
    questions: list[ChecklistItem],
    noes: list[ChecklistItem],
    rng: random.Random,
) -> tuple[ChecklistItem, ...]:
    if not noes:
        raise Discard("the likely mistake cannot be asked about")
    for aspect, answer, question in template.scene:
        questions.append(
            ChecklistItem.model_validate({"question": fill(question, values), "answer": answer, "aspect": aspect})
        )
    questions.insert(rng.randint(1, len(questions)), rng.choice(noes))
    return tuple(questions)


def _sequence(
    template: Template, values: Mapping[str, str], output: str, mistaken: str, rng: random.Random
) -> tuple[str, tuple[ChecklistItem, ...]]:
    right, wrong = items(output), items(mistaken)
    counted = "total" in template.sequence
    total = sum(len(line.split()) for line in right) if counted else len(right)
    other = sum(len(line.split()) for line in wrong) if counted else len(wrong)
    if not FEWEST <= total <= MOST or len(right) > 7 or any(not item for item in right):
        raise Discard("there are too few or too many things to draw")
    if len(set(right)) == 1 and not counted:
        raise Discard("all the things are alike")
    named = [english.number(len(line.split())) for line in right] if counted else right
    asked = {name: fill(question, values) for name, question in template.sequence.items()}
    things = english.listed([english.article(one) for one in named])
    words = {"n": english.number(total), "items": english.listed(named), "things": things}
    questions = [
        ChecklistItem.model_validate(
            {"question": asked["count"].format(**words), "answer": "yes", "aspect": "count"}
        ),
        ChecklistItem.model_validate(
            {"question": asked["order"].format(**words), "answer": "yes", "aspect": "relation"}
        ),
    ]
    noes: list[tuple[str, str]] = []
    if other != total and FEWEST <= other <= 2 * MOST:
        form = asked["count"].replace("exactly", "as many as" if other > total else "only")
        noes.append((form.format(n=english.number(other)), "count"))
    if "has" in asked:
        strangers = [one for one in wrong if one not in right]
        noes += [(asked["has"].format(item=english.article(one)), "presence") for one in strangers[:1]]
    differing = [place for place, (one, two) in enumerate(zip(right, wrong, strict=False)) if one != two]
    if differing and "place" in asked:
        place = differing[0]
        k = english.ordinal(place + 1)
        noes.append((asked["place"].format(k=k, item=wrong[place], a=english.article(wrong[place])), "relation"))
    asking = [ChecklistItem.model_validate({"question": one, "answer": "no", "aspect": two}) for one, two in noes]
    refined = fill(template.refined, values).format(**words)
    return refined, _joined(template, values, questions, asking, rng)
