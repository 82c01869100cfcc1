"""The shapes of what Label Studio answers: what is needed of it is bounded and strict, the rest is passed over."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Id = Annotated[int, Field(ge=1, lt=2**53)]
Count = Annotated[int, Field(ge=0, lt=2**53)]
Moment = Annotated[str, Field(min_length=10, max_length=64, pattern=r"^[0-9T:.+Z -]+$")]


class Answer(BaseModel):
    """Part of an answer: what is known is strict, what is not needed is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, allow_inf_nan=False)


class Project(Answer):
    """A project, as far as it is needed."""

    id: Id
    title: Annotated[str, Field(max_length=1000)] = ""
    description: Annotated[str, Field(max_length=100_000)] | None = None
    task_number: Count | None = None


class Settings(Project):
    """A project with what `curate` sets in it."""

    label_config: Annotated[str, Field(max_length=1_000_000)] | None = None
    expert_instruction: Annotated[str, Field(max_length=1_000_000)] | None = None
    show_instruction: bool | None = None
    show_skip_button: bool | None = None
    enable_empty_annotation: bool | None = None
    maximum_annotations: int | None = None
    sampling: str | None = None
    skip_queue: str | None = None
    is_published: bool | None = None
    show_collab_predictions: bool | None = None
    reveal_preannotations_interactively: bool | None = None


class Task(Answer):
    """A task of a listing.

    Attributes:
        data: What the page shows; `None` where the listing was asked without it.
        updated_at: Changes whenever an annotation of the task is added, changed or deleted.
        total_annotations: How many annotations it has, skips left out.
        cancelled_annotations: How many skips.
    """

    id: Id
    data: dict[str, JsonValue] | None = None
    updated_at: Moment
    total_annotations: Count
    cancelled_annotations: Count

    @property
    def answered(self) -> bool:
        """Whether anybody annotated or skipped it."""
        return self.total_annotations + self.cancelled_annotations > 0

    @property
    def signature(self) -> tuple[str, int, int]:
        """What differs when its annotations do."""
        return self.updated_at, self.total_annotations, self.cancelled_annotations


class Tasks(Answer):
    """A page of a listing, and how many tasks there are in all."""

    tasks: Annotated[list[Task], Field(max_length=100_000)]
    total: Count


class Projects(Answer):
    """A page of the projects."""

    count: Count
    results: Annotated[list[Project], Field(max_length=100_000)]


class Given(Answer):
    """An annotation as the server gives it; `result` is read by its page."""

    id: Id
    task: Id
    completed_by: Id | None = None
    updated_by: Id | None = None
    was_cancelled: bool
    result: Annotated[list[dict[str, JsonValue]], Field(max_length=10_000)]
    created_at: Moment
    updated_at: Moment
    draft_created_at: Moment | None = None
    lead_time: Annotated[float, Field(ge=0, le=10_000_000, strict=False)] | None = None


class Exported(Answer):
    """A task of an export; its annotations are parsed one by one, so that a bad one harms no other."""

    id: Id
    data: dict[str, JsonValue]
    annotations: Annotated[list[dict[str, JsonValue]], Field(max_length=10_000)]


class User(Answer):
    """An account."""

    id: Id
    email: Annotated[str, Field(max_length=1000)]


class Storage(Answer):
    """A registered folder of local files."""

    id: Id
    path: Annotated[str, Field(max_length=10_000)] | None = None


class Upload(Answer):
    """An uploaded file; `file` is its path below `/data/`."""

    id: Id
    file: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^upload/[0-9]+/[A-Za-z0-9._-]+$")]


class Imported(Answer):
    """What an import made."""

    task_ids: Annotated[list[Id], Field(max_length=100_000)] = []
    file_upload_ids: Annotated[list[Id], Field(max_length=100_000)] = []


class Updated(Answer):
    """A task after a change."""

    id: Id
    updated_at: Moment
