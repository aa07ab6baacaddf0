"""Every string that people see has its Chinese."""

import ast
import re
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract_from_dir
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "muster"
METHODS = [("**/tests/**", "ignore"), ("**/migrations/**", "ignore"), ("**.py", "python")]
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
CATALOGUES = sorted(PACKAGE.glob("**/locale/zh_Hans/LC_MESSAGES/django.po"))


def wanted() -> set[tuple[str | None, str]]:
    """(context, message) of every marked string in Python and templates."""
    found = {
        (context, message if isinstance(message, str) else message[0])
        for _, _, message, _, context in extract_from_dir(str(PACKAGE), method_map=METHODS, keywords=KEYWORDS)
    }
    for template in PACKAGE.glob("**/templates/**/*.html"):
        found |= from_template(template.read_text())
    return found


CALL = re.compile(r"\b(?:n?p?gettext|_)\(")


def from_template(text: str) -> set[tuple[str | None, str]]:
    """Django turns a template into calls of gettext amid noise; each call is parsed by itself."""
    noisy = templatize(text)
    return {message for match in CALL.finditer(noisy) if (message := parse(noisy, match.start()))}


def parse(noisy: str, start: int) -> tuple[str | None, str] | None:
    end = start
    while (end := noisy.find(")", end) + 1) > 0:
        try:
            call = ast.parse(noisy[start:end].strip(), mode="eval").body
        except SyntaxError:
            continue
        words = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        has_context = "pgettext" in call.func.id
        return (words[0], words[1]) if has_context else (None, words[0])
    return None


def held() -> dict[tuple[str | None, str], polib.POEntry]:
    return {
        (entry.msgctxt, entry.msgid): entry
        for path in CATALOGUES
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    }


def test_every_string_has_its_chinese():
    known = held()  # read once: it parses every catalogue
    missing = [key for key in wanted() - {(None, "")} if key not in known or not known[key].translated()]
    assert not missing, f"{len(missing)} strings without Chinese: {sorted(map(str, missing))[:20]}"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: p.relative_to(PACKAGE).parts[0])
def test_placeholders_are_kept(path: Path):
    for entry in polib.pofile(str(path)):
        for translation in (entry.msgstr, *entry.msgstr_plural.values()):
            if translation:
                assert set(PLACEHOLDERS.findall(translation)) <= set(
                    PLACEHOLDERS.findall(entry.msgid + (entry.msgid_plural or ""))
                ), entry.msgid


def test_the_check_sees_templates():
    assert (None, "A door.") in from_template('{% load i18n %}{% translate "A door." %}')
