"""Answers in bulk: tasks that come to the server with their annotator's answer, as a script would give it.

An annotation through the API takes a quarter of a second, a thousand within an import no more than the import. The
server notes the same of both: who completed it, and how long it took.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from curation.studio.client import Client
from curation.studio.ledger import marker_of

Answer = Callable[[str, Mapping[str, Any]], list[dict[str, Any]] | None]
"""Given the annotator's name and a task's data, the result; `None` leaves the task open."""


@contextmanager
def answered_on_import(users: Mapping[str, int], answer: Answer) -> Iterator[None]:
    """Answer tasks as they are imported.

    Args:
        users: Everybody's account number, by name.
        answer: What they say.
    """
    plain = Client.import_tasks

    def with_answers(self: Client, project: int, tasks: Sequence[Mapping[str, Any]]) -> list[int]:
        marker = marker_of(self.settings(project).description)
        assert marker is not None
        given = [_with(task, users[marker.annotator], answer(marker.annotator, task["data"])) for task in tasks]
        return plain(self, project, given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "import_tasks", with_answers)
        yield


def _with(task: Mapping[str, Any], user: int, result: list[dict[str, Any]] | None) -> dict[str, Any]:
    if result is None:
        return dict(task)
    said = {"completed_by": user, "ground_truth": False, "lead_time": 12.5, "result": result}
    return {**task, "annotations": [said]}
