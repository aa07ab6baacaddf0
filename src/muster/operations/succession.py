"""Temporary units go to whoever takes over; whom the operation called stays as it was called."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.succession import Follows

FOLLOWS = (
    Follows(
        key="operations.temporary_units",
        label=_("Temporary units"),
        model="operations.TemporaryUnit",
        column="parent_id",
        where="state IN ('proposed', 'active')",
        day="state_on",
    ),
    Follows(
        key="operations.called",
        label=_("Calls by operations"),
        model="operations.MobilisedMember",
        column="person_id",
        of_persons=True,
        once_with="operation_id",
    ),
    Follows(
        key="operations.postings",
        label=_("Postings to temporary units"),
        model="operations.Posting",
        column="person_id",
        of_persons=True,
        once_with="temporary_unit_id",
    ),
    Follows(
        key="operations.leads",
        label=_("Temporary units led"),
        model="operations.TemporaryUnit",
        column="leader_id",
        of_persons=True,
    ),
)
STAYS = {
    "operations.MusterCall.unit": "a muster call is over within hours",
    "operations.Asked.unit": "through which unit somebody was asked is history",
    "operations.Operation.unit": "a unit that leads an open operation does not end",
    "operations.MobilisedUnit.unit": "the list of those called is frozen at the call",
    "operations.MobilisedMember.unit": "the list of those called is frozen at the call",
    "operations.TemporaryUnit.unit": "its own unit in the tree goes with the unit above it",
    "operations.ResponseLevel.area": "what level was set for an area is history",
    "operations.Asked.calling_unit": "a muster call is over within hours",
    "operations.Asked.person": "who was asked is history",
    "operations.MusterCall.person": "who called is history",
}
