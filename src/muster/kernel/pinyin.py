"""Pinyin for searching: the syllables run together, then their initials. Not for showing."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

# Readings that differ in names of people and places from the commonest one.
IN_NAMES = {
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "区": "ou",
    "查": "zha",
    "曾": "zeng",
    "尉": "yu",
    "重": "chong",
    "长": "chang",
}


def searchable(name: str) -> str:
    """The words to search a name by.

    >>> searchable("张三"), searchable("Wang"), searchable("")
    ('zhangsan zs', 'wang', '')
    """
    syllables = [_syllable(character) for character in name.lower()]
    full = "".join(syllables)
    initials = "".join(syllable[:1] for syllable in syllables)
    return full if name.isascii() else f"{full} {initials}"


def syllables(name: str) -> list[str]:
    """One for each character, without tones: names that sound alike have the same.

    >>> syllables("张三"), syllables("章三") == syllables("张三")
    (['zhang', 'san'], True)
    """
    return [_syllable(character) for character in name]


@lru_cache(maxsize=30_000)
def _syllable(character: str) -> str:
    return IN_NAMES.get(character) or str(lazy_pinyin(character, style=Style.NORMAL)[0])
