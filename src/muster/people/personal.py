"""What is held of members: numbers are sealed and masked; all of it goes some time after the last roll has ended."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Clear, Ground, Kept, Mask, Personal, Purpose, Sensitivity, Then, in_office


def off_roll(person: str) -> str:
    """SQL: the day on which the person was last on a roll; null while they are on one, or were on none."""
    return (
        f"(SELECT max(upper(roll.during)) FROM people_membership roll WHERE roll.person_id = {person} "  # noqa: S608 - a column
        "HAVING bool_and(NOT upper_inf(roll.during)))"
    )


def while_on_roll(person: str) -> str:
    return f"EXISTS (SELECT FROM people_membership roll WHERE roll.person_id = {person} AND upper_inf(roll.during))"


ITSELF = "coalesce(held.same_as_id, held.id)"
NO_LONGER_MEMBER = Kept(until=_("end of membership"), days=180, since=off_roll(ITSELF))
PERSON_NO_LONGER_MEMBER = Kept(until=_("end of membership"), days=180, since=off_roll("held.person_id"))
REACHED_FOR = (Purpose.REACH, Purpose.DANGER, Purpose.CORRECT, Purpose.REQUEST)
ON_THE_ROLL = _("the roll is kept as the statutes ask, as long as the person is a member")

REGISTER = (
    Personal(
        key="people.name",
        model="people.Person",
        columns=("name", "pinyin", "sex"),
        what=_("name and sex"),
        purpose=_("to know who is meant"),
        ground=Ground.DUTY,
        kept=NO_LONGER_MEMBER,
        person="held.id",
        blanks={"name": "'–'"},
        stays=ON_THE_ROLL,
        stays_while=while_on_roll(ITSELF),
    ),
    Personal(
        key="people.id_number",
        model="people.Person",
        columns=("id_number", "id_number_index"),
        what=_("identity number"),
        purpose=_("so that nobody is on the roll twice"),
        ground=Ground.DUTY,
        kept=NO_LONGER_MEMBER,
        sensitivity=Sensitivity.SENSITIVE,
        mask=Mask.IDENTITY,
        clear=Clear(power="unmask", purposes=(Purpose.CHECK, Purpose.CORRECT, Purpose.REQUEST)),
        sealed=("id_number",),
        indexes={"id_number_index": "id_number"},
        person="held.id",
        stays=ON_THE_ROLL,
        stays_while=while_on_roll(ITSELF),
    ),
    Personal(
        key="people.phone",
        model="people.Person",
        columns=("phone", "phone_index"),
        what=_("phone number"),
        purpose=_("to call and to write to people about their duty"),
        ground=Ground.EMERGENCY,
        kept=NO_LONGER_MEMBER,
        sensitivity=Sensitivity.SENSITIVE,
        mask=Mask.PHONE,
        clear=Clear(power="unmask", purposes=REACHED_FOR),
        sealed=("phone",),
        indexes={"phone_index": "phone"},
        person="held.id",
    ),
    Personal(
        key="people.home",
        model="people.Person",
        columns=("home_id",),
        what=_("home"),
        purpose=_("so that people serve near where they live"),
        ground=Ground.EMERGENCY,
        kept=NO_LONGER_MEMBER,
        sensitivity=Sensitivity.SENSITIVE,
        mask=Mask.HIDDEN,
        clear=Clear(power="unmask", purposes=(Purpose.DANGER, Purpose.CORRECT, Purpose.REQUEST)),
        person="held.id",
    ),
    Personal(
        key="people.ability",
        model="people.Person",
        columns=("is_available", "is_spared"),
        what=_("whether they can serve; the reason is not held"),
        purpose=_("so that nobody is asked who should stay at home"),
        ground=Ground.EMERGENCY,
        kept=NO_LONGER_MEMBER,
        sensitivity=Sensitivity.SENSITIVE,
        person="held.id",
        blanks={"is_available": "false", "is_spared": "false"},
    ),
    Personal(
        key="people.merged",
        model="people.Person",
        columns=("same_as_id",),
        what=_("that two records are one person"),
        purpose=_("so that nobody is counted twice"),
        ground=Ground.DUTY,
        person="held.id",
        stays=_("ids alone; it holds the record together"),
    ),
    Personal(
        key="people.roll",
        model="people.Membership",
        columns=("person_id", "kind", "office"),
        what=_("membership and office"),
        purpose=_("to know who belongs to which unit"),
        ground=Ground.DUTY,
        sensitivity=Sensitivity.SENSITIVE,
        stays=_("figures of past days count it; once the name is gone it says nothing of anybody"),
    ),
    Personal(
        key="people.reporting",
        model="people.DualReport",
        columns=("person_id",),
        what=_("where they report as well"),
        purpose=_("to know who helps in the community where they live"),
        ground=Ground.DUTY,
        sensitivity=Sensitivity.SENSITIVE,
        stays=_("figures of past days count it; once the name is gone it says nothing of anybody"),
    ),
    Personal(
        key="people.skills",
        model="people.PersonSkill",
        columns=("person_id", "skill_id"),
        what=_("skills"),
        purpose=_("so that people are asked for what they can do"),
        ground=Ground.CONSENT,
        kept=Kept(until=_("end of membership"), days=180, since=off_roll("held.person_id"), then=Then.DELETE),
    ),
    Personal(
        key="people.account",
        model="people.Account",
        columns=("person_id", "username", "password", "email", "language", "phone_index"),
        what=_("log-in"),
        purpose=_("so that only those who may get in"),
        ground=Ground.DUTY,
        kept=PERSON_NO_LONGER_MEMBER,
        blanks={
            "person_id": "held.person_id",
            "username": "'gone-' || held.id",
            "password": "'!'",
            "phone_index": "NULL",
            "is_active": "false",
        },
        stays=_("while they are members they may need to log in"),
        stays_while=while_on_roll("held.person_id"),
    ),
    in_office("people.roles", "people.Role", "person_id", "given_by_id", what=_("roles that were held")),
    in_office("people.deputies", "people.Deputy", "person_id", "deputy_id", what=_("who stood in for whom")),
)
IMPERSONAL = {
    "people.Role.name": "a kind of role",
    "people.Skill.name_zh": "a kind of skill",
    "people.Skill.name_en": "a kind of skill",
}
