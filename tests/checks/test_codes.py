"""Every finding code is documented, used, and found in some broken thing."""

from __future__ import annotations

import re
from pathlib import Path

import curation
from curation.findings import codes

CODE = re.compile(r"\b[A-Z]{3}[0-9]{3}\b")
PACKAGE = Path(curation.__file__).parent
TESTS = Path(__file__).parents[1]


def literals(folder: Path) -> set[str]:
    """Codes that are written out in the Python files below a folder."""
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    return {code for text in texts for code in CODE.findall(text)}


def test_documented_codes_are_those_in_use() -> None:
    prefixes = {code[:3] for code in codes()}
    used = {code for code in literals(PACKAGE) if code[:3] in prefixes}
    assert used - set(codes()) == set()
    assert set(codes()) - used == set()


def test_every_code_is_found_in_a_test() -> None:
    assert set(codes()) - literals(TESTS) == set()


def test_codes_say_what_to_do() -> None:
    for code in codes().values():
        assert not code.title.endswith("."), code.code
        assert code.why.endswith("."), code.code
        assert code.remedy.endswith("."), code.code
