"""Codes and confirmations, to those who hold what they were sent; work chats, to those who give out roles."""

from uuid import UUID

from django.db.models import Q, QuerySet

from muster.kernel.access import require
from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound
from muster.units import access as units

from . import rules
from .models import Climb, PhoneCode, Room
from .problems import CodeOver, ConfirmationOver


def code_to_try(actor: Actor, *, phone_index: bytes, purpose: str) -> PhoneCode:
    """The newest code of this phone for this purpose, locked; an older one no longer counts."""
    found = (
        PhoneCode.objects.select_for_update()
        .filter(phone_index=phone_index, purpose=purpose)
        .order_by("-asked_at", "-pk")
        .first()
    )
    is_open = found is not None and found.ends_at > actor.now and found.confirmed_at is None
    if found is None or not is_open or found.tries >= rules.CODE_TRIES:
        raise CodeOver
    return found


def confirmation_to_take(actor: Actor, confirmation_id: UUID, *, purpose: str) -> PhoneCode:
    """A confirmed phone, locked; each confirmation serves once."""
    found = PhoneCode.objects.select_for_update().filter(pk=confirmation_id, purpose=purpose).first()
    if found is None or found.confirmed_at is None or found.taken_at is not None:
        raise ConfirmationOver
    if found.confirmed_at + rules.CONFIRMED_FOR <= actor.now:
        raise ConfirmationOver
    return found


def room_to_close(actor: Actor, room_id: UUID) -> Room:
    room = (
        Room.objects.select_for_update(of=("self",))
        .filter(pk=room_id, closed_at=None, unit__path__within=actor.paths("see"))
        .select_related("unit")
        .first()
    )
    if room is None:
        raise NotFound
    units.require(actor, "grant", room.unit)
    return room


def climbs_visible_to(actor: Actor) -> QuerySet[Climb]:
    """Those of units in sight, and of units above them: who is reminded may see why."""
    paths = actor.paths("see")
    seen = Q(unit__path__within=paths)
    for path in filter(None, paths):
        seen |= Q(unit__path__above=path)
    return Climb.objects.filter(seen).select_related("unit", "ladder")


def climb_to_stop(actor: Actor, climb_id: UUID) -> Climb:
    found = climbs_visible_to(actor).filter(pk=climb_id).first()
    if found is None:
        raise NotFound
    units.require(actor, "issue", found.unit)
    return Climb.objects.select_for_update(of=("self",)).select_related("unit").get(pk=climb_id)


def climb_to_call(actor: Actor, climb_id: UUID) -> Climb:
    """For those who may see whole numbers somewhere; the list then holds the units in which they may."""
    found = climbs_visible_to(actor).filter(pk=climb_id).first()
    if found is None:
        raise NotFound
    require(actor, "unmask")
    return found


def climb_with_unit_to_call(actor: Actor, climb_id: UUID, unit_id: UUID) -> Climb:
    """A ladder that climbs, and a unit in it of which the actor may read lists of people."""
    found = climbs_visible_to(actor).filter(pk=climb_id, ended_at=None).first()
    if found is None:
        raise NotFound
    units.unit_to(actor, "see_people", unit_id)
    return found
