"""Reading ladders at work: their steps, what each sent and with what outcome, and whom to call."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from muster.kernel import crypto
from muster.kernel.actor import Actor
from muster.kernel.personal import Mask, masked_by
from muster.kernel.problems import NotFound
from muster.kernel.statements import fetch, statement
from muster.messages import access, rules
from muster.messages.models import Act, Climb, Ladder, Message, OwnLadder, PhoneCall, Rung
from muster.people import queries as people
from muster.people.models import Person
from muster.units.models import Unit

from .sources import sources, values_of

WITHIN = """
SELECT unit.id AS unit_id FROM ({silent}) silent JOIN units_unit unit ON unit.id = silent.unit_id
WHERE unit.path <@ ANY(%(paths)s::ltree[])
"""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a ladder at work. `was_missed`: a later one was taken first."""

    label: str
    at: datetime
    rung: Rung | None
    was_missed: bool


@dataclass(frozen=True, slots=True)
class Callee:
    """Somebody to call about a unit that has not answered."""

    unit_id: UUID
    unit: str
    name: str
    phone: str = field(repr=False)
    called: PhoneCall | None = None  # the last time


def climbs_of(actor: Actor, *, subject_id: UUID) -> list[Climb]:
    """Every round, the newest first; raises NotFound when none is in sight."""
    found = access.climbs_visible_to(actor).filter(subject_id=subject_id).prefetch_related("rungs")
    if not found:
        raise NotFound
    return list(found.order_by("-round", "source"))


def climb(actor: Actor, *, climb_id: UUID) -> Climb:
    found = access.climbs_visible_to(actor).filter(pk=climb_id).first()
    if found is None:
        raise NotFound
    return found


def taken(found: Climb) -> list[int]:
    """The steps of the ladder itself that were taken."""
    return [rung.step for rung in found.rungs.all() if rung.act != Act.BY_HAND]


def steps(found: Climb) -> list[Step]:
    """In the order of their times; what was sent by hand stands between them."""
    rungs = {rung.step: rung for rung in found.rungs.all()}
    last = max(taken(found), default=-1)
    own = [
        Step(
            label=str(Act(step["act"]).label),
            at=found.since + timedelta(minutes=step["after"]),
            rung=rungs.get(number),
            was_missed=number < last and number not in rungs,
        )
        for number, step in enumerate(found.steps)
    ]
    by_hand = [
        Step(str(rung.get_act_display()), rung.at, rung, was_missed=False)
        for rung in rungs.values()
        if rung.act == Act.BY_HAND
    ]
    return sorted([*own, *by_hand], key=attrgetter("at"))


def ladder_of(*, source: str, subject_id: UUID, ladder: str) -> tuple[list[Any], int]:
    """The steps by which a subject is or will be reminded, and how many of them were taken or passed."""
    climbing = Climb.objects.filter(source=source, subject_id=subject_id, ended_at=None).first()
    if climbing is not None:
        return climbing.steps, max(taken(climbing), default=-1) + 1
    own = OwnLadder.objects.filter(source=source, subject_id=subject_id).first()
    return (own.steps if own is not None else Ladder.objects.get(pk=ladder).steps), 0


def messages_of(actor: Actor, *, subject_id: UUID) -> QuerySet[Message]:
    """What was sent on behalf of units in sight, the newest first, each with its tries."""
    found = Message.objects.filter(subject_id=subject_id, unit__path__within=actor.paths("see"))
    return found.select_related("unit", "room").prefetch_related("attempts").order_by("-pk")


def with_names(actor: Actor, messages: list[Message]) -> list[tuple[Message, str]]:
    """Each with the name of whoever it was written to, if the actor may read of them."""
    names = people.names(actor, person_ids=[one.person_id for one in messages if one.person_id])
    return [(one, names.get(one.person_id, "") if one.person_id else "") for one in messages]


def may_stop(actor: Actor, *, climb: Climb) -> bool:
    return climb.ended_at is None and actor.may("issue", climb.unit.path)


def phone_list(actor: Actor, *, climb: Climb, power: str) -> list[Callee]:
    """Who holds the chair of each unit yet to answer, where the actor has this power. With `unmask` numbers are whole; who asks
    for that is written down (`commands.open_phone_list`).
    """
    source = sources()[climb.source]
    silent = WITHIN.replace("{silent}", source.silent)
    values = {
        **values_of("message"),
        "subject": climb.subject_id,
        "paths": list(actor.paths(power)),
        "day": timezone.localdate(actor.now),
        "longest": rules.LONGEST_CHAIN,
    }
    rows = fetch(statement("messages", "holders").replace("{silent}", silent), values)
    persons = Person.objects.in_bulk([row[0] for row in rows])
    units = Unit.objects.in_bulk([row[1] for row in rows])
    called = {call.unit_id: call for call in climb.calls.select_related("caller").order_by("at", "pk")}
    found = [
        _callee(persons[person_id], units[unit_id], power, called.get(unit_id))
        for person_id, unit_id, _ in rows
    ]
    return sorted(found, key=lambda callee: (callee.called is not None, callee.unit, callee.name))


def _callee(person: Person, unit: Unit, power: str, called: PhoneCall | None) -> Callee:
    number = crypto.unseal(person.phone) if person.phone else ""
    shown = number if power == "unmask" else masked_by(Mask.PHONE, number)
    return Callee(unit.pk, unit.name, person.name, shown, called)
