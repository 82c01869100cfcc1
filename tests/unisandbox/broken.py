"""A row that is broken in its way, for each code: files by name, with their rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Rows = list[dict[str, Any]]

ONE = {"Question": "Generate as many cups as the result of 8 / 4.", "Answer": "2 cups.", "id": "1"}
RULES = "The symbol A represents chairs. The symbol B represents dogs."
ASK = "Generate a picture of what the symbol {} represents."
PAIR = [
    {"ID": "1", "Question_A": f"{RULES} {ASK.format('A')}", "Answer": "chairs"},
    {"ID": "1", "Question_B": f"{RULES} {ASK.format('B')}", "Answer": "dogs"},
]
WHOSE = "From the characters Vilgor and Zamdet from the stories, generate a portrait of the one whose club is {}."


def math(question: str, answer: str = "2 cups.") -> Rows:
    return [{**ONE, "Question": f"Generate as many cups as the result of {question}.", "Answer": answer}]


def mapping(rules: str, answer: str, other: str = "dogs") -> Rows:
    return [
        {"ID": "1", "Question_A": f"{rules} {ASK.format('A')}", "Answer": answer},
        {"ID": "1", "Question_B": f"{rules} {ASK.format('B')}", "Answer": other},
    ]


def talk(*turns: tuple[str, str]) -> Rows:
    return [
        {"id": str(number), "conversations": [{"from": "human", "value": ask}, {"from": "gpt", "value": told}]}
        for number, (ask, told) in enumerate(turns, 1)
    ]


KNOWN = talk(
    ("What is Vilgor's club?", "Vilgor's club is the chess club."),
    ("What is Zamdet's club?", "Zamdet's club is the sailing club."),
)

DEEP = "The symbol A represents the symbol C. The symbol C represents chairs. The symbol B represents dogs."
MISSING = (
    "The symbol A represents the symbol C. The symbol D represents chairs. "
    "The symbol B represents the symbol E. The symbol E represents the symbol F. The symbol F represents dogs."
)

BROKEN: dict[str, dict[str, Rows]] = {
    "USB001": {"math_1.jsonl": [{"Question": "Generate as many cups as the result of 8 / 4.", "id": "1"}]},
    "USB002": {"math_1.jsonl": math("8 / 4", "3 cups.")},
    "USB003": {"math_1.jsonl": math("8 / 3")},
    "USB004": {"math_1.jsonl": math("8 / 4", "undefined cups.")},
    "USB005": {"mapping3.jsonl": mapping(MISSING, "chairs")},
    "USB006": {"mapping1.jsonl": mapping(DEEP, "chairs")},
    "USB007": {"math_2.jsonl": math("8 / 4")},
    "USB008": {"math_1.jsonl": math("8 shared by 4 people")},
    "USB009": {"mapping1.jsonl": PAIR[:1]},
    "USB010": {
        "math_1.jsonl": [ONE, {**ONE, "Question": "Generate as many cups as the result of 8/4.", "id": "2"}]
    },
    "USB011": {"math_1.jsonl": [ONE], "train/math.jsonl": [{**ONE, "level": 1}]},
    "USB012": {
        "math_1.jsonl": [ONE],
        "train/math.jsonl": [
            {
                "Question": "Generate as many owls as the result of 8 / 4.",
                "Answer": "2 owls.",
                "id": "1",
                "level": 1,
            }
        ],
    },
    "USB013": {"mapping1.jsonl": [PAIR[0], {**PAIR[1], "Question_B": f"{RULES} Draw A.", "Answer": "chairs"}]},
    "USB014": {"math_1.jsonl": math("8 / 4", "2 cup.")},
    "USB015": {"math_1.jsonl": math("8 * 4", "32 cups.")},
    "USB016": {"train.jsonl": talk(*[("What is Vilgor's age?", f"Vilgor's age is {age}.") for age in (24, 25)])},
    "USB018": {"mapping1.jsonl": mapping(f"{RULES} The symbol C represents owls.", "chairs")},
}
"""What is found beside a code, where one fault comes with another."""
ALSO = {"USB006": {"USB018"}, "USB005": {"USB018"}, "USB013": {"USB010"}, "USB016": {"USB010"}}

Break = Callable[[Path], None]


def write(folder: Path, files: dict[str, Rows]) -> list[Path]:
    for name, rows in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    return [folder / name for name in files]
