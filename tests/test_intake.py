"""Import: idempotent, row by row, whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from curation.assets import AssetStore
from curation.errors import CurationError, InputError, WorkspaceError
from curation.intake import ImportReport, import_paths, starter_packs
from curation.models import Authored, GEUInstance
from curation.store import Store
from curation.workspace import Workspace, create
from tests.packs.samples import HEADER, geu, picture, ueg, write_jsonl


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create(tmp_path / "workspace")


@pytest.fixture
def bring(workspace: Workspace) -> Callable[..., ImportReport]:
    def run(*paths: Path) -> ImportReport:
        return import_paths(workspace, paths, actor="tester")

    return run


Bring = Callable[..., ImportReport]


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.same, report.refused


def lines(report: ImportReport, folder: Path) -> list[str]:
    return [refusal.line().replace(f"{folder}/", "") for refusal in report.refusals]


def state(workspace: Workspace) -> dict[str, Any]:
    """Everything that an import leaves behind, but for clock times and what a killed one left unused."""
    store = workspace.store
    return {
        "records": list(store.records()),
        "events": [(event.action, event.subject, dict(event.details)) for event in store.events()],
        "assets": [asset.image.pixels for asset in store.assets()],
        "files": sorted(path.name for path in workspace.assets.root.rglob("*.png")),
    }


def test_import_is_idempotent_and_a_changed_row_becomes_a_revision(
    tmp_path: Path, workspace: Workspace, bring: Bring
) -> None:
    picture(tmp_path / "mazes" / "001.png")
    path = write_jsonl(tmp_path / "p.jsonl", ueg(), geu())
    assert counts(bring(path)) == (2, 0, 0, 0)
    before = state(workspace)
    assert counts(bring(path)) == (0, 0, 2, 0)
    assert state(workspace) == before
    write_jsonl(path, ueg(prompt="Another bread, on a blue plate."), geu())
    assert counts(bring(path)) == (0, 1, 1, 0)
    stored = workspace.store.instance("my-food-001")
    assert stored is not None
    assert stored.revision == 2
    event = list(workspace.store.events("my-food-001"))[-1]
    assert (event.action, event.actor, event.reason) == ("instance.changed", "tester", "import of p.jsonl")


def test_an_import_does_not_undo_what_review_mended(tmp_path: Path, workspace: Workspace, bring: Bring) -> None:
    path = write_jsonl(tmp_path / "p.jsonl", ueg())
    bring(path)
    stored = workspace.store.instance("my-food-001")
    assert stored is not None
    mended = stored.instance.model_copy(update={"prompt": "A loaf of bread, mended."})
    workspace.store.put_instance(mended, actor="carol", reason="adjudicated; revision 1 was seen")
    write_jsonl(path, ueg(), header={**HEADER, "version": 2})
    assert counts(bring(path)) == (0, 0, 1, 0)
    stored = workspace.store.instance("my-food-001")
    assert stored is not None and stored.instance == mended
    write_jsonl(path, ueg(prompt="Another bread, on a blue plate."))
    assert counts(bring(path)) == (0, 1, 0, 0)


def test_a_new_version_of_a_pack_changes_only_rows_that_changed(
    tmp_path: Path, workspace: Workspace, bring: Bring
) -> None:
    bring(write_jsonl(tmp_path / "p.jsonl", ueg("one"), ueg("two", prompt="Two.")))
    report = bring(
        write_jsonl(tmp_path / "p.jsonl", ueg("one"), ueg("two", prompt="2."), header={**HEADER, "version": 2})
    )
    assert counts(report) == (0, 1, 1, 0)
    one, two = (workspace.store.instance(uid) for uid in ("one", "two"))
    assert one is not None
    assert two is not None
    assert (one.revision, two.revision) == (1, 2)
    assert isinstance(two.instance.provenance, Authored)
    assert two.instance.provenance.pack_version == 2
    report = bring(
        write_jsonl(tmp_path / "p.jsonl", ueg("one"), header={**HEADER, "version": 2, "licence": "CC0-1.0"})
    )
    assert counts(report) == (0, 1, 0, 0)


def test_images_are_stored_by_their_pixels(tmp_path: Path, workspace: Workspace, bring: Bring) -> None:
    image = picture(tmp_path / "mazes" / "001.png")
    picture(tmp_path / "mazes" / "path.png", (0, 200, 0))
    assert counts(bring(write_jsonl(tmp_path / "p.jsonl", geu(oracle="mazes/path.png")))) == (1, 0, 0, 0)
    stored = workspace.store.instance("my-maze-001")
    assert stored is not None
    instance = stored.instance
    assert isinstance(instance, GEUInstance)
    assert instance.oracle is not None
    with Image.open(image) as given:
        assert workspace.assets.open(instance.image).tobytes() == given.tobytes()
    assert len(workspace.store.assets()) == 2


def test_a_bad_image_costs_its_row(tmp_path: Path, workspace: Workspace, bring: Bring) -> None:
    mazes = tmp_path / "mazes"
    whole = picture(mazes / "001.png", size=(200, 200))
    (mazes / "cut.png").write_bytes(whole.read_bytes()[:60])
    (mazes / "text.png").write_text("no image", encoding="utf-8")
    (mazes / "link.png").symlink_to(whole)
    (tmp_path / "away").symlink_to(mazes)
    Image.new("1", (20_000, 20_000)).save(mazes / "huge.png")
    names = [
        "mazes/none.png",
        "mazes/cut.png",
        "mazes/text.png",
        "mazes/link.png",
        "away/001.png",
        "mazes/huge.png",
    ]
    rows = [geu(f"bad-{number}", image=name) for number, name in enumerate(names)]
    report = bring(write_jsonl(tmp_path / "p.jsonl", *rows, geu("good"), ueg("fine")))
    assert counts(report) == (2, 0, 0, 6)
    expected = [
        "p.jsonl:2: bad-0: image 'mazes/none.png': there is no such file; check the path",
        "p.jsonl:3: bad-1: image 'mazes/cut.png': cannot be decoded (",
        "p.jsonl:4: bad-2: image 'mazes/text.png': is no PNG, JPEG or WebP image; save it again from an",
        "p.jsonl:5: bad-3: image 'mazes/link.png': is a symbolic link; name the file that it points to",
        "p.jsonl:6: bad-4: image 'away/001.png': away on its path is a symbolic link; use a real folder",
        "p.jsonl:7: bad-5: image 'mazes/huge.png': has ",
    ]
    found = lines(report, tmp_path)
    assert len(found) == len(expected)
    for line, start in zip(found, expected, strict=True):
        assert line.startswith(start)
    assert len(workspace.store.assets()) == 1


def test_an_id_that_occurs_twice_with_different_content_is_refused_at_both_places(
    tmp_path: Path, workspace: Workspace, bring: Bring
) -> None:
    first = write_jsonl(tmp_path / "a.jsonl", ueg("one"), ueg("one", prompt="Another."), ueg("two", prompt="Two."))
    second = write_jsonl(tmp_path / "b.jsonl", ueg("two", prompt="Two."), header={**HEADER, "pack": "other"})
    report = bring(first, second)
    remedy = "give each row an id of its own"
    assert lines(report, tmp_path) == [
        f"a.jsonl:2: one: the id occurs at {tmp_path}/a.jsonl:3 too; {remedy}".replace(f"{tmp_path}/", ""),
        f"a.jsonl:3: one: the id occurs at a.jsonl:2 too; {remedy}",
        f"a.jsonl:4: two: the id occurs at b.jsonl:2 too; {remedy}",
        f"b.jsonl:2: two: the id occurs at a.jsonl:4 too; {remedy}",
    ]
    assert counts(report) == (0, 0, 0, 4)
    assert workspace.store.uids() == frozenset()


def test_a_row_that_is_repeated_word_for_word_counts_once(tmp_path: Path, bring: Bring) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", ueg("one"), ueg("one"))
    assert counts(bring(path, path)) == (1, 0, 3, 0)


def test_an_id_from_elsewhere_is_refused(tmp_path: Path, workspace: Workspace, bring: Bring) -> None:
    bring(write_jsonl(tmp_path / "a.jsonl", ueg("one")))
    report = bring(write_jsonl(tmp_path / "b.jsonl", ueg("one"), header={**HEADER, "pack": "other"}))
    assert lines(report, tmp_path) == [
        "b.jsonl:2: one: the id is taken by an instance from the pack my-pack; give the row an id of its own"
    ]
    table = tmp_path / "t.csv"
    table.write_text(
        "id,category,subtask,prompt,question_1,answer_1\n"
        "one,world_knowledge,food,Bread.,Is it?,yes\ntwo,world_knowledge,food,Bread.,Is it?,yes\n",
        encoding="utf-8",
    )
    report = bring(table)
    assert counts(report) == (1, 0, 0, 1)
    assert lines(report, tmp_path)[0].startswith(
        "t.csv:2: one: the id is taken by an instance from the pack my-pack"
    )
    report = bring(shutil.copy(table, tmp_path / "u.csv"))
    assert lines(report, tmp_path)[1].startswith("u.csv:3: two: the id is taken by an instance from the file t.csv")
    assert len(list(workspace.store.events())) == 2


def test_a_realunify_folder_with_its_images(tmp_path: Path, workspace: Workspace, bring: Bring) -> None:
    folder = tmp_path / "bench"
    names = [f"image/cognitive_navigation/maze/images/{number}.png" for number in (1, 2)]
    picture(folder / names[0])
    rows = [
        {
            "index": number,
            "task_type": "cognitive_navigation",
            "question": "Which?",
            "option": ["1", "2", "3", "4"],
            "input_image": name,
            "answer": "A",
        }
        for number, name in enumerate(names, start=1)
    ]
    (folder / "GEU_direct.json").write_text(json.dumps(rows), encoding="utf-8")
    report = bring(folder)
    assert counts(report) == (1, 0, 0, 1)
    assert lines(report, folder) == [
        "GEU_direct.json:1: ru-cognitive-navigation-2: image 'image/cognitive_navigation/maze/images/2.png': "
        "there is no such file; check the path"
    ]
    assert [warning.file.rsplit("/")[-1] for warning in report.warnings] == [
        "UEG_direct.json",
        "UEG_step.json",
        "GEU_step.json",
    ]
    assert workspace.store.uids() == frozenset({"ru-cognitive-navigation-1"})


def test_what_cannot_be_imported_says_what_can(tmp_path: Path, bring: Bring) -> None:
    kinds = r"name a pack \(.yaml, .yml, .jsonl\), a table \(.csv\) or a folder with RealUnify's four files"
    with pytest.raises(InputError, match=r"none\.txt: there is no such file; check the path"):
        bring(tmp_path / "none.txt")
    with pytest.raises(InputError, match=r"none\.yaml: there is no such file; check the path"):
        bring(tmp_path / "none.yaml")
    other = tmp_path / "x.txt"
    other.write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=f"x.txt: is nothing that can be imported; {kinds}"):
        bring(other)
    with pytest.raises(InputError, match=f"holds none of UEG_direct.json, .*; {kinds}"):
        bring(tmp_path)
    single = tmp_path / "UEG_direct.json"
    single.write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="is one of four files that belong together; name its folder: "):
        bring(single)


def test_a_file_that_cannot_be_read_stops_the_import_before_anything_is_written(
    tmp_path: Path, workspace: Workspace, bring: Bring
) -> None:
    picture(tmp_path / "mazes" / "001.png")
    before = state(workspace)
    with pytest.raises(InputError):
        bring(write_jsonl(tmp_path / "p.jsonl", ueg(), geu()), tmp_path / "none.yaml")
    assert state(workspace) == before


def test_progress_counts_every_row(tmp_path: Path, workspace: Workspace) -> None:
    seen: list[tuple[int, int]] = []
    path = write_jsonl(tmp_path / "p.jsonl", ueg("one"), "cut", ueg("two"))
    import_paths(workspace, [path], actor="tester", progress=lambda done, rows: seen.append((done, rows)))
    assert seen == [(2, 3), (3, 3)]


def test_one_process_writes_at_a_time(tmp_path: Path, workspace: Workspace, bring: Bring) -> None:
    with workspace.writing(), pytest.raises(WorkspaceError, match="another curate process is writing here"):
        bring(write_jsonl(tmp_path / "p.jsonl", ueg()))


class Stop(BaseException):
    """Stands for a process that ends at once."""


@pytest.mark.parametrize("method", ["asset", "noted", "instance", "event"])
def test_an_import_that_is_stopped_and_run_again_ends_in_the_same_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    rows = [geu(f"maze-{number}", image=f"mazes/{number}.png") for number in range(3)]
    for number in range(3):
        picture(tmp_path / "mazes" / f"{number}.png", (60 * number, 90, 90))
    first = write_jsonl(tmp_path / "a.jsonl", *rows)
    second = write_jsonl(tmp_path / "b.jsonl", ueg("x"), ueg("y", prompt="Y."), header={**HEADER, "pack": "other"})
    undisturbed = create(tmp_path / "undisturbed")
    import_paths(undisturbed, [first, second], actor="tester")
    owner, name = {
        "asset": (AssetStore, "put"),
        "noted": (Store, "put_asset"),
        "instance": (Store, "put_instance"),
        "event": (Store, "event"),
    }[method]
    original = getattr(owner, name)
    for moment in range(6):
        left = [moment]

        def stop(*args: Any, _left: list[int] = left, **options: Any) -> Any:
            if _left[0] == 0:
                raise Stop
            _left[0] -= 1
            return original(*args, **options)

        workspace = create(tmp_path / f"workspace-{moment}")
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, stop)
            try:
                import_paths(workspace, [first, second], actor="tester")
            except Stop:
                assert len(workspace.store.uids()) in {0, 3}
        import_paths(workspace, [first, second], actor="tester")
        assert state(workspace) == state(undisturbed)
        workspace.store.close()
    undisturbed.store.close()


def test_a_full_disk_is_one_line_and_leaves_nothing_half_written(
    tmp_path: Path, workspace: Workspace, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture(tmp_path / "mazes" / "001.png")
    path = write_jsonl(tmp_path / "p.jsonl", ueg(), geu())

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("curation.atomic.os.fsync", full)
        with pytest.raises(CurationError, match=r"the disk is full .*; make room and run again"):
            bring(path)
    assert state(workspace)["records"] == []
    assert counts(bring(path)) == (2, 0, 0, 0)


def test_the_packs_that_ship_are_imported_without_a_refusal(workspace: Workspace, bring: Bring) -> None:
    packs = starter_packs()
    assert [path.suffix for path in packs] == [".yaml"] * len(packs)
    report = bring(*packs)
    assert report.refusals == ()
    assert report.new == len(workspace.store.uids()) > 0
    assert starter_packs("realunify") == packs
