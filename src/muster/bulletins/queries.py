"""Reading bulletins, for the desk and for everybody; and what a writer may put in."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from muster.figures import queries as figures
from muster.figures import registry
from muster.figures.queries import Reading
from muster.kernel.actor import Actor
from muster.kernel.figure import CHINESE, Figure
from muster.operations import queries as operations
from muster.operations.rules import local_day
from muster.units.models import Unit

from . import access, checking, disclosure
from .checking import Findings
from .disclosure import Part
from .models import Bulletin, Erratum, Kind, State, Statement
from .problems import NotNow, NotPublished
from .rules import Verdict


@dataclass(frozen=True, slots=True)
class Phrase:
    """A figure in words that say it truly."""

    reading: Reading
    text: str


@dataclass(frozen=True, slots=True)
class Starter:
    """What a new bulletin begins with."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A number of a published bulletin, opened: its figure, and its parts as far as everybody may see them."""

    statement: Statement
    figure: Figure | None
    parts: list[Part]
    errata: list[Erratum]
    day: date
    opens_rows: bool


# At the desk.


def bulletins(actor: Actor, *, operation_id: UUID) -> QuerySet[Bulletin]:
    """Drafts first, then the newest."""
    operations.operation(actor, operation_id=operation_id)
    found = access.bulletins_visible_to(actor).filter(operation=operation_id)
    return found.annotate(errata_count=Count("errata")).order_by("number", "-published_at", "-pk").reverse()


def bulletin(actor: Actor, *, bulletin_id: UUID) -> Bulletin:
    return access.bulletin_to_see(actor, bulletin_id)


def draft(actor: Actor, *, bulletin_id: UUID) -> Bulletin:
    """For its editor."""
    return _in_state(access.bulletin_with(actor, "draft", bulletin_id), State.DRAFT)


def publication(actor: Actor, *, bulletin_id: UUID) -> Findings:
    """What publishing would make public."""
    drafted = _in_state(access.bulletin_with(actor, "issue", bulletin_id), State.DRAFT)
    return findings(actor, bulletin=drafted)


def withdrawal(actor: Actor, *, bulletin_id: UUID) -> Bulletin:
    return _in_state(access.bulletin_with(actor, "issue", bulletin_id), State.PUBLISHED)


def findings(actor: Actor, *, bulletin: Bulletin) -> Findings:
    """A draft's numbers, as true as they are now. Whoever sees a draft sees its unit."""
    return checking.judged(actor, text=bulletin.text, operation_id=bulletin.operation_id, unit=bulletin.unit)


def check(actor: Actor, *, operation_id: UUID, unit_id: UUID, text: str) -> Findings:
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=unit_id)
    return checking.judged(actor, text=text, operation_id=operation_id, unit=unit)


def tally(found: Findings) -> dict[str, int]:
    """How many numbers have each verdict."""
    counted = Counter(match.verdict for match in found.matches)
    return {verdict.value: counted[verdict] for verdict in Verdict}


def figure(actor: Actor, *, operation_id: UUID, unit_id: UUID, key: str, day: date) -> Reading:
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=unit_id)
    (reading,) = figures.figures_of(actor, operation_id=operation_id, unit=unit, as_of=day, keys=[key])
    return reading


def writing_units(actor: Actor, *, operation_id: UUID) -> list[Unit]:
    return access.units_to_write_for(actor, operation_id)


def phrases(actor: Actor, *, operation_id: UUID, unit_id: UUID) -> list[Phrase]:
    """Every figure that has a value, in the reader's language."""
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=unit_id)
    readings = figures.figures_of(actor, operation_id=operation_id, unit=unit)
    return [Phrase(reading, text) for reading in readings if (text := phrase_of(reading))]


def phrase_of(reading: Reading) -> str:
    """“基层党组织7,479个” or “7,479 base units”; empty where the figure has no value or no words."""
    figure, value = reading.figure, reading.value
    is_chinese = (translation.get_language() or "").startswith(CHINESE[:2])
    words = figure.words_zh if is_chinese else figure.words_en
    if value is None or not words:
        return ""
    said = f"{int(value) if value == value.to_integral_value() else value:,}"
    is_share = "%" in figure.measure.zh
    if is_chinese:
        return f"{words[0]}{said}{figure.measure.zh[0]}"
    return f"{words[0]} {said}%" if is_share else f"{said} {words[0]}"


def starter(actor: Actor, *, operation_id: UUID, unit_id: UUID) -> Starter:
    """A first text from the figures as they are now, every number of it true."""
    operation = operations.operation(actor, operation_id=operation_id)
    said = [
        phrase.text
        for phrase in phrases(actor, operation_id=operation_id, unit_id=unit_id)
        if phrase.reading.value
    ]
    is_first = (
        not access.bulletins_visible_to(actor).filter(operation=operation, unit=unit_id, number=1).exists()
    )
    now = actor.now.astimezone(ZoneInfo(operation.time_zone))
    lead = _("As of {moment}, {operation}:").format(
        moment=date_format(now, pgettext("day and time", "j F Y, H:i")), operation=operation.name
    )
    text = pgettext("between phrases", "; ").join(said) + (pgettext("end of a sentence", ".") if said else "")
    return Starter(
        kind=Kind.FIRST if is_first else Kind.FOLLOW_UP,
        title=_("{operation}: bulletin").format(operation=operation.name),
        text=f"{lead}\n\n{text}\n",
    )


def with_phrase(actor: Actor, *, operation_id: UUID, unit_id: UUID, text: str, key: str) -> str:
    """The text, and a figure's phrase after it, set off so that no number is taken for the other's."""
    unit = figures.unit_to_open(actor, operation_id=operation_id, unit_id=unit_id)
    (reading,) = figures.figures_of(actor, operation_id=operation_id, unit=unit, keys=[key])
    is_set_off = not text or text[-1].isspace() or unicodedata.category(text[-1]).startswith("P")
    return f"{text}{'' if is_set_off else pgettext('between phrases', '; ')}{phrase_of(reading)}"


# What was published.


def statements(bulletin: Bulletin) -> list[Statement]:
    return list(bulletin.statements.all())


def stated(actor: Actor, *, bulletin: Bulletin) -> list[tuple[Statement, Figure]]:
    """Those that state a figure, each with it; beyond one's own units only what is for everybody."""
    known = registry.figures()
    sees_all = actor.may("see", bulletin.unit.path)
    return [
        (one, known[one.figure])
        for one in bulletin.statements.all()
        if one.figure in known and (sees_all or _is_public(one))
    ]


def errata(bulletin: Bulletin) -> list[tuple[Erratum, Figure | None]]:
    """Each with its figure, the oldest first."""
    known = registry.figures()
    return [(erratum, known.get(erratum.figure)) for erratum in bulletin.errata.all()]


def statement(actor: Actor, *, bulletin_id: UUID, start: int) -> Opened:
    """One number opened; beyond one's own units only what is for everybody, as on the public page."""
    seen = access.bulletin_to_see(actor, bulletin_id)
    sees_all = actor.may("see", seen.unit.path)
    opened = _opened(seen, start, opens_rows=sees_all)
    if not sees_all and not _is_public(opened.statement):
        raise NotPublished
    return opened


def published() -> QuerySet[Bulletin]:
    """For everybody, the newest first."""
    found = access.published().annotate(errata_count=Count("errata"))
    return found.order_by("-published_at", "-pk")


def public_bulletin(*, token: str) -> Bulletin:
    return access.public_bulletin(token)


def public_statements(bulletin: Bulletin) -> list[Statement]:
    """Those that open: of public figures, and those of no figure, which say so."""
    return [statement for statement in bulletin.statements.all() if _is_public(statement)]


def public_statement(*, token: str, start: int) -> Opened:
    opened = _opened(access.public_bulletin(token), start, opens_rows=False)
    if not _is_public(opened.statement):
        raise NotPublished
    return opened


def private_figures(found: Findings) -> list[str]:
    """The numbers that will stand on the public page without opening: their figures are not for everybody."""
    known = registry.figures()
    return [
        match.number.text for match in found.matches if match.figure and not known[match.figure.key].is_public
    ]


def texts(found: Findings, verdict: Verdict) -> Sequence[str]:
    return [match.number.text for match in found.with_verdict(verdict)]


def _is_public(statement: Statement) -> bool:
    figure = registry.figures().get(statement.figure)
    return figure.is_public if figure else not statement.figure


def _in_state(seen: Bulletin, state: State) -> Bulletin:
    if seen.state != state:
        raise NotNow(seen.get_state_display())
    return seen


def _opened(bulletin: Bulletin, start: int, *, opens_rows: bool) -> Opened:
    found = bulletin.statements.filter(start=start).first()
    if found is None:
        raise NotPublished
    parts = [Part(part["name"], Decimal(part["value"])) for part in found.parts]
    return Opened(
        statement=found,
        figure=registry.figures().get(found.figure),
        parts=disclosure.disclosed(parts),
        errata=list(found.errata.all()),
        day=local_day(bulletin.as_of or bulletin.edited_at, time_zone=bulletin.operation.time_zone),
        opens_rows=opens_rows and bool(found.figure),
    )
