"""Which encoding bytes are in, and text that was once decoded by the wrong one.

Both questions have one answer: of the possible readings, the one whose characters people use.
"""

import codecs
import re
from collections.abc import Iterator
from functools import cache

import ftfy

from muster.bulletins.simplified import simplifications

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "cp1252")
# How damage happens: the first is what it was read as, the second what it was.
_MISREADINGS = (
    ("gb18030", "utf-8"),
    ("latin-1", "utf-8"),
    ("sloppy-windows-1252", "utf-8"),
    ("big5hkscs", "utf-8"),
    ("sloppy-windows-1252", "gb18030"),
    ("latin-1", "gb18030"),
    ("sloppy-windows-1252", "big5hkscs"),
)
_PUNCTUATION = "\n\r\t·×÷±°§¥€£—–―…‘’“”•、。〇〈〉《》「」『』【】〔〕℃①②③④⑤⑥⑦⑧⑨⑩"
_ACCENTED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńň"
_LOST, _GAP = "\ufffd", "\x1a"
_LONGEST_FOR_FTFY = 20_000  # it is slow on long texts, which are repaired by line
_ENOUGH = 0.3  # a repair must leave less than this share of what was strange


def decode(data: bytes) -> tuple[str, str]:
    """Decode bytes by their mark, else as UTF-8, else by what reads best; and say which it was."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    if b"\0" not in data:
        try:
            return data.decode(), "utf-8"
        except UnicodeDecodeError:
            pass
    readings = [(data.decode(encoding, "replace"), encoding) for encoding in _CANDIDATES]
    return min(readings, key=lambda reading: _strange(reading[0]) / max(1, len(reading[0])))


def repair(text: str) -> str:
    """Undo a wrong decoding: of the whole text if all of it suffered alike, else line by line."""
    repaired = _repair(text)
    if repaired is text or _LOST in repaired:
        return "".join(map(_repair, text.splitlines(keepends=True)))
    return repaired


def _repair(text: str) -> str:
    strangeness = _strange_share(text)
    if not strangeness:
        return text
    best = min(_repairs(text), key=_strange_share, default=text)
    return best if _strange_share(best) < _ENOUGH * strangeness else text


def _repairs(text: str) -> Iterator[str]:
    """Try gb18030 first and ftfy last. What was lost before stays lost: it must not come back as digits."""
    for read_as, was in _MISREADINGS:
        try:
            repaired = text.replace(_LOST, _GAP).encode(read_as).decode(was, "replace")
        except UnicodeEncodeError:
            continue
        if not repaired.isascii():
            yield repaired.replace(_GAP, _LOST)
    if len(text) <= _LONGEST_FOR_FTFY:
        yield ftfy.fix_encoding(text)


def _strange_share(text: str) -> float:
    return _strange(text) / max(1, sum(len(run) for run in re.findall(r"[^\x00-\x7f]+", text)))


def _strange(text: str) -> int:
    """Count the characters that Chinese or English text hardly ever has."""
    return sum(len(run) for run in _strange_runs().findall(text))


@cache
def _strange_runs() -> re.Pattern[str]:
    """Match all but ASCII, full-width forms, punctuation, pinyin and GB 2312's first level of characters."""
    common = {
        bytes((row, cell)).decode("gb2312")
        for row in range(0xB0, 0xD8)
        for cell in range(0xA1, 0xFF)
        if (row, cell) < (0xD7, 0xFA)
    }
    common |= {traditional for traditional, simplified in simplifications().items() if simplified in common}
    familiar = "".join(sorted(common)) + _PUNCTUATION + _ACCENTED
    return re.compile(rf"[^ -~！-～￥\u3000{familiar}]+")
