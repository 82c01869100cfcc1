"""How large the spaces of small families are, counted: `python -m tests.puzzles.spaces FAMILY [LEVEL]`.

What a family declares (`Family.spaces`) comes from here. Where a space is too large to be counted, it is estimated:
of `n` plans that are drawn, `c` pairs are the same, and n * (n - 1) / 2c is how many puzzles there are if all are
equally likely; as they are not, there are more.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import combinations, pairwise, product
from typing import get_args

from curation.canonical import canonical_json
from curation.models import DIFFICULTIES, Difficulty
from curation.puzzles.base import Discard, Draw, Family
from curation.puzzles.cups import plan as cups
from curation.puzzles.die_roll import plan as die_roll
from curation.puzzles.paper_fold import plan as paper_fold
from curation.puzzles.registry import family


def _sheets(folds: int, holes: int) -> Iterator[paper_fold.Sheet]:
    """Every sheet that can be folded and punched so often."""
    fold = [paper_fold.Fold(side, width) for side in get_args(paper_fold.Side) for width in (1, 2, 3)]
    for chosen in product(fold, repeat=folds):
        try:
            top, bottom, left, right = paper_fold.Sheet(chosen, ()).areas()[-1]
        except Discard:
            continue
        cells = [(row, column) for row in range(top, bottom) for column in range(left, right)]
        for punched in combinations(cells, holes):
            yield paper_fold.Sheet(chosen, punched)


def _apt(sheet: paper_fold.Sheet, difficulty: Difficulty, holes_of: Callable[[paper_fold.Sheet], int]) -> bool:
    """Whether two slips lead from a sheet to three others that go with it."""
    folds, punched = paper_fold.LEVELS[difficulty]
    whole = holes_of(sheet)
    for first, by in product(range(folds), (-1, 1)):
        one, _ = paper_fold.slip(first, by, sheet)
        if not holes_of(one) or holes_of(one) == whole:
            continue
        for second, other_by in product(range(folds + 2 * punched), (-1, 1)):
            if second == first:
                continue
            others = [paper_fold.slip(second, other_by, before)[0] for before in (sheet, one)]
            unfolded = {whole, holes_of(one), *(holes_of(other) for other in others)}
            if 0 not in unfolded and len(unfolded) == 4:
                return True
    return False


def count_paper_fold(difficulty: Difficulty) -> int:
    """Every sheet that slips lead away from, turned and mirrored ones once."""
    folds, punched = paper_fold.LEVELS[difficulty]
    known: dict[tuple[object, ...], int] = {}

    def holes_of(sheet: paper_fold.Sheet) -> int:
        """The holes as bits; 0 where the sheet is none or has too few or too many."""
        key = (sheet.folds, frozenset(sheet.punched))
        if key not in known:
            known[key] = 0
            if len(key[1]) == punched:
                try:
                    holes = sheet.holes()
                except Discard:
                    return 0
                if punched + folds <= len(holes) <= paper_fold.MOST_HOLES:
                    known[key] = sum(1 << (paper_fold.SIZE * row + column) for row, column in holes)
        return known[key]

    found: set[object] = set()
    for sheet in _sheets(folds, punched):
        if holes_of(sheet) and (form := sheet.canonical()) not in found and _apt(sheet, difficulty, holes_of):
            found.add(form)
    return len(found)


def _trails(size: int, rolls: int) -> Iterator[str]:
    """Every path on the board that comes to no cell twice and turns, wherever it begins, once for each shape."""

    def longer(cells: list[tuple[int, int]], made: str) -> Iterator[str]:
        rows, columns = zip(*cells, strict=True)
        if max(rows) - min(rows) >= size or max(columns) - min(columns) >= size:
            return
        if len(made) == rolls:
            if len(set(made)) > 1:
                yield made
            return
        for roll, (down, right) in die_roll.STEPS.items():
            cell = (cells[-1][0] + down, cells[-1][1] + right)
            if cell not in cells:
                yield from longer([*cells, cell], made + roll)

    return longer([(0, 0)], "")


def count_die_roll(difficulty: Difficulty) -> int:
    """Every path, die and question with three mistakes, turned ones once.

    The 24 ways in which a die stands are one way with other numbers on the faces: one of them counts for all.
    """
    level, found = die_roll.LEVELS[difficulty], set()
    die = die_roll.dice()[0]
    for rolls in level.rolls:
        for trail, asked in product(_trails(level.size, rolls), die_roll.SIDES):
            answer = die_roll.rolled(die, trail)[die_roll.SIDES.index(asked)]
            if die_roll.rolled(die, trail) == die:
                continue
            if len({number for _, number in die_roll.mistakes(trail, die, asked)} - {answer}) >= 3:
                drawn = die_roll.Plan(level.size, (), trail, die, asked, answer, ())
                form = drawn.canonical()
                assert isinstance(form, list)
                found.add((form[0], form[4]))
    return 24 * len(found)


def count_cups(difficulty: Difficulty) -> int:
    """Every row of steps that suits some four places, with each place of the ball, mirrored ones once."""
    level = cups.LEVELS[difficulty]
    pairs = list(combinations(range(level.cups), 2))
    steps = [cups.Step(kind, *pair) for kind in ("places", "colours") if kind in level.kinds for pair in pairs]
    if "shift" in level.kinds:
        steps += [cups.Step("shift", -1, 0), cups.Step("shift", 1, 0)]
    found = set()
    for number in level.steps:
        for made in product(steps, repeat=number):
            shifts = sum(step.kind == "shift" for step in made)
            if shifts > cups.MOST_SHIFTS or any(a == b or a.kind == b.kind == "shift" for a, b in pairwise(made)):
                continue
            slips = [cups.slips(made, end, level.cups) for end in range(level.cups)]
            ends = {
                end
                for four in combinations(range(level.cups), 4)
                if all(other in slips[one] for one in four for other in four if other != one)
                for end in four
            }
            row = cups.row_after(made, level.cups)
            found |= {cups.Plan(cups.COLOURS[: level.cups], row[end], made, end, ()).canonical() for end in ends}
    return len(found)


def canonical_of(found: Family, draw: Draw) -> str | None:
    """The canonical key of a draw, planned only; `None` where the draw makes no puzzle."""
    rng = draw.rng()
    try:
        if found.name == "tile_shuffle":
            made = import_module("curation.puzzles.tile_shuffle.plan").plan(
                rng, subtask=draw.subtask, difficulty=draw.difficulty, key=draw.key()
            )
            form = made.canonical
        elif found.name == "clutter":
            planner = import_module("curation.puzzles.clutter.make").PLANNERS[draw.subtask]
            form = [draw.subtask, planner(rng, draw.difficulty).canonical]
        else:
            plan = import_module(f"curation.puzzles.{found.name}.plan").plan
            words = (draw.subtask, draw.difficulty) if found.name == "seven_segment" else (draw.difficulty,)
            made = plan(rng, *words)
            form = made.sheet.canonical() if found.name == "paper_fold" else made.canonical()
    except Discard:
        return None
    return canonical_json(form).decode("utf-8")


def same_pairs(found: Family, subtask: str, difficulty: Difficulty, count: int, seed: int) -> tuple[int, int]:
    """How many of so many plans are distinct, and how many pairs of them are the same."""
    forms: Counter[str] = Counter()
    for index in range(count):
        for attempt in range(50):
            draw = Draw(found.name, found.version, subtask, difficulty, seed, index, attempt)
            form = canonical_of(found, draw)
            if form is not None:
                forms[form] += 1
                break
    return len(forms), sum(times * (times - 1) // 2 for times in forms.values())


COUNTED: dict[str, Callable[[Difficulty], int]] = {
    "paper_fold": count_paper_fold,
    "die_roll": count_die_roll,
    "cups": count_cups,
}


def main() -> None:
    """Count or estimate, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("family")
    parser.add_argument("level", nargs="?", choices=DIFFICULTIES)
    parser.add_argument("--count", type=int, default=0, help="plans to draw; by default the space is counted")
    parser.add_argument("--seed", type=int, default=31)
    asked = parser.parse_args()
    found = family(asked.family)
    levels: tuple[Difficulty, ...] = (asked.level,) if asked.level else DIFFICULTIES
    for subtask, level in product(found.subtasks, levels):
        if not asked.count:
            print(f"{found.name} {subtask} {level}: {COUNTED[found.name](level):,} puzzles", flush=True)
            continue
        distinct, pairs = same_pairs(found, subtask, level, asked.count, asked.seed)
        every = asked.count * (asked.count - 1) // 2
        told = f"about {every // pairs:,}" if pairs else f"more than {every // 3:,}"
        of = f"{distinct:,} of {asked.count:,} distinct"
        print(f"{found.name} {subtask} {level}: {of}; {told} puzzles", flush=True)


if __name__ == "__main__":
    main()
