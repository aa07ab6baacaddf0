"""A unit's work chats go to whoever takes it over; what was sent was sent."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.succession import Follows

FOLLOWS = (
    Follows(key="messages.rooms", label=_("Work chats"), model="messaging.Room", where="closed_at IS NULL"),
)
STAYS = {
    "messaging.Message.unit": "through which unit somebody was reached is history",
    "messaging.Climb.unit": "a ladder is of the directive, and is led by whoever issued that",
    "messaging.PhoneCall.unit": "who was called is history",
    "messaging.PhoneCall.caller": "who did it is history",
    "messaging.Message.person": "how somebody was reached is history",
    "messaging.EmailAddress.person": "an address stays with the record to which it was confirmed",
}
