"""Writing releases: the same bytes, whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from curation import atomic
from curation.canonical import digest_json
from curation.errors import COULD_NOT_RUN, CurationError, UsageError
from curation.models import Asset, ImageRef
from curation.release.card import markdown
from curation.release.manifest import check_version
from curation.release.records import ReleaseManifest
from curation.release.select import Candidate, Chosen, Selection, select
from curation.release.validate import validate
from tests.release.makers import PROFILE, VERSION, Stock, built, chosen, content, copied, geu, small, stock


def _left(exports: Path) -> list[str]:
    return sorted(path.name for path in exports.iterdir())


def test_building_twice_gives_the_same_bytes(shop: Stock, tmp_path: Path) -> None:
    one, two = built(shop, tmp_path / "a"), built(shop, tmp_path / "b")
    assert content(one.path) == content(two.path)
    assert not one.existing
    assert str(tmp_path).encode() not in b"".join(content(one.path).values())
    assert _left(tmp_path / "a") == [f"realunify-{VERSION}"]


def test_coreutils_agree_with_the_sums(pristine: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=pristine,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    listed = [line.split("  ")[1] for line in (pristine / "SHA256SUMS").read_text().splitlines()]
    assert listed == sorted(listed) == sorted(set(content(pristine)) - {"SHA256SUMS"})


def test_an_existing_release_is_never_overwritten(shop: Stock, tmp_path: Path) -> None:
    first = built(shop, tmp_path)
    before = content(first.path)
    assert built(shop, tmp_path).existing
    with pytest.raises(UsageError, match="another --version"):
        built(shop, tmp_path, select(shop.candidates, PROFILE, 8, draft=True, seed="1"))
    assert content(first.path) == before
    assert _left(tmp_path) == [first.path.name]


def test_an_existing_release_that_was_damaged_is_told(shop: Stock, tmp_path: Path) -> None:
    first = built(shop, tmp_path)
    (first.path / "GEU_step.json").write_text("[]")
    with pytest.raises(UsageError, match="is damaged now"):
        built(shop, tmp_path)


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_whatever_has_the_name_stays(shop: Stock, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"realunify-{VERSION}"
    if kind == "file":
        target.write_text("mine")
    elif kind == "folder":
        target.mkdir()
    else:
        target.symlink_to("nowhere")
    with pytest.raises(UsageError, match="another --version"):
        built(shop, tmp_path)
    assert _left(tmp_path) == [target.name]


GOOD = ["0.0.4", "1.2.3", "10.20.30+build.1", "999999999999.0.0"]
PRE = ["1.0.0-draft.1", "1.0.0-0A.is.legal", "1.0.0-rc.1+build.123", "1.2.3----RC-SNAPSHOT.12.9.1--.12+788"]
BAD = [
    "",
    "1",
    "1.2",
    "1.2.3-0123",
    "01.1.1",
    "1.2.3-",
    "1.0.0\n",
    "1.0.0-draft..1",
    "v1.0.0",
    "../1.0.0",
    "1.0.0-é",
]


def test_versions() -> None:
    for version in GOOD:
        check_version(version, draft=False)
        with pytest.raises(UsageError, match="pre-release"):
            check_version(version, draft=True)
    for version in PRE:
        check_version(version, draft=True)
        with pytest.raises(UsageError, match="only a draft"):
            check_version(version, draft=False)
    for version in [*BAD, "1.0.0-" + "a" * 200]:
        for draft in (True, False):
            with pytest.raises(UsageError, match="no semantic version"):
                check_version(version, draft=draft)


def test_a_frozen_release_needs_approvals(shop: Stock, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nobody has approved it"):
        built(shop, tmp_path, version="1.0.0", draft=False)
    assert not list(tmp_path.iterdir())


def test_a_frozen_release_says_who_approved(tmp_path: Path) -> None:
    found, profile = stock(tmp_path / "shelf", 2, approved=True), small(4)
    selection = chosen(found, 4, profile, draft=False)
    made = built(found, tmp_path / "x", selection, profile=profile, version="1.0.0", draft=False)
    assert made.manifest.review == "Each of the 40 instances was approved by people; 2 people took part."
    assert validate(made.path, profile).findings == ()
    assert "Approvals by rule: unanimous 40." in (made.path / "README.md").read_text(encoding="utf-8")
    assert "REL026" in {found.code for found in validate(made.path).findings}


def test_a_draft_that_was_partly_approved_says_so(shop: Stock, tmp_path: Path) -> None:
    first = [Candidate(c.instance, 1, ("ada",), "adjudicated") for c in shop.candidates[:1]]
    selection = select([*first, *shop.candidates[1:]], PROFILE, 8, draft=True, seed="0")
    made = built(shop, tmp_path, selection)
    assert made.manifest.review == (
        "This is a draft: nobody has reviewed 79 of its 80 instances; "
        "the other 1 were approved by people, one person took part."
    )
    assert validate(made.path).findings == ()


def test_the_card_has_a_front_matter_and_the_sources(shop: Stock, tmp_path: Path) -> None:
    made = built(shop, tmp_path, chosen(shop, 12))
    text = (made.path / "README.md").read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    table = yaml.safe_load(front)
    assert [config["data_files"] for config in table["configs"]] == [
        "UEG_direct.json",
        "UEG_step.json",
        "GEU_direct.json",
        "GEU_step.json",
    ]
    assert table["license"] == "other"
    assert table["size_categories"] == ["n<1K"]
    assert "**This is a draft: nobody has reviewed it.**" in body
    assert "Ada \\<b\\>Photo\\</b\\> \\| grapher" in body
    assert "CC-BY-SA-4.0" in (made.path / "LICENSE").read_text(encoding="utf-8")
    assert [source.uid for source in made.manifest.sources] == ["src-harbour", "src-market"]
    assert validate(made.path).findings == ()
    assert markdown("a\n[b](c)") == "a \\[b\\](c)"


def test_the_card_says_how_often_the_reader_of_the_pixels_agreed(shop: Stock, tmp_path: Path) -> None:
    candidates = []
    for place, candidate in enumerate(shop.candidates):
        instance = candidate.instance
        if instance.proof is not None and place % 3:
            proof = instance.proof.model_copy(update={"evidence": {"reader_agrees": place % 3 == 1}})
            instance = instance.model_copy(update={"proof": proof})
        candidates.append(replace(candidate, instance=instance))
    made = built(shop, tmp_path, select(candidates, PROFILE, 8, draft=True, seed="0"))
    lines = (made.path / "instances.jsonl").read_text(encoding="utf-8").splitlines()
    said = [(json.loads(line)["instance"].get("proof") or {}).get("evidence", {}) for line in lines]
    looked = [evidence["reader_agrees"] for evidence in said if evidence]
    assert 0 < sum(looked) < len(looked)
    text = (made.path / "README.md").read_text(encoding="utf-8")
    assert f"looked at {len(looked)} of them, and answered as the proof does in\n{sum(looked)}." in text
    bare = built(shop, tmp_path / "bare", chosen(shop, 8))
    assert "a reader of the pixels" not in (bare.path / "README.md").read_text(encoding="utf-8")


def test_a_source_without_licence_is_refused(shop: Stock, tmp_path: Path) -> None:
    with pytest.raises(CurationError, match="the licence of its source src-"):
        built(shop, tmp_path, chosen(shop, 12), sources={})


def _one_missing(shop: Stock, wrong: str) -> tuple[str, ImageRef]:
    for item in chosen(shop).chosen:
        if item.candidate.instance.axis == "GEU":
            return item.candidate.instance.uid, item.candidate.instance.image
    raise AssertionError(wrong)


@pytest.mark.parametrize("fault", ["missing", "gone", "damaged", "other"])
def test_an_image_that_is_missing_or_damaged_is_named(shop: Stock, tmp_path: Path, fault: str) -> None:
    uid, wrong = _one_missing(shop, fault)
    bad = tmp_path / "bad.png"
    if fault == "damaged":
        data = bytearray(shop.shelf.find(wrong)[0].read_bytes())
        data[-20] ^= 1
        bad.write_bytes(data)

    def find(ref: ImageRef) -> tuple[Path, Asset]:
        path, asset = shop.shelf.find(ref)
        if ref != wrong:
            return path, asset
        if fault == "missing":
            raise CurationError("the store does not hold it")
        if fault == "other":
            return path, asset.model_copy(update={"image": ref.model_copy(update={"width": 1})})
        return bad, asset

    with pytest.raises(CurationError, match=uid) as told:
        built(shop, tmp_path / "x", assets=find)
    assert told.value.exit_code == COULD_NOT_RUN
    assert "\n" not in str(told.value)
    assert _left(tmp_path / "x") == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_leaves_nothing(
    shop: Stock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    calls = iter(range(1000))

    def fsync(handle: int) -> None:
        if next(calls) == 20:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.fsync", fsync)
    with pytest.raises(CurationError, match="the disk is full") as told:
        built(shop, tmp_path)
    assert told.value.exit_code == COULD_NOT_RUN
    assert _left(tmp_path) == []


@contextmanager
def _small_files(most: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_real_limit_on_file_sizes(shop: Stock, tmp_path: Path) -> None:
    with _small_files(2000), pytest.raises(CurationError, match="the disk is full"):
        built(shop, tmp_path)
    assert _left(tmp_path) == []
    assert not built(shop, tmp_path).existing


def test_an_interruption_leaves_nothing(shop: Stock, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        built(shop, tmp_path, progress=stop)
    assert _left(tmp_path) == []


def test_progress_is_told(shop: Stock, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    built(shop, tmp_path, progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 64) for done in range(1, 65)]


def test_another_build_in_the_folder_is_told(shop: Stock, tmp_path: Path) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(CurationError, match="another build is running"):
            built(shop, tmp_path)
    finally:
        os.close(handle)


def test_a_place_that_is_no_folder(shop: Stock, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match="is no folder"):
        built(shop, tmp_path / "file")


def test_what_killed_builds_left_is_removed_and_nothing_else(shop: Stock, tmp_path: Path) -> None:
    stale = tmp_path / f".realunify-1.0.0{atomic.PARTIAL}abc"
    stale.mkdir()
    (stale / "x").write_text("half")
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / f".realunify-2.0.0{atomic.PARTIAL}link").symlink_to(other)
    made = built(shop, tmp_path)
    assert not stale.exists()
    assert other.is_dir()
    assert made.path.is_dir()


def test_a_release_does_not_change_with_the_store(tmp_path: Path) -> None:
    found = stock(tmp_path / "shelf", 1)
    made = built(found, tmp_path / "x", chosen(found, 1))
    for path, _ in found.shelf.files.values():
        path.write_bytes(b"")
    assert validate(made.path).findings == ()


def test_a_record_that_json_cannot_hold(shop: Stock, tmp_path: Path) -> None:
    big = geu("mental_tracking", "sequential_rules", 77, shop.shelf, scene={"n": 2**60})
    with pytest.raises(ValueError, match="not canonical"):
        digest_json(big.plain())
    selection = Selection("0", (Chosen(1, Candidate(big, 1)),))
    with pytest.raises(CurationError, match=f"{big.uid}: cannot be written"):
        built(shop, tmp_path, selection)


def test_the_manifest_is_its_model(pristine: Path) -> None:
    manifest = ReleaseManifest.model_validate_json((pristine / "manifest.json").read_bytes())
    assert manifest.instances == 80
    assert sum(counted.proved for counted in manifest.categories) == 32
    assert {image.path for image in manifest.images} == {
        name for name in content(pristine) if name.startswith("image/")
    }


def test_builds_that_are_killed_end_in_the_same_bytes(tmp_path: Path) -> None:
    script = Path(__file__).with_name("killed.py")
    done = subprocess.run(
        [sys.executable, "-m", "tests.release.killed", str(tmp_path)],
        cwd=script.parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("50 kills")


def test_a_copy_is_as_good(pristine: Path, tmp_path: Path) -> None:
    assert validate(copied(pristine, tmp_path)).findings == ()
