"""Reading what was sent, to whom, and with what outcome."""

from uuid import UUID

from django.db.models import QuerySet

from muster.kernel import crypto
from muster.kernel.actor import Actor
from muster.people import access as people
from muster.units import access as units
from muster.units.models import Unit

from .models import EmailAddress, Room


def own_email_address(actor: Actor) -> str:
    """Where the person who acts wants to be written to; empty when nowhere."""
    found = EmailAddress.objects.filter(person_id=people.oneself(actor)).first()
    return crypto.unseal(found.address) if found is not None else ""


def rooms_of(actor: Actor, *, unit_id: UUID) -> tuple[Unit, QuerySet[Room]]:
    """A unit and its work chats, for those who may connect them."""
    unit = units.unit_to(actor, "grant", unit_id)
    return unit, Room.objects.filter(unit=unit, closed_at=None).order_by("name", "pk")
