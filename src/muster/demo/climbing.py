"""An urgent notice to one township whose ladder climbs until the answer, and a muster call there. Nothing leaves the machine."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from muster.directives import commands as directives
from muster.directives.models import Delivery
from muster.messages import commands as messages
from muster.messages.climbs import commands as climbs
from muster.messages.models import Climb, Message
from muster.operations.models import Operation
from muster.operations.musters import commands as musters
from muster.operations.musters.models import Asked, MusterState
from muster.operations.musters.rules import Wanted
from muster.operations.musters.tokens import token_of
from muster.people.models import Role
from muster.units.models import Level, Unit

from . import texts
from .cast import Cast, director
from .files import Manifest
from .issuing import issue

Report = Callable[[str, float], None]
LATE = 5  # units, every one with an invented name; the last of them never answer
ANSWERS = ("now", "in_15", "in_15", "no", "in_30", "now", "no", "in_60", "now")


def remind_and_muster(operation: Operation, players: Cast, manifest: Manifest, report: Report) -> str:
    """Yesterday: in by nine, and by three the unit above has heard; then who can come tonight?"""
    nine = datetime.combine(
        timezone.localdate() - timedelta(days=1), time(9), timezone.get_current_timezone()
    )
    township = _township(players, manifest)
    directive_id = _issue(operation, players, township, nine)
    late = _answer_in_time(directive_id, manifest, nine)
    report("climb", 0.3)
    _climb(directive_id, late, nine)
    report("muster", 0.7)
    coming = _muster(operation, players, township, nine + timedelta(hours=8))
    sent = Message.objects.filter(subject_id=directive_id, state="sent").count()
    return f"{sent} reminders climbed and stopped at each answer; {coming} come to a muster call (nothing was sent)"


def _township(players: Cast, manifest: Manifest) -> Unit:
    """The officer's, or, where all names there are real ones, the first with enough that are invented."""
    own = Role.objects.get(person=players.accounts["officer"].person_id).unit
    others = Unit.objects.filter(level=Level.TOWNSHIP, ended_on=None).order_by("code")
    invented = Unit.objects.filter(code__in=manifest.silent_candidates)
    found = (
        one for one in (own, *others) if invented.filter(path__within=[one.path])[: LATE + 1].count() > LATE
    )
    return next(found, own)


def _issue(operation: Operation, players: Cast, township: Unit, at: datetime) -> UUID:
    draft = directives.Draft(
        issuing_unit_id=players.top.pk,
        kind=texts.URGENT.kind,
        purpose=texts.URGENT.purpose,
        series=texts.SERIES,
        title=texts.URGENT.title,
        body=texts.URGENT.body,
        addressee_ids=[township.pk],
        urgency="urgent",
        due_on=timezone.localdate(at),
    )
    return issue(players.act("chief", now=at), operation, draft)


def _answer_in_time(directive_id: UUID, manifest: Manifest, at: datetime) -> list[UUID]:
    """Nearly all accept within the hour; which do not."""
    got = Delivery.objects.filter(directive_id=directive_id).order_by("unit__code")
    invented = got.filter(unit__code__in=manifest.silent_candidates)
    late = list(invented.values_list("unit_id", flat=True)[:LATE])
    prompt = list(got.exclude(unit__in=late).values_list("unit_id", flat=True))
    climbs.climb_ladders(director(at))
    soon = director(at + timedelta(minutes=40))
    directives.accept_directive(soon, directive_id=directive_id, unit_ids=prompt)
    return late


def _climb(directive_id: UUID, late: list[UUID], nine: datetime) -> None:
    """A message after an hour, calls after three, deputies after four, the unit above after six; one answers after each."""
    for hours, answers in ((1, late[:1]), (3, late[1:2]), (4, late[2:3]), (6, [])):
        at = nine + timedelta(hours=hours)
        climbs.climb_ladders(director(at))
        _deliver(at)
        after = director(at + timedelta(minutes=20))
        if hours == 3 and late:  # noqa: PLR2004 - the phone list
            climb_id = Climb.objects.get(subject_id=directive_id).pk
            for unit_id, is_reached in zip(late[1:3], (True, False), strict=False):
                climbs.note_call(after, climb_id=climb_id, unit_id=unit_id, is_reached=is_reached)
        if answers:
            directives.accept_directive(after, directive_id=directive_id, unit_ids=answers)


def _deliver(at: datetime) -> None:
    messages.deliver(director(at), channel="sms", clock=lambda: at)


def _muster(operation: Operation, players: Cast, township: Unit, at: datetime) -> int:
    """Eight are asked, and ten minutes later eight more, until six come."""
    wanted = Wanted(title="今晚卸防护物资", place=f"{township.name}仓库", needed=6, first=8, minutes=10)
    chief = players.act("chief", now=at)
    call = musters.open_muster(chief, operation_id=operation.pk, unit_id=township.pk, wanted=wanted)
    for wave in range(2):
        now = at + timedelta(minutes=10 * wave)
        musters.next_waves(director(now))
        _deliver(now)
        asked = Asked.objects.filter(call=call, answer="").order_by("pk")
        for place, one in enumerate(asked[: len(ANSWERS)]):
            call.refresh_from_db()
            if call.state != MusterState.ASKING:
                break
            musters.answer(
                director(now + timedelta(minutes=1 + place)),
                token=token_of(one.pk),
                reply=ANSWERS[place],
                is_on_site=True,
            )
    return Asked.objects.filter(call=call, arrives_at__isnull=False, is_spare=False).count()
