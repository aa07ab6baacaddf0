"""Texts to begin a directive from. They are data: put another file in place of ours and the list is yours."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "templates.toml"


@dataclass(frozen=True, slots=True)
class Template:
    code: str
    name_zh: str
    name_en: str
    kind: str
    purpose: str
    urgency: str
    title: str
    body: str


@cache
def templates() -> dict[str, Template]:
    """By their codes, in the order of the file."""
    found = tomllib.loads(FILE.read_text())["template"]
    return {one["code"]: Template(**one) for one in found}


def initial_of(code: str) -> dict[str, str]:
    """What a form begins with; nothing for a template that does not exist."""
    found = templates().get(code)
    names = ("kind", "purpose", "urgency", "title", "body")
    return {name: getattr(found, name).strip() for name in names} if found else {}
