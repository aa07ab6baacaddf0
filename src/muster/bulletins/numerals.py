"""What numerals say: Arabic with separators and scales (13.4万, 1.5 million), Chinese and English words.

Pure arithmetic on Decimal. A numeral has a value and a *step*, the place of its last shown digit:

- A plain integer is written out in full and has step 0: 7479, 两千, two hundred.
- With a decimal point or with 万, 亿, thousand, million … it is rounded there: 13.4万 has step 1,000, 三万
  10,000, 2.5 million 100,000. 2万5000 and 一万二千三百四十五 are shown to the last unit and so have step 0.

Numerals of more than 18 digits are nobody's count and are not read.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

CN_DIGITS = "〇零一二两三四五六七八九"
CN_UNITS = "十百千万亿"
CN_BANKERS = "壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
MOST_DIGITS = 18
LONGEST_CHINESE = 24
_TOO_MUCH = 10**MOST_DIGITS

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟〇两", "一二三四五六七八九十百千零二", "")
_DIGIT = {character: value for value, character in enumerate("零一二三四五六七八九")}
_PLACE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_SCALE_WORDS = {"hundred": 100, "dozen": 12, "thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6}
_SCALE_WORDS |= {"billion": 10**9, "bn": 10**9, "trillion": 10**12}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: value for value, word in enumerate(_ONES.split())}
_WORDS |= {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)}
EN_NUMBER_WORDS = (*_WORDS, "hundred", "thousand", "million", "billion", "trillion", "dozen")
_SEGMENT = re.compile(
    r"([0-9][0-9, ]*+(?:\.[0-9]++)?|\.[0-9]++)[ -]?([十百千万亿]++|[a-z]++|)", re.IGNORECASE
)
_SECTION = re.compile(
    "零?(?:([一-龥])千(零?))?(?:([一-龥])百(零?))?(?:([一二三四五六七八九]?)十零?)?([一二三四五六七八九])?"
)
_PAIR = re.compile("((?:.*[十百千万亿])?)([一二三四五六七八九])([一二三四五六七八九])([十百千万亿]*)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A value, the place of its last shown digit (0: shown in full), and the scale that it is written in."""

    value: Decimal
    step: Decimal = Decimal(0)
    scale: Decimal = Decimal(1)


def significant_step(value: Decimal) -> Decimal:
    """Give the place of the last digit that is not zero: 100 for 400, 0.1 for 3.5."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def arabic(text: str) -> Numeral | None:
    """Read digits with separators, a decimal point and scales: 7,479; 13.4万; 1亿2000万; 1.5 million."""
    value = step = Decimal(0)
    scale = Decimal(1)
    if sum(map(str.isdigit, text)) > MOST_DIGITS:
        return None
    for digits, scale_text in _SEGMENT.findall(text):
        amount = Decimal(re.sub("[, ]", "", digits))
        scale = _scale(scale_text)
        exponent = amount.as_tuple().exponent
        shown = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * scale
        step = Decimal(0) if shown == 1 else shown
        value += amount * scale
    return Numeral(value, step, scale)


def _scale(text: str) -> Decimal:
    scale = Decimal(1)
    for character in text if text[:1] in _PLACE else ():
        scale *= _PLACE[character]
    return scale * _SCALE_WORDS.get(text.lower(), 1)


def chinese(text: str) -> Numeral | None:
    """Read Chinese numerals, everyday or formal, with a decimal part: 一百二十三, 壹佰, 廿五, 三点五万."""
    plain = text.translate(_FORMAL).replace("廿", "二十").replace("卅", "三十")
    if len(plain) > LONGEST_CHINESE:
        return None
    if "点" in plain:
        return _chinese_decimal(plain)
    value = _whole(plain)
    if value is None or value >= _TOO_MUCH:
        return None
    scale = 10**8 if "亿" in plain else 10**4 if "万" in plain else 1
    last = 10**8 if plain.rfind("亿") > plain.rfind("万") else 10**4
    shown = min(significant_step(Decimal(value)), Decimal(last))
    return Numeral(Decimal(value), Decimal(0) if scale == 1 or shown == 1 else shown, Decimal(scale))


def _chinese_decimal(plain: str) -> Numeral | None:
    whole_text, _, rest = plain.partition("点")
    digits = re.match("[零一二三四五六七八九]*", rest)
    decimals = digits[0] if digits else ""
    whole = _whole(whole_text)
    if whole is None or not decimals or not set(rest[len(decimals) :]) <= set(CN_UNITS):
        return None
    scale = _scale(rest[len(decimals) :])
    places = "".join(str(_DIGIT[character]) for character in decimals)
    return Numeral(Decimal(f"{whole}.{places}") * scale, Decimal(1).scaleb(-len(places)) * scale, scale)


def _whole(plain: str) -> int | None:
    """Read a whole number, splitting at 亿 and then at 万; 一万二 means 12,000."""
    for mark, place in (("亿", 10**8), ("万", 10**4)):
        if mark in plain:
            head_text, _, tail_text = plain.rpartition(mark)
            head = _whole(head_text) if head_text else 1
            tail = _whole(tail_text) if tail_text else 0
            if head is None or tail is None or mark in head_text:
                return None
            short = tail_text in _DIGIT and bool(head_text)
            return head * place + tail * (place // 10 if short else 1)
    return _section(plain)


def _section(plain: str) -> int | None:
    """Read what is below 万; 三百五 means 350, a bare 百 means 100."""
    if plain in _DIGIT:
        return _DIGIT[plain]
    if plain[:1] in ("百", "千"):
        plain = "一" + plain
    match = _SECTION.fullmatch(plain)
    if not match or not plain:
        return None
    thousands, after_thousands, hundreds, after_hundreds, tens, ones = match.groups()
    if not {thousands, hundreds} <= {None, *"一二三四五六七八九"}:
        return None
    value = 1000 * _DIGIT.get(thousands, 0) + 100 * _DIGIT.get(hundreds, 0)
    value += 0 if tens is None else 10 * _DIGIT.get(tens, 1)
    last = _DIGIT.get(ones, 0)
    if tens is None and hundreds and not after_hundreds:
        last *= 10
    elif tens is None and thousands and not hundreds and not after_thousands:
        last *= 100
    return value + last


def chinese_pair(text: str) -> tuple[Numeral, Numeral] | None:
    """Read two neighbouring digits as a range: 三五 is 3 to 5, 七八十 is 70 to 80, 十五六 is 15 to 16."""
    plain = text.translate(_FORMAL)
    match = _PAIR.fullmatch(plain) if len(plain) <= LONGEST_CHINESE else None
    if not match:
        return None
    before, first, second, after = match.groups()
    low, high = chinese(before + first + after), chinese(before + second + after)
    return (low, high) if low and high and low.value < high.value else None


def english(text: str) -> Numeral | None:
    """Read English number words: three hundred and five, two and a half million, half a million, a dozen."""
    total = Decimal(0)
    current: Decimal | None = None
    scale = Decimal(1)
    for word in re.split("[ ,-]+", text.lower()):
        if word in _SCALE_WORDS and _SCALE_WORDS[word] >= _PLACE["千"]:
            if current is None and total:
                return None
            scale = Decimal(_SCALE_WORDS[word])
            total += (Decimal(1) if current is None else current) * scale
            current = None
        elif word not in ("and", "a", "an"):
            current = _extended(current, word)
            if current is None:
                return None
    value = total + (current or Decimal(0))
    if value >= _TOO_MUCH:
        return None
    shown = min(significant_step(value), scale)
    return Numeral(value, Decimal(0) if scale == 1 or shown == 1 else shown, scale)


def _extended(current: Decimal | None, word: str) -> Decimal | None:
    """Go on below a thousand: twenty-one and a hundred one are numbers, one two is not."""
    if word == "half":
        return (current or Decimal(0)) + Decimal("0.5")
    if word in _SCALE_WORDS:
        return (Decimal(1) if current is None else current) * _SCALE_WORDS[word]
    number = _WORDS[word]
    rest = 0 if current is None else current % 100
    fits = rest == 0 or (rest in range(20, 100, 10) and number in range(1, 10))
    return (current or Decimal(0)) + number if fits else None
