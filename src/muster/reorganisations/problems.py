"""What can go wrong with a reorganisation."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class NothingChosen(Problem):
    code = "reorganisations.nothing_chosen"
    status = 422
    title = _("Nothing was chosen.")
    text = _("Choose what this is to change.")


@dataclass(eq=False)
class IntoItself(Problem):
    name: str

    code = "reorganisations.into_itself"
    status = 422
    title = _("A unit cannot go into itself or a unit below it.")
    text = _("“{name}” would be its own ancestor.")
    remedy = _("Choose a unit that stands elsewhere.")


@dataclass(eq=False)
class LeadsOperation(Problem):
    name: str
    operation: str

    code = "reorganisations.leads_operation"
    title = _("This unit leads an open operation.")
    text = _("“{name}” leads “{operation}”, and would end.")
    remedy = _("Merge the other way round, or close the operation first.")


@dataclass(eq=False)
class TakesNoMembers(Problem):
    name: str
    members: int

    code = "reorganisations.takes_no_members"
    title = _("The unit that takes over has no members of its own.")
    text = _("{members} members would come to “{name}”, and its kind holds no rolls.")
    remedy = _("Choose a unit that does.")


@dataclass(eq=False)
class NotYet(Problem):
    name: str
    day: date

    code = "reorganisations.not_yet"
    title = _("A unit did not exist on that day.")
    text = _("“{name}” was set up on {day}.")
    remedy = _("Choose that day or a later one.")


@dataclass(eq=False)
class Outdated(Problem):
    code = "reorganisations.outdated"
    title = _("The tree has changed since this was proposed.")
    text = _("One of its units was renamed, moved or ended.")
    remedy = _("Propose it anew, and look at what it would change now.")


@dataclass(eq=False)
class Decided(Problem):
    code = "reorganisations.decided"
    title = _("This has been decided already.")
    text = _("It was put into force, discarded or undone.")


@dataclass(eq=False)
class TooLate(Problem):
    code = "reorganisations.too_late"
    title = _("It can no longer be undone.")
    text = _("That is possible for 24 hours from when it came into force.")
    remedy = _("Propose a reorganisation that leads back.")


@dataclass(eq=False)
class ChangedSince(Problem):
    name: str

    code = "reorganisations.changed_since"
    title = _("The tree has changed since.")
    text = _("“{name}” was renamed, moved or ended after this came into force.")
    remedy = _("Undo that first.")


@dataclass(eq=False)
class NameClash(Problem):
    code = "reorganisations.name_clash"
    title = _("Two things would have the same name.")
    text = _("Both units have a team of the same name.")
    remedy = _("Disband one of them, or give it another name.")


@dataclass(eq=False)
class NoOneArea(Problem):
    code = "reorganisations.no_one_area"
    title = _("The areas cannot become one.")
    text = _("That needs exactly one area of a level on the unit that takes over.")
    remedy = _("Leave the areas as they are; the unit will answer for all of them.")
