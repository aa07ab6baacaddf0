"""Zones in force and proposed follow whoever answers for their community, and their seats with them."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.succession import Follows

OF_A_ZONE = "group_kind = 'zone' AND state <> 'closed'"
FOLLOWS = (
    Follows(
        key="zones.zones",
        label=_("Responsibility zones"),
        model="zones.Zone",
        where="state <> 'ended'",
        day="state_on",
        area="area_id",
    ),
    Follows(
        key="zones.seats",
        label=_("Seats in zones"),
        model="staffing.Seat",
        where=OF_A_ZONE,
        day="state_on",
        area="(SELECT zone.area_id FROM zones_zone zone WHERE zone.id = group_id)",
    ),
    Follows(
        key="zones.communities",
        label=_("Zones of the area"),
        model="zones.Zone",
        column="area_id",
        where="state <> 'ended'",
        of_areas=True,
    ),
)
STAYS = {"zones.ZonePlan.unit": "a plan that nobody has decided on is outdated by a reorganisation"}
