"""The division of labour: written with the draft, handed down the tree, reported on, confirmed or sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from muster.directives.models import DeliveryState, Directive, Report
from muster.directives.problems import ClassifiedMarking
from muster.directives.rules import classified_marking
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.problems import NotFound
from muster.kernel.statements import fetch, statement
from muster.operations.rules import local_day
from muster.people import access as people
from muster.people.models import Membership

from . import access, rules
from .models import Clause, Part, PartState, Photograph
from .photographs import Sent, picture
from .problems import LaterThanGiver, PartNotNow, TooManyPhotographs


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseDraft:
    """One measure: what, by which unit, with whose help, by when; `measure` is what reports count."""

    text: str
    lead_id: UUID
    helping_ids: Sequence[UUID] = ()
    due_on: date | None = None
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReport:
    text: str = ""
    amount: Decimal | None = None
    is_done: bool = False
    photographs: Sequence[Sent] = ()


# In the draft.


@transaction.atomic
def put_clause(actor: Actor, *, directive_id: UUID, draft: ClauseDraft, number: int | None = None) -> Clause:
    """Add a clause at the end of a draft, or write the one of this number anew."""
    directive = access.draft_to_divide(actor, directive_id)
    if marking := classified_marking(f"{draft.text}\n{draft.measure}"):
        raise ClassifiedMarking(marking)
    charged = access.units_to_charge(actor, directive=directive, unit_ids=[draft.lead_id, *draft.helping_ids])
    clause = _clause(directive, number)
    clause.text, clause.measure, clause.due_on = draft.text.strip(), draft.measure.strip(), draft.due_on
    clause.save()
    clause.parts.all().delete()
    Part.objects.bulk_create(
        Part(
            operation_id=directive.operation_id,
            clause=clause,
            unit=unit,
            is_lead=unit.pk == draft.lead_id,
            due_on=draft.due_on,
        )
        for unit in charged
    )
    _record(actor, "directives.edited", directive, clause=clause.number)
    return clause


@transaction.atomic
def remove_clause(actor: Actor, *, directive_id: UUID, number: int) -> None:
    """Take a clause out of a draft; those behind it move up."""
    directive = access.draft_to_divide(actor, directive_id)
    removed, _ = Clause.objects.filter(directive=directive, number=number).delete()
    if not removed:
        raise NotFound
    Clause.objects.filter(directive=directive, number__gt=number).update(number=F("number") - 1)
    _record(actor, "directives.edited", directive, clause=number)


def _clause(directive: Directive, number: int | None) -> Clause:
    known = Clause.objects.filter(directive=directive)
    if number is None:
        return Clause(directive=directive, number=known.count() + 1)
    found = known.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


# In force.


@transaction.atomic
def delegate_clause(
    actor: Actor,
    *,
    clause_id: UUID,
    unit_id: UUID,
    receiver_ids: Sequence[UUID],
    due_on: date | None = None,
    instruction: str = "",
) -> int:
    """Hand a unit's part down to units below it; how many have it only now."""
    part = access.part_to(actor, "delegate", clause_id=clause_id, unit_id=unit_id)
    access.accepted_copy(part)
    receivers = access.units_to_hand_to(actor, part=part, unit_ids=receiver_ids)
    wanted = due_on or part.due_on
    if part.due_on is not None and not rules.is_within(due_on=wanted, of_giver=part.due_on):
        raise LaterThanGiver(part.due_on)
    if marking := classified_marking(instruction):
        raise ClassifiedMarking(marking)
    values = {
        "operation": part.operation_id,
        "clause": clause_id,
        "directive": part.clause.directive_id,
        "part": part.pk,
        "units": [unit.pk for unit in receivers],
        "due_on": wanted,
        "instruction": instruction.strip(),
        "day": _day(actor, part),
    }
    ((count,),) = fetch(statement("directives", "hand_down_part"), values)
    if count:
        _record_part(actor, "directives.clause_delegated", part, count=count)
    return int(count)


@transaction.atomic
def name_keeper(actor: Actor, *, clause_id: UUID, unit_id: UUID, person_id: UUID) -> Part:
    """Who in the unit sees to its part: somebody on its roll or below."""
    part = access.part_to(actor, "keeper", clause_id=clause_id, unit_id=unit_id)
    person = people.person_to_see(actor, person_id)
    if not Membership.objects.filter(person=person, unit__path__within=[part.unit.path]).exists():
        raise NotFound
    part.keeper = person
    part.save(update_fields=["keeper"])
    _record_part(actor, "directives.keeper_named", part, person=person.pk)
    return part


@transaction.atomic
def report_on_clause(actor: Actor, *, clause_id: UUID, unit_id: UUID, report: ClauseReport) -> Report:
    """What the unit itself did; its latest amount is the one that counts."""
    if len(report.photographs) > rules.MOST_PHOTOGRAPHS:
        raise TooManyPhotographs(rules.MOST_PHOTOGRAPHS)
    pictures = [picture(sent) for sent in report.photographs]  # before any lock is held
    part = access.part_to(actor, "report", clause_id=clause_id, unit_id=unit_id)
    copy = access.accepted_copy(part)
    _move(actor, part, "finish" if report.is_done else "report", amount=report.amount)
    if copy.state in (DeliveryState.ACCEPTED, DeliveryState.RETURNED):
        copy.state, copy.day = DeliveryState.IN_PROGRESS, _day(actor, part)
        copy.save(update_fields=["state", "day"])
    written = _write_report(actor, part, copy.pk, report.text, report.amount)
    Photograph.objects.bulk_create(
        Photograph(report=written, content=one.content, width=one.width, height=one.height)
        for one in pictures
    )
    _record_part(actor, "directives.clause_reported", part)
    return written


@transaction.atomic
def confirm_clause(actor: Actor, *, clause_id: UUID, unit_id: UUID) -> Part:
    """The superior takes the report as it is; again changes nothing."""
    part = access.part_to(actor, "confirm", clause_id=clause_id, unit_id=unit_id)
    if part.state == PartState.CONFIRMED:
        return part
    _move(actor, part, "confirm")
    _record_part(actor, "directives.clause_confirmed", part)
    return part


@transaction.atomic
def return_clause(actor: Actor, *, clause_id: UUID, unit_id: UUID, reason: str) -> Report:
    """Back to the same writer, with a reason."""
    part = access.part_to(actor, "return", clause_id=clause_id, unit_id=unit_id)
    _move(actor, part, "return")
    copy = access.accepted_copy(part)
    written = _write_report(actor, part, copy.pk, reason, None)
    _record_part(actor, "directives.clause_returned", part)
    return written


def _move(actor: Actor, part: Part, verb: str, *, amount: Decimal | None = None) -> None:
    state = rules.next_state(part.state, verb)
    if state is None:
        raise PartNotNow(str(PartState(part.state).label))
    if state not in rules.FINISHED:
        part.done_at = None
    elif part.state not in rules.FINISHED:
        part.done_at = actor.now
    if amount is not None:
        part.amount = amount
    part.state, part.day = state, _day(actor, part)
    part.save(update_fields=["state", "day", "done_at", "amount"])


def _write_report(actor: Actor, part: Part, copy_id: UUID, text: str, amount: Decimal | None) -> Report:
    return Report.objects.create(
        delivery_id=copy_id,
        part=part,
        person_id=actor.person_id,
        at=actor.now,
        state=part.state,
        text=text.strip(),
        amount=amount,
    )


def _day(actor: Actor, part: Part) -> date:
    return local_day(actor.now, time_zone=part.clause.directive.operation.time_zone)


def _record_part(actor: Actor, event: str, part: Part, *, count: int = 1, **about: UUID | int) -> None:
    record(
        actor,
        event,
        part.clause.directive,
        operation_id=part.operation_id,
        unit_id=part.unit_id,
        count=count,
        clause=part.clause.number,
        **about,
    )


def _record(actor: Actor, event: str, directive: Directive, **about: int) -> None:
    record(
        actor,
        event,
        directive,
        operation_id=directive.operation_id,
        unit_id=directive.issuing_unit_id,
        **about,
    )
