"""Watches a workbook's XML before anything else reads it: how large it grows, which cells hold formulas."""

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from .cells import MEGABYTE, Limits, letter, position_of
from .refusals import FileRefused

Attributes = dict[str, str]

LAST_COLUMN = 16_383
TOKEN_BYTES = 8 * MEGABYTE  # no tag is so long, and the parser's time grows with the square of it
REFERENCE_BYTES = 20  # the least that a cell with a shared text takes
MOST_RUNS = 1_000_000
ENCODING = "utf-8"
COLUMN_NAME = re.compile(r"[A-Za-z]{1,3}")
DIGITS = re.compile(r"[0-9]{1,7}")
RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7}):\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
SPREADING = ("array", "dataTable")  # formulas whose results fill other cells too


@dataclass(slots=True)
class Run:
    """Cells below one another that are not to be trusted."""

    first: int
    last: int


Runs = dict[int, list[Run]]  # by column


@dataclass(slots=True)
class SharedTexts:
    """How long each text is that cells refer to, never too short: the bytes from its tag to the next."""

    lengths: "array[int]" = field(default_factory=lambda: array("Q"))
    total: int = 0
    longest: int = 0

    def add(self, length: int) -> None:
        self.lengths.append(length)
        self.total += length
        self.longest = max(self.longest, length)

    def length(self, pieces: list[str]) -> int:
        """The length of the text that an index names; of the longest, when it is not plainly an index."""
        if len(pieces) == 1 and DIGITS.fullmatch(pieces[0]) and int(pieces[0]) < len(self.lengths):
            return self.lengths[int(pieces[0])]
        return self.longest


class Scan:
    """Feed it one part of a workbook. Columns count from 0, rows from 1, as in `Sheet.rows`.

    `label` is what people call the part: a sheet by its name.
    """

    def __init__(
        self, label: str, limits: Limits, texts: SharedTexts, *, size: int = 0, has_texts: bool = False
    ) -> None:
        self.label, self.limits, self.texts, self.has_texts = label, limits, texts, has_texts
        self.sheets: list[Attributes] = []
        self.relations: list[Attributes] = []
        self.runs: Runs = {}
        self.bottom, self._left, self._right = 0, LAST_COLUMN, 0
        self._run_count = 0
        self._spreads: list[re.Match[str]] = []
        self._columns: dict[str, int] = {}
        self._row, self._row_digits, self._column = 0, "0", -1
        self._text_at = -1
        self._is_shared = False
        self._pieces: list[str] | None = None
        self._text_total = 0
        self._fed = 0
        self._rare: dict[str, Callable[[Attributes], None]] = {
            "row": self._on_row,
            "f": self._on_formula,
            "is": self._on_inline_text,
            "si": self._on_shared_text,
            "sheet": self.sheets.append,
            "Relationship": self.relations.append,
        }
        self._parser = expat.ParserCreate(ENCODING)
        self._parser.XmlDeclHandler = self._on_declaration
        self._parser.StartDoctypeDeclHandler = self._on_doctype
        self._parser.StartElementHandler = self._on_start
        # Adding up the shared texts of a sheet takes time: only where they might come to too much.
        if texts.longest * (size // REFERENCE_BYTES) > limits.text_bytes:
            self._parser.StartElementHandler = self._on_start_counting
            self._parser.CharacterDataHandler = self._on_characters
            self._parser.EndElementHandler = self._on_end

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise FileRefused("damaged", part=self.label) from error
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > TOKEN_BYTES:
            self._refuse("damaged")
        if last:
            self._end_shared_text()
            self._mark_spreads()

    def _refuse(self, rule: str, *, place: str = "", most: int = 0) -> NoReturn:
        raise FileRefused(rule, part=self.label, place=place, most=most)

    def _on_declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or ENCODING).lower() != ENCODING:  # or this reading and the next could differ
            self._refuse("damaged")

    def _on_doctype(self, *_declared: object) -> NoReturn:
        self._refuse("entities")

    def _on_start(self, name: str, attributes: Attributes) -> None:
        if name == "v":
            if self._row > self.bottom or not self._left <= self._column <= self._right:
                self._occupy()
        elif name == "c":
            try:
                self._column = self._columns[attributes["r"].removesuffix(self._row_digits)]
            except KeyError:
                self._column = self._new_column(attributes)
            if attributes.get("t") == "e":
                self._mark(self._row, self._row, self._column)
        elif name in self._rare:
            self._rare[name](attributes)
        elif ":" in name:  # some writers put a prefix before every name
            self._on_start(name.rpartition(":")[2], attributes)

    def _on_row(self, attributes: Attributes) -> None:
        digits = attributes.get("r", str(self._row + 1))
        if not DIGITS.fullmatch(digits):
            self._refuse("damaged")
        self._row, self._row_digits, self._column = int(digits), digits, -1
        if not 0 < self._row <= self.limits.rows:
            self._refuse("too_many_rows", most=self.limits.rows)

    def _new_column(self, attributes: Attributes) -> int:
        """The position of a cell without a place, or in a column not met before; its row must be its own."""
        if "r" not in attributes:
            return self._column + 1
        name = attributes["r"].removesuffix(self._row_digits)
        if not COLUMN_NAME.fullmatch(name) or position_of(name) > LAST_COLUMN:
            self._refuse("damaged")
        self._columns[name] = position_of(name)
        return self._columns[name]

    def _on_inline_text(self, _attributes: Attributes) -> None:
        self._occupy()

    def _occupy(self) -> None:
        """Readers hold the whole rectangle around the values: one stray cell could fill memory."""
        row, column = self._row, self._column
        self.bottom = max(self.bottom, row)
        self._left, self._right = min(self._left, column), max(self._right, column)
        if self.bottom * (self._right - self._left + 1) > self.limits.cells:
            self._refuse("too_spread", place=f"{letter(column)}{row}", most=self.limits.cells)

    def _on_formula(self, attributes: Attributes) -> None:
        self._occupy()
        self._mark(self._row, self._row, self._column)
        spread = RANGE.fullmatch(attributes.get("ref", "")) if attributes.get("t") in SPREADING else None
        if spread is not None:
            self._spreads.append(spread)

    def _mark_spreads(self) -> None:
        """Mark what array formulas filled, as far as the sheet has values."""
        for spread in self._spreads:
            last = min(int(spread[4]), self.bottom)
            for column in range(position_of(spread[1]), min(position_of(spread[3]), self._right) + 1):
                self._mark(int(spread[2]), last, column)
        for runs in self.runs.values():
            runs.sort(key=lambda run: run.first)

    def _mark(self, first: int, last: int, column: int) -> None:
        runs = self.runs.setdefault(column, [])
        if runs and runs[-1].first <= first <= runs[-1].last + 1:
            runs[-1].last = max(runs[-1].last, last)
            return
        runs.append(Run(first, last))
        self._run_count += 1
        if self._run_count > MOST_RUNS:
            self._refuse("too_many_formulas")

    def _on_shared_text(self, _attributes: Attributes) -> None:
        if not self.has_texts:
            self._refuse("damaged")
        self._end_shared_text()
        self._text_at = self._parser.CurrentByteIndex

    def _end_shared_text(self) -> None:
        if self._text_at < 0:
            return
        self.texts.add(self._parser.CurrentByteIndex - self._text_at)
        if self.texts.total > self.limits.text_bytes or len(self.texts.lengths) > self.limits.cells:
            self._refuse("too_much_text")

    def _on_start_counting(self, name: str, attributes: Attributes) -> None:
        if self._pieces is not None:  # nothing stands inside a value
            self._refuse("damaged")
        plain = name.rpartition(":")[2]
        if plain == "c":
            self._is_shared = attributes.get("t") == "s"
        elif plain == "v" and self._is_shared:
            self._pieces = []
        self._on_start(name, attributes)

    def _on_characters(self, characters: str) -> None:
        if self._pieces is not None:
            self._pieces.append(characters)

    def _on_end(self, _name: str) -> None:
        if self._pieces is not None:
            self._text_total += self.texts.length(self._pieces)
            self._pieces = None
            if self._text_total > self.limits.text_bytes:
                self._refuse("too_much_text")
