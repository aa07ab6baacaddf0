"""Seats follow their zones and teams: see theirs. Who sits in them is one person, whichever record says so."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.succession import Follows

FOLLOWS = (
    Follows(
        key="staffing.assignments",
        label=_("Seats held, now and before"),
        model="staffing.Assignment",
        column="person_id",
        of_persons=True,
    ),
    Follows(
        key="staffing.volunteers", label=_("Volunteers"), model="staffing.Volunteer", once_with="person_id"
    ),
    Follows(
        key="staffing.volunteered",
        label=_("Service as a volunteer"),
        model="staffing.Volunteer",
        column="person_id",
        of_persons=True,
        once_with="unit_id",
    ),
)
STAYS = {"staffing.StaffingPlan.unit": "a plan that nobody has decided on is outdated by a reorganisation"}
