"""How people are reached, and that they were."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Ground, Kept, Mask, Personal, Sealed, Sensitivity, Then, in_office
from muster.people.personal import PERSON_NO_LONGER_MEMBER

MESSAGE_OVER = "(SELECT message.ends_at FROM messaging_message message WHERE message.id = held.message_id)"

REGISTER = (
    in_office("messages.called", "messaging.PhoneCall", "caller_id"),
    Personal(
        key="messages.email",
        model="messaging.EmailAddress",
        columns=("person_id", "address"),
        what=_("e-mail address"),
        purpose=_("to write to people about their duty"),
        ground=Ground.CONSENT,
        kept=Kept(
            until=PERSON_NO_LONGER_MEMBER.until,
            days=30,
            since=PERSON_NO_LONGER_MEMBER.since,
            then=Then.DELETE,
        ),
        sensitivity=Sensitivity.SENSITIVE,
        mask=Mask.EMAIL,
        sealed=("address",),
    ),
    Personal(
        key="messages.code",
        model="messaging.PhoneCode",
        columns=("phone", "phone_index", "address_index"),
        what=_("phone number while it is being confirmed"),
        purpose=_("to know that the number is theirs"),
        ground=Ground.CONSENT,
        kept=Kept(until=_("the request for a code"), days=1, since="held.asked_at", then=Then.DELETE),
        sensitivity=Sensitivity.SENSITIVE,
        mask=Mask.HIDDEN,
        sealed=("phone",),
        indexes={"phone_index": "phone"},
        person="",
    ),
    Personal(
        key="messages.attempt",
        model="messaging.Attempt",
        columns=("reason",),
        what=_("whether a message arrived"),
        purpose=_("to try again, or another way"),
        ground=Ground.EMERGENCY,
        kept=Kept(until=_("end of the message's time"), days=365, since=MESSAGE_OVER, then=Then.DELETE),
        person="",
    ),
    Personal(
        key="messages.message",
        model="messaging.Message",
        columns=("person_id", "variables"),
        what=_("that they were written to; public words alone"),
        purpose=_("to try again, or another way"),
        ground=Ground.EMERGENCY,
        kept=Kept(until=_("end of the message's time"), days=365, since="held.ends_at", then=Then.DELETE),
        stays=_("it goes a year after it was sent; it holds no words about them"),
    ),
)
SEALED = (Sealed(model="messaging.Room", columns=("address",)),)
IMPERSONAL = {
    "messaging.Room.name": "a work chat",
    "messaging.Room.address": "the key of a robot in a work chat, sealed",
    "messaging.PhoneCode.reason": "what the provider said",
    "messaging.Ladder.name_zh": "a kind of ladder",
    "messaging.Ladder.name_en": "a kind of ladder",
    "messaging.Climb.variables": "public words of a message",
}
