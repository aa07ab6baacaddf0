"""What can go wrong with an upload."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem, Words


@dataclass(eq=False)
class UnknownTable(Problem):
    key: str

    code = "console.unknown_table"
    status = 422
    title = _("There is no such table to bring in.")
    text = _("“{key}” is not among the tables.")


@dataclass(eq=False)
class UploadGone(Problem):
    code = "console.upload_gone"
    status = 410
    title = _("This file is no longer kept.")
    text = _("A file is deleted once it was brought in, and a day after it was sent.")
    kept: ClassVar[Words] = _("What it said about errors is still here.")
    remedy = _("Send the file again.")


@dataclass(eq=False)
class UploadNotSound(Problem):
    code = "console.upload_not_sound"
    title = _("This file has not passed its check.")
    text = _("Only a file that was checked and has no errors can be brought in.")
    remedy = _("Mend the file and send it again.")


@dataclass(eq=False)
class NotTheFaults(Problem):
    code = "console.not_the_faults"
    status = 422
    title = _("This is not the sheet of wrong rows.")
    text = _(
        "Its first three columns say what is wrong, and name the sheet and the row of your file. They must stay as they are."
    )
    remedy = _("Take the wrong rows once more, mend them there, and send that file.")


@dataclass(eq=False)
class NothingToMend(Problem):
    code = "console.nothing_to_mend"
    title = _("This file has no wrong rows to mend.")
    remedy = _("Send the whole file again.")


@dataclass(eq=False)
class UnknownListing(Problem):
    key: str

    code = "console.unknown_listing"
    status = 404
    title = _("There is no such list to take out.")
    text = _("“{key}” is not among the lists.")


@dataclass(eq=False)
class UnknownFormat(Problem):
    form: str

    code = "console.unknown_format"
    status = 422
    title = _("This list cannot be taken out in this format.")
    text = "{form}"


@dataclass(eq=False)
class ExportGone(Problem):
    code = "console.export_gone"
    status = 410
    title = _("This file is no longer kept.")
    text = _("What was taken out is deleted after a day.")
    remedy = _("Take the list out again.")
