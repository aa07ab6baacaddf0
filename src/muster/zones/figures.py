"""How many zones are in force, how many homes lie in them, and who answers for them."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.figure import HOMES, PEOPLE, ZONES, Column, Figure, Stated

OF_ZONES = (
    Column("name", _("Zone")),
    Column("code", _("Code")),
    Column("area", _("Community")),
    Column("homes", _("Homes")),
    Column("state_on", _("Since")),
)

FIGURES: tuple[Figure, ...] = (
    Stated(
        key="zones.zones",
        label=_("Responsibility zones"),
        definition=_("Responsibility zones in force, under the unit that answers for their community."),
        measure=ZONES,
        words_zh=("党员责任区", "责任区"),
        words_en=("responsibility zones", "zones"),
        is_public=True,
        model="zones.Zone",
        where="state = 'active'",
        day="state_on",
        columns=OF_ZONES,
    ),
    Stated(
        key="zones.homes",
        label=_("Homes in zones"),
        definition=_("Homes that lie in a responsibility zone in force. No home lies in two."),
        measure=HOMES,
        words_zh=("责任区住房", "划入责任区", "责任区覆盖", "覆盖住户"),
        words_en=("homes in zones", "homes covered by zones"),
        is_public=True,
        model="zones.Zone",
        where="state = 'active'",
        amount="homes",
        day="state_on",
        columns=OF_ZONES,
    ),
    Stated(
        key="zones.keepers",
        label=_("Zone keepers"),
        definition=_(
            "Responsibility zones in force with a person who answers for them. One person answers for one zone."
        ),
        measure=PEOPLE,
        words_zh=("责任区责任人", "责任人"),
        words_en=("zone keepers", "keepers"),
        model="staffing.Seat",
        where="group_kind = 'zone' AND kind = 'leader' AND state = 'filled'",
        day="state_on",
        columns=(
            Column("group_name", _("Zone")),
            Column("unit", _("Unit")),
            Column("state_on", _("Since")),
        ),
    ),
)
