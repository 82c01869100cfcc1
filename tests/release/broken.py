"""One way to break a release for each REL code."""

from __future__ import annotations

import json
import os
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.release.makers import agree, edit_json, edit_lines, strip, sum_again

Break = Callable[[Path], object]
IMAGE = "image/mental_tracking/sequential_rules/images/001.png"


def _rows(name: str, change: Callable[[list[dict[str, Any]]], object]) -> Break:
    def apply(release: Path) -> None:
        edit_json(release / name, change)
        sum_again(release)

    return apply


def _both(axis: str, change: Callable[[list[dict[str, Any]]], object]) -> Break:
    def apply(release: Path) -> None:
        for protocol in ("direct", "step"):
            edit_json(release / f"{axis}_{protocol}.json", change)
        sum_again(release)

    return apply


def _set(place: int, **fields: Any) -> Callable[[list[dict[str, Any]]], object]:
    return lambda rows: rows[place].update(fields)


def _manifest(**fields: Any) -> Break:
    def apply(release: Path) -> None:
        edit_json(release / "manifest.json", lambda manifest: manifest.update(fields))
        sum_again(release)

    return apply


def _records(change: Callable[[list[dict[str, Any]]], object]) -> Break:
    def apply(release: Path) -> None:
        edit_lines(release / "instances.jsonl", change)
        agree(release)

    return apply


def _instance(place: int, **fields: Any) -> Callable[[list[dict[str, Any]]], object]:
    return lambda records: records[place]["instance"].update(fields)


def _bytes(name: str, change: Callable[[bytes], bytes], *, again: bool = True) -> Break:
    def apply(release: Path) -> None:
        path = release / name
        path.write_bytes(change(path.read_bytes()))
        if again:
            sum_again(release)

    return apply


def _remove(name: str, *, again: bool = True) -> Break:
    def apply(release: Path) -> None:
        (release / name).unlink()
        if again:
            sum_again(release)

    return apply


def _link(release: Path) -> None:
    path = release / "GEU_step.json"
    path.unlink()
    path.symlink_to("GEU_direct.json")


def _fifo(release: Path) -> None:
    os.mkfifo(release / "pipe")


def _bomb(data: bytes) -> bytes:
    """A sound header that promises 20,000 x 20,000 pixels."""
    header = b"IHDR" + struct.pack(">II", 20_000, 20_000) + data[24:29]
    return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]


def _large(release: Path) -> None:
    with (release / "UEG_direct.json").open("r+b") as stream:
        stream.truncate(80 * 1024 * 1024)


def _foreign(release: Path) -> None:
    strip(release)


def _foreign_geu(release: Path) -> None:
    strip(release)
    (release / "UEG_step.json").unlink()


def _moved(release: Path) -> None:
    def move(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row["input_image"] == IMAGE:
                row["input_image"] = "pictures/001.png"

    strip(release)
    (release / "pictures").mkdir()
    shutil.move(release / IMAGE, release / "pictures" / "001.png")
    for name in ("GEU_direct.json", "GEU_step.json"):
        edit_json(release / name, move)


def _same_picture(release: Path) -> None:
    strip(release)
    first = release / IMAGE
    shutil.copy(first, first.with_name("002.png"))


def _same_question(release: Path) -> None:
    _same_picture(release)
    for name in ("GEU_direct.json", "GEU_step.json"):
        rows = json.loads((release / name).read_text())
        mine = [place for place, row in enumerate(rows) if row["task_type"] == "mental_tracking"]
        asked = rows[mine[0]]["question"]
        edit_json(release / name, _set(mine[1], question=f" {asked.upper()} "))


def _unnamed(release: Path) -> None:
    edit_json(release / "manifest.json", lambda manifest: manifest["images"].pop())
    sum_again(release)


def _frozen_without_approval(release: Path) -> None:
    _manifest(draft=False, version="1.0.0", name="realunify-1.0.0")(release)


def _listed(name: str) -> Break:
    """A file more, which the sums list."""

    def apply(release: Path) -> None:
        shutil.copy(release / IMAGE, release / name)
        sum_again(release)

    return apply


def _another_key(release: Path) -> None:
    """A wrong key, in the record and in both rows."""
    record = json.loads((release / "instances.jsonl").read_bytes().split(b"\n")[-2])
    key = "BCDA"["ABCD".index(record["instance"]["key"])]
    for name in ("GEU_direct.json", "GEU_step.json"):
        edit_json(release / name, _set(-1, answer=key))
    _records(_instance(-1, key=key))(release)


def _other_option(record: dict[str, Any]) -> str:
    options, key = record["instance"]["options"], record["instance"]["key"]
    return str(options["BCDA".index(key)]).upper()


def _lies(release: Path) -> None:
    (release / "README.md").write_text("lies\n")
    _manifest(toolkit="0.0.1")(release)


def _twice(rows: list[dict[str, Any]]) -> None:
    rows.append(dict(rows[0]))


def _drop(rows: list[Any]) -> None:
    rows.pop(3)


def _doubled_key(text: bytes) -> bytes:
    return text.replace(b'"index": 1,', b'"index": 1,\n    "index": 1,', 1)


BROKEN: dict[str, list[Break]] = {
    "REL001": [_bytes(IMAGE, lambda data: data[:-1] + bytes([data[-1] ^ 1]), again=False)],
    "REL002": [_remove(IMAGE, again=False), _remove("README.md", again=False)],
    "REL003": [lambda release: (release / "notes.txt").write_text("x")],
    "REL004": [
        _remove("SHA256SUMS", again=False),
        _bytes("SHA256SUMS", lambda data: data.replace(b"  ", b" ", 1), again=False),
        _bytes("SHA256SUMS", lambda data: data[:-1], again=False),
        _bytes("SHA256SUMS", lambda data: data + data.splitlines(keepends=True)[0], again=False),
        _bytes("SHA256SUMS", lambda data: b"".join(reversed(data.splitlines(keepends=True))), again=False),
        _bytes("SHA256SUMS", lambda data: b"\xff" + data, again=False),
    ],
    "REL005": [
        _link,
        _fifo,
        lambda release: (release / "image" / "loop").symlink_to(release, target_is_directory=True),
        lambda release: (release / "tab\tname").write_text("x"),
    ],
    "REL006": [
        _both("GEU", _set(0, input_image="../../etc/passwd")),
        _both("GEU", _set(0, input_image="/etc/passwd")),
        _both("GEU", _set(0, input_image="image\\x.png")),
        _both("GEU", _set(0, input_image="image/./x.png")),
        _both("GEU", _set(0, input_image="c:x.png")),
        _both("GEU", _set(0, input_image="image/a\u202eb.png")),
        _bytes("SHA256SUMS", lambda data: data + b"0" * 64 + b"  ../outside\n", again=False),
    ],
    "REL007": [_large],
    "REL008": [_remove("GEU_step.json")],
    "REL009": [_foreign_geu],
    "REL010": [
        _bytes("GEU_step.json", lambda data: data[:-4]),
        _bytes("GEU_step.json", lambda data: b"\xef\xbb\xbf" + data),
        _bytes("GEU_step.json", lambda data: data.replace(b"red", b"r\xffd", 1)),
        _bytes("GEU_step.json", lambda data: data.replace(b'"index": 1', b'"index": NaN', 1)),
        _bytes("GEU_step.json", lambda data: data.replace(b'"index": 1', b'"index": 1e999', 1)),
        _bytes("GEU_step.json", lambda data: data.replace(b'"index": 1', b'"index": ' + b"1" * 5000, 1)),
        _bytes("GEU_step.json", lambda data: b"[" * 200_000),
        _bytes("manifest.json", lambda data: b""),
        _bytes("instances.jsonl", lambda data: b"{\n" + data),
        _bytes("instances.jsonl", lambda data: b"\n" + data),
    ],
    "REL011": [
        _bytes("UEG_direct.json", _doubled_key),
        _bytes("manifest.json", lambda d: d.replace(b"{", b'{"draft": true,', 1)),
    ],
    "REL012": [
        _rows("GEU_direct.json", _set(2, answer="E")),
        _rows("GEU_direct.json", _set(2, option=["red", "green", "blue"])),
        _rows("GEU_step.json", _set(2, index="1")),
        _rows("GEU_step.json", _set(2, index=True)),
        _rows("GEU_direct.json", _set(2, response="A")),
        _rows("GEU_direct.json", _set(2, question="a" * 20_001)),
        _bytes("GEU_direct.json", lambda data: data.replace(b'"red"', rb'"\udcff"', 1)),
        _rows("UEG_step.json", lambda rows: rows[1].pop("question_list")),
        _rows("UEG_step.json", lambda rows: rows[1]["question_list"][0].update(answer="Yes")),
        _rows("UEG_step.json", lambda rows: rows[1].update(question_list=[])),
        _rows("UEG_step.json", lambda rows: rows.append([1])),  # type: ignore[arg-type]
    ],
    "REL013": [_bytes("UEG_step.json", lambda data: b"{}\n"), _bytes("UEG_step.json", lambda data: b"null")],
    "REL020": [_both("UEG", _twice)],
    "REL021": [_rows("UEG_step.json", _drop), _rows("GEU_direct.json", _drop)],
    "REL022": [
        _rows("GEU_direct.json", _set(1, answer="D")),
        _rows("UEG_step.json", _set(1, new_prompt="Draw")),
        _rows("UEG_direct.json", _set(1, prompt="Draw")),
    ],
    "REL023": [_both("UEG", _set(1, task_type="mental_tracking")), _both("GEU", _set(1, task_type="tracking"))],
    "REL024": [
        _both("GEU", _set(1, evaluation_prompt="Which?")),
        _rows("GEU_step.json", _set(1, edit_prompt="Edit.")),
        _both("GEU", _set(1, question="What else?")),
        _both("GEU", _set(1, option=["1", "2", "3", "4"])),
    ],
    "REL025": [
        _both("GEU", _set(1, option=["red", " Red", "blue", "grey"])),
        _both("GEU", _set(1, option=["red", " ", "blue", "grey"])),
        _both("GEU", _set(1, question=" ")),
        _both("UEG", lambda rows: rows[0]["question_list"].append(dict(rows[0]["question_list"][0]))),
        _rows("UEG_direct.json", _set(0, prompt="\n")),
    ],
    "REL026": [_both("UEG", _drop), _foreign],
    "REL030": [_remove(IMAGE), _both("GEU", _set(0, input_image="image/none.png"))],
    "REL031": [
        _bytes(IMAGE, lambda data: data[:60]),
        _bytes(IMAGE, lambda data: b"GIF89a" + data),
        _bytes(IMAGE, _bomb),
    ],
    "REL032": [
        _bytes(IMAGE, lambda data: data + b"\0"),
        lambda release: shutil.copy(release / IMAGE.replace("001", "002"), release / IMAGE),
    ],
    "REL033": [_moved],
    "REL040": [_foreign],
    "REL041": [
        _manifest(instances="many"),
        _manifest(categories=[{"category": 1}]),
        _manifest(more=1),
        _manifest(instances=2**70),
        _bytes("manifest.json", lambda data: b"[]"),
    ],
    "REL042": [_manifest(version="2.0.0"), _manifest(profile="other"), _manifest(name="x"), _manifest(draft=False)],
    "REL043": [
        _manifest(instances=79),
        _manifest(review="Everybody has reviewed it."),
        _manifest(records="0" * 64),
        _bytes("instances.jsonl", lambda data: data.replace(b"apples", b"apple", 1)),
    ],
    "REL044": [
        _remove("instances.jsonl"),
        _records(lambda records: records[0].update(index=9)),
        _records(lambda records: records[0].pop("revision")),
        _records(_instance(0, category="food")),
        _records(_instance(0, axis="GEU")),
        _records(_instance(0, checklist=[])),
        _records(lambda records: records.reverse()),
        _records(_instance(0, category="mental_tracking", subtask="sequential_rules")),
        _records(lambda records: records[0].update(task_type="logical_reasoning")),
        _bytes("instances.jsonl", lambda data: data.replace(b'":', b'": ', 1)),
        _bytes("instances.jsonl", lambda data: data[:-1]),
    ],
    "REL045": [
        _both("GEU", _set(3, answer="D")),
        _records(_instance(0, prompt="Draw something else.")),
        _both("UEG", lambda rows: rows[0]["question_list"][0].update(answer="no")),
        _both("UEG", lambda rows: rows.reverse()),
    ],
    "REL046": [_frozen_without_approval, _records(lambda records: records[0].update(rule="unanimous"))],
    "REL047": [
        _unnamed,
        _records(lambda records: records[-1]["instance"].update(oracle=None)),
        _records(lambda records: records[-1]["instance"]["image"].update(pixels="0" * 64)),
    ],
    "REL048": [
        _remove("README.md"),
        _remove("LICENSE"),
        _bytes("README.md", lambda data: data.replace(b"nobody has", b"a dozen have")),
    ],
    "REL049": [
        _another_key,
        _records(lambda records: records[-1]["instance"]["proof"].update(answer=_other_option(records[-1]))),
    ],
    "REL050": [_same_picture],
    "REL051": [
        _both("UEG", lambda rows: rows[1].update({k: rows[0][k] for k in ("prompt", "new_prompt") if k in rows[0]}))
    ],
    "REL052": [_same_question],
    "REL053": [
        _records(
            lambda records: records[1]["instance"].update(canonical_key=records[0]["instance"]["canonical_key"])
        ),
        _records(lambda records: records[1]["instance"].update(uid=records[0]["instance"]["uid"])),
    ],
    "REL054": [
        _records(lambda records: [record["instance"].update(sources=["src-harbour"]) for record in records[-2:]])
    ],
    "REL055": [
        _listed("extra.txt"),
        _listed(".hidden"),
        _listed("MANIFEST.json"),
        _listed("instances.jsonl.bak"),
        _listed("image/mental_tracking/sequential_rules/images/z.png"),
        _listed("image/mental_tracking/sequential_rules/oracles/z.png"),
        lambda release: (release / "notes.txt").write_text("x"),
    ],
    "REL056": [_manifest(toolkit="0.0.1"), _lies],
}
