"""From what a cell holds to a value that can be stored, or the rule that it breaks."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric

from .cells import Cell
from .problems import Words

T = TypeVar("T")
Parse = Callable[[Any], T]

EXACT = 10**15  # a spreadsheet's numbers keep 15 digits
SHOWN_CHOICES = 12
MINUS_SIGNS = {0x2212: "-", 0x2013: "-"}
SCIENTIFIC = re.compile(r"\d(?:\.(\d+))?[Ee]\+?(\d{1,3})")
WHOLE = re.compile(r"[+-]?\d{1,18}")
NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
NATIONAL_ID = re.compile(r"\d{17}[\dX]")
OLD_NATIONAL_ID = re.compile(r"\d{15}")
# GB/T 2260 provinces, the permits for residents of Hong Kong, Macao and Taiwan, and foreigners' cards (9).
AREA = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d")
BIRTH_YEARS = range(1800, 2200)  # synthetic people are born before 1900, so that their numbers are nobody's
PHONE_PUNCTUATION = re.compile(r"[\s()\-‐–—.]")
PHONE_COUNTRY = re.compile(r"(?:\+|00)86(?=[01])|86(?=1\d{10}$)")
PHONE = re.compile(r"1[3-9]\d{9}|0[1-9]\d{8,10}|[48]00\d{7}")
SEPARATORS = re.compile(r"[、,，;；]")
YES_NO = {
    **dict.fromkeys(("是", "yes", "y", "true", "1", "有", "√", "✓", "✔"), True),
    **dict.fromkeys(("否", "no", "n", "false", "0", "无", "×", "✗", "✘"), False),
}
PRIVATE_SHAPE = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
MASK_START, MASK_END = 3, 2
FORMULA_STARTS = frozenset("=+-@＝＋－＠")
TOO_LONG_A_NUMBER = _(
    "The number is too long for a spreadsheet, which changed its last digits. "
    "Format the column as text and enter it again."
)
DIGITS_LOST = _(
    "The spreadsheet shortened the number (as in 1.38E+10) and its last digits are lost. "
    "Format the column as text and enter it again."
)


class Bad(ValueError):  # noqa: N818 - short where every parser raises it
    """The cell breaks a rule. `rule` is for machines, `message` for the person who corrects the file."""

    def __init__(self, rule: str, message: Words) -> None:
        super().__init__(rule)
        self.rule = rule
        self.message = message


def text(max_length: int) -> Parse[str]:
    """Words on one line: runs of white space become one space, invisible characters go."""
    too_long = format_lazy(_("It is longer than {most} characters."), most=max_length)

    def parse(cell: Cell) -> str:
        words = as_text(cell)
        if not words.isprintable():
            words = _visible(words)
        if len(words) > max_length:
            raise Bad("too_long", too_long)
        return words

    return parse


def code(pattern: str, *, form: Words) -> Parse[str]:
    """An identifier of fixed form, such as “12 digits”; full-width characters are read as plain ones."""
    wanted = re.compile(pattern)
    wrong = format_lazy(_("It must have this form: {form}."), form=form)

    def parse(cell: Cell) -> str:
        found = _digits(cell)
        if not wanted.fullmatch(found):
            raise Bad("form", wrong)
        return found

    return parse


class Choice(Generic[T]):
    """Takes one of several words, Chinese or English, each meaning a value."""

    def __init__(self, options: Mapping[str, T]) -> None:
        self.known = {folded(word): value for word, value in options.items()}
        self.by_value: dict[Any, list[str]] = {}
        for word, value in options.items():
            self.by_value.setdefault(value, []).append(word)
        shown = "、".join(list(options)[:SHOWN_CHOICES]) + ("…" if len(options) > SHOWN_CHOICES else "")
        self.wrong = format_lazy(_("It must be one of: {options}."), options=shown)

    def __call__(self, cell: Cell) -> T:
        word = folded(as_text(cell))
        if word not in self.known:
            raise Bad("choice", self.wrong)
        return self.known[word]

    def words(self, value: Any) -> tuple[str, str]:
        """What means this value: a Chinese word and an English one."""
        meaning = self.by_value.get(value, [str(value)])
        return meaning[0], meaning[-1]


def choice(options: Mapping[str, T]) -> Choice[T]:
    return Choice(options)


def yes_no(cell: Cell) -> bool:
    """是 or 否, and the other ways people tick a box."""
    word = folded(as_text(cell))
    if word not in YES_NO:
        raise Bad("yes_no", _("It must be yes or no."))
    return YES_NO[word]


def list_of(item: Parse[T], *, most: int = 50) -> Parse[tuple[T, ...]]:
    """Several values in one cell, parted by 、 , ， ; or ；: each once, in order."""
    too_many = format_lazy(_("It lists more than {most} things."), most=most)

    def parse(cell: Cell) -> tuple[T, ...]:
        parts = [part for part in map(str.strip, SEPARATORS.split(as_text(cell))) if part]
        if len(parts) > most:
            raise Bad("too_many", too_many)
        return tuple(dict.fromkeys(map(item, parts)))

    return parse


def integer(least: int, most: int) -> Parse[int]:
    """A whole number between two bounds, both allowed."""
    out_of_range = range_message(least, most)

    def parse(cell: Cell) -> int:
        found = _number_text(cell)
        if not WHOLE.fullmatch(found):
            raise Bad("whole_number", _("It must be a whole number."))
        if not least <= int(found) <= most:
            raise Bad("range", out_of_range)
        return int(found)

    return parse


def decimal(least: Decimal | int, most: Decimal | int, *, places: int = 2) -> Parse[Decimal]:
    """A number with at most so many decimal places."""
    out_of_range = range_message(least, most)
    too_fine = format_lazy(_("It has more than {places} decimal places."), places=places)

    def parse(cell: Cell) -> Decimal:
        found = _decimal(cell)
        if not least <= found <= most:
            raise Bad("range", out_of_range)
        if found != round(found, places):
            raise Bad("places", too_fine)
        return found

    return parse


def lon(cell: Cell) -> float:
    """Degrees east."""
    return _degrees(cell, 180)


def lat(cell: Cell) -> float:
    """Degrees north."""
    return _degrees(cell, 90)


def national_id(cell: Cell) -> str:
    """An 18-digit resident identity number, its check digit and date of birth right."""
    number = "".join(_digits(cell).upper().split())
    if OLD_NATIONAL_ID.fullmatch(number):
        raise Bad("id_old", _("It is an old 15-digit identity number; the 18-digit one is needed."))
    if not NATIONAL_ID.fullmatch(number):
        raise Bad("id_form", _("An identity number has 18 digits, the last of which may be X."))
    if not AREA.match(number):
        raise Bad("id_area", _("No province has an identity number that starts so."))
    if not _is_birthday(number[6:14]):
        raise Bad("id_date", _("The date of birth inside the identity number is impossible."))
    if ric.calc_check_digit(number) != number[-1]:
        raise Bad("id_check_digit", _("The identity number was mistyped: its check digit does not fit."))
    return number


def phone(cell: Cell) -> str:
    """A Chinese mobile or landline number as digits; +86 goes, a landline needs its area code."""
    number = PHONE_PUNCTUATION.sub("", _digits(cell))
    number = PHONE_COUNTRY.sub("", number, count=1) if PHONE_COUNTRY.match(number) else number
    if not PHONE.fullmatch(number):
        raise Bad("phone", _("It must be an 11-digit mobile number, or a landline with its area code."))
    return number


def masked(value: object) -> str:
    """An identity or phone number as it may be shown: the first three and the last two characters."""
    shown = str(value)
    if len(shown) <= MASK_START + MASK_END + 1:
        return "*" * len(shown)
    return shown[:MASK_START] + "*" * (len(shown) - MASK_START - MASK_END) + shown[-MASK_END:]


def masked_within(words: str) -> str:
    """The same words with every identity or mobile number in them masked, whatever column they stand in."""
    return PRIVATE_SHAPE.sub(lambda match: masked(match[0]), words)


def neutralise(cell: T) -> T | str:
    """For exports: a text that a spreadsheet would take for a formula gets an apostrophe. Numbers stay."""
    if isinstance(cell, str) and (cell.lstrip()[:1] in FORMULA_STARTS or cell[:1] in {"\t", "\r", "\n"}):
        return "'" + cell
    return cell


def folded(words: str) -> str:
    """For comparing: one width, one case, no white space."""
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


def as_text(cell: Cell) -> str:
    """A cell as a person reads it: 13800000000.0 is “13800000000”."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool | date | time | timedelta):
        return str(cell)
    if not abs(cell) < EXACT:  # so that NaN fails too
        raise Bad("precision", TOO_LONG_A_NUMBER)
    return str(int(cell)) if cell == int(cell) else f"{Decimal(repr(cell)):f}"


def _visible(words: str) -> str:
    """White space made plain and invisible marks dropped; control characters are no words."""
    spaced = " ".join(words.split())
    kept = "".join(char for char in spaced if unicodedata.category(char) != "Cf")
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in kept):
        raise Bad("control_character", _("It holds a control character."))
    return kept


def _digits(cell: Cell) -> str:
    """Plain characters; a number in scientific notation is written out if none of its digits were lost."""
    found = as_text(cell).lstrip("'")  # which spreadsheets take for “this is text”
    if not found.isascii():
        found = _visible(unicodedata.normalize("NFKC", found)).strip()
    if (match := SCIENTIFIC.fullmatch(found)) is None:
        return found
    if len(match[1] or "") < int(match[2]):
        raise Bad("scientific", DIGITS_LOST)
    return str(int(Decimal(found)))


def _number_text(cell: Cell) -> str:
    found = unicodedata.normalize("NFKC", as_text(cell)).translate(MINUS_SIGNS)
    return THOUSANDS.sub("", found)


def _decimal(cell: Cell) -> Decimal:
    found = _number_text(cell)
    if not NUMBER.fullmatch(found):
        raise Bad("number", _("It must be a number."))
    return Decimal(found)


def _degrees(cell: Cell, most: int) -> float:
    found = float(_decimal(cell))
    if not -most <= found <= most:
        raise Bad("range", range_message(-most, most))
    return found


def range_message(least: object, most: object) -> Words:
    return format_lazy(_("It must lie between {least} and {most}."), least=str(least), most=str(most))


def _is_birthday(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in BIRTH_YEARS
    except ValueError:
        return False
