"""Journal entries as sentences: names and titles are looked up for a whole page at once, and only what the reader may see."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from muster.bulletins import access as bulletins
from muster.calls import access as calls
from muster.directives import access as directives
from muster.kernel import access as kernel
from muster.kernel.actor import Actor
from muster.kernel.models import Entry
from muster.kernel.problems import Words
from muster.operations import access as operations
from muster.operations.labels import level_label, phase_label
from muster.people import queries as people
from muster.people.labels import ROLE_LABELS
from muster.projects import access as projects
from muster.reorganisations import queries as reorganisations
from muster.teams import access as teams
from muster.units import queries as units
from muster.zones import access as zones

from .access import uploads_visible_to
from .navigation import page_url
from .phrases import PHRASES, job_label
from .tables import TABLES

NO_ID = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as `parts/feed.html` wants it."""

    id: UUID
    at: datetime
    who: str
    text: str
    url: str
    unit: str
    image: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What something happened to."""

    name: str
    url: str = ""


def lines(actor: Actor, entries: Iterable[Entry]) -> list[Line]:
    """One sentence an entry, in the order given."""
    entries = list(entries)
    who = people.names(actor, person_ids=[entry.person_id for entry in entries if entry.person_id])
    where = units.names(actor, unit_ids=[entry.unit_id for entry in entries if entry.unit_id])
    subjects = _subjects(actor, entries)
    phases = _phases(actor, entries)
    return [
        Line(
            id=entry.pk,
            at=entry.at,
            who=_who(entry, who),
            text=_sentence(entry, subjects, phases),
            url=_url(entry, subjects),
            unit=where.get(entry.unit_id, "") if entry.unit_id else "",
            image=PHRASES[entry.event].image if entry.event in PHRASES else "point",
        )
        for entry in entries
    ]


def _who(entry: Entry, names: Mapping[UUID, str]) -> str:
    if entry.person_id is None:
        return _("The system")
    return names.get(entry.person_id) or _("Someone")


def _sentence(entry: Entry, subjects: Mapping[UUID, Subject], phases: Mapping[str, str]) -> str:
    phrase = PHRASES.get(entry.event)
    if phrase is None:
        return entry.event
    words = phrase.many if phrase.many and entry.count != 1 else phrase.text
    subject = subjects.get(_subject_id(entry))
    facts = _Facts({key: _shown(key, value) for key, value in entry.about.items()})
    facts["count"] = f"{entry.count:,}"
    facts["subject"] = subject.name if subject else "…"
    facts["phase"] = phases.get(str(entry.about.get("phase")), "…")
    return str(words).format_map(facts)


class _Facts(dict[str, str]):
    """An older entry may lack what a phrase of today names."""

    def __missing__(self, key: str) -> str:
        return "…"


def _shown(key: str, value: Any) -> str:
    from .listings import LISTINGS  # which lists the journal, and so needs this module first

    tables: dict[str, Words] = {name: table.label for name, table in TABLES.items()}
    listings: dict[str, Words] = {name: one.label for name, one in LISTINGS.items()}
    known: dict[str, Mapping[str, Words]] = {"role": ROLE_LABELS, "table": tables, "listing": listings}
    if key == "level":
        return str(level_label(value))
    if key in known:
        return str(known[key].get(value, value))
    return f"{value:,}" if isinstance(value, int) else str(value)


def _url(entry: Entry, subjects: Mapping[UUID, Subject]) -> str:
    subject = subjects.get(_subject_id(entry))
    return subject.url if subject else ""


def _subject_id(entry: Entry) -> UUID:
    """What an entry is about; some name it among the facts: a seat is told by its zone or team, a reading by its directive."""
    named = entry.about.get("group") or entry.about.get("directive") or entry.about.get("call")
    return UUID(named) if named else entry.subject_id or NO_ID


def _subjects(actor: Actor, entries: Sequence[Entry]) -> dict[UUID, Subject]:
    """One question for each kind of thing on the page."""
    found: dict[UUID, Subject] = {}
    for starts, look_up in SUBJECTS.items():
        about = {_subject_id(entry): entry for entry in entries if entry.event.startswith(starts)}
        if about:
            found |= look_up(actor, about)
    return found


def _directives(actor: Actor, about: Mapping[UUID, Entry]) -> dict[UUID, Subject]:
    seen = directives.directives_visible_to(actor).filter(pk__in=about)
    return {
        key: Subject(title, page_url("directives:directive", operation_id=operation_id, directive_id=key))
        for key, title, operation_id in seen.values_list("pk", "title", "operation_id")
    }


def _temporary_units(actor: Actor, about: Mapping[UUID, Entry]) -> dict[UUID, Subject]:
    seen = operations.temporary_units_visible_to(actor).filter(pk__in=about)
    return {
        key: Subject(
            name, page_url("operations:temporary_unit", operation_id=operation_id, temporary_unit_id=key)
        )
        for key, name, operation_id in seen.values_list("pk", "name", "operation_id")
    }


def _zones(actor: Actor, about: Mapping[UUID, Entry]) -> dict[UUID, Subject]:
    seen = zones.zones_visible_to(actor).filter(pk__in=about).values_list("pk", "name", "operation_id")
    return {
        key: Subject(name, page_url("zones:zone", operation_id=operation_id, zone_id=key))
        for key, name, operation_id in seen
    }


def _teams(actor: Actor, about: Mapping[UUID, Entry]) -> dict[UUID, Subject]:
    seen = teams.teams_visible_to(actor).filter(pk__in=about).values_list("pk", "name", "operation_id")
    return {
        key: Subject(name, page_url("teams:team", operation_id=operation_id, team_id=key))
        for key, name, operation_id in seen
    }


def _groups(actor: Actor, about: Mapping[UUID, Entry]) -> dict[UUID, Subject]:
    """Zones and teams, by their seats."""
    return _zones(actor, about) | _teams(actor, about)


def _calls(actor: Actor, about: Mapping[UUID, Entry]) -> dict[UUID, Subject]:
    seen = calls.calls_visible_to(actor).filter(pk__in=about).values_list("pk", "title", "operation_id")
    return {
        key: Subject(title, page_url("calls:call", operation_id=operation_id, call_id=key))
        for key, title, operation_id in seen
    }


def _projects(actor: Actor, about: Mapping[UUID, Entry]) -> dict[UUID, Subject]:
    seen = projects.projects_visible_to(actor).filter(pk__in=about).values_list("pk", "name", "operation_id")
    return {
        key: Subject(name, page_url("projects:project", operation_id=operation_id, project_id=key))
        for key, name, operation_id in seen
    }


def _bulletins(actor: Actor, about: Mapping[UUID, Entry]) -> dict[UUID, Subject]:
    seen = bulletins.bulletins_visible_to(actor).filter(pk__in=about)
    return {
        key: Subject(title, page_url("bulletins:bulletin", operation_id=operation_id, bulletin_id=key))
        for key, title, operation_id in seen.values_list("pk", "title", "operation_id")
    }


def _units(actor: Actor, about: Mapping[UUID, Entry]) -> dict[UUID, Subject]:
    names = units.names(actor, unit_ids=about)
    return {key: Subject(name, page_url("units:unit", unit_id=key)) for key, name in names.items()}


def _reorganisations(actor: Actor, about: Mapping[UUID, Entry]) -> dict[UUID, Subject]:
    seen = reorganisations.reorganisations(actor).filter(pk__in=about)
    return {
        one.pk: Subject(
            reorganisations.title(one),
            page_url("reorganisations:reorganisation", reorganisation_id=one.pk),
        )
        for one in seen
    }


def _jobs(actor: Actor, about: Mapping[UUID, Entry]) -> dict[UUID, Subject]:
    seen = kernel.jobs_visible_to(actor).filter(pk__in=about).values_list("pk", "name")
    return {key: Subject(str(job_label(name)), page_url("console:job", job_id=key)) for key, name in seen}


def _uploads(actor: Actor, about: Mapping[UUID, Entry]) -> dict[UUID, Subject]:
    seen = uploads_visible_to(actor).filter(pk__in=about).values_list("pk", "filename")
    return {key: Subject(name, page_url("console:upload", upload_id=key)) for key, name in seen}


def _phases(actor: Actor, entries: Sequence[Entry]) -> dict[str, str]:
    """The names of the phases that the page speaks of, by their codes."""
    changed = [
        entry.operation_id
        for entry in entries
        if entry.event == "operations.phase_changed" and entry.operation_id
    ]
    if not changed:
        return {}
    seen = operations.operations_visible_to(actor).filter(pk__in=changed)
    return {
        phase["code"]: phase_label(phase["code"], phases=phases)
        for phases in seen.values_list("phases", flat=True)
        for phase in phases
    }


SUBJECTS: dict[str, Callable[[Actor, Mapping[UUID, Entry]], dict[UUID, Subject]]] = {
    "directives.": _directives,
    "operations.temporary_unit": _temporary_units,
    "operations.members_posted": _temporary_units,
    "units.": _units,
    "reorganisations.": _reorganisations,
    "zones.": _zones,
    "teams.": _teams,
    "staffing.": _groups,
    "calls.": _calls,
    "experts.appealed": _calls,
    "projects.": _projects,
    "bulletins.": _bulletins,
    "kernel.job": _jobs,
    "console.upload": _uploads,
}
