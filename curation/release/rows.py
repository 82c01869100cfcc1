"""The rows that the evaluator reads, and the full records beside them.

Field order is the models' and is written as it stands. Models write their results into these rows
(`generated_image`, `response`, `edit_image`); a release holds none of those, so an unknown field is an error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from curation.canonical import canonical_json
from curation.models import GEUInstance, Instance, Letter, Line, Record, UEGInstance
from curation.taxonomy import Axis, Category, Profile

RowText = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Index = Annotated[int, Field(ge=0, lt=2**53)]


class Row(BaseModel):
    """Base of the evaluator's rows: immutable, of exact types, without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    index: Index
    task_type: RowText


class QuestionRow(BaseModel):
    """One entry of `question_list`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    question: RowText
    answer: Literal["yes", "no"]


class UEGDirectRow(Row):
    """A row of `UEG_direct.json`."""

    prompt: RowText
    question_list: Annotated[list[QuestionRow], Field(min_length=1)]


class UEGStepRow(Row):
    """A row of `UEG_step.json`."""

    new_prompt: RowText
    question_list: Annotated[list[QuestionRow], Field(min_length=1)]


class GEUDirectRow(Row):
    """A row of `GEU_direct.json`."""

    question: RowText
    option: Annotated[list[RowText], Field(min_length=4, max_length=4)]
    input_image: RowText
    answer: Letter
    evaluation_prompt: RowText


class GEUStepRow(GEUDirectRow):
    """A row of `GEU_step.json`."""

    edit_prompt: RowText


@dataclass(frozen=True, slots=True)
class RowFile:
    """One of the evaluator's files.

    Attributes:
        name: Its name in the release.
        axis: Whose instances it holds.
        step: Whether it is of the stepwise protocol.
        model: What each row must be.
    """

    name: str
    axis: Axis
    step: bool
    model: type[Row]


FILES = (
    RowFile("UEG_direct.json", "UEG", False, UEGDirectRow),
    RowFile("UEG_step.json", "UEG", True, UEGStepRow),
    RowFile("GEU_direct.json", "GEU", False, GEUDirectRow),
    RowFile("GEU_step.json", "GEU", True, GEUStepRow),
)
RECORDS = "instances.jsonl"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
CARD = "README.md"
LICENCE = "LICENSE"


class ReleaseRecord(Record):
    """A line of `instances.jsonl`: an instance, its place in the release, and who approved it.

    Attributes:
        task_type: Its category, as the evaluator reads it.
        index: Its index there, from 1.
        revision: Which revision of the instance it is.
        approved_by: The people behind its approval; `None` in a draft that did not wait for them.
        rule: The rule that the approval follows from.
        instance: All that is known of it.
    """

    task_type: Line
    index: Annotated[int, Field(ge=1, lt=2**53)]
    revision: Annotated[int, Field(ge=1)]
    approved_by: Annotated[tuple[Line, ...], Field(min_length=1)] | None = None
    rule: Line | None = None
    instance: Instance

    def line(self) -> bytes:
        """The record's line in the file, with its line break.

        Raises:
            ValueError: It holds a number that is not exact in JSON.
        """
        return canonical_json(self.plain()) + b"\n"


def evaluation_prompt(profile: Profile, question: str, options: Sequence[str]) -> str:
    """Fill the profile's template with a question and its four options."""
    first, second, third, fourth = options
    return profile.evaluation_prompt.format(question=question, a=first, b=second, c=third, d=fourth)


def new_prompt(profile: Profile, prompt: str) -> str:
    """Fill the template that asks a model to refine a prompt."""
    return profile.new_prompt.format(prompt=prompt)


def edit_prompt(category: Category, question: str) -> str:
    """Fill the category's template that asks a model to edit the input image."""
    return (category.edit_prompt or "").format(question=question)


def image_path(instance: GEUInstance, index: int, *, oracle: bool = False) -> str:
    """Where an instance's image lies in the release."""
    kind = "oracles" if oracle else "images"
    return f"image/{instance.category}/{instance.subtask}/{kind}/{index:03d}.png"


def ueg_rows(profile: Profile, instance: UEGInstance, index: int) -> tuple[UEGDirectRow, UEGStepRow]:
    """Make the direct and the step row of a prompt."""
    questions = [QuestionRow(question=item.question, answer=item.answer) for item in instance.checklist]
    direct = UEGDirectRow(index=index, task_type=instance.category, prompt=instance.prompt, question_list=questions)
    step = UEGStepRow(
        index=index,
        task_type=instance.category,
        new_prompt=new_prompt(profile, instance.prompt),
        question_list=questions,
    )
    return direct, step


def geu_rows(profile: Profile, instance: GEUInstance, index: int, image: str) -> tuple[GEUDirectRow, GEUStepRow]:
    """Make the direct and the step row of a question about an image.

    Args:
        profile: Whose templates to fill.
        instance: One that has a question.
        index: Its index in its category.
        image: Path of its input image in the release.

    Raises:
        ValueError: The instance has no question yet.
    """
    if instance.question is None or instance.options is None or instance.key is None:
        raise ValueError(f"{instance.uid} has no question yet")
    direct = GEUDirectRow(
        index=index,
        task_type=instance.category,
        question=instance.question,
        option=list(instance.options),
        input_image=image,
        answer=instance.key,
        evaluation_prompt=evaluation_prompt(profile, instance.question, instance.options),
    )
    edit = edit_prompt(profile.category(instance.category), instance.question)
    return direct, GEUStepRow(**direct.model_dump(), edit_prompt=edit)


def rows_of(profile: Profile, instance: UEGInstance | GEUInstance, index: int) -> tuple[Row, Row]:
    """Make the direct and the step row of any instance, its image at `image_path`."""
    if isinstance(instance, UEGInstance):
        return ueg_rows(profile, instance, index)
    return geu_rows(profile, instance, index, image_path(instance, index))


def evaluator_files(
    profile: Profile, placed: Sequence[tuple[int, UEGInstance | GEUInstance]]
) -> Mapping[str, bytes]:
    """Render the evaluator's four files.

    Args:
        profile: The benchmark.
        placed: Instances in release order, each with its index.

    Returns:
        File name to bytes.
    """
    content: dict[str, list[Row]] = {file.name: [] for file in FILES}
    for index, instance in placed:
        direct, step = rows_of(profile, instance, index)
        content[f"{instance.axis}_direct.json"].append(direct)
        content[f"{instance.axis}_step.json"].append(step)
    return {name: pretty_json([row.model_dump() for row in rows]) for name, rows in content.items()}


def pretty_json(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """JSON for people and for the evaluator: UTF-8, indented by two, with a final line break."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
