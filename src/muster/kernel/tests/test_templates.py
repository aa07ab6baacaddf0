"""What the content security policy forbids must not be written at all."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

PACKAGE = Path(__file__).parents[2]
TEMPLATES = sorted(path for path in PACKAGE.rglob("templates/**/*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "an inline handler": re.compile(r"\son[a-z]+\s*="),
    "hx-on": re.compile(r"\shx-on"),
    "script in htmx values": re.compile(r"=\s*[\"']js:|=\s*[\"']javascript:"),
    "a script without nonce": re.compile(r"<script(?![^>]*\bnonce=)(?![^>]*application/json)"),
    "an outside address": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_keeps_the_content_security_policy(path):
    source = path.read_text()
    assert [meaning for meaning, pattern in FORBIDDEN.items() if pattern.search(source)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_compiles(path):
    get_template(str(path).rpartition("/templates/")[2])
