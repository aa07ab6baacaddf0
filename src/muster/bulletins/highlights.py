"""A text with its numbers made into links, coloured by what is true of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .rules import Verdict

AS_SHOWN = {
    Verdict.GREEN: "exact",
    Verdict.AMBER: "rounded",
    Verdict.RED: "wrong",
    Verdict.GREY: "unknown",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A number's place in the text, its verdict, and the page to which it opens."""

    start: int
    end: int
    verdict: str
    url: str


def paragraphs(source: str, marks: Iterable[Mark]) -> list[SafeString]:
    """The text's lines as HTML, escaped; empty ones are left out. Marks are in order and do not overlap."""
    pieces: list[str] = []
    done = 0
    for mark in marks:
        pieces += [escape(source[done : mark.start]), _number(source[mark.start : mark.end], mark)]
        done = mark.end
    pieces.append(escape(source[done:]))
    lines = "".join(pieces).splitlines()
    return [mark_safe(line) for line in lines if line.strip()]  # noqa: S308 - every piece was escaped above


def _number(text: str, mark: Mark) -> str:
    number = {
        "text": " ".join(text.split()),
        "verdict": AS_SHOWN[Verdict(mark.verdict)],
        "url": mark.url,
    }
    # A template's last line break would stand as a space between Chinese characters.
    return " ".join(render_to_string("parts/number.html", {"number": number}).split("\n")).strip()
