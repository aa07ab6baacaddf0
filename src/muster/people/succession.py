"""The people of a unit. Powers do not follow: who leads the new unit is for whoever gives roles to say."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.succession import Follows, Way

FOLLOWS = (
    Follows(
        key="people.rolls",
        label=_("Members"),
        model="people.Membership",
        way=Way.CUT,
        lapses={"office": "none"},  # an office is of the unit in which it was held
        person="person_id",
    ),
    Follows(
        key="people.skills",
        label=_("Skills"),
        model="people.PersonSkill",
        column="person_id",
        of_persons=True,
        once_with="skill_id",
    ),
    Follows(key="people.roles", label=_("Roles"), model="people.Role", column="person_id", of_persons=True),
    Follows(
        key="people.person_rolls",
        label=_("Rolls"),
        model="people.Membership",
        column="person_id",
        of_persons=True,
        way=Way.CUT,
    ),
    Follows(
        key="people.reporting",
        label=_("Members who report there as well"),
        model="people.DualReport",
        way=Way.CUT,
        person="person_id",
    ),
    Follows(
        key="people.dual_reports",
        label=_("Where they report as well"),
        model="people.DualReport",
        column="person_id",
        of_persons=True,
        way=Way.CUT,
    ),
)
STAYS = {
    "people.Role.unit": "nobody gets power over a unit by a merger: whoever gives roles decides",
    "people.Role.given_by": "who gave a role is history",
    "people.Account.person": "two records with a log-in each are not merged",
    "people.Person.same_as": "a record that was merged stays so",
    "people.Deputy.person": "powers do not follow",
    "people.Deputy.deputy": "powers do not follow",
}
