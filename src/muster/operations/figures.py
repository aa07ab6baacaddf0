"""How many the operation called, and its temporary units."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.figure import PEOPLE, UNITS, Column, Counted, Figure, Stated

FIGURES: tuple[Figure, ...] = (
    Counted(
        key="units.mobilised",
        label=_("Base units mobilised"),
        definition=_("Base units that the operation has called, from the list frozen at the call."),
        measure=UNITS,
        words_zh=("基层党组织", "基层组织", "党组织"),
        words_en=("base units", "units mobilised"),
        is_public=True,
        model="operations.MobilisedUnit",
        columns=(Column("unit", _("Unit")), Column("day", _("Day"))),
    ),
    Counted(
        key="people.mobilised",
        label=_("Members mobilised"),
        definition=_(
            "Members that the operation has called, each through the unit that held the roll on the day of the call."
        ),
        measure=PEOPLE,
        words_zh=("党员",),
        words_en=("members", "members mobilised"),
        is_public=True,
        model="operations.MobilisedMember",
        columns=(
            Column("person", _("Name"), is_personal=True),
            Column("unit", _("Unit")),
            Column("day", _("Day")),
        ),
    ),
    Stated(
        key="operations.temporary_units",
        label=_("Temporary units"),
        definition=_(
            "Temporary units that were approved and have not ended, under the unit that asked for them."
        ),
        measure=UNITS,
        words_zh=("临时党组织", "临时党支部", "临时组织"),
        words_en=("temporary units",),
        is_public=True,
        model="operations.TemporaryUnit",
        where="state = 'active'",
        unit="parent_id",
        day="state_on",
        columns=(
            Column("name", pgettext_lazy("thing", "Name")),
            Column("parent", _("Under")),
            Column("task", _("Task")),
            Column("state_on", _("Since")),
        ),
    ),
)
