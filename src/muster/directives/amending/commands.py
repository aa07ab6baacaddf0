"""Changing what was issued: a new version, and a new acceptance where it matters."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from muster.directives import access
from muster.directives.models import Directive, State, Version
from muster.directives.problems import ChangedMeanwhile, ClassifiedMarking, NothingChanged, NotNow
from muster.directives.rules import classified_marking
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.statements import execute, statement
from muster.operations.rules import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """`base` is the version that its author had before them; `is_material` asks units to accept anew."""

    base: int
    body: str
    note: str
    is_material: bool
    due_on: date | None = None


@transaction.atomic
def amend_directive(actor: Actor, *, directive_id: UUID, amendment: Amendment) -> Version:
    """A new version of what is in force. Who accepts at this moment waits, and then accepts the new one or is told."""
    directive = access.directive_to(actor, "issue", directive_id)
    if directive.state != State.ISSUED:
        raise NotNow(str(State(directive.state).label))
    latest = directive.versions.first()
    if latest is None or latest.number != amendment.base:
        raise ChangedMeanwhile(amendment.base)
    if marking := classified_marking(f"{amendment.body}\n{amendment.note}"):
        raise ClassifiedMarking(marking)
    body = amendment.body.replace("\r\n", "\n").strip()
    if (body, amendment.due_on) == (latest.body.replace("\r\n", "\n").strip(), directive.due_on):
        raise NothingChanged
    version = Version.objects.create(
        directive=directive,
        number=latest.number + 1,
        body=body,
        due_on=amendment.due_on,
        note=amendment.note.strip(),
        is_material=amendment.is_material,
        author_id=actor.person_id,
        written_at=actor.now,
    )
    directive.due_on = amendment.due_on
    directive.save(update_fields=["due_on"])
    asked = _ask_anew(actor, directive) if amendment.is_material else 0
    _record(actor, directive, version, asked)
    return version


def _ask_anew(actor: Actor, directive: Directive) -> int:
    day = local_day(actor.now, time_zone=directive.operation.time_zone)
    return execute(statement("directives", "ask_anew"), {"directive": directive.pk, "day": day})


def _record(actor: Actor, directive: Directive, version: Version, asked: int) -> None:
    record(
        actor,
        "directives.amended",
        directive,
        operation_id=directive.operation_id,
        unit_id=directive.issuing_unit_id,
        count=asked,
        version=version.number,
        material=version.is_material,
    )
