"""Photos: upright, in sRGB, without metadata, bounded, each with its licence."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from curation.errors import UsageError
from curation.sources import SourcesReport, add_sources
from curation.workspace import Workspace, create


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create(tmp_path / "workspace")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "photos"
    path.mkdir()
    return path


def scene(size: tuple[int, int] = (400, 300), colour: str = "teal") -> Image.Image:
    """A picture whose upper left corner is red."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 3, size[1] // 3), fill="red")
    return image


def add(workspace: Workspace, folder: Path, **changes: Any) -> SourcesReport:
    options: dict[str, Any] = {"licence": "CC-BY-4.0", "attribution": "Somebody", **changes}
    return add_sources(workspace, folder, actor="tester", **options)


def counts(report: SourcesReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.same, len(report.refusals)


def lines(report: SourcesReport, folder: Path) -> list[str]:
    return [refusal.line().replace(f"{folder}/", "") for refusal in report.refusals]


def test_a_photo_is_turned_upright_and_stripped(workspace: Workspace, folder: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Turned by 90 degrees clockwise to be upright.
    exif[0x010F] = "Camera of Somebody"
    scene().save(folder / "a.jpg", quality=95, exif=exif)
    assert counts(add(workspace, folder, origin="https://example.org/a")) == (1, 0, 0, 0)
    (source,) = workspace.store.sources()
    assert (source.image.mode, source.image.width, source.image.height) == ("RGB", 300, 400)
    assert (source.name, source.licence, source.attribution) == ("a.jpg", "CC-BY-4.0", "Somebody")
    assert source.origin == "https://example.org/a"
    assert source.uid == f"src-{source.image.pixels[:16]}"
    assert source.original == hashlib.sha256((folder / "a.jpg").read_bytes()).hexdigest()
    stored = workspace.assets.open(source.image)
    pixel = stored.getpixel((290, 10))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200 > 60 > pixel[1]
    path, _ = workspace.assets.record(source.image)
    assert b"Camera" not in path.read_bytes()


def test_a_large_photo_is_scaled_down_and_transparency_goes_on_white(workspace: Workspace, folder: Path) -> None:
    scene((4096, 1201)).save(folder / "a.png")
    clear = scene((300, 300)).convert("RGBA")
    clear.putalpha(0)
    clear.paste((0, 0, 255, 255), (0, 0, 150, 300))
    clear.save(folder / "b.webp", lossless=True)
    assert counts(add(workspace, folder)) == (2, 0, 0, 0)
    by_name = {source.name: source.image for source in workspace.store.sources()}
    assert (by_name["a.png"].width, by_name["a.png"].height) == (2048, 601)
    assert by_name["b.webp"].mode == "RGB"
    assert workspace.assets.open(by_name["b.webp"]).getpixel((299, 0)) == (255, 255, 255)


def test_adding_again_changes_nothing_and_a_new_licence_corrects(workspace: Workspace, folder: Path) -> None:
    scene().save(folder / "a.png")
    assert counts(add(workspace, folder)) == (1, 0, 0, 0)
    (folder / "a.png").rename(folder / "b.png")
    scene().save(folder / "c.png", compress_level=0)
    assert counts(add(workspace, folder)) == (0, 0, 2, 0)
    assert counts(add(workspace, folder, licence="CC0-1.0")) == (0, 1, 1, 0)
    (source,) = workspace.store.sources()
    assert (source.name, source.licence) == ("a.png", "CC0-1.0")


def test_photos_come_in_the_order_of_their_paths(workspace: Workspace, folder: Path) -> None:
    for name, colour in (("b/2.png", "green"), ("b/1.png", "blue"), ("a/3.JPG", "black"), ("z.png", "gray")):
        (folder / name).parent.mkdir(exist_ok=True)
        scene(colour=colour).save(folder / name)
    (folder / ".hidden.png").write_bytes(b"")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.png").write_bytes(b"")
    seen: list[tuple[int, int]] = []
    report = add(workspace, folder, progress=lambda done, files: seen.append((done, files)))
    assert counts(report) == (4, 0, 0, 0)
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    names = {source.uid: source.name for source in workspace.store.sources()}
    order = [names[event.subject] for event in workspace.store.events() if event.action == "source.new"]
    assert order == ["z.png", "3.JPG", "1.png", "2.png"]


def test_what_is_refused_is_said_and_recorded_once(tmp_path: Path, workspace: Workspace, folder: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    scene().save(elsewhere / "x.png")
    (folder / "a-link.png").symlink_to(elsewhere / "x.png")
    (folder / "b-folder").symlink_to(elsewhere)
    scene((300, 255)).save(folder / "c-small.png")
    scene((8000, 300)).save(folder / "d-long.png")
    Image.new("RGB", (300, 300), "navy").save(folder / "e-plain.jpg")
    scene().save(folder / "f.png")
    (folder / "g-cut.png").write_bytes((folder / "f.png").read_bytes()[:100])
    (folder / "h.heic").write_bytes(b"x")
    (folder / "i.png").write_text("no image", encoding="utf-8")
    report = add(workspace, folder)
    assert counts(report) == (1, 0, 0, 8)
    use = "use a photo whose short side has at least 256 px"
    expected = [
        "a-link.png: is a symbolic link; put the photo itself here",
        "b-folder: is a symbolic link; put the photo itself here",
        f"c-small.png: has 300 x 255 px; {use}",
        f"d-long.png: has 2048 x 77 px when its long side is bounded; {use}",
        "e-plain.jpg: shows one colour; use a photo that shows something",
        "g-cut.png: cannot be decoded (",
        "h.heic: is no PNG, JPEG or WebP file by its name; save it as PNG or JPEG, or move it elsewhere",
        "i.png: is no PNG, JPEG or WebP image; save it again from an image editor as PNG or JPEG",
    ]
    found = lines(report, folder)
    assert len(found) == len(expected)
    for line, start in zip(found, expected, strict=True):
        assert line.startswith(start)
    add(workspace, folder)
    events = [event for event in workspace.store.events() if event.action == "source.refused"]
    assert [event.subject for event in events] == [line.split(":")[0] for line in found]
    assert events[4].reason == "shows one colour"


def test_names_of_any_bytes_are_shown_as_text(workspace: Workspace, folder: Path) -> None:
    scene().save(folder / "a\nb.png")
    (folder / "c\udcff.png").write_bytes(b"x")
    report = add(workspace, folder)
    assert lines(report, folder) == [
        "a\\nb.png: has a name that is no line of text; rename the file",
        "c\\udcff.png: is no PNG, JPEG or WebP image; save it again from an image editor as PNG or JPEG",
    ]


def test_a_wrong_call_is_one_line(tmp_path: Path, workspace: Workspace, folder: Path) -> None:
    with pytest.raises(UsageError, match="nowhere: there is no such folder; name a folder of PNG, JPEG or WebP"):
        add(workspace, tmp_path / "nowhere")
    with pytest.raises(UsageError, match="photos: holds no files; name a folder of PNG, JPEG or WebP files"):
        add(workspace, folder)
    with pytest.raises(UsageError, match="the licence is no line of text; write it in one line of up to 1,000"):
        add(workspace, folder, licence=" ")
    with pytest.raises(UsageError, match="the attribution is no line of text"):
        add(workspace, folder, attribution="a\nb")
    assert list(workspace.store.events()) == []
