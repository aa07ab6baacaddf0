"""The unit of measure after a number: a Chinese measure word, or an English noun a few words on."""

import re
from dataclasses import dataclass

from muster.bulletins import lexicon

_MEASURES = "|".join(map(re.escape, lexicon.MEASURES))
_CHINESE = re.compile(
    rf" ?(?:个(?P<loose>[多来])(?P<loose_unit>月|小时|钟头|星期)|个半(?P<half_unit>月|小时|钟头|星期)"
    rf"|(?P<unit>{_MEASURES})(?P<half>(?<=[年天倍])半(?![年数夜天]))?)"
)
_NO_TENTH = re.compile("成[员立功为果绩本都年长效套熟分品交就人千百语了]")
_STOP = "and|or|of|in|to|for|from|with|by|at|on|the|were|was|are|is|have|had|has|who|which|that"
_NOUN = rf"(?P<unit>{'|'.join(lexicon.ENGLISH_UNITS)}|per cent|percentage points?)(?![a-z-])"
_NEXT_NOUN = re.compile(rf" {_NOUN}", re.IGNORECASE)
_ENGLISH = re.compile(
    rf"(?:[ -]|(?<=[0-9]))(?:of )?(?:(?!(?:{_STOP})\b)[a-z]{{1,20}}(?:-[a-z]{{1,20}})?[ -]){{0,3}}?"
    rf"{_NOUN}",
    re.IGNORECASE,
)
_AFTER_SPACE = lexicon.SURE_MEASURES - {"成"} | {"%", "‰"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, where it ends, and what it says of the number: 个半月 adds a half, 个多月 something."""

    name: str
    end: int
    half: bool = False
    loose: str = ""


def unit_at(plain: str, at: int) -> Unit | None:
    """Find the unit of the number that ends here."""
    chinese = _CHINESE.match(plain, at)
    if chinese and not _NO_TENTH.match(plain, at):
        unit = _chinese_unit(chinese)
        return unit if plain[at] != " " or unit.name in _AFTER_SPACE else None
    english = _ENGLISH.match(plain, at)
    while english and (further := _NEXT_NOUN.match(plain, english.end())):
        english = further  # member zones are zones
    if english:
        return Unit(english["unit"].lower().replace("per cent", "percent"), english.end())
    return None


def _chinese_unit(match: re.Match[str]) -> Unit:
    if match["loose"]:
        return Unit("个" + match["loose_unit"], match.end(), loose=match["loose"])
    if match["half_unit"]:
        return Unit("个" + match["half_unit"], match.end(), half=True)
    return Unit(match["unit"], match.end(), half=bool(match["half"]))


def singular(unit: str) -> str:
    """Fold case and plural, so that Zones is zone and counties is county."""
    lowered = unit.lower()
    if lowered.endswith("ies"):
        return lowered[:-3] + "y"
    return lowered[:-1] if lowered.endswith("s") and not lowered.endswith("ss") else lowered
