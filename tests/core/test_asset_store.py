"""The image store: by content, once, whole, and never trusted blindly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from curation.assets import ENCODER, AssetStore, encode, ref_of
from curation.canonical import digest_file, digest_pixels
from curation.errors import WorkspaceError
from curation.models import Asset, ImageRef
from tests.core.samples import encoded, noise


class Notes:
    """A catalogue in memory."""

    def __init__(self) -> None:
        self.assets: dict[str, Asset] = {}
        self.noted = 0

    def asset(self, pixels: str) -> Asset | None:
        return self.assets.get(pixels)

    def put_asset(self, asset: Asset) -> None:
        self.noted += 1
        self.assets[asset.image.pixels] = asset


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def store(tmp_path: Path, notes: Notes) -> AssetStore:
    return AssetStore(tmp_path / "assets", notes)


def test_an_image_is_stored_under_its_pixels(store: AssetStore) -> None:
    asset = store.put(noise())
    path, record = store.record(asset.image)
    assert record == asset
    assert path == store.root / asset.image.pixels[:2] / f"{asset.image.pixels}.png"
    assert asset.image == ImageRef(pixels=digest_pixels(noise()), mode="RGB", width=40, height=30)
    assert (asset.file, asset.size, asset.encoder) == (digest_file(path), path.stat().st_size, ENCODER)
    assert digest_pixels(store.open(asset.image)) == asset.image.pixels


def test_the_same_pixels_are_stored_once(store: AssetStore, notes: Notes) -> None:
    first = store.put(noise())
    path = store.path(first.image)
    before = path.stat()
    assert store.put(noise()) == store.put_encoded(first.image, encode(noise())) == first
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns, notes.noted) == (before.st_ino, before.st_mtime_ns, 1)
    assert [item.name for item in store.root.rglob("*") if item.is_file()] == [path.name]


def test_equal_pixels_of_another_mode_are_another_image(store: AssetStore) -> None:
    assert store.put(noise()).image != store.put(noise().convert("RGBA")).image


def test_other_modes_are_not_stored(store: AssetStore) -> None:
    with pytest.raises(ValueError, match="mode L: images are stored as RGB or RGBA"):
        store.put(Image.new("L", (2, 2)))


@pytest.mark.parametrize("damage", ["gone", "cut", "spoilt"])
def test_a_damaged_file_is_written_again(store: AssetStore, damage: str) -> None:
    asset = store.put(noise())
    path = store.path(asset.image)
    if damage == "gone":
        path.unlink()
    elif damage == "spoilt":
        path.write_bytes(bytes(asset.size))
    else:
        os.truncate(path, asset.size - 1)
    assert store.put(noise()) == asset
    assert digest_file(path) == asset.file


def test_what_is_not_there(store: AssetStore, tmp_path: Path) -> None:
    ref = ref_of(noise())
    line = f"{store.path(ref)}: the image is missing; import or generate its instance again"
    with pytest.raises(WorkspaceError) as caught:
        store.open(ref)
    assert str(caught.value) == line
    store.put(noise())
    store.path(ref).unlink()
    with pytest.raises(WorkspaceError) as caught:
        store.open(ref)
    assert str(caught.value) == line


def test_a_damaged_file_is_told(store: AssetStore) -> None:
    ref = store.put(noise()).image
    path = store.path(ref)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(WorkspaceError) as caught:
        store.open(ref)
    assert str(caught.value).startswith(f"{path}: cannot be decoded (")
    assert str(caught.value).endswith("; or import or generate its instance again")
    assert caught.value.exit_code == 3


def test_another_picture_under_the_name_is_told(store: AssetStore) -> None:
    ref = store.put(noise()).image
    store.path(ref).write_bytes(encoded(Image.new("RGB", (40, 30))))
    with pytest.raises(WorkspaceError, match="the pixels are not those of its name; restore the file from a copy"):
        store.open(ref)


def test_a_link_in_the_store_is_not_followed(store: AssetStore, tmp_path: Path) -> None:
    ref = store.put(noise()).image
    path = store.path(ref)
    path.rename(tmp_path / "elsewhere.png")
    path.symlink_to(tmp_path / "elsewhere.png")
    with pytest.raises(WorkspaceError, match="is a symbolic link"):
        store.open(ref)
