"""Showing what is masked; counting the register."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from muster.kernel import crypto
from muster.kernel.actor import Actor
from muster.kernel.commands import start_job
from muster.kernel.jobs import Progress, silent
from muster.kernel.journal import record
from muster.kernel.models import Job
from muster.kernel.personal import Purpose
from muster.kernel.statements import execute, fetch
from muster.people import queries as people
from muster.people.models import Person
from muster.places import queries as places

from . import access, held, rules, statements
from .models import Tally, Unmasking
from .problems import LookedTooOften, NothingHeld, NotThisPurpose
from .registry import of_key, register


@transaction.atomic
def unmask(actor: Actor, *, person_id: UUID, key: str, purpose: str, words: str = "") -> str:
    """One field of one person in clear. That it was shown, to whom and why, is written down first."""
    line = access.line_of_person(key)
    person = access.person_to_unmask(actor, person_id, line)
    value = READERS[key](person)
    if not value:
        raise NothingHeld
    unit = people.unit_of_roll(person_id=person.pk, now=actor.now)
    shown = note_unmasking(
        actor,
        key=key,
        subject_id=person.pk,
        person_id=person.pk,
        unit_id=unit,
        purpose=purpose,
        words=words,
    )
    record(actor, "privacy.unmasked", shown, unit_id=unit, person=person.pk, field=key, purpose=purpose)
    return value


@transaction.atomic
def note_unmasking(
    actor: Actor,
    *,
    key: str,
    subject_id: UUID,
    purpose: str,
    unit_id: UUID | None,
    person_id: UUID | None = None,
    words: str = "",
    count: int = 1,
) -> Unmasking:
    """Write down that something of the register is shown in clear, if the purpose and the limits allow. The caller has checked
    the power, and journals it.
    """
    line = of_key(key)
    if line is None or line.clear is None or purpose not in line.clear.purposes:
        raise NotThisPurpose
    _require_within_limits(actor)
    (sealed,) = crypto.seal([words.strip()])
    return Unmasking.objects.create(
        viewer_id=actor.person_id,
        field=key,
        person_id=person_id,
        subject_id=subject_id,
        unit_id=unit_id,
        purpose=purpose,
        words=sealed,
        count=count,
        at=actor.now,
    )


@transaction.atomic
def start_count(actor: Actor) -> Job:
    """Count the whole register, as a job."""
    access.require_register(actor)
    return start_job(actor, name="privacy.count_register")


@transaction.atomic
def count_register(actor: Actor, *, progress: Progress = silent) -> dict[str, Any]:
    """What each line holds, and what of it is due."""
    day, lines = timezone.localdate(actor.now), register()
    for done, line in enumerate(lines):
        ((held, due, first_due),) = fetch(statements.counts(line), {"day": day})
        Tally.objects.update_or_create(
            key=line.key,
            defaults={"held": held, "due": due, "first_due": first_due, "counted_at": actor.now},
        )
        progress("count", done + 1, len(lines))
    record(actor, "privacy.register_counted", count=len(lines))
    return {"lines": len(lines)}


@transaction.atomic
def apply_retention(actor: Actor, *, dry_run: bool = False) -> dict[str, int]:
    """Empty or delete whatever the register says is over: how many rows of each line. A dry run takes it back."""
    day = timezone.localdate(actor.now)
    counts: dict[str, int] = {}
    for line in register():
        if line.kept is not None and (count := execute(statements.over(line), {"day": day})):
            counts[line.key] = count
            record(actor, "privacy.data_expired", count=count, line=line.key)
    if dry_run:
        transaction.set_rollback(True)
    return counts


@transaction.atomic
def tell_subject(actor: Actor, *, person_id: UUID) -> list[held.Holding]:
    """Everything that is held of one person, in clear: for themselves, or whoever answers their request."""
    person = access.person_to_tell(actor, person_id)
    unit = people.unit_of_roll(person_id=person.pk, now=actor.now)
    if person.pk != actor.person_id:
        for key in READERS:
            note_unmasking(
                actor,
                key=key,
                subject_id=person.pk,
                person_id=person.pk,
                unit_id=unit,
                purpose=Purpose.REQUEST,
            )
    record(actor, "privacy.subject_told", unit_id=unit, person=person.pk)
    return held.of_person(person_id=person.pk, in_clear=True)


@transaction.atomic
def erase(actor: Actor, *, person_id: UUID) -> int:
    """At a person's request: empty or delete whatever need not stay; how many rows. What stays says why, in the register."""
    person = access.person_to_erase(actor, person_id)
    unit = people.unit_of_roll(person_id=person.pk, now=actor.now)
    lines = [line for line in register() if line.person]
    count = sum(execute(statements.erased(line), {"person": person.pk}) for line in lines)
    record(actor, "privacy.erased", unit_id=unit, person=person.pk, count=max(1, count))
    return count


def _require_within_limits(actor: Actor) -> None:
    """One look after the other: two at once would each see room for itself."""
    if actor.person_id is None:
        return
    execute("SELECT pg_advisory_xact_lock(hashtext('muster.unmask'), hashtext(%s))", [str(actor.person_id)])
    counts = tuple(
        Unmasking.objects.filter(viewer=actor.person_id, at__gt=actor.now - span).count()
        for span, _most in rules.LIMITS
    )
    if not rules.is_within(counts):
        raise LookedTooOften


def _unsealed(column: str) -> Callable[[Person], str]:
    def read(person: Person) -> str:
        (value,) = crypto.unsealed([getattr(person, column)])
        return value

    return read


def _home(person: Person) -> str:
    return places.address(home_id=person.home_id) if person.home_id else ""


READERS: dict[str, Callable[[Person], str]] = {
    "people.id_number": _unsealed("id_number"),
    "people.phone": _unsealed("phone"),
    "people.home": _home,
}
