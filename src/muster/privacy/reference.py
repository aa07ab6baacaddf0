"""Writes the register of personal data as a page of the reference. `make docs` runs it."""

import os
import re
from pathlib import Path

import django
from django.utils import translation

from muster.kernel.personal import Personal

from .registry import register

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/personal-data.md"
TABLE = re.compile(r"(?<=\n)\| Key .*", re.DOTALL)
HEAD = "| Key | What | 内容 | Why | Ground | Shown | Days after | Stays because |\n|---|---|---|---|---|---|---|---|\n"


def renewed(page: str) -> str:
    """The page with its table as it should be."""
    return TABLE.sub(lambda _: HEAD + "".join(map(_row, register())), page)


def _row(one: Personal) -> str:
    with translation.override("zh-hans"):
        chinese = str(one.what)
    with translation.override("en"):
        kept = f"{one.kept.days}: {one.kept.until}" if one.kept else "–"
        told = (one.what, chinese, one.purpose, one.ground.label, one.mask.label, kept, one.stays or "–")
        cells = " | ".join(str(word).replace("*", r"\*") for word in told)
    return f"| `{one.key}` | {cells} |\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.settings")
    django.setup()
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
