"""The kinds of emergency that come with the product, each a file of data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Template:
    """Phases are `{"code", "zh", "en"}` in order; `level` is the response level at activation, 1 (highest) to 4."""

    code: str
    name_zh: str
    name_en: str
    headquarters_zh: str
    headquarters_en: str
    level: int
    phases: tuple[dict[str, str], ...]


@cache
def templates() -> dict[str, Template]:
    """All of them, by code."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def _read(path: Path) -> Template:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return Template(code=path.stem, **{**data, "phases": tuple(data["phases"])})
