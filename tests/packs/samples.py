"""Rows and files that the tests of the readers share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image

HEADER: dict[str, Any] = {
    "pack": "my-pack",
    "version": 1,
    "status": "authored, unreviewed",
    "licence": "CC-BY-4.0",
    "attribution": "Somebody",
}


def ueg(uid: str = "my-food-001", **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": uid,
        "category": "world_knowledge",
        "subtask": "food",
        "prompt": "The bread that is named after the French word for stick, on a blue plate.",
        "refined_prompt": "One baguette on a blue plate.",
        "checklist": [
            {"question": "Is there a baguette in the image?", "answer": "yes", "aspect": "presence"},
            {"question": "Is the plate white?", "answer": "no"},
        ],
        "rationale": "Baguette is the French word for stick.",
        **changes,
    }
    return {name: value for name, value in row.items() if value is not ...}


def geu(uid: str = "my-maze-001", **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": uid,
        "category": "cognitive_navigation",
        "subtask": "maze",
        "image": "mazes/001.png",
        "question": "Which letter is closest to the goal?",
        "options": ["P", "Q", "R", "S"],
        "key": "B",
        **changes,
    }
    return {name: value for name, value in row.items() if value is not ...}


def write_jsonl(path: Path, *rows: object, header: object = HEADER) -> Path:
    lines = [json.dumps(row) if not isinstance(row, str) else row for row in (header, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def picture(path: Path, colour: tuple[int, int, int] = (200, 40, 40), size: tuple[int, int] = (40, 30)) -> Path:
    """Write a small image of two halves."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGB", size, colour)
    image.paste((10, 10, 10), (0, 0, size[0] // 2, size[1]))
    image.save(path)
    return path
