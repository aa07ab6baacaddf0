"""Reading muster calls. Whoever did not answer, or said no, is a number and nothing else."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from muster.kernel.actor import Actor
from muster.operations import access as operations
from muster.people.models import Skill
from muster.units import access as units

from . import access
from .models import Asked, MusterCall, MusterState


@dataclass(frozen=True, slots=True)
class Board:
    """How a call stands."""

    asked: int
    coming: int
    spare: int
    no: int

    @property
    def open(self) -> int:
        return self.asked - self.coming - self.spare - self.no


def calls(actor: Actor, *, operation_id: UUID) -> QuerySet[MusterCall]:
    """The newest first, each with `coming`."""
    operations.operation_to_see(actor, operation_id)
    coming = Count("asked", filter=Q(asked__arrives_at__isnull=False, asked__is_spare=False))
    return (
        access.calls_visible_to(actor)
        .filter(operation_id=operation_id)
        .annotate(coming=coming)
        .order_by("-pk")
    )


def call(actor: Actor, *, operation_id: UUID, call_id: UUID) -> MusterCall:
    operations.operation_to_see(actor, operation_id)
    return access.call_to_see(actor, call_id)


def board(actor: Actor, *, call_id: UUID) -> Board:
    found = access.call_to_see(actor, call_id)
    yes = Q(arrives_at__isnull=False)
    return Board(
        **found.asked.aggregate(
            asked=Count("pk"),
            coming=Count("pk", filter=yes & Q(is_spare=False)),
            spare=Count("pk", filter=yes & Q(is_spare=True)),
            no=Count("pk", filter=Q(answer="no")),
        )
    )


def coming(actor: Actor, *, call_id: UUID) -> QuerySet[Asked]:
    """Who said yes, by the time they will be there, for those who may read lists of people there. Nobody else is listed."""
    found = access.call_to_see(actor, call_id)
    if not actor.may("see_people", found.unit.path):
        return Asked.objects.none()
    yes = found.asked.filter(arrives_at__isnull=False).select_related("person", "unit")
    return yes.order_by("is_spare", "arrives_at", "pk")


def may_lead(actor: Actor, *, call: MusterCall) -> bool:
    return call.state != MusterState.ENDED and actor.may("plan", call.unit.path)


def may_open(actor: Actor, *, operation_id: UUID) -> bool:
    found = operations.operation_to_see(actor, operation_id)
    return found.closed_at is None and actor.holds("plan")


def asked(token: str) -> Asked:
    """By its link, without a log-in."""
    return access.asked_by_link(token)


def skills() -> QuerySet[Skill]:
    return Skill.objects.all()


def unit_to_call(actor: Actor, *, unit_id: UUID) -> None:
    units.unit_to(actor, "plan", unit_id)
