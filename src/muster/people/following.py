"""The people of a unit. Powers do not follow: who leads the new unit is for whoever gives roles to say."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.following import Follows, Way

FOLLOWS = (
    Follows(
        key="people.rolls",
        label=_("Members"),
        model="people.Membership",
        way=Way.CUT,
        lapses={"office": "none"},  # an office is of the unit in which it was held
        person="person_id",
    ),
)
STAYS = {"people.Role.unit": "nobody gets power over a unit by a merger: whoever gives roles decides"}
