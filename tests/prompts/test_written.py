"""The reader of problems that people wrote: it reads those that ship, and nothing that only resembles them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from curation.intake import starter_packs
from curation.models import UEGInstance
from curation.packs.pack import read_pack
from curation.prompts.word_problem.reading.world import Unclear
from curation.prompts.word_problem.solve import read
from curation.taxonomy import load_profile

EXPECTED = {
    **{"mr-calc-001": {"glass": 7}, "mr-calc-002": {"lantern": 8}, "mr-calc-003": {"egg": 6}},
    **{"mr-calc-004": {"avocado": 5}, "mr-calc-005": {"lit": 4}, "mr-prob-002": {"green": 2, "yellow": 6}},
    **{"mr-prob-003": {"striped": 3, "grey": 6}, "mr-prob-006": {"yellow": 4, "white": 8}},
    **{"mr-prob-007": {"cup": 7, "pea": 4}, "mr-prob-008": {"green": 5, "red": 3}},
    **{"mr-prop-001": {"glass": 9, "lemon": 6}, "mr-prop-002": {"red": 6, "blue": 4}, "mr-prop-006": {"piece": 4}},
    **{"mr-prop-007": {"wide": 4, "high": 6}, "mr-prop-008": {"blue": 9, "brown": 3}, "mr-eq-004": {"candle": 4}},
    **{"mr-eq-005": {"with": 7, "without": 3}, "mr-eq-006": {"panda": 1, "goat": 4}, "mr-eq-007": {"parasol": 4}},
    **{"mr-eq-008": {"left": 4, "right": 5}},
}
"""What each authored problem asks for, computed by hand."""

AUTHORED = {
    draft.instance.uid: draft.instance.prompt
    for path in starter_packs()
    for draft in read_pack(path, load_profile()).drafts
    if isinstance(draft.instance, UEGInstance) and draft.instance.category == "mathematical_reasoning"
}

CHANGED = [
    ("mr-calc-001", "handed out", "handed round"),
    ("mr-calc-001", "five of the glasses", "five of the spoons"),
    ("mr-calc-003", "an egg box with twelve hollows was full", "an egg box with twelve hollows was half full"),
    ("mr-calc-003", "went into", "nearly went into"),
    ("mr-calc-004", "50 shillings back", "50 pesos back"),
    ("mr-calc-004", "one avocado costs", "one bag of avocados costs"),
    ("mr-calc-005", "two windows go dark", "two lamps go dark"),
    ("mr-calc-005", "one lights up again", "one goes dark again"),
    ("mr-prob-003", "2/3", "3/2"),
    ("mr-prob-003", "nine single socks", "nine single gloves"),
    ("mr-prob-006", "otherwise a white one", "otherwise a white or a green one"),
    ("mr-prob-007", "finds nothing", "finds a bean"),
    ("mr-prob-007", "Draw the seven cups", "Draw the six cups"),
    ("mr-prob-008", "a green chilli comes out", "a red chilli comes out"),
    ("mr-prob-008", "5/8", "5/9 or so"),
    ("mr-prop-001", "that much lemonade", "that much tea"),
    ("mr-prop-002", "the blue tower and the red tower", "the blue tower and the green tower"),
    ("mr-prop-006", "an equally long rope", "an equally long chain"),
    ("mr-prop-006", "three metres long", "five metres long"),
    ("mr-prop-007", "the same patches", "the same tiles"),
    ("mr-prop-008", "at an even pace", "faster and faster"),
    ("mr-prop-008", "Draw the fence", "Draw the wall"),
    ("mr-eq-004", "as old as she is now", "as old as her sister is now"),
    ("mr-eq-005", "boats without", "boats with a sail"),
    ("mr-eq-006", "and so do goats", "and goats do not"),
    ("mr-eq-006", "a single panda", "a single goat"),
    ("mr-eq-007", "twice their number", "twice the number of towels"),
    ("mr-eq-008", "add up to nine", "add up to eight"),
    ("mr-eq-008", "lies open", "lies closed"),
]
"""An authored problem, words of it, and others that make it say something else or nothing."""


def test_every_authored_problem_is_expected() -> None:
    assert AUTHORED.keys() == EXPECTED.keys()


@pytest.mark.parametrize("uid", EXPECTED)
def test_authored_problems_are_read(uid: str) -> None:
    assert read(AUTHORED[uid]) == {label: Fraction(value) for label, value in EXPECTED[uid].items()}


@pytest.mark.parametrize(("uid", "words", "others"), CHANGED)
def test_what_says_something_else_is_not_read_as_before(uid: str, words: str, others: str) -> None:
    text = AUTHORED[uid]
    assert text.count(words) == 1
    with pytest.raises(Unclear):
        read(text.replace(words, others))


@pytest.mark.parametrize("uid", EXPECTED)
def test_a_sentence_left_out_is_missed(uid: str) -> None:
    """Where two sentences or more state facts, none of them can be dropped."""
    sentences = AUTHORED[uid].replace("? ", "?. ").split(". ")
    for place in range(len(sentences) - 1):
        torn = ". ".join(sentences[:place] + sentences[place + 1 :])
        try:
            found = read(torn)
        except Unclear:
            continue
        assert found != EXPECTED[uid], torn
