"""Who came forward: sealed under the operation's key, gone a month after the operation."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Clear, Ground, Kept, Mask, Personal, Purpose, Sensitivity, Then
from muster.operations.personal import OPERATION_ENDED

AFTER_THE_OPERATION = Kept(until=_("end of the operation"), days=30, since=OPERATION_ENDED)
WHILE_WANTED = "held.state NOT IN ('released', 'withdrawn', 'moved')"
AS_LONG_AS_THEY_SERVE = _("as long as they wait or serve, the unit must know them; they may withdraw")

REGISTER = (
    Personal(
        key="calls.name",
        model="calls.Offer",
        columns=("person_id", "name", "organisation", "words"),
        what=_("name, organisation and words of who came forward"),
        purpose=_("to give work to whoever came forward"),
        ground=Ground.CONSENT,
        kept=AFTER_THE_OPERATION,
        sealed=("name", "organisation", "words"),
        scope="operation_id",
        blanks={"person_id": "held.person_id"},
        stays=AS_LONG_AS_THEY_SERVE,
        stays_while=WHILE_WANTED,
    ),
    Personal(
        key="calls.phone",
        model="calls.Offer",
        columns=("phone",),
        what=_("phone number of who came forward"),
        purpose=_("to give work to whoever came forward"),
        ground=Ground.CONSENT,
        kept=AFTER_THE_OPERATION,
        sensitivity=Sensitivity.SENSITIVE,
        mask=Mask.PHONE,
        clear=Clear(power="plan", purposes=(Purpose.REACH,)),
        sealed=("phone",),
        scope="operation_id",
        stays=AS_LONG_AS_THEY_SERVE,
        stays_while=WHILE_WANTED,
    ),
    Personal(
        key="calls.knock",
        model="calls.Knock",
        columns=("source",),
        what=_("a keyed trace of an address that sent forms"),
        purpose=_("to hold off floods"),
        ground=Ground.EMERGENCY,
        kept=Kept(until=_("the minute in which it was sent"), days=1, since="held.minute", then=Then.DELETE),
        mask=Mask.HIDDEN,
        person="",
    ),
)
IMPERSONAL = {
    "calls.Telling.reason": "what the provider said",
    "calls.Call.text": "words of a public call",
    "calls.Offer.who": "a keyed trace that tells the same person from another within one operation",
}
