"""Get what the tests of Label Studio need before they start: `python -m tests.studio.prepare`."""

from __future__ import annotations

import sys

from curation.cli.common import progress
from curation.errors import CurationError
from curation.studio.server.environment import environment
from tests.studio.browser import NoBrowserError, chromium


def main() -> None:
    """Make the server's environment and find a browser; exit with 3 and one line where one cannot be had."""
    try:
        with progress("installing Label Studio for the tests") as bar:
            environment(bar)
        chromium()
    except (CurationError, NoBrowserError) as error:
        print(f"tests: {error}", file=sys.stderr)
        sys.exit(3)


if __name__ == "__main__":
    main()
