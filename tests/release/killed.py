"""Kill builds at 50 moments and finish each: `python -m tests.release.killed FOLDER`.

A process of its own, because it forks.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from curation.release.validate import validate
from tests.release.makers import built, chosen, content, stock

KILLS = 50
MOMENTS = ("open", "os.mkdir", "os.rename", "os.rmdir", "os.remove", "os.listdir", "os.scandir")


def main(folder: Path) -> None:
    found = stock(folder / "shelf", 1)
    selection = chosen(found, 1)
    expected = content(built(found, folder / "whole", selection).path)
    exports = folder / "exports"
    seen = 0
    counting = True

    def count(event: str, _: object) -> None:
        nonlocal seen
        if counting and event in MOMENTS:
            seen += 1
            if seen == limit:
                os.kill(os.getpid(), signal.SIGKILL)

    limit = -1
    sys.addaudithook(count)
    seen = 0
    built(found, folder / "counted", selection)
    total = seen
    counting = False
    for number in range(KILLS):
        child = os.fork()
        if child == 0:
            seen, limit, counting = 0, 1 + number * (total - 1) // (KILLS - 1), True
            built(found, exports, selection)
            os._exit(9)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"kill {number} of {total} moments came too late"
        visible = [path for path in exports.iterdir() if not path.name.startswith(".")] if exports.exists() else []
        for path in visible:
            assert content(path) == expected
        if number % 3 == 2:
            continue  # The next build meets what two kills left.
        made = built(found, exports, selection)
        assert content(made.path) == expected
        assert validate(made.path).exit_code == 0
        assert [path.name for path in exports.iterdir()] == [made.path.name]
        made.path.rename(folder / f"kept-{number}")
    sys.stdout.write(f"{KILLS} kills over {total} moments\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
