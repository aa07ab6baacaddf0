"""Seats follow their zones and teams: see theirs. Volunteers go to whoever takes over the unit that they came to."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.following import Follows

FOLLOWS = (
    Follows(
        key="staffing.volunteers", label=_("Volunteers"), model="staffing.Volunteer", once_with="person_id"
    ),
)
STAYS = {"staffing.StaffingPlan.unit": "a plan that nobody has decided on is outdated by a reorganisation"}
