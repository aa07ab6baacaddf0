"""Cuts a plain text into what may be a number. One pass, one pattern; every repetition in it is bounded or
possessive and every token is consumed, so the time is linear in the text whatever the text is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from muster.bulletins.lexicon import IDIOMS
from muster.bulletins.moments import DATE, DATE_BY_NAME, TIME
from muster.bulletins.numerals import CN_BANKERS, CN_DIGITS, CN_UNITS, EN_NUMBER_WORDS

_CN = f"[{CN_DIGITS}{CN_UNITS}{CN_BANKERS}]"
_SCALE = "(?:[十百千]?(?:万亿|[万亿])|百(?!分)|千(?![克米瓦帕卡伏]))"
_ENGLISH_SCALE = (
    "(?i:[ -]?(?:hundred|thousand|million|billion|trillion|dozen)s?(?![a-z])|(?:k|bn|mn)(?![a-z]))"
)
_GROUPED = r"[0-9]{1,3}(?:(?:,[0-9]{3}){1,6}+|(?: [0-9]{3}){1,6}+)(?![0-9])"
_ARABIC = rf"(?:{_GROUPED}|[0-9]++)(?:\.[0-9]++)?"
_AFTER_DIGITS = (
    rf"(?:(?: ?[余多几])? ?{_SCALE}(?:[0-9]{{1,4}}{_SCALE}){{0,3}}+(?:[0-9]{{3,4}}(?![0-9.,]))?"
    rf"|{_ENGLISH_SCALE})?(?: ?余| ?多(?!媒|功|边|方)|(?<=0)[几来]|(?i:[- ]odd(?![a-z])))?"
)
_DIGITS = _ARABIC + _AFTER_DIGITS
_POINT = r"\.[0-9]++" + _AFTER_DIGITS
_CHINESE = (
    rf"{_CN}++(?:点[{CN_DIGITS}]++[百千]?[万亿]?)?(?:(?<=[{CN_UNITS}拾佰仟])[余多几来](?:[十百千]?[万亿])?)?"
)
_WORD = f"(?:{'|'.join(EN_NUMBER_WORDS)})(?![a-z])"
_ENGLISH = (
    rf"(?i:(?<![a-z-])(?:half (?:an? )?(?=hundred|thousand|million|billion|dozen)"
    rf"|an? (?=hundred|thousand|million|billion|dozen))?"
    rf"{_WORD}(?:(?:[ -]|,? and )(?:a (?=half))?(?:{_WORD}|half(?![a-z]))){{0,12}}+)"
)
_MANY = "(?:dozens|scores|hundreds|thousands|millions|billions)"
_SOME = "(?:several|a few|many)"
_VAGUE_ENGLISH = (
    rf"(?i:(?<![a-z])(?:(?:tens|hundreds) of (?:thousands|millions|billions)|{_MANY}(?= of)"
    rf"|{_SOME} (?:dozen|hundred|thousand|million)(?![a-z])))"
)
_VAGUE_CHINESE = (
    f"数以[{CN_UNITS}]{{1,3}}计|(?<![人总户个件次分参数])数[{CN_UNITS}]{{1,3}}[余多]?|几[{CN_UNITS}]{{1,3}}[余多]?"
    f"|(?<![以网线会路身街])上[百千万亿]{{1,2}}|成[百千]上[千万]"
    "|几(?=[名位个家户天次件条支份项人])|(?<![人总户个件次分参数多少])数(?=[名位家天次])"
)
_OF = rf"(?:{_CN}{{1,6}}|[0-9]{{1,4}})分之"
_AMOUNT = rf"(?:[0-9]{{1,6}}(?:\.[0-9]{{1,6}})?|{_CN}{{1,8}}(?:点[{CN_DIGITS}]{{1,6}})?)"
_PART = rf"{_OF}{_AMOUNT}(?:至{_AMOUNT}(?![分月日年]))?|百分百"
_HALF = "一半|半数|(?<=[过近])半(?![年天月小个])|半(?=年|天|个月|个?小时|个世纪)"
_DOCUMENT = r"(?<=[〔\[(【])[12][0-9]{3}[〕\])】] ?第?[0-9]{1,5}号"
_LETTERS_BEFORE = "(?<=[A-Za-z])(?<!RMB)(?<!CNY)(?<!USD)(?<!EUR)"
_IDENTIFIER = (
    rf"(?:{_LETTERS_BEFORE}|(?<=[A-Za-z]-)|(?<=[A-Z]·))[0-9][0-9A-Za-z.-]*+"
    r"|(?:86[ -]?)?1[3-9][0-9]{9}(?![0-9万亿元])|0[0-9]{2,3}-[0-9]{7,8}(?![0-9])|[48]00-[0-9]{3,4}-[0-9]{3,4}"
    r"|[0-9]{17}[0-9Xx](?![0-9])|[0-9]{1,4}(?:\.[0-9]{1,4}){2,8}+|[0-9]{3,4}(?:-[0-9]{3,4}){2,4}+|[0-9]{12,}+"
)
_CHINESE_ORDINAL = rf"第 ?(?:{_CN}{{1,12}}+|[0-9]{{1,9}}+)"
_ORDINAL = (
    r"(?:(?<=No\.)|(?<=No\. )|(?<=no\. )|(?<=NO\.)|(?<=No )|(?<=№)|(?<=№ ))[0-9]{1,9}+(?:/[0-9]{1,6}+)?"
    r"|[0-9]{1,9}(?:st|nd|rd|th)(?![A-Za-z])"
)
_FRACTION = (
    r"(?i:(?<![a-z])(?:one|an?|two|three|four)[ -](?:half|halves|thirds?|quarters?|fifths?|tenths?)(?![a-z])"
    r"|half(?= of))"
)
_SLASH = "[1-9]/[2-9](?![0-9/])(?= of)"


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the plain text that may be a number."""

    name: str
    start: int
    end: int
    text: str


def _joined(idioms: Iterable[str]) -> str:
    """Join idioms under their first character, so that most places try none."""
    grouped = groupby(sorted(idioms, key=lambda idiom: (idiom[0], -len(idiom))), key=lambda idiom: idiom[0])
    return "|".join(f"{first}(?:{'|'.join(idiom[1:] for idiom in group)})" for first, group in grouped)


# By the character that a token begins with; what stands first wins. A name's first word is the token's.
_BY_START = {
    f"[0-9{CN_DIGITS}{CN_UNITS}{CN_BANKERS}]": {
        "document": _DOCUMENT,
        "date": DATE,
        "identifier": _IDENTIFIER,
        "time": TIME,
        "ordinal": _ORDINAL,
        "fraction_digits": _SLASH,
        "part": _PART,
        "half_of": _HALF,
        "idiom": _joined(idiom for idiom in IDIOMS if idiom[0] != "第"),
        "digits": _DIGITS,
        "chinese": _CHINESE,
    },
    "(?<![A-Za-z])[A-Za-z]": {
        "date_by_name": DATE_BY_NAME,
        "fraction": _FRACTION,
        "vague_english": _VAGUE_ENGLISH,
        "english": _ENGLISH,
    },
    "[第数几上成]": {
        "idiom_ordinal": _joined(idiom for idiom in IDIOMS if idiom[0] == "第"),
        "ordinal_chinese": _CHINESE_ORDINAL,
        "vague": _VAGUE_CHINESE,
    },
    "半": {"half": _HALF},
    r"(?<![^\s(~])\.[0-9]": {"digits_point": _POINT},
}
_TOKEN = re.compile(
    "|".join(
        f"(?={start})(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in patterns.items())})"
        for start, patterns in _BY_START.items()
    )
)


def tokens(plain: str) -> Iterator[Token]:
    """Give what may be numbers, in order, without overlap."""
    for match in _TOKEN.finditer(plain):
        name = (match.lastgroup or "").partition("_")[0]
        if name != "idiom":
            yield Token(name, match.start(), match.end(), match[0])
