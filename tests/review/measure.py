"""How long review takes on a full workspace: 1,000 instances, 2,000 reviews. Nothing is asserted.

python -m tests.review.measure
"""

from __future__ import annotations

import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from curation.review.agreement import agreement
from curation.review.cases import all_cases
from curation.review.status import review_status
from curation.workspace import Workspace, create
from tests.review.people import (
    PROOF,
    assigned,
    geu_work,
    hire,
    prompt,
    put,
    puzzle,
    say,
    settled,
    ueg_work,
)


def answered(workspace: Workspace, rng: random.Random) -> None:
    """Let everybody answer what they were asked, mostly well."""
    with workspace.store.transaction():
        for task in workspace.store.assignments("review"):
            verdict = rng.choice(["accept"] * 15 + ["needs_fix", "reject"])
            if task.uid.startswith("maze"):
                work = geu_work(rng.choice(["B"] * 9 + ["C", None]), verdict)
            else:
                work = ueg_work("yes", rng.choice(["no"] * 9 + ["yes"]), verdict=verdict)
            say(workspace, task.uid, task.annotator, work, purpose=task.purpose, seconds=rng.uniform(5, 300))


def review() -> None:
    """Print what each step takes, beside reading the workspace once."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = create(Path(folder) / "workspace")
        hire(workspace, "ann", "bob", "cid", "eve", "fay", "gus")
        hire(workspace, "dan", adjudicates=True)
        put(workspace, *(puzzle(number, proof=PROOF) for number in range(400)))
        put(workspace, *(prompt(number, difficulty="easy", proof=PROOF) for number in range(600)))
        steps: dict[str, Callable[[], object]] = {
            "assign 1,000 instances": lambda: assigned(workspace),
            "  assign again": lambda: assigned(workspace),
            "(2,000 reviews and checks arrive)": lambda: answered(workspace, random.Random(1)),
            "settle them": lambda: settled(workspace),
            "  settle again": lambda: settled(workspace),
            "assign disputes": lambda: assigned(workspace, "adjudicate"),
            "status": lambda: review_status(workspace),
            "agreement, 2,000 resamples": lambda: agreement(workspace),
        }
        begun = time.perf_counter()
        all_cases(workspace.store)
        floor = time.perf_counter() - begun
        print("\nreview (1,000 instances, 2,000 reviews)")
        print(f"  {'reading all instances':36}{floor * 1000:8.0f} ms")
        for name, step in steps.items():
            begun = time.perf_counter()
            step()
            print(f"  {name:36}{(time.perf_counter() - begun) * 1000:8.0f} ms")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"  most memory: {peak} MB")
        workspace.store.close()


if __name__ == "__main__":
    review()
