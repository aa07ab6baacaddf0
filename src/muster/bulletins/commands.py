"""Every write of a bulletin's life: draft, edit, publish, withdraw, correct."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from muster.figures.queries import Reading, by_child, figures_of
from muster.figures.registry import figures
from muster.kernel.actor import Actor
from muster.kernel.figure import Counted, Stated
from muster.kernel.journal import record
from muster.operations.models import Operation
from muster.operations.rules import local_day

from . import access, checking
from .bounds import ENDLESS, Bounds
from .checking import Figures, Findings
from .models import LONGEST_WORDING, Bulletin, Erratum, State, Statement
from .problems import EditedMeanwhile, NotNow, TextTooLong, WrongNumbers
from .rules import Match, Verdict

MOST_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What its writer decides about a bulletin."""

    unit_id: UUID
    kind: str
    title: str
    text: str


@transaction.atomic
def draft_bulletin(actor: Actor, *, operation_id: UUID, draft: Draft) -> Bulletin:
    """Begin a bulletin; until it is published, only those who write or publish for its unit see it."""
    operation, unit = access.unit_to_write_for(actor, operation_id, draft.unit_id)
    _check_length(draft.text)
    bulletin = Bulletin.objects.create(
        operation=operation,
        unit=unit,
        kind=draft.kind,
        title=draft.title,
        text=draft.text,
        author_id=actor.person_id,
        edited_at=actor.now,
    )
    _record(actor, "bulletins.drafted", bulletin)
    return bulletin


@transaction.atomic
def edit_bulletin(actor: Actor, *, bulletin_id: UUID, draft: Draft, revision: int) -> Bulletin:
    """Change a draft; `revision` is the one that the writer began from, so that nobody's text is overwritten unseen."""
    bulletin = access.bulletin_to(actor, "draft", bulletin_id)
    _, unit = access.unit_to_write_for(actor, bulletin.operation_id, draft.unit_id)
    if bulletin.state != State.DRAFT:
        raise NotNow(_label(bulletin))
    if bulletin.revision != revision:
        raise EditedMeanwhile
    _check_length(draft.text)
    bulletin.unit = unit
    bulletin.kind, bulletin.title, bulletin.text = draft.kind, draft.title, draft.text
    bulletin.revision, bulletin.edited_at = revision + 1, actor.now
    bulletin.save()
    _record(actor, "bulletins.edited", bulletin)
    return bulletin


@transaction.atomic
def publish_bulletin(actor: Actor, *, bulletin_id: UUID) -> Bulletin:
    """Make it public, with its figures as they are now kept beside it; not while a number is wrong. Twice is once."""
    bulletin = access.bulletin_to(actor, "issue", bulletin_id)
    if bulletin.state == State.PUBLISHED:
        return bulletin
    if bulletin.state != State.DRAFT:
        raise NotNow(_label(bulletin))
    findings = checking.judged(
        actor, text=bulletin.text, operation_id=bulletin.operation_id, unit=bulletin.unit
    )
    if checking.has_wrong(findings):
        raise WrongNumbers(_named(findings.with_verdict(Verdict.RED)))
    bulletin.state, bulletin.number = State.PUBLISHED, _next_number(bulletin)
    bulletin.as_of = findings.held.as_of
    bulletin.published_at, bulletin.published_by_id = actor.now, actor.person_id
    bulletin.save()
    Statement.objects.bulk_create(_statements(actor, bulletin, findings))
    _record(actor, "bulletins.published", bulletin, count=len(findings.matches), number=bulletin.number)
    return bulletin


@transaction.atomic
def withdraw_bulletin(actor: Actor, *, bulletin_id: UUID, reason: str) -> Bulletin:
    """Take it off the public pages. Its number stays used. Twice is once."""
    bulletin = access.bulletin_to(actor, "issue", bulletin_id)
    if bulletin.state == State.WITHDRAWN:
        return bulletin
    if bulletin.state != State.PUBLISHED:
        raise NotNow(_label(bulletin))
    bulletin.state, bulletin.withdrawn_at, bulletin.withdrawn_because = State.WITHDRAWN, actor.now, reason
    bulletin.save()
    _record(actor, "bulletins.withdrawn", bulletin)
    return bulletin


@transaction.atomic
def raise_errata(actor: Actor, *, operation_id: UUID) -> list[Erratum]:
    """Recount what published bulletins state, as of their own days; an erratum for each number that no longer holds.

    Run again it adds nothing, unless the recount has changed again.
    """
    raised: list[Erratum] = []
    for bulletin in access.published_to_correct(actor, operation_id):
        found = _errata(actor, bulletin)
        if found:
            raised += Erratum.objects.bulk_create(found)
            _record(actor, "bulletins.errata_raised", bulletin, count=len(found))
    return raised


def _errata(actor: Actor, bulletin: Bulletin) -> list[Erratum]:
    stated = [statement for statement in bulletin.statements.all() if statement.figure in figures()]
    if not stated:
        return []
    day, was_over = _day_of(bulletin)
    keys = {statement.figure for statement in stated}
    readings = figures_of(
        actor, operation_id=bulletin.operation_id, unit=bulletin.unit, as_of=day, keys=sorted(keys)
    )
    recount = {reading.key: reading for reading in readings}
    last = _last_known(bulletin)
    return [
        Erratum(
            bulletin=bulletin,
            statement=one,
            figure=one.figure,
            before=last.get(one.pk, one.value),
            after=recount[one.figure].value,
            text=one.text,
            noted_at=actor.now,
        )
        for one in stated
        if _is_news(one, recount[one.figure], last, was_over=was_over)
    ]


def _is_news(
    statement: Statement, reading: Reading, last: dict[UUID, Decimal | None], *, was_over: bool
) -> bool:
    if statement.pk in last:
        return last[statement.pk] != reading.value
    return not _still_holds(statement, reading, was_over=was_over)


def _still_holds(statement: Statement, reading: Reading, *, was_over: bool) -> bool:
    """A day goes on after a bulletin of noon: what is added later that day is no error, what is taken back is one.

    What is worked out from other figures goes both ways, so it can be recounted only of a day that was over.
    """
    value = reading.value
    if value is None:
        return False
    low, high = statement.low, statement.high
    allowed = Bounds(
        -ENDLESS if low is None else low,
        ENDLESS if high is None else high,
        low_open=statement.low_open,
        high_open=statement.high_open,
    )
    if was_over or allowed.allow(value):
        return allowed.allow(value)
    return not isinstance(reading.figure, Counted | Stated) or value > statement.value


def _last_known(bulletin: Bulletin) -> dict[UUID, Decimal | None]:
    """What the last erratum of each statement says, where there is one."""
    return {
        statement_id: list(errata)[-1].after
        for statement_id, errata in groupby(
            bulletin.errata.order_by("statement", "noted_at", "id"), key=lambda erratum: erratum.statement_id
        )
    }


def _day_of(bulletin: Bulletin) -> tuple[date, bool]:
    """The day of its figures, and whether that day was over for the bulletin."""
    as_of = bulletin.as_of or bulletin.edited_at
    return local_day(as_of, time_zone=bulletin.operation.time_zone), _is_end_of_day(as_of, bulletin.operation)


def _is_end_of_day(moment: datetime, operation: Operation) -> bool:
    local = moment.astimezone(ZoneInfo(operation.time_zone))
    return (local + timedelta(seconds=1)).time() == time.min


def _statements(actor: Actor, bulletin: Bulletin, findings: Findings) -> list[Statement]:
    held = findings.held
    keys = {match.figure.key for match in findings.matches if match.figure}
    parts = {key: _parts(actor, held, key) for key in sorted(keys) if figures()[key].is_public}
    return [_statement(bulletin, match, held, parts) for match in findings.matches]


def _statement(
    bulletin: Bulletin, match: Match, held: Figures, parts: dict[str, list[dict[str, str]]]
) -> Statement:
    number = match.number
    key = match.figure.key if match.figure else ""
    return Statement(
        bulletin=bulletin,
        start=number.start,
        end=number.end,
        text=number.text[:LONGEST_WORDING],
        verdict=match.verdict.value,
        low=_finite(number.low),
        high=_finite(number.high),
        low_open=number.low_open,
        high_open=number.high_open,
        figure=key,
        value=match.figure.value if match.figure else None,
        measure=held.readings[key].measure if key else "",
        parts=parts.get(key, []),
    )


def _parts(actor: Actor, held: Figures, key: str) -> list[dict[str, str]]:
    """What the units directly below add, kept as it was: a public page then asks nothing, and never disagrees with its text.

    Nothing is no part: the unit's own is often none by its nature, and would hide another by `disclosed`.
    """
    found = by_child(actor, operation_id=held.operation.pk, unit=held.unit, key=key, as_of=held.day)
    return [{"name": part.name, "value": str(part.value)} for part in found if part.name and part.value]


def _finite(value: Decimal) -> Decimal | None:
    return value if value.is_finite() else None


def _next_number(bulletin: Bulletin) -> int:
    series = Bulletin.objects.filter(operation=bulletin.operation_id, unit=bulletin.unit_id)
    last: int | None = series.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _named(wrong: Sequence[Match]) -> str:
    """As written, and what the figure says."""
    named = [
        f"“{match.number.text}” ({match.figure.value:,f})" for match in wrong[:MOST_NAMED] if match.figure
    ]
    return "、".join(named) + ("…" if len(wrong) > MOST_NAMED else "")


def _check_length(text: str) -> None:
    if len(text) > checking.LONGEST:
        raise TextTooLong(checking.LONGEST)


def _label(bulletin: Bulletin) -> str:
    return str(State(bulletin.state).label)


def _record(actor: Actor, event: str, bulletin: Bulletin, *, count: int = 1, **about: int) -> None:
    record(
        actor,
        event,
        bulletin,
        operation_id=bulletin.operation_id,
        unit_id=bulletin.unit_id,
        count=count,
        **about,
    )
