"""What is said of options, and what is not."""

from __future__ import annotations

import pytest

from curation.checks import run
from curation.models import LETTERS
from curation.workspace import Workspace
from tests.checks.broken import spots
from tests.checks.test_checks import UNDER_WAY


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("red", "Red", "blue", "green"), "OPT001"),
        (("two cups", "2 cups", "3 cups", "4 cups"), "OPT001"),
        (("A) red", "blue", "green", "pink"), "OPT002"),
        (("(b) red", "blue", "green", "pink"), "OPT002"),
        (("A - red", "blue", "green", "pink"), "OPT002"),
        (("all of these", "blue", "green", "pink"), "OPT003"),
        (("undefined", "1", "2", "3"), "OPT003"),
        (("It cannot be determined.", "1", "2", "3"), "OPT003"),
        (("Point E", "D", "F", "G"), "OPT006"),
    ],
)
def test_found(workspace: Workspace, options: tuple[str, str, str, str], code: str) -> None:
    spots(workspace, options=options)
    assert {finding.code for finding in run(workspace, only=["options"]).findings} == {code}


@pytest.mark.parametrize(
    "options",
    [
        ("A", "B", "C", "D"),
        ("007", "07", "7", "70"),
        ("a red ball", "a blue ball", "a ball in a red box", "a ball in a blue box"),
        ("Bell Street", "Candle Street", "Dove Street", "Avenue A"),
        ("Cafe", "Zoo", "Museum", "Botanical gardens"),
        ("B.C. 44", "A.D. 44", "A.D. 45", "B.C. 45"),
        ("E3", "3E", "8B", "B8"),
        ("-3", "3", "1/3", "0.3"),
    ],
)
@pytest.mark.parametrize("key", LETTERS)
def test_not_found(workspace: Workspace, options: tuple[str, str, str, str], key: str) -> None:
    spots(workspace, options=options, key=key)
    assert run(workspace, only=["options"]).findings == ()


def test_a_question_that_names_all_options_gives_none_away(workspace: Workspace) -> None:
    options = ("red", "blue", "green", "pink")
    spots(workspace, options=options, question="Is the smallest spot red, blue, green or pink?")
    assert {finding.code for finding in run(workspace).findings} == UNDER_WAY
