"""Reading what was sent, to whom, and with what outcome."""

from muster.kernel import crypto
from muster.kernel.actor import Actor
from muster.people import access as people

from .models import EmailAddress


def own_email_address(actor: Actor) -> str:
    """Where the person who acts wants to be written to; empty when nowhere."""
    found = EmailAddress.objects.filter(person_id=people.oneself(actor)).first()
    return crypto.unseal(found.address) if found is not None else ""
