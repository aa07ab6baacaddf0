"""What can go wrong with a directive."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class NotNow(Problem):
    state: str

    code = "directives.not_now"
    title = _("This cannot be done at this point.")
    text = _("The directive is: {state}.")
    remedy = _("Load the page again; somebody may have acted on it before you.")


@dataclass(eq=False)
class NotInForce(Problem):
    number: str

    code = "directives.not_in_force"
    title = _("The directive is no longer in force.")
    text = _("{number} was withdrawn or closed; nothing more can be done on it.")
    remedy = _("Read the page again to see why.")


@dataclass(eq=False)
class Voluntary(Problem):
    code = "directives.voluntary"
    title = _("This document is voluntary.")
    text = _(
        "Nobody is asked to accept an appeal, nobody is reminded of it, and those who answer are not counted."
    )


@dataclass(eq=False)
class AsksNoAcceptance(Problem):
    code = "directives.asks_no_acceptance"
    title = _("This document is for information.")
    text = _("Units read it; there is nothing to accept or to report.")


@dataclass(eq=False)
class AcceptFirst(Problem):
    count: int

    code = "directives.accept_first"
    title = _("The directive has to be accepted first.")
    text = _("Units that have not accepted it yet: {count}.")
    remedy = _("Accept it for the unit, then report.")


@dataclass(eq=False)
class AddresseeOutside(Problem):
    units: str

    code = "directives.addressee_outside"
    title = _("A directive goes down the tree.")
    text = _("These addressees are not below the issuing unit: {units}.")
    remedy = _("Take them out, or name them among those copied to.")


@dataclass(eq=False)
class NotAddressable(Problem):
    units: str

    code = "directives.not_addressable"
    title = _("Groups are reached through their branch.")
    text = _("These units cannot be addressed by themselves: {units}.")
    remedy = _("Address the branch that they belong to.")


@dataclass(eq=False)
class NoAddressee(Problem):
    code = "directives.no_addressee"
    status = 422
    title = _("The directive names nobody to reach.")
    remedy = _("Choose at least one main addressee.")


@dataclass(eq=False)
class OutsideOperation(Problem):
    unit: str

    code = "directives.outside_operation"
    title = _("The issuing unit does not belong to this operation.")
    text = _("{unit} is not below the unit that runs the operation.")


@dataclass(eq=False)
class WrongPurpose(Problem):
    code = "directives.wrong_purpose"
    status = 422
    title = _("A voluntary document cannot be for action.")
    text = _("Appeals and open letters ask; they do not instruct.")
    remedy = _("Choose “for information”, or another kind of document.")


@dataclass(eq=False)
class ClassifiedMarking(Problem):
    marking: str

    code = "directives.classified_marking"
    status = 422
    title = _("Classified papers do not belong here.")
    text = _("The marking “{marking}” was found. Muster is not built to hold state secrets.")
    remedy = _("Use the channel for classified papers. If it marks nothing, use other words.")


@dataclass(eq=False)
class ChangedMeanwhile(Problem):
    version: int

    code = "directives.changed_meanwhile"
    title = _("The directive was changed while you had it open.")
    text = _("You had version {version} before you; there is a newer one.")
    remedy = _("Load the page again, read what changed, then decide.")


@dataclass(eq=False)
class UnknownFile(Problem):
    name: str

    code = "directives.unknown_file"
    status = 422
    title = _("This kind of file cannot be attached.")
    text = _(
        "“{name}” is not a PDF, Word, Excel, JPEG or PNG file, or holds something else than its name says."
    )
    remedy = _("Save it as PDF and attach that.")


@dataclass(eq=False)
class EmptyFile(Problem):
    name: str

    code = "directives.empty_file"
    status = 422
    title = _("This file is empty.")
    text = "{name}"


@dataclass(eq=False)
class FileTooLarge(Problem):
    name: str
    most: int

    code = "directives.file_too_large"
    status = 422
    title = _("This file is too large.")
    text = _("“{name}” is larger than {most} MB.")


@dataclass(eq=False)
class TooManyFiles(Problem):
    most: int

    code = "directives.too_many_files"
    status = 422
    title = _("There are too many files.")
    text = _("A directive takes up to {most}.")


@dataclass(eq=False)
class NothingChanged(Problem):
    code = "directives.nothing_changed"
    status = 422
    title = _("The text is the same as before.")
    remedy = _("Change the text or the date by which it is due.")
