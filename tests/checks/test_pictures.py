"""Copies of pictures are found through what people do to them; other pictures are not."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from curation.checks.likeness import Shown
from curation.checks.lookalikes import compare
from curation.checks.signature import TURNS, sign, turned, without_gutters
from curation.findings import Finding
from tests.checks.broken import shuffled
from tests.checks.makers import photo

SIZE = (480, 360)


def shown(uid: str, image: Image.Image, family: str = "") -> Shown:
    return Shown(uid, uid, family, sign(image))


def found(original: Image.Image, copy: Image.Image) -> list[Finding]:
    others = [shown(f"c{number}", photo(100 + number, SIZE)) for number in range(4)]
    return list(compare([shown("a", original), shown("b", copy), *others]))


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("RGB")


def noisy(image: Image.Image) -> Image.Image:
    rng = random.Random(1)
    values = bytes(min(255, max(0, value + rng.choice((-12, -4, 4, 12)))) for value in image.tobytes())
    return Image.frombytes("RGB", image.size, values)


def cropped(image: Image.Image) -> Image.Image:
    """Without one percent at each side."""
    across, down = image.width // 100, image.height // 100
    return image.crop((across, down, image.width - across, image.height - down))


COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "jpeg": lambda image: jpeg(image, 20),
    "half": lambda image: image.resize((240, 180)),
    "squeezed": lambda image: image.resize((480, 240)),
    "darker": lambda image: ImageEnhance.Brightness(image).enhance(0.85),
    "contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.2),
    "grey": lambda image: image.convert("L").convert("RGB"),
    "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(2)),
    "cropped": cropped,
    "noise": noisy,
    "transparent": lambda image: image.convert("RGBA"),
}


@pytest.mark.parametrize("name", COPIES)
def test_copy(name: str) -> None:
    image = photo(2, SIZE)
    (finding,) = found(image, COPIES[name](image))
    assert (finding.code, finding.where, finding.message) == ("DUP002", "b", "looks like a, the same way up")


@pytest.mark.parametrize(("name", "turn"), TURNS[1:], ids=[name.replace(" ", "-") for name, _ in TURNS[1:]])
def test_turned(name: str, turn: Image.Transpose) -> None:
    image = photo(5, SIZE)
    (finding,) = found(image, jpeg(turned(image, turn), 60))
    assert (finding.code, finding.message) == ("DUP003", f"looks like a, {name}")


@pytest.mark.parametrize("grid", [2, 3, 4, 5])
@pytest.mark.parametrize("gutter", [0, 8])
def test_shuffled(grid: int, gutter: int) -> None:
    image = photo(6, SIZE)
    for copy in (lambda picture: jpeg(picture, 60), COPIES["half"]):
        (finding,) = found(image, copy(shuffled(image, grid=grid, gutter=gutter)))
        assert finding.code == "DUP003"
        assert finding.message == f"looks like a with its {grid} x {grid} tiles in another order"


def test_others_are_not_found() -> None:
    pictures = [shown(f"p{number:02}", photo(number, SIZE)) for number in range(40)]
    plain = Image.new("RGB", SIZE, "white")
    assert list(compare(pictures)) == []
    assert list(compare([shown("plain", plain)])) == []
    assert list(compare([])) == []
    assert without_gutters(plain) is plain


def test_one_family_is_not_compared_with_itself() -> None:
    image = photo(7, SIZE)
    mirrored = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert list(compare([shown("a", image, "maze"), shown("b", mirrored, "maze")])) == []
    assert [finding.where for finding in compare([shown("a", image, "maze"), shown("b", mirrored, "map")])] == ["b"]


def test_gutters() -> None:
    image = photo(8, (360, 360))
    whole = without_gutters(shuffled(image, grid=3, gutter=6))
    assert whole.size == (354, 354)
    assert without_gutters(image) is image
