"""Open calls and people who wait for an answer go to whoever takes the unit over."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.succession import Follows

FOLLOWS = (
    Follows(
        key="calls.calls", label=_("Open calls"), model="calls.Call", where="state = 'open'", day="state_on"
    ),
    Follows(
        key="calls.offers",
        label=_("People who came forward"),
        model="calls.Offer",
        where="state NOT IN ('released', 'withdrawn', 'moved')",
        day="state_on",
    ),
    Follows(
        key="calls.offered", label=_("Offers made"), model="calls.Offer", column="person_id", of_persons=True
    ),
)
STAYS: dict[str, str] = {}
