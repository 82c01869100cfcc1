"""Images from outside: upright, sRGB, without metadata, or refused in one exact line."""

from __future__ import annotations

import random
import struct
import warnings
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from curation.assets import decode, encode
from curation.canonical import digest_pixels
from curation.errors import InputError
from tests.core.samples import bomb, chunk, encoded, noise, png_of

NAME = Path("some/picture.png")
AGAIN = "save it again from an image editor as PNG or JPEG"


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        decode(data, NAME)
    line = str(caught.value)
    assert caught.value.exit_code == 2
    assert "\n" not in line
    assert line.startswith(f"{NAME}: ")
    return line.removeprefix(f"{NAME}: ")


def profiled(image: Image.Image, gamma: float, **options: Any) -> bytes:
    """Encode with a profile like sRGB's, but for each channel's curve."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    tags = {bytes(profile[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    place = len(profile)
    for name in (b"rTRC", b"gTRC", b"bTRC"):
        entry = tags[name]
        profile[entry + 4 : entry + 12] = struct.pack(">II", place, 14)
    profile += curve
    profile[:4] = struct.pack(">I", len(profile))
    return encoded(image, icc_profile=bytes(profile), **options)


# What is made of sound images


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_exif_orientation_is_applied(orientation: int, form: str) -> None:
    upright = Image.new("RGB", (48, 32), "white")
    ImageDraw.Draw(upright).rectangle((0, 0, 15, 15), fill="red")
    ImageDraw.Draw(upright).rectangle((32, 16, 47, 31), fill="blue")
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    as_taken = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, Any] = {"quality": 100} if form == "JPEG" else {"lossless": True} if form == "WEBP" else {}
    image = decode(encoded(as_taken, form, exif=exif, **options), NAME)
    assert (image.mode, image.size) == ("RGB", (48, 32))
    for place, colour in (((4, 4), (255, 0, 0)), ((44, 28), (0, 0, 255)), ((44, 4), (255, 255, 255))):
        pixel = image.getpixel(place)
        assert isinstance(pixel, tuple)
        assert all(abs(seen - meant) < 40 for seen, meant in zip(pixel, colour, strict=True))


def test_colours_go_through_the_embedded_profile_to_srgb() -> None:
    image = decode(profiled(Image.new("RGB", (2, 2), (128, 128, 128)), 1.0), NAME)
    pixel = image.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    # Half the light is 188 in sRGB.
    assert all(abs(value - 188) <= 1 for value in pixel)


def test_transparency_lives_through_a_profile() -> None:
    image = decode(profiled(Image.new("RGBA", (2, 2), (128, 128, 128, 77)), 1.0), NAME)
    assert image.mode == "RGBA"
    pixel = image.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    assert abs(pixel[0] - 188) <= 1
    assert pixel[3] == 77


def test_a_palette_goes_through_a_profile() -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([128, 128, 128, 0, 0, 0])
    pixel = decode(profiled(image, 1.0), NAME).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    assert abs(pixel[0] - 188) <= 1


@pytest.mark.parametrize(
    "profile", [b"no profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
)
def test_a_profile_that_cannot_be_used_is_ignored(profile: bytes) -> None:
    image = decode(encoded(noise(), icc_profile=profile), NAME)
    assert digest_pixels(image) == digest_pixels(noise())


def test_cmyk_jpeg() -> None:
    image = decode(encoded(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"), NAME)
    assert (image.mode, image.getpixel((0, 0))) == ("RGB", (255, 0, 0))


def test_sixteen_bits_are_scaled_not_cut() -> None:
    grey = Image.frombytes("I;16", (3, 1), struct.pack("<3H", 0, 128 * 256, 65535))
    image = decode(encoded(grey), NAME)
    assert [image.getpixel((x, 0)) for x in range(3)] == [(0, 0, 0), (128, 128, 128), (255, 255, 255)]


def test_sixteen_bits_a_channel() -> None:
    row = zlib.compress(b"\0" + struct.pack(">3H", 65535, 128 * 256, 0))
    header = struct.pack(">IIBBBBB", 1, 1, 16, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")
    assert decode(data, NAME).getpixel((0, 0)) == (255, 128, 0)


@pytest.mark.parametrize(("transparency", "alpha"), [(1, 0), (bytes([255, 128]), 128)])
def test_a_palette_with_transparency(transparency: int | bytes, alpha: int) -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((1, 0), 1)
    seen = decode(encoded(image, transparency=transparency), NAME)
    assert (seen.mode, seen.getpixel((0, 0))) == ("RGBA", (255, 0, 0, 255))
    assert seen.getpixel((1, 0)) == (0, 0, 255, alpha)


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [("1", 1, (255, 255, 255)), ("L", 100, (100, 100, 100)), ("LA", (100, 50), (100, 100, 100, 50))],
)
def test_other_modes(mode: str, colour: int | tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert decode(encoded(Image.new(mode, (2, 2), colour)), NAME).getpixel((0, 0)) == expected


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_metadata_is_stripped(form: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Somebody"
    exif.get_ifd(0x8825)[1] = "N"  # Where the photo was taken.
    image = decode(encoded(noise(), form, exif=exif, xmp=b"<x>Somebody</x>"), NAME)
    assert image.info == {}
    assert not image.getexif()
    assert b"Somebody" not in encode(image)


def test_the_first_frame_of_a_camera_jpeg_is_taken() -> None:
    photo = noise((64, 48))
    image = decode(
        encoded(photo, "MPO", save_all=True, append_images=[Image.new("RGB", (16, 12))], quality=95), NAME
    )
    assert (image.mode, image.size) == ("RGB", (64, 48))


def test_broken_metadata_is_passed_over_in_silence() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Somebody"
    whole = encoded(noise(), "JPEG", exif=exif)
    data = whole.replace(b"Exif\0\0MM\0*\0\0\0\x08\0\x01", b"Exif\0\0MM\0*\0\0\0\x08\0\x09")
    assert data != whole
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert decode(data, NAME).size == (40, 30)


# What is refused


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_animation(form: str) -> None:
    data = encoded(noise(), form, save_all=True, append_images=[Image.new("RGB", (40, 30))])
    assert refusal(data) == "is an animation; save one frame of it"


def test_truncated_png_at_every_place() -> None:
    whole = encoded(noise((8, 6)))
    for length in range(len(whole) - 4):  # The last four bytes are the checksum of nothing.
        line = refusal(whole[:length])
        assert line.startswith(("cannot be decoded (", "is no PNG, JPEG or WebP image")), length
        assert line.endswith(f"; {AGAIN}")


def test_truncated_jpeg() -> None:
    whole = encoded(noise(), "JPEG", quality=95)
    assert refusal(whole[: len(whole) // 2]).startswith("cannot be decoded (image file is truncated (")
    assert refusal(whole[:3]) == f"is no PNG, JPEG or WebP image; {AGAIN}"


def test_truncated_webp() -> None:
    whole = encoded(noise(), "WEBP", lossless=True)
    assert refusal(whole[: len(whole) // 2]).endswith(f"; {AGAIN}")


@pytest.mark.parametrize("name", [b"IHDR", b"IDAT"])
def test_png_with_a_wrong_crc(name: bytes) -> None:
    whole = bytearray(encoded(noise()))
    place = whole.index(name)
    length = struct.unpack(">I", whole[place - 4 : place])[0]
    whole[place + 4 + length] ^= 1
    assert refusal(bytes(whole)).startswith(("cannot be decoded (", "is no PNG, JPEG or WebP image"))


def test_decompression_bomb() -> None:
    data = bomb()
    assert len(data) < 250_000
    assert refusal(data) == "has 8001 x 8000 pixels, more than 64,000,000; make it smaller"


def test_a_header_of_20_000_by_20_000() -> None:
    assert refusal(png_of(20_000, 20_000, zlib.compress(b""))) == "has more than 64,000,000 pixels; make it smaller"


def test_a_header_of_two_billion_by_two_billion() -> None:
    assert refusal(png_of(2**31 - 1, 2**31 - 1, b"")).startswith("has more than 64,000,000 pixels")


def test_a_bomb_in_the_metadata() -> None:
    whole = encoded(noise())
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(20_000_000), 9))
    assert refusal(whole[:33] + text + whole[33:]).startswith("cannot be decoded (")


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_image(data: bytes) -> None:
    assert refusal(data) == f"is no PNG, JPEG or WebP image; {AGAIN}"


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "PPM"])
def test_other_formats(form: str) -> None:
    assert refusal(encoded(noise(), form)) == f"is no PNG, JPEG or WebP image; {AGAIN}"


def test_whatever_bytes_are_changed_an_image_comes_or_one_line() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    wholes = [encoded(noise((12, 9)), form, exif=exif, icc_profile=profile) for form in ("PNG", "JPEG", "WEBP")]
    rng = random.Random(5)
    for _ in range(1500):
        data = bytearray(rng.choice(wholes))
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(min(len(data), rng.choice((60, 300, 10_000))))] = rng.randrange(256)
        try:
            image = decode(bytes(data), NAME)
        except InputError as error:
            assert "\n" not in str(error)
        else:
            assert image.mode in {"RGB", "RGBA"}


# Encoding


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_encoding_keeps_every_pixel_and_is_the_same_each_time(data: st.DataObject) -> None:
    mode = data.draw(st.sampled_from(["RGB", "RGBA"]))
    size = (data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9)))
    length = size[0] * size[1] * len(mode)
    image = Image.frombytes(mode, size, data.draw(st.binary(min_size=length, max_size=length)))
    image.info["comment"] = "Somebody"
    first = encode(image)
    assert first == encode(image.copy())
    assert b"Somebody" not in first
    back = decode(first, NAME)
    assert digest_pixels(back) == digest_pixels(image)
