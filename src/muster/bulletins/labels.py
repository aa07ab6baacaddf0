"""Where the words of figures stand near a number, and how firmly they name what it counts.

A word *names* a number when it is its noun (9210个责任区), or its subject with nothing but linking words between and
no other noun after the number (责任区共划分9210个). Elsewhere in the clause, or one comma away, it only *hints*: a hint
can confirm a number but not accuse it. A word is not the figure's at all when something narrows it (临时党组织,
预备党员) or it is only the beginning of another noun (党员干部).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from muster.bulletins.reading import fold
from muster.bulletins.scanner import Number
from muster.bulletins.units import singular

_NARROWED = re.compile(
    r"(?:(?:预备|临时|无职|流动|退休|退役|新发展|青年|年轻|困难|优秀|先进|贫困|联合|其他|其它|个别)[一-龥]{0,2}|部分|老|女|男"
    r"|\b(?:temporary|probationary|retired|young|new|female|male|former|joint|other|more|additional|extra)"
    r"(?:[ -][a-z]{1,20}){0,2}[ -]|\bof the )$",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    "[、和与及]?(?:干部|群众|志愿|代表|人才)|先锋|突击|示范|责任|医护|医务|教师|职工|家属|家庭|队员|负责人|书记|骨干|活动|教育|成员"
    r"|队长|长(?![期久时])"
    r"|[ -](?:leaders?|secretar(?:y|ies)|keepers?|members?|cadres?|groups?|heads?|activities)\b",
    re.IGNORECASE,
)
# 其中44名党员, 每个责任区5名党员, 新增3个: parts, shares and increments are not the figure.
_PARTIAL = re.compile(
    r"其中|新增|增加(?![到至])|减少(?![到至])|每|各(?:有|派|配|设|出|抽调|配备)?$|平均|日均|人均|某|部分"
    r"|\b(?:of whom|of which|including|each|every|per|another|average|increase[ds]?|rose by|added)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?>总数|总量|数量|数目|个数|人数|规模|总计|共计|合计|累计|一共|总共|分别|已经|现已|现有|目前|达到|增加到|增至|上升到|约为|"
    r"超过|大约|将近|接近|不足|不到|至少|至多|不少于|不超过|仅有|只有|多达|高达|划分|划定|设立|设置|成立|组建|建立|动员|发动|组织|"
    r"完成|签收|接收|新建|投入|参加|参与|登记|走访|排查|派出|出动|上岗|到岗|报名|募集|收到|划拨|拨付|下拨|支出|捐款|开展|覆盖|"
    r"[已共有达是为约近超逾余了的中数计设建成到仅只就出收拨]|[\s,:(\"“”|¥-]|人民币|"
    r"\b(?:is|are|was|were|has|have|had|been|now|reached|reach(?:es)?|stands?|stood|at|to|rose|grew|totals?|total+ed|"
    r"numbers?|numbered|numbering|of|came|comes|drawn|formed|mobili[sz]ed|set|up|established|issued|in|all|some|about|"
    r"around|nearly|almost|over|more|than|least|most|approximately|a|the|rmb|cny)\b)*+",
    re.IGNORECASE,
)
_LONGEST_LINK = 24
_WORDS_ON = re.compile(r"(?:\s?(?:左右|上下|以上|以下|以内|有余|多|余|整|or so|or more|\+))?[\"“”]*")
_ENDED = re.compile(
    r"\s(?=[一-龥])|\s*(?:$|[,、;:)\]\"”!?|~–-]|[的了并且和及与较比]|同比|环比|(?:and|in|on|by|as|at|this|that|so|were|was|are|have|had|has|with|for|of"
    r"|from|since|after|before|out|across|through|until|per|while|which|who)\b)",
    re.IGNORECASE,
)
_BREAKS = re.compile('[,、:()“”"]')
# Nothing that acts or relates may stand between a number's unit and its noun.
_ADJECTIVES = re.compile(
    r"[一-龥A-Za-z\s-]{0,12}的|[^到给进在入过着把被向从对与和及往于由赴去来驻帮送配派参组为了,、]{0,8}"
    r"|\s?(?:(?!(?:of|in|to|for|from|with|by|at|on|were|was|are|is|have|had|has|and|or|than)\b)[a-z-]+\s){0,4}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A word of a figure near a number. `place` is where it stands in the plain text."""

    word: str
    place: int
    distance: int
    names: bool
    follows: bool
    in_clause: bool = True


class Vocabulary:
    """The words of all figures, to be looked for together, so that 党员责任区 is not taken for 党员."""

    def __init__(self, words: Iterable[str]) -> None:
        """Compile the words, longest first; Chinese ones in simplified characters, English ones in any number."""
        plain = {plain_word(word) for word in words} - {""}
        self._words = sorted(plain, key=lambda word: (-len(word), word))
        self._pattern = re.compile(
            "|".join(f"({_pattern(word)})" for word in self._words) or r"(?!)", re.IGNORECASE
        )

    def seen(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Give each word in a text, unless narrowed or part of another noun, and where it begins and ends."""
        for match in self._pattern.finditer(text):
            narrowed = _NARROWED.search(text[max(0, match.start() - 40) : match.start()])
            if not narrowed and not _CONTINUED.match(text, match.end()):
                yield self._words[(match.lastindex or 1) - 1], match.start(), match.end()


def plain_word(word: str) -> str:
    """Fold a word as texts are folded, for comparison."""
    return " ".join(fold(word).plain.lower().split())


_ONE_MORE = "[ -](?:(?!(?:and|or|of|the|in|to|for)[ -])[a-z]{1,20}[ -])?"


def _pattern(word: str) -> str:
    """Let an English word be singular or plural, spelt -ise or -ize, with one adjective inside."""
    if not word.isascii():
        return re.escape(word)
    *first, last = re.split("[ -]", word)
    stem = singular(last)
    ending = f"{re.escape(stem[:-1])}(?:y|ies)" if stem.endswith("y") else f"{re.escape(stem)}(?:s|es)?"
    joined = _ONE_MORE.join([*map(re.escape, first), ending])
    return "(?<![a-z])" + re.sub("i[sz](?=ation|e)", "i[sz]", joined) + "(?![a-z])"


def sightings(number: Number, vocabulary: Vocabulary) -> list[Sighting]:
    """Find the words of figures on both sides of a number."""
    clause = _BREAKS.split(number.before)[-1]
    may_name = not _PARTIAL.search(clause) and number.text not in ("一", "one")
    start = number.plain[0] - len(number.before)
    found = [
        _preceding(number, (word, start + at, number.before[end:]), may_name=may_name)
        for word, at, end in vocabulary.seen(number.before)
    ]
    found += [
        _following(number, (word, number.plain[1] + at, number.after[:at]), may_name=may_name)
        for word, at, _ in vocabulary.seen(number.after)
    ]
    return [sighting for sighting in found if sighting]


def _preceding(number: Number, seen: tuple[str, int, str], *, may_name: bool) -> Sighting | None:
    word, place, gap = seen
    breaks = len(_BREAKS.findall(gap))
    if breaks > 1:
        return None
    is_linked = len(gap) <= _LONGEST_LINK and bool(_LINK.fullmatch(gap)) and gap.count(",") <= 1
    ended = _ENDED.match(number.after, unit_end(number))
    distance = 0 if is_linked else len(gap)
    names = may_name and is_linked and bool(ended)
    return Sighting(word, place, distance, names, follows=False, in_clause=not breaks)


def _following(number: Number, seen: tuple[str, int, str], *, may_name: bool) -> Sighting | None:
    word, place, before = seen
    gap = before[unit_end(number) :]
    if _BREAKS.search(gap):
        return None
    distance = len(gap.strip() if word.isascii() else gap)  # 支部 31 车队 12 reads as a table
    return Sighting(word, place, distance, may_name and bool(_ADJECTIVES.fullmatch(gap)), follows=True)


def unit_end(number: Number) -> int:
    """Give where the Chinese unit and the words belonging to it end; English units are nouns and may be the word."""
    after = number.after.lstrip()
    has_unit = bool(number.unit) and not number.unit.isascii() and after.startswith(number.unit)
    at = len(number.after) - len(after) + len(number.unit) if has_unit else 0
    words = _WORDS_ON.match(number.after, at)
    return words.end() if words else at
