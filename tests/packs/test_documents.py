"""Readers of hostile documents: rows are read or refused one by one, and nothing is guessed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.errors import InputError
from curation.packs.documents import Refusal, Row, quote, read_csv, read_json_list, read_jsonl, shown
from curation.packs.yaml_rows import read_yaml

PLAIN = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"), max_size=30
)
REUSED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


def lines(found: list[Row | Refusal], folder: Path) -> list[str]:
    """The refusals as lines, without the folder of the test."""
    return [item.line().replace(f"{folder}/", "") for item in found if isinstance(item, Refusal)]


def data(found: list[Row | Refusal]) -> list[Any]:
    return [item.data for item in found if isinstance(item, Row)]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_jsonl_refuses_lines_and_reads_the_others(tmp_path: Path) -> None:
    bad = [
        b'{"prompt": "cut in the mid',
        b'{"a": 1, "b"',
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 20 + b"]" * 20,
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a": "\xff"}',
        b'\xef\xbb\xbf{"a": 1}',
        b'{"a": 1} {"b": 2}',
        b"{'a': 1}",
    ]
    path = write(tmp_path, "p.jsonl", b"\n".join([b'{"first": 1}', *bad, b"", b'{"last": 1}']))
    found = list(read_jsonl(path))
    assert data(found) == [{"first": 1}, {"last": 1}]
    assert found[-1] == Row("15", {"last": 1})
    whole = "write the whole row as JSON on one line"
    assert lines(found, tmp_path) == [
        f"p.jsonl:2: is cut in the middle; {whole}",
        f"p.jsonl:3: is cut in the middle; {whole}",
        "p.jsonl:4: has the field 'a' twice; keep one of them",
        "p.jsonl:5: holds NaN, which is no JSON; write a number or null",
        "p.jsonl:6: holds the number '1e999', which is too large; correct it",
        "p.jsonl:7: holds a number of 5000 digits; correct it",
        "p.jsonl:8: is nested more than 16 deep; correct the brackets",
        "p.jsonl:9: is nested more than 16 deep; correct the brackets",
        "p.jsonl:10: is not UTF-8 (byte 0xff); save the file as UTF-8",
        "p.jsonl:11: begins with a byte order mark; remove the mark from the beginning of the line",
        f"p.jsonl:12: is not valid JSON at character 9; {whole}",
        f"p.jsonl:13: is not valid JSON at character 2; {whole}",
    ]


def test_a_byte_order_mark_at_the_beginning_is_no_harm(tmp_path: Path) -> None:
    mark = b"\xef\xbb\xbf"
    assert data(list(read_jsonl(write(tmp_path, "a.jsonl", mark + b'{"a": 1}')))) == [{"a": 1}]
    assert data(list(read_json_list(write(tmp_path, "a.json", mark + b'[{"a": 1}]')))) == [{"a": 1}]
    assert data(list(read_csv(write(tmp_path, "a.csv", mark + b"id\r\nx\r\n"))[1])) == [{"id": "x"}]
    assert read_yaml(write(tmp_path, "a.yaml", mark + b"rows: [x]"), "rows") == ({}, [Row("1", "x")])


def test_json_list_names_the_line_of_each_row(tmp_path: Path) -> None:
    path = write(tmp_path, "p.json", '[\n  {"a": 1},\n  {"a": 1,\n   "a": 2},\n  5, {"b": NaN}\n]\n')
    found = list(read_json_list(path))
    assert [item.place for item in found if isinstance(item, Row)] == ["2", "5"]
    assert lines(found, tmp_path) == [
        "p.json:3: has the field 'a' twice; keep one of them",
        "p.json:5: holds NaN, which is no JSON; write a number or null",
    ]
    assert list(read_json_list(write(tmp_path, "empty.json", "[ ]"))) == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"a": 1}', "p.json: is no JSON list; give a file that holds a list of rows: [{...}, {...}]"),
        (b"", "p.json: is no JSON list"),
        (b'[{"a": 1},\n {"a": "x', "p.json:2: is cut in the middle; restore it from a copy"),
        (b'[{"a": 1}', "p.json:1: is cut in the middle"),
        (b'[{"a": 1},', "p.json:1: is cut in the middle"),
        (b'[{"a": 1}\n{"a": 2}]', "p.json:2: is not valid JSON at '{\"a\": 2}]'"),
        (b'[{"a": 1},\n]', "p.json:2: is not valid JSON at ']'"),
        (b"[] x", "p.json:1: is not valid JSON at 'x'"),
        (b"[" + b"[" * 200_000, "p.json:1: is nested more than 16 deep; correct the brackets"),
        (b'[\n"\xe9"]', "p.json:2: is not UTF-8 (byte 0xe9); save it as UTF-8"),
        (b"\xff\xfe[\x00]\x00", "p.json: is UTF-16, not UTF-8; save it as UTF-8 (in Excel: CSV UTF-8)"),
    ],
)
def test_json_that_cannot_be_read(tmp_path: Path, content: bytes, problem: str) -> None:
    path = write(tmp_path, "p.json", content)
    with pytest.raises(InputError) as error:
        list(read_json_list(path))
    assert str(error.value).replace(f"{tmp_path}/", "").startswith(problem)
    assert "\n" not in str(error.value)


def test_yaml_keeps_scalars_as_they_are_written(tmp_path: Path) -> None:
    path = write(
        tmp_path, "p.yaml", "name: 1.0\nrows:\n- {a: yes, b: 007, c: null, d: 2001-01-01}\n- !!str x\n- y\n"
    )
    header, rows = read_yaml(path, "rows")
    assert header == {"name": "1.0"}
    assert rows is not None
    assert rows[0] == Row("3", {"a": "yes", "b": "007", "c": "null", "d": "2001-01-01"})
    assert rows[2] == Row("5", "y")


def test_yaml_refuses_rows_that_repeat_themselves_or_name_types(tmp_path: Path) -> None:
    content = """\
rows:
  - &a {id: one}
  - *a
  - {id: two, id: three}
  - !!python/object/apply:os.system ["true"]
  - ? [x, y]
    : z
  - {id: fine}
"""
    path = write(tmp_path, "p.yaml", content)
    _, rows = read_yaml(path, "rows")
    assert rows is not None
    assert data(rows) == [{"id": "fine"}]
    assert lines(rows, tmp_path) == [
        "p.yaml:2: uses the YAML reference '&a'; write the value out in full",
        "p.yaml:3: uses the YAML reference '*a'; write the value out in full",
        "p.yaml:4: has the field 'id' twice; keep one of them",
        "p.yaml:5: uses the YAML tag 'tag:yaml.org,2002:python/object/apply:os.system'; remove the tag",
        "p.yaml:6: has a field whose name is no text; name the field in one word",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"rows:\n  - a: b: c\n", "p.yaml:2: is not valid YAML (mapping values are not allowed "),
        (b'rows:\n  - "open\n', "p.yaml:3: is not valid YAML (found unexpected end of stream)"),
        (b"rows: [" + b"[" * 1_000_000, "p.yaml:1: is nested more than 16 deep; correct brackets and indentation"),
        (b"rows: [x]\nrows: [y]\n", "p.yaml:1: has the field 'rows' twice; keep one of them"),
        (b"pack: a\npack: b\nrows: [y]\n", "p.yaml:1: has the field 'pack' twice; keep one of them"),
        (b"a: &x b\nrows: [y]\n", "p.yaml:1: uses the YAML reference '&x'; write the value out in full"),
        (b"rows: [x]\n---\nrows: [y]\n", "p.yaml:2: holds a second YAML document; make it a file of its own"),
        (b"rows: ['\x07']", "p.yaml: holds the control character U+0007; remove it"),
        (b"rows:\n- \xe9", "p.yaml:2: is not UTF-8 (byte 0xe9); save it as UTF-8"),
        (b"- x\n", "p.yaml: is not a YAML mapping with the field 'rows'"),
        (b"", "p.yaml: is not a YAML mapping with the field 'rows'"),
    ],
)
def test_yaml_that_cannot_be_read(tmp_path: Path, content: bytes, problem: str) -> None:
    path = write(tmp_path, "p.yaml", content)
    with pytest.raises(InputError) as error:
        read_yaml(path, "rows")
    assert str(error.value).replace(f"{tmp_path}/", "").startswith(problem)


def test_yaml_without_rows(tmp_path: Path) -> None:
    assert read_yaml(write(tmp_path, "p.yaml", "a: b"), "rows") == ({"a": "b"}, None)
    assert read_yaml(write(tmp_path, "p.yaml", "rows: b"), "rows") == ({}, None)


def test_csv_refuses_rows_and_reads_the_others(tmp_path: Path) -> None:
    content = (
        b"ID , text\r\n"
        b"a,fine\r\n"
        b'b,"two\r\nlines"\r\n'
        b'c,"=HYPERLINK(""http://x"")"\r\n'
        b"d,@SUM(A1)\r\n"
        b"e,+1-555\r\n"
        b"f,-cmd\r\n"
        b'g,"\tx"\r\n'
        b"h,-3.5\r\n"
        b"i,+12%\r\n"
        b"j,x,y\r\n"
        b"k,caf\xe9\r\n"
        b'l,"x"y\r\n'
        b",\r\n"
        b"m,\r\n" + b"n," + b"z" * 20_001 + b"\r\n"
        b"o,last\r\n"
    )
    names, rows = read_csv(write(tmp_path, "p.csv", content))
    found = list(rows)
    assert names == ["id", "text"]
    assert data(found) == [
        {"id": "a", "text": "fine"},
        {"id": "b", "text": "two\nlines"},
        {"id": "h", "text": "-3.5"},
        {"id": "i", "text": "+12%"},
        {"id": "m"},
        {"id": "o", "text": "last"},
    ]
    formula = "which a spreadsheet may run as a formula; begin the cell with another character"
    assert lines(found, tmp_path) == [
        f"p.csv:5: text begins with '=', {formula}",
        f"p.csv:6: text begins with '@', {formula}",
        f"p.csv:7: text begins with '+', {formula}",
        f"p.csv:8: text begins with '-', {formula}",
        f"p.csv:9: text begins with '\\t', {formula}",
        "p.csv:12: has 3 cells for 2 columns; put text that holds a comma in quotes",
        "p.csv:13: text is not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)",
        "p.csv:14: has text after a closing quote; write a quote inside a cell as two quotes",
        "p.csv:17: text has 20,001 characters, more than 20,000; shorten it",
    ]


def test_csv_with_semicolons(tmp_path: Path) -> None:
    names, rows = read_csv(write(tmp_path, "p.csv", "id;text;\na;one, two\n"))
    assert names == ["id", "text"]
    assert data(list(rows)) == [{"id": "a", "text": "one, two"}]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "p.csv:1: has no column names; name the columns in the first row"),
        (b"\n", "p.csv:1: has no column names"),
        (b"id,,x\n", "p.csv:1: a column has no name; give each column one name of its own"),
        (b"id,x,ID\n", "p.csv:1: the column 'id' occurs twice; give each column one name of its own"),
        (b'id,x\na,"open\nb,c\n', "p.csv:2: a quote is left open, or a cell is far too long; close the quote"),
        (b'id,x\na,"' + b"z" * 200_000, "p.csv:2: a quote is left open, or a cell is far too long"),
        (b"\xff\xfei\x00", "p.csv: is UTF-16, not UTF-8; save it as UTF-8 (in Excel: CSV UTF-8)"),
    ],
)
def test_csv_that_cannot_be_read(tmp_path: Path, content: bytes, problem: str) -> None:
    path = write(tmp_path, "p.csv", content)
    with pytest.raises(InputError) as error:
        list(read_csv(path)[1])
    assert str(error.value).replace(f"{tmp_path}/", "").startswith(problem)


@pytest.mark.parametrize("name", ["p.yaml", "p.json", "p.jsonl", "p.csv"])
def test_no_reader_opens_what_is_no_plain_file(tmp_path: Path, name: str) -> None:
    def read(path: Path) -> object:
        suffix = path.suffix
        if suffix == ".yaml":
            return read_yaml(path, "rows")
        if suffix == ".csv":
            return read_csv(path)
        return list(read_jsonl(path) if suffix == ".jsonl" else read_json_list(path))

    path = tmp_path / name
    with pytest.raises(InputError, match="there is no such file; check the path"):
        read(path)
    path.symlink_to(write(tmp_path, "target", "[]"))
    with pytest.raises(InputError, match="is a symbolic link; name the file that it points to"):
        read(path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(InputError, match="is no regular file; name a file"):
        read(path)
    path.unlink()
    with path.open("wb") as stream:
        stream.truncate(16 * 1024 * 1024 + 1)
    with pytest.raises(InputError, match="has 16,777,217 bytes, more than 16,777,216; make it smaller or split it"):
        read(path)


def test_quotes_are_short_and_printable(tmp_path: Path) -> None:
    assert quote("\x1b[31m\u202e") == "'\\x1b[31m\\u202e'"
    assert len(quote("x" * 1000)) == 59
    assert shown(tmp_path / "a\nb\udcff").endswith("a\\nb\\udcff")


VALUES = st.recursive(
    PLAIN | st.integers(-(2**53), 2**53) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=8,
)


@REUSED
@given(st.lists(VALUES, max_size=5))
def test_what_json_says_is_what_is_read(tmp_path: Path, values: list[Any]) -> None:
    lists = write(tmp_path, "p.json", json.dumps(values, indent=1))
    rows = write(tmp_path, "p.jsonl", "\n".join(json.dumps(value, ensure_ascii=False) for value in values))
    assert data(list(read_json_list(lists))) == values
    assert data(list(read_jsonl(rows))) == values


@REUSED
@given(st.lists(st.dictionaries(PLAIN, PLAIN | st.lists(PLAIN, max_size=2), max_size=4), max_size=4))
def test_what_yaml_says_is_what_is_read(tmp_path: Path, values: list[Any]) -> None:
    path = write(tmp_path, "p.yaml", yaml.safe_dump({"rows": values}, allow_unicode=True))
    rows = read_yaml(path, "rows")[1]
    assert rows is not None
    assert data(rows) == values


@REUSED
@given(st.binary(max_size=200))
def test_no_bytes_do_harm(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path, "p", content)
    for read in (
        lambda: list(read_jsonl(path)),
        lambda: list(read_json_list(path)),
        lambda: list(read_csv(path)[1]),
        lambda: read_yaml(path, "rows"),
    ):
        try:
            read()
        except InputError as error:
            assert "\n" not in str(error)
