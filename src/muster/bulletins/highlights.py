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

TEXT, URL = "\x02", "\x03"  # no template changes control characters


@dataclass(frozen=True, slots=True)
class Mark:
    """A number's place in the text, its verdict, and the page to which it opens."""

    start: int
    end: int
    verdict: str
    url: str


def paragraphs(source: str, marks: Iterable[Mark]) -> list[SafeString]:
    """The text's lines as HTML, escaped; empty ones are left out. Marks are in order and do not overlap."""
    frames = {verdict: _frame(verdict) for verdict in AS_SHOWN}
    pieces: list[str] = []
    done = 0
    for mark in marks:
        number = _number(source[mark.start : mark.end], mark, frames[Verdict(mark.verdict)])
        pieces += [escape(source[done : mark.start]), number]
        done = mark.end
    pieces.append(escape(source[done:]))
    lines = "".join(pieces).splitlines()
    return [mark_safe(line) for line in lines if line.strip()]  # noqa: S308 - every piece was escaped above


def _frame(verdict: str) -> str:
    """The link of a number with this verdict, its text and address still to be put in: hundreds share one rendering."""
    number = {"text": TEXT, "verdict": AS_SHOWN[Verdict(verdict)], "url": URL}
    # A template's last line break would stand as a space between Chinese characters.
    return " ".join(render_to_string("parts/number.html", {"number": number}).split("\n")).strip()


def _number(text: str, mark: Mark, frame: str) -> str:
    return frame.replace(URL, escape(mark.url)).replace(TEXT, escape(" ".join(text.split())))
