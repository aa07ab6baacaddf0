"""Why an uploaded file is not read at all: one problem, and a reason and a remedy for each rule."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from .problems import Problem, Words

SAVE_AS_XLSX = _("Open it in your spreadsheet program, save it as XLSX (or CSV), and upload that.")
SAVE_AGAIN = _("Open it in your spreadsheet program, save it under a new name, and upload that.")
PASTE_VALUES = _("Copy the table into a new workbook as values only, and upload that.")
SPLIT = _("Split the table over several files and upload them one after the other.")

REASONS: dict[str, tuple[Words, Words]] = {
    "empty": (_("The file is empty."), _("Choose the file again.")),
    "too_large": (_("The file is larger than {most} MB."), SPLIT),
    "too_many_rows": (_("A sheet has more than {most} rows."), SPLIT),
    "too_spread": (
        _("The values of sheet “{part}” are spread over more than {most} cells, {place} among them."),
        _("Delete stray values far from the table, or split the table over several files."),
    ),
    "too_many_formulas": (_("Sheet “{part}” has too many array formulas."), PASTE_VALUES),
    "too_much_text": (_("The texts of sheet “{part}” are too long to be a table."), PASTE_VALUES),
    "old_workbook": (_("This is a workbook from before 1997."), SAVE_AS_XLSX),
    "binary_workbook": (_("This is a binary workbook (XLSB)."), SAVE_AS_XLSX),
    "other_archive": (_("This is an archive or another document, not a workbook."), SAVE_AS_XLSX),
    "web_page": (_("This is a web page or an XML document, whatever its name says."), SAVE_AS_XLSX),
    "not_a_table": (_("This is neither an XLSX or XLS workbook nor a CSV table."), SAVE_AS_XLSX),
    "encrypted": (
        _("The workbook is protected by a password."),
        _("Remove the password in your spreadsheet program, save it, and upload that."),
    ),
    "macros": (
        _("The workbook contains macros ({part})."),
        _("Save it as XLSX, which keeps no macros, and upload that."),
    ),
    "external_links": (_("The workbook draws values from other files ({part})."), PASTE_VALUES),
    "damaged": (_("The workbook is damaged ({part})."), SAVE_AGAIN),
    "unsafe_archive": (_("The workbook holds parts with unsafe or repeated names ({part})."), SAVE_AGAIN),
    "too_many_parts": (_("The workbook has more than {most} parts."), PASTE_VALUES),
    "expands_too_much": (_("The workbook would grow beyond all measure when opened ({part})."), PASTE_VALUES),
    "entities": (
        _("The workbook declares XML entities ({part}), as no spreadsheet program does."),
        SAVE_AGAIN,
    ),
    "no_sheets": (_("The workbook has no visible sheet."), SAVE_AGAIN),
    "encoding": (
        _("The text is in no encoding that we read (UTF-8, UTF-16, GB18030): see byte {place}."),
        _("Save it as “CSV UTF-8” or as XLSX, and upload that."),
    ),
    "nul_bytes": (_("The text holds NUL bytes, the first near byte {place}."), SAVE_AS_XLSX),
    "damaged_csv": (
        _("The CSV cannot be divided into cells: see line {place}."),
        _("Look there for a quotation mark that is never closed, or upload the table as XLSX."),
    ),
}


@dataclass(eq=False)
class FileRefused(Problem):
    """A file that is not read. `rule` is a key of REASONS; the other fields fill its words."""

    rule: str
    part: str = ""
    place: str = ""
    most: int = 0

    code = "kernel.file_refused"
    status = 422
    title = _("This file cannot be read.")
    kept: ClassVar[Words] = _("Nothing of it was stored.")

    @property
    def text(self) -> Words:  # type: ignore[override]  # one class for all reasons: they differ in words alone
        return REASONS[self.rule][0]

    @property
    def remedy(self) -> Words:  # type: ignore[override]  # as above
        return REASONS[self.rule][1]
