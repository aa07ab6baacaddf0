"""Active teams go to whoever takes over the unit that formed them, and their seats with them."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.succession import Follows

FOLLOWS = (
    Follows(
        key="teams.teams", label=_("Teams"), model="teams.Team", where="state = 'active'", day="state_on"
    ),
    Follows(
        key="teams.seats",
        label=_("Seats in teams"),
        model="staffing.Seat",
        where="group_kind = 'team' AND state <> 'closed'",
        day="state_on",
    ),
)
STAYS: dict[str, str] = {}
