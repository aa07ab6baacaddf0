"""Writes what the reference pages tell of the code: every state and kind, in both languages. `make docs` runs it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.db.models import Choices
from django.utils import translation

GLOSSARY = Path(__file__).resolve().parents[3] / "docs/reference/glossary.md"
BLOCK = re.compile(
    r"(?<=^## States and kinds\n)(?P<lead>.*?^\|---.*?\n)(?P<rows>.*?)(?=^## )", re.MULTILINE | re.DOTALL
)
ROW = re.compile(r"^\| `(?P<key>[^`]+)` \| [^|]* \| (?P<chinese>[^|]*) \|$", re.MULTILINE)


def choices() -> dict[str, tuple[str, str]]:
    """Every state and kind of our models: where it stands in the code, in English, in Chinese."""
    return {
        f"{kind.__module__.split('.')[1]}.{kind.__name__}.{choice.value}": (
            _said("en", choice.label),
            _said("zh-hans", choice.label),
        )
        for kind in _kinds()
        for choice in kind
    }


def renewed(page: str) -> str:
    """The glossary with the table of states and kinds as it should be; what is not translated yet is left as it was."""
    before = {row["key"]: row["chinese"] for row in ROW.finditer(page)}
    rows = [
        f"| `{key}` | {english} | {chinese if chinese != english else before.get(key, '')} |"
        for key, (english, chinese) in sorted(choices().items())
    ]
    return BLOCK.sub(lambda found: found["lead"] + "\n".join(rows) + "\n\n", page)


def _kinds() -> Iterator[type[Choices]]:
    for config in apps.get_app_configs():
        if config.name.startswith("muster.") and config.models_module is not None:
            for found in vars(config.models_module).values():
                if (
                    isinstance(found, type)
                    and issubclass(found, Choices)
                    and found.__module__.startswith(f"{config.name}.")
                ):
                    yield found


def _said(language: str, label: object) -> str:
    with translation.override(language):
        return str(label)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.settings")
    django.setup()
    GLOSSARY.write_text(renewed(GLOSSARY.read_text(encoding="utf-8")), encoding="utf-8")
