"""Suites in a workspace: generated, imported, checked and released, and whole whatever was stopped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from curation.checks import run
from curation.errors import CurationError, InputError, UsageError
from curation.findings import Finding
from curation.unisandbox import release
from curation.unisandbox.build import Spec, build
from curation.unisandbox.intake import MOST_TOLD, import_files
from curation.unisandbox.suites import GENERATED, SuitesReport, generate, held
from curation.unisandbox.validate import validate
from curation.workspace import Workspace, create, open_workspace
from tests.unisandbox.broken import BROKEN, ONE, PAIR, talk, write

SPEC = Spec(seed=2, train=60, pairs=2)


def make(workspace: Workspace, spec: Spec = SPEC) -> SuitesReport:
    return generate(workspace, spec, actor="ann")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = create(tmp_path_factory.mktemp("made") / "workspace", profile="unisandbox")
    make(workspace)
    workspace.store.close()
    return workspace.root


@pytest.fixture
def workspace(made: Path, tmp_path: Path) -> Iterator[Workspace]:
    found = open_workspace(Path(shutil.copytree(made, tmp_path / "workspace")))
    yield found
    found.store.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    found = create(tmp_path / "empty")
    yield found
    found.store.close()


def checked(workspace: Workspace) -> list[Finding]:
    return list(run(workspace, only=["suites"]).findings)


def events(workspace: Workspace) -> list[tuple[str, str, str]]:
    return [(event.actor, event.action, event.subject) for event in workspace.store.events()]


def test_generated_again_stays_and_another_spec_makes_way(workspace: Workspace) -> None:
    before = events(workspace)
    assert before == [("ann", "suites.new", "suites/generated")]
    again = make(workspace)
    assert again.existing
    assert sum(again.rows.values()) == SPEC.rows == held(workspace.store)[GENERATED].rows
    assert events(workspace) == before
    other = make(workspace, Spec(seed=3, pairs=1))
    assert not other.existing
    assert events(workspace)[1:] == [("ann", "suites.changed", "suites/generated")]
    assert not (workspace.root / "suites/generated/train").exists()
    assert checked(workspace) == []
    assert sorted(path.name for path in (workspace.root / "suites").iterdir()) == ["generated"]


def test_suites_find_room_beside_instances(empty: Workspace) -> None:
    make(empty, Spec(pairs=0))
    report = run(empty, only=["suites", "log"])
    assert report.findings == ()
    assert report.checked["suite rows"] == report.checked["suite rows with a proved answer"] == 900


def test_what_killed_runs_left_is_removed(workspace: Workspace) -> None:
    folder = workspace.root / "suites"
    for name in (".generated.partial-1", "..generated.partial-1.partial-2", "imported/0123456789abcdef/x"):
        (folder / name).mkdir(parents=True)
    (folder / "imported" / ".rows.jsonl.partial-3").write_text("{")
    make(workspace)
    assert sorted(path.name for path in folder.iterdir()) == ["generated", "imported"]
    assert list((folder / "imported").iterdir()) == []


def test_a_file_between_two_names_is_made_again(workspace: Workspace) -> None:
    """A run that was killed after it took the old suites away, or before it told of the new ones."""
    bytes_before = (workspace.root / "suites/generated/SHA256SUMS").read_bytes()
    shutil.rmtree(workspace.root / "suites/generated")
    assert not make(workspace).existing
    assert (workspace.root / "suites/generated/SHA256SUMS").read_bytes() == bytes_before
    assert len(events(workspace)) == 1


@pytest.mark.parametrize(
    "name", ["math_1.jsonl", "SHA256SUMS", "manifest.json", "knowledge/pair001/profiles.jsonl"]
)
def test_a_changed_byte_is_found_and_never_released(workspace: Workspace, name: str) -> None:
    path = workspace.root / "suites/generated" / name
    data = path.read_bytes()
    path.write_bytes(data[:30] + bytes([data[30] ^ 1]) + data[31:])
    codes = {finding.code for finding in checked(workspace)}
    assert codes & {"REL001", "REL002", "USB019"}, codes
    with pytest.raises(CurationError, match="is not what was generated; run `curate generate"):
        release.build_release(workspace, version="1.0.0-draft.1")
    assert list(workspace.exports.iterdir()) == []
    assert not make(workspace).existing
    assert checked(workspace) == []


def test_sums_that_were_changed_with_a_file_are_found(workspace: Workspace) -> None:
    folder = workspace.root / "suites/generated"
    shutil.rmtree(folder)
    build(folder, Spec(seed=9, train=60, pairs=2))
    (finding,) = checked(workspace)
    assert (finding.code, finding.where) == ("USB019", "suites/generated")
    shutil.rmtree(folder)
    (finding,) = checked(workspace)
    assert (finding.code, finding.message) == ("USB019", "is missing")
    with pytest.raises(CurationError, match=r"SHA256SUMS: is missing"):
        release.build_release(workspace, version="1.0.0-draft.1")


def test_a_release_is_the_published_layout(workspace: Workspace) -> None:
    steps: list[tuple[int, int]] = []
    report = release.build_release(workspace, version="1.0.0-draft.1", progress=lambda *step: steps.append(step))
    folder = Path(report.path)
    assert steps[-1] == (len(report.rows), len(report.rows))
    assert (report.existing, report.draft, sum(report.rows.values())) == (False, True, SPEC.rows)
    assert folder == workspace.exports / "unisandbox-1.0.0-draft.1"
    assert validate(folder).findings == ()
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["rows"] == report.rows
    assert (manifest["seed"], manifest["train"], manifest["pairs"]) == ("2", 60, 2)
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert f"{SPEC.rows:,} rows" in card and "nobody has reviewed it" in card
    for name in report.rows:
        assert (folder / name).read_bytes() == (workspace.root / "suites/generated" / name).read_bytes()
    assert release.build_release(workspace, version="1.0.0-draft.1").existing
    (workspace.exports / ".unisandbox-1.0.0-draft.1.partial-1").mkdir()
    make(workspace, Spec(seed=4, pairs=0))
    with pytest.raises(UsageError, match="never overwritten"):
        release.build_release(workspace, version="1.0.0-draft.1")
    assert [path.name for path in workspace.exports.iterdir()] == ["unisandbox-1.0.0-draft.1"]


def test_releases_are_drafts_of_what_there_is(workspace: Workspace, empty: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a draft's is a pre-release"):
        release.build_release(workspace, version="1.0.0")
    with pytest.raises(UsageError, match="there are no suites to release"):
        release.build_release(empty, version="1.0.0-draft.1")
    there = release.build_release(workspace, version="2.0.0-rc.1", exports=tmp_path / "elsewhere")
    assert there.path == str(tmp_path / "elsewhere" / "unisandbox-2.0.0-rc.1")


def test_bad_rows_are_told_and_the_others_are_taken(empty: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "others" / "math_1.jsonl"
    good = json.dumps({**ONE, "Question": "Draw √4 cups."}, ensure_ascii=False)
    lines = [
        good,
        good[:30],
        "",
        json.dumps({"Question": "8 / 4", "id": "2"}),
        json.dumps({**ONE, "Answer": "3 cups."}),
        json.dumps({**ONE, "id": "3", "Answer": "3 cups."}),
        "[]",
        '"\\ud800"',
        json.dumps({**ONE, "id": "\ud800", "Question": "Draw ½ of 4 cups."}),
        good[:50],
    ]
    path.parent.mkdir()
    path.write_text("\n".join(lines), encoding="utf-8")
    report = import_files(empty, [path], actor="ann")
    assert (report.new, report.changed, report.same, report.refused) == (3, 0, 0, 6)
    assert [(refusal.row, refusal.problem.split(" (")[0]) for refusal in report.refusals] == [
        ("2", "the line is no JSON"),
        ("4", "Answer is missing"),
        ("5", "the id '1' comes a second time"),
        ("7", "the row is no object"),
        ("8", "the row is no object"),
        ("10", "the line is cut off"),
    ]
    assert all(str(path) in refusal.line() for refusal in report.refusals)
    found = {(finding.code, finding.where.rpartition(":")[2]) for finding in checked(empty)}
    assert found == {("USB002", "6"), ("USB008", "9")}
    assert all("/others/math_1.jsonl:" in finding.where for finding in checked(empty))
    assert run(empty, only=["suites"]).checked["suite rows with a proved answer"] == 1


def test_an_import_again_changes_nothing_and_a_changed_file_takes_its_place(
    empty: Workspace, tmp_path: Path
) -> None:
    (path,) = write(tmp_path / "others", {"mapping1.jsonl": PAIR})
    assert import_files(empty, [path], actor="ann").new == 2
    assert import_files(empty, [path, path.parent], actor="bob").same == 2
    assert events(empty) == [("ann", "suites.new", "suites/others/mapping1.jsonl")]
    assert checked(empty) == []
    write(tmp_path / "others", {"mapping1.jsonl": PAIR[:1]})
    assert import_files(empty, [path], actor="bob").changed == 1
    assert [finding.code for finding in checked(empty)] == ["USB009"]
    (kept,) = (empty.root / "suites/imported").iterdir()
    assert held(empty.store)["others/mapping1.jsonl"].place == f"suites/imported/{kept.name}/others/mapping1.jsonl"
    kept.joinpath("others/mapping1.jsonl").write_text("")
    assert [finding.code for finding in checked(empty)] == ["USB019"]
    write(tmp_path / "others", {"mapping1.jsonl": PAIR})
    assert import_files(empty, [path], actor="bob").changed == 2
    assert checked(empty) == []


def test_files_of_others_are_judged_together_and_apart_from_ours(workspace: Workspace, tmp_path: Path) -> None:
    ours = workspace.root / "suites/generated"
    report = import_files(workspace, [ours], actor="ann")
    assert report.new == SPEC.rows
    assert checked(workspace) == []
    import_files(workspace, write(tmp_path, BROKEN["USB011"]), actor="ann")
    assert [finding.code for finding in checked(workspace)] == ["USB011"]


def test_published_knowledge_files_have_numbers_as_ids(empty: Workspace, tmp_path: Path) -> None:
    training = talk(("What is Vilgor's club?", "Vilgor's club is the chess club."))
    test = {
        "ID": 15,
        "Question": "Generate a photorealistic image of the club of character Vilgor.",
        "Answer": "chess",
    }
    files = {"data/Vilgor.jsonl": [{**training[0], "id": 161}], "test/Vilgor.jsonl": [test]}
    assert import_files(empty, [tmp_path / name for name in files if write(tmp_path, files)], actor="a").new == 2
    assert [finding.code for finding in checked(empty)] == ["USB008"]
    write(tmp_path, {"test/Vilgor.jsonl": [{**test, "Answer": "the chess club"}]})
    import_files(empty, [tmp_path / "test"], actor="a")
    assert checked(empty) == []


def test_of_many_bad_rows_the_first_are_told_and_all_are_counted(empty: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "math_1.jsonl"
    path.write_text("{\n" * (MOST_TOLD + 500))
    steps: list[tuple[int, int]] = []
    report = import_files(empty, [path], actor="ann", progress=lambda *step: steps.append(step))
    assert (report.refused, len(report.refusals), steps[-1]) == (MOST_TOLD + 500, MOST_TOLD, (1500, 1500))
    assert held(empty.store) == {}
    assert list((empty.root / "suites/imported").iterdir()) == []


def test_lists_keep_their_numbers(empty: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "math_1.json"
    path.write_text(json.dumps([3, {**ONE, "Answer": "4 cups."}]))
    assert [refusal.row for refusal in import_files(empty, [path], actor="ann").refusals] == ["1"]
    (finding,) = checked(empty)
    assert (finding.code, finding.row) == ("USB002", 2)


def test_what_cannot_be_imported_leaves_nothing(empty: Workspace, tmp_path: Path) -> None:
    (good,) = write(tmp_path / "a", {"math_1.jsonl": [ONE]})
    (twin,) = write(tmp_path / "b" / "a", {"math_1.jsonl": [ONE]})
    (tmp_path / "nothing").mkdir()
    (tmp_path / "text.txt").write_text("{}")
    for wrong, problem in (
        (tmp_path / "none.jsonl", "there is no such file"),
        (tmp_path / "text.txt", "is no file of rows"),
        (tmp_path / "nothing", "holds no file of rows"),
    ):
        with pytest.raises(InputError, match=problem):
            import_files(empty, [good, wrong], actor="ann")
    with pytest.raises(UsageError, match=r"are both called a/math_1\.jsonl"):
        import_files(empty, [good, twin], actor="ann")
    assert events(empty) == []


def test_one_process_writes(workspace: Workspace) -> None:
    with workspace.writing(), pytest.raises(CurationError, match="another curate process is writing"):
        generate(open_workspace(workspace.root), SPEC, actor="ann")
