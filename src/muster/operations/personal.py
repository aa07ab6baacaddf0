"""Who was asked, mobilised and sent: ids alone, which say nothing once the name is gone."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Ground, Personal, Sensitivity, in_office

OPERATION_ENDED = (
    "(SELECT closed_at FROM operations_operation operation WHERE operation.id = held.operation_id)"
)
COUNTED = _("figures of past days count it; once the name is gone it says nothing of anybody")

REGISTER = (
    Personal(
        key="operations.mobilised",
        model="operations.MobilisedMember",
        columns=("person_id",),
        what=_("that they were mobilised"),
        purpose=_("to say how many people there were"),
        ground=Ground.EMERGENCY,
        sensitivity=Sensitivity.SENSITIVE,
        stays=COUNTED,
    ),
    Personal(
        key="operations.posted",
        model="operations.Posting",
        columns=("person_id",),
        what=_("in which temporary unit they served"),
        purpose=_("to say who served where"),
        ground=Ground.EMERGENCY,
        sensitivity=Sensitivity.SENSITIVE,
        stays=COUNTED,
    ),
    Personal(
        key="operations.asked",
        model="operations.Asked",
        columns=("person_id", "answer"),
        what=_("whether they could come, when they were asked"),
        purpose=_("to know who is on the way"),
        ground=Ground.CONSENT,
        stays=COUNTED,
    ),
    in_office("operations.musters", "operations.MusterCall", "person_id"),
    in_office(
        "operations.leaders", "operations.TemporaryUnit", "leader_id", what=_("who led a temporary unit")
    ),
)
IMPERSONAL = {
    "operations.Operation.name": "an emergency",
    "operations.TemporaryUnit.name": "a unit",
    "operations.TemporaryUnit.reason": "why a unit was declined",
}
