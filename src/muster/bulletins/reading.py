"""Reads what people paste or upload: text in any usual Chinese encoding, and its plain form, to be scanned.

Two texts are kept. The *source* is what was read, mojibake repaired; it is shown, stored and pointed into.
The *plain* form is for matching only: half-width, simplified, no pinyin annotations, no invisible characters.
Folding replaces one character by one or removes, so every place in the plain form has one in the source.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from muster.bulletins import decoding
from muster.bulletins.simplified import simplifications

_HAN = "㐀-䶿一-鿿〇"
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff"
_MARKS = "\u0300\u0301\u0304\u030c"
_ACCENTED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_REMOVED = re.compile(
    rf"[{_INVISIBLE}]+|(?<=[{_HAN}])\( ?([a-züêɡ{_ACCENTED}{_MARKS}\u0308]{{1,9}}) ?\)", re.IGNORECASE
)
_TONELESS = str.maketrans(_ACCENTED + "ɡ", "aaaaeeeeiiiioooouuuuüüüünnnmg", _MARKS + "\u0308")
_SYLLABLE = re.compile(
    "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|üan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue"
    "|üe|ün|a|o|e|ê|i|u|ü)|hm|hng|m|n|ng"
)
_NEUTRAL = frozenset(
    ["ba", "de", "ge", "la", "le", "ma", "me", "men", "na", "ne", "shang", "tou", "wa", "ya", "zhe", "zi"]
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it was read, its plain form, and the way back from the second to the first."""

    source: str
    plain: str
    encoding: str
    repaired: bool
    _from: tuple[int, ...]  # places in the plain form after which a removal shifts what follows …
    _shift: tuple[int, ...]  # … by this much in all

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the source's span for a span of the plain form."""
        return self._place(start), self._place(end - 1) + 1 if end > start else self._place(start)

    def _place(self, at: int) -> int:
        index = bisect_right(self._from, at)
        return at + (self._shift[index - 1] if index else 0)


def read(data: bytes | str) -> Text:
    """Decode, repair and fold. A `str` is taken as decoded already, perhaps wrongly."""
    decoded, encoding = (data, "") if isinstance(data, str) else decoding.decode(data)
    source = decoding.repair(decoded)
    return fold(source, encoding=encoding, repaired=source != decoded)


def fold(source: str, *, encoding: str = "", repaired: bool = False) -> Text:
    """Make the plain form of a text as it stands, with the way back."""
    folded = source.translate(_table())
    kept: list[str] = []
    places: list[int] = []
    shifts: list[int] = []
    done = length = 0
    for match in _REMOVED.finditer(folded):
        if match[1] and not _is_pinyin(match[1]):
            continue
        kept.append(folded[done : match.start()])
        length += match.start() - done
        done = match.end()
        places.append(length)
        shifts.append(done - length)
    kept.append(folded[done:])
    return Text(source, "".join(kept), encoding, repaired, tuple(places), tuple(shifts))


def _is_pinyin(annotation: str) -> bool:
    """Say whether this is one syllable with a tone mark (or one of those that carry none)."""
    toneless = annotation.lower().translate(_TONELESS)
    if not _SYLLABLE.fullmatch(toneless):
        return False
    return toneless != annotation.lower() or toneless in _NEUTRAL


@cache
def _table() -> dict[int, str]:
    """Give the character-by-character folding: width, simplified forms, radicals and dashes."""
    simple = simplifications()
    table = {ord(traditional): simplified for traditional, simplified in simple.items()}
    for code in (
        *range(0x2E80, 0x2FD6),
        *range(0xF900, 0xFADA),
    ):  # radicals, doubles: PDFs leave them
        character = unicodedata.normalize("NFKC", chr(code))
        table[code] = simple.get(character, character)
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {0x1D7CE + index: str(index % 10) for index in range(50)}
    table |= dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2007\u2009\u202f"), " ")
    table |= dict.fromkeys(map(ord, "~〜∼˜"), "~")
    table |= dict.fromkeys(map(ord, "‐‑−﹣"), "-")
    table |= dict.fromkeys(map(ord, "–—―‒"), "–")
    table |= {ord("￥"): "¥", ord("﹪"): "%", ord("○"): "〇", ord("◯"): "〇"}
    return table
