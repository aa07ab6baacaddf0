"""Every write to persons, their rolls, accounts and roles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from muster.kernel import crypto
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.problems import BadRequest, constraint_means
from muster.kernel.statements import Written, copy_rows, execute, fetch, learn, statement
from muster.units import access as units
from muster.units import queries as unit_queries

from . import access
from .models import Account, Deputy, DualReport, Person, PersonSkill, Role
from .problems import (
    AccountClosed,
    DeputyCircle,
    DeputyHeld,
    NameTaken,
    NotASpan,
    NumberNotConfirmed,
    OtherNumber,
    OutsideYourMembers,
    RoleHeld,
)
from .rules import LONGEST_ABSENCE, LONGEST_CHAIN, is_span

STAGED = (
    *("name", "pinyin", "sex", "id_number", "id_number_index", "phone", "phone_index"),
    *("unit_id", "kind", "office", "home_id", "skills", "is_available", "is_spared"),
)
OUTSIDE = """
SELECT count(*) FROM (
    SELECT unit_id FROM people_incoming
    UNION ALL
    SELECT roll.unit_id FROM people_incoming row JOIN people_person person ON person.id_number_index = row.id_number_index
    JOIN people_membership roll ON roll.person_id = person.id AND roll.during @> %(day)s::date
) AS touched JOIN units_unit unit ON unit.id = touched.unit_id
WHERE NOT unit.path <@ ANY(%(paths)s::ltree[])
"""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as they come in, with the unit that holds their roll. Numbers are plain here and sealed at once."""

    name: str
    pinyin: str
    sex: str
    id_number: str
    phone: str | None
    unit_id: UUID
    kind: str
    office: str
    home_id: UUID | None
    skills: tuple[str, ...]
    is_available: bool
    is_spared: bool


@transaction.atomic
def put_people(actor: Actor, *, rows: Sequence[PersonRow], day: date) -> Written:
    """Create and change persons, rolls and skills in bulk, each person known by identity number.

    A roll that lies in another unit already is left there: moving it is a transfer, not an import.
    """
    units.tree_at_rest()
    execute(statement("people", "stage"))
    execute("TRUNCATE people_incoming")
    copy_rows("people_incoming", STAGED, _sealed(rows))
    execute("ANALYZE people_incoming")
    ((outside,),) = fetch(OUTSIDE, {"day": day, "paths": list(actor.paths("import"))})
    if outside:
        raise OutsideYourMembers(outside)
    ((created, changed),) = fetch(statement("people", "put"), {"day": day})
    learn("people_person", "people_membership", "people_personskill", written=created + changed)
    if created or changed:
        record(actor, "people.put", count=created + changed, created=created, changed=changed)
    return Written(created=created, changed=changed)


@transaction.atomic
def add_person(actor: Actor, *, name: str) -> Person:
    """Somebody who is on no roll, under a name that may be read by those they serve with. Nothing else is kept here."""
    person = Person.objects.create(name=name)
    record(actor, "people.added", person)
    return person


@transaction.atomic
def add_skill(actor: Actor, *, person_id: UUID, skill: str) -> None:
    """What a person was shown to be able to do; plans count on it from now on."""
    person = access.person_to_see(actor, person_id)
    PersonSkill.objects.get_or_create(person=person, skill_id=skill)
    record(actor, "people.skill_added", person, skill=skill)


@transaction.atomic
def report_residents(actor: Actor, *, unit_id: UUID) -> int:
    """Members of other units who live in the areas for which this unit answers report to it as well; how many more do now.

    Only those on whose rolls the actor may read; who reports somewhere else already goes on doing so.
    """
    units.tree_at_rest()
    unit = units.standing_unit_to(actor, "import", unit_id)
    units.require(actor, "see_people", unit)
    values = {
        "unit": unit.pk,
        "path": unit.path,
        "day": timezone.localdate(actor.now),
        "paths": list(actor.paths("see_people")),
    }
    count = execute(statement("people", "report_residents"), values)
    if count:
        record(actor, "people.residents_reported", unit, unit_id=unit.pk, count=count)
    return count


@transaction.atomic
def end_dual_report(actor: Actor, *, person_id: UUID) -> bool:
    """The person reports at their own unit alone from today on; whether they did elsewhere."""
    access.person_to_see(actor, person_id)
    today = timezone.localdate(actor.now)
    held = DualReport.objects.filter(
        person=person_id, during__contains=today, unit__path__within=actor.paths("import")
    ).first()
    if held is None:
        return False
    if held.during.lower == today:
        held.delete()
    else:
        held.during = (held.during.lower, today)
        held.save(update_fields=["during"])
    record(actor, "people.dual_report_ended", unit_id=held.unit_id, person=person_id)
    return True


@transaction.atomic
def open_account(actor: Actor, *, person_id: UUID, username: str, password: str) -> Account:
    """Give a person a log-in."""
    person = access.person_to(actor, "grant", person_id)
    return choose_password(actor, person_id=person.pk, username=username, password=password)


@transaction.atomic
def account_by_phone(actor: Actor, *, phone_index: bytes) -> Account:
    """The log-in of whoever has this number, made when they first come. The caller has confirmed the phone.

    Numbers come in with rolls, so whoever brings rolls in could put their own beside a chief's name: it opens nothing with powers
    until its holder has confirmed it, by an invitation or when logged in with a password.
    """
    person_id = access.holder_of_phone(actor, phone_index)
    if access.has_powers(actor, person_id) and not access.has_confirmed(person_id, phone_index):
        raise NumberNotConfirmed
    account = account_of(actor, person_id=person_id)
    _confirm_number(account, phone_index)
    return account


@transaction.atomic
def confirm_number(actor: Actor, *, phone_index: bytes) -> None:
    """The number on one's roll opens one's log-in from now on. The caller has confirmed the phone."""
    person_id = access.oneself(actor)
    if not Person.objects.filter(pk=person_id, phone_index=phone_index).exists():
        raise OtherNumber
    _confirm_number(Account.objects.get(person=person_id), phone_index)
    record(actor, "people.number_confirmed", person=person_id)


@transaction.atomic
def account_of(actor: Actor, *, person_id: UUID) -> Account:
    """The log-in of a person who has shown who they are, without a password if it is new."""
    account, is_new = Account.objects.get_or_create(
        person_id=person_id, defaults={"username": person_id.hex, "password": make_password(None)}
    )
    if not account.is_active:
        raise AccountClosed
    if is_new:
        record(actor, "people.account_opened", account, person=person_id)
    return account


@transaction.atomic
def choose_password(actor: Actor, *, person_id: UUID, username: str, password: str) -> Account:
    """The first log-in of a person who has shown who they are, under a name and a password of their own."""
    account = Account(username=username, person_id=person_id)
    account.set_password(password)
    with constraint_means("people_account_username_once", NameTaken(username)):
        account.save(force_insert=True)
    record(actor, "people.account_opened", account, person=person_id)
    return account


@transaction.atomic
def set_phone(actor: Actor, *, account: Account, phone: str) -> None:
    """The number that a person has shown to be theirs: it opens their log-in."""
    (sealed,), (index,) = crypto.seal([phone]), crypto.blind_index([phone])
    person_id = account.person_id
    _confirm_number(account, index)
    if Person.objects.filter(pk=person_id).exclude(phone_index=index).update(phone=sealed, phone_index=index):
        record(actor, "people.phone_set", person=person_id)


@transaction.atomic
def choose_language(actor: Actor, *, language: str) -> None:
    """The language that the console speaks to this person from the next log-in on."""
    person_id = access.oneself(actor)
    if language not in dict(settings.LANGUAGES):
        raise BadRequest(language)
    Account.objects.filter(person_id=person_id).update(language=language)
    record(actor, "people.language_chosen", language=language)


@transaction.atomic
def give_role(
    actor: Actor, *, person_id: UUID, unit_id: UUID, name: str, since: date, until: date | None = None
) -> Role:
    """Give a role on a unit and all below it, from one day until before another. Only the operator gives one for good."""
    unit = units.unit_to(actor, "grant", unit_id)
    person = access.person_to_see(actor, person_id)
    access.require_may_give(actor, person=person, unit=unit, name=name, since=since, until=until)
    with constraint_means("people_role_once", RoleHeld()):
        role = Role.objects.create(
            person=person,
            unit=unit,
            name=name,
            during=(since, until),
            given_by_id=actor.person_id,
            given_at=actor.now,
        )
    record(actor, "people.role_given", role, unit_id=unit.pk, person=person.pk, role=name)
    return role


@transaction.atomic
def give_first_role(
    actor: Actor, *, username: str, password: str, person_name: str, unit_code: str, role: str, since: date
) -> Role:
    """Give someone on the roll a log-in and a role at once: how the first chief gets in."""
    person = access.person_by_name(actor, person_name)
    unit = unit_queries.unit_by_code(actor, code=unit_code)
    open_account(actor, person_id=person.pk, username=username, password=password)
    return give_role(actor, person_id=person.pk, unit_id=unit.pk, name=role, since=since)


@transaction.atomic
def end_role(actor: Actor, *, role_id: UUID, day: date) -> Role:
    """The role ends before `day`; one that would begin later never does."""
    role = access.role_to_end(actor, role_id)
    if role.during.lower >= day:
        role.delete()
    else:
        Role.objects.filter(pk=role.pk).update(during=(role.during.lower, day))
    record(actor, "people.role_ended", role, unit_id=role.unit_id, person=role.person_id, role=role.name)
    return role


@transaction.atomic
def name_deputy(
    actor: Actor, *, deputy_id: UUID, since: date, until: date, person_id: UUID | None = None
) -> Deputy:
    """Whoever is away (oneself, if nobody is named) is represented until before a day: powers and messages move for the span."""
    away = access.person_to_represent(actor, person_id or access.oneself(actor))
    deputy = access.person_to_see(actor, deputy_id)
    if not is_span(since, until, today=timezone.localdate(actor.now)):
        raise NotASpan(LONGEST_ABSENCE.days)
    execute("SELECT pg_advisory_xact_lock(hashtext('muster.deputies'))")  # two who name each other at once
    values = {"deputy": deputy.pk, "since": since, "until": until, "longest": LONGEST_CHAIN}
    if (away,) in fetch(statement("people", "chain_of_deputies"), values):
        raise DeputyCircle
    with constraint_means("people_deputy_one_at_a_time", DeputyHeld()):
        named = Deputy.objects.create(
            person_id=away, deputy=deputy, during=(since, until), named_at=actor.now
        )
    record(actor, "people.deputy_named", named, person=away, deputy=deputy.pk)
    return named


@transaction.atomic
def end_deputy(actor: Actor, *, deputy_id: UUID) -> None:
    """Back already: powers return at once. A span that would begin later never does."""
    span = access.deputy_to_end(actor, deputy_id)
    today = timezone.localdate(actor.now)
    if span.during.lower >= today:
        span.delete()
    elif span.during.upper > today:
        Deputy.objects.filter(pk=span.pk).update(during=(span.during.lower, today))
    record(actor, "people.deputy_ended", span, person=span.person_id, deputy=span.deputy_id)


def _confirm_number(account: Account, phone_index: bytes | None) -> None:
    if account.phone_index != phone_index:
        account.phone_index = phone_index
        account.save(update_fields=["phone_index"])


def _sealed(rows: Sequence[PersonRow]) -> Iterator[tuple[object, ...]]:
    id_numbers, phones = [row.id_number for row in rows], [row.phone for row in rows]
    numbers = zip(
        crypto.seal(id_numbers),
        crypto.blind_index(id_numbers),
        crypto.seal(phones),
        crypto.blind_index(phones),
        strict=True,
    )
    for row, sealed in zip(rows, numbers, strict=True):
        roll = (
            row.unit_id,
            row.kind,
            row.office,
            row.home_id,
            list(row.skills),
            row.is_available,
            row.is_spared,
        )
        yield (row.name, row.pinyin, row.sex, *sealed, *roll)
