"""Print what a family is measured by: `python -m tests.puzzles.measure FAMILY [--count N]`."""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from itertools import chain

from curation.models import DIFFICULTIES, LETTERS, Difficulty
from curation.puzzles import registry
from tests.puzzles.battery import Tally, tally
from tests.puzzles.shortcuts import Row, scores


def _cell(name: str, subtask: str, difficulty: Difficulty, count: int, seed: int) -> Tally:
    """Draw `count` puzzles, or a quarter of a smaller space.

    Beyond that what is left leans towards what is seldom drawn: of folded sheets, towards those with few holes.
    """
    found = registry.family(name)
    space = found.space(subtask, difficulty)
    return tally(found, subtask, difficulty, count if space is None else min(count, space.size // 4), seed)


def _letters(rows: list[Row]) -> str:
    shares = [sum(key == letter for _, _, key in rows) / max(1, len(rows)) for letter in LETTERS]
    return " ".join(f"{letter} {share:.1%}" for letter, share in zip(LETTERS, shares, strict=True))


def _line(title: str, tallies: list[Tally]) -> str:
    kept, refused = sum(t.kept for t in tallies), sum(t.refused for t in tallies)
    asked = sum(len(t.rows) + t.collisions for t in tallies)
    confirmed = asked / max(1, asked + sum(t.unconfirmed for t in tallies))
    again = sum(t.collisions for t in tallies)
    rows = list(chain.from_iterable(t.rows for t in tallies))
    return (
        f"{title:<34} kept {kept:>5}  rejected {refused / max(1, kept + refused):>6.1%}"
        f"  confirmed {confirmed:>7.2%}  collisions {again:>3}  {_letters(rows)}"
    )


def main() -> None:
    """Draw, solve, count and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("family")
    parser.add_argument("--count", type=int, default=50, help="puzzles for each subtask and level")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    asked = parser.parse_args()
    family = registry.family(asked.family)
    cells: list[tuple[str, Difficulty]] = [(s, d) for s in family.subtasks for d in DIFFICULTIES]
    with ProcessPoolExecutor(asked.jobs) as pool:
        jobs = [pool.submit(_cell, family.name, s, d, asked.count, asked.seed) for s, d in cells]
        found = {cell: job.result() for cell, job in zip(cells, jobs, strict=True)}
    for (subtask, difficulty), counted in found.items():
        print(_line(f"{subtask} {difficulty}", [counted]))
        for reason, times in counted.reasons.most_common(8):
            print(f"    {times:>5}  {reason}")
    print(_line(family.name, list(found.values())))
    keys = list(chain.from_iterable(t.keys for t in found.values()))
    print(f"canonical keys: {len(set(keys))} of {len(keys)} are distinct over all subtasks and levels")
    for part in (*family.subtasks, "the whole family"):
        rows = [row for (s, _), t in found.items() if part in (s, "the whole family") for row in t.rows]
        print(f"\nShortcuts, {part} ({len(rows)} rows)")
        for score in scores(rows):
            print(f"    {score}")


if __name__ == "__main__":
    main()
