"""Readers on wordings that no maker writes."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.unisandbox.reading import mapping, math
from curation.unisandbox.reading.formula import Undefined
from curation.unisandbox.reading.verdict import Unreadable


@pytest.mark.parametrize(
    ("text", "value", "operations"),
    [
        ("√49", 7, 1),
        ("√ 49 − 5", 2, 2),
        ("√(40 + 9)", 7, 2),
        ("5^0", 1, 1),
        ("5⁰", 1, 1),
        ("2**2", 4, 1),
        ("2³ ÷ 4", 2, 2),
        ("2^3^0", 2, 2),
        ("-2^2 + 8", 4, 2),
        ("10 % 3 + 1", 2, 2),
        ("10%3", 1, 1),
        ("17 mod 5", 2, 1),
        ("the remainder of 17 divided by 5", 2, 1),
        ("the remainder when 17 is divided by 5", 2, 1),
        ("20% of 15", 3, 1),
        ("20 percent of 15", 3, 1),
        ("twenty per cent of fifteen", 3, 1),
        ("50% of (4 + 4)", 4, 2),
        ("8 − 4", 4, 1),
        ("8 – 4", 4, 1),
        ("2 × 2", 4, 1),
        ("2 · 2", 4, 1),
        ("2 x 2", 4, 1),
        ("2x2", 4, 1),
        ("８ ÷ ２", 4, 1),
        ("8 : 4", 2, 1),
        ("seven minus five", 2, 1),
        ("Twenty-one divided by seven", 3, 1),
        ("twenty one divided by seven", 3, 1),
        ("two plus three times one", 5, 2),
        ("two squared", 4, 1),
        ("the square root of nine", 3, 1),
        ("sqrt(16) - 1", 3, 2),
        ("the remainder of dividing 17 by 5", 2, 1),
        ("the square root of 16 plus 1", 5, 2),
        ("the cube root of 27", 3, 1),
        ("∛27", 3, 1),
        ("8^(1/3)", 2, 2),
        ("the sum of 2 and 3", 5, 1),
        ("the difference between 8 and 3", 5, 1),
        ("the product of 2 and 2", 4, 1),
        ("the quotient of 8 and 4", 2, 1),
        ("half of 8", 4, 1),
        ("two to the power of two", 4, 1),
        ("1,000 / 250", 4, 1),
        ("0.5 * 8", 4, 1),
        ("[(2 + 3) * {4 - 3}]", 5, 3),
        ("2(1 + 1)", 4, 2),
        ("3! - 1", 5, 2),
        ("8 / 3", Fraction(8, 3), 1),
    ],
)
def test_calculations(text: str, value: int | Fraction, operations: int) -> None:
    for question in (
        f"Generate as many cups as the result of {text}.",
        f"Please draw cups. Their number is the result of: {text}",
        f"Create an image of cups, exactly {text} of them!",
        f"{text} = ? Generate that many cups",
    ):
        found = math.calculation(question)
        assert (found.number, found.operations) == (value, operations), question


@pytest.mark.parametrize(
    "text",
    [
        *(
            "8 / 2(2 + 2)",
            "3 apples plus 2 apples",
            "8 shared among 4",
            "take 8 and divide by 4",
            "2½ * 2",
            "½ * 4",
        ),
        *(
            "the average of 2 and 4",
            "two dozen divided by 6",
            "5 more than 3 - 7",
            "10 % -3",
            "(2 + 3",
            "2 + + ",
            "",
        ),
        *("cups", "8 / 4 or 6 / 3", "the sum of 1, 2 and 3", "the square root of 9 + 16", "x + 2 = 4", "|2 - 4|"),
        *("the difference between 3 and 8", "3,5 + 1", "2^1000000", "9^9^9^9", "9999999999999999999 - 1", "π - 1"),
        *(
            "√2 * √2",
            "7 // 2",
            "-7 % 4",
            "log 100",
            "Ⅳ - 2",
            "(" * 500,
            "1" * 5000,
            "30! / 29!",
            "4 and 5",
            "1 + 1 = 3",
        ),
        *("one half of 8", "2 to 4", "three-quarters of 8", "7 divided by 2 rounded down", "5 - 2 times", "±2 + 4"),
    ],
)
def test_what_is_not_understood_is_never_right(text: str) -> None:
    for result in range(1, 6):
        verdict = math.judge(f"Generate as many cups as {text}.", f"{result} cups.")
        assert not verdict.proved
        assert verdict.faults[0][0] in {"USB008", "USB003"}


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Show as many kites as 3!.", 6),
        ("Show as many kites as (3)!.", 6),
        ("What is 3!? Show as many kites.", 6),
        ("Show as many kites as 5 - 2!.", 3),
        ("Show as many kites as 3!", None),
        ("Show as many kites as 2 + 1!", None),
        ("Show as many kites as 2!!.", None),
        ("Show 3! kites.", None),
    ],
)
def test_an_exclamation_mark_is_a_factorial_or_left_open(question: str, value: int | None) -> None:
    """A cry and a factorial look the same at the end of a sentence: what is open is never called right."""
    for result in range(1, 8):
        verdict = math.judge(question, f"{result} kites.")
        if value is None:
            assert (verdict.proved, verdict.faults[0][0]) == (False, "USB008")
        else:
            said = {code for code, _ in verdict.faults}
            assert ("USB002" in said, "USB008" in said) == (result != value, False)


@pytest.mark.parametrize("text", ["8 / 0", "8 % 0", "0^0", "0^(1 - 2)", "√(3 - 4)", "8 / (2 - 2)"])
def test_undefined(text: str) -> None:
    assert math.judge(f"Draw {text} cups.", "2 cups.").faults[0][0] == "USB004"
    with pytest.raises(Undefined):
        math.calculation(text)


@pytest.mark.parametrize("answer", ["undefined", "undefined cups.", "NaN cups", "", "None", "null.", "not defined"])
def test_undefined_answers(answer: str) -> None:
    assert math.judge("Draw 8 / 4 cups.", answer).faults == [("USB004", f"the answer is {answer!r}")]
    verdict, _ = mapping.judge("A represents dogs. Draw A.", answer)
    assert verdict.faults == [("USB004", f"the answer is {answer!r}")]


@pytest.mark.parametrize(
    "answer", ["2 cups.", "2", "two cups", "Two cups.", "2 Cups", "There are 2 cups.", "Generate 2 cups"]
)
def test_answers(answer: str) -> None:
    assert math.judge("Generate as many cups as the result of 8 / 4.", answer, 1).proved


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        *(("3 cups.", "USB002"), ("-2 cups", "USB002"), ("2.5 cups", "USB002"), ("2 plates", "USB002")),
        *(("2 cup", "USB014"), ("a few cups", "USB008"), ("cups", "USB008"), ("2 or 3 cups", "USB008")),
        *(("1 + 1 cups", "USB008"), ("2 cuplets", "USB008")),
        *(("2 cups and a plate", "USB008"),),
    ],
)
def test_wrong_answers(answer: str, code: str) -> None:
    assert [found for found, _ in math.judge("Generate as many cups as the result of 8 / 4.", answer).faults] == [
        code
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("mice", "1 mouse"),
        ("leaves", "1 leaf"),
        ("boxes", "1 box"),
        ("sheep", "1 sheep"),
        ("butterflies", "1 butterfly"),
    ],
)
def test_singular(question: str, answer: str) -> None:
    assert math.judge(f"Draw as many {question} as 3 - 2.", answer).proved


@pytest.mark.parametrize(
    ("question", "answer", "level"),
    [
        ("A → B. B → C. C → cats. D → E. E → F. F → dogs. Draw A.", "cats", 3),
        ("A = B; B = cats; C = D; D = dogs. Please draw what A means.", "a cat", 2),
        (
            "Symbol A stands for symbol B, symbol B stands for apples, C means D, D means owls. Generate A.",
            "Apples.",
            2,
        ),
        ("Chairs are represented by the symbol A. Dogs are represented by B. Show A.", "chairs", 1),
        ("△ means dogs. □ means cats. Generate a photo of □.", "cats", 1),
        ('Let "A" denote mice. Let "B" denote owls. What does the symbol "A" denote? ', "mouse", 1),
        ("Rules: A represents dogs.\nB represents cats.\nGenerate an image of B.", "cats", 1),
        (
            "The letter A refers to teddy bears and the letter B refers to owls. Draw A.",
            "teddy bears",
            1,
        ),
    ],
)
def test_chains(question: str, answer: str, level: int) -> None:
    verdict, _ = mapping.judge(question, answer, level)
    assert verdict.faults == []


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("A represents cats. B represents dogs. Draw C.", "USB005"),
        ("A represents B. B represents A. Draw A.", "USB005"),
        ("A represents cats. A represents dogs. Draw A.", "USB005"),
        ("A represents B. Draw A.", "USB005"),
        ("A does not represent cats. Draw A.", "USB008"),
        ("A represents cats. B is the opposite of A. Draw A and B.", "USB008"),
        ("A represents cats. Everything is inverted! Draw A.", "USB008"),
        ("A represents cats unless it rains. Draw A.", "USB008"),
        ("A represents cats. Draw three A.", "USB008"),
        ("A represents cats. Draw everything but not A.", "USB008"),
        ("A represents cats. Based on the exception that A means dogs, draw A.", "USB008"),
        ("A represents cats. Draw A, where A now means dogs.", "USB008"),
        ("A represents cats. Draw the opposite of A.", "USB008"),
        ("In an upside-down world, A represents cats. Draw A.", "USB008"),
        ("A represents undefined. Draw A.", "USB005"),
        ("A represents cats.", "USB008"),
        ("Draw A.", "USB008"),
        ("A represents cats. Draw A. Draw A.", "USB008"),
        ("A represents cats or dogs. Draw A.", "USB008"),
        ("x" * 5000, "USB008"),
    ],
)
def test_chains_that_are_never_right(question: str, code: str) -> None:
    verdict, _ = mapping.judge(question, "cats")
    assert [found for found, _ in verdict.faults] == [code]
    assert not verdict.proved


@pytest.mark.parametrize(
    ("answer", "code"),
    [("dogs", "USB002"), ("tables", "USB002"), ("3 cats", "USB008"), ("!", "USB008"), ("cats and dogs", "USB002")],
)
def test_wrong_ends(answer: str, code: str) -> None:
    verdict, _ = mapping.judge("A represents cats. B represents dogs. Draw A.", answer)
    assert [found for found, _ in verdict.faults] == [code]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "√" * 1500 + "4",
            "2^" * 900 + "1",
            "-" * 1500 + "4",
            "half of " * 200 + "8 + 1",
            "twice " * 60 + "1 + 1 - 1",
        ),
        *("remainder of " * 100, "(" * 1900, "1 + " * 400 + "1", "sum of " * 200 + "1 and 2", "2(" * 500 + "1"),
        *(
            "A is " * 700,
            "and " * 900,
            "A, " * 1200,
            "the " * 900,
            "please " * 500,
            "A represents " + "B and " * 500,
        ),
    ],
)
def test_hostile_text_is_read_at_once(text: str) -> None:
    math.judge(f"Draw {text} cups.", text)
    mapping.judge(f"{text}. Draw A.", text)
    mapping.judge(f"A represents {text}. Draw A.", "cats")


@given(st.text(max_size=80), st.text(max_size=20))
def test_readers_take_any_text(question: str, answer: str) -> None:
    math.judge(question, answer, 1)
    mapping.judge(question, answer, 1)
    mapping.judge(f"A represents {question}. Draw A.", answer, 1)


TREES = st.recursive(
    st.integers(0, 30).map(str),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({' '.join(parts)})"),
    max_leaves=8,
)
SPELLINGS = {
    "+": ["+", " plus ", "＋"],
    "-": ["-", "−", " minus ", "–"],
    "*": ["*", "×", "·", " times "],
    "/": ["/", "÷"],
}


@given(TREES, st.randoms(use_true_random=False))
def test_any_spelling_has_the_value_that_python_gives(tree: str, rng: random.Random) -> None:
    text = "".join(
        f" {rng.choice(SPELLINGS[sign])} " if sign in SPELLINGS else sign for sign in tree.replace(" ", "")
    )
    exact = "".join(
        f"Fraction({piece})" if piece.isdigit() else piece
        for piece in tree.replace("(", "( ").replace(")", " )").split(" ")
    )
    try:
        expected = eval(exact, {"Fraction": Fraction})
    except ZeroDivisionError:
        with pytest.raises(Undefined):
            math.calculation(text)
        return
    try:
        found = math.calculation(f"Draw as many cups as {text}.")
    except Unreadable:
        return
    assert found.number == expected
    assert found.operations == sum(tree.count(sign) for sign in "+-*/")
