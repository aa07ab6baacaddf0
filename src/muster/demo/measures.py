"""The demo's ten measures: divided among units, handed down, reported on by day and by clause, amended once."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from muster.directives import commands as directives
from muster.directives.amending.commands import Amendment, amend_directive
from muster.directives.clauses import commands as clauses
from muster.directives.explaining.commands import explain
from muster.directives.models import Clause, Delivery, Directive, Part
from muster.directives.rounds.commands import report_day, report_zero, set_rhythm
from muster.directives.rounds.rules import USUAL
from muster.operations.models import Operation
from muster.units.models import Level, Unit

from . import texts
from .cast import Cast, director
from .issuing import sign_and_issue

HELPERS = 2
MOST_REPORTS = 60
SHARE_THAT_ACCEPTS = 2, 3


def issue_measures(operation: Operation, players: Cast) -> Directive:
    """Drafted with its clauses, signed, issued; led by the units right below the top, each helped by the next two."""
    began = players.began_at + timedelta(hours=26)
    chief = players.act("chief", now=began)
    draft = directives.Draft(
        issuing_unit_id=players.top.pk,
        kind="division_of_labour",
        purpose="for_action",
        urgency="urgent",
        series=texts.SERIES,
        title=texts.MEASURES_TITLE,
        body=texts.MEASURES_BODY,
        legal_basis=texts.MEASURES_BASIS,
        addressee_ids=[players.top.pk],
        due_on=timezone.localdate(began) + timedelta(days=9),
    )
    directive = directives.draft_directive(chief, operation_id=operation.pk, draft=draft)
    leads = _leads(players.top)
    for number, (text, measure) in enumerate(texts.MEASURES):
        helping = [leads[(number + step) % len(leads)].pk for step in range(1, HELPERS + 1)]
        clause = clauses.ClauseDraft(
            text=text,
            lead_id=leads[number % len(leads)].pk,
            helping_ids=helping,
            due_on=timezone.localdate(began) + timedelta(days=1 + number),
            measure=measure,
        )
        clauses.put_clause(chief, directive_id=directive.pk, draft=clause)
    return sign_and_issue(chief, directive)


def answer(directive: Directive, players: Cast) -> tuple[int, int]:
    """Two thirds accept; leads hand their clauses down, and some report. How many accepted, how many reports came."""
    copies = Delivery.objects.filter(directive=directive).order_by("unit__path__depth", "unit__code")
    unit_ids = list(copies.values_list("unit_id", flat=True))
    with_part = set(Part.objects.filter(clause__directive=directive).values_list("unit_id", flat=True))
    kept, of = SHARE_THAT_ACCEPTS
    accepting = [unit for place, unit in enumerate(unit_ids) if unit in with_part or place % of < kept]
    acting = director(players.began_at + timedelta(hours=30))
    accepted = directives.accept_directive(acting, directive_id=directive.pk, unit_ids=accepting)
    reports = 0
    for part in Part.objects.filter(clause__directive=directive, is_lead=True).select_related("unit"):
        reports += _work(part, set(accepting))
    return accepted, reports


def amend(directive: Directive, players: Cast) -> None:
    """A note of a telephone number: everybody sees the difference, nobody is asked again."""
    change = Amendment(
        base=1,
        body=texts.MEASURES_BODY.replace(*texts.MEASURES_CHANGE),
        note=texts.MEASURES_NOTE,
        is_material=False,
        due_on=directive.due_on,
    )
    chief = players.act("chief", now=players.began_at + timedelta(hours=34))
    amend_directive(chief, directive_id=directive.pk, amendment=change)
    explain(chief, directive_id=directive.pk, **texts.FOR_RESIDENTS)


def report_today(directive: Directive, players: Cast) -> int:
    """A daily report is asked for; the townships send theirs, every third a zero. How many came."""
    chief = players.act("chief")
    set_rhythm(chief, directive_id=directive.pk, items=texts.DAILY, cut_offs=USUAL)
    townships = Delivery.objects.filter(
        directive=directive, unit__level__in=[Level.TOWNSHIP, Level.VILLAGE]
    ).order_by("unit__path__depth", "unit__code")
    unit_ids = list(townships.values_list("unit_id", flat=True)[:MOST_REPORTS])
    for place, unit_id in enumerate(unit_ids):
        where = {"directive_id": directive.pk, "unit_id": unit_id}
        if place % 3 == 0:
            report_zero(director(), **where)
        else:
            report_day(director(), counts=[10 + place % 7, place % 5], **where)
    return len(unit_ids)


def _leads(top: Unit) -> list[Unit]:
    below = Unit.objects.filter(parent=top, ended_on=None).exclude(kind__in=["group", "leading_group"])
    found = list(below.order_by("code")[: len(texts.MEASURES)])
    return found or [top]


def _work(part: Part, accepted: set[UUID]) -> int:
    """Hand a lead's part down, let the first two units below report, confirm one of them."""
    below = Unit.objects.filter(parent=part.unit, ended_on=None, pk__in=accepted).exclude(kind="group")
    receivers = list(below.order_by("code").values_list("pk", flat=True)[:8])
    if receivers:
        clauses.delegate_clause(
            director(), clause_id=part.clause_id, unit_id=part.unit_id, receiver_ids=receivers
        )
    counts = Clause.objects.get(pk=part.clause_id).measure
    for place, unit_id in enumerate(receivers[:2]):
        amount = Decimal(120 + 35 * place) if counts else None
        said = clauses.ClauseReport(text=texts.PROGRESS[place], amount=amount, is_done=place == 0)
        clauses.report_on_clause(director(), clause_id=part.clause_id, unit_id=unit_id, report=said)
    if receivers:
        clauses.confirm_clause(director(), clause_id=part.clause_id, unit_id=receivers[0])
    return len(receivers[:2])
