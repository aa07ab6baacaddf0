"""Who serves, where, since when."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Ground, Kept, Personal, Sensitivity, in_office
from muster.operations.personal import COUNTED

SERVED = (
    "(SELECT max(assignment.ended_at) FROM staffing_assignment assignment WHERE assignment.person_id = held.id "
    "HAVING bool_and(assignment.ended_at IS NOT NULL))"
)

REGISTER = (
    Personal(
        key="staffing.assigned",
        model="staffing.Assignment",
        columns=("person_id",),
        what=_("where they served, and when"),
        purpose=_("to know who is where; to count hours of service"),
        ground=Ground.EMERGENCY,
        sensitivity=Sensitivity.SENSITIVE,
        stays=COUNTED,
    ),
    Personal(
        key="staffing.volunteered",
        model="staffing.Volunteer",
        columns=("person_id",),
        what=_("that they said they would serve"),
        purpose=_("to give work to whoever came forward"),
        ground=Ground.CONSENT,
        stays=COUNTED,
    ),
    Personal(
        key="staffing.helpers",
        model="people.Person",
        columns=("name", "pinyin", "sex"),
        what=_("the name of somebody on no roll who served"),
        purpose=_("so that those they serve with know who they are"),
        ground=Ground.CONSENT,
        kept=Kept(until=_("end of their last duty"), days=180, since=SERVED),
        person="held.id",
        where="NOT EXISTS (SELECT FROM people_membership roll WHERE roll.person_id = held.id)",
        blanks={"name": "'–'"},
        stays=_("as long as they serve, those they serve with know their name"),
        stays_while=f"{SERVED} IS NULL",
    ),
    in_office("staffing.plans", "staffing.StaffingPlan", "person_id"),
)
IMPERSONAL = {
    "staffing.Seat.group_name": "a zone or a team",
    "staffing.Seat.reason": "why a seat is vacant",
    "staffing.StaffingPlan.placements": "ids of seats and persons, in the words of the planner",
}
