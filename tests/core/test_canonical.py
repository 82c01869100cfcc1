"""Canonical bytes: JSON by RFC 8785, pixels, files, seeds."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from curation.canonical import canonical_json, digest_file, digest_json, digest_pixels, rng_of, seed_of
from tests.core.samples import noise

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(-(2**53) + 1, 2**53 - 1)
    | st.floats(-1e4, 1e4)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=8,
)


def test_the_sample_of_rfc_8785() -> None:
    """Section 3.2.2 and 3.2.4."""
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical_json(value) == expected.encode()


def test_keys_are_sorted_by_utf_16_units() -> None:
    """Section 3.2.3."""
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical_json(value))) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"),
        (295147905179352830000.0, "295147905179352830000"),
        (1e21, "1e+21"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (9007199254740991, "9007199254740991"),
    ],
)
def test_numbers_are_written_as_ecmascript_does(number: float, text: str) -> None:
    """Appendix B."""
    assert canonical_json(number) == text.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53 + 1, {1, 2}, {"a": b"x"}, {1: 2}, "\ud800"])
def test_what_is_no_json(value: Any) -> None:
    with pytest.raises(ValueError, match="not canonical JSON"):
        canonical_json(value)


@given(JSON)
def test_canonical_json_is_that_of_a_library_for_it(value: Any) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@given(JSON)
def test_canonical_json_says_the_same_and_once_only(value: Any) -> None:
    once = canonical_json(value)
    assert json.loads(once) == value
    assert canonical_json(json.loads(once)) == once


def test_digest_of_json() -> None:
    assert digest_json({"b": 1, "a": [2]}) == hashlib.sha256(b'{"a":[2],"b":1}').hexdigest()


def test_digest_of_a_file(tmp_path: Path) -> None:
    data = bytes(range(256)) * 5000
    (tmp_path / "a").write_bytes(data)
    assert digest_file(tmp_path / "a") == hashlib.sha256(data).hexdigest()


def test_digest_of_pixels_depends_on_mode_size_and_pixels() -> None:
    image = Image.new("RGB", (2, 3), (1, 2, 3))
    assert digest_pixels(image) == hashlib.sha256(b"RGB 2 3\n" + bytes([1, 2, 3] * 6)).hexdigest()
    changed = image.copy()
    changed.putpixel((1, 2), (1, 2, 4))
    flat = [
        Image.frombytes(mode, size, bytes(24))
        for mode, size in (("RGB", (2, 4)), ("RGB", (4, 2)), ("RGBA", (2, 3)))
    ]
    digests = [digest_pixels(item) for item in (image, changed, image.rotate(90, expand=True), *flat)]
    assert len(set(digests)) == 6


def test_digest_of_pixels_does_not_depend_on_metadata() -> None:
    image = noise()
    image.info["comment"] = "Somebody"
    assert digest_pixels(image) == digest_pixels(noise())


def test_seeds_are_the_same_in_every_process_and_differ_by_part() -> None:
    assert seed_of(1, "maze") == int(hashlib.sha256(b'["1","maze"]').hexdigest(), 16)
    assert len({seed_of(0, 1), seed_of(1, 0), seed_of(10), seed_of("1", "0", ""), seed_of(0, "1 ")}) == 5
    code = "from curation.canonical import rng_of; print(rng_of(1, 'maze').random())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{rng_of(1, 'maze').random()}\n"
