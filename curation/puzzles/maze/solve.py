"""Answer a maze question from the pixels and the question's text."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from typing import Final

from PIL import Image
from pydantic import JsonValue

from curation.puzzles.base import Solution, letter_of
from curation.puzzles.maze.read import Maze, Unreadable, read

Cell = tuple[int, int]
Options = tuple[str, str, str, str]

_OPENING: Final = re.compile(
    r"Without turning back, exactly one path leads from the start, the (\w+) (\w+), "
    r"to the goal, the (\w+) (\w+)\. (.+)"
)
_NTH: Final = re.compile(r"Going from start to goal, which lettered point is the (\w+) that the path passes\?")
_NUMERALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def _distances(maze: Maze, source: Cell) -> tuple[dict[Cell, int], dict[Cell, Cell]]:
    """Steps from `source` to every cell that it reaches, and the cell before each on the way."""
    steps, before = {source: 0}, {}
    queue = deque([source])
    while queue:
        row, column = queue.popleft()
        ways = (
            (maze.east[row, column], (row, column + 1)),
            (maze.south[row, column], (row + 1, column)),
            (column > 0 and maze.east[row, column - 1], (row, column - 1)),
            (row > 0 and maze.south[row - 1, column], (row - 1, column)),
        )
        for is_open, cell in ways:
            if is_open and cell not in steps:
                steps[cell] = steps[row, column] + 1
                before[cell] = (row, column)
                queue.append(cell)
    return steps, before


def _one(fitting: list[str], what: str) -> str:
    if len(fitting) != 1:
        raise Unreadable(f"{len(fitting)} points to choose from are {what}")
    return fitting[0]


def _nearest(points: dict[str, Cell], steps: dict[Cell, int]) -> str:
    order = sorted((steps[cell], name) for name, cell in points.items())
    if len(order) > 1 and order[0][0] == order[1][0]:
        raise Unreadable("two points are equally near to the goal")
    return order[0][1]


def _answer(text: str, options: Options, passed: list[str], maze: Maze, to_goal: dict[Cell, int]) -> str:
    """The answer in the words of an option."""
    if text == "How many lettered points lie on that path?":
        return str(len(passed))
    missing = [option for option in options if option not in maze.points]
    if missing:
        raise Unreadable(f"there is no point {missing[0]}")
    nth = _NTH.fullmatch(text)
    if nth is not None and nth[1] in _NUMERALS:
        if len(passed) < _NUMERALS[nth[1]]:
            raise Unreadable(f"the path passes {len(passed)} points only")
        return passed[_NUMERALS[nth[1]] - 1]
    on_path = [option for option in options if option in passed]
    off_path = [option for option in options if option not in passed]
    answers: dict[str, Callable[[], str]] = {
        "Which of these lettered points lies on that path?": lambda: _one(on_path, "on the path"),
        "Which of these lettered points does not lie on that path?": lambda: _one(off_path, "off the path"),
        "Of the lettered points on that path, which is the closest to the goal along the path?": lambda: _one(
            passed[-1:], "on the path"
        ),
        "Of all the lettered points, on that path or off it, which is nearest to the goal, "
        "walking through the maze?": lambda: _nearest(maze.points, to_goal),
    }
    if text not in answers:
        raise Unreadable(f"unknown question: {text}")
    return answers[text]()


def solve(
    image: Image.Image,
    question: str,
    options: Options,
    scene: Mapping[str, JsonValue] | None,  # noqa: ARG001 - the picture says everything
) -> Solution:
    """Answer the question from the picture; no letter where the picture or the question is not understood."""
    evidence: dict[str, JsonValue] = {}
    try:
        asked = _OPENING.fullmatch(question)
        if asked is None:
            raise Unreadable("unknown question")
        maze = read(image)
        ends = [(asked[1], asked[2]), (asked[3], asked[4])]
        if sorted(maze.shapes) != sorted(ends):
            raise Unreadable("the coloured shapes are not the ones of the question")
        start, goal = (maze.shapes[end] for end in ends)
        to_goal, towards = _distances(maze, goal)
        passages = int(maze.east.sum() + maze.south.sum())
        if len(to_goal) != maze.size**2:
            raise Unreadable("a part of the maze cannot be reached")
        if passages != maze.size**2 - 1:
            raise Unreadable(f"there is more than one path: {passages} passages between {maze.size**2} cells")
        path = [start]
        while path[-1] != goal:
            path.append(towards[path[-1]])
        at = {cell: name for name, cell in maze.points.items()}
        passed = [at[cell] for cell in path if cell in at]
        evidence |= {
            "cells": maze.size**2,
            "passages": passages,
            "steps": len(path) - 1,
            "points": "".join(sorted(maze.points)),
            "passed": "".join(passed),
            "least_letter_score": round(maze.score, 3),
        }
        answer = _answer(asked[5], options, passed, maze, to_goal)
    except Unreadable as problem:
        return Solution(None, str(problem), "pixels", evidence)
    return Solution(letter_of(answer, options), answer, "pixels", evidence)
