"""What experts declared of themselves."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Ground, Kept, Mask, Personal, Sensitivity, in_office
from muster.people.personal import PERSON_NO_LONGER_MEMBER, off_roll

HOLDER = "(SELECT expert.person_id FROM experts_expert expert WHERE expert.id = held.expert_id)"

REGISTER = (
    Personal(
        key="experts.register",
        model="experts.Expert",
        columns=("person_id", "languages"),
        what=_("that they are experts, and the languages they speak"),
        purpose=_("to ask those who know"),
        ground=Ground.CONSENT,
        kept=PERSON_NO_LONGER_MEMBER,
        blanks={"person_id": "held.person_id", "languages": "'{}'"},
    ),
    Personal(
        key="experts.proof",
        model="experts.Qualification",
        columns=("proof", "number"),
        what=_("proof of a qualification, and its number"),
        purpose=_("so that nobody works as what they are not"),
        ground=Ground.CONSENT,
        kept=Kept(until=_("end of membership"), days=180, since=off_roll(HOLDER)),
        sensitivity=Sensitivity.SENSITIVE,
        mask=Mask.HIDDEN,
        sealed=("number",),
        person=HOLDER,
    ),
    in_office("experts.checked", "experts.Qualification", "declared_by_id", "verified_by_id"),
)
IMPERSONAL: dict[str, str] = {}
