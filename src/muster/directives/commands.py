"""Every write of a directive's life: draft, review, sign, issue; accept, read, report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from muster.kernel.actor import Actor, lies_under
from muster.kernel.journal import record
from muster.kernel.problems import NotAllowed
from muster.kernel.statements import execute, fetch, statement
from muster.operations import access as operations
from muster.operations.models import Operation
from muster.operations.rules import local_day
from muster.units import access as units
from muster.units.models import Unit

from . import access, rules
from .models import Addressee, Delivery, DeliveryState, Directive, Part, Report, State, Told, Version
from .problems import (
    AcceptFirst,
    ChangedMeanwhile,
    ClassifiedMarking,
    NotNow,
    OutsideOperation,
    WrongPurpose,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What its author decides about a directive."""

    issuing_unit_id: UUID
    kind: str
    purpose: str
    series: str
    title: str
    body: str
    addressee_ids: Sequence[UUID]
    copied_to_ids: Sequence[UUID] = ()
    urgency: str = "routine"
    due_on: date | None = None
    legal_basis: str = ""
    signer: str = ""


# Until it is issued.


@transaction.atomic
def draft_directive(actor: Actor, *, operation_id: UUID, draft: Draft) -> Directive:
    """Begin a directive; only its author, and those who review or issue, see it until it is issued."""
    issuing_unit = units.unit_to(actor, "draft", draft.issuing_unit_id)
    operation = operations.open_operation(actor, operation_id)
    directive = Directive(operation=operation, author_id=actor.person_id, drafted_at=actor.now)
    _write(actor, directive, issuing_unit, draft)
    Version.objects.create(
        directive=directive,
        body=draft.body,
        due_on=draft.due_on,
        author_id=actor.person_id,
        written_at=actor.now,
    )
    record(actor, "directives.drafted", directive, operation_id=operation_id, unit_id=issuing_unit.pk)
    return directive


@transaction.atomic
def edit_draft(actor: Actor, *, directive_id: UUID, draft: Draft) -> Directive:
    directive = access.directive_to_edit(actor, directive_id)
    if directive.state != State.DRAFT:
        raise NotNow(_label(directive.state))
    _write(actor, directive, units.unit_to(actor, "draft", draft.issuing_unit_id), draft)
    Version.objects.filter(directive=directive, number=1).update(
        body=draft.body, due_on=draft.due_on, written_at=actor.now
    )
    _record(actor, "directives.edited", directive)
    return directive


@transaction.atomic
def submit_for_review(actor: Actor, *, directive_id: UUID) -> Directive:
    return _moved(actor, access.directive_to_edit(actor, directive_id), "submit", "directives.submitted")


@transaction.atomic
def sign_off(actor: Actor, *, directive_id: UUID) -> Directive:
    """Sign it, and take the next number of the unit's series in this year. A number is never used again."""
    directive = access.directive_to(actor, "issue", directive_id)
    if rules.has_happened(directive.state, "sign_off"):
        return directive
    year = _day(actor, directive.operation).year
    values = {"unit": directive.issuing_unit_id, "series": directive.series, "year": year}
    ((number,),) = fetch(statement("directives", "take_number"), values)
    _move(
        directive,
        "sign_off",
        number_year=year,
        number=number,
        signed_at=actor.now,
        signed_by_id=actor.person_id,
    )
    _record(actor, "directives.signed_off", directive)
    return directive


@transaction.atomic
def issue_directive(actor: Actor, *, directive_id: UUID) -> Directive:
    """Send it down: deliveries and receipts for everyone it addresses, at once. Issued twice is issued once."""
    units.tree_at_rest()
    directive = access.directive_to(actor, "issue", directive_id)
    if rules.has_happened(directive.state, "issue"):
        return directive
    access.units_to_address(actor, directive.issuing_unit, directive.main_unit_ids)  # the tree may have moved
    _move(directive, "issue", issued_at=actor.now)
    ((reached, members),) = fetch(
        statement("directives", "deliver"),
        {
            **_of(actor, directive),
            "not_addressed": list(rules.KINDS_OF_UNIT_NOT_ADDRESSED),
            "addresses_members": rules.KINDS[directive.kind].addresses_members,
            "asks_acceptance": directive.asks_acceptance,
            "is_voluntary": directive.is_voluntary,
        },
    )
    if directive.asks_acceptance:
        execute(statement("directives", "hand_out_clauses"), _of(actor, directive))
    _record(actor, "directives.issued", directive, count=reached, members=members)
    return directive


@transaction.atomic
def withdraw_directive(actor: Actor, *, directive_id: UUID, reason: str) -> Directive:
    """Nothing more is asked on it. Its number stays used, and what units did stays on record."""
    directive = access.directive_to(actor, "issue", directive_id)
    if rules.has_happened(directive.state, "withdraw"):
        return directive
    _move(directive, "withdraw", ended_at=actor.now, withdrawn_because=reason)
    count = Delivery.objects.filter(directive=directive).update(
        is_in_force=False, day=_day(actor, directive.operation)
    )
    Part.objects.filter(clause__directive=directive).update(is_in_force=False)
    _record(actor, "directives.withdrawn", directive, count=count)
    return directive


@transaction.atomic
def close_directive(actor: Actor, *, directive_id: UUID) -> Directive:
    return _moved(
        actor,
        access.directive_to(actor, "issue", directive_id),
        "close",
        "directives.closed",
        ended_at=actor.now,
    )


# What units do with it.


@transaction.atomic
def accept_directive(
    actor: Actor,
    *,
    directive_id: UUID,
    unit_ids: Sequence[UUID],
    local_detail: str = "",
    version: int | None = None,
) -> int:
    """Accept for these units; how many accepted only now. Again changes nothing, and keeps the first acceptance.

    `version` is the one that was read: nobody accepts what replaced it meanwhile.
    """
    directive = access.directive_to_act_on(actor, directive_id)
    if version is not None and directive.versions.filter(is_material=True, number__gt=version).exists():
        raise ChangedMeanwhile(version)
    deliveries = access.deliveries_to(actor, "accept", directive=directive, unit_ids=unit_ids)
    values = {"directive": directive_id, "local_detail": local_detail.strip()}
    count = execute(statement("directives", "accept"), _on(actor, directive, "accept", deliveries) | values)
    if count:
        _record(actor, "directives.accepted", directive, unit_ids=unit_ids, count=count)
    return count


@transaction.atomic
def add_local_detail(actor: Actor, *, directive_id: UUID, unit_id: UUID, text: str) -> Delivery:
    """What this level adds; kept apart from the original and shown with it to every unit below."""
    directive = access.directive_to_act_on(actor, directive_id)
    delivery = access.delivery_to(actor, "accept", directive=directive, unit_id=unit_id)
    if delivery.accepted_at is None:
        raise AcceptFirst(1)
    delivery.local_detail = text.strip()
    delivery.save(update_fields=["local_detail"])
    _record(actor, "directives.local_detail_added", directive, unit_ids=[unit_id])
    return delivery


@transaction.atomic
def report_progress(actor: Actor, *, directive_id: UUID, unit_id: UUID, text: str) -> Report:
    directive = access.directive_to_act_on(actor, directive_id)
    delivery = access.delivery_to(actor, "accept", directive=directive, unit_id=unit_id)
    if delivery.state == DeliveryState.DELIVERED:
        raise AcceptFirst(1)
    report = _set_delivery(actor, directive, delivery, "report", text)
    _record(actor, "directives.reported", directive, unit_ids=[unit_id])
    return report


@transaction.atomic
def mark_done(actor: Actor, *, directive_id: UUID, unit_ids: Sequence[UUID], text: str = "") -> int:
    """Done at these units; how many became so only now."""
    directive = access.directive_to_act_on(actor, directive_id)
    deliveries = access.deliveries_to(actor, "accept", directive=directive, unit_ids=unit_ids)
    count = execute(
        statement("directives", "finish"),
        _on(actor, directive, "finish", deliveries) | {"text": text.strip()},
    )
    if unaccepted := Delivery.objects.filter(pk__in=deliveries, accepted_at=None).count():
        raise AcceptFirst(unaccepted)
    if count:
        _record(actor, "directives.done", directive, unit_ids=unit_ids, count=count)
    return count


@transaction.atomic
def return_report(actor: Actor, *, directive_id: UUID, unit_id: UUID, reason: str) -> Report:
    """What was said to be done goes back to the same writer, with a reason."""
    directive = access.directive_to_act_on(actor, directive_id)
    delivery = access.delivery_to(actor, "review", directive=directive, unit_id=unit_id)
    report = _set_delivery(actor, directive, delivery, "return", reason)
    _record(actor, "directives.report_returned", directive, unit_ids=[unit_id])
    return report


# What members do with it.


@transaction.atomic
def mark_read(actor: Actor, *, directive_id: UUID) -> bool:
    """Read by oneself; whether it was the first time."""
    receipt = access.own_receipt(actor, directive_id)
    return bool(_read(actor, directive_id, receipt.operation, [receipt.person_id]))


@transaction.atomic
def pass_on_readings(actor: Actor, *, directive_id: UUID, person_ids: Sequence[UUID]) -> int:
    """What these members said on their phones that they read; only a system brings it, never another person."""
    if not actor.system:
        raise NotAllowed("read")
    directive = access.directive_to_see(actor, directive_id)
    return _read(actor, directive_id, directive.operation, person_ids)


@transaction.atomic
def mark_told(actor: Actor, *, directive_id: UUID, person_ids: Sequence[UUID], how: Told) -> int:
    """Members without a smartphone were told by their unit; apart from reading, and never for what is voluntary."""
    directive = access.directive_counted(actor, directive_id)
    receipts = access.receipts_to_tell(actor, directive=directive, person_ids=person_ids)
    values = {"receipts": receipts, "now": actor.now, "how": how, "person": actor.person_id}
    count = execute(statement("directives", "tell"), values)
    if count:
        _record(actor, "directives.told", directive, count=count)
    return count


def _read(actor: Actor, directive_id: UUID, operation: Operation, person_ids: Sequence[UUID]) -> int:
    values = {
        "directive": directive_id,
        "persons": list(person_ids),
        "now": actor.now,
        "day": _day(actor, operation),
    }
    count = execute(statement("directives", "read"), values)
    if count:
        record(actor, "directives.read", operation_id=operation.pk, count=count, directive=directive_id)
    return count


def _write(actor: Actor, directive: Directive, issuing_unit: Unit, draft: Draft) -> None:
    """Check what the author wants, and put it on the directive and its addressees."""
    if not rules.is_purpose_for(kind=draft.kind, purpose=draft.purpose):
        raise WrongPurpose
    if marking := rules.classified_marking(f"{draft.title}\n{draft.body}"):
        raise ClassifiedMarking(marking)
    if not lies_under(issuing_unit.path, directive.operation.unit.path):
        raise OutsideOperation(issuing_unit.name)
    main = access.units_to_address(actor, issuing_unit, draft.addressee_ids)
    copied = [units.unit_to_see(actor, unit_id) for unit_id in draft.copied_to_ids]
    for name in ("kind", "purpose", "series", "title", "urgency", "due_on", "legal_basis", "signer"):
        setattr(directive, name, getattr(draft, name))
    directive.issuing_unit = issuing_unit
    directive.save()
    directive.addressees.all().delete()
    chosen = dict.fromkeys(copied, True) | dict.fromkeys(main, False)  # one that is both is a main addressee
    Addressee.objects.bulk_create(
        Addressee(directive=directive, unit=unit, is_copy=copy) for unit, copy in chosen.items()
    )


def _move(directive: Directive, verb: str, **changes: object) -> None:
    state = rules.next_state(directive.state, verb)
    if state is None:
        raise NotNow(_label(directive.state))
    for name, value in {"state": state, **changes}.items():
        setattr(directive, name, value)
    directive.save(update_fields=["state", *changes])


def _moved(actor: Actor, directive: Directive, verb: str, event: str, **changes: object) -> Directive:
    """Move it and write that down; a second click finds it moved and changes nothing."""
    if not rules.has_happened(directive.state, verb):
        _move(directive, verb, **changes)
        _record(actor, event, directive)
    return directive


def _set_delivery(actor: Actor, directive: Directive, delivery: Delivery, verb: str, text: str) -> Report:
    """Move one locked delivery, with a report that says so."""
    if delivery.state not in rules.states_before(verb):
        raise NotNow(str(DeliveryState(delivery.state).label))
    delivery.state, delivery.done_at, delivery.day = (
        rules.state_after(verb),
        None,
        _day(actor, directive.operation),
    )
    delivery.save(update_fields=["state", "done_at", "day"])
    return Report.objects.create(
        delivery=delivery, person_id=actor.person_id, at=actor.now, state=delivery.state, text=text.strip()
    )


def _of(actor: Actor, directive: Directive) -> dict[str, object]:
    return {
        "operation": directive.operation_id,
        "directive": directive.pk,
        "day": _day(actor, directive.operation),
    }


def _on(actor: Actor, directive: Directive, verb: str, deliveries: list[UUID]) -> dict[str, object]:
    """The values that the statements on deliveries share."""
    return {
        "deliveries": deliveries,
        "before": rules.states_before(verb),
        "after": rules.state_after(verb),
        "person": actor.person_id,
        "now": actor.now,
        "day": _day(actor, directive.operation),
    }


def _record(
    actor: Actor,
    event: str,
    directive: Directive,
    *,
    unit_ids: Sequence[UUID] = (),
    count: int = 1,
    members: int | None = None,
) -> None:
    """One unit is named; of many, how many."""
    unit_id = unit_ids[0] if len(unit_ids) == 1 else None
    about = {} if members is None else {"members": members}
    record(
        actor,
        event,
        directive,
        operation_id=directive.operation_id,
        unit_id=unit_id or directive.issuing_unit_id,
        count=count,
        **about,
    )


def _day(actor: Actor, operation: Operation) -> date:
    return local_day(actor.now, time_zone=operation.time_zone)


def _label(state: str) -> str:
    return str(State(state).label)
