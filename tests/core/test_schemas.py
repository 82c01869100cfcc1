"""The shipped schemas are what the models say, and drift is seen."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from curation.schemas import SHAPES, drift, render, write

SHIPPED = Path(__file__).parents[2] / "schemas"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "schemas"))


def test_the_shipped_schemas_are_what_the_models_say() -> None:
    assert drift(SHIPPED) == []
    assert sorted(path.stem for path in SHIPPED.iterdir()) == sorted(SHAPES)


def test_writing_gives_the_shipped_bytes(tmp_path: Path) -> None:
    assert write(tmp_path) == len(SHAPES)
    for path in SHIPPED.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_what_differs_is_missing_or_belongs_to_no_model(folder: Path) -> None:
    (folder / "asset.json").unlink()
    (folder / "stray.json").write_text("{}")
    text = (folder / "instance.json").read_text()
    (folder / "instance.json").write_text(text.replace('"rationale"', '"reason"'))
    assert drift(folder) == ["asset.json", "instance.json", "stray.json"]
    assert drift(folder / "nowhere") == sorted(f"{name}.json" for name in SHAPES)


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for part in value.values() for found in references(part)]
    return [found for part in value for found in references(part)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", SHAPES)
def test_every_schema_stands_alone(name: str) -> None:
    schema = json.loads(render(name))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == name
    for reference in references(schema):
        assert reference.removeprefix("#/$defs/") in schema["$defs"]


def test_records_are_closed() -> None:
    for name in ("annotation", "asset", "decision", "source", "release-manifest"):
        schema = json.loads(render(name))
        for part in (schema, *schema.get("$defs", {}).values()):
            assert part.get("type") != "object" or part["additionalProperties"] is False
